"""RDF → Plan: the inverse of `load.mapping`, so that nothing that the graph holds is lost to the code.

What comes back is in canonical order: relations, fields and delegations as their words stand in the text.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from load import iris
from load.ontology import FROM, RG
from reformgraph.errors import GraphError
from reformgraph.model import (
    Citation,
    CitationKind,
    Deadline,
    Delegation,
    Header,
    Kind,
    Measure,
    Mention,
    Plan,
    Provision,
    ProvisionKind,
    Relation,
    Reviewer,
    Role,
    Span,
    Stage,
    Stated,
    Succession,
    Target,
    succession_order,
)
from reformgraph.namespaces import BASE
from reformgraph.vocabulary import Vocabulary

T = TypeVar("T")

_PROVISIONS = {RG.Section: ProvisionKind.SECTION, RG.Group: ProvisionKind.GROUP, RG.Task: ProvisionKind.TASK}
_CITATIONS = {
    RG.cites: CitationKind.CITES,
    RG.basedOn: CitationKind.BASED_ON,
    RG.repeals: CitationKind.REPEALS,
}
_KINDS = {
    RG.appliesIn: Kind.REGION,
    RG.mentionsRegion: Kind.REGION,
    RG.leadAgency: Kind.AGENCY,
    RG.responsibleAgency: Kind.AGENCY,
    RG.cooperatingAgency: Kind.AGENCY,
    RG.reportsTo: Kind.AGENCY,
    RG.mentionsAgency: Kind.AGENCY,
    RG.usesMechanism: Kind.MECHANISM,
    RG.hasTarget: Kind.TARGET,
    RG.due: Kind.DEADLINE,
    RG.onPlatform: Kind.PLATFORM,
    RG.changesInstrument: Kind.INSTRUMENT,
    RG.benefits: Kind.BENEFICIARY,
}
_ORDER = {kind: place for place, kind in enumerate(Kind)}


def read_plan(graph: Graph, text: str, vocabulary: Vocabulary) -> Plan:
    """The plan whose graph this is; `text` is the text that is kept with it.

    Raises GraphError where the graph does not hold exactly one plan or the text is another.
    """
    plans = list(graph.subjects(RDF.type, RG.Plan))
    if len(plans) != 1:
        raise GraphError(f"the graph holds {len(plans)} plans; one is needed")
    return _Reading(graph, text, vocabulary, URIRef(str(plans[0]))).run()


class _Fact(NamedTuple):
    """One evidence, taken apart."""

    predicate: Node
    value: Node
    quotation: Node | None
    span: Span | None
    rule: str
    role: str
    reviewer: Reviewer | None


class _Reading:
    def __init__(self, graph: Graph, text: str, vocabulary: Vocabulary, plan: URIRef) -> None:
        self.graph = graph
        self.text = text
        self.vocabulary = vocabulary
        self.iri = plan
        self.evidence: dict[Node, list[Node]] = {}
        for evidence, _, subject in graph.triples((None, RDF.subject, None)):
            self.evidence.setdefault(subject, []).append(evidence)

    def run(self) -> Plan:
        if self._integer(self.iri, RG.textLength) != len(self.text):
            raise GraphError(f"the text is not that which the graph of {iris.plan_id(self.iri)} was made from")
        return Plan(
            self.text,
            self._header(),
            tuple(self._provision(iri) for iri in self._ordered(RG.Provision)),
            tuple(self._measure(iri) for iri in self._ordered(RG.Measure)),
            self._citations(),
            self._successions(),
        )

    def _string(self, subject: Node, predicate: URIRef) -> str:
        value = self.graph.value(subject, predicate)
        return "" if value is None else str(value)

    def _integer(self, subject: Node, predicate: URIRef) -> int:
        return int(self._string(subject, predicate) or -1)

    def _day(self, subject: Node, predicate: URIRef) -> date | None:
        value = self._string(subject, predicate)
        return date.fromisoformat(value) if value else None

    def _span(self, subject: Node) -> Span:
        return Span(self._integer(subject, RG.start), self._integer(subject, RG.end))

    def _ordered(self, kind: URIRef) -> list[Node]:
        return sorted(self.graph.subjects(RDF.type, kind), key=lambda iri: self._integer(iri, RG.order))

    def _reviewer(self, subject: Node) -> Reviewer | None:
        iri = self.graph.value(subject, RG.reviewedBy)
        return None if iri is None else Reviewer(str(iri), self._string(iri, SKOS.prefLabel))

    def _facts(self, subject: Node) -> Iterator["_Fact"]:
        """The evidence about a subject, as its words stand."""
        found = []
        for evidence in self.evidence.get(subject, ()):
            quotation = self.graph.value(evidence, RG.restsOn)
            predicate, value = self.graph.value(evidence, RDF.predicate), self.graph.value(evidence, RDF.object)
            assert predicate is not None
            assert value is not None
            span = None if quotation is None else self._span(quotation)
            rule, role = self._string(evidence, RG.rule), self._string(evidence, RG.role)
            found.append(_Fact(predicate, value, quotation, span, rule, role, self._reviewer(evidence)))
        found.sort(key=lambda fact: (fact.span or Span(-1, -1), str(fact.predicate), str(fact.value)))
        return iter(found)

    def _header(self) -> Header:
        stated: dict[Node, list[Stated[str]]] = {}
        for fact in self._facts(self.iri):
            words = str(fact.value) if isinstance(fact.value, Literal) else self._name(fact.value)
            stated.setdefault(fact.predicate, []).append(Stated(words, fact.span, fact.rule))

        def one(predicate: URIRef) -> Stated[str] | None:
            return stated[predicate][0] if predicate in stated else None

        def day(predicate: URIRef) -> Stated[date] | None:
            found = one(predicate)
            return Stated(date.fromisoformat(found.value), found.span, found.rule) if found else None

        title = one(RG.title)
        if title is None:
            raise GraphError(f"the graph of {iris.plan_id(self.iri)} has no evidence for the plan's title")
        part = iris.plan_id(self.iri).partition("/")[2]
        return Header(
            title=title,
            year=int(self._string(self.iri, RG.year) or 0),
            number=one(RG.number),
            issuer=_together(stated.get(RG.issuer, [])),
            issued=day(RG.issued),
            jurisdiction=one(RG.jurisdiction),
            in_force_from=day(RG.inForceFrom),
            in_force_to=day(RG.inForceTo),
            part=int(part or 1),
        )

    def _name(self, concept: Node) -> str:
        known = self.vocabulary.concepts.get(str(concept))
        return known.pref if known else self._string(concept, SKOS.prefLabel)

    def _provision(self, iri: Node) -> Provision:
        title, span = self._string(iri, RG.title), self._span(iri)
        at = self.text.find(title, span.start, span.end) if title else -1
        return Provision(
            path=self._string(iri, RG.path),
            kind=next(kind for name, kind in _PROVISIONS.items() if (iri, RDF.type, name) in self.graph),
            title=title,
            span=span,
            heading=Span(at, at + len(title)) if at >= 0 else None,
        )

    def _measure(self, iri: Node) -> Measure:
        action: Stated[str] | None = None
        stage: Stated[Stage] | None = None
        outcome: Span | None = None
        relations: list[Relation] = []
        fields: list[Stated[str]] = []
        given: list[tuple[Node, Span, str]] = []
        for fact in self._facts(iri):
            predicate, span, rule, reviewer = fact.predicate, fact.span, fact.rule, fact.reviewer
            if predicate in _KINDS and fact.quotation is not None:
                mention = self._mention(fact.quotation, _KINDS[URIRef(str(predicate))], fact.value)
                relations.append(Relation(mention, rule, Role(fact.role) if fact.role else None, reviewer))
            elif predicate == RG.action:
                action = Stated(self._verb(fact.value, span), span, rule, reviewer)
            elif predicate == RG.stage:
                stage = Stated(Stage(str(fact.value).removeprefix(f"{BASE}stage/")), span, rule, reviewer)
            elif predicate == RG.outcome:
                outcome = span
            elif predicate == RG.inField:
                fields.append(Stated(str(fact.value), span, rule))
            elif predicate == RG.delegatesPowerTo and span is not None:
                given.append((fact.value, span, rule))
        return Measure(
            provision=self._string(iri, RG.path),
            span=self._span(iri),
            rule=self._string(iri, RG.rule),
            action=action,
            stage=stage,
            outcome=outcome,
            relations=tuple(sorted(relations, key=relation_order)),
            fields=tuple(fields),
            delegations=tuple(self._delegations(relations, given)),
            reviewer=self._reviewer(iri),
        )

    def _verb(self, action: Node, span: Span | None) -> str:
        """The verb as written; its concept's label where the evidence is not the verb alone."""
        words = span.of(self.text) if span else ""
        known = self.vocabulary.action(words)
        return words if str(action) in (known and known.iri, iris.candidate_action_iri(words)) else self._name(action)

    def _mention(self, mention: Node, kind: Kind, named: Node) -> Mention:
        span = self._span(mention)
        value: Target | Deadline | None = None
        if kind is Kind.TARGET:
            number = float(self._string(named, RG.value))
            value = Target(
                self._string(named, RG.comparator),
                int(number) if number.is_integer() else number,
                self._string(named, RG.unit),
            )
        elif kind is Kind.DEADLINE:
            value = Deadline(self._day(named, FROM), self._day(named, RG.to))
        return Mention(
            kind=kind,
            span=span,
            name=span.of(self.text) if value else self._name(named),
            rule=self._string(mention, RG.rule),
            concept=str(named) if str(named) in self.vocabulary.concepts else None,
            value=value,
        )

    def _delegations(self, relations: list[Relation], given: list[tuple[Node, Span, str]]) -> Iterator[Delegation]:
        """A delegation names its region by the measure's first mention of it."""
        for region, what, rule in given:
            for relation in sorted(relations, key=relation_order):
                mention = relation.mention
                named = mention.concept or iris.candidate_iri(Kind.REGION, mention.name, self.iri, "")
                if mention.kind is Kind.REGION and named == str(region):
                    yield Delegation(mention, what, rule)
                    break

    def _citations(self) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                _CITATIONS[URIRef(str(fact.predicate))],
                self._string(fact.value, RG.number),
                self._string(fact.value, RG.title),
                fact.span,
                fact.rule,
            )
            for fact in self._facts(self.iri)
            if fact.predicate in _CITATIONS and fact.span is not None
        )

    def _successions(self) -> tuple[Succession, ...]:
        followed = set(self.graph.subjects(RG.formerly))
        found = [
            Succession(
                self._name(agency), self._name(fact.value), fact.span, fact.rule, self._until(fact.value, fact.span)
            )
            for agency in followed
            for fact in self._facts(agency)
            if fact.predicate == RG.formerly and fact.span is not None
        ]
        return tuple(sorted(found, key=succession_order))

    def _until(self, former: Node, span: Span) -> date | None:
        """The last day that the same words give of a body."""
        days = (fact for fact in self._facts(former) if fact.predicate == RG.existedUntil and fact.span == span)
        return next((date.fromisoformat(str(fact.value)) for fact in days), None)


def relation_order(relation: Relation) -> tuple[int, Span, str]:
    """The canonical order of a measure's relations: by kind, then as their words stand, then by role."""
    return _ORDER[relation.mention.kind], relation.mention.span, relation.role or ""


def _together(stated: list[Stated[str]]) -> Stated[str] | None:
    if not stated:
        return None
    spans = [each.span for each in stated if each.span]
    span = Span(min(spans).start, max(place.end for place in spans)) if spans else None
    return Stated(" ".join(each.value for each in stated), span, stated[0].rule)
