"""Plans that the rules were not made for: how much of a hand-made annotation, kept as places only, they find.

The annotations stand in `annotations/`, without a word of the plans; the floors lie a little below what is reached, so
that a rule that fits its own plans at the cost of others is noticed.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from extract import extract_plan
from reformgraph.model import Kind, Measure, Plan
from reformgraph.vocabulary import Vocabulary

FILES = sorted((Path(__file__).parent / "annotations").glob("*.json"))
FLOORS = {Kind.REGION: 0.9, Kind.MECHANISM: 0.65, Kind.AGENCY: 0.4, Kind.PLATFORM: 0.9}

Places = set[tuple[int, int]]


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def read(request: Any, shared: Path, vocabulary: Vocabulary) -> tuple[dict[str, Any], Plan, list[Measure]]:
    """The annotation, the plan as the rules read it, and those of its measures that lie in the annotated stretch."""
    annotation = json.loads(request.param.read_text("utf-8"))
    text = (shared / "plans" / f"{annotation['plan']}.txt").read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == annotation["sha256"]
    plan = extract_plan(text, vocabulary)
    first, last = annotation["stretch"]
    return annotation, plan, [m for m in plan.measures if first <= m.span.start and m.span.end <= last]


def f1(gold: Places, found: Places) -> float:
    return 2 * len(gold & found) / (len(gold) + len(found))


def test_most_measures_are_found_to_the_letter(read: tuple[dict[str, Any], Plan, list[Measure]]) -> None:
    annotation, plan, measures = read
    gold = {tuple(measure["at"]) for measure in annotation["measures"]}
    found = {(m.span.start, m.span.start + len(m.span.of(plan.text).rstrip("，。；、："))) for m in measures}
    assert f1(gold, found) >= 0.75


@pytest.mark.parametrize("kind", FLOORS)
def test_most_names_in_measures_are_found(kind: Kind, read: tuple[dict[str, Any], Plan, list[Measure]]) -> None:
    annotation, _, measures = read
    gold = {(place[0], place[1]) for measure in annotation["measures"] for place in measure.get(kind.value, ())}
    found = {
        (relation.mention.span.start, relation.mention.span.end)
        for measure in measures
        for relation in measure.of_kind(kind)
        if relation.mention.span in measure.span
    }
    assert f1(gold, found) >= FLOORS[kind]
