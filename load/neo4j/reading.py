"""Neo4j → RDF: the inverse of `load.neo4j.projection`, so that the two graphs can be seen to hold the same facts.

Superclasses are stated, as in the graphs that we write. What a user added in Neo4j is passed over.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox

from load.neo4j.projection import Node, Relationship, Value, plan_uri
from load.neo4j.schema import Key, Schema
from reformgraph.namespaces import ONTOLOGY, PREFIXES

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (
    ox.NamedNode(_RDF + name) for name in ("type", "subject", "predicate", "object")
)
_IN_PLAN, _RESTS_ON, _RULE, _ROLE, _REVIEWER, _NAMES, _QUOTE, _START, _END, _SCORE, _REASON = (
    ox.NamedNode(ONTOLOGY + name)
    for name in ("inPlan", "restsOn", "rule", "role", "reviewedBy", "names", "quote", "start", "end", "score", "reason")
)
_NAMED = frozenset({"Concept", "ConceptScheme", "Reviewer"})
"""Labels of nodes whose `name` is their skos:prefLabel; that of others is only shown."""
_Term = ox.NamedNode | ox.Literal


def triples(nodes: Iterable[Node], relationships: Iterable[Relationship], schema: Schema) -> Iterator[ox.Triple]:
    """The triples that nodes and relationships (ours, without bookkeeping) stand for; some come more than once."""
    reading = _Reading(schema)
    for node in nodes:
        yield from reading.node(node)
    for relationship in relationships:
        yield from reading.relationship(relationship)


class _Reading:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.classes = {label.name: label for label in schema.labels.values()}
        self.predicates: Mapping[str, str] = {
            **{schema.literal_type(key.iri): key.iri for key in schema.keys.values()},
            **{kind.name: kind.iri for kind in schema.types.values()},
        }

    def node(self, node: Node) -> Iterator[ox.Triple]:
        subject = ox.NamedNode(node.uri)
        for label in node.labels:
            known = self.classes[label]
            for name in (known.iri, *known.above):
                yield ox.Triple(subject, _TYPE, ox.NamedNode(name))
        for name, value in node.properties.items():
            if name == "name" and _NAMED.isdisjoint(node.labels):
                continue
            known_key = self.schema.key(name)
            assert known_key is not None, name
            key, language = known_key
            for each in _list(value):
                yield ox.Triple(subject, ox.NamedNode(key.iri), _literal(each, key, language))

    def relationship(self, relationship: Relationship) -> Iterator[ox.Triple]:
        start, properties = ox.NamedNode(relationship.start), relationship.properties
        predicate = ox.NamedNode(self.predicates[relationship.type])
        end: _Term = ox.NamedNode(relationship.end)
        if "value" in properties:
            end = _literal(properties["value"], self.schema.keys[predicate.value], None)
        yield ox.Triple(start, predicate, end)
        if "uri" not in properties:
            return
        evidence = ox.NamedNode(str(properties["uri"]))
        linked = "score" in properties
        for above in self.schema.link if linked else self.schema.evidence:
            yield ox.Triple(evidence, _TYPE, ox.NamedNode(above))
        yield ox.Triple(evidence, _SUBJECT, start)
        yield ox.Triple(evidence, _PREDICATE, predicate)
        yield ox.Triple(evidence, _OBJECT, end)
        for key, name in (("rule", _RULE), ("role", _ROLE)):
            if key in properties:
                yield ox.Triple(evidence, name, ox.Literal(str(properties[key])))
        if "reviewer" in properties:
            yield ox.Triple(evidence, _REVIEWER, ox.NamedNode(str(properties["reviewer"])))
        if linked:
            yield from self._link(evidence, properties)
            return
        plan = ox.NamedNode(plan_uri(str(properties["graph"])))
        yield ox.Triple(evidence, _IN_PLAN, plan)
        if "mention" in properties:
            quotation = ox.NamedNode(str(properties["mention"]))
            yield ox.Triple(evidence, _RESTS_ON, quotation)
            yield from self._quotation(quotation, plan, end, properties)

    @staticmethod
    def _link(link: ox.NamedNode, properties: Mapping[str, Value]) -> Iterator[ox.Triple]:
        yield ox.Triple(link, _SCORE, ox.Literal(str(properties["score"]), datatype=ox.NamedNode(_XSD + "double")))
        for key, language in (("reason", "zh"), ("reason_en", "en")):
            for each in _list(properties.get(key, [])):
                yield ox.Triple(link, _REASON, ox.Literal(str(each), language=language))

    def _quotation(
        self, quotation: ox.NamedNode, plan: ox.NamedNode, named: _Term, properties: Mapping[str, Value]
    ) -> Iterator[ox.Triple]:
        mention = "mention_rule" in properties
        for above in self.schema.mention if mention else self.schema.quotation:
            yield ox.Triple(quotation, _TYPE, ox.NamedNode(above))
        yield ox.Triple(quotation, _IN_PLAN, plan)
        yield ox.Triple(quotation, _QUOTE, ox.Literal(str(properties["quote"])))
        for key, name in (("start", _START), ("end", _END)):
            yield ox.Triple(quotation, name, _integer(properties[key]))
        if mention:
            yield ox.Triple(quotation, _NAMES, named)
            yield ox.Triple(quotation, _RULE, ox.Literal(str(properties["mention_rule"])))


def _list(value: Value) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _integer(value: Any) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))


def _literal(value: Any, key: Key, language: str | None) -> ox.Literal:
    if key.datatype == _RDF + "langString":
        return ox.Literal(value, language=language) if language else ox.Literal(value)
    words = value.isoformat() if isinstance(value, date) else str(value)
    return ox.Literal(words.lower() if isinstance(value, bool) else words, datatype=ox.NamedNode(key.datatype))
