"""Rows of the mentions' sheet → reviews of mentions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extract.quoting import GIVEN_FROM_OUTSIDE, places
from load.reviews import review_id
from reformgraph.model import Deadline, Kind, Role, Span, Target
from reformgraph.namespaces import BASE
from reformgraph.reviewing.cells import OPEN, Line
from reformgraph.reviewing.desk import Desk, Given, short
from reformgraph.reviewing.table import ADD, CHANGE, COMPARATORS, KINDS, REJECT, ROLES, About
from reformgraph.reviews import MentionReading, Passage, Verdict
from reformgraph.scoring import share
from reformgraph.vocabulary import Vocabulary

_PLAIN_KINDS = (Kind.PLATFORM, Kind.INSTRUMENT, Kind.BENEFICIARY)
_ROLES_OF: Mapping[Kind, tuple[Role, ...]] = {
    Kind.REGION: (Role.APPLIES_IN, Role.MENTIONS),
    Kind.AGENCY: (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATING, Role.RECIPIENT, Role.MENTIONS),
}
_COLUMNS_OF: Mapping[str, tuple[Kind, ...]] = {
    "new_name": (Kind.REGION, Kind.AGENCY, Kind.MECHANISM, *_PLAIN_KINDS),
    "new_role": (Kind.REGION, Kind.AGENCY),
    "comparator": (Kind.TARGET,),
    "value": (Kind.TARGET,),
    "unit": (Kind.TARGET,),
    "from": (Kind.DEADLINE,),
    "to": (Kind.DEADLINE,),
}
"""The columns that say something of some kinds only."""


@dataclass(frozen=True, slots=True)
class Home:
    """The measure of a mention: as its row is about it, and where it stands after this file (None: nowhere).

    `moved` says whether that is elsewhere than before.
    """

    desk: Desk
    measure: Passage
    place: Span | None
    moved: bool = False


def read_mention(line: Line, home: Home, about: About, verdict: str, vocabulary: Vocabulary) -> None:
    """A verdict on a mention that was read."""
    desk, shown, kind = home.desk, about.shown, about.kind
    if kind is None or about.mention is None or not isinstance(shown, MentionReading):
        return
    if desk.withdraws(line, about, verdict):
        return
    mention = desk.fresh(about.mention)
    states = replace(shown, passage=mention if shown.passage == about.mention else desk.fresh(shown.passage))
    if verdict == CHANGE:
        changed = _Reads(line, kind, desk, vocabulary, states).changed(home)
        if changed is None:
            return
        states = changed
    if verdict != REJECT:
        desk.agree(line, kind, states)
        if kind not in GIVEN_FROM_OUTSIDE and home.moved and home.place and states.passage.span not in home.place:
            line.fault("text", "is outside of what this file makes of its measure")
    desk.give(line, verdict, Given(about.id, home.measure, states, about.path, kind, mention))


def add_mention(line: Line, home: Home, vocabulary: Vocabulary) -> None:
    """A mention that was missed."""
    desk, place = home.desk, home.place
    chosen = line.choice(KINDS, "kind")
    if chosen is None or place is None:
        if not line.has("kind"):
            line.fault("kind", "is empty; a new row needs it")
        return
    kind, key, words = Kind(chosen), line.has("new_text", "text")[0], line.words("new_text", "text")
    here = desk.indexes.get(place)
    taken = (desk.taken(here, kind) if here is not None else set()) | {
        review.states.passage.start
        for review in desk.given.values()
        if review.kind is kind and review.measure == home.measure and review.verdict is Verdict.ADD
    }
    at = desk.quotes.find(words, kind, place, desk.bounds(place), taken)
    if at < 0:
        again = desk.quotes.find(words, kind, place, desk.bounds(place)) >= 0
        line.fault(key, f"“{short(words)}” is {'there already' if again else _missing(kind)}")
        return
    states = _Reads(line, kind, desk, vocabulary).new(Passage.of(desk.text, Span(at, at + len(words))))
    if states is None:
        return
    desk.agree(line, kind, states)
    name = review_id(desk.known.id, home.measure, kind, states.passage, states.role or "")
    path = desk.plan.measures[here].provision if here is not None else ""
    desk.give(line, ADD, Given(name, home.measure, states, path, kind, states.passage))


@dataclass(slots=True)
class _Reads:
    """What a row says that a mention stands for; `was` is what it was read as, None in a new row."""

    line: Line
    kind: Kind
    desk: Desk
    vocabulary: Vocabulary
    was: MentionReading | None = None

    def changed(self, home: Home) -> MentionReading | None:
        """What was read, with what the row changes."""
        assert self.was is not None
        words = self.line.words("new_text")
        span = self._near(words, home.place, self.was.passage) if words else None
        if words and span is None:
            return None
        return self._meant(Passage.of(self.desk.text, span) if span else self.was.passage)

    def new(self, passage: Passage) -> MentionReading | None:
        """What the new row says of these words."""
        return self._meant(passage)

    def _meant(self, passage: Passage) -> MentionReading | None:
        for key, kinds in _COLUMNS_OF.items():
            if self.kind not in kinds and self.line.has(key):
                self.line.fault(key, f"says nothing of a row of kind “{KINDS[self.kind].to(self.line.language)}”")
        role, value = self._role(), self._value()
        if self.kind in (Kind.TARGET, Kind.DEADLINE):
            return None if self.line.faults else MentionReading(passage, passage.quote, None, None, value)
        name, concept = self._name(passage.quote)
        return None if self.line.faults else MentionReading(passage, name, role, concept)

    def _name(self, words: str) -> tuple[str, str | None]:
        """The name and, where the vocabulary knows it, the IRI of the concept that is given, or that the words mean."""
        said, was = self.line.words("new_name"), self.was
        if not said and was and was.passage.quote == words:
            return was.name, was.concept
        given = self.vocabulary.concepts.get(said if said.startswith(BASE) else BASE + said) if said else None
        if given is not None and given.kind is not self.kind:
            self.line.fault("new_name", f"“{said}” is no {KINDS[self.kind].en}")
        header = self.desk.plan.header
        jurisdiction = header.jurisdiction.value if header.jurisdiction else ""
        concept = given or self.vocabulary.resolve(self.kind, said or words, jurisdiction)
        if concept is None and not said and was and was.name != was.passage.quote and self.kind not in _PLAIN_KINDS:
            return was.name, was.concept  # other words for what was recognized: it is still meant
        return (concept.pref, concept.iri) if concept else (said or words, None)

    def _near(self, words: str, measure: Span | None, old: Passage) -> Span | None:
        """Where the new words stand: in the measure nearest to the old ones, or in what speaks for it."""
        if measure is not None:
            inside = [Span(at, at + len(words)) for at in places(self.desk.text, words, measure)]
            if inside:
                return max(inside, key=lambda span: (share(span, old.span), -abs(span.start - old.start)))
            at = self.desk.quotes.find(words, self.kind, measure, self.desk.bounds(measure))
            if at >= 0:
                return Span(at, at + len(words))
        self.line.fault("new_text", f"“{short(words)}” is {_missing(self.kind)}")
        return None

    def _role(self) -> Role | None:
        if self.kind not in _ROLES_OF:
            return None
        said = self.line.choice(ROLES, "new_role", *(() if self.was else ("role",)))
        role = Role(said) if said else self.was.role if self.was else None
        allowed = ", ".join(ROLES[each].to(self.line.language) for each in _ROLES_OF[self.kind])
        if role is None and not self.line.faults:
            self.line.fault("new_role", f"is empty; it is one of: {allowed}")
        elif role is not None and role not in _ROLES_OF[self.kind]:
            self.line.fault("new_role", f"a row of kind “{KINDS[self.kind].to(self.line.language)}” takes: {allowed}")
        return role

    def _value(self) -> Target | Deadline | None:
        read = self.was.value if self.was else None
        if self.kind is Kind.TARGET:
            return self._target(read if isinstance(read, Target) else None)
        return self._deadline(read if isinstance(read, Deadline) else None) if self.kind is Kind.DEADLINE else None

    def _target(self, was: Target | None) -> Target | None:
        sign = self.line.choice(COMPARATORS, "comparator") or (was.comparator if was else None)
        number = self.line.number_in("value")
        number = number if number is not None else was.value if was else None
        for key, given in (("comparator", sign), ("value", number)):
            if given is None and not self.line.has(key):
                self.line.fault(key, "is empty; a target needs it")
        unit = self.line.words("unit") or (was.unit if was else "")
        return Target(sign, number, unit) if sign is not None and number is not None else None

    def _deadline(self, was: Deadline | None) -> Deadline | None:
        given = {key: self.line.day(key) for key in ("from", "to")}
        kept = {"from": was.start if was else None, "to": was.end if was else None}
        start, end = (None if day == OPEN else day or kept[key] for key, day in given.items())
        if start is None and end is None and not self.line.faults:
            self.line.fault("to", "a deadline needs a day in from or to")
        if start and end and start > end:
            self.line.fault("to", f"{end} is before {start}")
        return Deadline(start, end)


def _missing(kind: Kind) -> str:
    outside = ", nor in a line or bracket that speaks for it" if kind in GIVEN_FROM_OUTSIDE else ""
    return f"not in the measure{outside}"
