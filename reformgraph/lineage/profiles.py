"""What linking knows of each measure: its features as numbers, and of each provision its topic.

Features are pairs of letters and names (of mechanisms, instruments, platforms, regions, cited documents). They are
numbered, and a measure keeps them in arrays, so that a pile of plans fits into memory.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import log

from reformgraph.lineage.order import Standing
from reformgraph.lineage.thresholds import Thresholds
from reformgraph.lineage.words import commonness, is_stock, pairs, topic_words, words_of
from reformgraph.model import Kind, Measure, Plan, Span
from reformgraph.vocabulary import NATION, label_key

NAMED = {
    Kind.MECHANISM: "mechanism",
    Kind.INSTRUMENT: "instrument",
    Kind.PLATFORM: "platform",
    Kind.REGION: "region",
}
"""The kinds whose name is a feature, and what it is called."""
DOCUMENT = "document"


class Features:
    """Features by number. A pair of letters is itself, a name is `kind:name` and has its words beside it.

    `says` is how much a feature says by what is known of plans at large, 0 to 1: of a name, the mean of its words.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.says: list[float] = []

    def number(self, name: str, words: str = "") -> int:
        """The number of a feature, a new one where it is new; `words` where it is a name."""
        found = self._numbers.setdefault(name, len(self.says))
        if found == len(self.says):
            common = [commonness().get(pair, 0.0) for pair in (pairs(words) if words else (name,))]
            self.says.append(1 - sum(common) / len(common) if common else 1.0)
        return found

    def of_pairs(self, words: Iterable[str]) -> list[int]:
        """The numbers of pairs of letters, in ascending order."""
        return sorted(map(self.number, words))


@dataclass(frozen=True, slots=True)
class Topic:
    """What a provision is about, as features in ascending order.

    `own` are those of its heading, `whole` those of all headings over it and of the plan's title, `said` those of its
    heading and measures.
    """

    own: "array[int]"
    whole: "array[int]"
    said: "array[int]"


@dataclass(frozen=True, slots=True)
class Profile:
    """A measure's features in ascending order, and how much each says of it within its plan, 0 to 1.

    `index` is the measure's place in its plan, `topic` that of its provision among the plan's topics.
    """

    index: int
    topic: int
    features: "array[int]"
    factors: "array[float]"


@dataclass(frozen=True, slots=True)
class PlanProfile:
    """A plan's place in the order, its topics, and the profiles of those of its measures that may be linked."""

    standing: Standing
    topics: tuple[Topic, ...]
    measures: tuple[Profile, ...]


def profile(plan: Plan, standing: Standing, features: Features, t: Thresholds) -> PlanProfile:
    """The profile of a plan; stock clauses are left out. `features` takes up what is new.

    What many measures of a plan have does not tell them apart, so it says less: its factor falls with the logarithm of
    their number, and what stands aside in a measure has `aside` of that.
    """
    headings = {path: headings_over(path, plan) for path in {measure.provision for measure in plan.measures}}
    numbered: list[tuple[int, Measure, dict[int, float]]] = []
    for index, measure in enumerate(plan.measures):
        if not is_stock(plan, measure, headings[measure.provision]):
            acts_on, beside = words_of(plan, measure)
            zones = dict.fromkeys(features.of_pairs(beside), t.aside)
            zones.update(dict.fromkeys(features.of_pairs(acts_on), 1.0))
            zones.update((features.number(name, words), 1.0) for name, words, _ in names_of(plan, measure))
            numbered.append((index, measure, zones))
    counts = Counter(feature for _, _, zones in numbered for feature in zones)
    total = log(len(numbered) + 1)
    apart = {feature: log((len(numbered) + 1) / count) / total for feature, count in counts.items()}
    said: dict[str, set[int]] = {}
    for _, measure, zones in numbered:
        said.setdefault(measure.provision, set()).update(zones)
    places = {path: place for place, path in enumerate(said)}
    title = features.of_pairs(topic_words(plan.header.title.value))
    return PlanProfile(
        standing,
        tuple(_topic(headings[path], title, found, features) for path, found in said.items()),
        tuple(
            Profile(
                index,
                places[measure.provision],
                array("I", sorted(zones)),
                array("f", (zones[feature] * apart[feature] for feature in sorted(zones))),
            )
            for index, measure, zones in numbered
        ),
    )


def names_of(plan: Plan, measure: Measure) -> Iterator[tuple[str, str, Span]]:
    """What a measure names: the feature, the name, and its place.

    Its own jurisdiction is left out: all measures of the plan are carried out there.
    """
    home = plan.header.jurisdiction.value if plan.header.jurisdiction else ""
    for kind, prefix in NAMED.items():
        for relation in measure.of_kind(kind):
            mention = relation.mention
            if kind is not Kind.REGION or mention.name not in (NATION, home):
                yield f"{prefix}:{mention.concept or label_key(mention.name)}", mention.name, mention.span
    for citation in plan.citations:
        if citation.span in measure.span:
            name = citation.title or citation.number
            yield f"{DOCUMENT}:{label_key(name)}", name, citation.span


def _topic(headings: tuple[str, ...], title: Iterable[int], said: set[int], features: Features) -> Topic:
    own = features.of_pairs(topic_words(headings[0])) if headings else title
    whole = {feature for heading in headings for feature in features.of_pairs(topic_words(heading))}
    return Topic(array("I", own), array("I", sorted(whole.union(title))), array("I", sorted(said.union(own))))


def headings_over(path: str, plan: Plan) -> tuple[str, ...]:
    """The headings over a provision's measures, the nearest first: its own, and those of the provisions around it."""
    titles = {provision.path: provision.title for provision in plan.provisions}
    around = accumulate(path.split("/"), "{}/{}".format)
    return tuple(title for each in reversed(list(around)) if (title := titles.get(each)))
