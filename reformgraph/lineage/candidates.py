"""Which earlier measures may be linked with a measure: those that share the features that weigh most.

An inverted index from features to measures, filled plan by plan in their order. A feature that few measures have is
looked up everywhere; a common one only in the plan's own jurisdiction and those around it, and there among the latest.
So a look-up costs the same however many plans there are.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest

from reformgraph.lineage.thresholds import Thresholds


class Index:
    """The measures seen so far by their features. Measures are numbered in the order in which they are added."""

    def __init__(self, counts: Sequence[int], t: Thresholds) -> None:
        """`counts` says how many measures will have each feature in the end."""
        self._counts, self._t = counts, t
        self._places: list[str] = []
        self._everywhere: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        self._by_place: defaultdict[tuple[int, str], array[int]] = defaultdict(lambda: array("I"))

    def add(self, features: Iterable[int], place: str) -> None:
        """Take up a measure of a plan of that jurisdiction."""
        measure = len(self._places)
        self._places.append(place)
        for feature in features:
            if self._counts[feature] <= self._t.common:
                self._everywhere[feature].append(measure)
            else:
                self._by_place[feature, place].append(measure)

    def like(self, features: Sequence[int], weights: Sequence[float], places: Iterable[str]) -> list[int]:
        """The measures that share the heaviest of `features`, the most first and then the latest.

        `features` stand in the order of what they weigh; `places` are the jurisdictions to look up common ones in, and
        of equals, measures of these go first.
        """
        found: defaultdict[int, float] = defaultdict(float)
        where = frozenset(places)
        for feature in features[: self._t.lookups]:
            weight = weights[feature]
            if self._counts[feature] <= self._t.common:
                for measure in self._everywhere.get(feature, ()):
                    found[measure] += weight
                continue
            for place in where:
                for measure in self._by_place.get((feature, place), _NONE)[-self._t.postings :]:
                    found[measure] += weight
        near = {measure for measure in found if self._places[measure] in where}
        return nlargest(self._t.scored, found, key=lambda measure: (round(found[measure], 6), measure in near, measure))


_NONE: "array[int]" = array("I")
