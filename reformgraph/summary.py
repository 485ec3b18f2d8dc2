"""What a build tells its user: how much was found, regions × mechanisms, deadlines in order, how much text is covered.

Pure: from a plan to plain values; the command line draws them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reformgraph.model import Deadline, Kind, Plan, ProvisionKind, Role


@dataclass(frozen=True, slots=True)
class Count:
    """How often things of one kind stand in the plan, and how many different ones they are."""

    kind: str
    mentions: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline and the measure that it is set for."""

    deadline: Deadline
    quote: str
    path: str
    measure: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts, the cross table (mechanism, region) → measures, the deadlines in order of their end."""

    counts: tuple[Count, ...]
    cross: Mapping[tuple[str, str], int]
    due: tuple[Due, ...]
    covered: float
    """Share of the text's code points that lie in measures, 0 to 1."""

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the cross table, those with most measures first."""
        return _by_weight(self.cross, 1)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The mechanisms of the cross table, those with most measures first."""
        return _by_weight(self.cross, 0)


def summarize(plan: Plan) -> Summary:
    """The summary of one plan; regions of the cross table are those that a measure applies in."""
    cross: Counter[tuple[str, str]] = Counter()
    due = []
    for measure in plan.measures:
        regions = {r.mention.name for r in measure.of_kind(Kind.REGION) if r.role is Role.APPLIES_IN}
        mechanisms = {r.mention.name for r in measure.of_kind(Kind.MECHANISM)}
        cross.update((mechanism, region) for mechanism in mechanisms for region in regions)
        for relation in measure.of_kind(Kind.DEADLINE):
            if isinstance(relation.mention.value, Deadline):
                quote = relation.mention.span.of(plan.text)
                due.append(Due(relation.mention.value, quote, measure.provision, measure.span.of(plan.text)))
    due.sort(key=lambda item: (item.deadline.end or item.deadline.start or date.max, item.path, item.measure))
    covered = sum(measure.span.end - measure.span.start for measure in plan.measures)
    return Summary(_counts(plan), dict(cross), tuple(due), covered / len(plan.text) if plan.text else 0.0)


def _counts(plan: Plan) -> tuple[Count, ...]:
    levels = Counter(provision.kind for provision in plan.provisions)
    counts = [Count(f"{kind.value}s", levels[kind], levels[kind]) for kind in ProvisionKind]
    counts.append(Count("measures", len(plan.measures), len({m.span.of(plan.text) for m in plan.measures})))
    for kind in Kind:
        mentions = {r.mention for measure in plan.measures for r in measure.of_kind(kind)}
        distinct = {mention.value or mention.name for mention in mentions}
        counts.append(Count(kind.value, len(mentions), len(distinct)))
    return tuple(counts)


def _by_weight(cross: Mapping[tuple[str, str], int], side: int) -> tuple[str, ...]:
    weight: Counter[str] = Counter()
    for pair, measures in cross.items():
        weight[pair[side]] += measures
    return tuple(sorted(weight, key=lambda name: (-weight[name], name)))
