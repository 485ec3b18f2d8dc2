"""The annotation guide's JSON ⇄ Plan, so that a plan can be built from a person's reading instead of the rules'.

The JSON quotes; a Plan has places. A quote of a measure is looked for from the start of the measure before, a mention's
within its measure; agencies and deadlines may also stand in a line or bracket that speaks for the measure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from extract.citations import read_citations
from extract.delegation import read_delegations
from extract.fields import read_fields
from extract.outline import Outline, read_outline
from extract.quoting import Quotes
from extract.successions import read_successions
from extract.widening import widened
from reformgraph.errors import InputError
from reformgraph.model import (
    Deadline,
    Header,
    Kind,
    Measure,
    Mention,
    Plan,
    Provision,
    ProvisionKind,
    Relation,
    Role,
    Span,
    Stage,
    Stated,
    Target,
)
from reformgraph.vocabulary import Vocabulary

RULE = "annotation"
"""The rule of everything that a person annotated."""

OUTSIDE = ("总体要求", "结尾")
"""What stands for a provision where a measure has none: before the first number, after the last."""

COMPARATORS = frozenset({"<=", "<", "=", ">=", ">"})

_EDGES = "，。；、：！？,.;:!? \n\t\u3000"
_REGION_ROLES = (Role.APPLIES_IN, Role.MENTIONS)
_AGENCY_ROLES = (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATING, Role.RECIPIENT, Role.MENTIONS)
_SHOWN = 60
_PLAIN_KINDS = (Kind.PLATFORM, Kind.INSTRUMENT, Kind.BENEFICIARY)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Node:
    """A value of the JSON and its place in it, for messages: measures[12].regions[0].role."""

    value: Any
    place: str

    def fail(self, expected: str) -> InputError:
        return InputError(f"{self.place or 'the annotation'}: expected {expected}, found {_shown(self.value)}")

    def __getitem__(self, key: str) -> "_Node":
        if not isinstance(self.value, Mapping):
            raise self.fail("an object")
        return _Node(self.value.get(key), f"{self.place}.{key}".lstrip("."))

    def each(self) -> Iterator["_Node"]:
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise self.fail("a list")
        for index, value in enumerate(self.value):
            yield _Node(value, f"{self.place}[{index}]")

    def string(self, *, empty: bool = False) -> str:
        if empty and self.value is None:
            return ""
        if not isinstance(self.value, str) or not (self.value or empty):
            raise self.fail("a string" if empty else "a string that is not empty")
        return self.value

    def number(self) -> int | float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.fail("a number")
        return self.value

    def day(self) -> date | None:
        if self.value is None or self.value == "":
            return None
        try:
            return date.fromisoformat(self.string())
        except ValueError:
            raise self.fail("a date like 2020-04-15") from None

    def member(self, members: Sequence[E]) -> E:
        for member in members:
            if self.value == member.value:
                return member
        raise self.fail("one of " + ", ".join(member.value for member in members))


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text[:_SHOWN] + "…" * (len(text) > _SHOWN)


def read_annotation(text: str, annotation: Mapping[str, Any], vocabulary: Vocabulary) -> Plan:
    """The plan that the annotation says `text` to be, with fields, delegations, citations and successions read by the
    rules.

    Raises InputError that names the place in the JSON where it has not the guide's form or does not quote the plan.
    """
    root, outline = _Node(annotation, ""), read_outline(text)
    header = _header(text, root["plan"])
    provisions = tuple(_provisions(text, root["provisions"], outline))
    measures = tuple(_Measures(text, header, provisions, vocabulary).read(root["measures"]))
    citations, successions = read_citations(text, header, outline), read_successions(widened(text), header, vocabulary)
    plan = Plan(text, header, provisions, measures, citations, successions)
    return read_delegations(read_fields(plan, vocabulary))


def _header(text: str, node: _Node) -> Header:
    issued = node["issued"].day()
    year = node["year"].number()
    if not isinstance(year, int):
        raise node["year"].fail("a year")
    return Header(
        title=_stated(text, node["title"].string()),
        year=year,
        number=_optional(text, node["number"].string(empty=True)),
        issuer=_optional(text, node["issuer"].string(empty=True)),
        issued=Stated(issued, _written_day(text, issued), RULE) if issued else None,
        jurisdiction=_optional(text, node["jurisdiction"].string(empty=True)),
    )


def _stated(text: str, value: str) -> Stated[str]:
    """A value with its first place in the text, where line breaks and spaces may part its characters."""
    names = (r"\s*".join(map(re.escape, name)) for name in value.split())
    found = re.search(r"[\s、，,]*".join(names), text)
    return Stated(value, Span(*found.span()) if found else None, RULE)


def _optional(text: str, value: str) -> Stated[str] | None:
    return _stated(text, value) if value else None


def _written_day(text: str, day: date) -> Span | None:
    found = re.search(rf"{day.year}\s*年\s*0?{day.month}\s*月\s*0?{day.day}\s*日", text)
    return Span(*found.span()) if found else None


def _provisions(text: str, node: _Node, outline: Outline) -> Iterator[Provision]:
    """The annotated provisions with the places that the outline has for their paths.

    One that the outline lacks begins where its title or last number stands behind the one before, and ends where the
    next begins.
    """
    known: dict[str, list[Provision]] = {}
    for provision in reversed(outline.provisions):
        known.setdefault(provision.path, []).append(provision)
    nodes = list(node.each())
    placed: list[tuple[str, ProvisionKind, str, int, int | None]] = []
    cursor = 0
    for each in nodes:
        path, title = each["path"].string(), each["title"].string(empty=True)
        kind = each["kind"].member(tuple(ProvisionKind))
        if known.get(path):
            span = known[path].pop().span
            placed.append((path, kind, title, span.start, span.end))
        else:
            at = text.find(title or path.rpartition("/")[2], cursor)
            if at < 0:
                raise InputError(f"{each.place}.title: does not quote the plan: {_shown(title or path)}")
            placed.append((path, kind, title, at, None))
        cursor = max(cursor, placed[-1][3])
    for index, (path, kind, title, start, end) in enumerate(placed):
        if end is None:
            later = (other[3] for other in placed[index + 1 :] if not other[0].startswith(path + "/"))
            end = max(next(later, len(text)), start)  # noqa: PLW2901
        at = text.find(title, start, end) if title else -1
        if title and at < 0:
            raise InputError(f"{nodes[index].place}.title: does not quote the plan at {path}: {_shown(title)}")
        yield Provision(path, kind, title, Span(start, end), Span(at, at + len(title)) if title else None)


class _Measures:
    def __init__(self, text: str, header: Header, provisions: tuple[Provision, ...], vocabulary: Vocabulary) -> None:
        self.text = text
        self.jurisdiction = header.jurisdiction.value if header.jurisdiction else ""
        self.vocabulary = vocabulary
        self.bounds = {provision.path: provision.span for provision in provisions}
        self.quotes = Quotes(text)

    def read(self, node: _Node) -> Iterator[Measure]:
        cursor = 0
        for each in node.each():
            words = each["text"].string().strip(_EDGES)
            at = self.text.find(words, cursor)
            at = at if at >= 0 else self.text.find(words)
            if at < 0 or not words:
                raise InputError(f"{each.place}.text: does not quote the plan: {_shown(each['text'].value)}")
            cursor = at
            yield self._measure(each, Span(at, at + len(words)))

    def _measure(self, node: _Node, span: Span) -> Measure:
        path = node["in"].string()
        if path not in self.bounds and path not in OUTSIDE:
            raise InputError(f"{node.place}.in: no such provision: {path}")
        action = self._action(node["action"], span)
        outcome = node["outcome"].string(empty=True)
        return Measure(
            provision=path,
            span=span,
            rule=RULE,
            action=action,
            stage=self._stage(node["stage"], action, span),
            outcome=self._within(node["outcome"], outcome, span) if outcome else None,
            relations=tuple(
                relation for kind in Kind for relation in self._relations(node[kind.value], kind, span, path)
            ),
        )

    def _within(self, node: _Node, words: str, span: Span) -> Span:
        at = self.text.find(words, span.start, span.end)
        if at < 0:
            raise InputError(f"{node.place}: is not in its measure: {_shown(words)}")
        return Span(at, at + len(words))

    def _action(self, node: _Node, span: Span) -> Stated[str] | None:
        verb = node.string(empty=True)
        return Stated(verb, self._within(node, verb, span), RULE) if verb else None

    def _stage(self, node: _Node, action: Stated[str] | None, span: Span) -> Stated[Stage] | None:
        """The stage rests on the action where the verb signals it, else on the measure's words."""
        if node.value in (None, "none"):
            return None
        stage = node.member(tuple(Stage))
        verb = self.vocabulary.action(action.value) if action else None
        shown = verb is not None and verb.signals_stage is stage
        return Stated(stage, action.span if action and shown else span, RULE)

    def _relations(self, node: _Node, kind: Kind, span: Span, path: str) -> Iterator[Relation]:
        used: dict[str, list[int]] = {}
        provision = self.bounds.get(path, Span(0, len(self.text)))
        for each in node.each():
            words = (each if kind in _PLAIN_KINDS else each["text"]).string()
            taken = used.setdefault(words, [])
            at = self.quotes.find(words, kind, span, provision, taken)
            if at < 0:
                raise InputError(f"{each.place}: is not in its measure or what speaks for it: {_shown(words)}")
            taken.append(at)
            mention = self._mention(each, kind, Span(at, at + len(words)))
            yield Relation(mention, RULE, self._role(each, kind))

    def _mention(self, node: _Node, kind: Kind, span: Span) -> Mention:
        words = span.of(self.text)
        if kind is Kind.TARGET:
            return Mention(kind, span, words, RULE, value=_target(node))
        if kind is Kind.DEADLINE:
            return Mention(kind, span, words, RULE, value=_deadline(node))
        name = words if kind in _PLAIN_KINDS else node["name"].string(empty=True) or words
        known = self.vocabulary.resolve(kind, name, self.jurisdiction)
        return Mention(kind, span, known.pref if known else name, RULE, known.iri if known else None)

    @staticmethod
    def _role(node: _Node, kind: Kind) -> Role | None:
        if kind is Kind.REGION:
            return node["role"].member(_REGION_ROLES)
        return node["role"].member(_AGENCY_ROLES) if kind is Kind.AGENCY else None


def _target(node: _Node) -> Target:
    comparator = node["comparator"].string()
    if comparator not in COMPARATORS:
        raise node["comparator"].fail("one of " + " ".join(sorted(COMPARATORS)))
    return Target(comparator, _whole(node["value"].number()), node["unit"].string(empty=True))


def _deadline(node: _Node) -> Deadline:
    start, end = node["from"].day(), node["to"].day()
    if start is None and end is None:
        raise node.fail("a date in from or to")
    return Deadline(start, end)


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


def write_annotation(plan: Plan, vocabulary: Vocabulary) -> dict[str, Any]:
    """The annotation of a plan, exactly in the guide's form: its key order, empty lists and outcome left out.

    A curated concept goes by the preferred name that the vocabulary gives it.
    """
    header = plan.header
    return {
        "plan": {
            "title": header.title.value,
            "number": header.number.value if header.number else "",
            "issuer": header.issuer.value if header.issuer else "",
            "issued": header.issued.value.isoformat() if header.issued else "",
            "year": header.year,
            "jurisdiction": header.jurisdiction.value if header.jurisdiction else "",
        },
        "provisions": [{"path": p.path, "kind": p.kind.value, "title": p.title} for p in plan.provisions],
        "measures": [_measure_json(plan.text, measure, vocabulary) for measure in plan.measures],
    }


def _measure_json(text: str, measure: Measure, vocabulary: Vocabulary) -> dict[str, Any]:
    written: dict[str, Any] = {
        "in": measure.provision,
        "text": measure.span.of(text),
        "action": measure.action.value if measure.action else "",
        "stage": measure.stage.value.value if measure.stage else "none",
    }
    for kind in _WRITTEN:
        if entries := [_mention_json(text, relation, vocabulary) for relation in measure.of_kind(kind)]:
            written[kind.value] = entries
    if measure.outcome:
        written["outcome"] = measure.outcome.of(text)
    return written


_WRITTEN = (
    Kind.REGION,
    Kind.MECHANISM,
    Kind.AGENCY,
    Kind.TARGET,
    Kind.DEADLINE,
    Kind.PLATFORM,
    Kind.INSTRUMENT,
    Kind.BENEFICIARY,
)
"""The kinds in the order of the guide."""


def _mention_json(text: str, relation: Relation, vocabulary: Vocabulary) -> dict[str, Any] | str:
    mention = relation.mention
    words = mention.span.of(text)
    match mention.value:
        case Target(comparator, value, unit):
            return {"text": words, "comparator": comparator, "value": _whole(value), "unit": unit}
        case Deadline(start, end):
            return {
                "text": words,
                "from": start.isoformat() if start else None,
                "to": end.isoformat() if end else None,
            }
    if mention.kind in _PLAIN_KINDS:
        return words
    known = vocabulary.concepts.get(mention.concept or "")
    entry: dict[str, Any] = {"text": words, "name": known.pref if known else mention.name}
    if mention.kind in (Kind.REGION, Kind.AGENCY):
        entry["role"] = (relation.role or Role.MENTIONS).value
    return entry
