"""Plan → RDF: every fact of a plan as a triple, with the Evidence that says what it rests on.

Pure, and blind to everything but the plan and the vocabulary: the same plan gives the same triples. `docs/model.md` is
the map of what is written here; `load.reading` is the inverse.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Identifier

from load import iris
from load.iris import plan_iri
from load.ontology import ELI, FROM, OA, ORG, PROV, RG
from load.reading import read_plan
from reformgraph.model import (
    AROUND,
    Citation,
    CitationKind,
    Deadline,
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
)
from reformgraph.namespaces import BASE, PREFIXES
from reformgraph.vocabulary import Vocabulary

__all__ = ["plan_graph", "plan_iri", "read_plan"]

RELATIONS: dict[tuple[Kind, Role | None], URIRef] = {
    (Kind.REGION, Role.APPLIES_IN): RG.appliesIn,
    (Kind.REGION, Role.MENTIONS): RG.mentionsRegion,
    (Kind.AGENCY, Role.LEAD): RG.leadAgency,
    (Kind.AGENCY, Role.RESPONSIBLE): RG.responsibleAgency,
    (Kind.AGENCY, Role.COOPERATING): RG.cooperatingAgency,
    (Kind.AGENCY, Role.RECIPIENT): RG.reportsTo,
    (Kind.AGENCY, Role.MENTIONS): RG.mentionsAgency,
    (Kind.MECHANISM, None): RG.usesMechanism,
    (Kind.TARGET, None): RG.hasTarget,
    (Kind.DEADLINE, None): RG.due,
    (Kind.PLATFORM, None): RG.onPlatform,
    (Kind.INSTRUMENT, None): RG.changesInstrument,
    (Kind.BENEFICIARY, None): RG.benefits,
}
"""The property that relates a measure to what a mention of this kind names in this role."""

_PROVISIONS = {ProvisionKind.SECTION: RG.Section, ProvisionKind.GROUP: RG.Group, ProvisionKind.TASK: RG.Task}
_CITATIONS = {
    CitationKind.CITES: RG.cites,
    CitationKind.BASED_ON: RG.basedOn,
    CitationKind.REPEALS: RG.repeals,
}
_CLASSES = {
    Kind.REGION: (RG.Region,),
    Kind.MECHANISM: (RG.Mechanism,),
    Kind.AGENCY: (RG.Agency, ORG.Organization),
    Kind.PLATFORM: (RG.Platform,),
    Kind.INSTRUMENT: (RG.Instrument,),
    Kind.BENEFICIARY: (RG.Beneficiary,),
}
_QUOTATION = (RG.Quotation, OA.TextQuoteSelector, OA.TextPositionSelector)
_HAN = re.compile("[一-龥]")
GROUP_OF_AGENCIES = re.compile(
    "^各|有关|相关|多个|其他|等(?:部门|单位)$"
    "|^(?:地方|县级以上|乡镇|区县|市县|上级|下级|同级|本级|属地|所在地)[^，]{0,6}政府$"
    "|^(?:行业|业务)?主管部门$|^(?:牵头|责任|成员|主办|主管)单位$"
)
"""Names of stated groups of bodies: 各部门, 省级有关部门, 地方各级人民政府 (they stay out of paths and rankings)."""


def plan_graph(plan: Plan, vocabulary: Vocabulary) -> Graph:
    """The graph of a plan: its parts, facts and evidence, and the candidate concepts that it names.

    The graph's identifier is its named graph; its bound prefixes make it readable. Curated concepts are only pointed
    at: they stand in the vocabulary's graph.
    """
    return _Mapping(plan, vocabulary).run()


class _Mapping:
    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self.plan = plan
        self.text = plan.text
        self.vocabulary = vocabulary
        self.jurisdiction = plan.header.jurisdiction.value if plan.header.jurisdiction else ""
        self.code = vocabulary.code(self.jurisdiction)
        self.base = plan_iri(plan.header, vocabulary)
        self.iri = URIRef(self.base)
        identifier = URIRef(iris.graph_iri(iris.plan_id(self.base)))
        self.graph = Graph(identifier=identifier, bind_namespaces="none")
        self.quotations: dict[Span, URIRef] = {}
        self.mentions: dict[Mention, tuple[URIRef, URIRef]] = {}
        self.labelled: set[URIRef] = set()

    def run(self) -> Graph:
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        for part in ("provision", "measure", "mention", "quotation", "evidence", "target", "deadline"):
            self.graph.bind(part, f"{self.base}/{part}/")
        for kind in ("region", "mechanism", "field", "beneficiary", "stage", "action"):
            self.graph.bind(kind, f"{BASE}{kind}/")
        for kind in ("agency", "platform"):
            self.graph.bind(kind, f"{BASE}{kind}/{self.code}/")
        self._header()
        parts = self._provisions()
        self._measures(parts)
        for citation in self.plan.citations:
            self._citation(citation)
        for succession in self.plan.successions:
            self._succession(succession)
        return self.graph

    def _add(self, subject: URIRef, predicate: URIRef, value: Identifier) -> None:
        self.graph.add((subject, predicate, value))

    def _types(self, subject: URIRef, *classes: URIRef) -> None:
        for each in classes:
            self._add(subject, RDF.type, each)

    def _fact(  # noqa: PLR0917  a statement has that many parts
        self,
        subject: URIRef,
        predicate: URIRef,
        value: Identifier,
        quotation: URIRef | None,
        rule: str,
        role: Role | None = None,
        reviewer: Reviewer | None = None,
    ) -> None:
        self._add(subject, predicate, value)
        evidence = URIRef(iris.evidence_iri(self.base, subject, predicate, str(value), quotation or ""))
        self._types(evidence, RG.Evidence, RDF.Statement, PROV.Entity)
        self._add(evidence, RG.inPlan, self.iri)
        self._add(evidence, RDF.subject, subject)
        self._add(evidence, RDF.predicate, predicate)
        self._add(evidence, RDF.object, value)
        self._add(evidence, RG.rule, Literal(rule))
        if quotation is not None:
            self._add(evidence, RG.restsOn, quotation)
        if role is not None:
            self._add(evidence, RG.role, Literal(role.value))
        self._reviewed(evidence, reviewer)

    def _reviewed(self, subject: URIRef, reviewer: Reviewer | None) -> None:
        if reviewer is not None:
            self._add(subject, RG.reviewedBy, describe_reviewer(self.graph, reviewer))

    def _quotation(self, span: Span | None) -> URIRef | None:
        if span is None:
            return None
        known = self.quotations.get(span)
        if known is None:
            known = self.quotations[span] = URIRef(iris.quotation_iri(self.base, self.text, span))
            self._types(known, *_QUOTATION)
            self._quote(known, span)
        return known

    def _quote(self, quotation: URIRef, span: Span) -> None:
        self._add(quotation, RG.inPlan, self.iri)
        self._add(quotation, RG.quote, Literal(span.of(self.text)))
        self._place(quotation, span)

    def _place(self, subject: URIRef, span: Span) -> None:
        self._add(subject, RG.start, integer(span.start))
        self._add(subject, RG.end, integer(span.end))

    def _header(self) -> None:
        header, plan = self.plan.header, self.iri
        self._types(plan, RG.Plan, RG.Document, ELI.LegalResource)
        self._add(plan, RG.textHash, Literal(hashlib.sha256(self.text.encode("utf-8")).hexdigest()))
        self._add(plan, RG.textLength, integer(len(self.text)))
        self._stated(RG.title, header.title, Literal(header.title.value))
        if header.number:
            self._stated(RG.number, header.number, Literal(header.number.value))
        if header.year:
            self._year()
        for predicate, stated in (
            (RG.issued, header.issued),
            (RG.inForceFrom, header.in_force_from),
            (RG.inForceTo, header.in_force_to),
        ):
            if stated:
                self._stated(predicate, stated, day(stated.value))
        if header.jurisdiction:
            self._stated(RG.jurisdiction, header.jurisdiction, self._region(header.jurisdiction.value))
        if header.issuer:
            for issuer in _each_issuer(header.issuer, self.text):
                self._stated(RG.issuer, issuer, self._concept(Kind.AGENCY, issuer.value, None))

    def _stated(self, predicate: URIRef, stated: Stated[str] | Stated[date], value: Identifier) -> None:
        self._fact(self.iri, predicate, value, self._quotation(stated.span), stated.rule)

    def _year(self) -> None:
        """The year rests on the first part of the header that has its digits."""
        header, digits = self.plan.header, str(self.plan.header.year)
        places = [stated.span for stated in (header.title, header.number, header.issued) if stated and stated.span]
        place = next((span for span in places if digits in span.of(self.text)), None)
        self._fact(self.iri, RG.year, integer(header.year), self._quotation(place), "header.year")

    def _region(self, name: str) -> URIRef:
        known = self.vocabulary.region(name)
        return URIRef(known.iri) if known else self._candidate(Kind.REGION, name)

    def _concept(self, kind: Kind, name: str, iri: str | None) -> URIRef:
        if iri is not None:
            return URIRef(iri)
        known = self.vocabulary.resolve(kind, name, self.jurisdiction)
        return URIRef(known.iri) if known else self._candidate(kind, name)

    def _candidate(self, kind: Kind, name: str) -> URIRef:
        concept = URIRef(iris.candidate_iri(kind, name, self.base, self.code))
        self._describe(concept, name, *_CLASSES[kind])
        if kind is Kind.AGENCY and GROUP_OF_AGENCIES.search(name):
            self._types(concept, RG.AgencyGroup)
        return concept

    def _describe(self, concept: URIRef, name: str, *classes: URIRef) -> None:
        if concept not in self.labelled:
            self.labelled.add(concept)
            self._types(concept, SKOS.Concept, *classes)
            self._add(concept, SKOS.prefLabel, Literal(name, lang="zh"))

    def _provisions(self) -> dict[str, list[tuple[Span, URIRef]]]:
        parts: dict[str, list[tuple[Span, URIRef]]] = {}
        named = iris.provision_iris(self.base, self.plan.provisions)
        for order, (provision, name) in enumerate(zip(self.plan.provisions, named, strict=True), 1):
            iri = URIRef(name)
            self._provision(iri, provision, order, self._around(parts, provision.parent, provision.span))
            parts.setdefault(provision.path, []).append((provision.span, iri))
        return parts

    def _around(self, parts: dict[str, list[tuple[Span, URIRef]]], path: str | None, span: Span) -> URIRef:
        """The part with this path that holds the span; the plan where no part has the path."""
        fitting = parts.get(path or "", [])
        return next((iri for place, iri in fitting if span in place), fitting[-1][1] if fitting else self.iri)

    def _provision(self, iri: URIRef, provision: Provision, order: int, parent: URIRef) -> None:
        self._types(iri, _PROVISIONS[provision.kind], RG.Provision, ELI.LegalResourceSubdivision)
        self._add(iri, RG.partOf, parent)
        self._add(iri, RG.inPlan, self.iri)
        self._add(iri, RG.order, integer(order))
        self._add(iri, RG.path, Literal(provision.path))
        if provision.title:
            self._add(iri, RG.title, Literal(provision.title))
        self._place(iri, provision.span)

    def _measures(self, parts: dict[str, list[tuple[Span, URIRef]]]) -> None:
        texts = (measure.span.of(self.text) for measure in self.plan.measures)
        named = iris.measure_iris(self.base, texts)
        for order, (measure, name) in enumerate(zip(self.plan.measures, named, strict=True), 1):
            iri, span = URIRef(name), measure.span
            self._types(iri, RG.Measure, PROV.Entity)
            self._add(iri, RG.partOf, self._around(parts, measure.provision, span))
            self._add(iri, RG.order, integer(order))
            self._add(iri, RG.path, Literal(measure.provision))
            self._quote(iri, span)
            self._add(iri, RG.prefix, Literal(self.text[max(span.start - AROUND, 0) : span.start]))
            self._add(iri, RG.suffix, Literal(self.text[span.end : span.end + AROUND]))
            self._add(iri, RG.rule, Literal(measure.rule))
            self._reviewed(iri, measure.reviewer)
            self._measure(iri, measure)

    def _measure(self, iri: URIRef, measure: Measure) -> None:
        for predicate, stated, value in (
            (RG.action, measure.action, self._action(measure.action.value) if measure.action else None),
            (RG.stage, measure.stage, stage_iri(measure.stage.value) if measure.stage else None),
        ):
            if stated and value:
                quotation = self._quotation(stated.span)
                self._fact(iri, predicate, value, quotation, stated.rule, reviewer=stated.reviewer)
        if measure.outcome:
            words = Literal(measure.outcome.of(self.text))
            self._fact(iri, RG.outcome, words, self._quotation(measure.outcome), measure.rule)
        for relation in measure.relations:
            self._relation(iri, relation)
        for field in measure.fields:
            self._fact(iri, RG.inField, URIRef(field.value), self._quotation(field.span), field.rule)
        for delegation in measure.delegations:
            _, region = self._mention(delegation.region)
            self._fact(iri, RG.delegatesPowerTo, region, self._quotation(delegation.what), delegation.rule)

    def _action(self, verb: str) -> URIRef:
        known = self.vocabulary.action(verb)
        if known:
            return URIRef(known.iri)
        concept = URIRef(iris.candidate_action_iri(verb))
        self._describe(concept, verb, RG.Action)
        return concept

    def _relation(self, measure: URIRef, relation: Relation) -> None:
        kind, role = relation.mention.kind, relation.role
        if kind in (Kind.REGION, Kind.AGENCY):
            role = role or Role.MENTIONS
        mention, concept = self._mention(relation.mention)
        self._fact(measure, RELATIONS[kind, role], concept, mention, relation.rule, role, relation.reviewer)

    def _mention(self, mention: Mention) -> tuple[URIRef, URIRef]:
        """The IRIs of a mention and of what it names, both described once."""
        known = self.mentions.get(mention)
        if known is None:
            iri = URIRef(iris.mention_iri(self.base, self.text, mention))
            named = self._named(mention)
            self._types(iri, RG.Mention, *_QUOTATION)
            self._quote(iri, mention.span)
            self._add(iri, RG.rule, Literal(mention.rule))
            self._add(iri, RG.names, named)
            known = self.mentions[mention] = iri, named
        return known

    def _named(self, mention: Mention) -> URIRef:
        if mention.value is None:
            return self._concept(mention.kind, mention.name, mention.concept)
        iri = URIRef(iris.value_iri(self.base, self.text, mention))
        self._add(iri, RG.inPlan, self.iri)
        match mention.value:
            case Target(comparator, value, unit):
                self._types(iri, RG.Target)
                self._add(iri, RG.comparator, Literal(comparator))
                self._add(iri, RG.value, double(value))
                self._add(iri, RG.unit, Literal(unit))
            case Deadline(start, end):
                self._types(iri, RG.Deadline)
                if start:
                    self._add(iri, FROM, day(start))
                if end:
                    self._add(iri, RG.to, day(end))
        return iri

    def _citation(self, citation: Citation) -> None:
        iri = URIRef(iris.document_iri(citation.number, citation.title, self.plan.header, self.vocabulary))
        if iri != self.iri:
            self._types(iri, RG.Document, ELI.LegalResource)
            for predicate, words in ((RG.number, citation.number), (RG.title, citation.title)):
                if words and (iri, predicate, None) not in self.graph:
                    self._add(iri, predicate, Literal(words))
        self._fact(self.iri, _CITATIONS[citation.kind], iri, self._quotation(citation.span), citation.rule)

    def _succession(self, succession: Succession) -> None:
        agency, former = (self._concept(Kind.AGENCY, name, None) for name in (succession.agency, succession.former))
        quotation = self._quotation(succession.span)
        self._fact(agency, RG.formerly, former, quotation, succession.rule)
        if succession.until:
            self._fact(former, RG.existedUntil, day(succession.until), quotation, succession.rule)


def _each_issuer(stated: Stated[str], text: str) -> Iterable[Stated[str]]:
    """Several issuers, joined by a space, apart: each with its own place where its name stands there as written."""
    if " " not in stated.value or stated.span is None:
        return (Stated(name, stated.span, stated.rule) for name in stated.value.split())
    found, cursor = [], stated.span.start
    for name in stated.value.split():
        at = text.find(name, cursor, stated.span.end)
        if at >= 0:
            cursor = at + len(name)
        found.append(Stated(name, Span(at, cursor) if at >= 0 else stated.span, stated.rule))
    return found


def describe_reviewer(graph: Graph, reviewer: Reviewer) -> URIRef:
    """The IRI of a reviewer, who is described in the graph."""
    iri = URIRef(reviewer.iri)
    for each in (RG.Reviewer, PROV.Agent):
        graph.add((iri, RDF.type, each))
    language = "zh" if _HAN.search(reviewer.name) else "en"
    graph.add((iri, SKOS.prefLabel, Literal(reviewer.name, lang=language)))
    return iri


def stage_iri(stage: Stage) -> URIRef:
    """The concept of a stage."""
    return URIRef(f"{BASE}stage/{stage.value}")


def integer(value: int) -> Literal:
    """A whole number as xsd:integer."""
    return Literal(str(value), datatype=XSD.integer, normalize=False)


def double(value: float) -> Literal:
    """A number as xsd:double, spelt as rdflib reads it back: 30.0."""
    return Literal(float(value), datatype=XSD.double)


def day(value: date) -> Literal:
    """A day as xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date, normalize=False)


def moment(value: datetime) -> Literal:
    """A moment as xsd:dateTime, in UTC and milliseconds."""
    plain = value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Literal(plain, datatype=XSD.dateTime, normalize=False)
