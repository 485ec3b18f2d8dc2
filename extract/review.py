"""Reviews over what was read: Plan × reviews → Plan, with the reviews that were not found again.

Pure. A review finds its measure by the words that it was about, or by those that shall stand (`extract.passages`); what
it says then stands, whatever the rules read. What no review speaks of stays as it was read.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extract.delegation import read_delegations
from extract.fields import read_fields
from extract.outline import CLOSING, PREAMBLE
from extract.passages import Fit, around, fits, locate, locate_apart
from extract.quoting import GIVEN_FROM_OUTSIDE, places
from reformgraph.language import Text
from reformgraph.model import Kind, Measure, Mention, Plan, Relation, Reviewer, Role, Span, Stage, Stated
from reformgraph.reviews import RULE, MeasureReading, MentionReading, Passage, Review, Verdict
from reformgraph.scoring import SHARE, pair, share
from reformgraph.vocabulary import Vocabulary

GONE = Text("原文已不在方案中", "its words are not in the plan any more")
NEW_TEXT_GONE = Text("改后的原文已不在方案中", "the text that it sets is not in the plan any more")
NO_MEASURE = Text("所在的举措已读不到", "the measure that it belongs to is not read any more")
OUTSIDE = Text("原文已不在举措之内", "its words are not in the measure any more")
BORDERS = Text("该处现在读到的起止不同", "what is read there now has other borders")
OVERLAPS = Text("与后来审定的举措重叠", "it overlaps a measure that a later verdict sets")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A review that was not found again, and why."""

    review: Review
    why: Text


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The plan as its reviewers have it.

    `measures` tells by the index of a measure which review it stands by, `relations` by the indexes of measure and
    relation. A review in none of the three is fulfilled: what it rejects is not in the plan.
    """

    plan: Plan
    orphans: tuple[Orphan, ...] = ()
    measures: Mapping[int, Review] = field(default_factory=dict)
    relations: Mapping[tuple[int, int], Review] = field(default_factory=dict)


def apply_reviews(plan: Plan, reviews: Iterable[Review], vocabulary: Vocabulary) -> Reviewed:
    """What the reviews make of the plan; of two that contradict each other, the later stands.

    The same plan and reviews give the same result, in whatever order the reviews come, and applied to its own result
    they change nothing. Raises nothing of its own: what cannot be applied is an orphan.
    """
    ordered = sorted(reviews, key=lambda review: review.order)
    return _Applying(plan, vocabulary).run(ordered) if ordered else Reviewed(plan)


@dataclass(slots=True)
class _Use:
    """A relation of a measure, and the review that it stands by."""

    relation: Relation
    review: Review | None = None

    @property
    def kind(self) -> Kind:
        return self.relation.mention.kind

    @property
    def span(self) -> Span:
        return self.relation.mention.span

    @property
    def key(self) -> tuple[Kind, Span, Role | None]:
        return self.kind, self.span, self.relation.role


@dataclass(slots=True)
class _Slot:
    """A measure in the making: as it was read (None where a review added it), as it stands now, and by which review."""

    read: Measure | None
    measure: Measure
    uses: list[_Use]
    review: Review | None = None
    rejected: bool = False
    absorbed: bool = False

    @property
    def origin(self) -> Span:
        return (self.read or self.measure).span

    @property
    def stands(self) -> bool:
        return not (self.rejected or self.absorbed)


class _Applying:
    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.text = plan.text
        self.vocabulary = vocabulary
        self.jurisdiction = plan.header.jurisdiction.value if plan.header.jurisdiction else ""
        self.slots = [_Slot(each, each, [_Use(relation) for relation in each.relations]) for each in plan.measures]
        self.read = {
            (relation.mention.kind, relation.mention.span): relation.mention
            for measure in plan.measures
            for relation in measure.relations
        }
        self.named: dict[tuple[Kind, Span], tuple[Mention, Reviewer]] = {}
        self.known: dict[Passage, _Slot | None] = {}
        self.located: dict[Passage, tuple[_Slot | None, Text]] = {}
        self.corrected: list[tuple[_Slot, _Use]] = []
        self.orphans: list[Orphan] = []

    def run(self, reviews: list[Review]) -> Reviewed:
        self._measures([review for review in reviews if review.kind is None])
        for review in reviews:
            if review.kind is not None and isinstance(review.states, MentionReading):
                self._mention(review, review.kind, review.states)
        self._other_readings()
        self._same_names()
        return self._done()

    # Measures

    def _measures(self, reviews: list[Review]) -> None:
        abouts = locate_apart(self.text, [review.measure for review in reviews])
        wanted = [self._wanted(review, fit) for review, fit in zip(reviews, abouts, strict=True)]
        claims = self._claims(reviews, [fit.span if fit else None for fit in abouts], wanted)
        settling: list[tuple[Review, _Slot | None, Span]] = []
        rejected: dict[Span, Review] = {}
        for index, (review, about, span) in enumerate(zip(reviews, abouts, wanted, strict=True)):
            slot = claims.get(index)
            self.known[review.measure] = self.known[review.states.passage] = slot
            if review.verdict is Verdict.REJECT:
                if about is None:
                    self._orphan(review, GONE)
                else:
                    rejected[about.span] = review
                if slot:
                    slot.review, slot.rejected = review, True
            elif span is None:
                self._orphan(review, GONE if about is None else NEW_TEXT_GONE)
            elif slot and about and not about.exact and review.states.passage == review.measure:
                settling.append((review, slot, slot.measure.span))
            else:
                settling.append((review, slot, span))
        self._settle_all(settling)
        self._give_way(rejected)

    def _wanted(self, review: Review, about: Fit | None) -> Span | None:
        """Where the measure shall stand."""
        passage = review.states.passage
        fit = about if passage == review.measure else locate(self.text, passage)
        return fit.span if fit else None

    def _claims(self, reviews: list[Review], abouts: list[Span | None], wanted: list[Span | None]) -> dict[int, _Slot]:
        """Review → the measure that it is about, by index: at its very place, else by the overlap of the two."""
        claims: dict[int, _Slot] = {}
        free = {slot.origin: slot for slot in self.slots}
        for index, review in enumerate(reviews):
            span = abouts[index] if review.verdict is Verdict.REJECT else wanted[index]
            if span in free:
                claims[index] = free.pop(span)
        for spans in (abouts, wanted):
            rest = [(index, span) for index, span in enumerate(spans) if span and index not in claims]
            theirs = list(free)
            for ours, other in pair([span for _, span in rest], theirs).items():
                claims[rest[ours][0]] = free.pop(theirs[other])
        return claims

    def _settle_all(self, settling: list[tuple[Review, _Slot | None, Span]]) -> None:
        settled: list[Span] = []
        for review, slot, span in reversed(settling):
            place = bisect_left(settled, span)
            if any(span.overlaps(other) for other in settled[max(place - 1, 0) : place + 1]):
                self._orphan(review, OVERLAPS)
                continue
            settled.insert(place, span)
            if slot is None:
                slot = _Slot(None, Measure(self._provision(review.path, span), span, RULE), [])  # noqa: PLW2901
                self.slots.append(slot)
                self.known[review.measure] = self.known[review.states.passage] = slot
            slot.review = review
            assert isinstance(review.states, MeasureReading)
            self._settle(slot, review.states, review.reviewer, span)

    def _settle(self, slot: _Slot, states: MeasureReading, reviewer: Reviewer, span: Span) -> None:
        measure = slot.measure
        if measure.span != span:
            slot.uses = [use for use in slot.uses if use.span in span or not use.span.overlaps(measure.span)]
            around_it = next((part for part in self.plan.provisions if part.path == measure.provision), None)
            stays = around_it is None or span in around_it.span
            measure = replace(
                measure,
                span=span,
                rule=RULE,
                provision=measure.provision if stays else self._provision("", span),
                outcome=measure.outcome if measure.outcome and measure.outcome in span else None,
            )
        action = self._action(measure, states.action, reviewer)
        stage = self._stage(measure, states.stage, action, reviewer)
        slot.measure = replace(measure, action=action, stage=stage, reviewer=reviewer)

    def _provision(self, path: str, span: Span) -> str:
        """The path that was given where it holds the stretch, else the innermost that does."""
        if path in (PREAMBLE, CLOSING) or any(part.path == path and span in part.span for part in self.plan.provisions):
            return path
        part = self.plan.part_around(span)
        first = min((part.span.start for part in self.plan.provisions), default=0)
        return part.path if part else PREAMBLE if span.start < first else CLOSING

    def _action(self, measure: Measure, verb: str | None, reviewer: Reviewer) -> Stated[str] | None:
        """The verb at its place; as read where nothing was said of it, or an edited text has another."""
        action = (
            measure.action if measure.action and measure.action.span and measure.action.span in measure.span else None
        )
        if action and action.value == verb:
            return replace(action, reviewer=reviewer)
        at = next(places(self.text, verb, measure.span), -1) if verb else -1
        return Stated(verb, Span(at, at + len(verb)), RULE, reviewer) if verb and at >= 0 else action

    def _stage(
        self, measure: Measure, stage: Stage | None, action: Stated[str] | None, reviewer: Reviewer
    ) -> Stated[Stage] | None:
        """The stage rests on the action where the verb signals it, else on the measure's words."""
        read = measure.stage
        if stage is None or (read and read.value is stage and read.span and read.span in measure.span):
            return replace(read, reviewer=reviewer) if read and stage else None
        verb = self.vocabulary.action(action.value) if action else None
        shown = verb is not None and verb.signals_stage is stage
        return Stated(stage, action.span if action and shown else measure.span, RULE, reviewer)

    def _give_way(self, rejected: Mapping[Span, Review]) -> None:
        """What was read and no review keeps goes where a reviewer saw another measure, which takes it in, or none."""
        settled = {slot.measure.span: slot for slot in self.slots if slot.review and slot.stands}
        spans = sorted(settled)
        for slot in (slot for slot in self.slots if not (slot.review and slot.stands)):
            own = slot.measure.span
            near = spans[max(bisect_left(spans, own) - 1, 0) : bisect_left(spans, Span(own.end, 0))]
            over = [span for span in near if span.overlaps(own)]
            for span in over:
                _absorb(settled[span], slot)
            slot.absorbed = bool(over) or any(own in span for span in rejected)
        left = [slot.measure.span for slot in self.slots if slot.stands and not slot.review]
        for span, review in rejected.items():
            if any(span.overlaps(other) for other in left):
                self._orphan(review, BORDERS)

    # Mentions

    def _mention(self, review: Review, kind: Kind, states: MentionReading) -> None:
        slot, why = self._slot(review)
        if slot is not None and not slot.stands:
            why = None if slot.rejected else why
            slot = self._around(slot.origin)
        if slot is None:
            if why:
                self._orphan(review, why)
            return
        passage = review.mention or states.passage
        was = self._place(passage, review, slot)
        span = was if states.passage == passage else self._place(states.passage, review, slot)
        if span is None or (kind not in GIVEN_FROM_OUTSIDE and span not in slot.measure.span):
            self._orphan(review, GONE if span is None else OUTSIDE)
            return
        near = [
            use
            for use in slot.uses
            if use.kind is kind and max(share(use.span, span), share(use.span, was or span)) >= SHARE
        ]
        if review.verdict is Verdict.REJECT:
            same = [use for use in near if use.relation.role is states.role] or near
            slot.uses = [use for use in slot.uses if not any(use is each for each in same)]
            left = [use for use in slot.uses if use.kind is kind and use.review is None and use not in near]
            if not near and any(use.span.overlaps(span) for use in left):
                self._orphan(review, BORDERS)
            return
        self._relate(slot, review, states, self._named(kind, span, states, review.reviewer), near)

    def _slot(self, review: Review) -> tuple[_Slot | None, Text | None]:
        """The measure that the mention belongs to; where there is none, why that leaves the review an orphan, if so."""
        if review.measure in self.known:
            slot = self.known[review.measure]
            return slot, None if slot is None and review.verdict is Verdict.REJECT else NO_MEASURE
        if review.measure not in self.located:
            self.located[review.measure] = self._locate(review.measure)
        slot, why = self.located[review.measure]
        return slot, None if why is NO_MEASURE and review.verdict is Verdict.REJECT else why

    def _locate(self, passage: Passage) -> tuple[_Slot | None, Text]:
        """The measure at the place of a passage that no review of a measure is about."""
        fit = locate(self.text, passage)
        if fit is None:
            return None, GONE
        shares = [(max(share(fit.span, slot.origin), share(fit.span, slot.measure.span)), slot) for slot in self.slots]
        best, slot = max(shares, key=lambda each: each[0], default=(0.0, None))
        return (slot if best >= SHARE else None), NO_MEASURE

    def _around(self, span: Span) -> _Slot | None:
        """The measure that took in another one."""
        return next((slot for slot in self.slots if slot.stands and span in slot.measure.span), None)

    def _place(self, passage: Passage, review: Review, slot: _Slot) -> Span | None:
        """Where the mention stands: in its measure if it stood there, else where its surroundings are."""
        if passage.span not in review.measure.span:
            found = [fit for fit in fits(self.text, passage) if fit.exact]
            best = max(found, key=lambda fit: fit.order(passage), default=None)
            return best.span if best else None
        offset = passage.start - review.measure.start
        bases = (slot.origin.start, slot.measure.span.start)

        def order(span: Span) -> tuple[int, int]:
            return sum(around(self.text, passage, span)), -min(abs(span.start - base - offset) for base in bases)

        size = len(passage.quote)
        spans = [Span(at, at + size) for at in places(self.text, passage.quote, slot.measure.span)]
        return max(spans, key=order, default=None)

    def _named(self, kind: Kind, span: Span, states: MentionReading, reviewer: Reviewer) -> Mention:
        """The mention at that place with the name or value that was stated; as it was read where that says the same."""
        mention = self.read.get((kind, span))
        if mention is None or not self._says(mention, states):
            concept = self.vocabulary.concepts.get(states.concept or "")
            concept = concept or (
                None if states.value else self.vocabulary.resolve(kind, states.name, self.jurisdiction)
            )
            name = span.of(self.text) if states.value else concept.pref if concept else states.name
            mention = Mention(kind, span, name, RULE, concept.iri if concept else None, states.value)
        self.named[kind, span] = mention, reviewer
        return mention

    def _says(self, mention: Mention, states: MentionReading) -> bool:
        if mention.value or states.value:
            return mention.value == states.value
        concept = states.concept if states.concept in self.vocabulary.concepts else None
        if concept is None and mention.name != states.name:
            known = self.vocabulary.resolve(mention.kind, states.name, self.jurisdiction)
            return known is not None and known.iri == mention.concept
        return mention.concept == concept or (concept is None and mention.name == states.name)

    def _relate(self, slot: _Slot, review: Review, states: MentionReading, mention: Mention, near: list[_Use]) -> None:
        role = (states.role or Role.MENTIONS) if mention.kind in (Kind.REGION, Kind.AGENCY) else None
        free = [use for use in near if use.review is None]
        use = max(free, key=lambda use: (use.span == mention.span, use.relation.role is role), default=None)
        as_read = use is not None and use.relation.mention == mention and use.relation.role is role
        if use is None:
            use = _Use(Relation(mention, RULE, role))
            slot.uses.append(use)
        rule = use.relation.rule if as_read else RULE
        use.relation, use.review = Relation(mention, rule, role, review.reviewer), review
        if not as_read:
            self.corrected.append((slot, use))
        slot.uses = [each for each in slot.uses if each is use or each.key != use.key]

    def _other_readings(self) -> None:
        """A corrected relation leaves no room for another reading of its words that nobody reviewed."""
        for slot, use in self.corrected:
            slot.uses = [
                other
                for other in slot.uses
                if other.review
                or other.kind is not use.kind
                or other.span == use.span
                or not other.span.overlaps(use.span)
            ]

    def _same_names(self) -> None:
        """Words at one place name one thing, whichever measure they serve: what was said last of them holds for all."""
        for slot in self.slots:
            for use in slot.uses:
                mention, reviewer = self.named.get((use.kind, use.span), (use.relation.mention, None))
                if mention != use.relation.mention:
                    by = use.review.reviewer if use.review else reviewer
                    use.relation = Relation(mention, RULE, use.relation.role, by)

    # The whole

    def _orphan(self, review: Review, why: Text) -> None:
        self.orphans.append(Orphan(review, why))

    def _done(self) -> Reviewed:
        slots = sorted((slot for slot in self.slots if slot.stands), key=lambda slot: slot.measure.span)
        measures = [replace(slot.measure, relations=tuple(use.relation for use in slot.uses)) for slot in slots]
        found = self._read_again(slots, measures)
        return Reviewed(
            replace(self.plan, measures=tuple(found)),
            tuple(sorted(self.orphans, key=lambda orphan: orphan.review.order)),
            {index: slot.review for index, slot in enumerate(slots) if slot.review},
            {
                (index, place): use.review
                for index, slot in enumerate(slots)
                for place, use in enumerate(slot.uses)
                if use.review
            },
        )

    def _read_again(self, slots: list[_Slot], measures: list[Measure]) -> list[Measure]:
        """Fields and delegations of what has other words or regions than before."""
        stale = [_stale(slot.read, measure) for slot, measure in zip(slots, measures, strict=True)]
        if not any(map(any, stale)):
            return measures
        bare = replace(self.plan, measures=tuple(replace(each, delegations=()) for each in measures))
        again = read_delegations(read_fields(bare, self.vocabulary)).measures
        return [
            replace(
                measure,
                fields=fresh.fields if fields else measure.fields,
                delegations=fresh.delegations if delegations else measure.delegations,
            )
            for measure, fresh, (fields, delegations) in zip(measures, again, stale, strict=True)
        ]


def _absorb(slot: _Slot, other: _Slot) -> None:
    """What was read in a measure that goes belongs to the one over it, as far as that reaches."""
    known = {(use.kind, use.relation.mention.name) for use in slot.uses}
    for use in other.uses:
        if use.span in slot.measure.span and (use.kind, use.relation.mention.name) not in known:
            slot.uses.append(use)


def _stale(read: Measure | None, measure: Measure) -> tuple[bool, bool]:
    if read is None:
        return True, True
    regions = [{relation.mention for relation in each.of_kind(Kind.REGION)} for each in (read, measure)]
    moved = read.span != measure.span
    return moved or read.provision != measure.provision, moved or regions[0] != regions[1]
