"""Explanations follow a measure's facts to their words."""

import pytest

from reformgraph.errors import InputError
from reformgraph.explain import explain
from reformgraph.model import (
    Header,
    Kind,
    Measure,
    Mention,
    Plan,
    Provision,
    ProvisionKind,
    Relation,
    Span,
    Stage,
    Stated,
    Target,
)

TEXT = "三、（九）探索信用修复，办理不超过3天。"
MENTION = Mention(Kind.MECHANISM, Span(7, 11), "信用修复", "mechanism.term")
AIM = Mention(Kind.TARGET, Span(14, 19), "不超过3天", "target.at-most", value=Target("<=", 3, "天"))
PLAN = Plan(
    TEXT,
    Header(Stated("要点", None, "x"), 2020),
    (
        Provision("三", ProvisionKind.SECTION, "", Span(0, 20)),
        Provision("三/（九）", ProvisionKind.TASK, "", Span(2, 20)),
    ),
    (
        Measure(
            "三/（九）",
            Span(5, 19),
            "measure.clause",
            Stated("探索", Span(5, 7), "action.head"),
            Stated(Stage.EXPLORE, Span(5, 7), "stage.explore"),
            relations=(Relation(MENTION, "mechanism.term"), Relation(AIM, "in-measure")),
        ),
    ),
)


def test_every_fact_shows_its_rule_quote_and_place() -> None:
    (explanation,) = explain(PLAN, "三/（九）")
    assert [(d.kind, d.value, d.quote, d.rule) for d in explanation.derivations] == [
        ("action", "探索", "探索", "action.head"),
        ("stage", "explore", "探索", "stage.explore"),
        ("mechanisms", "信用修复", "信用修复", "mechanism.term"),
        ("targets", "<= 3 天", "不超过3天", "target.at-most → in-measure"),
    ]


@pytest.mark.parametrize("path", ["三", "三/(九)", " 三/（九）/ "])
def test_a_section_or_half_width_brackets_name_the_task_as_well(path: str) -> None:
    assert len(explain(PLAN, path)) == 1


def test_an_unknown_provision_is_an_error_that_names_those_near_it() -> None:
    with pytest.raises(InputError, match="三/（九）"):
        explain(PLAN, "三/（十）")
