"""Measures: every example of the rules, the shape of what comes out, and agreement with the annotated plan."""

import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.measures import read_measures
from extract.outline import Block, read_outline
from reformgraph.model import Measure, Span

EXAMPLES = tomllib.loads((files("extract") / "rules" / "measures.toml").read_text("utf-8"))["examples"]


def read(text: str, skip: tuple[Span, ...] = ()) -> tuple[Measure, ...]:
    return read_measures(text, Block("一", Span(0, len(text)), True), skip)


def shown(text: str) -> list[list[str]]:
    return [
        [
            measure.span.of(text),
            measure.action.value if measure.action else "",
            measure.stage.value.value if measure.stage else "none",
            measure.outcome.of(text) if measure.outcome else "",
        ]
        for measure in read(text)
    ]


def test_the_rules_bring_their_examples() -> None:
    assert len(EXAMPLES) >= 40


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"][:20])
def test_an_example_yields_exactly_its_measures(example: dict[str, Any]) -> None:
    assert shown(example["text"]) == example["measures"]


def test_a_block_that_holds_no_measures_yields_none() -> None:
    text = "推进改革。"
    assert read_measures(text, Block("总体要求", Span(0, len(text)), False), ()) == ()


def test_a_measure_ends_before_a_skipped_bracket() -> None:
    text = "加强河道管理（责任单位：市水务局）。"
    (measure,) = read(text, (Span(text.index("（"), text.index("）") + 1),))
    assert measure.span.of(text) == "加强河道管理"


def test_the_action_points_at_its_own_words() -> None:
    text = "进一步推进粮食流通改革。"
    (measure,) = read(text)
    assert measure.action and measure.action.span and measure.action.span.of(text) == measure.action.value == "推进"


def test_a_verb_that_no_list_knows_is_read_behind_an_adverb() -> None:
    assert [row[1] for row in shown("进一步襄赞老年食堂运营企业。")] == ["襄赞"]


def test_a_line_without_punctuation_is_read_in_bounded_steps() -> None:
    assert len(read("在园区" * 100_000)) == 0


@given(st.text(alphabet="推进改革对的，。；将在要提升进行“”（）、各区政府试点", max_size=60))
def test_measures_lie_inside_the_block_in_order_without_overlap(text: str) -> None:
    spans = [measure.span for measure in read(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_the_example_plan_agrees_with_its_annotation(example_text: str, example_gold: dict[str, Any]) -> None:
    blocks = [block for block in read_outline(example_text).blocks if block.holds_measures]
    found = {measure.span.of(example_text) for block in blocks for measure in read_measures(example_text, block, ())}
    gold = {measure["text"] for measure in example_gold["measures"]}
    assert len(found & gold) / len(found | gold) >= 0.95
