"""How well an extraction agrees with a hand-made annotation: precision, recall and F1 by kind.

Both sides are annotations in the form of the annotation guide, so that any tool's output can be scored. Pure.

- provisions: kind, path and title equal.
- measures: the same stretch of text, closing punctuation aside; `measures (overlap)`: paired one to one where the two
  stretches share at least 70 % of the characters that either covers.
- mentions: kind, place and text equal, whichever measure they stand in; then also the canonical name (not of agencies),
  role, value or dates.
- action, stage: the share of the paired measures that agree.
- in-measure: kind, mention and measure equal under the pairing: the relations of the graph.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from reformgraph.model import Kind, Span

Annotation = Mapping[str, Any]

VALUES: Mapping[Kind, tuple[str, ...]] = {
    Kind.REGION: ("name", "role"),
    Kind.MECHANISM: ("name",),
    Kind.AGENCY: ("role",),
    Kind.TARGET: ("comparator", "value", "unit"),
    Kind.DEADLINE: ("from", "to"),
}
"""What must agree beyond place and text, by kind."""

PUNCTUATION = "，。；、：！？,.;:!? \n\t\u3000"
SHARE = 0.7
ABSENT = Span(-1, -1)
MAY_STAND_OUTSIDE = (Kind.AGENCY, Kind.DEADLINE)
"""Kinds that a line of its own may give to a measure; anything else outside the measure is not scored."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, hits: int, found: int, gold: int) -> "Score":
        """The score of `hits` among `found` and `gold`; nothing found of nothing wanted is perfect."""
        precision = hits / found if found else float(not gold)
        recall = hits / gold if gold else float(not found)
        f1 = 2 * precision * recall / (precision + recall) if hits else float(not gold and not found)
        return cls(precision, recall, f1)

    @classmethod
    def of_sets(cls, gold: Set[Hashable], found: Set[Hashable]) -> "Score":
        """The score of the set that was found against the set that was wanted."""
        return cls.of(len(gold & found), len(found), len(gold))


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A mention in the form that is compared: `start` is -1 outside its measure.

    `measure` is its measure's place in the annotation, `entry` its own in that measure's list of its kind.
    """

    kind: Kind
    start: int
    text: str
    values: tuple[Any, ...]
    measure: int
    entry: int

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands and what it quotes."""
        return self.start, self.text


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores by name, in a fixed order, and a line for each miss and each wrong find."""

    scores: Mapping[str, Score]
    misses: tuple[str, ...]

    @property
    def macro_f1(self) -> float:
        """The plain mean of all F1."""
        return sum(score.f1 for score in self.scores.values()) / len(self.scores)


@dataclass(frozen=True, slots=True)
class Side:
    """One annotation, placed in the plan's text."""

    measures: Sequence[Mapping[str, Any]]
    spans: tuple[Span, ...]
    mentions: tuple[PlacedMention, ...]

    @classmethod
    def place(cls, text: str, annotation: Annotation) -> "Side":
        """The annotation with the places of its quotes."""
        measures = annotation["measures"]
        spans = place_measures(text, measures)
        return cls(measures, spans, tuple(_place_mentions(text, measures, spans)))

    def of_kind(self, kind: Kind) -> tuple[PlacedMention, ...]:
        """The mentions of one kind."""
        return tuple(mention for mention in self.mentions if mention.kind is kind)


def evaluate(text: str, gold: Annotation, found: Annotation) -> Evaluation:
    """Score `found` against `gold`, both annotations of the plan `text`."""
    wanted, given = Side.place(text, gold), Side.place(text, found)
    paired = pair(wanted.spans, given.spans)
    scores = {
        "provisions": Score.of_sets(_provisions(gold), _provisions(found)),
        "measures": Score.of_sets(set(wanted.spans), set(given.spans)),
        "measures (overlap)": Score.of(len(paired), len(given.spans), len(wanted.spans)),
    }
    for kind in Kind:
        ours, theirs = wanted.of_kind(kind), given.of_kind(kind)
        if not ours and not theirs:
            continue
        scores[kind.value] = Score.of_sets({m.place for m in ours}, {m.place for m in theirs})
        if kind in VALUES:
            name = f"{kind.value}: {', '.join(VALUES[kind])}"
            scores[name] = Score.of_sets({(m.place, m.values) for m in ours}, {(m.place, m.values) for m in theirs})
    partner = {theirs: ours for ours, theirs in paired.items()}
    scores["in-measure"] = Score.of_sets(
        {(m.kind, m.place, m.measure) for m in wanted.mentions},
        {(m.kind, m.place, partner.get(m.measure, -1 - m.measure)) for m in given.mentions},
    )
    for key in ("action", "stage"):
        agree = sum(wanted.measures[i].get(key) == given.measures[j].get(key) for i, j in paired.items())
        share = agree / len(paired) if paired else 0.0
        scores[key] = Score(share, share, share)
    return Evaluation(scores, tuple(_misses(wanted, given)))


def place_measures(text: str, measures: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    """The place of each measure in the plan, looked for from the start of the one before; `ABSENT` where it is not."""
    placed, cursor = [], 0
    for measure in measures:
        quote = measure["text"].strip(PUNCTUATION)
        at = text.find(quote, cursor)
        if at < 0:
            at = text.find(quote)
        if at < 0:
            placed.append(ABSENT)
            continue
        cursor = at
        placed.append(Span(at, at + len(quote)))
    return tuple(placed)


def pair(gold: Sequence[Span], found: Sequence[Span]) -> dict[int, int]:
    """Index in `gold` → index in `found`, one to one, best overlap first, at least `SHARE` of the common extent."""
    candidates = []
    for j, theirs in enumerate(found):
        for i, ours in enumerate(gold):
            if (common := share(ours, theirs)) >= SHARE:
                candidates.append((common, i, j))
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in paired and j not in taken:
            paired[i] = j
            taken.add(j)
    return paired


def share(one: Span, other: Span) -> float:
    """How much of what either of two stretches covers both cover: 0 to 1."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


def _provisions(annotation: Annotation) -> set[Hashable]:
    return {(provision["kind"], provision["path"], provision["title"]) for provision in annotation["provisions"]}


def _place_mentions(text: str, measures: Sequence[Mapping[str, Any]], spans: Sequence[Span]) -> Iterable[PlacedMention]:
    for index, (measure, span) in enumerate(zip(measures, spans, strict=True)):
        for kind in Kind:
            seen: dict[str, int] = {}
            for place, entry in enumerate(measure.get(kind.value) or ()):
                entity = {"text": entry} if isinstance(entry, str) else entry
                quote = entity["text"]
                at = text.find(quote, max(seen.get(quote, span.start), 0), max(span.end, 0))
                if at >= 0:
                    seen[quote] = at + 1
                elif kind not in MAY_STAND_OUTSIDE:
                    continue
                values = tuple(entity.get(key) for key in VALUES.get(kind, ()))
                yield PlacedMention(kind, at, quote, values, index, place)


def _misses(wanted: Side, given: Side) -> Iterable[str]:
    for name, ours, theirs in (("missed", wanted, given), ("wrong", given, wanted)):
        places = set(theirs.spans)
        for measure, span in zip(ours.measures, ours.spans, strict=True):
            if span not in places:
                yield f"{name} measure: {measure['text']}"
        for kind in Kind:
            there = {(m.place, m.values) for m in theirs.of_kind(kind)}
            here = {(m.place, m.values) for m in ours.of_kind(kind)}
            for (start, quote), values in sorted(here - there, key=str):
                yield f"{name} {kind.value}: {start} {quote} {' '.join(str(value) for value in values)}".rstrip()
