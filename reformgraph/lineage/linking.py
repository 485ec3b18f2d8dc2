"""The links between the measures of a pile of plans: profiles, candidates, likeness, and the best of each kept.

Two passes. The first counts how many measures have each feature; the second takes the plans in their order, looks each
measure's candidates up among the plans before, scores them, and keeps the best. Links come plan by plan, so memory is
bounded by the profiles and the index.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reformgraph.lineage.candidates import Index
from reformgraph.lineage.likeness import Common, Likeness, Weighed, common, likeness, rarity
from reformgraph.lineage.order import cites, standing
from reformgraph.lineage.profiles import Features, PlanProfile, Profile, profile
from reformgraph.lineage.reasons import reasons
from reformgraph.lineage.relations import Side, relation
from reformgraph.lineage.thresholds import Thresholds, thresholds
from reformgraph.lineage.types import Link, MeasureOf
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary


def link_plans(plans: Mapping[str, Plan], vocabulary: Vocabulary) -> Iterator[Link]:
    """The links between measures of the plans, each from an earlier to a later one, in the order of the later.

    `plans` are known by their keys, which the links name; the order in which they are given changes nothing. Plans of
    one year and jurisdiction are not linked with each other.
    """
    yield from _Linking(plans, vocabulary, thresholds()).links()


@dataclass(frozen=True, slots=True)
class _Found:
    """An earlier measure that is like a later one."""

    earlier: Profile
    later: Profile
    alike: Likeness


class _Linking:
    def __init__(self, plans: Mapping[str, Plan], vocabulary: Vocabulary, t: Thresholds) -> None:
        self._plans, self._vocabulary, self._t = plans, vocabulary, t
        features = Features()
        order = sorted((standing(key, plan, vocabulary) for key, plan in plans.items()), key=lambda each: each.rank)
        self._profiles = [profile(plans[each.key], each, features, t) for each in order]
        self._counts = [0] * len(features.says)
        total = 0
        for each in self._profiles:
            for measure in each.measures:
                total += 1
                for feature in measure.features:
                    self._counts[feature] += 1
        self._weights = rarity(self._counts, features.says, total, t)
        self._seen: list[tuple[int, Profile]] = []

    def links(self) -> Iterator[Link]:
        index = Index(self._counts, self._t)
        for number, later in enumerate(self._profiles):
            found = self._found(later, index)
            kept = {earlier: self._best(each) for earlier, each in found.items()}
            yield from self._few_plans(later, kept)
            for measure in later.measures:
                index.add(measure.features, later.standing.place)
                self._seen.append((number, measure))

    def _found(self, later: PlanProfile, index: Index) -> dict[int, list[_Found]]:
        """What is like enough, by the number of the earlier plan."""
        found: defaultdict[int, list[_Found]] = defaultdict(list)
        places = {later.standing.place, *later.standing.around}
        around: dict[tuple[int, int, int], Common] = {}
        cited: dict[int, bool] = {}
        for measure in later.measures:
            weighed = self._weighed(later, measure)
            for candidate in index.like(weighed.by_weight(), self._weights, places):
                number, profile_ = self._seen[candidate]
                earlier = self._profiles[number]
                if not later.standing.may_follow(earlier.standing):
                    continue
                key = number, profile_.topic, measure.topic
                if key not in around:
                    around[key] = common(
                        earlier.topics[profile_.topic], later.topics[measure.topic], self._weights, self._t
                    )
                if number not in cited:
                    cited[number] = cites(self._plans[later.standing.key], self._plans[earlier.standing.key])
                alike = likeness(self._weighed(earlier, profile_), weighed, around[key], cited[number], self._t)
                if alike.score >= self._t.link:
                    found[number].append(_Found(profile_, measure, alike))
        return found

    def _weighed(self, plan: PlanProfile, measure: Profile) -> Weighed:
        whole = self._plans[plan.standing.key]
        return Weighed(measure, whole.measures[measure.index].span.of(whole.text), self._weights)

    def _best(self, found: Sequence[_Found]) -> list[_Found]:
        """Of what was found between two plans, what is near the best of both measures; the repeated stand alone."""
        ranked = sorted(found, key=lambda each: (-each.alike.score, each.later.index, each.earlier.index))
        best: dict[tuple[str, int], float] = {}
        count: defaultdict[tuple[str, int], int] = defaultdict(int)
        repeated: set[tuple[str, int]] = set()
        kept = []
        for each in ranked:
            sides = ("earlier", each.earlier.index), ("later", each.later.index)
            top = max(best.setdefault(side, each.alike.score) for side in sides)
            full = any(count[side] >= self._t.most_in_plan for side in sides)
            least = self._t.link if each.alike.score == top else max(self._t.beside, self._t.near_best * top)
            if each.alike.score < least or full or not repeated.isdisjoint(sides):
                continue
            kept.append(each)
            for side in sides:
                count[side] += 1
            if each.alike.wording >= self._t.repeated:
                repeated.update(sides)
        return kept

    def _few_plans(self, later: PlanProfile, kept: Mapping[int, Sequence[_Found]]) -> Iterator[Link]:
        """The links of each measure with the few plans that it is most like, in the order of the measures.

        Of plans that are alike those of its own place go first, then those of places around or within it, the latest
        before the others.
        """

        def far(number: int) -> tuple[int, int]:
            earlier = self._profiles[number].standing
            related = later.standing.within(earlier) or earlier.within(later.standing)
            return (0 if earlier.place == later.standing.place else 1 if related else 2), -number

        by_measure: defaultdict[int, dict[int, list[_Found]]] = defaultdict(dict)
        for number, found in kept.items():
            for each in found:
                by_measure[each.later.index].setdefault(number, []).append(each)
        for _, by_plan in sorted(by_measure.items()):
            nearest = sorted(by_plan, key=lambda number: (-round(by_plan[number][0].alike.score, 2), *far(number)))
            for number in sorted(nearest[: self._t.most_plans]):
                for each in sorted(by_plan[number], key=lambda each: each.earlier.index):
                    yield self._link(self._profiles[number], later, each)

    def _link(self, earlier: PlanProfile, later: PlanProfile, found: _Found) -> Link:
        before, after = self._side(earlier, found.earlier), self._side(later, found.later)
        cited = cites(after.plan, before.plan)
        kind, why = relation(before, after, self._vocabulary)
        return Link(
            MeasureOf(earlier.standing.key, found.earlier.index),
            MeasureOf(later.standing.key, found.later.index),
            kind,
            found.alike.score,
            (*reasons(before, after, found.alike, cited, self._t), *why),
        )

    def _side(self, profiled: PlanProfile, measure: Profile) -> Side:
        plan = self._plans[profiled.standing.key]
        return Side(plan, plan.measures[measure.index], profiled.standing)
