"""Why two measures are linked, in words and places: names and phrases that both have, their topic, their wording."""

from collections.abc import Iterable, Iterator

from reformgraph.lineage.likeness import Likeness
from reformgraph.lineage.profiles import DOCUMENT, names_of
from reformgraph.lineage.relations import Side
from reformgraph.lineage.thresholds import Thresholds
from reformgraph.lineage.types import Reason, ReasonKind
from reformgraph.lineage.words import commonness, pairs, topic_words
from reformgraph.model import Span

_NAMED = {
    "mechanism": ReasonKind.MECHANISM,
    "instrument": ReasonKind.INSTRUMENT,
    "platform": ReasonKind.PLATFORM,
    "region": ReasonKind.SAME_REGION,
    DOCUMENT: ReasonKind.DOCUMENT,
}
_ONE_TOPIC = 0.5
_MOST_PHRASES = 3


def reasons(earlier: Side, later: Side, alike: Likeness, cited: bool, t: Thresholds) -> Iterator[Reason]:
    """What speaks for a link of two measures that are so much alike: names first, then phrases, topic and wording."""
    names = {name: (label, span) for name, label, span in names_of(earlier.plan, earlier.measure)}
    named: list[Span] = []
    for name, label, span in names_of(later.plan, later.measure):
        if name in names:
            named.append(span)
            yield Reason(_NAMED[name.partition(":")[0]], label, (names.pop(name)[1],), (span,))
    for phrase, before, after in _phrases(earlier, later, named):
        yield Reason(ReasonKind.OBJECT, phrase, (before,), (after,))
    if alike.topic >= _ONE_TOPIC:
        yield Reason(ReasonKind.TOPIC, "", *_headings(earlier, later))
    if alike.wording >= t.like_words:
        yield Reason(ReasonKind.WORDS, f"{alike.wording:.0%}", (earlier.measure.span,), (later.measure.span,))
    if cited:
        yield Reason(ReasonKind.CITES)


def _phrases(earlier: Side, later: Side, named: Iterable[Span]) -> Iterator[tuple[str, Span, Span]]:
    """The longest stretches of letters that stand in both measures and say something, outside the names of both."""
    before, after = earlier.measure.span.of(earlier.plan.text), later.measure.span.of(later.plan.text)
    known = pairs(before) & pairs(after)
    telling = {pair for pair in known if commonness().get(pair, 0.0) < _ONE_TOPIC}
    found: dict[str, tuple[int, int]] = {}
    start = 0
    while start < len(after) - 1:
        end = start
        while end < len(after) - 1 and after[end : end + 2] in known and after[start : end + 2] in before:
            end += 1
        stretch = after[start : end + 1]
        if end > start and telling & {stretch[at : at + 2] for at in range(len(stretch) - 1)}:
            found.setdefault(stretch, (before.index(stretch), start))
        start = max(end, start + 1)
    for phrase, (was, now) in sorted(found.items(), key=lambda each: (-len(each[0]), each[1]))[:_MOST_PHRASES]:
        place = Span(later.measure.span.start + now, later.measure.span.start + now + len(phrase))
        if not any(place in span for span in named):
            at = earlier.measure.span.start + was
            yield phrase, Span(at, at + len(phrase)), place


def _headings(earlier: Side, later: Side) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Of what stands over either measure the heading that says most of what stands over the other."""
    before, after = _over(earlier), _over(later)
    return _telling(earlier, before, later, after), _telling(later, after, earlier, before)


def _telling(side: Side, over: tuple[Span, ...], other: Side, there: tuple[Span, ...]) -> tuple[Span, ...]:
    said = frozenset[str]().union(*(topic_words(span.of(other.plan.text)) for span in there))
    shared = [(len(topic_words(span.of(side.plan.text)) & said), -place) for place, span in enumerate(over)]
    return (over[-max(shared)[1]],) if shared else ()


def _over(side: Side) -> tuple[Span, ...]:
    """The headings over a measure, the nearest first, and the plan's title."""
    path, title = side.measure.provision, side.plan.header.title.span
    above = [p for p in side.plan.provisions if p.heading and (path == p.path or path.startswith(f"{p.path}/"))]
    headings = sorted(above, key=lambda provision: -len(provision.path))
    return tuple(each for each in (*(provision.heading for provision in headings), title) if each)
