"""What is said of two measures of different plans: that one leads to the other, how, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reformgraph.language import Text
from reformgraph.model import Measure, Plan, Span


class LinkRelation(StrEnum):
    """What the later measure does with the reform of the earlier one."""

    CONTINUES = "continues"
    """The same scope and stage."""
    EXPANDS = "expands"
    """A wider scope or region, or a later stage."""
    NARROWS = "narrows"
    """A narrower scope or region."""
    IMPLEMENTS = "implements"
    """A lower level carries out a higher level's duty."""
    SPREADS = "spreads"
    """A higher level takes up a local practice."""


class ReasonKind(StrEnum):
    """What speaks for a link, or for its relation."""

    MECHANISM = "same mechanism"
    INSTRUMENT = "same instrument"
    PLATFORM = "same platform"
    DOCUMENT = "same document"
    OBJECT = "same object"
    TOPIC = "same topic"
    WORDS = "like words"
    CITES = "one cites the other"
    SAME_REGION = "same region"
    WIDER_REGION = "wider region"
    NARROWER_REGION = "narrower region"
    LATER_STAGE = "later stage"
    WIDER_SCOPE = "wider scope"
    NARROWER_SCOPE = "narrower scope"
    LOWER_LEVEL = "lower level"
    HIGHER_LEVEL = "higher level"
    OTHER_PLACE = "other place"

    @property
    def text(self) -> Text:
        """The reason in words."""
        return Text(_CHINESE[self], self.value)


_CHINESE = {
    ReasonKind.MECHANISM: "同一机制",
    ReasonKind.INSTRUMENT: "同一文件或清单",
    ReasonKind.PLATFORM: "同一平台",
    ReasonKind.DOCUMENT: "引用同一文件",
    ReasonKind.OBJECT: "同一对象",
    ReasonKind.TOPIC: "同一主题",
    ReasonKind.WORDS: "措辞相近",
    ReasonKind.CITES: "一方引用另一方",
    ReasonKind.SAME_REGION: "同一区域",
    ReasonKind.WIDER_REGION: "区域扩大",
    ReasonKind.NARROWER_REGION: "区域缩小",
    ReasonKind.LATER_STAGE: "阶段推进",
    ReasonKind.WIDER_SCOPE: "范围扩大",
    ReasonKind.NARROWER_SCOPE: "范围限定",
    ReasonKind.LOWER_LEVEL: "下级落实",
    ReasonKind.HIGHER_LEVEL: "上级采纳",
    ReasonKind.OTHER_PLACE: "他地同类",
}


@dataclass(frozen=True, slots=True, order=True)
class MeasureOf:
    """A measure by its plan's key and its place among the plan's measures, from 0."""

    plan: str
    index: int

    def among(self, plans: Mapping[str, Plan]) -> Measure:
        """The measure itself. Raises KeyError or IndexError where `plans` are not those that were linked."""
        return plans[self.plan].measures[self.index]

    def words(self, plans: Mapping[str, Plan]) -> str:
        """The words of the measure. Raises as `among` does."""
        return self.among(plans).span.of(plans[self.plan].text)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind, what it is about ("" where the kind says all), and the stretches that show it.

    `earlier` and `later` are places in the text of either plan, in order; they may lie outside the measure, in the
    heading above it.
    """

    kind: ReasonKind
    what: str = ""
    earlier: tuple[Span, ...] = ()
    later: tuple[Span, ...] = ()

    @property
    def text(self) -> Text:
        """The reason in words, with what it is about."""
        words = self.kind.text
        return Text(f"{words.zh}：{self.what}", f"{words.en}: {self.what}") if self.what else words


@dataclass(frozen=True, slots=True)
class Link:
    """A later measure and the earlier one that it goes back to; `score` is 0 to 1, `reasons` the strongest first."""

    earlier: MeasureOf
    later: MeasureOf
    relation: LinkRelation
    score: float
    reasons: tuple[Reason, ...]
