"""RDF → Neo4j: one named graph's triples as nodes and relationships, by the schema. Pure; `load.neo4j.reading` is the
inverse.

A node is what one graph states of one thing. What several graphs state of the same thing is put together by
`load.neo4j.merging`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from load.neo4j.schema import Key, Schema, local
from reformgraph.errors import GraphError
from reformgraph.namespaces import BASE, GRAPH, ONTOLOGY, PREFIXES

Scalar = str | int | float | bool | date
Value = Scalar | list[Scalar]
"""A property's value as Neo4j takes it; the items of a list are of one type."""

VOCABULARY = "vocabulary"
"""The id of the graph that holds the vocabularies."""

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (_RDF + name for name in ("type", "subject", "predicate", "object"))
_LANGUAGE_TAGGED = _RDF + "langString"
_IN_PLAN, _RESTS_ON, _RULE, _ROLE, _REVIEWER, _NAMES, _QUOTE, _START, _END, _SCORE, _REASON = (
    ONTOLOGY + name
    for name in ("inPlan", "restsOn", "rule", "role", "reviewedBy", "names", "quote", "start", "end", "score", "reason")
)
_SIGNS = {"<=": "≤", ">=": "≥", "=": "＝"}
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Node:
    """What one graph states of a thing: its labels (without Resource), and properties that are never empty."""

    uri: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Relationship:
    """One Evidence (with its `uri` among the properties), or one fact that needs none, from node to node by IRI."""

    type: str
    start: str
    end: str
    properties: Mapping[str, Value]

    @property
    def identity(self) -> tuple[str, str, str, Value | None]:
        """What tells it from all others of its graph."""
        return self.type, self.start, self.end, self.properties.get("uri")


@dataclass(frozen=True, slots=True)
class Projected:
    """One named graph in Neo4j's terms; `left_out` counts the statements of each property that has no place there."""

    graph: str
    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]
    left_out: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.nodes) + len(self.relationships)


_Term = ox.NamedNode | ox.BlankNode | ox.Literal
_Stated = dict[str, list[_Term]]


def graph_id(iri: str) -> str:
    """The part of a named graph's IRI that names it: a plan's id, or vocabulary."""
    return iri.removeprefix(GRAPH)


def plan_uri(graph: str) -> str:
    """The IRI of the plan whose graph this is."""
    return f"{BASE}plan/{graph}"


def project(graph: str, triples: Iterable[ox.Triple | ox.Quad], schema: Schema) -> Projected:
    """The nodes and relationships of the graph with this id.

    The ontology's own statements are passed over. Raises GraphError naming a value that Neo4j cannot hold as what the
    ontology says it is.
    """
    return _Projection(graph, triples, schema).run()


class _Projection:
    def __init__(self, graph: str, triples: Iterable[ox.Triple | ox.Quad], schema: Schema) -> None:
        self.graph = graph
        self.schema = schema
        self.things: dict[str, _Stated] = {}
        self.left_out: Counter[str] = Counter()
        self.relationships: list[Relationship] = []
        self.ours = {iri: label.name for iri, label in schema.labels.items()}
        self.foreign = {iri for label in schema.labels.values() for iri in label.above} - self.ours.keys()
        things = self.things
        for triple in triples:
            subject = triple.subject
            if not isinstance(subject, ox.NamedNode):
                continue
            stated = things.get(subject.value)
            if stated is None:
                stated = things[subject.value] = {}
            stated.setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]

    def run(self) -> Projected:
        evidence = {iri for iri, stated in self.things.items() if _SUBJECT in stated}
        quoted = {_one(self.things[iri], _RESTS_ON) for iri in evidence}
        quotation = {self.schema.quotation[0], self.schema.mention[0]}
        facts: set[tuple[str, str, str]] = set()
        for iri in evidence:
            self._evidence(iri, self.things[iri], facts)
        nodes = []
        for iri, stated in self.things.items():
            if iri in evidence or iri in quoted:
                continue
            types = [term.value for term in stated.get(_TYPE, [])]
            if quotation.isdisjoint(types) and (node := self._node(iri, types, stated, facts)):
                nodes.append(node)
        return Projected(self.graph, tuple(nodes), tuple(self.relationships), self.left_out)

    def _node(self, iri: str, types: list[str], stated: _Stated, facts: set[tuple[str, str, str]]) -> Node | None:
        labels = self._labels(types)
        if types and not labels:
            return None
        values: dict[str, tuple[Key, list[Scalar]]] = {}
        for predicate, terms in stated.items():
            key, kind = self.schema.keys.get(predicate), self.schema.types.get(predicate)
            for term in terms if predicate != _TYPE else ():
                if isinstance(term, ox.NamedNode) and kind:
                    if (iri, predicate, term.value) not in facts:
                        self._relate(kind.name, iri, term.value, {"graph": self.graph})
                elif isinstance(term, ox.Literal) and key and _fits(term, key):
                    _, several = values.setdefault(key.of(term.language), (key, []))
                    several.append(_value(term, iri, predicate))
                else:
                    self.left_out[predicate] += 1
        properties: dict[str, Value] = {}
        for name, (key, several) in values.items():
            properties |= _spread(name, several, many=key.many)
        if "name" not in properties and (shown := shown_name(properties)):
            properties["name"] = shown
        return Node(iri, labels, properties)

    def _labels(self, types: list[str]) -> tuple[str, ...]:
        labels = set()
        for name in types:
            if name in self.ours:
                labels.add(self.ours[name])
                labels |= {self.ours[above] for above in self.schema.labels[name].above if above in self.ours}
            elif name not in self.foreign:
                self.left_out[name] += 1
        return tuple(sorted(labels))

    def _relate(self, kind: str, start: str, end: str, properties: Mapping[str, Value]) -> None:
        self.relationships.append(Relationship(kind, start, end, properties))

    def _evidence(self, iri: str, stated: _Stated, facts: set[tuple[str, str, str]]) -> None:
        subject, predicate = _one(stated, _SUBJECT), _one(stated, _PREDICATE)
        (value,) = stated[_OBJECT]
        properties: dict[str, Value] = {"uri": iri, "graph": self.graph}
        for key, name in (("rule", _RULE), ("role", _ROLE), ("reviewer", _REVIEWER)):
            if name in stated:
                properties[key] = _one(stated, name)
        if _RESTS_ON in stated:
            properties |= self._quotation(_one(stated, _RESTS_ON))
        if _SCORE in stated:
            properties |= {"score": float(_one(stated, _SCORE)), **_reasons(stated)}
        if isinstance(value, ox.Literal):
            properties["value"] = _value(value, iri, predicate)
            self._relate(self.schema.literal_type(predicate), subject, subject, properties)
        else:
            facts.add((subject, predicate, value.value))
            self._relate(self.schema.types[predicate].name, subject, value.value, properties)

    def _quotation(self, iri: str) -> dict[str, Value]:
        stated = self.things.get(iri, {})
        found: dict[str, Value] = {"mention": iri}
        if _QUOTE in stated:
            found |= {"quote": _one(stated, _QUOTE)}
            found |= {"start": int(_one(stated, _START)), "end": int(_one(stated, _END))}
        if _NAMES in stated:
            found["mention_rule"] = _one(stated, _RULE)
        return found


def shown_name(properties: Mapping[str, Value]) -> str | None:
    """A name to show for what has none of its own: a title, a number, a path, a target's or a deadline's words."""
    for key in ("title", "number"):
        if key in properties:
            return str(properties[key])
    if "comparator" in properties and "value" in properties:
        sign = str(properties["comparator"])
        number = properties["value"]
        whole = int(number) if isinstance(number, float) and number.is_integer() else number
        return f"{_SIGNS.get(sign, sign)} {whole} {properties.get('unit', '')}".strip()
    if "from" in properties or "to" in properties:
        return f"{properties.get('from', '')}/{properties.get('to', '')}"
    return str(properties["path"]) if "path" in properties and "quote" not in properties else None


def _spread(name: str, values: list[Scalar], *, many: bool) -> dict[str, Value]:
    """The values under their key: one, or a sorted list; what a single key cannot hold stands in `other_…`."""
    ordered = sorted(set(values), key=str)
    if many:
        return {name: ordered}
    return {name: ordered[0]} | ({f"other_{name}": ordered[1:]} if len(ordered) > 1 else {})


def _reasons(stated: _Stated) -> dict[str, Value]:
    """The reasons of a link, by language: reason (zh), reason_en."""
    found: dict[str, list[Scalar]] = {}
    for term in stated.get(_REASON, []):
        if isinstance(term, ox.Literal):
            found.setdefault("reason" if term.language == "zh" else f"reason_{term.language}", []).append(term.value)
    return {key: sorted(values, key=str) for key, values in found.items()}


def _one(stated: _Stated, predicate: str) -> str:
    values = stated.get(predicate)
    return values[0].value if values else ""


def _fits(literal: ox.Literal, key: Key) -> bool:
    if key.datatype == _LANGUAGE_TAGGED:
        return literal.language is not None or literal.datatype.value == _XSD + "string"
    return literal.datatype.value == key.datatype


def _small(number: int) -> int:
    if not -_LARGEST <= number < _LARGEST:
        raise ValueError("more than 64 bits")
    return number


def _value(literal: ox.Literal, subject: str, predicate: str) -> Scalar:
    words, kind = literal.value, literal.datatype.value.removeprefix(_XSD)
    try:
        match kind:
            case "integer":
                return _small(int(words))
            case "double":
                return float(words)
            case "date":
                return date.fromisoformat(words)
            case "boolean":
                return words in ("true", "1")
            case _:
                return words
    except ValueError as error:
        raise GraphError(
            f"<{subject}>: {local(predicate)} is “{words}”, which is no {kind} ({error}); build its plan again"
        ) from error
