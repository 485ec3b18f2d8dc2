"""Terms: where the labels of the vocabulary stand in a text, by one pass of spaCy's PhraseMatcher.

The vocabulary is the gazetteer. A label inside a word that its concept names as `notLabel` is suppressed; of labels of
one kind that overlap the longest counts, the first among equals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from reformgraph.model import Kind
from reformgraph.vocabulary import Concept, Vocabulary

KINDS = (Kind.REGION, Kind.AGENCY, Kind.MECHANISM, Kind.PLATFORM, Kind.INSTRUMENT, Kind.BENEFICIARY)


@dataclass(frozen=True, slots=True)
class Term:
    """A label at its place (code points of the document) and the concept that it means in the plan's jurisdiction.

    The concept is None where a label is known only in other jurisdictions (市财政局 of another city).
    """

    kind: Kind
    start: int
    end: int
    concept: Concept | None


class TermMatcher:
    """The labels of one vocabulary, compiled for `nlp`."""

    def __init__(self, nlp: Language, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kinds: dict[int, tuple[str, tuple[Kind, ...], frozenset[str]]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        kinds: dict[str, list[Kind]] = {}
        vetoes: dict[str, set[str]] = {}
        for kind in KINDS:
            for label, concept in vocabulary.labels(kind):
                if len(label) > 1 and kind not in kinds.setdefault(label, []):
                    kinds[label].append(kind)
                for word in concept.not_labels:
                    vetoes.setdefault(word, set()).add(concept.iri)
        for label in kinds.keys() | vetoes.keys():
            key = nlp.vocab.strings.add(label)
            self._kinds[key] = label, tuple(kinds.get(label, ())), frozenset(vetoes.get(label, ()))
            self._matcher.add(label, [nlp.make_doc(label)])

    def __call__(self, doc: Doc, jurisdiction: str, kinds: Iterable[Kind] = KINDS) -> tuple[Term, ...]:
        """The terms of the document in order, each kind free of overlaps; `jurisdiction` decides context labels."""
        places = cast("list[int]", doc.to_array(["IDX"]).ravel().tolist())
        meanings: dict[tuple[Kind, str], Concept | None] = {}
        found: list[Term] = []
        vetoed: list[tuple[int, int, frozenset[str]]] = []
        wanted = frozenset(kinds)
        for key, first, after in self._matcher(doc):
            label, of, vetoes = self._kinds[key]
            start = places[first]
            end = places[after - 1] + 1
            if vetoes:
                vetoed.append((start, end, vetoes))
            for kind in of:
                if kind not in wanted:
                    continue
                if (kind, label) not in meanings:
                    meanings[kind, label] = self._vocabulary.resolve(kind, label, jurisdiction)
                concept = meanings[kind, label]
                if concept is not None or kind is Kind.AGENCY:
                    found.append(Term(kind, start, end, concept))
        return _longest(_allowed(found, vetoed))


def _allowed(terms: list[Term], vetoed: list[tuple[int, int, frozenset[str]]]) -> list[Term]:
    if not vetoed:
        return terms
    inside: dict[int, list[tuple[int, int, frozenset[str]]]] = {}
    for veto in vetoed:
        for place in range(veto[0], veto[1]):
            inside.setdefault(place, []).append(veto)
    return [
        term
        for term in terms
        if term.concept is None
        or not any(
            start <= term.start and term.end <= end and term.concept.iri in iris
            for start, end, iris in inside.get(term.start, ())
        )
    ]


def _longest(terms: list[Term]) -> tuple[Term, ...]:
    taken: dict[Kind, int] = {}
    kept: list[Term] = []
    for term in sorted(terms, key=lambda term: (term.start, -term.end)):
        if term.start >= taken.get(term.kind, 0):
            taken[term.kind] = term.end
            kept.append(term)
    return tuple(kept)
