"""How much of a plan was read: its share in measures, the sentences that gave none, the words that are not known.

Pure: from a plan to plain values that the command line prints as text or JSON.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformgraph.model import Kind, Plan, Span
from reformgraph.summary import summarize
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extract.unmarked import Passage

NAMED = (Kind.MECHANISM, Kind.REGION, Kind.AGENCY, Kind.PLATFORM, Kind.INSTRUMENT, Kind.BENEFICIARY)
"""The kinds whose mentions name a concept, those first that an analyst looks for."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A sentence that yielded no measure where measures may stand: its provision, words and place."""

    path: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that an open pattern found and that no vocabulary has, and how many measures have it."""

    kind: Kind
    name: str
    measures: int


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Words that look like a term but were not marked: what they look like, how often, and where first."""

    looks: str
    words: str
    count: int
    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of one plan and what was not."""

    title: str
    number: str
    covered: float
    """Share of the text's code points that lie in measures, 0 to 1."""
    measures: int
    silent: tuple[Silent, ...]
    aside: int
    """How many sentences stand in parts that hold no measures."""
    unknown: tuple[Unknown, ...]
    unmarked: tuple[Unmarked, ...]


def cover(plan: Plan, vocabulary: Vocabulary) -> Coverage:
    """What the rules read of a plan, and what they left alone, as `vocabulary` stands."""
    from extract.unmarked import read_left  # noqa: PLC0415  its gazetteer imports spaCy

    left = read_left(plan, vocabulary)
    return Coverage(
        title=plan.header.title.value,
        number=plan.header.number.value if plan.header.number else "",
        covered=summarize(plan).covered,
        measures=len(plan.measures),
        silent=tuple(Silent(each.path, each.span.of(plan.text), each.span) for each in left.sentences),
        aside=left.aside,
        unknown=tuple(_unknown(plan)),
        unmarked=tuple(_unmarked(plan, left.words)),
    )


def _unknown(plan: Plan) -> Iterable[Unknown]:
    """By kind, those in most measures first."""
    counts = Counter(
        named
        for measure in plan.measures
        for named in {
            (r.mention.kind, r.mention.name)
            for r in measure.relations
            if r.mention.kind in NAMED and r.mention.concept is None
        }
    )
    for kind in NAMED:
        names = [(name, count) for (of, name), count in counts.items() if of is kind]
        yield from (Unknown(kind, name, count) for name, count in sorted(names, key=lambda each: (-each[1], each[0])))


def _unmarked(plan: Plan, found: Iterable["Passage"]) -> Iterable[Unmarked]:
    """By what they look like, the most frequent first."""
    places: dict[tuple[str, str], list[Passage]] = {}
    for each in found:
        looks = each.rule.partition(".")[2]
        places.setdefault((looks, each.span.of(plan.text)), []).append(each)
    listed = [Unmarked(looks, words, len(each), each[0].path, each[0].span) for (looks, words), each in places.items()]
    return sorted(listed, key=lambda each: (each.looks, -each.count, each.span))
