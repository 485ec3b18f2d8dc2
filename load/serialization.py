"""Graph → bytes: Turtle, TriG, N-Quads or JSON-LD, sorted, so that equal graphs give equal bytes."""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from reformgraph.namespaces import PREFIXES

FORMATS: dict[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""File ending → format. Turtle holds one graph; the others name their graphs."""

_TYPE = PREFIXES["rdf"] + "type"
_WITHOUT_PREFIXES = frozenset({"nq", "jsonld"})
_PREFIX_LINES = re.compile(r"(?:@prefix .*\n)*")
_USED_PREFIX = re.compile(r"(?:^|[\s^])([a-z]+):", re.MULTILINE)
_SUBJECT = re.compile(r"\n(?=[^\s}])")
_Term = ox.NamedNode | ox.Literal


def serialize(graph: Graph, form: str = "ttl") -> bytes:
    """One graph in the form of this file ending; TriG, N-Quads and JSON-LD name it by the graph's identifier."""
    return serialize_all((graph,), form)


def serialize_all(graphs: Iterable[Graph], form: str) -> bytes:
    """Graphs in the form of this file ending, sorted by graph, subject, predicate (types first) and object.

    Raises ValueError for a blank node, since its name would differ from run to run, and for several graphs in Turtle.
    """
    graphs = sorted(graphs, key=lambda graph: str(graph.identifier))
    prefixes = dict(PREFIXES)
    for graph in graphs:
        prefixes.update({prefix: str(namespace) for prefix, namespace in graph.namespaces() if prefix})
    if form == "ttl":
        (graph,) = graphs
        quads: Iterable[ox.Triple] | Iterable[ox.Quad] = _triples(graph)
    else:
        quads = (
            ox.Quad(triple.subject, triple.predicate, triple.object, _name(graph))
            for graph in graphs
            for triple in _triples(graph)
        )
    found = ox.serialize(quads, format=FORMATS[form], prefixes=prefixes)
    assert found is not None
    return found if form in _WITHOUT_PREFIXES else _with_sorted_prefixes(found.decode("utf-8")).encode("utf-8")


def _with_sorted_prefixes(written: str) -> str:
    """The prefixes that are used, in order (Oxigraph writes all, in any order), and a line between subjects."""
    head = _PREFIX_LINES.match(written)
    body = written[head.end() :] if head else written
    used = set(_USED_PREFIX.findall(body))
    lines = sorted(line for line in head.group().splitlines() if _prefix(line) in used) if head else []
    return "".join(f"{line}\n" for line in lines) + _SUBJECT.sub("\n\n", "\n" + body).removeprefix("\n")


def _prefix(line: str) -> str:
    return line.removeprefix("@prefix ").partition(":")[0]


def _name(graph: Graph) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(str(graph.identifier)) if isinstance(graph.identifier, URIRef) else ox.DefaultGraph()


def _triples(graph: Graph) -> Iterator[ox.Triple]:
    known: dict[Node, _Term] = {}

    def term(node: Node) -> _Term:
        found = known.get(node)
        if found is None:
            found = known[node] = _term(node)
        return found

    for s, p, o in sorted(graph, key=_place):
        yield ox.Triple(_iri(s), _iri(p), term(o))


def _iri(node: Node) -> ox.NamedNode:
    if isinstance(node, URIRef):
        return ox.NamedNode(node)
    raise ValueError(f"{node!r} is no IRI; it cannot be written the same way twice")


def _place(triple: tuple[Node, Node, Node]) -> tuple[str, bool, str, tuple[bool, str, str, str]]:
    subject, predicate, value = triple
    return str(subject), str(predicate) != _TYPE, str(predicate), _order(value)


def _order(node: Node) -> tuple[bool, str, str, str]:
    if isinstance(node, Literal):
        return True, str(node), str(node.datatype or ""), node.language or ""
    return False, str(node), "", ""


def _term(node: Node) -> _Term:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    raise ValueError(f"{node!r} is a blank node; it cannot be written the same way twice")
