import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from extract.annotation import read_annotation
from load.mapping import plan_graph
from load.serialization import FORMATS, serialize, serialize_all
from load.writing import write

NAMES = {"ttl": "turtle", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def graph(example_text, example_gold, vocabulary) -> Graph:
    return plan_graph(read_annotation(example_text, example_gold, vocabulary), vocabulary)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_reads_back_the_same(graph, form):
    found = Dataset()
    found.parse(data=serialize(graph, form), format=NAMES[form])
    plain = Graph()
    for s, p, o, _ in found.quads((None, None, None, None)):
        plain.add((s, p, o))
    assert isomorphic(plain, Graph() + graph)


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_forms_for_several_graphs_name_them(graph, form):
    found = Dataset()
    found.parse(data=serialize(graph, form), format=NAMES[form])
    assert {name for _, _, _, name in found.quads((None, None, None, None))} == {graph.identifier}


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_in_which_triples_were_added_does_not_matter(graph, form):
    turned = Graph(identifier=graph.identifier, bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        turned.bind(prefix, namespace)
    for triple in sorted(graph, reverse=True):
        turned.add(triple)
    assert serialize(turned, form) == serialize(graph, form)


SCRIPT = """
import sys, json, hashlib
from pathlib import Path
from extract.annotation import read_annotation
from load.mapping import plan_graph
from load.serialization import serialize, FORMATS
from reformgraph.vocabulary import Vocabulary
example = Path("examples/2020-shanghai-fangguanfu.txt")
vocabulary = Vocabulary.load()
graph = plan_graph(read_annotation(example.read_text("utf-8"), json.loads(example.with_suffix(".gold.json").read_text("utf-8")), vocabulary), vocabulary)
print([hashlib.sha256(serialize(graph, form)).hexdigest() for form in FORMATS])
"""


def test_bytes_are_the_same_in_every_process():
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1


def test_only_prefixes_that_are_used_are_written(graph):
    written = serialize(graph).decode()
    prefixes = [line.split()[1] for line in written.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "rg:" in prefixes
    assert "sh:" not in prefixes


def test_a_blank_node_is_refused():
    graph = Graph()
    graph.add((BNode(), RDF.type, URIRef("http://example.org/C")))
    with pytest.raises(ValueError, match="same way twice"):
        serialize(graph)


def test_graphs_are_written_in_the_order_of_their_names():
    graphs = [Graph(identifier=URIRef(f"http://example.org/{name}")) for name in "ba"]
    for graph in graphs:
        graph.add((URIRef("http://example.org/s"), RDF.value, Literal("甲\n乙")))
    assert serialize_all(graphs, "nq") == serialize_all(graphs[::-1], "nq")


def test_a_file_is_replaced_whole(tmp_path):
    file = tmp_path / "a.ttl"
    write(file, b"old")
    write(file, b"new")
    assert file.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.ttl"]
