"""How fast a plan becomes a graph, a file and a store."""

import json
from pathlib import Path

import pytest

from extract.annotation import read_annotation
from load.mapping import plan_graph
from load.oxigraph import GraphFolder
from load.serialization import serialize
from reformgraph.vocabulary import Vocabulary

EXAMPLE = Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt"


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.load()


@pytest.fixture(scope="module")
def plan(vocabulary):
    gold = json.loads(EXAMPLE.with_suffix(".gold.json").read_text("utf-8"))
    return read_annotation(EXAMPLE.read_text("utf-8"), gold, vocabulary)


def test_making_the_graph(benchmark, plan, vocabulary):
    assert len(benchmark(plan_graph, plan, vocabulary))


@pytest.mark.parametrize("form", ["ttl", "trig", "nq", "jsonld"])
def test_writing_the_graph(benchmark, plan, vocabulary, form):
    assert benchmark(serialize, plan_graph(plan, vocabulary), form)


def test_loading_the_store(benchmark, plan, vocabulary, tmp_path):
    folder = GraphFolder(tmp_path / "graph")
    files = {"plan.txt": plan.text.encode(), "plan.ttl": serialize(plan_graph(plan, vocabulary))}
    folder.build("310000-2020-hufuban-26", files)
    benchmark(folder.build, "310000-2020-hufuban-26", files)
    assert len(folder.plans()) == 1


def test_opening_the_store(benchmark, plan, vocabulary, tmp_path):
    folder = GraphFolder(tmp_path / "graph")
    folder.build("310000-2020-hufuban-26", {"plan.txt": b"", "plan.ttl": serialize(plan_graph(plan, vocabulary))})

    def opening() -> int:
        with folder.reader() as store:
            return len(tuple(store.named_graphs()))

    assert benchmark(opening)
