"""Pages of the explorer: each one self-contained file, whose security policy lets nothing run but the shipped script.

A plan's words stand in it as JSON, in which `<` is written as `\\u003c`, and are shown as text only: nothing in a plan
can run, or close the element that it stands in.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote

from reformgraph.explorer.data import WORDS, Json, colours
from reformgraph.kinds import looks
from reformgraph.language import Language, Text
from reformgraph.model import Plan

_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


@cache
def _asset(name: str) -> str:
    return (files("reformgraph.explorer") / name).read_text("utf-8")


def plan_page(data: Json) -> str:
    """The page of one plan."""
    body = f'<div id="page"></div>\n<script type="application/json" id="data">{_embedded(data)}</script>'
    return _document(Language(data["language"]), data["title"], body, _asset("explorer.js"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan in the list of pages: the file of its page, and what identifies it."""

    file: str
    title: str
    number: str
    issued: str
    measures: int

    @classmethod
    def of(cls, plan: Plan, file: str) -> "Listed":
        """The row of a plan."""
        header = plan.header
        return cls(
            file,
            header.title.value,
            header.number.value if header.number else "",
            header.issued.value.isoformat() if header.issued else "",
            len(plan.measures),
        )


def list_page(plans: Sequence[Listed], language: Language) -> str:
    """The page that leads to those of several plans, newest first; it needs no script."""
    heads = "".join(
        f'<th scope="col">{escape(words.to(language))}</th>'
        for words in (Text("方案", "Plan"), WORDS["number"], WORDS["issued"], looks()["Measure"].one)
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(quote(plan.file))}">{escape(plan.title)}</a></th>'
        f"<td>{escape(plan.number)}</td><td>{plan.issued}</td><td>{plan.measures}</td></tr>"
        for plan in sorted(plans, key=lambda plan: (plan.issued, plan.file), reverse=True)
    )
    title = WORDS["all_plans"].to(language)
    body = (
        f'<main class="list"><h1>{escape(title)}</h1><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></main>"
    )
    return _document(language, title, body, "")


def _document(language: Language, title: str, body: str, script: str) -> str:
    style = colours() + _asset("explorer.css")
    policy = _POLICY.format(script=_digest(script), style=_digest(style))
    run = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language is Language.ZH else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n{run}</body>\n</html>\n"
    )


def _embedded(data: Json) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
