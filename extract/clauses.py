"""A block's text cut into sentences and clauses: nothing is cut inside brackets and quotes, and 、 joins.

One compiled expression finds the cuts from left to right; a pair of brackets or quotes is one step of bounded length,
so that an opening one that nobody closes costs no more than that.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reformgraph.model import Span

_PAIRED = (
    r"“[^“”\n]{0,300}”|《[^《》\n]{0,300}》|（[^（）\n]{0,400}）|\([^()\n]{0,400}\)"
    r"|〔[^〔〕\n]{0,20}〕|‘[^‘’\n]{0,100}’"
)
_QUOTED = re.compile(r"“([^“”\n]{1,300})”")
_QUOTED_LIST = re.compile(rf"{_QUOTED.pattern}(?:[、，；和及]{_QUOTED.pattern})+等?")
SHORTEST_QUOTED = 6
"""Letters of a quoted sentence at least: less is a name."""
_CUT = re.compile(rf"{_PAIRED}|[，,；;。！？!?\n]|(?<!\d)[:：](?!\d)")
_PADDING = " \t\r\n\u3000"
ENDING = "。！？!?\n"
"""The marks that end a sentence."""


class Clause(NamedTuple):
    """`text[start:end]` without padding, and the mark behind it ("" at the end of the block, \\n before a skip)."""

    start: int
    end: int
    mark: str


def sentences(text: str, span: Span, skip: tuple[Span, ...] = ()) -> Iterator[list[Clause]]:
    """The clauses of `text[span]`, sentence by sentence; a stretch of `skip` ends a sentence and is left out."""
    sentence: list[Clause] = []
    for start, end in _stretches(span, skip):
        for clause in _clauses(text, start, end):
            if clause.start < clause.end:
                sentence.append(clause)
            if clause.mark in ENDING and sentence:
                yield from _quoted(text, sentence) or [sentence]
                sentence = []
    if sentence:
        yield sentence


def _quoted(text: str, sentence: list[Clause]) -> list[list[Clause]]:
    """A sentence that only lists quoted ones (“推行甲”、“建立乙”等。) as so many sentences; empty for any other."""
    if text[sentence[0].start] != "“":
        return []
    found = _QUOTED_LIST.fullmatch(text, sentence[0].start, sentence[-1].end)
    if not found:
        return []
    items = [item.span(1) for item in _QUOTED.finditer(text, *found.span())]
    return [list(_clauses(text, *item)) for item in items] if min(b - a for a, b in items) >= SHORTEST_QUOTED else []


def _stretches(span: Span, skip: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    start = span.start
    for hole in sorted(skip):
        if start < hole.end and hole.start < span.end:
            if start < hole.start:
                yield start, hole.start
            start = hole.end
    if start < span.end:
        yield start, span.end


def _clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    begin = start
    for match in _CUT.finditer(text, start, end):
        place = match.start()
        if match.end() - place == 1:
            yield _stripped(text, begin, place, text[place])
            begin = match.end()
    yield _stripped(text, begin, end, "\n")


def _stripped(text: str, start: int, end: int, mark: str) -> Clause:
    while start < end and text[start] in _PADDING:
        start += 1
    while start < end and text[end - 1] in _PADDING:
        end -= 1
    return Clause(start, end, mark)
