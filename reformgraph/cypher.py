"""Neo4j as an engine: the catalogue's Cypher and a user's, both in transactions that only read.

A user's query is planned before it is run: one that would write, or would have the server fetch a file (LOAD CSV), is
refused; LOAD CSV by its words too, since a plan does not show what stands inside an expression. What planning does not
tell, such as CREATE USER, the server refuses in a transaction that reads.
"""

import ast
import json
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from neo4j import Driver, ManagedTransaction, ResultSummary, exceptions
from neo4j.graph import Node, Path, Relationship

from load.neo4j.connection import session_of
from load.neo4j.schema import schema
from reformgraph.engine import Value
from reformgraph.errors import QueryError
from reformgraph.language import Text
from reformgraph.lookup import Thing, named
from reformgraph.tables import Cell, Column, Row, Table

_CALLED = {"Plan": "n {.number, .title, .other_number, .other_title}", "Measure": "n {.quote}"}
_CONCEPT = (
    "n {.name, .name_en, .other_name, .aliases, .aliases_en, .hidden, .hidden_en, .contextLabel, .contextLabel_en}"
)
"""By what a thing with a label is called; see `reformgraph.oxigraph` for the same in SPARQL."""
_SHOWN = frozenset({"name", "number", "quote"})

_PARAMETER_LINE = re.compile(r"^:param\b(.*)$", re.MULTILINE)
_PARAMETER = re.compile(
    r"""\s*(\w+)\s*=>\s*(?:(null|true|false)|(-?\d{1,18}(?:\.\d+)?|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))\s*;?\s*"""
)
_CONSTANTS = {"null": None, "true": True, "false": False}
_EXPLAIN = "EXPLAIN "
_PLANNED = re.compile(r"^(\s*)(?:EXPLAIN|PROFILE)\b", re.IGNORECASE)
_QUOTED = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|//[^\r\n]*|/\*.*?\*/""",
    re.DOTALL,
)
"""Literals, quoted names and comments."""
_FETCH = re.compile(r"LOAD[^\w!-~]+CSV", re.IGNORECASE)
"""The two words with whatever the server may take for a blank between them."""
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_PLACE = re.compile(r"\(line (\d+), column (\d+)(?: \(offset: (\d+)\))?\)")


class Neo4j:
    """A Neo4j database into which the graph was loaded."""

    language = "cypher"

    def __init__(self, driver: Driver, database: str | None = None) -> None:
        self.driver = driver
        self.database = database

    def things(self, kind: str) -> tuple[Thing, ...]:
        """See `lookup.Naming`."""
        query = f"MATCH (n:Resource:{_label(kind)}) RETURN n.uri AS uri, {_CALLED.get(kind, _CONCEPT)} AS called"
        return named(
            (uri, label, key in _SHOWN)
            for uri, called in self._read(query, {})
            for key, value in called.items()
            for label in (value if isinstance(value, list) else [value])
            if label is not None
        )

    def measures(self, kind: str) -> dict[str, int]:
        """See `lookup.Naming`."""
        query = (
            f"MATCH (m:Measure)-[r]->(n:Resource:{_label(kind)}) WHERE r.graph IS NOT NULL "  # a user's have none
            "RETURN n.uri AS uri, count(DISTINCT m) AS measures"
        )
        return dict(self._read(query, {}))

    def rows(self, query: str, values: Mapping[str, Value]) -> Iterator[Row]:
        """See `Engine`: values are given to the query as parameters of the same names."""
        for record in self._read(_PARAMETER_LINE.sub("", query), dict(values)):
            yield tuple(cell(value) for value in record)

    def ask(self, text: str, limit: int | None = None) -> Table:
        """The answer to a user's query, of which `limit` bounds the rows that are read.

        Lines such as `:param lang => 'zh';` give it parameters, as in Neo4j Browser. Raises QueryError where it cannot
        be read or is refused.
        """
        values = parameters(text)
        text = _PARAMETER_LINE.sub("", text)
        self._planned(text, values)

        @_refused()
        def work(tx: ManagedTransaction) -> Table:
            result = tx.run(text, values)
            columns = tuple(Column(name, Text(name, name)) for name in result.keys())  # noqa: SIM118  iterating gives records
            records = result.fetch(limit + 1) if limit else list(result)
            rows = tuple(tuple(cell(value) for value in record.values()) for record in records[:limit])
            return Table(columns, rows, truncated=len(records) > len(rows))

        with session_of(self.driver, self.database) as session:
            return session.execute_read(work)

    def _read(self, query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        @_refused()
        def work(tx: ManagedTransaction) -> list[tuple[Any, ...]]:
            return [tuple(record.values()) for record in tx.run(query, dict(values))]

        with session_of(self.driver, self.database) as session:
            return session.execute_read(work)

    def _planned(self, text: str, values: dict[str, Any]) -> None:
        # Begins with EXPLAIN whatever the text is; blanks keep its places.
        plain = _EXPLAIN + _PLANNED.sub(lambda match: match[1] + " " * len("PROFILE"), text)

        @_refused(before=len(_EXPLAIN))
        def work(tx: ManagedTransaction) -> ResultSummary:
            return tx.run(plain, values).consume()

        with session_of(self.driver, self.database) as session:
            summary = session.execute_read(work)
        if "w" in (summary.query_type or ""):
            raise QueryError("refused: the query would change the database; only queries that read are run")
        operators = list(_operators(summary.plan))
        if _fetches(text) or any("LoadCSV" in name for name in operators):
            raise QueryError("refused: LOAD CSV would have the server fetch a file; queries stay within the graph")
        if any("TerminateTransactions" in name for name in operators):
            raise QueryError("refused: the query would end what others are doing; only queries that read are run")


def parameters(text: str) -> dict[str, Any]:
    """The parameters that lines such as `:param lang => 'zh';` of a text give: words, numbers, true, false or null.

    Raises QueryError naming a line that gives something else.
    """
    found: dict[str, Any] = {}
    for line in _PARAMETER_LINE.finditer(text):
        try:
            name, constant, literal = _PARAMETER.fullmatch(line[1]).groups()  # type: ignore[union-attr]
            found[name] = _CONSTANTS[constant] if constant else ast.literal_eval(literal)
        except (AttributeError, ValueError, SyntaxError) as error:
            raise QueryError(
                f"“{line[0].strip()}” cannot be read; write it as “:param name => 'words';”, with words, a number, "
                "true, false or null, or put the value into the query"
            ) from error
    return found


def _label(kind: str) -> str:
    if kind not in {label.name for label in schema().labels.values()}:
        raise QueryError(f"there is no label {kind}")
    return kind


def _operators(plan: Any) -> Iterator[str]:
    waiting = [plan] if plan else []
    while waiting:
        part = waiting.pop()
        yield str(part.get("operatorType", ""))
        waiting += part.get("children", [])


def _fetches(text: str) -> bool:
    """Whether a query has a LOAD CSV, read with `\\uXXXX` as the letter that it stands for (Cypher 5), and as it is."""
    resolved = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[0], text)
    return any(_FETCH.search(_QUOTED.sub(" ", reading)) for reading in (text, resolved))


@contextmanager
def _refused(before: int = 0) -> Iterator[None]:
    """The server's word on a query, with the place in the user's own text, `before` which stand so many characters.

    It is said within the transaction, which is not tried again then.
    """
    try:
        yield
    except exceptions.ClientError as error:
        code, words = str(error.code), str(error.message)
        if code.endswith(".AccessMode"):
            raise QueryError("refused: the query would change the database; only queries that read are run") from error
        if ".Statement." not in code and ".Procedure." not in code:
            raise
        raise QueryError(f"the query cannot be run: {_placed(words, before)}") from error
    except exceptions.TransientError as error:
        if "OutOfMemory" not in str(error.code):
            raise
        raise QueryError(
            "the query needs more memory than Neo4j has; ask for less, or give it more "
            "(`reformgraph neo4j stop`, then `reformgraph neo4j start --heap 2g`)"
        ) from error


def _placed(words: str, before: int) -> str:
    """The first line of a message, its place on line 1 without what we put before the text."""

    def moved(match: re.Match[str]) -> str:
        column = int(match[2]) - (before if match[1] == "1" else 0)
        return f"(line {match[1]}, column {max(column, 1)})"

    return _PLACE.sub(moved, words.splitlines()[0] if words else "")


def cell(value: Any) -> Cell:
    """A value of Neo4j as a plain one: a node its uri, a time in ISO form, a path in words, a list or map as JSON."""
    match value:
        case None | bool() | int() | float() | str():
            infinite = isinstance(value, float) and not math.isfinite(value)
            return str(value) if infinite else value  # JSON has no number for it
        case Node():
            return str(value["uri"]) if "uri" in value else f"(:{':'.join(sorted(value.labels))})"
        case Relationship():
            return f"[:{value.type}] {value.get('quote', '')}".strip()
        case Path():
            return _path(value)
        case list() | dict():
            return json.dumps(_plain(value), ensure_ascii=False)
        case _:
            return str(value.iso_format()) if hasattr(value, "iso_format") else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else cell(value)


def _path(path: Path) -> str:
    words = [_shown(path.start_node)]
    for start, relationship in zip(path.nodes, path.relationships, strict=False):
        forward = relationship.start_node == start
        left, right = ("-", "->") if forward else ("<-", "-")
        other = relationship.end_node if forward else relationship.start_node
        words.append(f"{left}[{relationship.type}]{right} {_shown(other)}")
    return " ".join(words)


def _shown(node: Any) -> str:
    return str(next((node[key] for key in ("name", "quote", "uri") if key in node), "()"))
