"""What a question is asked of: the embedded store by SPARQL or Neo4j by Cypher, with the same answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from reformgraph.lookup import Naming
from reformgraph.tables import Row


class Iri(str):
    """A parameter's value that is a thing of the graph, not words."""

    __slots__ = ()


Value = Iri | str | int | date | bool | None
"""A parameter's value; None restricts nothing."""


class Engine(Naming, Protocol):
    """A graph that can be asked the questions of the catalogue."""

    language: str
    """Name of the query language, as the files of the catalogue end: rq, cypher."""

    def rows(self, query: str, values: Mapping[str, Value]) -> Iterable[Row]:
        """The rows of a catalogue file's query with these values for its parameters.

        Raises QueryError where the query cannot be run.
        """
