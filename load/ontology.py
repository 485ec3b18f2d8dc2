# ruff: noqa: N815  the names are those of the ontology
"""The ontology's names, typed: the one place where code spells a class or a property of ours."""

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from reformgraph.namespaces import ONTOLOGY, PREFIXES

OA = Namespace(PREFIXES["oa"])
ELI = Namespace(PREFIXES["eli"])
PROV = Namespace(PREFIXES["prov"])
ORG = Namespace(PREFIXES["org"])


class RG(DefinedNamespace):
    """All classes and properties of `ontology/reform.ttl` that a plan's graph uses."""

    _NS = Namespace(ONTOLOGY)
    _fail = True
    _extras = ["from"]  # noqa: RUF012  read by rdflib; a keyword cannot be an annotation

    Document: URIRef
    Plan: URIRef
    Provision: URIRef
    Section: URIRef
    Group: URIRef
    Task: URIRef
    Measure: URIRef
    Quotation: URIRef
    Mention: URIRef
    Evidence: URIRef
    Region: URIRef
    Agency: URIRef
    AgencyGroup: URIRef
    Mechanism: URIRef
    Field: URIRef
    Platform: URIRef
    Instrument: URIRef
    Beneficiary: URIRef
    Stage: URIRef
    Action: URIRef
    Target: URIRef
    Deadline: URIRef
    Review: URIRef
    Reviewer: URIRef
    Passage: URIRef
    Link: URIRef

    partOf: URIRef
    inPlan: URIRef
    order: URIRef
    path: URIRef
    title: URIRef
    number: URIRef
    issuer: URIRef
    issued: URIRef
    inForceFrom: URIRef
    inForceTo: URIRef
    year: URIRef
    jurisdiction: URIRef
    textHash: URIRef
    textLength: URIRef
    cites: URIRef
    basedOn: URIRef
    repeals: URIRef
    quote: URIRef
    start: URIRef
    end: URIRef
    prefix: URIRef
    suffix: URIRef
    rule: URIRef
    names: URIRef
    appliesIn: URIRef
    mentionsRegion: URIRef
    usesMechanism: URIRef
    leadAgency: URIRef
    responsibleAgency: URIRef
    cooperatingAgency: URIRef
    reportsTo: URIRef
    mentionsAgency: URIRef
    hasTarget: URIRef
    comparator: URIRef
    value: URIRef
    unit: URIRef
    due: URIRef
    to: URIRef
    onPlatform: URIRef
    changesInstrument: URIRef
    benefits: URIRef
    stage: URIRef
    action: URIRef
    outcome: URIRef
    inField: URIRef
    delegatesPowerTo: URIRef
    formerly: URIRef
    existedUntil: URIRef
    restsOn: URIRef
    role: URIRef
    reviewedBy: URIRef
    verdict: URIRef
    ofPlan: URIRef
    onMeasure: URIRef
    onMention: URIRef
    mentionKind: URIRef
    setsText: URIRef
    setsAction: URIRef
    setsStage: URIRef
    setsName: URIRef
    setsConcept: URIRef
    followsUp: URIRef
    continues: URIRef
    expands: URIRef
    narrows: URIRef
    implements: URIRef
    spreads: URIRef
    score: URIRef
    reason: URIRef
    succeeds: URIRef
    newSince: URIRef
    droppedIn: URIRef


FROM = URIRef(ONTOLOGY + "from")
