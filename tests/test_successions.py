"""Which body followed which: every way of saying it has examples for and against, and they hold."""

from datetime import date

import pytest

from extract import extract_plan
from extract.patterns import Rule, rules
from extract.successions import read_successions
from extract.widening import widened
from load.mapping import plan_graph
from load.ontology import RG
from reformgraph.model import Header, Stated, Succession
from reformgraph.vocabulary import Vocabulary

RULES = rules("successions")


def read(text: str, vocabulary: Vocabulary, jurisdiction: str = "上海市") -> tuple[Succession, ...]:
    header = Header(Stated("方案", None, "test"), 2021, jurisdiction=Stated(jurisdiction, None, "test"))
    return read_successions(widened(text), header, vocabulary)


def said(succession: Succession) -> str:
    day = f"@{succession.until}" if succession.until else ""
    return f"{succession.agency}←{succession.former}{day}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_succession_rule_finds_exactly_what_its_examples_say(rule: Rule, vocabulary: Vocabulary) -> None:
    for example in rule.examples:
        found = [each for each in read(example.text, vocabulary) if each.rule == rule.id]
        assert tuple(map(said, found)) == example.finds, example.text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_examples_for_and_against(rule: Rule) -> None:
    assert {bool(example.finds) for example in rule.examples} == {True, False}


def test_a_body_that_is_merely_called_former_states_nothing(vocabulary: Vocabulary) -> None:
    assert read("原市工商局已经登记的企业，无需重新登记。", vocabulary) == ()


@pytest.mark.parametrize(
    "text",
    [
        "原则上由市财政局更为统筹",
        "原有市级平台（原件留存市民政局）",
        "明确原产地（原产国海关）",
        "牵头单位由市教委变更为市科委",
        "将市水务局（市海洋局）的事项整合为一个窗口",
    ],
)
def test_what_only_looks_like_a_succession_is_none(text: str, vocabulary: Vocabulary) -> None:
    assert read(text, vocabulary) == ()


def test_names_are_resolved_as_those_of_other_agencies(vocabulary: Vocabulary) -> None:
    (found,) = read("省文旅厅（原省旅游局）", vocabulary, "江苏省")
    assert (found.agency, found.former) == ("江苏省文化和旅游厅", "省旅游局")


def test_half_width_brackets_are_read_too(vocabulary: Vocabulary) -> None:
    assert [said(each) for each in read("市应急局(原市安监局)", vocabulary)] == ["上海市应急管理局←市安监局"]


def test_the_words_begin_with_the_day_where_it_stands_in_front(vocabulary: Vocabulary) -> None:
    text = "背景：自2018年11月起，根据机构改革方案，将市渔政局更名为市渔业局。"
    (found,) = read(text, vocabulary)
    assert found.span.of(text) == "自2018年11月起，根据机构改革方案，将市渔政局更名为市渔业局"


def test_a_day_that_is_none_is_left_out(vocabulary: Vocabulary) -> None:
    assert [each.until for each in read("2019年2月30日，市渔政局更名为市渔业局", vocabulary)] == [None]


def test_a_year_is_that_of_the_plan_where_the_words_say_this_year(vocabulary: Vocabulary) -> None:
    assert [each.until for each in read("自今年3月起，市渔政局更名为市渔业局", vocabulary)] == [date(2021, 3, 1)]


def test_a_pair_of_bodies_is_stated_once_where_it_is_said_when(vocabulary: Vocabulary) -> None:
    text = "由市渔业局（原市渔政局）负责。2019年6月1日，市渔政局更名为市渔业局。再由市渔业局（原市渔政局）报告。"
    assert [(said(each), each.rule) for each in read(text, vocabulary)] == [
        ("市渔业局←市渔政局@2019-06-01", "succession.renamed")
    ]


def test_a_name_for_the_same_body_is_no_former_one(vocabulary: Vocabulary) -> None:
    assert read("市卫健委（原上海市卫生健康委员会）", vocabulary) == ()


def test_a_plan_s_text_states_successions_wherever_they_stand(vocabulary: Vocabulary) -> None:
    text = (
        "上海市人民政府办公厅关于渔港的实施方案\n沪府办〔2021〕99号\n一、巡查\n"
        "市农业农村委（原市农委）要加强巡查。\n责任单位：市水务局（原市水利局）\n"
    )
    plan = extract_plan(text, vocabulary)
    assert [said(each) for each in plan.successions] == ["上海市农业农村委员会←市农委", "上海市水务局←上海市水利局"]
    known = vocabulary.region("上海市")
    assert known
    agencies = {str(agency) for agency in plan_graph(plan, vocabulary).subjects(RG.formerly)}
    assert agencies == {
        f"https://w3id.org/reformgraph/agency/310000/{name}" for name in ("nongye-nongcun-weiyuan-hui", "shuiwu-ju")
    }
