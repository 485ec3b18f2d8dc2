"""The stage of a measure, from its words of action alone: not its outcome, nor a phrase of means, nor a name in quotes.

Where two stages fit, pilot goes before explore, full, expand, establish and sustain, in that order.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from extract.lexis import alternation
from reformgraph.model import Span, Stage, Stated

REACH = 400
"""How many letters of a measure are looked at, to either side of its verb."""

NEAR = 4
"""How many letters may stand between an adverb and the edge of its clause or the verb."""

LONGEST_END = 24
"""In how many letters at the end of a measure its object names a pilot or a model."""

_NAMED = re.compile(r"“[^“”\n]{0,300}”|《[^《》\n]{0,300}》|（[^（）\n]{0,400}）")
_NOUN_ENDINGS = frozenset("性城地单区县乡镇村企项期范院校点机任方阶")
"""The letters that make a noun of 试点, 示范, 研究 in front of them: 试点城市, 示范区, 研究院."""

_BUILD = re.compile(
    "(?:加快|共同|联合|合作|积极|牵头|企业|商|机构|高校)(建设|新建|开发|布局|创建|组建)(?=[一-龥]{3})(?!项目|用地|标准|单位|资金|规划)"
)
_WHOLE = re.compile("全面(?:排查|清理|普查|摸底|核查|检查|整治|清查|推广)(?:工作|行动)?$")
_JOINT = re.compile("[和与、并及]?")
_ADVERBS = (Stage.PILOT, Stage.EXPLORE, Stage.SUSTAIN)
_VERBS = (Stage.PILOT, Stage.EXPLORE, Stage.EXPAND, Stage.ESTABLISH, Stage.SUSTAIN)
_ORDER = (Stage.PILOT, Stage.EXPLORE, Stage.FULL, Stage.EXPAND, Stage.ESTABLISH, Stage.SUSTAIN)


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("extract") / "rules" / "stages.toml").read_text("utf-8"))
    return {name: frozenset(value.split()) for name, value in data.items()}


@cache
def _one_of(*names: str) -> re.Pattern[str]:
    return re.compile(alternation(word for name in names for word in _words()[name]))


@cache
def _object_of_pilot() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(_words()['pilot_object'])}|示范[一-龥]{{2,6}}创建(?:活动|工作)?)$")


@cache
def _model() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(_words()['model'])})(?:建设|创建|工作)*$")


@cache
def _stage_of() -> dict[str, Stage]:
    return {word: stage for stage in reversed(_VERBS) for word in _words()[stage.value]}


def read_stage(text: str, measure: Span, verb: Span, outcome: Span | None) -> Stated[Stage] | None:
    """How far the reform has come that `text[measure]` speaks of, with the word that shows it; None where none does.

    `verb` is the place of its head verb, `outcome` that of its result clauses.
    """
    found: dict[Stage, Stated[Stage]] = {}
    for stage, span, rule in _signs(text, measure, verb, outcome):
        found.setdefault(stage, Stated(stage, span, f"stage.{stage.value}-{rule}"))
    return next((found[stage] for stage in _ORDER if stage in found), None)


def _signs(text: str, measure: Span, verb: Span, outcome: Span | None) -> Iterator[tuple[Stage, Span, str]]:
    end = min(outcome.start if outcome and outcome.start >= verb.end else measure.end, verb.end + REACH)
    start = max(measure.start, text.rfind("，", measure.start, verb.start) + 1, verb.start - REACH)
    yield from _adverbs(text, start, verb.start)
    yield from _verbs(text, verb, end)
    plain = text[start:end]
    if "“" in plain or "《" in plain or "（" in plain:
        plain = _NAMED.sub(lambda match: "“" * len(match[0]), plain)
    plain = plain.rstrip("，；、 ")
    for reach in _one_of("full").finditer(plain):
        yield Stage.FULL, Span(start + reach.start(), start + reach.end()), "reach"
    if (at := plain.find("全面", 0, verb.end - start)) >= 0 and text[verb.start : verb.end] not in _words()["degree"]:
        yield Stage.FULL, Span(start + at, start + at + 2), "adverb"
    rest = verb.start - start
    if "全面" in plain and (match := _WHOLE.search(plain, rest)):
        yield Stage.FULL, Span(start + match.start(), start + match.end()), "reach"
    last = max(rest, len(plain) - LONGEST_END)
    if match := _object_of_pilot().search(plain, last):
        yield Stage.PILOT, Span(start + match.start(), start + match.end()), "object"
    if text[verb.start : verb.end] in _words()["creating"] and (match := _model().search(plain, last)):
        yield Stage.PILOT, Span(start + match.start(), start + match.end()), "object"
    if match := _one_of("lasting").search(plain, rest):
        yield Stage.SUSTAIN, Span(start + match.start(), start + match.end()), "object"


def _adverbs(text: str, start: int, end: int) -> Iterator[tuple[Stage, Span, str]]:
    """Adverbs of stage at the beginning of the clause or right before the verb; those inside a phrase do not count."""
    for match in _one_of(*_ADVERBS, "rolling").finditer(text, start, end):
        if text[match.end()] in _NOUN_ENDINGS:
            continue
        if match.start() - start <= NEAR or end - match.end() <= NEAR:
            yield _stage_of().get(match[0], Stage.EXPAND), Span(*match.span()), "adverb"


def _verbs(text: str, verb: Span, end: int) -> Iterator[tuple[Stage, Span, str]]:
    """The head verb, the verbs joined to it, and the verb that a verb of support or leave governs."""
    stages = _stage_of()
    if (word := text[verb.start : verb.end]) in stages:
        yield stages[word], verb, "verb"
    at = verb.end
    while match := _one_of(*_VERBS).match(text, _JOINT.match(text, at, end).end(), end):  # type: ignore[union-attr]
        if match[0] in _words()["unjoined"]:
            break
        yield stages[match[0]], Span(*match.span()), "verb"
        at = match.end()
    if word in _words()["governing"]:
        if built := _BUILD.search(text, verb.end, end):
            yield Stage.ESTABLISH, Span(*built.span(1)), "governed-verb"
        for match in _one_of("governed").finditer(text, verb.end, end):
            if not text.startswith("的", match.end()):
                yield stages[match[0]], Span(*match.span()), "governed-verb"
