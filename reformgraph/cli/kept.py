"""The plans that a graph's folder keeps: found by what a user calls them, and read back from their files."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from reformgraph.errors import GraphError

if TYPE_CHECKING:
    from load.oxigraph import Entry, GraphFolder
    from reformgraph.model import Plan
    from reformgraph.vocabulary import Vocabulary


def chosen(folder: "GraphFolder", names: list[str] | None) -> "Sequence[Entry]":
    """The plans that are named (文号, title, id or IRI), by id; all where none is.

    Raises GraphError where the folder holds none, QueryError where a name means none, or several.
    """
    entries = {entry.id: entry for entry in folder.plans()}
    if not names:
        if not entries:
            raise GraphError(f"{folder.path}: holds no plan; build one first: reformgraph build PLAN")
        return list(entries.values())
    return [entries[name] for name in sorted({id_of(folder, name, entries) for name in names})]


def id_of(folder: "GraphFolder", name: str, known: Collection[str]) -> str:
    """The id of the plan of this name, which may be one of the ids that are known.

    Raises QueryError where it means none, or several.
    """
    from load.iris import plan_id
    from reformgraph import lookup
    from reformgraph.oxigraph import Oxigraph

    if name in known:
        return name
    with folder.reader() as store:
        return plan_id(lookup.find(Oxigraph(store), "Plan", name).iri)


def read_kept(entry: "Entry", vocabulary: "Vocabulary") -> "Plan":
    """A plan as it was last built. Raises GraphError where its files are damaged."""
    from rdflib import Graph

    from load.reading import read_plan

    file, text = entry.folder / "plan.ttl", entry.text
    try:
        graph = Graph().parse(file, format="turtle")
    except Exception as error:
        raise GraphError(f"{file}: is not Turtle; build its plan again") from error
    return read_plan(graph, text, vocabulary)
