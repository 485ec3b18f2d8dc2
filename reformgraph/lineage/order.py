"""Which of two plans comes first, which stands above the other, and which replaces which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from reformgraph.lineage.thresholds import thresholds
from reformgraph.model import Header, Plan, Span
from reformgraph.vocabulary import NATION_CODE, Vocabulary, label_key

UNKNOWN_DAY = date.max
"""For plans without a date of issue: after the dated ones of their year."""


class Level(IntEnum):
    """How high a jurisdiction stands, the highest first."""

    STATE = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3

    @classmethod
    def of(cls, code: str) -> "Level":
        """The level of a GB/T 2260 code: 100000 is the state, 330000 a province, 330100 a city, 330106 a county."""
        if code == NATION_CODE:
            return cls.STATE
        return cls.PROVINCE if code.endswith("0000") else cls.CITY if code.endswith("00") else cls.COUNTY


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan's place in time and level: its key, year, day, the IRI of its jurisdiction and of all around that.

    `level` and `place` are None and "" where the jurisdiction is unknown; `around` does not hold `place` itself.
    """

    key: str
    year: int
    day: date
    level: Level | None
    place: str
    around: frozenset[str]

    @property
    def rank(self) -> tuple[int, date, int, str]:
        """What plans are sorted by: year, day, the higher level first, and their key."""
        return self.year, self.day, len(Level) if self.level is None else self.level, self.key

    def within(self, other: "Standing") -> bool:
        """Whether this plan's jurisdiction lies within the other's."""
        return other.place in self.around

    def may_follow(self, other: "Standing") -> bool:
        """Whether a measure of this plan may go back to one of the other: it is later, and of another year or place."""
        return self.rank > other.rank and (self.year, self.place) != (other.year, other.place)


@dataclass(frozen=True, slots=True)
class Replacement:
    """That a plan repeals or replaces a document: its 文号 and title, "" where not given, and the words that say so."""

    number: str
    title: str
    span: Span

    def means(self, header: Header) -> bool:
        """Whether a plan of that header is the document."""
        return _is(self.number, self.title, header)


def standing(key: str, plan: Plan, vocabulary: Vocabulary) -> Standing:
    """Where the plan, called `key`, stands in time and level."""
    header = plan.header
    region = vocabulary.region(header.jurisdiction.value) if header.jurisdiction else None
    return Standing(
        key,
        header.year,
        header.issued.value if header.issued else UNKNOWN_DAY,
        Level.of(region.code) if region and region.code else None,
        region.iri if region else "",
        _around(vocabulary, region.iri) if region else frozenset(),
    )


@lru_cache(maxsize=4096)
def _around(vocabulary: Vocabulary, region: str) -> frozenset[str]:
    reached: set[str] = set()
    ahead = [region]
    while ahead:
        concept = vocabulary.concepts[ahead.pop()]
        fresh = {*concept.within, *concept.broader} - reached
        reached |= fresh
        ahead += fresh
    return frozenset(reached)


_YEARS = re.compile(r"(?:19|20)\d{2}(?:[-—－–~至](?:19|20)?\d{2})?年?度?")
_ENDED = re.compile(r"[^。；\n]{0,40}?(?:废止|停止(?:执行|施行)|不再(?:执行|施行|适用)|失效)")
_REPLACING = re.compile(r"(?:替代|代替|取代|废止|替换)(?:原|了|此前的?)?[^。；，\n《]{0,20}$")


def replacements(plan: Plan) -> Iterator[Replacement]:
    """The documents that the plan says it repeals or replaces (同时废止, 不再执行, 替代), in order.

    Those of one list (《…》《…》同时废止) share the words behind the last.
    """
    following: Span | None = None
    found = []
    for citation in reversed(plan.citations):
        before = _REPLACING.search(plan.text, max(0, citation.span.start - 30), citation.span.start)
        after = _ENDED.match(plan.text, citation.span.end)
        listed = following and re.fullmatch("[、和及以与]*", plan.text[citation.span.end : following.start])
        if before or after or listed:
            start = before.start() if before else citation.span.start
            end = after.end() if after else following.end if listed and following else citation.span.end
            span = Span(start, end)
            found.append(Replacement(citation.number, citation.title, span))
            following = Span(citation.span.start, span.end)
        else:
            following = None
    yield from reversed(found)


def same_series(one: Plan, other: Plan) -> bool:
    """Whether two plans are one series: same issuer and jurisdiction, other year, and titles alike but for the year."""
    first, second = one.header, other.header
    return (
        first.year != second.year
        and _value(first.issuer) == _value(second.issuer)
        and _value(first.jurisdiction) == _value(second.jurisdiction)
        and fuzz.ratio(_without_years(first), _without_years(second)) >= thresholds().like_titles * 100
    )


def cites(one: Plan, other: Plan) -> bool:
    """Whether a plan names the other, by 文号 or title."""
    return any(_is(citation.number, citation.title, other.header) for citation in one.citations)


def _without_years(header: Header) -> str:
    return label_key(_YEARS.sub("", header.title.value))


def _is(number: str, title: str, header: Header) -> bool:
    return _same(number, _value(header.number)) or _same(title, header.title.value)


def _value(stated: object) -> str:
    return str(getattr(stated, "value", ""))


def _same(one: str, other: str) -> bool:
    return bool(one) and label_key(one) == label_key(other)
