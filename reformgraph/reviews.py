"""The types of reviews: what a person says of a measure, or of a mention in it, and how it shall stand.

A review points at words, never at an offset or a graph: at a `Passage`, which can be found again in an edited text. It
states the whole of what shall stand, also where it only confirms, so that it holds whatever the rules find later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from reformgraph.model import AROUND, Deadline, Kind, Reviewer, Role, Span, Stage, Target

RULE = "review"
"""The rule of everything that a reviewer corrected or added."""


class Verdict(StrEnum):
    """What a review says: it stands as read, it does not, it stands otherwise, or it was missed."""

    ACCEPT = "accept"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text by its words, what stood around them, and where it began when it was looked at."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0

    @classmethod
    def of(cls, text: str, span: Span) -> "Passage":
        """The passage at this place of the text."""
        before, after = text[max(span.start - AROUND, 0) : span.start], text[span.end : span.end + AROUND]
        return cls(span.of(text), before, after, span.start)

    @property
    def span(self) -> Span:
        """Where it stood."""
        return Span(self.start, self.start + len(self.quote))


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """A measure as it was read or shall be: its stretch, its head verb as written, its stage (None: none shown)."""

    passage: Passage
    action: str | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class MentionReading:
    """A mention as it was read or shall be.

    `name` is that of the concept, whose IRI stands in `concept` where the vocabulary has it; `value` is that of a
    target or deadline, whose name is the quoted text.
    """

    passage: Passage
    name: str
    role: Role | None = None
    concept: str | None = None
    value: Target | Deadline | None = None


Reading = MeasureReading | MentionReading


def kept(reviews: Iterable["Review"]) -> tuple["Review", ...]:
    """Those that count, in the order of their times: of two with one id the later; each reviewer by the last name."""
    ordered = sorted(reviews, key=lambda review: review.order)
    names = {review.reviewer.iri: review.reviewer for review in ordered}
    latest = {review.id: replace(review, reviewer=names[review.reviewer.iri]) for review in ordered}
    return tuple(sorted(latest.values(), key=lambda review: review.order))


@dataclass(frozen=True, slots=True)
class Review:
    """One verdict. Of two about the same thing, which have the same `id`, only the later is kept.

    `measure` is the measure as it stood, or, in what was added, as it shall stand; `kind` and `mention` are those of a
    mention in it, None where the verdict is about the measure itself. `states` is what shall stand, or what was
    rejected; `path` is where it stood, for people.
    """

    id: str
    verdict: Verdict
    measure: Passage
    states: Reading
    reviewer: Reviewer
    time: datetime
    path: str = ""
    kind: Kind | None = None
    mention: Passage | None = None
    comment: str = ""

    @property
    def order(self) -> tuple[datetime, str]:
        """Later reviews stand over earlier ones."""
        return self.time, self.id
