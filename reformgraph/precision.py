"""How often each rule is right: its hits in plans against hand-made annotations of them.

A hit is right as in `scoring`, judged by what the rule answers for and nothing else, so that no rule pays for another:

- measure: the same stretch; action and stage: those of the annotated measure that it is paired with.
- mention: kind, place and text; its name too where that is scored, and the value of a target, the dates of a deadline.
- relation: the measure that it is given to, with its role. Only right places in paired measures count.

Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reformgraph.model import Kind, Plan, Relation, Span
from reformgraph.scoring import VALUES, Annotation, PlacedMention, Side, pair

_ROLE = "role"


class Part(StrEnum):
    """What a rule says of a plan."""

    MEASURE = "measure"
    ACTION = "action"
    STAGE = "stage"
    MENTION = "mention"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule said: of what, where (`start` is -1 outside its measure), and whether it is right.

    `found` is what it said and `wanted` what the annotation has there, "" where it has nothing.
    """

    part: Part
    rule: str
    plan: str
    start: int
    quote: str
    found: str
    wanted: str
    right: bool


@dataclass(frozen=True, slots=True)
class Precision:
    """All hits of one rule for one part; `part` is None for a rule that had none."""

    rule: str
    part: Part | None
    hits: int
    wrong: tuple[Hit, ...]

    @property
    def right(self) -> int:
        """How many hits are right."""
        return self.hits - len(self.wrong)

    @property
    def precision(self) -> float | None:
        """The share of hits that are right, 0 to 1; None without hits."""
        return self.right / self.hits if self.hits else None


def precisions(hits: Iterable[Hit], known: Iterable[str]) -> tuple[Precision, ...]:
    """The rules with their hits, the worst first, among equals those with most hits.

    Those of `known` that had none come last.
    """
    by_rule: dict[tuple[str, Part], list[Hit]] = {}
    for hit in hits:
        by_rule.setdefault((hit.rule, hit.part), []).append(hit)
    found = [
        Precision(rule, part, len(each), tuple(hit for hit in each if not hit.right))
        for (rule, part), each in by_rule.items()
    ]
    found.sort(key=lambda each: (each.precision, -each.hits, each.rule, each.part))
    silent = sorted(set(known) - {rule for rule, _ in by_rule})
    return (*found, *(Precision(rule, None, 0, ()) for rule in silent))


def judge(name: str, plan: Plan, gold: Annotation, found: Annotation) -> Iterator[Hit]:
    """Every hit in `plan`, which is called `name`; `found` is the annotation that the plan is written as."""
    yield from _Judge(name, plan, Side.place(plan.text, gold), Side.place(plan.text, found)).hits()


class _Judge:
    def __init__(self, name: str, plan: Plan, gold: Side, found: Side) -> None:
        self.name, self.plan = name, plan
        self.gold, self.found = gold, found
        self.partner = {theirs: ours for ours, theirs in pair(gold.spans, found.spans).items()}
        self.relations: list[dict[Kind, Sequence[Relation]]] = [
            {kind: tuple(measure.of_kind(kind)) for kind in Kind} for measure in plan.measures
        ]

    def hits(self) -> Iterator[Hit]:
        yield from self._measures()
        for kind in Kind:
            yield from self._mentions(kind)
            yield from self._relations(kind)

    def _hit(self, part: Part, rule: str, place: tuple[int, str], said: tuple[str, str], right: bool) -> Hit:
        return Hit(part, rule, self.name, *place, *said, right)

    def _measures(self) -> Iterator[Hit]:
        wanted = set(self.gold.spans)
        for index, measure in enumerate(self.plan.measures):
            span = self.found.spans[index]
            quote = measure.span.of(self.plan.text)
            place, right = (span.start, quote), span in wanted
            there = quote if right else self._near(span)
            yield self._hit(Part.MEASURE, measure.rule, place, (quote, there), right)
            if index not in self.partner:
                continue
            ours = self.gold.measures[self.partner[index]]
            if measure.action:
                said = measure.action.value, str(ours.get("action") or "")
                yield self._hit(Part.ACTION, measure.action.rule, place, said, said[0] == said[1])
            if measure.stage:
                said = measure.stage.value.value, str(ours.get("stage") or "none")
                yield self._hit(Part.STAGE, measure.stage.rule, place, said, said[0] == said[1])

    def _near(self, span: Span) -> str:
        """The annotated measures that overlap a stretch."""
        near = (other for other in self.gold.spans if other.start < span.end and span.start < other.end)
        return " | ".join(other.of(self.plan.text) for other in near)

    def _mentions(self, kind: Kind) -> Iterator[Hit]:
        wanted = self.gold.of_kind(kind)
        right = {(mention.place, _named(mention)) for mention in wanted}
        seen = set()
        for mention in self.found.of_kind(kind):
            rule = self._relation(mention).mention.rule
            key = rule, mention.place, _named(mention)
            if key not in seen:
                seen.add(key)
                said = _shown(mention.text, _named(mention)), _shown_near(mention, wanted)
                yield self._hit(Part.MENTION, rule, mention.place, said, key[1:] in right)

    def _relations(self, kind: Kind) -> Iterator[Hit]:
        ours = self.gold.of_kind(kind)
        places = {mention.place for mention in ours}
        wanted = {(mention.place, mention.measure): _role(mention) for mention in ours}
        for mention in self.found.of_kind(kind):
            measure = self.partner.get(mention.measure)
            if measure is None or mention.place not in places:
                continue
            there = wanted.get((mention.place, measure))
            said = _role(mention) or kind.value, "" if there is None else there or kind.value
            yield self._hit(Part.RELATION, self._relation(mention).rule, mention.place, said, said[0] == said[1])

    def _relation(self, mention: PlacedMention) -> Relation:
        return self.relations[mention.measure][mention.kind][mention.entry]


def _named(mention: PlacedMention) -> tuple[Any, ...]:
    """What must agree of a mention by itself, beyond place and text."""
    named = zip(VALUES.get(mention.kind, ()), mention.values, strict=True)
    return tuple(value for name, value in named if name != _ROLE)


def _role(mention: PlacedMention) -> str:
    named = dict(zip(VALUES.get(mention.kind, ()), mention.values, strict=True))
    return str(named.get(_ROLE) or "")


def _shown(text: str, values: Iterable[Any]) -> str:
    said = " ".join("" if value is None else str(value) for value in values).strip()
    return f"{text} = {said}" if said and said != text else text


def _shown_near(mention: PlacedMention, wanted: Iterable[PlacedMention]) -> str:
    """What is annotated at the place of a mention, or overlaps it."""
    if mention.start < 0:
        return ""
    end = mention.start + len(mention.text)
    near = (other for other in wanted if 0 <= other.start < end and mention.start < other.start + len(other.text))
    return " | ".join(dict.fromkeys(_shown(other.text, _named(other)) for other in near))
