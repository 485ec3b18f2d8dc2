"""One node for what several graphs state: put together for the database, taken apart to change one graph's part.

On the node stand `graphs` (the ids of the graphs that state it) and `stated`: what each of them says, in their order,
or once where all say the same, which is nearly always; of a plan's own nodes, which no other graph states, the keys
alone. So a graph can be loaded again, or go, without the others, and what a user added or changed is told from what we
wrote.
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
        own = len(graphs) == 1 and uri.startswith(plan_uri(graphs[0]) + "/")
        stated: list[Any] = [_keys(tuple(sorted(node.properties))) if own else _written(node)]
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
    """What each graph states of a node, from the node as it stands in the database; empty where none does.

    Where what was written there cannot be read any more, each graph is taken to state what stands on the node.
    """
    graphs, stated = (_texts(properties.get(name)) for name in BOOKKEEPING)
    try:
        said = [json.loads(text) for text in stated]
        if len(said) == 1 and isinstance(said[0], list):
            return dict.fromkeys(graphs, _standing(uri, labels, properties, said[0], schema))
        nodes = [_read(uri, each, schema) for each in said]
        return dict.fromkeys(graphs, nodes[0]) if len(nodes) == 1 else dict(zip(graphs, nodes, strict=True))
    except (ValueError, KeyError, TypeError, AttributeError):
        known = [key for key in properties if schema.key(key)]
        return dict.fromkeys(graphs, _standing(uri, labels, properties, known, schema))


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _standing(
    uri: str, labels: Iterable[str], properties: Mapping[str, Any], keys: Iterable[str], schema: Schema
) -> Node:
    ours = {label.name for label in schema.labels.values()}
    return Node(
        uri, tuple(sorted(ours.intersection(labels))), {key: properties[key] for key in keys if key in properties}
    )


def _read(uri: str, said: Mapping[str, Any], schema: Schema) -> Node:
    properties = {key: _typed(key, value, schema) for key, value in said["properties"].items()}
    return Node(uri, tuple(said["labels"]), properties)


def _typed(name: str, value: Any, schema: Schema) -> Any:
    known = schema.key(name)
    if known is None or not known[0].datatype.endswith("#date"):
        return value
    return [date.fromisoformat(each) for each in value] if isinstance(value, list) else date.fromisoformat(value)
