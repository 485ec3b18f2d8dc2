"""What a plan says that the rules left alone: sentences without a measure, and words that look like terms.

For a reader who wants to know what he does not see: nothing here goes into a graph. Offsets are code points of the
plan's text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.clauses import sentences
from extract.lexis import Edges, after_leading, words
from extract.outline import Block, Outline, read_outline
from extract.patterns import rules
from extract.responsibilities import read_assignments
from extract.stretch import OPEN_MODIFIER, SHORTEST, last_item
from extract.terms import KINDS
from reformgraph.model import Plan, Span
from reformgraph.vocabulary import Vocabulary, label_key

LONGEST = 20
"""Letters of the longest word that reaches back to an edge."""

_CLOSED = "。！？!?"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the provision `path`; `rule` says what a word looks like, "" for a sentence."""

    path: str
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What was left alone, in order: sentences without a measure where measures may stand, and words within measures.

    `aside` counts the sentences of parts that hold no measures (总体要求, 基本原则).
    """

    sentences: tuple[Passage, ...]
    words: tuple[Passage, ...]
    aside: int


def read_left(plan: Plan, vocabulary: Vocabulary) -> Left:
    """What the rules left alone in a plan that they read; words that `vocabulary` knows are not listed."""
    outline = read_outline(plan.text)
    silent, aside = [], 0
    for block in outline.blocks:
        if not block.holds_measures:
            aside += sum(sentence[-1].mark in _CLOSED for sentence in sentences(plan.text, block.span))
            continue
        skip = tuple(assignment.span for assignment in read_assignments(plan.text, block))
        for sentence in sentences(plan.text, block.span, skip):
            span = Span(sentence[0].start, sentence[-1].end)
            if not any(measure.span.start < span.end and span.start < measure.span.end for measure in plan.measures):
                silent.append(Passage(block.path, span))
    return Left(tuple(silent), tuple(_words(plan, outline, vocabulary)), aside)


def look(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """All that looks like a term in `text[start:end]`, with the id of the rule of `rules/unmarked.toml`."""
    edges = Edges(text, start, end)
    for rule in rules("unmarked"):
        for match in rule.pattern.finditer(text, start, end):
            if "word" in rule.pattern.groupindex:
                yield rule.id, Span(*match.span("word"))
                continue
            head, stop = match.span()
            begin = max(edges.before(head), head - LONGEST)
            begin = after_leading(text, last_item(text, begin, head), head)
            modifier = text[begin:head]
            if len(modifier) >= SHORTEST and modifier not in words("bare") and not OPEN_MODIFIER.search(modifier):
                yield rule.id, Span(begin, stop)


def _words(plan: Plan, outline: Outline, vocabulary: Vocabulary) -> Iterator[Passage]:
    taken = _taken(plan)
    mentions = {relation.mention for measure in plan.measures for relation in measure.relations}
    named = {label_key(name) for mention in mentions for name in (mention.name, mention.span.of(plan.text))}
    jurisdiction = plan.header.jurisdiction.value if plan.header.jurisdiction else ""

    def known(word: str) -> bool:
        return label_key(word) in named or any(vocabulary.resolve(kind, word, jurisdiction) for kind in KINDS)

    for block in outline.blocks:
        if block.holds_measures:
            for rule, span in sorted(look(plan.text, block.span.start, block.span.end), key=lambda found: found[1]):
                if taken.find(1, span.start, span.end) >= 0 or known(span.of(plan.text)):
                    continue
                if _counts(plan, block, rule, span):
                    taken[span.start : span.end] = b"\1" * (span.end - span.start)
                    yield Passage(block.path, span, rule)


def _counts(plan: Plan, block: Block, rule: str, span: Span) -> bool:
    """Whether a word stands where it could have been marked; titles and bodies count outside measures, too."""
    if rule == "unmarked.titled":
        title = span.of(plan.text)[1:-1]
        return title != plan.header.title.value and all(citation.title != title for citation in plan.citations)
    return rule.endswith("body") or any(span in measure.span for measure in plan.measures)


def _taken(plan: Plan) -> bytearray:
    """A mark for each code point that a mention, a citation or a succession covers.

    A measure has each name once, so all places of a mention's words in its measure count as covered.
    """
    taken = bytearray(len(plan.text))
    for measure in plan.measures:
        for mention in {relation.mention for relation in measure.relations}:
            spans = [mention.span, *_places(plan.text, mention.span.of(plan.text), measure.span)]
            for span in spans:
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for span in (*(each.span for each in plan.citations), *(each.span for each in plan.successions)):
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return taken


def _places(text: str, quote: str, within: Span) -> Iterator[Span]:
    at = text.find(quote, within.start, within.end)
    while quote and at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + len(quote), within.end)
