"""Projected graphs → CSV for `neo4j-admin database import`: what `load.neo4j.loading` would make of an empty database.

One file for all nodes with the same labels and keys, and for all relationships of the same type and keys, so that no
cell is ever empty for want of a value; its header stands in a file of its own. Beside them `import.args`, the options
for neo4j-admin, and `schema.cypher`, the constraints and indexes to make after the import.
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from load.neo4j import constraints
from load.neo4j.loading import record_of
from load.neo4j.merging import merged
from load.neo4j.projection import Node, Projected, Value, plan_uri
from load.neo4j.schema import RESOURCE
from reformgraph.errors import InputError

ARGUMENTS = "import.args"
SCHEMA = "schema.cypher"

_OURS = re.compile(r"import\.(args|report)|schema\.cypher|(header-)?(nodes|relationships)-\d+\.csv")
"""Names of an export's files, and of the report that neo4j-admin writes beside them."""

_BETWEEN = "\x1f"
"""Between the items of a list: a control character that no plan's text holds."""

_OPTIONS = ("--multiline-fields=true", "--array-delimiter=U+001F", "--id-type=string", "--overwrite-destination=true")
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", date: "date"}


class _Writer(Protocol):
    def writerow(self, row: Iterable[Any], /) -> Any: ...


def export(folder: Path, graphs: Iterable[tuple[Projected, str]]) -> Iterator[str]:
    """Write the files into `folder`, whole or not at all; yields each graph's id when it is written.

    Each graph comes with the hash to be recorded. An earlier export there is replaced. Raises InputError where the
    folder holds anything but an export, is the current one or cannot be written.
    """
    folder = folder.resolve()
    try:
        _check(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as name:
            new, old = Path(name) / "new", Path(name) / "old"
            new.mkdir()
            with ExitStack() as files:
                yield from _Export(new, files).run(graphs)
            try:
                if folder.exists():
                    folder.rename(old)
                new.rename(folder)
            finally:
                if old.exists() and not folder.exists():
                    old.rename(folder)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error


def _check(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; name a folder")
    if folder == Path.cwd():
        raise InputError(f"{folder}: is the current folder, which is not replaced; name a new one, such as csv")
    names = sorted(each.name for each in folder.iterdir()) if folder.exists() else []
    for name in names:
        if not _OURS.fullmatch(name):
            raise InputError(f"{folder}: holds other files ({name}); name an empty or a new folder")


class _Export:
    def __init__(self, folder: Path, files: ExitStack) -> None:
        self.folder = folder
        self.files = files
        self.writers: dict[tuple[str, tuple[str, ...]], _Writer] = {}
        self.arguments: list[str] = []
        self.types: set[str] = set()

    def run(self, graphs: Iterable[tuple[Projected, str]]) -> Iterator[str]:
        shared: dict[str, dict[str, Node]] = {}
        pointed: set[str] = set()
        for graph, digest in graphs:
            own = plan_uri(graph.graph) + "/"
            stated = set()
            for node in graph.nodes:
                stated.add(node.uri)
                if node.uri.startswith(own):
                    self._node(merged({graph.graph: node}))
                else:
                    shared.setdefault(node.uri, {})[graph.graph] = node
            for each in graph.relationships:
                pointed.update(uri for uri in (each.start, each.end) if uri not in stated)
                self._relationship(each.type, each.start, each.end, each.properties)
            record = record_of(graph, digest)
            self._row("NamedGraph", "nodes", {"uri": record.pop("uri")}, record)
            yield graph.graph
        for statements in shared.values():
            self._node(merged(statements))
        for uri in sorted(pointed - shared.keys()):
            self._node(Node(uri, (), {}))
        (self.folder / ARGUMENTS).write_text("\n".join([*_OPTIONS, *self.arguments]) + "\n", "utf-8")
        schema = [*constraints.of_nodes(), *constraints.of_relationships(self.types)]
        (self.folder / SCHEMA).write_text(";\n".join(schema) + ";\n", "utf-8")

    def _node(self, node: Node) -> None:
        self._row(":".join((RESOURCE, *node.labels)), "nodes", {"uri": node.uri}, node.properties)

    def _relationship(self, kind: str, start: str, end: str, properties: Mapping[str, Value]) -> None:
        if "uri" in properties:
            self.types.add(kind)
        self._row(kind, "relationships", {"start": start, "end": end}, properties)

    def _row(self, name: str, what: str, ends: Mapping[str, str], properties: Mapping[str, Any]) -> None:
        header = tuple(f"{key}:{_type(value)}" for key, value in properties.items())
        writer = self.writers.get((name, header))
        if writer is None:
            writer = self.writers[name, header] = self._open(name, what, header)
        writer.writerow([*ends.values(), *map(_cell, properties.values())])

    def _open(self, name: str, what: str, header: tuple[str, ...]) -> _Writer:
        file = f"{what}-{len(self.writers) + 1:03}.csv"
        ids = ("uri:ID",) if what == "nodes" else (":START_ID", ":END_ID")
        with (self.folder / f"header-{file}").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, quoting=csv.QUOTE_ALL).writerow([*ids, *header])
        self.arguments.append(f"--{what}={name}=header-{file},{file}")
        out = self.files.enter_context((self.folder / file).open("w", encoding="utf-8", newline=""))
        return csv.writer(out, quoting=csv.QUOTE_ALL)


def _type(value: Any) -> str:
    return f"{_TYPES[type(value[0])]}[]" if isinstance(value, list) else _TYPES[type(value)]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _BETWEEN.join(map(_cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
