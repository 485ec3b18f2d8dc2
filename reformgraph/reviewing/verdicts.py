"""Filled rows → reviews, or all that is wrong with them.

Pure. What a row is about is found again in the plan as it is now; new words must be in its text, letter by letter.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reformgraph.errors import InputError
from reformgraph.model import Reviewer, Span
from reformgraph.reviewing.asked import asked, only_comments, repeated
from reformgraph.reviewing.cells import Line
from reformgraph.reviewing.desk import Desk, Desks, Finding, short
from reformgraph.reviewing.measure_rows import add_measure, read_measure
from reformgraph.reviewing.mention_rows import Home, add_mention, read_mention
from reformgraph.reviewing.table import WITHDRAW, About, Sheet
from reformgraph.reviewing.workbook import ReviewFile
from reformgraph.reviews import Passage, Review, Verdict, kept
from reformgraph.scoring import PUNCTUATION
from reformgraph.vocabulary import Vocabulary

LISTED = 20
"""How many faults a message lists."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a file says: all reviews to be kept of each plan that it changes something of, by plan id.

    `counts` tells how often each verdict is new, `comments` how many rows have a comment and no verdict.
    """

    reviews: Mapping[str, tuple[Review, ...]]
    counts: Mapping[str, int]
    comments: int


def read_verdicts(
    file: ReviewFile, find: Finding, reviewer: Reviewer, time: datetime, vocabulary: Vocabulary
) -> Verdicts:
    """The verdicts that were filled in, as that reviewer's at that time.

    `find` gives a plan of the file as the graph has it now. Raises InputError that lists what is wrong by sheet, row
    and column: then nothing of the file counts.
    """
    reading = _Reading(file, Desks(file, find, reviewer, time), vocabulary)
    reading.run()
    faults = [fault for line in reading.lines for fault in line.faults]
    if faults:
        listed = "".join(f"\n  {fault}" for fault in faults[:LISTED])
        more = f"\n  … and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
        count = f"{len(faults)} things have" if len(faults) > 1 else "one thing has"
        raise InputError(f"nothing was kept; {count} to be put right first:{listed}{more}")
    return reading.verdicts()


class _Reading:
    def __init__(self, file: ReviewFile, desks: Desks, vocabulary: Vocabulary) -> None:
        self.file = file
        self.desks = desks
        self.vocabulary = vocabulary
        self.lines = [Line(row, file.language) for row in file.rows]
        self.new: dict[str, list[tuple[Desk, Review]]] = {}
        self.measures = [about for about in file.abouts.values() if about.kind is None]
        self.by_passage: dict[tuple[str, Passage], About] = {}
        for about in self.measures:
            for passage in (about.shown.passage, about.measure):
                self.by_passage[about.plan, passage] = about

    def run(self) -> None:
        questions: list[tuple[Line, About | None, str]] = []
        first: dict[str, Line] = {}
        for line in self.lines:
            about, verdict = asked(line, self.file)
            if verdict is None:
                continue
            if about is not None and about.id in first:
                repeated(line, first[about.id], about)
                continue
            if about is not None:
                first[about.id] = line
            questions.append((line, about, verdict))
        for sheet in Sheet:  # measures first: mentions stand in them as this file leaves them
            for line, about, verdict in questions:
                if line.filled.sheet is sheet:
                    self._old(line, about, verdict) if about else self._new(line)
        for desk in self.desks:
            self._apart(desk)

    def verdicts(self) -> Verdicts:
        """What is to be kept, and what of it is new."""
        counts: Counter[str] = Counter()
        reviews = {}
        for desk in self.desks:
            new = desk.news()
            if new or desk.withdrawn:
                reviews[desk.known.id] = kept(desk.reviews())
                counts.update(review.verdict.value for review in new.values())
                counts[WITHDRAW] += len(desk.withdrawn)
        comments = sum(only_comments(line) for line in self.lines)
        return Verdicts(reviews, {name: count for name, count in counts.items() if count}, comments)

    def _old(self, line: Line, about: About, verdict: str) -> None:
        desk = self.desks.of(line, about.plan)
        if desk is None:
            return
        if about.kind is None:
            read_measure(line, desk, about, verdict)
        else:
            own = self.by_passage.get((about.plan, about.measure))
            home = _home(desk, own) if own else Home(desk, desk.fresh(about.measure), desk.place(about.measure))
            read_mention(line, home, about, verdict, self.vocabulary)

    def _new(self, line: Line) -> None:
        if line.filled.sheet is Sheet.MENTIONS:
            home = self._named(line)
            if home:
                add_mention(line, home, self.vocabulary)
            return
        desk = self.desks.of_new(line)
        added = add_measure(line, desk) if desk else None
        if desk and added:
            words, review = added
            self.new.setdefault(words, []).append((desk, review))

    def _named(self, line: Line) -> Home | None:
        """The measure that a new row names by its id or its whole text."""
        said = line.words("measure")
        words = said.strip(PUNCTUATION)
        known = [each for each in self.measures if each.id == said] or [
            each for each in self.measures if words and each.shown.passage.quote == words
        ]
        new = self.new.get(words, [])
        if not said:
            line.fault("measure", "is empty; write the id of the measure, or its whole text")
        elif len(known) + len(new) > 1:
            line.fault("measure", f"is the text of {len(known) + len(new)} measures; write the id")
        elif new:
            ((desk, review),) = new
            return Home(desk, review.measure, review.states.passage.span)
        elif known:
            return self._standing(line, known[0])
        else:
            line.fault("measure", f"“{short(said)}” is neither the id nor the whole text of a measure in this file")
        return None

    def _standing(self, line: Line, about: About) -> Home | None:
        desk = self.desks.of(line, about.plan)
        if desk is None:
            return None
        review = desk.given.get(about.id) or desk.kept.get(about.id)
        home = _home(desk, about)
        if review and review.verdict is Verdict.REJECT and about.id not in desk.withdrawn:
            line.fault("measure", "was rejected; accept or change it first")
        elif home.place is None:
            line.fault("measure", "is not in the plan any more; run `reformgraph review out` again")
        else:
            return home
        return None

    def _apart(self, desk: Desk) -> None:
        """Measures must not overlap after this file."""
        standing: list[tuple[Span, Line | None, int | None]] = [(span, line, None) for span, line in desk.added]
        for place, measure in enumerate(desk.plan.measures):
            review = desk.known.reviewed.measures.get(place)
            span, mover = desk.moved.get(place, (measure.span, None))
            if span is not None and not (review and review.id in desk.withdrawn):
                standing.append((span, mover, place))
        standing.sort(key=lambda each: each[0])
        furthest = standing[:1]
        for other in standing[1:]:
            (one,) = furthest
            if one[0].overlaps(other[0]):
                (_, line, _), (span, second, index) = (one, other) if one[1] else (other, one)
                if line:
                    number = second.number if second else self._row_of(desk, index)
                    where = f"row {number}" if number else "a measure of the plan"
                    line.fault("", f"overlaps {where} (“{short(span.of(desk.text))}”); reject or change that one too")
            if other[0].end > one[0].end:
                furthest = [other]

    def _row_of(self, desk: Desk, index: int | None) -> int | None:
        rows = {str(row.cells.get("id")): row.number for row in self.file.rows}
        own = (each for each in self.measures if self.desks.at(each.plan) is desk and desk.index(each) == index)
        return next((rows[each.id] for each in own if each.id in rows), None)


def _home(desk: Desk, about: About) -> Home:
    """A measure of the file as its own row is about it, and where it stands after this file."""
    settled = desk.given.get(about.id)
    passage = settled.states.passage if settled else about.shown.passage
    return Home(desk, desk.fresh(about.measure), desk.place(passage), passage.quote != about.shown.passage.quote)
