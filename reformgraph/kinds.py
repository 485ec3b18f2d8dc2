"""The kinds of things, what each is called and what it looks like: `kinds.toml`, the one place that says so."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reformgraph.language import Text


@dataclass(frozen=True, slots=True)
class Look:
    """A kind: `name` is its class's local name and its label in Neo4j, `one` and `many` its words.

    `colour` and the `ink` that is written on it are #RRGGBB, `symbol` is one character, `size` a node's diameter in
    pixels, `caption` the property that a node shows.
    """

    name: str
    one: Text
    many: Text
    colour: str
    ink: str
    symbol: str
    size: int
    caption: str = "name"


@cache
def _entries() -> Mapping[str, Any]:
    return tomllib.loads((files("reformgraph") / "kinds.toml").read_text("utf-8"))


@cache
def stage_colours() -> Mapping[str, str]:
    """The colour of each stage (explore, pilot …), in their order."""
    steps: Mapping[str, str] = _entries()["Stage"]["steps"]
    return steps


@cache
def looks() -> Mapping[str, Look]:
    """All kinds by the name of their class, in the order of legends."""
    return {
        name: Look(
            name,
            Text(entry["zh"], entry["en"]),
            Text(entry["zh"], entry["plural"]),
            entry["colour"],
            entry["ink"],
            entry["symbol"],
            entry["size"],
            entry.get("caption", "name"),
        )
        for name, entry in _entries().items()
    }


@cache
def by_plural() -> Mapping[str, Look]:
    """The kinds by their English plural, which is their key in an annotation (regions, measures)."""
    return {look.many.en: look for look in looks().values()}
