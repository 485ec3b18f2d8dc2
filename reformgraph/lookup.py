"""From what a user calls a thing to the thing in the graph: by IRI, label or alias; candidates where several fit."""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from reformgraph.errors import QueryError
from reformgraph.namespaces import BASE, ONTOLOGY, PREFIXES

SHOWN = 10
"""How many candidates or suggestions a message lists."""

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


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph that a parameter can mean: its IRI, its name to show, and all that it is called."""

    iri: str
    name: str
    labels: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} <{shortened(self.iri)}>"


def find(store: ox.Store, kind: str, words: str) -> Thing:
    """The thing of that class (its local name, as Region) that the words mean.

    In this order: an IRI (full, or what stands behind our base, or its last part); the preferred label as written; any
    label as written; any label but for width, case and punctuation; a label's beginning; a part of a label. Raises
    QueryError listing the candidates where several things fit at one step, the nearest names where none does.
    """
    known = things(store, kind)
    for found in _steps(known, words):
        if len(found) == 1:
            return found[0]
        if found:
            used = measures(store, kind)
            ranked = sorted(found, key=lambda thing: (-used.get(thing.iri, 0), thing.name, thing.iri))
            raise QueryError(f"“{words}” may mean several things of kind {kind}; give one of these:\n{_listed(ranked)}")
    if not known:
        raise QueryError(f"the graph holds nothing of kind {kind}")
    raise QueryError(f"no {kind} is called “{words}”; the nearest are:\n{_listed(_nearest(known, words))}")


def most_used(store: ox.Store, kind: str) -> str:
    """The things of that class that most measures speak of, a line each, for a message."""
    used = measures(store, kind)
    ranked = sorted(things(store, kind), key=lambda thing: (-used.get(thing.iri, 0), thing.name, thing.iri))
    return _listed([thing for thing in ranked if thing.iri in used] or ranked)


def things(store: ox.Store, kind: str) -> tuple[Thing, ...]:
    """All things of that class with what they are called, by IRI."""
    called: dict[str, dict[str, bool]] = {}
    for thing, label, preferred in _query(store, _LABELS, kind):
        labels = called.setdefault(thing.value, {})
        labels[label.value] = labels.get(label.value, False) or (preferred.value == "true" and label.language != "en")
    return tuple(
        Thing(iri, max(labels, key=lambda label: (labels[label], label)), tuple(sorted(labels)))
        for iri, labels in sorted(called.items())
    )


def measures(store: ox.Store, kind: str) -> dict[str, int]:
    """How many measures speak of each thing of that class; those of which none speaks are left out."""
    return {thing.value: int(count.value) for thing, count in _query(store, _USED, kind)}


def shortened(iri: str) -> str:
    """The IRI without our base."""
    return iri.removeprefix(BASE)


def folded(words: str) -> str:
    """The words but for width, case, spaces and punctuation: how “双随机、一公开” and 双随机一公开 are the same."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", words).casefold() if letter.isalnum())


def nearest(words: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The names most like the words, best first."""
    return difflib.get_close_matches(words, list(names), count, cutoff=0.3)


def _steps(known: tuple[Thing, ...], words: str) -> Iterator[list[Thing]]:
    iri = words.strip("<>")
    yield [thing for thing in known if iri in (thing.iri, shortened(thing.iri))]
    yield [thing for thing in known if words == thing.name]
    yield [thing for thing in known if words in thing.labels]
    yield [thing for thing in known if iri == thing.iri.rpartition("/")[2]]
    plain = folded(words)
    if not plain:
        return
    labels = {thing: [folded(label) for label in thing.labels] for thing in known}
    yield [thing for thing in known if plain in labels[thing]]
    yield [thing for thing in known if any(label.startswith(plain) for label in labels[thing])]
    yield [thing for thing in known if any(plain in label for label in labels[thing])]


def _nearest(known: tuple[Thing, ...], words: str) -> list[Thing]:
    by_label = {folded(label): thing for thing in known for label in thing.labels}
    close = difflib.get_close_matches(folded(words), by_label, SHOWN, cutoff=0.0)
    return list(dict.fromkeys(by_label[label] for label in close))[:5]


def _listed(found: list[Thing]) -> str:
    lines = [f"  {thing}" for thing in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"  … and {len(found) - SHOWN} more")
    return "\n".join(lines)


def _query(store: ox.Store, query: str, kind: str) -> Iterator[ox.QuerySolution]:
    bound = query.replace("?class", f"<{ONTOLOGY}{kind}>").replace("CALLED", _CALLED.get(kind, _CONCEPT))
    solutions = store.query(bound, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions
