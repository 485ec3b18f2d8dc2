"""SPARQL that only reads: what a user's query may be, and its answer as rows.

A query is parsed twice before it runs, by rdflib (whose parse tree is searched for SERVICE) and by Oxigraph (whose
`query` takes no update). Oxigraph itself would follow SERVICE to the network.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import pyoxigraph as ox

from reformgraph.errors import QueryError
from reformgraph.language import Text
from reformgraph.namespaces import PREFIXES
from reformgraph.tables import Cell, Column, Row, Table

Term = ox.NamedNode | ox.Literal

LONGEST = 200_000
"""Code points of the longest query that is read; rdflib's parser takes about a second for them."""

_UPDATE = re.compile(r"\b(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_REASON = re.compile(r"(?:^|, )([A-Z][a-z]+ [^,\[\]]+)")
"""In Oxigraph's message: the place, and among what it expected the items that are sentences."""

_INTEGER = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
_REAL = ("double", "float", "decimal")


@dataclass(frozen=True, slots=True)
class Turtle:
    """The answer to CONSTRUCT and DESCRIBE: triples, sorted, as Turtle text."""

    text: str


@dataclass(frozen=True, slots=True)
class Stream:
    """The answer to SELECT and ASK while it is being computed: columns, and rows that can be read once."""

    columns: tuple[Column, ...]
    rows: Iterator[Row]


def run_sparql(text: str, store: ox.Store, limit: int | None = None) -> Table | Turtle:
    """The answer to a user's query over all named graphs: a table (SELECT, ASK) or Turtle (CONSTRUCT, DESCRIBE).

    `limit` bounds the rows or triples that are read. Raises QueryError where the query is no SPARQL 1.1 query, changes
    anything or would call another server.
    """
    answer = stream_sparql(text, store, limit)
    if isinstance(answer, Turtle):
        return answer
    if limit is None:
        return Table(answer.columns, tuple(answer.rows))
    rows = tuple(islice(answer.rows, limit + 1))
    return Table(answer.columns, rows[:limit], truncated=len(rows) > limit)


def stream_sparql(text: str, store: ox.Store, limit: int | None = None) -> Stream | Turtle:
    """As `run_sparql`, but rows come one by one, as the store finds them; `limit` bounds triples only."""
    query, names_graphs = read_only(text)
    answer = ask(query, store, union=not names_graphs)
    if isinstance(answer, ox.QueryTriples):
        return Turtle(_turtle(islice(answer, limit)))
    if isinstance(answer, ox.QueryBoolean):
        return Stream((_column("answer"),), iter([(bool(answer),)]))
    columns = tuple(_column(variable.value) for variable in answer.variables)
    return Stream(columns, rows_of(answer))


class ReadOnly(NamedTuple):
    """A query that only reads, and whether it names its graphs (FROM) instead of asking all."""

    text: str
    names_graphs: bool


def read_only(text: str) -> ReadOnly:
    """The query as it may be run: read by rdflib as one query without SERVICE.

    Line ends become LF: a comment ends at CR for Oxigraph, but not for rdflib, so that SERVICE could hide behind one.
    Raises QueryError with the place where it cannot be read, or with what is refused.
    """
    from pyparsing import ParseBaseException  # noqa: PLC0415  (rdflib's parser is heavy: only a user's query needs it)
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    if len(text) > LONGEST:
        raise QueryError(f"the query is too long: {len(text)} characters, at most {LONGEST} are read")
    query = re.sub(r"\r\n?", "\n", sound(text).removeprefix("\ufeff"))
    try:
        tree = parseQuery(query)
    except ParseBaseException as error:
        if update := _update_in(query):
            raise QueryError(f"refused: {update} would change the graph; only queries that read are run") from error
        raise _unreadable(query, error.lineno, error.column) from error
    except RecursionError as error:
        raise QueryError("the query is nested too deeply to be read") from error
    except ValueError as error:  # an escape that stands for no character
        raise QueryError(f"the query cannot be read: {error}") from error
    names = frozenset(_names(tree))
    if "ServiceGraphPattern" in names:
        raise QueryError("refused: SERVICE would call another server; queries stay within the graph")
    return ReadOnly(query, "DatasetClause" in names)


def ask(query: str, store: ox.Store, *, union: bool = True) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Oxigraph's answer to a query that has been checked; `union` makes all named graphs the default graph.

    Our prefixes need no declaration. FROM is heeded only without `union`.
    """
    try:
        return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        place = _PLACE.match(str(error.msg))
        if place is None:
            raise QueryError(f"the query cannot be read: {error.msg}") from error
        raise _unreadable(query, int(place[1]), int(place[2]), "; ".join(_REASON.findall(place[3]))) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def rows_of(solutions: ox.QuerySolutions) -> Iterator[Row]:
    """The solutions as rows of plain values, in their order; raises QueryError where the store fails on the way."""
    try:
        for solution in solutions:
            yield tuple(cell(term) for term in solution)
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def cell(term: Any) -> Cell:
    """A term as a plain value: an IRI its text, a literal its number, truth value or words, unbound None."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        return _value(term)
    return str(term)


def bind(query: str, values: Mapping[str, Term | None]) -> str:
    """The query with the terms of each `VALUES ?name { … }` line of its own replaced; None is UNDEF.

    A term goes in as Oxigraph writes it (N-Triples), so whatever text a literal holds, it stays one literal. Variables
    without such a line are left alone.
    """

    def replaced(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            return match[0]
        term = values[name]
        return f"VALUES ?{name} {{ {'UNDEF' if term is None else term} }}"

    return VALUES.sub(replaced, query)


VALUES = re.compile(
    r"(?<![^\n \t])VALUES[ \t]+\?(\w+)[ \t]*\{[ \t]*(?:<[^>\s]*>|\"[^\"\n]*\"\S*|[^\s}]+)[ \t]*\}", re.MULTILINE
)
"""What gives one variable one value: how a query of the catalogue takes a parameter."""


def sound(text: str) -> str:
    """The text with ? for surrogates, which a terminal's undecodable bytes become and no store or console takes."""
    return text.encode("utf-8", "replace").decode()


def _names(node: Any) -> Iterator[str]:
    """The names of all parts of a parse tree; a loop, since user's queries nest."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(name := getattr(part, "name", None), str):
            yield name
        if isinstance(
            part, dict
        ):  # not Mapping: pyparsing's results pass for one, and would show their named parts alone
            waiting.extend(part.values())
        elif not isinstance(part, str) and hasattr(part, "__iter__"):
            waiting.extend(part)


def _update_in(query: str) -> str:
    from pyparsing import ParseBaseException  # noqa: PLC0415
    from rdflib.plugins.sparql.parser import parseUpdate  # noqa: PLC0415

    found = _UPDATE.search(query)
    try:
        parseUpdate(query)
    except (ParseBaseException, RecursionError):
        return ""
    return found[0].upper() if found else ""


def _unreadable(query: str, line: int, column: int, why: str = "") -> QueryError:
    words = "".join(query.split("\n")[line - 1 : line])[max(column - 40, 0) : column + 40].strip()
    return QueryError(f"the query cannot be read at line {line}, column {column}: “{words}”{why and f' ({why})'}")


def _column(name: str) -> Column:
    return Column(name, Text(name, name))


def _value(literal: ox.Literal) -> Cell:
    kind = literal.datatype.value.removeprefix(PREFIXES["xsd"])
    try:
        if kind in _INTEGER:
            return int(literal.value)
        if kind in _REAL:
            return float(literal.value)
    except ValueError:
        return literal.value
    return literal.value == "true" if kind == "boolean" else literal.value


def _turtle(triples: Iterator[ox.Triple]) -> str:
    ordered = sorted(set(triples), key=str)
    written = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return written.decode() if written else ""
