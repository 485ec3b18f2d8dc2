"""Extraction in characters a second, beside spaCy tokenizing the same text alone: the aim is a quarter of its speed."""

from pathlib import Path

import pytest
import spacy

from extract import extract_plan
from reformgraph.vocabulary import Vocabulary

TEXT = (Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt").read_text("utf-8") * 10


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.load()


def characters_a_second(benchmark):
    benchmark.extra_info["characters a second"] = round(len(TEXT) / benchmark.stats["min"])


@pytest.mark.benchmark(group="extract")
def test_extract_plan(benchmark, vocabulary):
    extract_plan(TEXT, vocabulary)
    plan = benchmark(extract_plan, TEXT, vocabulary)
    characters_a_second(benchmark)
    assert plan.measures


@pytest.mark.benchmark(group="extract")
def test_spacy_tokenizing_alone(benchmark):
    doc = benchmark(spacy.blank("zh"), TEXT)
    characters_a_second(benchmark)
    assert len(doc)
