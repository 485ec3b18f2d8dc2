"""The pipeline: a blank Chinese spaCy model whose components read a plan, stretch by stretch.

The components are registered factories, in this order: terms (the vocabulary's labels), patterns (targets, deadlines
and assignments), mentions (open patterns, overlaps resolved), measures, relations. Each reads and extends the
`Reading` that stands on the document as `doc._.reading`. Nothing here goes through `char_span`, which loses what does
not fall on a token's border: places are code points of the plan's text.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from extract.citations import read_citations
from extract.deadlines import find_deadlines
from extract.delegation import read_delegations
from extract.fields import read_fields
from extract.header import HeaderCorrections, read_header
from extract.measures import read_measures
from extract.mentions import find_mentions
from extract.outline import Block, read_outline
from extract.relations import relate
from extract.responsibilities import Assignment, first_leads_throughout, read_assignments
from extract.successions import read_successions
from extract.targets import find_targets
from extract.terms import Term, TermMatcher
from extract.widening import widened
from reformgraph.model import Kind, Measure, Mention, Plan, Relation, Role, Span
from reformgraph.vocabulary import Concept, Vocabulary

LONGEST_DOCUMENT = 1_000_000
"""Code points in one spaCy document: its own limit, and a bound on memory."""


@dataclass(slots=True)
class Reading:
    """What is known of one stretch of a plan while the components work.

    `text` is the whole plan, `blocks` lie in `span`; `first_leads` where its first-named bodies lead throughout.
    """

    text: str
    span: Span
    blocks: Sequence[Block]
    year: int
    issued: date | None
    jurisdiction: str
    first_leads: bool = False
    terms: Sequence[Term] = ()
    values: Sequence[Mention] = ()
    assignments: Sequence[tuple[Block, tuple[Assignment, ...]]] = ()
    mentions: Sequence[Mention] = ()
    measures: Sequence[Measure] = ()


LEVELS = "省市区县州"
_LISTED = re.compile(r"[^、，,；;。\s（）()和及与]+")

Doc.set_extension("reading", default=None, force=True)


class Characters:
    """The character segmenter with one token for each code point, spaces too, so that a token's index is its place.

    spaCy's own folds spaces into the token in front, which takes most of its time and is of no use here.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The document of `text`, whose words are its code points."""
        return Doc(self._vocab, words=list(text), spaces=[False] * len(text))


@registry.tokenizers("reformgraph.Characters.v1")  # type: ignore[untyped-decorator]
def _characters() -> Callable[[Language], Characters]:
    return lambda nlp: Characters(nlp.vocab)


@dataclass(frozen=True, slots=True, eq=False)
class _Itself:
    """A vocabulary as a key: itself, not its contents."""

    vocabulary: Vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.vocabulary is other.vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)


def pipeline(vocabulary: Vocabulary) -> Language:
    """The pipeline that reads with the labels of `vocabulary`; made once for each, the last few are kept."""
    return _pipeline(_Itself(vocabulary))


@lru_cache(maxsize=4)
def _pipeline(key: _Itself) -> Language:
    vocabulary = key.vocabulary
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "reformgraph.Characters.v1"}}})
    nlp.max_length = LONGEST_DOCUMENT + 1
    for name in ("reform_terms", "reform_patterns", "reform_mentions", "reform_measures", "reform_relations"):
        component = nlp.add_pipe(name)
        if isinstance(component, _Taught):
            component.teach(nlp, vocabulary)
    return nlp


def stretches(
    text: str, blocks: Sequence[Block], longest: int = LONGEST_DOCUMENT
) -> Iterator[tuple[Span, list[Block]]]:
    """The plan in stretches of at most `longest` code points that end at a block's border; a longer block is cut.

    A block is cut behind a full stop where there is one in the second half of the stretch.
    """
    held: list[Block] = []
    for block in blocks:
        for piece in _pieces(text, block, longest):
            if held and piece.span.end - held[0].span.start > longest:
                yield Span(held[0].span.start, held[-1].span.end), held
                held = []
            held.append(piece)
    if held:
        yield Span(held[0].span.start, held[-1].span.end), held


def _pieces(text: str, block: Block, longest: int) -> Iterator[Block]:
    start = block.span.start
    while block.span.end - start > longest:
        stop = text.rfind("。", start + longest // 2, start + longest) + 1
        end = stop or start + longest
        yield replace(block, span=Span(start, end))
        start = end
    yield block if start == block.span.start else replace(block, span=Span(start, block.span.end))


class _Taught:
    """A component that works with a vocabulary."""

    vocabulary: Vocabulary

    def teach(self, nlp: Language, vocabulary: Vocabulary) -> None:
        """Makes the component read with the labels of `vocabulary`."""
        self.vocabulary = vocabulary


class Terms(_Taught):
    """Finds the vocabulary's labels."""

    matcher: TermMatcher

    def teach(self, nlp: Language, vocabulary: Vocabulary) -> None:
        """Compiles the labels of the vocabulary."""
        super().teach(nlp, vocabulary)
        self.matcher = TermMatcher(nlp, vocabulary)

    def __call__(self, doc: Doc) -> Doc:
        """Adds the terms."""
        reading: Reading = doc._.reading
        base = reading.span.start
        terms = self.matcher(doc, reading.jurisdiction)
        reading.terms = (
            [replace(term, start=term.start + base, end=term.end + base) for term in terms] if base else terms
        )
        return doc


class Mentions(_Taught):
    """Finds what the text names."""

    def __call__(self, doc: Doc) -> Doc:
        """Adds the mentions."""
        reading: Reading = doc._.reading

        @cache
        def resolve(kind: Kind, label: str) -> Concept | None:
            return self.vocabulary.resolve(kind, label, reading.jurisdiction)

        found = [
            self._in_full(mention, reading.jurisdiction)
            if mention.kind is Kind.AGENCY and mention.concept is None
            else mention
            for mention in find_mentions(reading.text, reading.span, reading.terms, reading.jurisdiction, resolve)
        ]
        reading.mentions = sorted((*found, *reading.values), key=lambda mention: mention.span)
        return doc

    def _in_full(self, mention: Mention, jurisdiction: str) -> Mention:
        """A body by its full name in the jurisdiction, under which the vocabulary may know it."""
        name = self.vocabulary.agency_name(mention.name, jurisdiction)
        concept = self.vocabulary.resolve(Kind.AGENCY, name, jurisdiction)
        return replace(mention, name=name, concept=concept.iri if concept else None)


class Relations(_Taught):
    """Relates measures with the mentions inside them and with the bodies and dates assigned to them."""

    def __call__(self, doc: Doc) -> Doc:
        """Completes the measures."""
        reading: Reading = doc._.reading
        measures = list(relate(reading.text, reading.measures, reading.mentions))
        for assignment, places in _assigned(reading):
            given = tuple(self._given(reading, assignment))
            for place in places:
                relations = tuple(Relation(mention, assignment.rule, role) for mention, role in given)
                measures[place] = replace(measures[place], relations=measures[place].relations + relations)
        reading.measures = measures
        return doc

    def _given(self, reading: Reading, assignment: Assignment) -> Iterator[tuple[Mention, Role | None]]:
        level = ""
        for span, role in assignment.bodies:
            label = span.of(reading.text)
            level = label[0] if label[0] in LEVELS else level
            # 市财政局、住建局: what stands behind a body of the city is the city's, too.
            named = f"{level}{label}" if level and self.vocabulary.is_body(label) else label
            full = self.vocabulary.agency_name(named, reading.jurisdiction)
            concept = self._body(label, reading) or self._body(full, reading)
            name, iri = (concept.pref, concept.iri) if concept else (full, None)
            yield Mention(Kind.AGENCY, span, name, assignment.rule, iri), role
        for span in assignment.deadlines:
            for mention in find_deadlines(reading.text, span.start, span.end, reading.year, reading.issued):
                yield mention, None
        for place in assignment.places:
            for mention in self._regions(reading, place, assignment.rule):
                yield mention, Role.APPLIES_IN

    def _body(self, label: str, reading: Reading) -> Concept | None:
        return self.vocabulary.resolve(Kind.AGENCY, label, reading.jurisdiction)

    def _regions(self, reading: Reading, place: Span, rule: str) -> Iterator[Mention]:
        """The regions listed in a stretch that says where: here 全国 is one, too."""
        for item in _LISTED.finditer(reading.text, place.start, place.end):
            span = Span(*item.span())
            if concept := self.vocabulary.resolve(Kind.REGION, item[0], reading.jurisdiction):
                yield Mention(Kind.REGION, span, concept.pref, rule, concept.iri)
            else:
                yield from (each for each in reading.mentions if each.kind is Kind.REGION and each.span in span)


def _assigned(reading: Reading) -> Iterator[tuple[Assignment, list[int]]]:
    """Each assignment with the measures that it speaks for: those of its provision since the one before it, or its row.

    Assignments with nothing between them (责任单位：… and 完成时限：… in lines of their own) speak for the same ones.
    """
    starts = [measure.span.start for measure in reading.measures]
    since = 0
    last: list[int] = []
    for block, assignments in reading.assignments:
        if block.row:
            row = [place for place, measure in enumerate(reading.measures) if measure.span in block.row]
            yield from ((assignment, row) for assignment in assignments)
            continue
        for assignment in assignments:
            upto = bisect_left(starts, assignment.span.start)
            places = [
                place
                for place in range(since, upto)
                if reading.measures[place].provision == block.path
                or reading.measures[place].provision.startswith(block.path + "/")
            ]
            last = places or (last if upto == since else [])
            since = upto
            yield assignment, last


def read_patterns(doc: Doc) -> Doc:
    """Finds targets, deadlines and assignments, block by block."""
    reading: Reading = doc._.reading
    values: list[Mention] = []
    assignments = []
    for block in reading.blocks:
        found = read_assignments(reading.text, block, reading.first_leads)
        if found:
            assignments.append((block, found))
        if block.holds_measures:
            start, end = block.span.start, block.span.end
            values.extend(find_targets(reading.text, start, end))
            values.extend(find_deadlines(reading.text, start, end, reading.year, reading.issued))
    reading.values, reading.assignments = values, assignments
    return doc


def read_all_measures(doc: Doc) -> Doc:
    """Finds the measures of each block, beside its assignments."""
    reading: Reading = doc._.reading
    skipped = {block.span: tuple(each.span for each in found) for block, found in reading.assignments}
    measures: list[Measure] = []
    for block in reading.blocks:
        if block.holds_measures:
            measures.extend(read_measures(reading.text, block, skipped.get(block.span, ())))
    measures.sort(key=lambda measure: measure.span)
    reading.measures = measures
    return doc


@Language.factory("reform_terms")
def _terms(nlp: Language, name: str) -> Terms:
    return Terms()


@Language.factory("reform_patterns")
def _patterns(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    return read_patterns


@Language.factory("reform_mentions")
def _mentions(nlp: Language, name: str) -> Mentions:
    return Mentions()


@Language.factory("reform_measures")
def _measures(nlp: Language, name: str):  # type: ignore[no-untyped-def]
    return read_all_measures


@Language.factory("reform_relations")
def _relations(nlp: Language, name: str) -> Relations:
    return Relations()


def extract_plan(text: str, vocabulary: Vocabulary, corrections: HeaderCorrections | None = None) -> Plan:
    """The plan that `text` states; see `extract.extract_plan`."""
    outline = read_outline(text)
    header = read_header(text, outline, vocabulary, corrections or HeaderCorrections())
    issued = header.issued.value if header.issued else None
    jurisdiction = header.jurisdiction.value if header.jurisdiction else ""
    nlp = pipeline(vocabulary)
    wide = widened(text)
    first_leads = first_leads_throughout(wide)
    measures = tuple(
        _as_written(measure, wide, text)
        for span, blocks in stretches(wide, outline.blocks)
        for measure in read_stretch(nlp, Reading(wide, span, blocks, header.year, issued, jurisdiction, first_leads))
    )
    citations, successions = read_citations(text, header, outline), read_successions(wide, header, vocabulary)
    plan = Plan(text, header, outline.provisions, measures, citations, successions)
    return read_delegations(read_fields(plan, vocabulary))


def _as_written(measure: Measure, wide: str, text: str) -> Measure:
    """The measure whose mentions, where they are no concept's, are named as `text` has them, not as `wide` does."""
    if wide == text or not any(_is_widened(relation.mention, wide, text) for relation in measure.relations):
        return measure
    relations = []
    for relation in measure.relations:
        mention = relation.mention
        if _is_widened(mention, wide, text):
            mention = replace(mention, name=mention.span.of(text))
        relations.append(replace(relation, mention=mention))
    return replace(measure, relations=tuple(relations))


def _is_widened(mention: Mention, wide: str, text: str) -> bool:
    words = mention.span.of(wide)
    return mention.concept is None and mention.name == words and words != mention.span.of(text)


def read_stretch(nlp: Language, reading: Reading) -> tuple[Measure, ...]:
    """The measures of one stretch with all that they relate to."""
    doc = nlp.make_doc(reading.span.of(reading.text))
    doc._.reading = reading
    for _, component in nlp.pipeline:
        doc = component(doc)
    return tuple(doc._.reading.measures)
