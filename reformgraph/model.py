"""The types of the core: what a plan says, as frozen values.

The words are those of the annotation guide and the ontology. Every place in a text is a `Span`: a half-open
interval of code points of `Plan.text`, the decoded text that is kept with the graph. Nothing here reads files,
knows RDF or looks anything up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

AROUND = 32
"""Code points before and after a stretch that are kept with it, so that it can be found again in an edited text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the plan's text: `text[start:end]`, 0 ≤ start ≤ end, in code points."""

    start: int
    end: int

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of this stretch."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a letter in common."""
        return self.start < other.end and other.start < self.end


class Kind(StrEnum):
    """What a mention names; the values are the keys of the annotation's JSON."""

    REGION = "regions"
    MECHANISM = "mechanisms"
    AGENCY = "agencies"
    TARGET = "targets"
    DEADLINE = "deadlines"
    PLATFORM = "platforms"
    INSTRUMENT = "instruments"
    BENEFICIARY = "beneficiaries"


class Role(StrEnum):
    """The part that a region or an agency plays in a measure; other kinds have one part each."""

    APPLIES_IN = "appliesIn"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"
    RECIPIENT = "recipient"
    MENTIONS = "mentions"


class Stage(StrEnum):
    """How far a reform has come, in the words of its measure; no stage is None, never a member."""

    EXPLORE = "explore"
    PILOT = "pilot"
    EXPAND = "expand"
    FULL = "full"
    SUSTAIN = "sustain"
    ESTABLISH = "establish"


class ProvisionKind(StrEnum):
    """The level of a numbered part: outermost, between, or innermost (which holds the measures)."""

    SECTION = "section"
    GROUP = "group"
    TASK = "task"


class CitationKind(StrEnum):
    """How a plan refers to another document."""

    CITES = "cites"
    BASED_ON = "basedOn"
    REPEALS = "repeals"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews what was read: an IRI, and the name to show."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A value, the stretch of text that states it and the id of the rule that read it there.

    A value that a user gave instead of the text has no span. `reviewer` confirmed the value, or gave it.
    """

    value: T
    span: Span | None
    rule: str
    reviewer: Reviewer | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable aim: comparator is one of <= < = >= >, e.g. 不超过30天 is ("<=", 30, "天")."""

    comparator: str
    value: int | float
    unit: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date or a span of dates; either end may be open (None), not both."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names something: its kind, canonical name, and the curated concept's IRI where there is one.

    `value` stands for targets and deadlines only; for those `name` is the quoted text.
    """

    kind: Kind
    span: Span
    name: str
    rule: str
    concept: str | None = None
    value: Target | Deadline | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A measure's use of a mention, with its role (regions and agencies), the rule, and who reviewed it."""

    mention: Mention
    rule: str
    role: Role | None = None
    reviewer: Reviewer | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """Power given to a region: the region's mention, the stretch that says what is delegated, the rule."""

    region: Mention
    what: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One commitment to one action, in `text[span]`, within the provision of that path.

    `action.value` is the head verb as written; `fields` hold the IRIs of Field concepts; `reviewer` confirmed or gave
    its borders.
    """

    provision: str
    span: Span
    rule: str
    action: Stated[str] | None = None
    stage: Stated[Stage] | None = None
    outcome: Span | None = None
    relations: tuple[Relation, ...] = ()
    fields: tuple[Stated[str], ...] = ()
    delegations: tuple[Delegation, ...] = ()
    reviewer: Reviewer | None = None

    def of_kind(self, kind: Kind) -> Iterator[Relation]:
        """The relations to mentions of one kind, in order."""
        return (relation for relation in self.relations if relation.mention.kind is kind)


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered part of a plan.

    `path` joins the numbers as written by / (三/（九）); `span` reaches from its number to the end of its last
    child; `heading` is the place of the title, None where the number is followed by the measure itself.
    """

    path: str
    kind: ProvisionKind
    title: str
    span: Span
    heading: Span | None = None

    @property
    def parent(self) -> str | None:
        """The path of the provision around this one; None at the outermost level."""
        return self.path.rpartition("/")[0] or None


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that the plan names, by 文号, title or both ("" where not given)."""

    kind: CitationKind
    number: str
    title: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that took the place of a former one, or bears its new name: both by their full names, and who says so.

    `until` is the former one's last day or the day of the change, None where the words in `span` do not tell.
    """

    agency: str
    former: str
    span: Span
    rule: str
    until: date | None = None


def succession_order(succession: Succession) -> tuple[Span, str, str]:
    """The canonical order of a plan's successions: as their words stand, then by name."""
    return succession.span, succession.agency, succession.former


@dataclass(frozen=True, slots=True)
class Header:
    """What identifies a plan. `number` is its own 文号; `year` the year that it plans for or was issued in.

    `jurisdiction` is the plain full name of its region (全国 for the State Council), `part` the plan's place
    among the plans of one notice, from 1.
    """

    title: Stated[str]
    year: int
    number: Stated[str] | None = None
    issuer: Stated[str] | None = None
    issued: Stated[date] | None = None
    jurisdiction: Stated[str] | None = None
    in_force_from: Stated[date] | None = None
    in_force_to: Stated[date] | None = None
    part: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """One document: its text, header, provisions, measures, the documents that it cites, the successions; in order."""

    text: str
    header: Header
    provisions: tuple[Provision, ...] = ()
    measures: tuple[Measure, ...] = ()
    citations: tuple[Citation, ...] = ()
    successions: tuple[Succession, ...] = ()

    def part_around(self, span: Span) -> Provision | None:
        """The innermost provision that holds the whole stretch; None where none does."""
        holding = (provision for provision in self.provisions if span in provision.span)
        return min(holding, key=lambda provision: provision.span.end - provision.span.start, default=None)
