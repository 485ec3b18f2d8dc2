"""What reviewers say of links, and what it makes of them: a reviewer's word stands over the program's for good.

Pure. A verdict points at words of two plans, as reviews do, and is found again in edited texts; what is not found is
told, never dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from extract.passages import locate
from reformgraph.lineage.types import Link, LinkRelation, MeasureOf
from reformgraph.model import Plan, Reviewer
from reformgraph.reviews import Passage, Verdict
from reformgraph.scoring import SHARE, share


@dataclass(frozen=True, slots=True)
class End:
    """One side of a link: the plan's id, and the measure as the reviewer had it."""

    plan: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """One verdict on a link; `relation` is what shall stand, or what was rejected."""

    verdict: Verdict
    earlier: End
    later: End
    relation: LinkRelation
    reviewer: Reviewer
    time: datetime
    comment: str = ""

    @property
    def ends(self) -> tuple[End, End]:
        """Both sides; of two verdicts on the same ones the later counts."""
        return self.earlier, self.later


@dataclass(frozen=True, slots=True)
class ReviewedLinks:
    """The links as their reviewers have them, who stands for which, and the verdicts that were not found again."""

    links: tuple[Link, ...]
    reviewers: Mapping[tuple[MeasureOf, MeasureOf], Reviewer]
    orphans: tuple[LinkVerdict, ...]


def counting(verdicts: Iterable[LinkVerdict]) -> tuple[LinkVerdict, ...]:
    """Those that count, in the order of their times: of two on the same sides, the later."""
    latest = {verdict.ends: verdict for verdict in sorted(verdicts, key=lambda each: each.time)}
    return tuple(sorted(latest.values(), key=lambda each: (each.time, each.later.plan, each.later.passage.start)))


def apply_verdicts(links: Iterable[Link], verdicts: Iterable[LinkVerdict], plans: Mapping[str, Plan]) -> ReviewedLinks:
    """What the verdicts make of the links between these plans: rejected ones go, the others stand with score 1."""
    found = {(link.earlier, link.later): link for link in links}
    reviewers: dict[tuple[MeasureOf, MeasureOf], Reviewer] = {}
    orphans = []
    for verdict in counting(verdicts):
        earlier, later = measure_at(verdict.earlier, plans), measure_at(verdict.later, plans)
        if earlier is None or later is None:
            orphans.append(verdict)
            continue
        ends = earlier, later
        if verdict.verdict is Verdict.REJECT:
            found.pop(ends, None)
            reviewers.pop(ends, None)
            continue
        known = found.get(ends) or Link(earlier, later, verdict.relation, 1.0, ())
        found[ends] = replace(known, relation=verdict.relation, score=1.0)
        reviewers[ends] = verdict.reviewer
    ordered = sorted(found.values(), key=lambda link: (link.later, link.earlier))
    return ReviewedLinks(tuple(ordered), reviewers, tuple(orphans))


def measure_at(end: End, plans: Mapping[str, Plan]) -> MeasureOf | None:
    """The measure that stands now where that end's words are, if it shares at least 70 % of them."""
    plan = plans.get(end.plan)
    fit = locate(plan.text, end.passage) if plan else None
    if plan is None or fit is None:
        return None
    shares = [share(measure.span, fit.span) for measure in plan.measures]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return MeasureOf(end.plan, best) if best is not None and shares[best] >= SHARE else None


def end_of(measure: MeasureOf, plans: Mapping[str, Plan]) -> End:
    """A measure as it stands, to be found again."""
    plan: Plan = plans[measure.plan]
    return End(measure.plan, Passage.of(plan.text, measure.among(plans).span))
