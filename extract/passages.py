"""Finding a passage again in a text that may have been edited: by its words, and by what stands around them.

A passage is found where its words stand as they were, in surroundings that fit; else where at least 70 % of them do.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.quoting import places
from reformgraph.model import Span
from reformgraph.reviews import Passage
from reformgraph.scoring import PUNCTUATION, SHARE

TELLING = 16
"""So many letters are a passage wherever they stand; fewer need something around them that fits."""

FITTING = 8
"""How many letters next to a short passage must be the same, on one side at least."""

_GRAM = 4
_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """A place where a passage may stand: whether its words are all there, and how many letters around it fit."""

    span: Span
    exact: bool
    around: int

    def order(self, passage: Passage) -> tuple[bool, int, int]:
        """The best fit is the greatest; among equals the nearest to where the passage stood."""
        return self.exact, self.around, -abs(self.span.start - passage.start)


def locate(text: str, passage: Passage) -> Fit | None:
    """The best place of one passage, or None where it is not in the text any more."""
    return max(fits(text, passage), key=lambda fit: fit.order(passage), default=None)


def locate_apart(text: str, passages: Sequence[Passage]) -> tuple[Fit | None, ...]:
    """The places of passages that stand for different things, so that no two get the same; the best fits first."""
    offers = [(fit, index) for index, passage in enumerate(passages) for fit in fits(text, passage)]
    offers.sort(key=lambda offer: (offer[0].order(passages[offer[1]]), -offer[1]), reverse=True)
    found: list[Fit | None] = [None] * len(passages)
    taken: set[Span] = set()
    for fit, index in offers:
        if found[index] is None and fit.span not in taken:
            found[index] = fit
            taken.add(fit.span)
    return tuple(found)


def fits(text: str, passage: Passage) -> tuple[Fit, ...]:
    """All places where a passage may stand; those where its words are all there, if any."""
    if not passage.quote:
        return ()
    own = passage.span
    if text.startswith(passage.prefix + passage.quote + passage.suffix, own.start - len(passage.prefix)):
        return (Fit(own, True, len(passage.prefix) + len(passage.suffix)),)
    exact = tuple(_exact(text, passage))
    return exact or tuple(_alike(text, passage))


def around(text: str, passage: Passage, span: Span) -> tuple[int, int]:
    """How many letters before and after the place are those that stood before and after the passage."""
    before = text[max(span.start - len(passage.prefix), 0) : span.start]
    after = text[span.end : span.end + len(passage.suffix)]
    return _same(reversed(before), reversed(passage.prefix)), _same(iter(after), iter(passage.suffix))


def fitting(text: str, passage: Passage, span: Span) -> bool:
    """Whether what stands around the place fits, on one side at least."""
    before, after = around(text, passage, span)
    return any(
        there and there >= min(FITTING, len(was)) for there, was in ((before, passage.prefix), (after, passage.suffix))
    )


def _exact(text: str, passage: Passage) -> Iterator[Fit]:
    long = len(passage.quote) >= TELLING or not (passage.prefix or passage.suffix)
    for at in places(text, passage.quote):
        span = Span(at, at + len(passage.quote))
        if long or fitting(text, passage, span):
            yield Fit(span, True, sum(around(text, passage, span)))


def _alike(text: str, passage: Passage) -> Iterator[Fit]:
    """Places that share at least 70 % with the passage: looked for where most of its short pieces stand in a row."""
    quote = passage.quote
    votes: Counter[int] = Counter()
    for offset in range(len(quote) - _GRAM + 1):
        for at in places(text, quote[offset : offset + _GRAM]):
            votes[(at - offset) // len(quote)] += 1
    seen = set()
    for window, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_WINDOWS]:
        start = max(window * len(quote) - len(quote) // 2, 0)
        end = (window + 2) * len(quote) + len(quote) // 2
        span = _aligned(text, quote, start, min(end, len(text)))
        if span and span not in seen:
            seen.add(span)
            if len(quote) >= TELLING or fitting(text, passage, span):
                yield Fit(span, False, sum(around(text, passage, span)))


def _aligned(text: str, quote: str, start: int, end: int) -> Span | None:
    """The stretch of `text[start:end]` that the quote became, if they share enough."""
    blocks = [
        block
        for block in SequenceMatcher(None, quote, text[start:end], autojunk=False).get_matching_blocks()
        if block.size
    ]
    best = None
    while blocks:
        found = _stretch(text, quote, [(block.a, start + block.b, block.size) for block in blocks])
        shared = sum(block.size for block in blocks) / max(len(quote), found.end - found.start)
        if best is None or shared > best[0]:
            best = shared, found
        first, last = blocks[0], blocks[-1]  # stray letters far off make the stretch too long: the smaller end goes
        blocks = blocks[1:] if first.size <= last.size else blocks[:-1]
    return best[1] if best and best[0] >= SHARE else None


def _stretch(text: str, quote: str, blocks: list[tuple[int, int, int]]) -> Span:
    """From the first to the last block; where the quote's edge is not in them, on to the next punctuation mark."""
    (lost, start, _), (offset, at, size) = blocks[0], blocks[-1]
    end, cut = at + size, len(quote) - offset - size
    if lost:
        marks = (
            place for place in range(start, max(start - 2 * lost - _GRAM, 0), -1) if text[place - 1] in PUNCTUATION
        )
        start = next(marks, max(start - lost, 0))
    if cut:
        marks = (place for place in range(end, min(end + 2 * cut + _GRAM, len(text))) if text[place] in PUNCTUATION)
        end = next(marks, min(end + cut, len(text)))
    return Span(start, end)


def _same(ones: Iterator[str], others: Iterator[str]) -> int:
    count = 0
    for one, other in zip(ones, others, strict=False):
        if one != other:
            break
        count += 1
    return count
