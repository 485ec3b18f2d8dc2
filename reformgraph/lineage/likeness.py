"""How alike two measures are: the words and names that both have, weighted by rarity, their topic, and their wording.

The score is a logistic function of five figures (`thresholds.toml` has their weights), so it reads as the chance that a
reader would call the pair a link.
"""

from array import array
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, log1p

from rapidfuzz import fuzz

from reformgraph.lineage.profiles import Profile, Topic
from reformgraph.lineage.thresholds import Thresholds


def rarity(counts: Sequence[int], says: Sequence[float], total: int, t: Thresholds) -> "array[float]":
    """The weight of each feature that so many of `total` measures have, up to `rarest` for one that a single one has.

    A common feature weighs less by the logarithm of how many have it, and by what all plans talk of.
    """
    most = log(total + 1)
    return array(
        "d",
        (
            t.rarest * max(0.0, 1 - log(count + 0.5) / most) * say if count else t.rarest * say
            for count, say in zip(counts, says, strict=True)
        ),
    )


@dataclass(frozen=True)
class Weighed:
    """A measure whose features have their weights, ready to be compared with many; `text` is its wording."""

    profile: Profile
    text: str
    weights: Sequence[float]

    @cached_property
    def factors(self) -> Mapping[int, float]:
        """How much each feature says of the measure within its plan."""
        return dict(zip(self.profile.features, self.profile.factors, strict=True))

    @cached_property
    def total(self) -> float:
        """The weight of all its features."""
        return sum(self.weights[feature] * factor for feature, factor in self.factors.items())

    def by_weight(self) -> list[int]:
        """Its features, those that weigh most first; those that weigh nothing are left out."""
        heavy = [feature for feature, factor in self.factors.items() if self.weights[feature] * factor > 0]
        return sorted(heavy, key=lambda feature: (-self.weights[feature] * self.factors[feature], feature))


@dataclass(frozen=True, slots=True)
class Common:
    """What two provisions have in common: how far they are on one topic, 0 to 1, and the weight of what both say."""

    topic: float
    said: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two measures are: the score, and the topic and wording in it, each 0 to 1."""

    score: float
    topic: float
    wording: float


def common(one: Topic, other: Topic, weights: Sequence[float], t: Thresholds) -> Common:
    """What two provisions have in common."""
    said = set(one.said)
    return Common(
        max(_headed(one.own, other.whole, weights, t), _headed(other.own, one.whole, weights, t)),
        sum(weights[feature] for feature in other.said if feature in said),
    )


def _headed(own: Sequence[int], whole: Iterable[int], weights: Sequence[float], t: Thresholds) -> float:
    there = frozenset(whole)
    weight = sum(weights[feature] for feature in own if feature in there)
    return _covered(own, there, weights) * min(1.0, weight / t.full_topic)


def _covered(words: Sequence[int], there: Container[int], weights: Sequence[float]) -> float:
    total = sum(weights[feature] for feature in words)
    return sum(weights[feature] for feature in words if feature in there) / total if total else 0.0


def likeness(earlier: Weighed, later: Weighed, around: Common, cited: bool, t: Thresholds) -> Likeness:
    """How alike two measures are whose provisions have `around` in common; `cited` where one plan cites the other."""
    weights, factors = later.weights, later.factors
    shared = full = total = 0.0
    for feature, factor in zip(earlier.profile.features, earlier.profile.factors, strict=True):
        weight = weights[feature]
        total += weight * factor
        there = factors.get(feature)
        if there is not None:
            shared += weight * min(factor, there)
            full += weight
    least = min(total, later.total)
    wording = fuzz.ratio(earlier.text, later.text) / 100
    sum_of_all = (
        t.base
        + t.shared * log1p(shared)
        + t.share * (shared / least if least else 0.0)
        + t.topic * around.topic
        + t.around * log1p(max(0.0, around.said - full))
        + t.wording * wording * min(1.0, min(len(earlier.text), len(later.text)) / t.full_wording)
        + t.cites * cited
    )
    return Likeness(1 / (1 + exp(-sum_of_all)), around.topic, wording)
