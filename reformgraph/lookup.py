"""From what a user calls a thing to the thing in the graph: by IRI, label or alias; candidates where several fit.

Pure: what things there are and what they are called is asked of an engine.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from reformgraph.errors import QueryError
from reformgraph.namespaces import BASE

SHOWN = 10
"""How many candidates or suggestions a message lists."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph that a parameter can mean: its IRI, its name to show, and all that it is called."""

    iri: str
    name: str
    labels: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} <{shortened(self.iri)}>"


class Naming(Protocol):
    """Whoever knows what the things of a graph are called."""

    def things(self, kind: str) -> tuple[Thing, ...]:
        """All things of that class (its local name, as Region) with what they are called, by IRI."""

    def measures(self, kind: str) -> dict[str, int]:
        """How many measures speak of each thing of that class; those of which none speaks are left out."""


def named(called: Iterable[tuple[str, str, bool]]) -> tuple[Thing, ...]:
    """Things by IRI from (IRI, label, whether it is one to show); a thing is shown by the greatest label to show."""
    by_iri: dict[str, dict[str, bool]] = {}
    for iri, label, preferred in called:
        labels = by_iri.setdefault(iri, {})
        labels[label] = labels.get(label, False) or preferred
    return tuple(
        Thing(iri, max(labels, key=lambda label: (labels[label], label)), tuple(sorted(labels)))
        for iri, labels in sorted(by_iri.items())
    )


def find(names: Naming, kind: str, words: str) -> Thing:
    """The thing of that class (its local name, as Region) that the words mean.

    In this order: an IRI (full, or what stands behind our base, or its last part); the preferred label as written; any
    label as written; any label but for width, case and punctuation; a label's beginning; a part of a label. Raises
    QueryError listing the candidates where several things fit at one step, the nearest names where none does.
    """
    known = names.things(kind)
    for found in _steps(known, words):
        if len(found) == 1:
            return found[0]
        if found:
            used = names.measures(kind)
            ranked = sorted(found, key=lambda thing: (-used.get(thing.iri, 0), thing.name, thing.iri))
            raise QueryError(f"“{words}” may mean several things of kind {kind}; give one of these:\n{_listed(ranked)}")
    if not known:
        raise QueryError(f"the graph holds nothing of kind {kind}")
    raise QueryError(f"no {kind} is called “{words}”; the nearest are:\n{_listed(_nearest(known, words))}")


def most_used(names: Naming, kind: str) -> str:
    """The things of that class that most measures speak of, a line each, for a message."""
    used = names.measures(kind)
    ranked = sorted(names.things(kind), key=lambda thing: (-used.get(thing.iri, 0), thing.name, thing.iri))
    return _listed([thing for thing in ranked if thing.iri in used] or ranked)


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
