"""Which rules there are: the ids of all that can find a measure, a mention or a relation in a plan.

Rules stand in `rules/*.toml` and, where a pattern does not say it, in the code; their ids are read from both, so that
a rule is known as soon as it is written. Rules of headers, fields, citations and delegations are not among them.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from extract.stretch import kind_name
from extract.terms import KINDS

_ID = re.compile(
    r"(?:clause|relation|assignment|agency|region|mechanism|platform|instrument|beneficiary|target|deadline)"
    r"\.[a-z]+(?:-[a-z]+)*"
)
_NO_MEASURE = frozenset({"topic", "joined", "statement", "attitude"})
"""Clauses that never make a measure of their own."""

_STAGES = (
    *(f"stage.{stage}-adverb" for stage in ("pilot", "explore", "full", "expand", "sustain")),
    *(f"stage.{stage}-verb" for stage in ("pilot", "explore", "expand", "establish", "sustain")),
    *(f"stage.{stage}-governed-verb" for stage in ("pilot", "explore", "expand", "establish", "sustain")),
    *(f"stage.{stage}-object" for stage in ("pilot", "sustain")),
    "stage.full-reach",
)


@cache
def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, in the order of their characters."""
    found = {*_STAGES, *(f"{kind_name(kind)}.term" for kind in KINDS)}
    for name in (*_in_files(), *_in_code()):
        group, _, rest = name.partition(".")
        if group != "clause":
            found.add(name)
        elif rest not in _NO_MEASURE:
            found.update((f"measure.{rest}", f"action.{rest}"))
    return tuple(sorted(found))


def _in_files() -> Iterator[str]:
    for file in (files("extract") / "rules").iterdir():
        for rule in tomllib.loads(file.read_text("utf-8")).get("rule", ()):
            if "id" in rule and _ID.fullmatch(rule["id"]):
                yield rule["id"]


def _in_code() -> Iterator[str]:
    for file in files("extract").iterdir():
        if file.name.endswith(".py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ID.fullmatch(node.value):
                    yield node.value
