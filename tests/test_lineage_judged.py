"""Links between real plans, against hand-made links and against pairs that were judged by reading both sentences.

`lineage/judged.json` has places and verdicts only. Its pairs are also those that the weights were fitted to, so these
floors guard against loss; they say nothing of other plans.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extract import extract_plan
from reformgraph.lineage import Link, link_plans
from reformgraph.lineage.scoring import read_links, score
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary

JUDGED: dict[str, Any] = json.loads((Path(__file__).parent / "lineage" / "judged.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def plans(shared: Path, vocabulary: Vocabulary) -> Mapping[str, Plan]:
    return {
        file.stem: extract_plan(file.read_text("utf-8"), vocabulary)
        for file in sorted((shared / "plans").glob("*.txt"))
    }


@pytest.fixture(scope="module")
def links(plans: Mapping[str, Plan], vocabulary: Vocabulary) -> list[Link]:
    return list(link_plans(plans, vocabulary))


def test_the_judged_places_are_those_of_the_plans(plans: Mapping[str, Plan]) -> None:
    found = {name: hashlib.sha256(plans[name].text.encode()).hexdigest() for name in JUDGED["plans"]}
    assert found == JUDGED["plans"]


def test_most_links_between_real_plans_are_right(plans: Mapping[str, Plan], links: list[Link]) -> None:
    verdicts = {(tuple(pair["earlier"]), tuple(pair["later"])): pair["right"] for pair in JUDGED["pairs"]}

    def place(side: Any) -> tuple[str, int, int]:
        span = side.among(plans).span
        return side.plan, span.start, span.end

    judged = [verdicts.get((place(link.earlier), place(link.later))) for link in links]
    known = [verdict for verdict in judged if verdict is not None]
    assert len(known) >= 0.9 * len(links)
    assert sum(known) / len(known) >= 0.8


def test_hand_made_links_are_found_and_non_links_are_not(
    shared: Path, plans: Mapping[str, Plan], links: list[Link]
) -> None:
    gold = json.loads((shared / "gold" / "links.json").read_text("utf-8"))
    scores = score(*read_links(gold), links, plans)
    assert scores.found / len(scores.links) >= 0.4
    assert scores.right / scores.found >= 0.75
    assert len(scores.wrong) <= 2
