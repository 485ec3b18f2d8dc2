"""Constraints and indexes: made before anything is loaded, each only where it is not there yet."""

from collections.abc import Iterable, Iterator

FULL_TEXT = {
    "reformgraph_names": (
        ("Concept", "Document", "Provision"),
        ("name", "name_en", "aliases", "aliases_en", "title", "number"),
    ),
    "reformgraph_texts": (("Measure",), ("quote", "outcome")),
}
"""Full-text indexes: name → labels and properties. Their analyzer takes Chinese text apart in pairs of characters."""

_LOOKED_UP = (
    ("Concept", "name"),
    ("Document", "number"),
    ("Plan", "year"),
    ("Measure", "path"),
    ("Deadline", "to"),
)


def of_nodes() -> Iterator[str]:
    """The statements for nodes: one node an IRI, what is looked up often, and full text."""
    yield "CREATE CONSTRAINT resource_uri IF NOT EXISTS FOR (n:Resource) REQUIRE n.uri IS UNIQUE"
    yield "CREATE CONSTRAINT named_graph_uri IF NOT EXISTS FOR (n:NamedGraph) REQUIRE n.uri IS UNIQUE"
    for label, key in _LOOKED_UP:
        yield f"CREATE INDEX {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
    for name, (labels, keys) in FULL_TEXT.items():
        yield (
            f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{'|'.join(labels)}) "
            f"ON EACH [{', '.join(f'n.{key}' for key in keys)}] OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'cjk'}}}}"
        )


def of_relationships(types: Iterable[str]) -> Iterator[str]:
    """The statements for these types: one relationship an Evidence."""
    for kind in sorted(types):
        name = f"{kind.lower()}_uri"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR ()-[r:{kind}]-() REQUIRE r.uri IS UNIQUE"
