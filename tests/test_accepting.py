"""Reviewed candidates become terms: checked, named by pinyin, joined to those that were accepted before."""

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from load.accepting import Accepted, accept, read_rejected, write_rejected
from load.candidates import find_candidates, write_candidates
from load.iris import candidate_iri
from reformgraph.errors import InputError
from reformgraph.model import Header, Kind, Measure, Mention, Plan, Relation, Span, Stated
from reformgraph.namespaces import BASE, ONTOLOGY
from reformgraph.vocabulary import Vocabulary

PREFIX = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/reformgraph/> .
"""
FISH = candidate_iri(Kind.MECHANISM, "渔获码上通", "", "")
FISH_BLOCK = f'<{FISH}> a rg:Mechanism ; skos:prefLabel "渔获码上通"@zh '


def accepted(vocabulary: Vocabulary, *blocks: str, kept: str = "") -> Accepted:
    return accept(PREFIX + "\n".join(blocks) + "\n", kept, vocabulary, "new.ttl")


def graph(found: Accepted) -> Graph:
    return Graph().parse(data=found.turtle, format="turtle")


def again(vocabulary: Vocabulary, found: Accepted, *blocks: str) -> Accepted:
    return accepted(vocabulary, *blocks, kept=found.turtle.decode())


def test_a_candidate_gets_an_iri_in_pinyin_and_says_what_it_replaces(vocabulary: Vocabulary) -> None:
    found = accepted(vocabulary, FISH_BLOCK + ".")
    (term,) = found.terms
    assert (term.iri, term.name, term.replaces) == (BASE + "mechanism/yuhuo-mashang-tong", "渔获码上通", (FISH,))
    assert (URIRef(term.iri), DCTERMS.replaces, URIRef(FISH)) in graph(found)


def test_an_agency_stands_under_its_jurisdiction_without_its_name(vocabulary: Vocabulary) -> None:
    iri = candidate_iri(Kind.AGENCY, "市渔政局", "", "220681")
    found = accepted(
        vocabulary,
        f'<{iri}> a rg:Agency ; skos:prefLabel "临江市渔政局"@zh ; rg:contextLabel "市渔政局"@zh ;'
        " rg:jurisdiction <region/220681> .",
    )
    assert found.terms[0].iri == BASE + "agency/220681/yuzheng-ju"


def test_a_name_that_sounds_like_a_known_one_gets_a_number(vocabulary: Vocabulary) -> None:
    iri = candidate_iri(Kind.MECHANISM, "并连神皮", "", "")
    found = accepted(vocabulary, f'<{iri}> a rg:Mechanism ; skos:prefLabel "并连神皮"@zh .')
    assert found.terms[0].iri == BASE + "mechanism/binglian-shenpi-2"


def test_accepting_twice_changes_nothing(vocabulary: Vocabulary) -> None:
    first = accepted(vocabulary, FISH_BLOCK + ".")
    second = again(vocabulary, first, FISH_BLOCK + ".")
    assert (second.turtle, second.terms) == (first.turtle, ())


def test_a_later_file_adds_to_what_was_accepted_and_keeps_its_iris(vocabulary: Vocabulary) -> None:
    first = accepted(vocabulary, FISH_BLOCK + ".")
    second = again(vocabulary, first, FISH_BLOCK + '; skos:altLabel "渔码通"@zh ; skos:prefLabel "Fish code"@en .')
    assert [term.iri for term in second.terms] == [first.terms[0].iri]
    term = URIRef(first.terms[0].iri)
    assert set(graph(second).objects(term, SKOS.prefLabel)) == {Literal("渔获码上通", "zh"), Literal("Fish code", "en")}


def test_a_preferred_label_that_is_given_anew_takes_the_place_of_the_old(vocabulary: Vocabulary) -> None:
    first = accepted(vocabulary, FISH_BLOCK + '; skos:prefLabel "Fish cod"@en .')
    second = again(vocabulary, first, FISH_BLOCK + '; skos:prefLabel "Fish code"@en .')
    assert Literal("Fish cod", "en") not in set(graph(second).objects())


def test_a_link_to_a_candidate_follows_it_to_its_new_iri(vocabulary: Vocabulary) -> None:
    other = candidate_iri(Kind.MECHANISM, "渔获溯源", "", "")
    found = accepted(
        vocabulary,
        FISH_BLOCK + f"; skos:broader <{other}> .",
        f'<{other}> a rg:Mechanism ; skos:prefLabel "渔获溯源"@zh .',
    )
    links = set(graph(found).subject_objects(SKOS.broader))
    assert links == {tuple(URIRef(BASE + "mechanism/" + slug) for slug in ("yuhuo-mashang-tong", "yuhuo-suyuan"))}


def test_a_known_concept_can_be_taught_another_name(vocabulary: Vocabulary) -> None:
    found = accepted(
        vocabulary, f'<mechanism/gaozhi-chengnuo> skos:altLabel "承诺告知渔办"@zh ; dct:replaces <{FISH}> .'
    )
    assert found.terms[0].replaces == (FISH,)
    assert found.terms[0].iri == BASE + "mechanism/gaozhi-chengnuo"


def test_superclasses_are_stated_and_notes_of_the_review_left_out(vocabulary: Vocabulary) -> None:
    iri = candidate_iri(Kind.REGION, "青峰新区", "", "")
    found = accepted(
        vocabulary,
        f'<{iri}> a rg:FunctionalZone ; skos:prefLabel "青峰新区"@zh, ""@en ; skos:editorialNote "2 条举措"@zh .',
    )
    term = URIRef(BASE + "region/qingfeng-xinqu")
    assert URIRef(ONTOLOGY + "Region") in set(graph(found).objects(term, RDF.type))
    assert {str(value) for value in graph(found).objects(term, None)} & {"", "2 条举措"} == set()


def test_a_rejected_candidate_is_no_term_but_is_listed_with_its_spellings(vocabulary: Vocabulary) -> None:
    other = candidate_iri(Kind.MECHANISM, "渔获·码上通", "", "")
    found = accepted(vocabulary, FISH_BLOCK + f"; owl:deprecated true ; dct:replaces <{other}> .")
    assert (found.terms, set(found.rejected)) == ((), {FISH, other})
    assert set(found.rejected.values()) == {"渔获码上通"}


def test_the_list_of_rejected_candidates_reads_back(vocabulary: Vocabulary) -> None:
    listed = {FISH: "渔获码上通", BASE + "agency/220681/c-0123456789ab": ""}
    assert read_rejected(write_rejected(listed)) == listed


def test_what_candidates_writes_accept_takes(vocabulary: Vocabulary) -> None:
    text = "推行渔获码上通"
    mention = Mention(Kind.MECHANISM, Span(2, 7), "渔获码上通", "mechanism.listed")
    measure = Measure("一", Span(0, 7), "test", relations=(Relation(mention, "test"),))
    plan = Plan(text, Header(Stated("要点", None, "test"), 2024), measures=(measure,))
    written = write_candidates(find_candidates([plan], vocabulary))
    assert accept(written, "", vocabulary, "new.ttl").terms[0].name == "渔获码上通"


FAULTS = {
    "new.ttl:6: “告知承诺” is already a name of 告知承诺 <mechanism/gaozhi-chengnuo>": (
        f'<{FISH}> a rg:Mechanism ; skos:prefLabel "告知承诺"@zh .'
    ),
    "new.ttl:8: “容缺 受理” is already a name of 容缺受理": (
        FISH_BLOCK + ';\n skos:altLabel "渔码通"@zh ;\n skos:altLabel "容缺 受理"@zh .'
    ),
    "new.ttl:6: “渔码通” is already a name of 渔码通 <mechanism/yuma-tong>, line 7": (
        FISH_BLOCK
        + '; skos:altLabel "渔码通"@zh .\n<mechanism/yuma-tong> a rg:Mechanism ; skos:prefLabel "渔码通"@zh .'
    ),
    "points to <mechanism/meiyou>, which no vocabulary has": FISH_BLOCK + "; skos:broader <mechanism/meiyou> .",
    "needs exactly one Chinese prefLabel": f'<{FISH}> a rg:Mechanism ; skos:prefLabel "Fish code"@en .',
    "new.ttl:6: <plan/x> is no term": "<plan/x> a rg:Plan .",
    "is not ASCII": '<mechanism/渔> a rg:Mechanism ; skos:prefLabel "渔获码上通"@zh .',
    "holds a blank node": '[] a rg:Mechanism ; skos:prefLabel "渔获码上通"@zh .',
    "not Turtle": "<mechanism/x> a",
}


@pytest.mark.parametrize("message", FAULTS)
def test_a_fault_is_named_with_its_line(vocabulary: Vocabulary, message: str) -> None:
    with pytest.raises(InputError) as error:
        accepted(vocabulary, FAULTS[message])
    assert message in str(error.value)


def test_a_label_that_was_accepted_before_is_taken(vocabulary: Vocabulary) -> None:
    first = accepted(vocabulary, FISH_BLOCK + ".")
    with pytest.raises(InputError, match="already a name of 渔获码上通"):
        again(vocabulary, first, '<mechanism/other> a rg:Mechanism ; skos:prefLabel "渔获、码上通"@zh .')


def test_all_faults_are_told_at_once(vocabulary: Vocabulary) -> None:
    with pytest.raises(InputError) as error:
        accepted(vocabulary, *(f'<mechanism/x{n}> a rg:Mechanism ; skos:prefLabel "告知承诺"@zh .' for n in range(30)))
    lines = str(error.value).splitlines()
    assert len(lines) == 11
    assert lines[-1].startswith("… and ")


def test_a_word_may_name_a_mechanism_and_a_region(vocabulary: Vocabulary) -> None:
    found = accepted(vocabulary, FISH_BLOCK + ".", '<region/yuhuo> a rg:Region ; skos:prefLabel "渔获码上通"@zh .')
    assert len(found.terms) == 2


def test_agencies_of_one_name_in_two_places_are_both_taken_and_each_place_means_its_own(vocabulary: Vocabulary) -> None:
    blocks = [
        f'<{candidate_iri(Kind.AGENCY, "渔获服务窗", "", code)}> a rg:Agency ; skos:prefLabel "渔获服务窗"@zh ;'
        f" rg:jurisdiction <region/{code}> ."
        for code in ("220681", "330100")
    ]
    found = accepted(vocabulary, *blocks)
    taught = Vocabulary.load(given={"new.ttl": found.turtle})
    assert len(found.terms) == 2
    places = ("临江市", "杭州市", "青海省")
    meant = [taught.resolve(Kind.AGENCY, "渔获服务窗", place) for place in places]
    homes = [concept and concept.jurisdiction.removeprefix(BASE) for concept in meant]
    assert homes == ["region/220681", "region/330100", None]


def test_an_agency_s_name_is_taken_in_its_own_jurisdiction(vocabulary: Vocabulary) -> None:
    block = 'a rg:Agency ; skos:prefLabel "渔获服务窗"@zh ; rg:jurisdiction <region/220681> .'
    with pytest.raises(InputError, match="already a name of 渔获服务窗"):
        accepted(vocabulary, f"<agency/220681/a> {block}", f"<agency/220681/b> {block}")
