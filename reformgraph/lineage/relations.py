"""What a later measure does with an earlier one: decided by level, region, stage and scope, in that order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from reformgraph.lineage.order import Standing
from reformgraph.lineage.types import LinkRelation, Reason, ReasonKind
from reformgraph.lineage.words import narrow_scope
from reformgraph.model import Kind, Measure, Plan, Role, Span, Stage
from reformgraph.reviewing.table import STAGES
from reformgraph.vocabulary import NATION, Vocabulary

_Decided = tuple[LinkRelation, Reason] | None

_PROGRESS: Mapping[Stage | None, int] = {
    Stage.EXPLORE: 1,
    Stage.PILOT: 2,
    Stage.ESTABLISH: 3,
    None: 3,
    Stage.EXPAND: 4,
    Stage.FULL: 5,
    Stage.SUSTAIN: 6,
}
"""How far a reform has come: what is neither explored nor piloted is carried out."""


@dataclass(frozen=True, slots=True)
class Side:
    """A measure with its plan and the plan's standing."""

    plan: Plan
    measure: Measure
    standing: Standing


def relation(earlier: Side, later: Side, vocabulary: Vocabulary) -> tuple[LinkRelation, tuple[Reason, ...]]:
    """The relation of two measures that are linked, and what speaks for it.

    Between levels, one within the other, a reform is implemented or spreads. Else a wider region expands and a narrower
    one narrows it (of plans of one jurisdiction only), then a later stage expands it, then a scope that only one of the
    two states; else it continues.
    """
    if later.standing.within(earlier.standing):
        return LinkRelation.IMPLEMENTS, (Reason(ReasonKind.LOWER_LEVEL),)
    if earlier.standing.within(later.standing):
        return LinkRelation.SPREADS, (Reason(ReasonKind.HIGHER_LEVEL),)
    one_place = earlier.standing.place == later.standing.place
    found = (_by_region(earlier, later, vocabulary) if one_place else None) or _by_stage(earlier, later)
    kind, why = found or _by_scope(earlier, later) or (LinkRelation.CONTINUES, None)
    return kind, (*((why,) if why else ()), *(() if one_place else (Reason(ReasonKind.OTHER_PLACE),)))


def _by_stage(earlier: Side, later: Side) -> _Decided:
    before, after = _stage(earlier.measure), _stage(later.measure)
    if _PROGRESS[after] <= _PROGRESS[before]:
        return None
    what = " → ".join(STAGES[stage].zh if stage else "—" for stage in (before, after))
    spans = _stage_span(earlier.measure), _stage_span(later.measure)
    return LinkRelation.EXPANDS, Reason(ReasonKind.LATER_STAGE, what, *spans)


def _by_scope(earlier: Side, later: Side) -> _Decided:
    was, now = _scope(earlier), _scope(later)
    if now and not was:
        return LinkRelation.NARROWS, Reason(ReasonKind.NARROWER_SCOPE, later=(now,))
    if was and not now:
        return LinkRelation.EXPANDS, Reason(ReasonKind.WIDER_SCOPE, earlier=(was,))
    return None


def _by_region(earlier: Side, later: Side, vocabulary: Vocabulary) -> _Decided:
    before, after = _regions(earlier), _regions(later)
    if before.keys() == after.keys():
        return None
    spans = tuple(before.values()), tuple(after.values())
    if not after or (before and all(any(_within(b, a, vocabulary) for a in after) for b in before)):
        return LinkRelation.EXPANDS, Reason(ReasonKind.WIDER_REGION, "", *spans)
    if not before or all(any(_within(a, b, vocabulary) for b in before) for a in after):
        return LinkRelation.NARROWS, Reason(ReasonKind.NARROWER_REGION, "", *spans)
    return None


def _regions(side: Side) -> dict[str, Span]:
    """Where the measure applies, by IRI or name; empty for the whole jurisdiction."""
    home = side.plan.header.jurisdiction.value if side.plan.header.jurisdiction else ""
    found = {}
    for each in side.measure.of_kind(Kind.REGION):
        if each.role is Role.APPLIES_IN:
            if each.mention.name in (home, NATION):
                return {}
            found[each.mention.concept or each.mention.name] = each.mention.span
    return found


def _within(inner: str, outer: str, vocabulary: Vocabulary) -> bool:
    return inner in _under(vocabulary, outer)


@lru_cache(maxsize=4096)
def _under(vocabulary: Vocabulary, region: str) -> frozenset[str]:
    return vocabulary.under(region)


def _stage(measure: Measure) -> Stage | None:
    return measure.stage.value if measure.stage else None


def _stage_span(measure: Measure) -> tuple[Span, ...]:
    return (measure.stage.span,) if measure.stage and measure.stage.span else ()


def _scope(side: Side) -> Span | None:
    """Where the measure, or the heading over it, says that it holds for one matter only."""
    text, span = side.plan.text, side.measure.span
    if found := narrow_scope(span.of(text)):
        return Span(span.start + found.start, span.start + found.end)
    heading = next((p.heading for p in side.plan.provisions if p.path == side.measure.provision), None)
    if heading and (found := narrow_scope(heading.of(text))):
        return Span(heading.start + found.start, heading.start + found.end)
    return None
