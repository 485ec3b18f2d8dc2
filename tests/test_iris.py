import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load import iris
from reformgraph.model import Header, Kind, Mention, Provision, ProvisionKind, Span, Stated
from reformgraph.namespaces import BASE

ASCII_IRI = re.compile(r"https://w3id\.org/reformgraph/[a-z0-9/.\-]+")


def header(number: str = "", jurisdiction: str = "上海市", part: int = 1, title: str = "试行方案") -> Header:
    return Header(
        title=Stated(title, None, "test"),
        year=2020,
        number=Stated(number, None, "test") if number else None,
        issuer=Stated("上海市人民政府办公厅", None, "test"),
        issued=Stated(date(2020, 4, 15), None, "test"),
        jurisdiction=Stated(jurisdiction, None, "test"),
        part=part,
    )


def provision(path: str) -> Provision:
    return Provision(path, ProvisionKind.TASK, "", Span(0, 1))


def test_a_plan_is_known_by_code_year_pinyin_and_number(vocabulary):
    assert iris.plan_iri(header("沪府办〔2020〕26号"), vocabulary) == f"{BASE}plan/310000-2020-hufuban-26"


@pytest.mark.parametrize(
    "written", ["沪府办〔2020〕26号", "沪府办[2020]26号", "沪府办 〔2020〕 26 号", "沪府办（2020）26号"]
)
def test_brackets_and_spaces_in_a_number_do_not_matter(vocabulary, written):
    assert iris.plan_iri(header(written), vocabulary).endswith("/310000-2020-hufuban-26")


def test_regions_whose_characters_sound_alike_do_not_collide(vocabulary):
    tianjin = iris.plan_iri(header("津政办发〔2020〕3号", "天津市"), vocabulary)
    shanxi = iris.plan_iri(header("晋政办发〔2020〕3号", "山西省"), vocabulary)
    assert tianjin.split("-", 1)[1] == shanxi.split("-", 1)[1]
    assert tianjin != shanxi


def test_a_later_part_of_a_notice_has_its_place_in_the_iri(vocabulary):
    assert iris.plan_iri(header("沪府办〔2020〕26号", part=2), vocabulary).endswith("-26/2")


def test_a_plan_without_number_is_known_by_its_date(vocabulary):
    assert re.fullmatch(r".*/plan/310000-2020-04-15-[0-9a-f]{8}", iris.plan_iri(header(), vocabulary))


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_plans_of_other_titles_have_other_iris(vocabulary, one, other):
    same = iris.plan_iri(header(title=one), vocabulary) == iris.plan_iri(header(title=other), vocabulary)
    assert same == (one == other)


@given(st.text(min_size=1, max_size=30))
def test_every_plan_iri_is_ascii(vocabulary, number):
    assert ASCII_IRI.fullmatch(iris.plan_iri(header(number), vocabulary))


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_a_digest_tells_other_parts_apart(one, other):
    assert (iris.digest(*one) == iris.digest(*other)) == (one == other)


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("三/（九）", "3/9"),
        ("三/（一）/1", "3/1/1"),
        ("附件/1", "annex/1"),
        ("附件2/十二", "annex2/12"),
        ("第二十一条", "21"),
        ("①", "1"),
    ],
)
def test_a_path_is_written_in_ascii_digits(path, end):
    assert iris.provision_iris("p", [provision(path)]) == (f"p/provision/{end}",)


def test_provisions_with_one_ascii_path_are_told_apart_by_order():
    found = iris.provision_iris("p", [provision("三/（一）"), provision("三/1")])
    assert found == ("p/provision/3/1", "p/provision/3/1-2")


def test_a_measure_keeps_its_iri_when_others_change():
    assert iris.measure_iris("p", ["推进甲", "完善乙"])[1] == iris.measure_iris("p", ["推进丙", "完善乙。"])[1]


@given(st.lists(st.sampled_from(["推进甲", "推进甲。", "完善乙"]), max_size=8))
def test_measures_with_equal_texts_have_iris_of_their_own(texts):
    assert len(set(iris.measure_iris("p", texts))) == len(texts)


@given(
    st.tuples(st.integers(0, 5), st.integers(6, 9), st.sampled_from(Kind)),
    st.tuples(st.integers(0, 5), st.integers(6, 9), st.sampled_from(Kind)),
)
def test_mentions_differ_by_place_and_kind(one, other):
    first, second = (
        iris.mention_iri("p", "甲" * 10, Mention(kind, Span(start, end), "甲", "test"))
        for start, end, kind in (one, other)
    )
    assert (first == second) == (one == other)


def test_the_rule_that_found_a_mention_is_not_in_its_iri():
    one, other = (iris.mention_iri("p", "甲乙", Mention(Kind.REGION, Span(0, 1), "甲", rule)) for rule in ("a", "b"))
    assert one == other


def test_an_instrument_in_title_marks_is_shared_by_the_plans_of_a_jurisdiction():
    assert iris.candidate_iri(Kind.INSTRUMENT, "《管理办法》", "p", "310000").startswith(f"{BASE}instrument/310000/c-")


def test_another_instrument_belongs_to_its_plan():
    assert iris.candidate_iri(Kind.INSTRUMENT, "实施细则", "p", "310000").startswith("p/instrument/c-")


def test_full_and_half_width_names_are_one_candidate():
    assert iris.candidate_iri(Kind.MECHANISM, "ＡＢ制度", "p", "") == iris.candidate_iri(
        Kind.MECHANISM, "AB制度", "p", ""
    )


def test_a_cited_document_has_the_iri_that_it_has_as_a_plan(vocabulary):
    cited = iris.document_iri("沪府办〔2020〕26号", "", header("沪府发〔2021〕1号"), vocabulary)
    assert cited == iris.plan_iri(header("沪府办〔2020〕26号"), vocabulary)


def test_a_cited_document_without_number_is_known_by_its_title(vocabulary):
    assert re.fullmatch(
        rf"{BASE}document/[0-9a-f]{{12}}", iris.document_iri("", "优化营商环境条例", header(), vocabulary)
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("告知承诺", "gaozhi-chengnuo"),
        ("时间银行", "shijian-yinhang"),
        ("“一企、一码”", "yiqi-yima"),
        ("DIP付费", "dipfu-fei"),
        ("ＡＢ制", "abzhi"),
    ],
)
def test_a_concept_is_called_by_the_pinyin_of_its_name_by_twos(name, slug):
    assert iris.concept_slug(name) == slug


@given(st.text(max_size=12))
def test_a_concept_s_slug_is_never_empty_and_always_ascii(name):
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", iris.concept_slug(name))


def test_the_shipped_mechanisms_and_agencies_are_called_so_too(vocabulary):
    curated = (*vocabulary.of_class("Mechanism"), *vocabulary.of_class("Agency"))
    homes = {concept.iri: concept.pref for concept in vocabulary.of_class("Region")}
    slugs = {c.iri.rpartition("/")[2]: c.pref.removeprefix(homes.get(c.jurisdiction, "")) for c in curated}
    other = {slug for slug, name in slugs.items() if iris.concept_slug(name) != slug}
    assert other == {"quanli-qingdan-rights", "shuiwu-ju-2"}


def test_a_concept_whose_name_sounds_like_another_s_gets_the_next_number():
    place, candidate = f"{BASE}mechanism/quanli-qingdan", f"{BASE}mechanism/c-0123456789ab"
    assert iris.concept_iri(candidate, "权利清单", {place, f"{place}-2"}) == f"{place}-3"


def test_only_candidates_have_candidates_iris(vocabulary):
    assert iris.is_candidate(iris.candidate_iri(Kind.AGENCY, "市渔政局", "", "220681"))
    assert not any(map(iris.is_candidate, vocabulary.concepts))
