"""Every constraint of every shape, and every check across records, finds the fault that it is there for."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyshacl import validate as shacl
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from reformgraph.assets import ONTOLOGY as ONTOLOGY_FILE
from reformgraph.assets import SHAPES
from reformgraph.namespaces import ONTOLOGY, PREFIXES
from reformgraph.validation import CHECKS, TEXT_CHECKS, shapes_graph, validate, violation_checks
from reformgraph.vocabulary import Vocabulary

GRAPHS = Path(__file__).parent / "graphs" / "shapes"
PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
PREFIX += "PREFIX ex: <https://w3id.org/reformgraph/example/>\n"
NOTHING = URIRef("https://w3id.org/reformgraph/example/nothing")
NO_VOCABULARY = Vocabulary({})

FAULTS = {
    "blank-node": "INSERT DATA { ex:first rg:benefits [] }",
    "broader-cycle": "INSERT DATA { ex:commitment skos:broader ex:other . ex:other skos:broader ex:commitment }",
    "deadline-before-issue": "DELETE { ex:deadline rg:to ?to } INSERT { ex:deadline rg:to '2023-02-28'^^xsd:date } WHERE { ex:deadline rg:to ?to }",
    "delegation-without-region": "INSERT DATA { ex:second rg:delegatesPowerTo ex:district }",
    "evidence-from-another-plan": "INSERT DATA { ex:q-pilot rg:inPlan ex:plan-2 }",
    "evidence-names-another": "DELETE { ?e rg:restsOn ex:m-firms } INSERT { ?e rg:restsOn ex:m-platform } WHERE { ?e rg:restsOn ex:m-firms }",
    "evidence-outside-measure": "DELETE { ?e rg:restsOn ex:q-pilot } INSERT { ?e rg:restsOn ex:q-make } WHERE { ?e rg:restsOn ex:q-pilot }",
    "evidence-without-fact": "DELETE DATA { ex:first rg:stage ex:pilot }",
    "fact-without-evidence": "INSERT DATA { ex:second rg:appliesIn ex:district }",
    "formerly-cycle": "INSERT DATA { ex:approval-office rg:formerly ex:reform-office }",
    "iri-not-ascii": "INSERT DATA { <https://w3id.org/reformgraph/region/甲> a rg:Region }",
    "label-shared": "INSERT DATA { ex:twin a rg:Mechanism ; skos:prefLabel '告知承诺'@zh }",
    "lead-also-cooperating": "INSERT DATA { ex:first rg:cooperatingAgency ex:reform-office }",
    "path-of-another-provision": "DELETE { ex:first rg:path ?p } INSERT { ex:first rg:path '二' } WHERE { ex:first rg:path ?p }",
    "measures-overlapping": "DELETE { ex:second rg:start ?s } INSERT { ex:second rg:start 90 } WHERE { ex:second rg:start ?s }",
    "measures-sharing-order": "DELETE { ex:second rg:order 2 } INSERT { ex:second rg:order 1 } WHERE {}",
    "measures-with-gap": "DELETE { ex:second rg:order 2 } INSERT { ex:second rg:order 3 } WHERE {}",
    "link-against-time": "INSERT DATA { ex:earlier rg:inPlan ex:plan-2 . ex:plan-2 rg:issued '2024-01-01'^^xsd:date }",
    "link-contradicted": "INSERT DATA { ex:earlier rg:droppedIn ex:plan }",
    "link-within-plan": "INSERT DATA { ex:earlier rg:inPlan ex:plan }",
    "link-without-fact": "DELETE DATA { ex:first rg:expands ex:earlier }",
    "mention-unused": "DELETE WHERE { ?e rg:restsOn ex:m-firms }",
    "not-label-without-label": "INSERT DATA { ex:commitment rg:notLabel '承诺书'@zh }",
    "outcome-outside-measure": "INSERT DATA { ex:second rg:outcome '提升满意度' }",
    "outside-domain": "INSERT DATA { ex:district rg:unit '天' }",
    "part-of-another-plan": "DELETE { ex:second rg:partOf ?t } INSERT { ex:second rg:partOf ex:task-2 . ex:task-2 rg:inPlan ex:plan-2 } WHERE { ex:second rg:partOf ?t }",
    "part-of-cycle": "DELETE { ex:section rg:partOf ?p } INSERT { ex:section rg:partOf ex:task } WHERE { ex:section rg:partOf ?p }",
    "part-outside-whole": "DELETE { ex:task rg:end ?e } INSERT { ex:task rg:end 100 } WHERE { ex:task rg:end ?e }",
    "place-outside-plan": "DELETE { ex:plan rg:textLength ?n } INSERT { ex:plan rg:textLength 100 } WHERE { ex:plan rg:textLength ?n }",
    "plan-citing-itself": "INSERT DATA { ex:plan rg:cites ex:plan }",
    "plan-without-measures": "DELETE WHERE { ?m a rg:Measure }",
    "plan-without-provisions": "DELETE WHERE { ?p a rg:Provision }",
    "path-outside-parent": "DELETE { ex:task rg:path ?p } INSERT { ex:task rg:path '二/（一）' } WHERE { ex:task rg:path ?p }",
    "provisions-sharing-order": "DELETE { ex:task rg:order 2 } INSERT { ex:task rg:order 1 } WHERE {}",
    "provisions-with-gap": "DELETE { ex:task rg:order 2 } INSERT { ex:task rg:order 4 } WHERE {}",
    "quote-length": "DELETE { ex:m-firms rg:quote ?q } INSERT { ex:m-firms rg:quote '企业等' } WHERE { ex:m-firms rg:quote ?q }",
    "role-contradicts-property": "DELETE { ?e rg:role 'lead' } INSERT { ?e rg:role 'recipient' } WHERE { ?e rg:role 'lead' }",
    "role-missing": "DELETE WHERE { ?e rg:role 'lead' }",
    "superclass-not-stated": "DELETE DATA { ex:task a rg:Provision }",
    "task-without-measures": "DELETE WHERE { ?m rg:partOf ex:task }",
    "two-kinds": "INSERT DATA { ex:firms a rg:Agency }",
    "undefined-class": "INSERT DATA { ex:firms a rg:Benefactor }",
    "undefined-predicate-of-evidence": "INSERT DATA { ex:evidence-20 rdf:predicate rg:reportTo }",
    "undefined-property": "INSERT DATA { ex:first rg:usesMechanisms ex:commitment }",
    "within-cycle": "INSERT DATA { ex:city rg:within ex:district }",
    "year-far-from-issue": "DELETE { ex:plan rg:year 2023 } INSERT { ex:plan rg:year 2020 } WHERE {}",
}
"""The name of each violation query → an update that puts its fault into the conforming graph."""


@pytest.fixture(scope="module")
def text() -> str:
    return (GRAPHS / "conforming.txt").read_text("utf-8")


def conforming() -> Graph:
    return Graph().parse(GRAPHS / "conforming.ttl")


def found(graph: Graph, text: str | None = None) -> set[str]:
    return {result.name for result in validate(graph, text, NO_VOCABULARY).results}


def node_shapes() -> dict[URIRef, Node]:
    """Each property shape's IRI → a node of the conforming graph that it is about."""
    shapes, graph, focus = shapes_graph(), conforming(), {}
    for shape in sorted(shapes.subjects(SH.property)):
        classes = sorted(shapes.objects(shape, SH.targetClass))
        if classes:
            nodes = {node for each in classes[:1] for node in graph.subjects(RDF.type, each)}
        else:
            nodes = {node for each in shapes.objects(shape, SH.targetSubjectsOf) for node in graph.subjects(each)}
        for prop in shapes.objects(shape, SH.property):
            if isinstance(prop, URIRef):
                focus[prop] = sorted(nodes)[0]
    return focus


def replaced(*values: Node) -> Callable[[Graph, Node, URIRef], None]:
    def change(graph: Graph, focus: Node, path: URIRef) -> None:
        graph.remove((focus, path, None))
        for value in values:
            graph.add((focus, path, value))

    return change


def longer(graph: Graph, focus: Node, path: URIRef) -> None:
    replaced(Literal("9999-12-31", datatype=XSD.date))(graph, focus, path)
    for other in (ONTOLOGY + "to", ONTOLOGY + "inForceTo"):
        replaced(Literal("2023-12-31", datatype=XSD.date))(graph, focus, URIRef(other))


def kinds(graph: Graph, focus: Node, path: URIRef) -> None:
    for name in ("Section", "Group", "Task"):
        graph.add((focus, path, URIRef(ONTOLOGY + name)))


BREAKS: dict[URIRef, Callable[[Graph, Node, URIRef], None]] = {
    SH.minCount: replaced(),
    SH.maxCount: replaced(Literal("one"), Literal("two")),
    SH.datatype: replaced(NOTHING),
    SH.nodeKind: replaced(Literal("nothing")),
    SH["class"]: replaced(NOTHING),
    SH["in"]: replaced(Literal("nothing")),
    SH["or"]: replaced(NOTHING),
    SH.pattern: replaced(Literal("，\n，")),
    SH.minLength: replaced(Literal("")),
    SH.maxLength: replaced(Literal("长" * 601)),
    SH.minInclusive: replaced(Literal(-1)),
    SH.maxInclusive: replaced(Literal(9999)),
    SH.lessThan: replaced(Literal(10**6)),
    SH.lessThanOrEquals: longer,
    SH.uniqueLang: replaced(Literal("甲", lang="zh"), Literal("乙", lang="zh")),
    SH.languageIn: replaced(Literal("un", lang="fr")),
    SH.qualifiedMinCount: replaced(URIRef(ONTOLOGY + "Provision")),
    SH.qualifiedMaxCount: kinds,
}
"""A parameter of a constraint → what breaks it."""

DESCRIPTION = {RDF.type, SH.path, SH.name, SH.message, SH.severity, SH.qualifiedValueShape}
CONSTRAINTS = sorted(
    (prop, parameter)
    for prop in node_shapes()
    for parameter in set(shapes_graph().predicates(prop)) - DESCRIPTION
    if isinstance(parameter, URIRef)
)


def test_the_conforming_graph_conforms_without_a_single_hint(text: str) -> None:
    assert validate(conforming(), text, NO_VOCABULARY).results == ()


@pytest.mark.parametrize(
    ("prop", "parameter"), CONSTRAINTS, ids=lambda each: each.rpartition("#")[2] if isinstance(each, str) else each
)
def test_a_graph_that_breaks_a_constraint_is_reported_by_it(prop: URIRef, parameter: URIRef) -> None:
    graph, focus, path = conforming(), node_shapes()[prop], shapes_graph().value(prop, SH.path)
    BREAKS[parameter](graph, focus, path)
    local = parameter.rpartition("#")[2]
    component = str(SH) + local[0].upper() + local[1:] + "ConstraintComponent"
    results = validate(graph, None, NO_VOCABULARY).results
    assert (str(prop), component, focus) in {(each.source, each.component, each.focus) for each in results}


def test_a_document_without_title_and_number_is_reported() -> None:
    graph = conforming()
    graph.update(PREFIX + "DELETE WHERE { ex:document rg:title ?t }")
    assert "document-identified" in found(graph)


def test_a_deadline_without_any_date_is_reported() -> None:
    graph = conforming()
    graph.remove((URIRef("https://w3id.org/reformgraph/example/deadline"), URIRef(ONTOLOGY + "from"), None))
    graph.remove((URIRef("https://w3id.org/reformgraph/example/deadline"), URIRef(ONTOLOGY + "to"), None))
    assert "deadline-bounded" in found(graph)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_graph_with_the_fault_is_reported_by_the_query(name: str) -> None:
    graph = conforming()
    graph.update(PREFIX + FAULTS[name])
    assert name in found(graph)


def test_every_violation_query_has_a_graph_that_breaks_it() -> None:
    assert {check.name for check in violation_checks()} == set(FAULTS)


def test_every_file_of_shapes_and_queries_is_read() -> None:
    assert sorted(path.name for path in SHAPES.glob("*.ttl")) == ["mandatory.ttl", "recommended.ttl", "terms.ttl"]
    assert len(violation_checks()) == len(list((SHAPES / "violations").iterdir()))


def test_every_shape_is_tested() -> None:
    shapes = shapes_graph()
    tested = set(node_shapes()) | {URIRef(CHECKS + "document-identified"), URIRef(CHECKS + "deadline-bounded")}
    assert {shape for shape in shapes.subjects(SH.message) if isinstance(shape, URIRef)} == tested


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_the_shapes_are_valid_shapes(path: Path) -> None:
    conforms, _, report = shacl(Graph().parse(path), shacl_graph=Graph().parse(path), meta_shacl=True)
    assert conforms, report


def test_every_shacl_term_in_the_shapes_exists() -> None:
    used = {term for triple in shapes_graph() for term in triple if str(term).startswith(str(SH))}
    assert [term for term in used if term not in SH] == []


def test_every_term_of_ours_in_shapes_and_queries_is_defined() -> None:
    defined = {str(term) for term in Graph().parse(ONTOLOGY_FILE).subjects(RDF.type) if str(term).startswith(ONTOLOGY)}
    used = {str(term) for triple in shapes_graph() for term in triple if str(term).startswith(ONTOLOGY)}
    for check in violation_checks():
        used |= {ONTOLOGY + name for name in re.findall(r"\brg:(\w+)", check.query)}
    assert used <= defined


def test_every_shape_speaks_both_languages() -> None:
    shapes = shapes_graph()
    for shape in shapes.subjects(SH.message):
        for predicate in (SH.name, SH.message):
            assert sorted(text.language for text in shapes.objects(shape, predicate)) == ["en", "zh"], shape


def test_every_check_has_a_name_of_its_own() -> None:
    shapes = {str(shape) for shape in shapes_graph().subjects(SH.message)}
    queries = {CHECKS + check.name for check in violation_checks()} | {CHECKS + name for name in TEXT_CHECKS}
    assert not shapes & queries
