"""Pages of the explorer: each one self-contained file, whose security policy lets nothing run but the shipped scripts.

A plan's words stand in it as JSON, in which `<` is written as `\\u003c`, and are shown as text only: nothing in a plan
can run, or close the element that it stands in.
"""

import base64
import hashlib
import json
from functools import cache
from html import escape
from importlib.resources import files

from reformgraph.explorer.data import WORDS, Json, colours
from reformgraph.language import Language

SCRIPTS = ("state", "elements", "text", "overviews", "graph", "details", "page")
_LIBRARY = "vendor/cytoscape.min.js"
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


@cache
def _asset(name: str) -> str:
    return (files("reformgraph.explorer") / name).read_text("utf-8")


def page(data: Json) -> str:
    """The page that shows this data, of one plan or several."""
    language = Language(data["language"])
    title = data["plans"][0]["title"] if len(data["plans"]) == 1 else WORDS["all_plans"].to(language)
    body = f'<div id="page"></div>\n<script type="application/json" id="data">{_embedded(data)}</script>'
    return document(language, title, body, _asset(_LIBRARY), "".join(_asset(f"script/{name}.js") for name in SCRIPTS))


def document(language: Language, title: str, body: str, *scripts: str) -> str:
    """A self-contained page: our style, this body (HTML), and scripts, which alone may run."""
    style = colours() + _asset("style.css")
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    policy = _POLICY.format(scripts=allowed, style=_digest(style))
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language is Language.ZH else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # cytoscape puts in no style of its own where an element of this name stands already
        f'<title>{escape(title)}</title>\n<style id="__________cytoscape_stylesheet">{style}</style>\n</head>\n'
        f"<body>\n{body}\n{''.join(f'<script>{script}</script>' for script in scripts)}\n</body>\n</html>\n"
    )


def _embedded(data: Json) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@cache
def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
