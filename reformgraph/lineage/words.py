"""What a measure speaks of, as pairs of letters: what it acts on, what stands aside of that, and what is stock.

No word segmenter: pairs of neighbouring letters between verbs, adverbs and punctuation serve as words, since names in
plans are made anew all the time and segmenters cut them apart.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from extract.lexis import alternation, words
from reformgraph.model import Kind, Measure, Plan, Role, Span

_PLANS = 14
"""How many plans commonness was counted in."""

_CROSSCUTTING = 0.75
"""How little a pair of letters says that is part of a phrase of every field."""

_MEANS = re.compile(
    r"(?:^|(?<=[，。；：、]))(?:在|通过|依托|按照|根据|依据|结合|围绕|以|基于|利用|运用|借助|参照|为)[^，。；]*"
)
_GENERIC_TITLE = re.compile(
    r"^.*?关于(?:印发|转发)?|的?通知$|(?:19|20)\d\d年?|实施方案|工作方案|行动方案|方案|行动计划|工作要点|意见|若干(?:政策)?(?:措施|规定)?"
)


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads((files("reformgraph.lineage") / "words.toml").read_text("utf-8"))


@cache
def commonness() -> Mapping[str, float]:
    """How little a pair of letters says, by what is known of plans at large: 0 (missing) to 1 (nothing)."""
    phrases = _lists()["crosscutting"]["phrases"].split()
    crosscutting = dict.fromkeys((pair for phrase in phrases for pair in pairs(phrase)), _CROSSCUTTING)
    counted = {pair: int(count) / _PLANS for count, common in _lists()["common"].items() for pair in common.split()}
    return {pair: max(counted.get(pair, 0.0), crosscutting.get(pair, 0.0)) for pair in {*counted, *crosscutting}}


@cache
def _edge() -> re.Pattern[str]:
    parts = words("starters") | words("adverbs") | words("leading")
    return re.compile(f"[^一-龥A-Za-z]+|{alternation(parts)}|的")


@cache
def _stock(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_lists()["stock"][name]))


@cache
def _narrow() -> re.Pattern[str]:
    return re.compile(_lists()["scope"]["narrow"])


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of the phrases in a text."""
    return frozenset(phrase[at : at + 2] for phrase in _edge().split(text) for at in range(len(phrase) - 1))


@lru_cache(maxsize=8192)
def topic_words(title: str) -> frozenset[str]:
    """The pairs of letters of a heading or a plan's title, less what kind of document it is."""
    return pairs(_GENERIC_TITLE.sub("，", title))


def words_of(plan: Plan, measure: Measure) -> tuple[frozenset[str], frozenset[str]]:
    """What a measure acts on, and what stands aside: means and hoped-for results.

    Bodies that act, dates and figures are neither; a body that is acted on (设立…中心) is.
    """
    text, span = plan.text, measure.span
    aside = [] if measure.outcome is None else [measure.outcome]
    verb = measure.action.span if measure.action and measure.action.span else None
    if verb and verb in span:
        aside += [
            Span(span.start + means.start(), span.start + means.end())
            for means in _MEANS.finditer(text[span.start : verb.start])
        ]
    left_out = [
        relation.mention.span
        for kind in (Kind.AGENCY, Kind.DEADLINE, Kind.TARGET)
        for relation in measure.of_kind(kind)
        if relation.mention.span in span and relation.role is not Role.MENTIONS
    ]
    acted_on = pairs(_without(text, span, [*aside, *left_out]))
    beside = frozenset[str]().union(*(pairs(_without(text, stretch, left_out)) for stretch in aside))
    return acted_on, beside - acted_on


def is_stock(plan: Plan, measure: Measure, titles: Iterable[str]) -> bool:
    """Whether a measure is a clause that every plan has (leadership, training, appraisal, publicity, reports).

    `titles` are the headings over it, the nearest first. Below a heading for such clauses only a measure that names a
    mechanism or an instrument is none.
    """
    if _stock("measures").search(measure.span.of(plan.text)):
        return True
    named = any(True for kind in (Kind.MECHANISM, Kind.INSTRUMENT) for _ in measure.of_kind(kind))
    return not named and any(_stock("headings").search(title) for title in titles)


def narrow_scope(text: str) -> Span | None:
    """Where a text says that it holds for one matter only (招投标领域, 对小型项目); None where it does not."""
    match = _narrow().search(text)
    return Span(*match.span()) if match else None


def _without(text: str, span: Span, stretches: Iterable[Span]) -> str:
    letters = list(span.of(text))
    for stretch in stretches:
        for at in range(max(stretch.start, span.start), min(stretch.end, span.end)):
            letters[at - span.start] = "，"
    return "".join(letters)
