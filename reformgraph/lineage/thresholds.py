"""The numbers of `thresholds.toml`, which says what each rests on."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Weights, least scores and bounds, by the names that they have in the file."""

    base: float
    shared: float
    share: float
    topic: float
    around: float
    wording: float
    full_wording: int
    cites: float
    rarest: float
    aside: float
    full_topic: float
    link: float
    beside: float
    near_best: float
    repeated: float
    like_words: float
    most_in_plan: int
    most_plans: int
    lookups: int
    common: int
    postings: int
    scored: int
    like_titles: float


@cache
def thresholds() -> Thresholds:
    """The thresholds as shipped."""
    return Thresholds(**tomllib.loads((files("reformgraph.lineage") / "thresholds.toml").read_text("utf-8")))
