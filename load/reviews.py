"""Reviews ⇄ RDF: the named graph of reviews, one file for each plan.

This graph and that of the runs alone hold a clock; a plan's own graph says who, not when.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Identifier, Node

from load.iris import digest
from load.mapping import day, describe_reviewer, double, integer, moment, stage_iri
from load.ontology import FROM, OA, PROV, RG
from load.serialization import serialize
from reformgraph.model import Deadline, Kind, Reviewer, Role, Stage, Target
from reformgraph.namespaces import BASE, GRAPH, PREFIXES
from reformgraph.reviews import MeasureReading, MentionReading, Passage, Reading, Review, Verdict


def review_id(
    plan: str, measure: Passage, kind: Kind | None = None, mention: Passage | None = None, role: str = ""
) -> str:
    """The id of the review of a measure, or of a mention in it, of the plan with this id: m- or f- and 12 digits.

    It depends on the words and places that the reviewer had, not on what is said of them.
    """
    parts: list[str | int] = [plan, measure.quote, measure.start, measure.prefix]
    if mention is None:
        return f"m-{digest(*parts)}"
    return f"f-{digest(*parts, kind or '', mention.quote, mention.start, role)}"


def reviewer_iri(name: str) -> str:
    """The IRI of a reviewer of whom only the name is given."""
    return f"{BASE}reviewer/c-{digest(unicodedata.normalize('NFKC', name))}"


def write_reviews(plan: str, text_hash: str, reviews: Iterable[Review]) -> bytes:
    """Turtle of all reviews of the plan with this IRI; the same reviews give the same bytes."""
    return serialize(reviews_graph(plan, text_hash, reviews))


def reviews_graph(plan: str, text_hash: str, reviews: Iterable[Review]) -> Graph:
    """The graph of a plan's reviews; `text_hash` is that of the text that they are applied to."""
    graph = Graph(identifier=URIRef(GRAPH + "reviews"), bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, "review": f"{BASE}review/", "stage": f"{BASE}stage/"}.items():
        graph.bind(prefix, namespace)
    for review in reviews:
        _review(graph, URIRef(plan), text_hash, review)
    return graph


def _review(graph: Graph, plan: URIRef, text_hash: str, review: Review) -> None:
    iri = URIRef(f"{BASE}review/{review.id}")

    def add(predicate: URIRef, value: Identifier | None) -> None:
        if value is not None:
            graph.add((iri, predicate, value))

    def passage(predicate: URIRef, name: str, found: Passage) -> None:
        node = URIRef(f"{iri}/{name}")
        add(predicate, node)
        for each in (RG.Passage, OA.TextQuoteSelector):
            graph.add((node, RDF.type, each))
        graph.add((node, OA.exact, Literal(found.quote)))
        graph.add((node, OA.prefix, Literal(found.prefix)))
        graph.add((node, OA.suffix, Literal(found.suffix)))
        graph.add((node, OA.start, integer(found.start)))

    for each in (RG.Review, PROV.Entity):
        add(RDF.type, each)
    add(RG.ofPlan, plan)
    add(RG.textHash, Literal(text_hash))
    add(RG.verdict, Literal(review.verdict.value))
    add(RG.path, Literal(review.path) if review.path else None)
    add(RG.reviewedBy, describe_reviewer(graph, review.reviewer))
    add(PROV.generatedAtTime, moment(review.time))
    add(RDFS.comment, Literal(review.comment) if review.comment else None)
    passage(RG.onMeasure, "measure", review.measure)
    if review.mention is not None and review.kind is not None:
        passage(RG.onMention, "mention", review.mention)
        add(RG.mentionKind, Literal(review.kind.value))
    if review.states.passage != (review.mention or review.measure):
        passage(RG.setsText, "text", review.states.passage)
    for predicate, value in _stated(review.states):
        add(predicate, value)


def _stated(states: Reading) -> Iterable[tuple[URIRef, Identifier | None]]:
    if isinstance(states, MeasureReading):
        yield RG.setsAction, Literal(states.action) if states.action else None
        yield RG.setsStage, stage_iri(states.stage) if states.stage else None
        return
    yield RG.setsName, Literal(states.name)
    yield RG.setsConcept, URIRef(states.concept) if states.concept else None
    yield RG.role, Literal(states.role.value) if states.role else None
    match states.value:
        case Target(comparator, value, unit):
            yield RG.comparator, Literal(comparator)
            yield RG.value, double(value)
            yield RG.unit, Literal(unit)
        case Deadline(start, end):
            yield FROM, day(start) if start else None
            yield RG.to, day(end) if end else None


def read_reviews(turtle: bytes) -> tuple[Review, ...]:
    """The reviews in a file of them, in the order of their times.

    Raises ValueError where it is no Turtle or does not hold what `write_reviews` writes.
    """
    try:
        graph = Graph().parse(data=turtle, format="turtle")
    except Exception as error:
        raise ValueError(f"is not Turtle: {error}") from error
    found = (_Stated(graph, iri).review() for iri in graph.subjects(RDF.type, RG.Review))
    return tuple(sorted(found, key=lambda review: review.order))


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a graph states of one review."""

    graph: Graph
    iri: Node

    def review(self) -> Review:
        measure, mention = self.passage(RG.onMeasure), self.passage(RG.onMention)
        kind, reviewer = self.string(RG.mentionKind), self.graph.value(self.iri, RG.reviewedBy)
        if measure is None or reviewer is None or bool(kind) != (mention is not None):
            raise ValueError(f"{self.iri} is incomplete")
        stands = self.passage(RG.setsText) or mention or measure
        return Review(
            id=str(self.iri).rpartition("/")[2],
            verdict=Verdict(self.string(RG.verdict)),
            measure=measure,
            states=self.mention(stands) if kind else self.measure(stands),
            reviewer=Reviewer(str(reviewer), _text(self.graph.value(reviewer, SKOS.prefLabel))),
            time=datetime.fromisoformat(self.string(PROV.generatedAtTime)),
            path=self.string(RG.path),
            kind=Kind(kind) if kind else None,
            mention=mention,
            comment=self.string(RDFS.comment),
        )

    def string(self, predicate: URIRef) -> str:
        return _text(self.graph.value(self.iri, predicate))

    def day(self, predicate: URIRef) -> date | None:
        value = self.string(predicate)
        return date.fromisoformat(value) if value else None

    def passage(self, predicate: URIRef) -> Passage | None:
        node = self.graph.value(self.iri, predicate)
        if node is None:
            return None
        quote, before, after, start = (
            _text(self.graph.value(node, each)) for each in (OA.exact, OA.prefix, OA.suffix, OA.start)
        )
        return Passage(quote, before, after, int(start))

    def measure(self, stands: Passage) -> MeasureReading:
        stage = self.string(RG.setsStage).rpartition("/")[2]
        return MeasureReading(stands, self.string(RG.setsAction) or None, Stage(stage) if stage else None)

    def mention(self, stands: Passage) -> MentionReading:
        role = self.string(RG.role)
        value: Target | Deadline | None = None
        if comparator := self.string(RG.comparator):
            number = float(self.string(RG.value))
            value = Target(comparator, int(number) if number.is_integer() else number, self.string(RG.unit))
        elif (start := self.day(FROM)) or self.day(RG.to):
            value = Deadline(start, self.day(RG.to))
        concept = self.string(RG.setsConcept) or None
        return MentionReading(stands, self.string(RG.setsName), Role(role) if role else None, concept, value)


def _text(value: Node | None) -> str:
    return "" if value is None else str(value)
