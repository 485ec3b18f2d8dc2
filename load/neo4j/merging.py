"""One node for what several graphs state: put together for the database, taken apart to change one graph's part.

On the node stand `graphs` (the ids of the graphs that state it) and `stated`: one item with the keys that are theirs
where all say the same, which is nearly always; else, in the order of the graphs, all that each says. So a graph can be
loaded again, or go, without the others, and what a user added is told from what we wrote.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from load.neo4j.projection import VOCABULARY, Node, Value, plan_uri, shown_name
from load.neo4j.schema import BOOKKEEPING, Schema

_OTHER = "other_"
_CONCEPTS = frozenset({"Concept", "ConceptScheme"})


def merged(statements: Mapping[str, Node]) -> Node:
    """The node for what the graphs (by id) state of one thing, with the bookkeeping among its properties.

    A single value is that of the thing's own plan, else the vocabulary's, else of the first graph; others stand in
    `other_…`. Lists are put together.
    """
    graphs: list[Any] = sorted(statements)
    (*_, uri) = {node.uri for node in statements.values()}
    node = statements[graphs[0]]
    if all(other == node for other in statements.values()):
        stated: list[Any] = [_keys(tuple(sorted(node.properties)))]
        return Node(uri, node.labels, {**node.properties, "graphs": graphs, "stated": stated})
    labels = sorted({label for node in statements.values() for label in node.labels})
    found: dict[str, Value] = {}
    ranked = sorted(graphs, key=lambda graph: (plan_uri(graph) != uri, graph != VOCABULARY, graph))
    for node in (statements[graph] for graph in ranked):
        for key, value in node.properties.items():
            _add(found, key, value)
    if _CONCEPTS.isdisjoint(labels):
        found = {key: value for key, value in found.items() if key not in ("name", "other_name")}
        if shown := shown_name(found):
            found["name"] = shown
    found |= {"graphs": graphs, "stated": [_written(statements[graph]) for graph in graphs]}
    return Node(uri, tuple(labels), found)


@lru_cache(maxsize=4096)
def _keys(keys: tuple[str, ...]) -> str:
    return json.dumps(keys, separators=(",", ":"))


def _add(found: dict[str, Value], key: str, value: Value) -> None:
    if key not in found:
        found[key] = value
    elif isinstance(value, list):
        found[key] = _together(found[key], value)
    elif found[key] != value:
        found[_OTHER + key] = _together(found.get(_OTHER + key, []), [value])
    base = key.removeprefix(_OTHER)
    if key != base and base in found and found[base] in found[key]:  # type: ignore[operator]
        rest = [each for each in found[key] if each != found[base]]  # type: ignore[union-attr]
        found |= {key: rest}
        if not rest:
            del found[key]


def _together(*lists: Any) -> Any:
    return sorted({each for listed in lists for each in listed}, key=str)


def _written(node: Node) -> str:
    plain = {key: _plain(value) for key, value in sorted(node.properties.items())}
    return json.dumps({"labels": node.labels, "properties": plain}, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, list) else value


def statements(uri: str, labels: Iterable[str], properties: Mapping[str, Any], schema: Schema) -> dict[str, Node]:
    """What each graph states of a node, from the node as it stands in the database; empty where none does."""
    graphs, stated = (properties.get(name) or [] for name in BOOKKEEPING)
    if len(stated) == 1:
        keys = json.loads(stated[0])
        ours = {label.name for label in schema.labels.values()}
        known = tuple(sorted(ours.intersection(labels)))
        node = Node(uri, known, {key: properties[key] for key in keys if key in properties})
        return dict.fromkeys(graphs, node)
    return {graph: _read(uri, text, schema) for graph, text in zip(graphs, stated, strict=True)}


def _read(uri: str, text: str, schema: Schema) -> Node:
    said = json.loads(text)
    properties = {key: _typed(key, value, schema) for key, value in said["properties"].items()}
    return Node(uri, tuple(said["labels"]), properties)


def _typed(name: str, value: Any, schema: Schema) -> Any:
    known = schema.key(name)
    if known is None or not known[0].datatype.endswith("#date"):
        return value
    return [date.fromisoformat(each) for each in value] if isinstance(value, list) else date.fromisoformat(value)
