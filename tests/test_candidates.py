"""Unknown names are gathered over plans, and written as a file that a person reviews."""

import pyoxigraph as ox
import pytest

from extract import extract_plan
from load.accepting import accept
from load.candidates import Candidate, find_candidates, write_candidates
from load.iris import candidate_iri
from load.mapping import plan_graph
from reformgraph.model import Header, Kind, Measure, Mention, Plan, Relation, Role, Span, Stated
from reformgraph.namespaces import BASE
from reformgraph.vocabulary import Vocabulary


def plan(number: int, *names: tuple[Kind, str, str], place: str = "临江市") -> Plan:
    """A plan that names each (kind, words, rule) in a measure of its own."""
    text, measures = "", []
    for kind, words, rule in names:
        start = len(text)
        text += f"推行{words}，"
        mention = Mention(kind, Span(start + 2, start + 2 + len(words)), words.strip("“”"), rule)
        role = None if kind is Kind.MECHANISM else Role.MENTIONS
        measures.append(Measure("一", Span(start, len(text) - 1), "test", relations=(Relation(mention, "test", role),)))
    text += f"{number}。"
    stated = Stated(f"某府〔2024〕{number}号", None, "test")
    header = Header(
        Stated("要点", None, "test"), 2024, number=stated, jurisdiction=Stated(place, None, "test") if place else None
    )
    return Plan(text, header, measures=tuple(measures))


def mechanism(words: str) -> tuple[Kind, str, str]:
    return Kind.MECHANISM, words, "mechanism.quoted"


def agency(words: str) -> tuple[Kind, str, str]:
    return Kind.AGENCY, words, "agency.office"


def only(candidates: tuple[Candidate, ...]) -> Candidate:
    (candidate,) = candidates
    return candidate


def test_a_candidate_has_the_iri_that_it_has_in_the_plan_s_graph(vocabulary: Vocabulary) -> None:
    text = "临江市2024年渔港改革工作要点\n一、渔港改革\n推行渔港轮值会商机制，由市渔政局核定泊位。\n"
    read = extract_plan(text, vocabulary)
    subjects = {str(subject) for subject in plan_graph(read, vocabulary).subjects()}
    found = find_candidates([read], vocabulary)
    assert [candidate.kind for candidate in found] == [Kind.MECHANISM, Kind.AGENCY]
    assert {candidate.iri for candidate in found} <= subjects


def test_candidates_come_by_kind_then_by_measures_then_by_name(vocabulary: Vocabulary) -> None:
    found = find_candidates(
        [
            plan(1, agency("市渔政局"), mechanism("乙通"), mechanism("甲通")),
            plan(2, mechanism("甲通"), mechanism("丙通")),
        ],
        vocabulary,
    )
    assert [(each.name, each.measures, each.plans) for each in found] == [
        ("甲通", 2, 2),
        ("丙通", 1, 1),
        ("乙通", 1, 1),
        ("临江市渔政局", 1, 1),
    ]


def test_spellings_are_one_candidate_that_replaces_them_all(vocabulary: Vocabulary) -> None:
    found = only(find_candidates([plan(1, mechanism("船·港通"), mechanism("船港通"), mechanism("船港通"))], vocabulary))
    assert (found.name, found.alt) == ("船港通", ("船·港通",))
    assert found.replaces == (candidate_iri(Kind.MECHANISM, "船·港通", "", ""),)


def test_an_agency_is_named_in_full_and_by_its_level_at_home(vocabulary: Vocabulary) -> None:
    found = only(find_candidates([plan(1, agency("市渔政局"))], vocabulary))
    assert (found.name, found.context) == ("临江市渔政局", ("市渔政局",))
    assert found.iri == candidate_iri(Kind.AGENCY, "市渔政局", "", "220681")
    assert found.jurisdiction == "https://w3id.org/reformgraph/region/220681"


@pytest.mark.parametrize(
    ("label", "place", "name"),
    [
        ("县渔政站", "临江市", "临江市县渔政站"),
        ("市、县渔政站", "临江市", "临江市市、县渔政站"),
        ("渔港保护中心", "临江市", "渔港保护中心"),
        ("省渔政站", "全国", "省渔政站"),
        ("市渔政局", "", "市渔政局"),
    ],
)
def test_a_level_s_agency_never_gets_a_name_that_fits_elsewhere(
    vocabulary: Vocabulary, label: str, place: str, name: str
) -> None:
    assert only(find_candidates([plan(1, agency(label), place=place)], vocabulary)).name == name


def test_agencies_of_one_name_in_two_cities_are_two(vocabulary: Vocabulary) -> None:
    plans = [plan(1, agency("市渔政局")), plan(2, agency("市渔政局"), place="杭州市")]
    assert {each.name for each in find_candidates(plans, vocabulary)} == {"临江市渔政局", "杭州市渔政局"}


@pytest.mark.parametrize(
    "name", [(Kind.AGENCY, "各有关部门", "agency.department"), (Kind.REGION, "全市", "region.own")]
)
def test_groups_of_agencies_and_the_plan_s_own_place_are_no_candidates(
    vocabulary: Vocabulary, name: tuple[Kind, str, str]
) -> None:
    assert find_candidates([plan(1, name)], vocabulary) == ()


def test_a_zone_is_a_functional_zone(vocabulary: Vocabulary) -> None:
    found = find_candidates(
        [plan(1, (Kind.REGION, "青峰新区", "region.zone"), (Kind.REGION, "十二省市", "region.class"))], vocabulary
    )
    assert [each.classes for each in found] == [("Region",), ("Region", "FunctionalZone")]


def test_what_was_rejected_is_not_offered_again(vocabulary: Vocabulary) -> None:
    rejected = {candidate_iri(Kind.MECHANISM, "甲通", "", "")}
    assert only(find_candidates([plan(1, mechanism("甲通"), mechanism("乙通"))], vocabulary, rejected)).name == "乙通"


def test_quotes_come_from_as_many_plans_as_there_are(vocabulary: Vocabulary) -> None:
    plans = [plan(1, mechanism("甲通"), mechanism("甲通"), mechanism("甲通")), plan(2, mechanism("甲通"))]
    found = only(find_candidates(plans, vocabulary))
    assert [str(quote) for quote in found.quotes] == [
        "推行甲通（某府〔2024〕1号，一）",
        "推行甲通（某府〔2024〕2号，一）",
    ]


def test_the_order_of_the_plans_and_a_plan_given_twice_do_not_matter(vocabulary: Vocabulary) -> None:
    one, two = plan(1, mechanism("甲通"), agency("市渔政局")), plan(2, mechanism("甲通"), mechanism("甲·通"))
    written = {
        write_candidates(find_candidates(plans, vocabulary)) for plans in ([one, two], [two, one], [one, two, one])
    }
    assert len(written) == 1


def test_the_file_is_turtle_whatever_the_names_hold(vocabulary: Vocabulary) -> None:
    written = write_candidates(find_candidates([plan(1, mechanism('“甲"\\通”'), agency("市渔政局"))], vocabulary))
    triples = list(ox.parse(written, format=ox.RdfFormat.TURTLE))
    labels = {triple.object.value for triple in triples if triple.predicate.value.endswith("prefLabel")}
    assert labels == {'甲"\\通', "临江市渔政局"}


def test_the_file_has_a_place_for_the_english_name_and_says_what_to_do(vocabulary: Vocabulary) -> None:
    written = write_candidates(find_candidates([plan(1, mechanism("甲通"))], vocabulary))
    assert '# skos:prefLabel ""@en ;' in written
    assert written.count("reformgraph terms accept") == 2


def test_no_candidates_make_a_file_without_any() -> None:
    assert list(ox.parse(write_candidates(()), format=ox.RdfFormat.TURTLE)) == []


def test_a_body_that_was_accepted_by_its_full_name_is_no_candidate_by_its_short_one(vocabulary: Vocabulary) -> None:
    text = "临江市2024年渔港改革工作要点\n一、渔港改革\n由市财政局核定泊位价格。（责任单位：市财政局、水利局）\n"
    offered = find_candidates([extract_plan(text, vocabulary)], vocabulary)
    assert [candidate.name for candidate in offered] == ["临江市水利局", "临江市财政局"]
    taught = Vocabulary.load(given={"new.ttl": accept(write_candidates(offered), "", vocabulary, "new.ttl").turtle})
    read = extract_plan(text, taught)
    assert find_candidates([read], taught) == ()
    named = {relation.mention.concept for measure in read.measures for relation in measure.relations}
    assert {f"{BASE}agency/220681/caizheng-ju", f"{BASE}agency/220681/shuili-ju"} <= named
