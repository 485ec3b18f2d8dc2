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
                yield sentence
                sentence = []
    if sentence:
        yield sentence


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
