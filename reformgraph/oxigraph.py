"""The embedded store as an engine: the catalogue's SPARQL, and what things are called."""

from collections.abc import Iterator, Mapping
from datetime import date

import pyoxigraph as ox

from reformgraph.engine import Iri, Value
from reformgraph.errors import QueryError
from reformgraph.lookup import Thing, named
from reformgraph.namespaces import ONTOLOGY, PREFIXES
from reformgraph.sparql import Term, ask, bind, rows_of
from reformgraph.tables import Row

_CONCEPT = "(skos:prefLabel true) (skos:altLabel false) (skos:hiddenLabel false) (rg:contextLabel false)"
_CALLED = {"Plan": "(rg:number true) (rg:title false)", "Measure": "(rg:quote true)"}
"""By what a thing of a class is called, and whether it is shown so; concepts go by their labels."""

# A concept may be described in many plans' graphs, and the union of graphs gives each triple once for every graph: each
# pattern of its own is made distinct before they are joined, or the rows would grow with the square of the plans.
_LABELS = """
SELECT ?thing ?label ?preferred {
  { SELECT DISTINCT ?thing { ?thing a ?class } }
  { SELECT DISTINCT ?thing ?label ?preferred { VALUES (?property ?preferred) { CALLED } ?thing ?property ?label } }
}"""

_USED = """
SELECT ?thing (COUNT(DISTINCT ?measure) AS ?measures) {
  { SELECT DISTINCT ?thing { ?thing a ?class } }
  ?measure a rg:Measure ; ?property ?thing .
} GROUP BY ?thing"""


class Oxigraph:
    """A store, read over all its named graphs."""

    language = "rq"

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def things(self, kind: str) -> tuple[Thing, ...]:
        """See `lookup.Naming`."""
        return named(
            (thing.value, label.value, preferred.value == "true" and label.language != "en")
            for thing, label, preferred in self._ask(_LABELS, kind)
        )

    def measures(self, kind: str) -> dict[str, int]:
        """See `lookup.Naming`."""
        return {thing.value: int(count.value) for thing, count in self._ask(_USED, kind)}

    def rows(self, query: str, values: Mapping[str, Value]) -> Iterator[Row]:
        """See `Engine`: each value replaces that of its `VALUES` line."""
        answer = ask(bind(query, {name: _term(value) for name, value in values.items()}), self.store)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("the question is no SELECT query")
        return rows_of(answer)

    def _ask(self, query: str, kind: str) -> Iterator[ox.QuerySolution]:
        bound = query.replace("?class", f"<{ONTOLOGY}{kind}>").replace("CALLED", _CALLED.get(kind, _CONCEPT))
        solutions = self.store.query(bound, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions


def _term(value: Value) -> Term | None:
    match value:
        case None:
            return None
        case Iri():
            return ox.NamedNode(value)
        case date():
            return ox.Literal(value.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
        case _:
            return ox.Literal(value)
