"""What a measure speaks of, what stands aside, and what is stock."""

import pytest

from extract import extract_plan
from reformgraph.lineage.words import commonness, is_stock, narrow_scope, pairs, topic_words, words_of
from reformgraph.model import Measure, Plan
from reformgraph.vocabulary import Vocabulary


def read(sentence: str, vocabulary: Vocabulary, heading: str = "推进河湖治理") -> tuple[Plan, Measure]:
    plan = extract_plan(
        f"某市2024年河湖改革工作要点\n2024年3月1日\n一、{heading}\n（一）{heading}。{sentence}\n", vocabulary
    )
    return plan, plan.measures[0]


def test_pairs_do_not_reach_over_verbs_or_punctuation() -> None:
    assert pairs("推行水权交易，泵站") == {"水权", "权交", "交易", "泵站"}


def test_means_and_results_stand_aside_and_bodies_count_for_nothing(vocabulary: Vocabulary) -> None:
    acts_on, aside = words_of(*read("依托水情平台，市水务局开展泵站巡检，提升灌溉效率。", vocabulary))
    assert {"泵站", "巡检"} <= acts_on
    assert {"灌溉", "水情"} <= aside
    assert "水务" not in acts_on | aside


def test_a_body_that_is_set_up_is_what_is_acted_on(vocabulary: Vocabulary) -> None:
    acts_on, _ = words_of(*read("设立杭州市灌溉试验中心。", vocabulary))
    assert "灌溉" in acts_on


def test_a_title_is_its_matter_less_what_kind_of_document_it_is() -> None:
    assert topic_words("关于印发《泵站改造实施方案》的通知") == {"泵站", "站改", "改造"}


@pytest.mark.parametrize(
    "sentence",
    [
        "各镇要切实加强对河道整治的组织领导。",
        "组织开展河长业务培训。",
        "将河道水质纳入年度考核范围。",
        "加强水文化宣传，营造良好氛围。",
        "年底前将治理情况报送市水务局。",
    ],
)
def test_clauses_that_every_plan_has_are_stock(sentence: str, vocabulary: Vocabulary) -> None:
    plan, measure = read(sentence, vocabulary)
    assert is_stock(plan, measure, ("推进河湖治理",))


@pytest.mark.parametrize(
    "sentence", ["推行水权交易制度。", "建设镇级泵站。", "发放职业技能培训券。", "组织镇村两级开展河道清淤。"]
)
def test_what_acts_on_the_matter_of_the_plan_is_not_stock(sentence: str, vocabulary: Vocabulary) -> None:
    plan, measure = read(sentence, vocabulary)
    assert not is_stock(plan, measure, ("推进河湖治理",))


def test_below_a_heading_for_stock_only_what_names_a_mechanism_counts(vocabulary: Vocabulary) -> None:
    plan, named = read("推行“一河一策”改革。", vocabulary)
    assert not is_stock(plan, named, ("强化组织保障",))
    plan, bare = read("配置巡河装备。", vocabulary)
    assert is_stock(plan, bare, ("强化组织保障",))


def test_a_scope_is_named_by_its_field() -> None:
    found = narrow_scope("在水产养殖领域推行检疫承诺")
    assert found
    assert found.start == 0
    assert narrow_scope("推行检疫承诺") is None


def test_what_all_plans_talk_of_says_little() -> None:
    assert commonness()["工作"] == 1
    assert commonness()["税收"] == 0.75
    assert "泵站" not in commonness()
