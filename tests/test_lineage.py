"""Links between measures of plans: what is linked, with which relation and reasons, and what never is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import extract_plan
from reformgraph.lineage import Changes, Link, LinkRelation, MeasureOf, ReasonKind, changes, link_plans, same_series
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary

HEADING = "推进水权改革"
NEIGHBOURS = "整治灌区漏损渠系。更新泵站计量水表。发放节水灌溉补贴。"


def plan(vocabulary: Vocabulary, place: str, year: int, sentence: str, heading: str = HEADING) -> Plan:
    issuer = "国务院办公厅" if place == "全国" else f"{place}人民政府"
    text = (
        f"{issuer}关于印发《{year}年{place}{HEADING}方案》的通知\n{year}年3月1日\n"
        f"一、{HEADING}\n（一）{heading}。{sentence}{NEIGHBOURS}\n"
    )
    return extract_plan(text, vocabulary)


def link_of_first(earlier: Plan, later: Plan, vocabulary: Vocabulary) -> Link:
    (found,) = [
        link
        for link in link_plans({"earlier": earlier, "later": later}, vocabulary)
        if (link.earlier.index, link.later.index) == (0, 0)
    ]
    return found


@pytest.mark.parametrize(
    ("earlier", "later", "relation", "reason"),
    [
        (("杭州市", "推行农业水权交易。"), ("杭州市", "推行农业水权交易。"), LinkRelation.CONTINUES, None),
        (
            ("杭州市", "探索农业水权交易。"),
            ("杭州市", "全面推行农业水权交易。"),
            LinkRelation.EXPANDS,
            ReasonKind.LATER_STAGE,
        ),
        (
            ("杭州市", "在余杭区推行农业水权交易。"),
            ("杭州市", "推行农业水权交易。"),
            LinkRelation.EXPANDS,
            ReasonKind.WIDER_REGION,
        ),
        (
            ("杭州市", "推行农业水权交易。"),
            ("杭州市", "在余杭区推行农业水权交易。"),
            LinkRelation.NARROWS,
            ReasonKind.NARROWER_REGION,
        ),
        (
            ("杭州市", "推行农业水权交易。"),
            ("杭州市", "在水产养殖领域推行农业水权交易。"),
            LinkRelation.NARROWS,
            ReasonKind.NARROWER_SCOPE,
        ),
        (
            ("浙江省", "推行农业水权交易。"),
            ("杭州市", "推行农业水权交易。"),
            LinkRelation.IMPLEMENTS,
            ReasonKind.LOWER_LEVEL,
        ),
        (
            ("杭州市", "推行农业水权交易。"),
            ("全国", "推行农业水权交易。"),
            LinkRelation.SPREADS,
            ReasonKind.HIGHER_LEVEL,
        ),
        (
            ("杭州市", "推行农业水权交易。"),
            ("宁波市", "推行农业水权交易。"),
            LinkRelation.CONTINUES,
            ReasonKind.OTHER_PLACE,
        ),
    ],
)
def test_the_relation_follows_level_region_stage_and_scope(
    earlier: tuple[str, str],
    later: tuple[str, str],
    relation: LinkRelation,
    reason: ReasonKind | None,
    vocabulary: Vocabulary,
) -> None:
    first = plan(vocabulary, earlier[0], 2021, earlier[1])
    second = plan(vocabulary, later[0], 2022, later[1])
    link = link_of_first(first, second, vocabulary)
    assert link.relation is relation
    assert reason is None or reason in [each.kind for each in link.reasons]


def test_reasons_quote_both_plans(vocabulary: Vocabulary) -> None:
    first = plan(vocabulary, "杭州市", 2021, "在灌区试点推行“水权银行”制度。")
    second = plan(vocabulary, "杭州市", 2022, "扩大“水权银行”制度覆盖面。")
    link = link_of_first(first, second, vocabulary)
    named = next(reason for reason in link.reasons if reason.kind is ReasonKind.MECHANISM)
    assert [span.of(first.text) for span in named.earlier] == ["“水权银行”制度"]
    assert [span.of(second.text) for span in named.later] == ["“水权银行”制度"]
    assert named.text.zh == f"同一机制：{named.what}"
    assert 0.4 <= link.score <= 1


def test_one_topic_is_shown_by_the_headings_that_say_so(vocabulary: Vocabulary) -> None:
    first = plan(vocabulary, "浙江省", 2021, "推行农业水权交易。", heading="完善灌区计量")
    second = plan(vocabulary, "杭州市", 2022, "推行农业水权交易。", heading="推进水权改革")
    link = link_of_first(first, second, vocabulary)
    topics = [reason for reason in link.reasons if reason.kind is ReasonKind.TOPIC]
    assert topics
    assert all("水权" in span.of(first.text) for span in topics[0].earlier)


def test_measures_that_share_nothing_but_stock_verbs_are_not_linked(vocabulary: Vocabulary) -> None:
    first = plan(vocabulary, "杭州市", 2021, "优化婚姻登记服务。")
    text = "宁波市人民政府关于印发《2022年宁波市殡葬改革方案》的通知\n2022年3月1日\n一、殡葬\n优化骨灰寄存服务。\n"
    assert not list(link_plans({"a": first, "b": extract_plan(text, vocabulary)}, vocabulary))


def test_stock_clauses_are_never_linked(vocabulary: Vocabulary) -> None:
    stock = "加强组织领导。组织开展业务培训。将水价改革情况纳入年度考核。"
    plans = {str(year): plan(vocabulary, "杭州市", year, stock) for year in (2021, 2022)}
    quoted = {link.later.among(plans).span.of(plans["2022"].text) for link in link_plans(plans, vocabulary)}
    assert quoted
    assert not any(word in quote for quote in quoted for word in ("组织领导", "培训", "考核"))


def test_plans_of_one_year_and_place_are_not_linked(vocabulary: Vocabulary) -> None:
    one = plan(vocabulary, "杭州市", 2021, "推行农业水权交易。")
    assert not list(link_plans({"a": one, "b": one}, vocabulary))


def test_of_many_like_plans_that_of_its_own_place_goes_first(vocabulary: Vocabulary) -> None:
    peers = ("宁波市", "温州市", "嘉兴市", "湖州市", "绍兴市", "金华市", "衢州市", "舟山市", "台州市", "丽水市")
    plans = {place: plan(vocabulary, place, 2021, "推行农业水权交易。") for place in peers}
    plans["before"] = plan(vocabulary, "杭州市", 2019, "推行农业水权交易。")
    plans["later"] = plan(vocabulary, "杭州市", 2022, "推行农业水权交易。")
    found = [link.earlier.plan for link in link_plans(plans, vocabulary) if link.later == MeasureOf("later", 0)]
    assert "before" in found
    assert len(set(found)) == 8


@pytest.fixture(scope="module")
def example(example_text: str, vocabulary: Vocabulary) -> Plan:
    return extract_plan(example_text, vocabulary)


def next_year(example_text: str) -> str:
    return example_text.replace("2020年", "2021年").replace("〔2020〕26号", "〔2021〕9号")


def test_a_plan_s_copy_of_the_next_year_continues_every_measure(
    example: Plan, example_text: str, vocabulary: Vocabulary
) -> None:
    plans = {"2020": example, "2021": extract_plan(next_year(example_text), vocabulary)}
    assert same_series(*plans.values())
    links = list(link_plans(plans, vocabulary))
    assert {link.relation for link in links} == {LinkRelation.CONTINUES}
    assert all(link.earlier.index == link.later.index for link in links)
    assert changes("2020", "2021", plans, links) == Changes((), ())


def test_known_changes_of_the_next_year_are_new_and_dropped(
    example: Plan, example_text: str, vocabulary: Vocabulary
) -> None:
    edited = next_year(example_text)
    dropped = ("推进智慧电梯建设及应用，", "简化外籍高端人才引进手续，")
    for words in dropped:
        assert words in edited
        edited = edited.replace(words, "")
    place = edited.index("规范公证服务收费")
    edited = f"{edited[:place]}建立遗嘱集中保管库。推行殡葬骨灰海撒补贴。{edited[place:]}"
    plans = {"2020": example, "2021": extract_plan(edited, vocabulary)}
    found = changes("2020", "2021", plans, list(link_plans(plans, vocabulary)))

    def quoted(sides: tuple[MeasureOf, ...]) -> list[str]:
        return [side.among(plans).span.of(plans[side.plan].text) for side in sides]

    assert quoted(found.new) == ["建立遗嘱集中保管库", "推行殡葬骨灰海撒补贴"]
    assert quoted(found.dropped) == ["简化外籍高端人才引进手续", "推进智慧电梯建设及应用"]


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(["2019", "2020", "2021", "other"]))
def test_the_order_in_which_plans_are_given_changes_nothing(order: list[str], vocabulary: Vocabulary) -> None:
    plans = {
        "2019": plan(vocabulary, "杭州市", 2019, "探索农业水权交易。"),
        "2020": plan(vocabulary, "浙江省", 2020, "开展农业水权交易试点。"),
        "2021": plan(vocabulary, "杭州市", 2021, "全面推行农业水权交易。"),
        "other": plan(vocabulary, "宁波市", 2021, "推行骨灰海撒补贴。"),
    }
    expected = list(link_plans(plans, vocabulary))
    assert expected
    assert list(link_plans({key: plans[key] for key in order}, vocabulary)) == expected


@settings(max_examples=15, deadline=None)
@given(kept=st.sets(st.integers(0, 237), min_size=30, max_size=60))
def test_of_any_part_of_a_plan_the_copy_continues_what_is_left(
    kept: set[int], example: Plan, vocabulary: Vocabulary
) -> None:
    part = replace(example, measures=tuple(m for place, m in enumerate(example.measures) if place in kept))
    copied = replace(part, header=replace(part.header, year=2021, issued=None))
    links = list(link_plans({"a": part, "b": copied}, vocabulary))
    assert all(link.relation is LinkRelation.CONTINUES for link in links)
    assert all(link.earlier.index == link.later.index for link in links)
