"""Validation of the example plan's graph: pySHACL's shapes and the whole-graph checks."""

from pathlib import Path

import pytest

from extract import extract_plan
from load.mapping import plan_graph
from reformgraph.validation import validate
from reformgraph.vocabulary import Vocabulary

TEXT = (Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.load()


@pytest.mark.benchmark(group="validate")
def test_validate(benchmark, vocabulary):
    graph = plan_graph(extract_plan(TEXT, vocabulary), vocabulary)
    report = benchmark.pedantic(validate, (graph, TEXT, vocabulary), rounds=3, warmup_rounds=1)
    benchmark.extra_info["triples"] = len(graph)
    assert report.conforms


@pytest.mark.benchmark(group="validate")
def test_load_the_vocabulary(benchmark):
    assert benchmark(Vocabulary.load).concepts
