"""Rules as they stand in `rules/*.toml`: an id, what it yields, a pattern, and examples that hold it to its word."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and exactly what the rule finds in it, in order; nothing where it must not match."""

    text: str
    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `yields` says in a line what a match means; groups of the pattern carry the parts.

    `front` stands right in front of the pattern: it is looked for only where the pattern matches, which costs less than
    to begin with it.
    """

    id: str
    yields: str
    pattern: re.Pattern[str]
    examples: tuple[Example, ...]
    front: re.Pattern[str] | None = None


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of `rules/{name}.toml` in the order of the file, which is that in which they are tried.

    `<word>` in a pattern stands for the file's `[parts]` entry of that name.
    """
    document = tomllib.loads((files("extract") / "rules" / f"{name}.toml").read_text("utf-8"))
    parts = document.get("parts", {})

    def compiled(pattern: str) -> re.Pattern[str]:
        for part, value in parts.items():
            pattern = pattern.replace(f"<{part}>", value)
        return re.compile(pattern)

    return tuple(
        Rule(
            entry["id"],
            entry["yields"],
            compiled(entry["pattern"]),
            tuple(Example(example["text"], tuple(example["finds"])) for example in entry["examples"]),
            compiled(f"(?:{entry['front']})$") if "front" in entry else None,
        )
        for entry in document["rule"]
    )
