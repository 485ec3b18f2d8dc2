"""The open patterns of mentions, as they stand in `rules/*.toml`, compiled."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extract.patterns import Example
from reformgraph.model import Kind


@dataclass(frozen=True, slots=True)
class MentionRule:
    """One open pattern. Where it `grows`, the pattern is the right end of a name that reaches back to an edge.

    `front` stands right in front of the pattern and belongs to the name: it is looked for only where the pattern
    matches, which costs less than to begin with it. `bare` are the modifiers that make no name; `words` holds further
    word lists of this rule by name.
    """

    id: str
    yields: Kind
    pattern: re.Pattern[str]
    grows: bool
    bare: frozenset[str]
    words: Mapping[str, frozenset[str]]
    single: re.Pattern[str] | None
    front: re.Pattern[str] | None
    examples: tuple[Example, ...]


@cache
def mention_rules(name: str) -> Mapping[str, MentionRule]:
    """The rules of `rules/{name}.toml`, by id, in the order of the file."""
    entries = tomllib.loads((files("extract") / "rules" / f"{name}.toml").read_text("utf-8"))["rule"]
    return {entry["id"]: _rule(entry) for entry in entries}


def _rule(entry: Mapping[str, Any]) -> MentionRule:
    known = {"id", "yields", "pattern", "grows", "bare", "single", "front", "examples"}
    return MentionRule(
        id=entry["id"],
        yields=Kind(entry["yields"]),
        pattern=re.compile(entry["pattern"]),
        grows=entry.get("grows", False),
        bare=frozenset(entry.get("bare", ())),
        words={name: frozenset(value) for name, value in entry.items() if name not in known},
        single=re.compile(entry["single"]) if "single" in entry else None,
        front=re.compile(f"(?:{entry['front']})$") if "front" in entry else None,
        examples=tuple(Example(example["text"], tuple(example["finds"])) for example in entry["examples"]),
    )
