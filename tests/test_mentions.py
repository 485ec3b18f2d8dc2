"""Mentions: each open pattern's own examples, and how kinds that overlap are resolved."""

from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.mention_rules import mention_rules
from extract.mentions import find_mentions
from extract.terms import Term
from reformgraph.model import Kind, Span
from reformgraph.vocabulary import Concept

FILES = ("mechanisms", "regions", "agencies", "platforms", "instruments", "beneficiaries")
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{place}")
    for name in FILES
    for rule in mention_rules(name).values()
    for place, example in enumerate(rule.examples)
]
RULES = [rule for name in FILES for rule in mention_rules(name).values()]


def mentions(text, terms=(), jurisdiction="", labels=None):
    known = labels or {}
    return find_mentions(text, Span(0, len(text)), terms, jurisdiction, lambda kind, label: known.get((kind, label)))


def found(text, kind, **options):
    return [mention.span.of(text) for mention in mentions(text, **options) if mention.kind is kind]


def names(text, kind, **options):
    return [mention.name for mention in mentions(text, **options) if mention.kind is kind]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_finds_exactly_what_its_example_says(rule, example):
    assert tuple(found(example.text, rule.yields)) == example.finds


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_an_example_that_matches(rule):
    assert any(example.finds for example in rule.examples)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_itself_finds_one_of_its_examples(rule):
    assert any(mention.rule == rule.id for example in rule.examples for mention in mentions(example.text))


def test_every_file_of_mention_rules_is_tested():
    assert len(EXAMPLES) > 100
    assert all((files("extract") / "rules" / f"{name}.toml").is_file() for name in FILES)


def test_a_quoted_mechanism_is_named_by_the_quoted_part_alone():
    assert names("深化“一枚印章管审批”改革", Kind.MECHANISM) == ["一枚印章管审批"]


def test_punctuation_inside_quotes_is_no_part_of_the_name():
    assert names("推进“多表合一、多码合一”", Kind.MECHANISM) == ["多表合一多码合一"]


def test_a_pilot_is_named_without_the_word_pilot():
    assert names("开展水土保持区域评价试点", Kind.MECHANISM) == ["水土保持区域评价"]


def test_nothing_is_marked_inside_the_name_of_a_platform():
    text = "升级“一码通”政务平台"
    assert [mention.kind for mention in mentions(text)] == [Kind.PLATFORM]


def test_nothing_is_marked_inside_the_title_of_a_document():
    assert mentions("按照《企业信用监管制度》要求开展工作") == ()


def test_the_plans_own_place_is_named_by_its_jurisdiction():
    assert names("在全省推广", Kind.REGION, jurisdiction="青海省") == ["青海省"]


def test_a_mechanism_stands_without_the_plans_own_place():
    assert found("健全本市水权交易机制", Kind.MECHANISM) == ["水权交易机制"]


def test_a_known_mechanism_stands_without_object_words_in_front():
    concept = Concept("x:lin", ("Mechanism",), pref="林长制", kind=Kind.MECHANISM)
    text = "全面推行山区林长制"
    terms = (Term(Kind.MECHANISM, 6, 9, concept),)
    assert found(text, Kind.MECHANISM, terms=terms) == ["林长制"]


def test_a_known_mechanism_inside_a_device_names_it():
    concept = Concept("x:lin", ("Mechanism",), pref="林长制", kind=Kind.MECHANISM)
    text = "完善林长制考核管理制度"
    assert names(text, Kind.MECHANISM, terms=(Term(Kind.MECHANISM, 2, 5, concept),)) == ["林长制"]


def test_a_label_in_quotes_takes_its_quotes_along():
    concept = Concept("x:ma", ("Mechanism",), pref="一码通办", kind=Kind.MECHANISM)
    text = "实现“一码通办”"
    assert found(text, Kind.MECHANISM, terms=(Term(Kind.MECHANISM, 3, 7, concept),)) == ["“一码通办”"]


def test_the_concept_of_a_label_gives_the_canonical_name():
    concept = Concept("x:gz", ("Mechanism",), pref="告知承诺", kind=Kind.MECHANISM, alt=("告知承诺制",))
    labels = {(Kind.MECHANISM, "告知承诺制"): concept}
    assert names("实行“告知承诺制”", Kind.MECHANISM, labels=labels) == ["告知承诺"]


def test_a_document_that_is_only_carried_out_is_no_instrument():
    assert found("认真落实养老服务条例", Kind.INSTRUMENT) == []


def test_documents_in_a_list_are_separate_instruments():
    assert found("修订完善裁量规则、基准", Kind.INSTRUMENT) == ["裁量规则", "基准"]


def test_an_abbreviation_that_the_plan_defines_is_no_mechanism():
    text = "建立对象名录库和人员名录库（统称“两库”），对“两库”进行管理"
    assert found(text, Kind.MECHANISM) == []


@example("部门\n")
@given(st.text(alphabet="“”《》（）、，。的和在建立完善机制平台清单企业市区部门试点实行ab\n", max_size=60))
def test_mentions_are_in_order_without_overlap_and_inside_the_text(text):
    last = 0
    for mention in mentions(text):
        assert last <= mention.span.start < mention.span.end <= len(text)
        last = mention.span.end


def test_a_very_long_line_is_read_in_bounded_steps():
    text = "、" * 100_000 + "（" * 50_000 + "“" * 50_000 + "推进" * 20_000 + "机制"
    assert isinstance(mentions(text), tuple)


def test_cities_in_a_list_are_found_by_their_short_names():
    cities = {(Kind.REGION, f"{name}市"): Concept(name, (), Kind.REGION, f"{name}市") for name in ("清远", "韶关")}
    assert names("支持清远、韶关等地发展数据标注产业", Kind.REGION, labels=cities) == ["清远市", "韶关市"]


def test_a_part_of_a_zone_that_is_named_after_its_city_is_one_region_with_the_zone():
    text = "在中国（江苏）自由贸易试验区南京片区开展试点"
    city = Term(Kind.REGION, text.index("南京"), text.index("片区"), Concept("c", (), Kind.REGION, "南京市"))
    assert names(text, Kind.REGION, terms=(city,)) == ["中国（江苏）自由贸易试验区南京片区"]
