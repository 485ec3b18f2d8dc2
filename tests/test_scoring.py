"""Our scores are those of the annotators' own script, which stands beside the gold files."""

import copy
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformgraph.model import Span
from reformgraph.scoring import Score, evaluate, pair

KINDS = ("regions", "mechanisms", "agencies", "targets", "deadlines", "platforms", "instruments", "beneficiaries")


@pytest.fixture(scope="module")
def script(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoiled(gold: dict[str, Any], seed: int) -> dict[str, Any]:
    """The annotation with measures cut, dropped and changed at random."""
    chance = random.Random(seed)
    found = copy.deepcopy(gold)
    kept = []
    for measure in found["measures"]:
        if chance.random() < 0.1:
            continue
        if chance.random() < 0.2:
            measure["text"] = measure["text"][: max(4, len(measure["text"]) - chance.randint(1, 8))]
        if chance.random() < 0.2:
            measure["stage"] = chance.choice(["pilot", "none"])
        for kind in KINDS:
            entries = measure.get(kind, [])
            if entries and chance.random() < 0.2:
                entries.pop(chance.randrange(len(entries)))
            for entry in entries:
                if isinstance(entry, dict) and "role" in entry and chance.random() < 0.2:
                    entry["role"] = "mentions"
        kept.append(measure)
    found["measures"] = kept
    found["provisions"] = found["provisions"][1:]
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_score_equals_that_of_the_annotators_script(script: ModuleType, shared: Path, seed: int) -> None:
    for file in sorted((shared / "gold").glob("20*.json")):
        text = (shared / "plans" / f"{file.stem}.txt").read_text("utf-8")
        gold = json.loads(file.read_text("utf-8"))
        found = spoiled(gold, seed)
        ours = {name: (s.precision, s.recall, s.f1) for name, s in evaluate(text, gold, found).scores.items()}
        assert ours == script.score(text, gold, found)


def test_an_annotation_scores_one_against_itself(example_text: str, example_gold: dict[str, Any]) -> None:
    evaluation = evaluate(example_text, example_gold, example_gold)
    assert {score.f1 for score in evaluation.scores.values()} == {1.0}
    assert evaluation.misses == ()


def test_a_measure_that_was_not_found_is_listed_as_missed(example_text: str, example_gold: dict[str, Any]) -> None:
    found = {**example_gold, "measures": example_gold["measures"][1:]}
    misses = evaluate(example_text, example_gold, found).misses
    assert misses[0] == f"missed measure: {example_gold['measures'][0]['text']}"


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda t: Span(t[0], t[0] + t[1])), max_size=12)


@given(spans, spans)
def test_pairing_is_one_to_one_and_overlaps_enough(gold: list[Span], found: list[Span]) -> None:
    paired = pair(gold, found)
    assert len(set(paired.values())) == len(paired)
    for i, j in paired.items():
        shared = min(gold[i].end, found[j].end) - max(gold[i].start, found[j].start)
        assert shared >= 0.7 * (max(gold[i].end, found[j].end) - min(gold[i].start, found[j].start)) - 1e-9


@given(st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_scores_lie_between_nought_and_one(gold: set[int], found: set[int]) -> None:
    score = Score.of_sets(gold, found)
    assert all(0 <= value <= 1 for value in (score.precision, score.recall, score.f1))
