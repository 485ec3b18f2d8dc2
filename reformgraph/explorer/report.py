"""Reports that are read and passed on: what changed between two plans, and how something lived on through the years.

Pure. A report is one HTML file without a script, in the colours of the explorer; a security policy lets nothing run.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import compress

from reformgraph.explorer.page import document
from reformgraph.kinds import stage_colours
from reformgraph.language import Language, Text
from reformgraph.reviewing.table import STAGES

_SHORTEST = 2  # letters: between two differences, fewer in common are read as a part of the difference

CHANGES = {
    "expanded": Text("扩大", "expanded"),
    "spread": Text("推广", "spread"),
    "continued": Text("延续", "continued"),
    "implemented": Text("落实", "implemented"),
    "narrowed": Text("收窄", "narrowed"),
    "new": Text("新增", "new"),
    "dropped": Text("不再提及", "dropped"),
}
"""What can become of a measure, in the order of a report; the words are those of the question plan-changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of the earlier plan, one of the later, or both ("" where there is none), and why they are linked."""

    change: str
    earlier: str = ""
    later: str = ""
    earlier_path: str = ""
    later_path: str = ""
    reasons: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A measure in the life of something: `stage` is a stage's name or "", `follows` what it follows up."""

    year: int | None
    stage: str
    plan: str
    path: str
    quote: str
    regions: str = ""
    relation: str = ""
    follows: str = ""
    follows_plan: str = ""


def changes_report(earlier: str, later: str, changes: Sequence[Change], language: Language) -> str:
    """The report on two plans, by their titles: a count of each change, then both sentences side by side."""
    counts = Counter(each.change for each in changes)
    tally = "".join(
        f'<li><a href="#{name}">{words.to(language)} <b>{counts[name]}</b></a></li>'
        for name, words in CHANGES.items()
        if counts[name]
    )
    sections = "".join(
        f'<section id="{name}"><h2>{words.to(language)} · {counts[name]}</h2>'
        + _pairs([each for each in changes if each.change == name], earlier, later)
        + "</section>"
        for name, words in CHANGES.items()
        if counts[name]
    )
    title = Text("方案对照", "Comparison of two plans").to(language)
    body = (
        f'<main class="report"><h1>{title}</h1><p class="plans-compared"><b>{escape(earlier)}</b> → '
        f'<b>{escape(later)}</b></p><ul class="tally">{tally}</ul>{sections}</main>'
    )
    return document(language, f"{earlier} → {later}", body)


def life_report(name: str, steps: Sequence[Step], language: Language) -> str:
    """The report on the life of something, by its name: a line of years in colours of stages, then its measures."""
    undated = Text("未注明年份", "no year").to(language)
    years: dict[str, list[Step]] = {}
    for step in steps:
        years.setdefault(str(step.year or undated), []).append(step)
    line = "".join(
        f'<li><a href="#y-{escape(year)}">{escape(year)}</a>{"".join(_dot(step) for step in found)}</li>'
        for year, found in years.items()
    )
    legend = "".join(
        f'<li><span class="dot s-{stage}"></span>{escape(STAGES[stage].to(language))}</li>' for stage in stage_colours()
    )
    body = "".join(
        f'<section id="y-{escape(year)}"><h2>{escape(year)}</h2>{"".join(_step(step) for step in found)}</section>'
        for year, found in years.items()
    )
    title = Text(f"{name}的演变", f"The life of {name}").to(language)
    return document(
        language,
        title,
        f'<main class="report"><h1>{escape(title)}</h1><ol class="years">{line}</ol><ul class="legend">{legend}</ul>'
        f"{body}</main>",
    )


def differing(earlier: str, later: str) -> tuple[str, str]:
    """Both sentences as HTML, what only one of them has in <del> and <ins>."""
    left, right = [], []
    for same, before, after in _pieces(earlier, later):
        left.append(escape(before) if same else f"<del>{escape(before)}</del>" if before else "")
        right.append(escape(after) if same else f"<ins>{escape(after)}</ins>" if after else "")
    return "".join(left), "".join(right)


def _pieces(earlier: str, later: str) -> Iterable[tuple[bool, str, str]]:
    """Stretches that both have and stretches that differ, in turn."""
    pieces: list[tuple[bool, str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        same = kind == "equal" and (
            b - a >= _SHORTEST or (a == 0 and c == 0) or (b == len(earlier) and d == len(later))
        )
        if pieces and not same and not pieces[-1][0]:
            _, before, after = pieces.pop()
            pieces.append((False, before + earlier[a:b], after + later[c:d]))
        else:
            pieces.append((same, earlier[a:b], later[c:d]))
    return pieces


def _pairs(changes: Sequence[Change], earlier: str, later: str) -> str:
    """A table of both sentences, or of the one side that there is."""
    sides = [any(each.earlier for each in changes), any(each.later for each in changes)]
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in compress((earlier, later), sides))
    rows = []
    for each in changes:
        left, right = map(escape, (each.earlier, each.later))
        if all(sides):
            left, right = differing(each.earlier, each.later)
        cells = ((each.earlier_path, left), (each.later_path, right))
        told = (f"<td><small>{escape(path)}</small> {quote}</td>" for path, quote in compress(cells, sides))
        rows.append(f"<tr>{''.join(told)}</tr>{_why(each)}")
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _why(each: Change) -> str:
    if not each.reasons:
        return ""
    score = "" if each.score is None else f" · {each.score:.2f}"
    return f'<tr class="why"><td colspan="2">{escape(each.reasons)}{score}</td></tr>'


def _stage(name: str) -> str:
    """The class of the stage of that name, in either language."""
    return next((f"s-{stage}" for stage in stage_colours() if name in STAGES[stage]), "s-none")


def _dot(step: Step) -> str:
    return f'<span class="dot {_stage(step.stage)}" title="{escape(step.quote)}"></span>'


def _step(step: Step) -> str:
    about = " · ".join(filter(None, (step.stage, step.regions, step.plan, step.path)))
    quote = escape(step.quote)
    follows = ""
    if step.follows:
        left, quote = differing(step.follows, step.quote)
        follows = f'<p class="follows"><b>{escape(step.relation)}</b> {escape(step.follows_plan)}：{left}</p>'
    return (
        f'<article class="{_stage(step.stage)}"><p class="about">{escape(about)}</p>'
        f"<blockquote>{quote}</blockquote>{follows}</article>"
    )
