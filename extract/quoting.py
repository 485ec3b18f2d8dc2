"""Where a measure's words stand: in the measure itself, or in a line or bracket that speaks for it."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator

from reformgraph.model import Kind, Span

_SPEAKS_FOR = re.compile(r"（[^（）\n]*）|(?m:^[^，。：:\n]{2,12}[：:].*$)")

GIVEN_FROM_AFAR = (Kind.AGENCY, Kind.DEADLINE)
"""Kinds that a line may give to a measure from anywhere in the plan."""

GIVEN_FROM_OUTSIDE = (*GIVEN_FROM_AFAR, Kind.REGION)
"""Kinds whose words may stand outside the measure; all others stand in it."""


class Quotes:
    """The places of quoted words in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        stretches = [match.span() for match in _SPEAKS_FOR.finditer(text)]
        self._starts = [start for start, _ in stretches]
        self._ends = [end for _, end in stretches]

    def find(self, words: str, kind: Kind, measure: Span, provision: Span, taken: Collection[int] = ()) -> int:
        """Where these words name something of that kind for the measure: the first place that is not taken, or -1.

        `provision` is the part that holds the measure. Words that don't stand in the measure are looked for in a line
        or bracket behind it within its provision, then in one before it, then anywhere in the provision; agencies and
        deadlines, which a line may give from further off, then anywhere in the plan. The nearest of the best counts.
        """
        inside = (at for at in places(self.text, words, measure) if at not in taken)
        return next(inside, self._outside(words, kind, measure, provision, taken))

    def _outside(self, words: str, kind: Kind, measure: Span, provision: Span, taken: Collection[int]) -> int:
        def rank(at: int) -> tuple[int, int]:
            behind, inside = at >= measure.end, provision.start <= at < provision.end
            if not inside:
                return 4, abs(at - measure.end)
            return (0 if behind else 1) + (0 if self._speaks(at) else 2), abs(at - measure.end)

        if kind not in GIVEN_FROM_OUTSIDE:
            return -1
        found = [at for at in places(self.text, words) if at not in taken and not measure.start <= at < measure.end]
        if kind is Kind.REGION:
            found = [at for at in found if provision.start <= at < provision.end and self._speaks(at)]
        return min(found, key=rank, default=-1)

    def _speaks(self, at: int) -> bool:
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]


def places(text: str, words: str, within: Span | None = None) -> Iterator[int]:
    """Where the words begin in the text, or in a stretch of it, in order; overlapping places too."""
    start, end = (within.start, within.end) if within else (0, len(text))
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)
