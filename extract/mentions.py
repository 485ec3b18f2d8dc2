"""Mentions: what a stretch of a plan names, from the terms of the vocabulary and from open patterns.

Each kind proposes candidates; then overlaps are resolved once: titled documents, platforms and instruments first, since
nothing inside their names is marked, then organizations, mechanisms, regions and beneficiaries, the longest first.
Offsets are code points of the whole text throughout.
"""

from collections.abc import Iterable, Sequence

from extract.beneficiaries import beneficiaries
from extract.documents import documents, instruments, platforms
from extract.mechanisms import mechanisms
from extract.places import agencies, regions
from extract.stretch import Candidate, Resolve, Stretch
from extract.terms import Term
from reformgraph.model import Kind, Mention, Span


def find_mentions(
    text: str, span: Span, terms: Sequence[Term], jurisdiction: str, resolve: Resolve
) -> tuple[Mention, ...]:
    """The mentions in `text[span]`, in order and free of overlaps, targets and deadlines aside.

    `terms` are those of the stretch, in order; `jurisdiction` is the plan's region by its plain full name, which 本市
    and 全省 mean ("" where unknown); `resolve` gives the concept that a label means there.
    """
    stretch = Stretch(text, span, terms, jurisdiction, resolve)
    placed = [*agencies(stretch), *regions(stretch)]
    stretch.places = {candidate.start: candidate.end for candidate in sorted(placed, key=lambda c: c.end)}
    proposed = [*documents(stretch), *platforms(stretch), *instruments(stretch), *placed]
    proposed += [*mechanisms(stretch), *beneficiaries(stretch)]
    return tuple(
        _mention(candidate.kind, candidate, resolve)
        for candidate in _resolved(proposed, span)
        if candidate.kind is not None
    )


def _resolved(proposed: Iterable[Candidate], span: Span) -> list[Candidate]:
    """Those that stand, in order: by rank, then the longest, then the first."""
    taken = bytearray(span.end - span.start)
    kept: list[Candidate] = []
    for candidate in sorted(proposed, key=lambda c: (c.rank, c.start - c.end, c.start, c.rule)):
        first, after = candidate.start - span.start, candidate.end - span.start
        if taken.find(1, first, after) < 0:
            taken[first:after] = b"\x01" * (after - first)
            kept.append(candidate)
    kept.sort(key=lambda candidate: candidate.start)
    return kept


def _mention(kind: Kind, candidate: Candidate, resolve: Resolve) -> Mention:
    concept = candidate.concept or resolve(kind, candidate.name)
    name, iri = (concept.pref, concept.iri) if concept else (candidate.name, None)
    return Mention(kind, Span(candidate.start, candidate.end), name, candidate.rule, iri)
