"""What is new in the later of two plans, and what of the earlier it drops: the measures without a link between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reformgraph.lineage.profiles import headings_over
from reformgraph.lineage.types import Link, MeasureOf
from reformgraph.lineage.words import is_stock
from reformgraph.model import Plan


@dataclass(frozen=True, slots=True)
class Changes:
    """The measures of the later plan that go back to none of the earlier, and those of the earlier that none goes on.

    Each in the order of its plan; stock clauses are neither.
    """

    new: tuple[MeasureOf, ...]
    dropped: tuple[MeasureOf, ...]


def changes(earlier: str, later: str, plans: Mapping[str, Plan], links: Iterable[Link]) -> Changes:
    """What changed between two plans of those keys, by the links of a pile that both are in; for plans of one series.

    Raises KeyError where a key is not in `plans`.
    """
    between = [link for link in links if (link.earlier.plan, link.later.plan) == (earlier, later)]
    return Changes(
        _without(later, plans[later], {link.later.index for link in between}),
        _without(earlier, plans[earlier], {link.earlier.index for link in between}),
    )


def _without(key: str, plan: Plan, linked: set[int]) -> tuple[MeasureOf, ...]:
    return tuple(
        MeasureOf(key, index)
        for index, measure in enumerate(plan.measures)
        if index not in linked and not is_stock(plan, measure, headings_over(measure.provision, plan))
    )
