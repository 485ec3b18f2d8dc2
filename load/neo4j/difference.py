"""What must be written so that the database says what graphs say: pure, from what it holds and what it is to hold.

Only labels of the schema, keys that a graph stated before and relationships with a `graph` are ours; nothing else is
looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from load.neo4j.merging import merged, statements
from load.neo4j.projection import Projected, Relationship
from load.neo4j.schema import BOOKKEEPING, STATEMENT, WITHDRAWN, Schema

Row = dict[str, Any]
"""A row of an UNWIND."""


@dataclass(frozen=True, slots=True)
class HeldNode:
    """A node as the database holds it, with all that a user added."""

    uri: str
    labels: frozenset[str]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldRelationship:
    """A relationship of ours as the database holds it; `id` is the database's own."""

    id: str
    relationship: Relationship


@dataclass(slots=True)
class Difference:
    """Rows to write, in this order; `leaving` are nodes that go unless somebody still needs them.

    `lost` counts relationships to remove that bear properties of a user's, for which there is no other place.
    """

    unrelate: list[str] = field(default_factory=list)
    change: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Row]] = field(default_factory=lambda: defaultdict(list))
    create: dict[tuple[str, ...], list[Row]] = field(default_factory=lambda: defaultdict(list))
    point_to: set[str] = field(default_factory=set)
    relate: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    alter: list[Row] = field(default_factory=list)
    leaving: set[str] = field(default_factory=set)
    lost: int = 0


def difference(
    graphs: Sequence[Projected],
    nodes: Iterable[HeldNode],
    relationships: Iterable[HeldRelationship],
    schema: Schema,
) -> Difference:
    """What to write so that the database says of these graphs exactly what they say.

    `nodes` are all that the database holds of what they state or stated, `relationships` all with one of them as graph.
    """
    found = Difference()
    held = {node.uri: node for node in nodes}
    _nodes(found, graphs, held, schema)
    _relationships(found, graphs, relationships)
    found.point_to -= held.keys()
    found.point_to.difference_update(row["uri"] for rows in found.create.values() for row in rows)
    return found


def _nodes(found: Difference, graphs: Sequence[Projected], held: Mapping[str, HeldNode], schema: Schema) -> None:
    said: dict[str, dict[str, Any]] = defaultdict(dict)
    for graph in graphs:
        for node in graph.nodes:
            said[node.uri][graph.graph] = node
    ours = frozenset(label.name for label in schema.labels.values())
    going = {graph.graph for graph in graphs}
    for uri in said.keys() | held.keys():
        there = held.get(uri)
        if there is None:
            node = merged(said[uri])
            found.create[node.labels].append({"uri": uri, **node.properties})
            continue
        before = statements(uri, there.labels, there.properties, schema)
        after = {graph: node for graph, node in before.items() if graph not in going} | said.get(uri, {})
        _change(found, there, before, after, ours)


def _change(
    found: Difference, there: HeldNode, before: Mapping[str, Any], after: Mapping[str, Any], ours: frozenset[str]
) -> None:
    labels: set[str] = set()
    wanted: Mapping[str, Any] = {}
    if after:
        node = merged(after)
        labels, wanted = set(node.labels), node.properties
    elif not there.properties.keys().isdisjoint(BOOKKEEPING):
        found.leaving.add(there.uri)
    stated = merged(before).properties.keys() if before else set()
    surplus = (stated | set(BOOKKEEPING)) & there.properties.keys() - wanted.keys()
    row = {key: value for key, value in wanted.items() if there.properties.get(key) != value}
    row |= dict.fromkeys(surplus)
    more = tuple(sorted(labels - there.labels))
    less = tuple(sorted(((there.labels & ours) | ({WITHDRAWN} & there.labels if after else set())) - labels))
    if row or more or less:
        found.change[more, less].append({"uri": there.uri, "properties": row})


def _relationships(found: Difference, graphs: Sequence[Projected], relationships: Iterable[HeldRelationship]) -> None:
    wanted = {
        (graph.graph, relationship.identity): relationship for graph in graphs for relationship in graph.relationships
    }
    for there in relationships:
        relationship = there.relationship
        new = wanted.pop((str(relationship.properties["graph"]), relationship.identity), None)
        if new is None:
            found.unrelate.append(there.id)
            found.leaving |= {relationship.start, relationship.end}
            found.lost += not relationship.properties.keys() <= _ours(relationship.properties)
        elif row := _altered(relationship.properties, new.properties):
            found.alter.append({"id": there.id, "properties": row})
    for relationship in wanted.values():
        found.point_to |= {relationship.start, relationship.end}
        found.relate[relationship.type].append(
            {"start": relationship.start, "end": relationship.end, "properties": relationship.properties}
        )


def _altered(before: Mapping[str, Any], after: Mapping[str, Any]) -> Row:
    """What to set; None for what an Evidence has no more."""
    surplus = _ours(after) & before.keys() - after.keys()
    return dict.fromkeys(surplus) | {key: value for key, value in after.items() if before.get(key) != value}


def _ours(relationship: Mapping[str, Any]) -> set[str]:
    """Keys of a relationship that are ours: of one without Evidence only its graph."""
    return set(STATEMENT) if "uri" in relationship else {"graph"}
