"""Hostile texts end: no rule runs in the square of the length of a line."""

import time

import pytest

from extract import extract_plan
from reformgraph.vocabulary import Vocabulary

LENGTH = 6_000


def seconds(text: str, vocabulary: Vocabulary) -> float:
    """The best of three, which a busy machine disturbs least."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        extract_plan(text, vocabulary)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize(
    "pattern", ["一", "、", "（一）", "“", "1", "一、", "《", "推进", "的", "和", "A", "市", "；", "\n"]
)
def test_four_times_the_text_takes_less_than_ten_times_the_work(pattern: str, vocabulary: Vocabulary) -> None:
    short = pattern * (LENGTH // len(pattern)) + "。"
    extract_plan(short, vocabulary)
    assert seconds(short * 4, vocabulary) < 10 * seconds(short, vocabulary) + 0.5


def test_a_whole_plan_in_one_line_is_read(example_text: str, vocabulary: Vocabulary) -> None:
    assert len(extract_plan(example_text.replace("\n", "") * 20, vocabulary).measures) > 4000
