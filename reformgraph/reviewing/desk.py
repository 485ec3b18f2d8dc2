"""One plan under review: what a file settles of it, beside what is kept already."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from extract.passages import locate
from extract.quoting import Quotes
from extract.review import Reviewed
from reformgraph.model import Kind, Plan, Reviewer, Span
from reformgraph.reviewing.cells import Line
from reformgraph.reviewing.table import ACCEPT, WITHDRAW, About
from reformgraph.reviewing.workbook import PlanSheet, ReviewFile
from reformgraph.reviews import MentionReading, Passage, Reading, Review, Verdict
from reformgraph.scoring import SHARE, share

_SHOWN = 24
_LISTED = 6


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """A plan of the graph as it is now: its id, and itself with the reviews that are kept of it."""

    id: str
    reviewed: Reviewed
    reviews: tuple[Review, ...]

    @property
    def plan(self) -> Plan:
        """The plan with what its reviewers say."""
        return self.reviewed.plan


Finding = Callable[[PlanSheet], KnownPlan | None]
"""Gives a plan of a file as the graph has it now."""


@dataclass(slots=True)
class Given:
    """A row's verdict in the making: the review's parts but for who and when."""

    id: str
    measure: Passage
    states: Reading
    path: str
    kind: Kind | None = None
    mention: Passage | None = None


@dataclass
class Desk:
    """A plan under review by somebody at some time.

    `given` are the reviews of this file by id, `withdrawn` the ids of those that it takes back. `moved` says of
    measures of the plan, by index, where they stand after this file (None: nowhere), `added` where new ones do.
    """

    known: KnownPlan
    reviewer: Reviewer
    time: datetime
    given: dict[str, Review] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    moved: dict[int, tuple[Span | None, Line]] = field(default_factory=dict)
    added: list[tuple[Span, Line]] = field(default_factory=list)
    named: dict[tuple[Kind, Span], tuple[object, Line]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.known.plan

    @property
    def text(self) -> str:
        """The plan's text."""
        return self.known.plan.text

    @cached_property
    def kept(self) -> dict[str, Review]:
        """What is kept of the plan already, by id."""
        return {review.id: review for review in self.known.reviews}

    @cached_property
    def quotes(self) -> Quotes:
        """Where words stand in the plan."""
        return Quotes(self.text)

    @cached_property
    def indexes(self) -> dict[str | Span, int]:
        """The plan's measures by the id of their review, and by their place."""
        found: dict[str | Span, int] = {measure.span: index for index, measure in enumerate(self.plan.measures)}
        return found | {review.id: index for index, review in self.known.reviewed.measures.items()}

    def fresh(self, passage: Passage) -> Passage:
        """The passage as the text has it now; as it was where it is not there letter by letter."""
        fit = locate(self.text, passage)
        return Passage.of(self.text, fit.span) if fit and fit.exact else passage

    def place(self, passage: Passage) -> Span | None:
        """Where a passage stands now, an edited one too."""
        fit = locate(self.text, passage)
        return fit.span if fit else None

    def bounds(self, span: Span) -> Span:
        """The part of the plan that holds a stretch."""
        part = self.plan.part_around(span)
        return part.span if part else Span(0, len(self.text))

    def index(self, about: About) -> int | None:
        """Which measure of the plan a row is about; None where the plan does not have it now."""
        place = self.place(about.shown.passage)
        known = self.indexes.get(about.id, self.indexes.get(place) if place else None)
        if known is not None or place is None:
            return known
        shares = [(share(place, measure.span), -index) for index, measure in enumerate(self.plan.measures)]
        best, index = max(shares, default=(0.0, 0))
        return -index if best >= SHARE else None

    def withdraws(self, line: Line, about: About, verdict: str) -> bool:
        """Whether the row takes its kept verdict back."""
        if verdict != WITHDRAW:
            return False
        if about.id in self.kept:
            self.withdrawn.add(about.id)
        else:
            line.fault("verdict", "there is no kept verdict to withdraw")
        return True

    def taken(self, index: int, kind: Kind) -> set[int]:
        """Where words of that kind serve a measure already, but for those that a review added."""
        by = self.known.reviewed.relations
        return {
            relation.mention.span.start
            for place, relation in enumerate(self.plan.measures[index].relations)
            if relation.mention.kind is kind and not ((index, place) in by and by[index, place].verdict is Verdict.ADD)
        }

    def give(self, line: Line, verdict: str, given: Given) -> Review:
        """Keep a verdict; one that confirms or corrects what a review corrected or added is still of that kind."""
        before, meant = self.kept.get(given.id), Verdict(verdict)
        if before and before.verdict is Verdict.ADD and meant is not Verdict.REJECT:
            meant = Verdict.ADD
        elif before and before.verdict is Verdict.CHANGE and verdict == ACCEPT and before.states == given.states:
            meant = Verdict.CHANGE
        review = Review(
            id=given.id,
            verdict=meant,
            measure=given.measure,
            states=given.states,
            reviewer=self.reviewer,
            time=self.time,
            path=given.path,
            kind=given.kind,
            mention=given.mention,
            comment=line.words("comment"),
        )
        self.given[given.id] = review
        return review

    def agree(self, line: Line, kind: Kind, states: MentionReading) -> None:
        """Words at one place name one thing: a fault where another row of the file says that they name another."""
        said = states.value or states.concept or states.name
        before, first = self.named.setdefault((kind, states.passage.span), (said, line))
        if before != said:
            line.fault("", f"“{states.passage.quote}” at this place stands for something else in row {first.number}")

    def news(self) -> dict[str, Review]:
        """The reviews of this file that say something else than what is kept."""
        return {name: review for name, review in self.given.items() if not _same(review, self.kept.get(name))}

    def reviews(self) -> list[Review]:
        """All reviews to be kept; those of mentions follow their measure where this file moves it."""
        new = self.news()
        moved = {
            self.kept[name].states.passage: review.measure
            for name, review in new.items()
            if review.kind is None and name in self.kept
        }
        left = [review for name, review in self.kept.items() if name not in self.withdrawn]
        left = [replace(each, measure=moved.get(each.measure, each.measure)) if each.kind else each for each in left]
        return [*left, *new.values()]


class Desks:
    """The plans of a file, each looked for when a row first speaks of it."""

    def __init__(self, file: ReviewFile, find: Finding, reviewer: Reviewer, time: datetime) -> None:
        self.file = file
        self._find = find
        self._reviewer = reviewer
        self._time = time
        self._sheets = {plan.id: plan for plan in file.plans}
        self._desks: dict[str, Desk | None] = {}

    def __iter__(self) -> Iterator[Desk]:
        return iter([desk for desk in self._desks.values() if desk])

    def of(self, line: Line, plan_id: str) -> Desk | None:
        """The plan that a row is about; None, and a fault, where the graph has none."""
        if plan_id not in self._desks:
            known = self._find(self._sheets[plan_id]) if plan_id in self._sheets else None
            self._desks[plan_id] = Desk(known, self._reviewer, self._time) if known else None
        desk = self._desks[plan_id]
        if desk is None:
            line.fault("plan", f"{plan_id} is not in the graph; build it, then read this file again")
        return desk

    def at(self, plan_id: str) -> Desk | None:
        """The plan with that id in the file, if a row spoke of it."""
        return self._desks.get(plan_id)

    def of_new(self, line: Line) -> Desk | None:
        """The plan that a new row names, or the file's only one."""
        said, plans = line.words("plan"), self.file.plans
        fitting = [plan for plan in plans if not said or flat(said) in (flat(plan.id), flat(plan.label))]
        if len(fitting) == 1:
            return self.of(line, fitting[0].id)
        labels = [plan.label for plan in plans]
        listed = ", ".join(plan.label if labels.count(plan.label) == 1 else plan.id for plan in plans[:_LISTED])
        listed += " …" * (len(plans) > _LISTED)
        problem = f"“{said}” is no plan of this file; it has: " if said else "is empty; it is one of: "
        line.fault("plan", problem + listed)
        return None


def flat(value: object) -> str:
    """A cell's words but for spaces, line ends and the width of letters."""
    return "" if value is None else "".join(unicodedata.normalize("NFKC", str(value)).split())


def short(words: str) -> str:
    """The beginning of words, for a message."""
    return words[:_SHOWN] + "…" * (len(words) > _SHOWN)


def _same(review: Review, before: Review | None) -> bool:
    return before is not None and replace(before, time=review.time) == review
