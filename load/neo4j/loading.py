"""Named graphs → Neo4j: what a graph says is compared with what the database holds of it, and the difference written.

A graph is loaded in one transaction, together with its record, a `:NamedGraph` with the hash of what was loaded: a load
that is killed leaves each graph as it was or as it is to be, and one that is run again finds what is left to do. Loads
side by side take turns on the vocabulary's record. What a user added to our nodes is none of ours and stays.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neo4j import Driver, ManagedTransaction

from load.neo4j import constraints
from load.neo4j.connection import session_of
from load.neo4j.difference import Difference, HeldNode, HeldRelationship, Row, difference
from load.neo4j.projection import VOCABULARY, Projected, Relationship, graph_id, plan_uri
from load.neo4j.schema import RESOURCE, WITHDRAWN, Schema
from reformgraph.errors import Neo4jError
from reformgraph.namespaces import GRAPH

ROWS = 10_000
"""Nodes or relationships in one UNWIND."""

TOGETHER = 20_000
"""Nodes and relationships from which on no further graph joins a transaction; a graph is never divided.

One that is taken out counts for as many, since the database may hold so many of it.
"""

_FULL_TEXT = "SHOW FULLTEXT INDEXES YIELD name, labelsOrTypes, properties RETURN name, labelsOrTypes, properties"
_TAKE_TURN = "MERGE (g:NamedGraph {uri: $vocabulary}) SET g.turn = coalesce(g.turn, 0) + 1"
_RECORDED = "MATCH (g:NamedGraph) WHERE g.hash IS NOT NULL RETURN g.uri AS uri, g.hash AS hash"
_SHARED = """
MATCH (g:NamedGraph) WHERE g.uri IN $graphs UNWIND g.shared AS uri RETURN DISTINCT uri"""
_OWNED = """
UNWIND $prefixes AS prefix
MATCH (n:Resource) WHERE n.uri STARTS WITH prefix
RETURN n.uri AS uri, labels(n) AS labels, properties(n) AS properties"""
_NAMED = """
UNWIND $uris AS uri
MATCH (n:Resource {uri: uri})
RETURN uri, labels(n) AS labels, properties(n) AS properties"""
_RELATED = """
UNWIND $uris AS uri
MATCH (n:Resource {uri: uri})-[r]->(m) WHERE r.graph IN $graphs
RETURN elementId(r) AS id, type(r) AS type, uri AS start, m.uri AS end, properties(r) AS properties"""
_UNRELATE = "UNWIND $rows AS id MATCH ()-[r]->() WHERE elementId(r) = id DELETE r"
_ALTER = "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.id SET r += row.properties"
_POINT_TO = "UNWIND $rows AS uri MERGE (:Resource {uri: uri})"
_UNNEEDED = """
UNWIND $uris AS uri
MATCH (n:Resource {uri: uri}) WHERE n.graphs IS NULL AND NOT EXISTS { (n)-[r]-() WHERE r.graph IS NOT NULL }"""
_WITHDRAW = f"""{_UNNEEDED}
  AND (EXISTS {{ (n)--() }} OR size(keys(n)) > 1 OR size(labels(n)) > 1) AND NOT n:{WITHDRAWN}
SET n:{WITHDRAWN} RETURN uri"""
_DELETE = f"{_UNNEEDED} AND NOT n:{WITHDRAWN} DELETE n RETURN uri"
_RECORD = """
UNWIND $rows AS row
MERGE (g:NamedGraph {uri: row.uri}) SET g.hash = row.hash, g.shared = row.shared"""
_FORGET = "MATCH (g:NamedGraph) WHERE g.uri IN $graphs DELETE g"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What transactions did: the ids of graphs loaded and taken out, how many nodes and relationships are new, changed
    and gone, and the IRIs of nodes now Withdrawn.

    `created` are by CREATE; `merged`, by MERGE, are nodes that a graph points to and none states; `lost`, of those
    removed, are relationships on which a user had set properties.
    """

    graphs: tuple[str, ...] = ()
    pruned: tuple[str, ...] = ()
    created: int = 0
    merged: int = 0
    changed: int = 0
    removed: int = 0
    lost: int = 0
    withdrawn: tuple[str, ...] = ()

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def recorded(driver: Driver, database: str | None) -> dict[str, str]:
    """The graphs that the database holds, by id, with the hash that they were loaded with."""
    records, _, _ = driver.execute_query(_RECORDED, database_=database, routing_="r")
    return {graph_id(record["uri"]): record["hash"] for record in records}


def load(
    driver: Driver, database: str | None, graphs: Iterable[tuple[Projected, str]], schema: Schema
) -> Iterator[Loaded]:
    """Make the database say what these graphs say; each comes with the hash to be recorded, "" to take it out.

    Yields once a transaction. Other graphs are not touched. Raises Neo4jError where an index of a user's stands in the
    way of ours.
    """
    for statement in constraints.of_nodes():
        _define(driver, database, statement)
    _check_full_text(driver, database)
    known: set[str] = set()
    with session_of(driver, database) as session:
        for batch in _batches(graphs):
            types = {each.type for graph, _ in batch for each in graph.relationships if "uri" in each.properties}
            for statement in constraints.of_relationships(types - known):
                _define(driver, database, statement)
            known |= types
            yield session.execute_write(_load, batch, schema)
    _define(driver, database, "CALL db.awaitIndexes(300)")


def _define(driver: Driver, database: str | None, statement: str) -> None:
    driver.execute_query(statement, database_=database)


def _check_full_text(driver: Driver, database: str | None) -> None:
    """Whether our full-text indexes are there; they are not made where another has their name, or their very words."""
    records, _, _ = driver.execute_query(_FULL_TEXT, database_=database)
    found = {name: (tuple(labels), tuple(keys)) for name, labels, keys in records}
    for name, ours in constraints.FULL_TEXT.items():
        if found.get(name) != ours:
            other = next((each for each, made in found.items() if made == ours), name)
            raise Neo4jError(
                f"the index {other} stands in the way of the full-text index {name} of the questions; take it out in "
                f"Neo4j (DROP INDEX {other}), then load again"
            )


def _batches(graphs: Iterable[tuple[Projected, str]]) -> Iterator[list[tuple[Projected, str]]]:
    batch: list[tuple[Projected, str]] = []
    size = 0
    for graph, digest in graphs:
        batch.append((graph, digest))
        size += len(graph) if digest else TOGETHER
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _load(tx: ManagedTransaction, batch: Sequence[tuple[Projected, str]], schema: Schema) -> Loaded:
    tx.run(_TAKE_TURN, vocabulary=GRAPH + VOCABULARY)
    graphs = [graph for graph, _ in batch]
    nodes = _held_nodes(tx, graphs)
    found = difference(graphs, nodes, _held_relationships(tx, graphs, nodes), schema)
    done = _apply(tx, found)
    _record(tx, batch)
    loaded = tuple(graph.graph for graph, digest in batch if digest)
    pruned = tuple(graph.graph for graph, digest in batch if not digest)
    return Loaded(loaded, pruned) + done


def _held_nodes(tx: ManagedTransaction, graphs: Sequence[Projected]) -> list[HeldNode]:
    shared = {record["uri"] for record in tx.run(_SHARED, graphs=[GRAPH + graph.graph for graph in graphs])}
    shared |= {node.uri for graph in graphs for node in _shared(graph)}
    records = [
        *tx.run(_OWNED, prefixes=[plan_uri(graph.graph) + "/" for graph in graphs]),
        *tx.run(_NAMED, uris=sorted(shared)),
    ]
    found = {
        record["uri"]: HeldNode(record["uri"], frozenset(record["labels"]), _native(record["properties"]))
        for record in records
    }
    return list(found.values())


def _shared(graph: Projected) -> Iterator[Any]:
    """The nodes of a graph that others may state too: all that do not stand below its plan's IRI."""
    own = plan_uri(graph.graph) + "/"
    return (node for node in graph.nodes if not node.uri.startswith(own))


def _held_relationships(
    tx: ManagedTransaction, graphs: Sequence[Projected], nodes: Iterable[HeldNode]
) -> Iterator[HeldRelationship]:
    uris = [node.uri for node in nodes]
    if not uris:
        return
    for record in tx.run(_RELATED, uris=uris, graphs=[graph.graph for graph in graphs]):
        properties = _native(record["properties"])
        yield HeldRelationship(record["id"], Relationship(record["type"], record["start"], record["end"], properties))


def _native(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties with Python's dates in place of the driver's."""
    return {key: value.to_native() if hasattr(value, "to_native") else value for key, value in properties.items()}


def _apply(tx: ManagedTransaction, found: Difference) -> Loaded:
    _rows(tx, _UNRELATE, found.unrelate)
    for (more, less), rows in found.change.items():
        add = f" SET n{_labels(more)}" if more else ""
        drop = f" REMOVE n{_labels(less)}" if less else ""
        _rows(tx, f"UNWIND $rows AS row MATCH (n:Resource {{uri: row.uri}}) SET n += row.properties{add}{drop}", rows)
    for labels, rows in found.create.items():
        _rows(tx, f"UNWIND $rows AS row CREATE (n{_labels((RESOURCE, *labels))}) SET n = row", rows)
    merged = _rows(tx, _POINT_TO, sorted(found.point_to))
    for kind, rows in found.relate.items():
        _rows(tx, _relating(kind), rows)
    _rows(tx, _ALTER, found.alter)
    leaving = sorted(found.leaving)
    withdrawn = tuple(record["uri"] for record in tx.run(_WITHDRAW, uris=leaving))
    deleted = {record["uri"] for record in tx.run(_DELETE, uris=leaving)}
    changed = {row["uri"] for rows in found.change.values() for row in rows} - deleted
    return Loaded(
        created=sum(map(len, found.create.values())) + sum(map(len, found.relate.values())),
        merged=merged,
        changed=len(changed) + len(found.alter),
        removed=len(deleted) + len(found.unrelate),
        lost=found.lost,
        withdrawn=withdrawn,
    )


def _relating(kind: str) -> str:
    return (
        "UNWIND $rows AS row MATCH (a:Resource {uri: row.start}) MATCH (b:Resource {uri: row.end}) "
        f"CREATE (a)-[r:{kind}]->(b) SET r = row.properties"
    )


def _labels(names: Iterable[str]) -> str:
    return "".join(f":{name}" for name in names)


def _rows(tx: ManagedTransaction, statement: str, rows: Sequence[Row] | Sequence[str]) -> int:
    """Run the statement on the rows; how many nodes that made."""
    batches = (rows[first : first + ROWS] for first in range(0, len(rows), ROWS))
    return sum(tx.run(statement, rows=batch).consume().counters.nodes_created for batch in batches)


def record_of(graph: Projected, digest: str) -> Row:
    """What is recorded of a loaded graph: its IRI, the hash of what was loaded, and nodes that others may state too."""
    shared = sorted(node.uri for node in _shared(graph))
    return {"uri": GRAPH + graph.graph, "hash": digest} | ({"shared": shared} if shared else {})


def _record(tx: ManagedTransaction, batch: Sequence[tuple[Projected, str]]) -> None:
    tx.run(_RECORD, rows=[record_of(graph, digest) for graph, digest in batch if digest])
    tx.run(_FORGET, graphs=[GRAPH + graph.graph for graph, digest in batch if not digest])
