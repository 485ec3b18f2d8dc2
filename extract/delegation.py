"""Delegations: which region is given power by a measure, and the words that say what it is given.

Only 向R放权, 下放 and 赋予 count: 向R下放…, 将…下放至R, 加大向R放权力度, 赋予R…权限.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from reformgraph.model import Delegation, Kind, Measure, Mention, Plan, Span

NEAR = 120
"""How many letters in front of a region the words that give it power are looked for."""
_POWER = r"(?:下放|放权|赋权|委托下放)"
_TO_REGION = re.compile(r"(?:向|对)(?:[^，。；]{0,20}(?:、|和|及|与|以及))?$")
_GRANTED = re.compile(r"赋予(?:[^，。；]{0,20}(?:、|和|及|与|以及))?$")
_GIVES = re.compile(rf"(?:[^，。；]{{0,24}}?)({_POWER})(?P<what>[^，。；]*)")
_GRANTS = re.compile(r"(?:等)?(?P<what>[^，。；]{2,60})")
_DOWN_TO = re.compile(
    rf"(?:(?:将|把|推动|推进|支持)(?P<object>[^，。；]{{2,80}}?))?{_POWER}(?P<after>[^，。；]{{0,40}}?)(?:至|到|给|由)(?:[^，。；]{{0,20}}(?:、|和|及|与|以及))?$"
)


def read_delegations(plan: Plan) -> Plan:
    """The plan with the delegations that its measures' words state, for the regions that they relate to."""
    return replace(plan, measures=tuple(_read(plan.text, measure) for measure in plan.measures))


def _read(text: str, measure: Measure) -> Measure:
    stretch = measure.span.of(text)
    if "放" not in stretch and "赋" not in stretch:
        return measure
    found = tuple(_delegations(text, measure))
    return replace(measure, delegations=found) if found else measure


def _delegations(text: str, measure: Measure) -> Iterator[Delegation]:
    for relation in measure.of_kind(Kind.REGION):
        found = _given(text, measure.span, relation.mention)
        if found:
            yield Delegation(relation.mention, *found)


def _given(text: str, measure: Span, region: Mention) -> tuple[Span, str] | None:
    start, end = region.span.start, region.span.end
    near = max(measure.start, start - NEAR)
    if _TO_REGION.search(text, near, start):
        gives = _GIVES.match(text, end, measure.end)
        if gives:
            what = Span(*gives.span("what"))
            named = what.end > what.start and not what.of(text).startswith(("力度", "的力度"))
            return (what if named else Span(*gives.span(1))), "delegation.to-region"
    if _GRANTED.search(text, near, start):
        grants = _GRANTS.match(text, end, measure.end)
        if grants:
            return Span(*grants.span("what")), "delegation.granted"
    down = _DOWN_TO.search(text, near, start)
    if down:
        group = "object" if down["object"] else "after"
        if down[group]:
            return Span(*down.span(group)), "delegation.handed-down"
    return None
