"""The ontology says what docs/model.md says, in two languages, and defines every term that is used."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from reformgraph import __version__
from reformgraph.assets import ONTOLOGY as FILE
from reformgraph.assets import ROOT
from reformgraph.namespaces import ONTOLOGY

IRI = URIRef(ONTOLOGY.removesuffix("#"))
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
GRAPH = Graph().parse(FILE)


def ours(*types: URIRef) -> set[str]:
    return {
        str(term).removeprefix(ONTOLOGY)
        for each in types
        for term in GRAPH.subjects(RDF.type, each)
        if str(term).startswith(ONTOLOGY)
    }


TERMS = sorted(ours(OWL.Class, *PROPERTIES))


def model_rows(heading: str) -> Iterator[list[str]]:
    model = (Path(__file__).parent.parent / "docs" / "model.md").read_text("utf-8")
    section = model.split(f"## {heading}")[1].split("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith(("| class", "| property", "| ---")):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def names(cell: str) -> set[str]:
    return {name for name in re.split(r"[,;]\s*", cell) if ":" not in name}


def languages(term: str, predicate: URIRef) -> list[str | None]:
    return sorted(
        text.language for text in GRAPH.objects(URIRef(ONTOLOGY + term), predicate) if isinstance(text, Literal)
    )


def members(node: Node) -> set[Node]:
    union = GRAPH.value(node, OWL.unionOf)
    return set(GRAPH.items(union)) if union is not None else {node}


def test_the_header_gives_version_and_licence() -> None:
    assert GRAPH.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{GRAPH.value(IRI, OWL.versionInfo)}")
    assert GRAPH.value(IRI, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_the_version_is_that_of_the_code() -> None:
    assert str(GRAPH.value(IRI, OWL.versionInfo)) == __version__


def test_nothing_is_imported() -> None:
    assert GRAPH.value(IRI, OWL.imports) is None


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_a_term_is_explained_in_both_languages(term: str, predicate: URIRef) -> None:
    assert languages(term, predicate) == ["en", "zh"]


@pytest.mark.parametrize("term", sorted(ours(OWL.ObjectProperty, OWL.DatatypeProperty)))
def test_a_property_has_one_domain_and_one_range(term: str) -> None:
    for predicate in (RDFS.domain, RDFS.range):
        assert len(set(GRAPH.objects(URIRef(ONTOLOGY + term), predicate))) == 1, predicate


@pytest.mark.parametrize("term", sorted(ours(OWL.ObjectProperty)))
def test_an_object_property_leads_to_classes_that_are_defined(term: str) -> None:
    ranges = members(GRAPH.value(URIRef(ONTOLOGY + term), RDFS.range))
    assert {str(each).removeprefix(ONTOLOGY) for each in ranges} <= ours(OWL.Class)


@pytest.mark.parametrize("term", sorted(ours(OWL.DatatypeProperty)))
def test_a_datatype_property_has_a_plain_datatype(term: str) -> None:
    plain = {XSD.string, XSD.integer, XSD.double, XSD.date, RDF.langString}
    assert GRAPH.value(URIRef(ONTOLOGY + term), RDFS.range) in plain


def test_the_model_page_and_the_ontology_name_the_same_classes() -> None:
    assert {name for row in model_rows("Classes") for name in names(row[0])} == ours(OWL.Class)


def test_the_model_page_and_the_ontology_name_the_same_properties() -> None:
    listed = set()
    for row in model_rows("Properties"):
        listed |= names(row[0])
    behind = {"comparator", "value", "unit", "from", "to", "concernsRegion", "involvesAgency"}
    assert listed | behind == ours(*PROPERTIES)


def test_what_ours_stand_below_is_declared_here() -> None:
    above = {o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for s, o in GRAPH.subject_objects(p)}
    builtin = {RDF.Statement}
    assert [each for each in sorted(above - builtin) if (each, RDF.type, None) not in GRAPH] == []


def test_no_term_stands_above_itself() -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in GRAPH.subjects(predicate):
            assert term not in set(GRAPH.transitive_objects(term, predicate)) - {term}


@pytest.mark.parametrize(
    "folder", ["extract", "load", "reformgraph", "queries", "shapes", "ontology/vocabularies"], ids=lambda each: each
)
def test_every_term_of_ours_that_is_used_is_defined(folder: str) -> None:
    defined = ours(OWL.Class, *PROPERTIES)
    undefined = {
        f"{path.name}: {name}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".rq", ".ttl", ".cypher"}
        for name in re.findall(r"(?:\brg:|\bRG\.|reformgraph/ontology#)([A-Za-z]\w*)", path.read_text("utf-8"))
        if name not in defined
    }
    assert undefined == set()
