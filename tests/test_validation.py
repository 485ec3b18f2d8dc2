"""The report: what it says of each fault, its forms, its exit codes, and the files that it is made from."""

import json
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from reformgraph.errors import InputError
from reformgraph.language import Language
from reformgraph.namespaces import ONTOLOGY
from reformgraph.validation import Report, Severity, read_data, validate, validate_all
from reformgraph.vocabulary import Vocabulary

GRAPHS = Path(__file__).parent / "graphs" / "shapes"
EX = "https://w3id.org/reformgraph/example/"
NO_VOCABULARY = Vocabulary({})


@pytest.fixture
def graph() -> Graph:
    return Graph().parse(GRAPHS / "conforming.ttl")


@pytest.fixture
def text() -> str:
    return (GRAPHS / "conforming.txt").read_text("utf-8")


@pytest.fixture
def broken(graph: Graph) -> Graph:
    """A target whose value is no number."""
    graph.set((URIRef(EX + "target"), URIRef(ONTOLOGY + "value"), Literal("三十")))
    return graph


def check(graph: Graph, text: str | None = None) -> Report:
    return validate(graph, text, NO_VOCABULARY)


def test_a_result_gives_the_value(broken: Graph) -> None:
    assert [str(result.value) for result in check(broken).results] == ["三十"]


def test_a_result_gives_the_plan_by_number_and_title(broken: Graph) -> None:
    assert check(broken).results[0].plan == "甲府办〔2023〕5号 关于优化服务的方案"


def test_a_result_about_a_target_gives_the_sentence_of_its_measure(broken: Graph) -> None:
    assert check(broken).results[0].sentence.startswith("由市改革办牵头")


def test_the_text_form_shows_the_value_and_the_sentence(broken: Graph) -> None:
    form = check(broken).as_text(Language.EN)
    assert "rg:value = 三十" in form
    assert "sentence: 由市改革办牵头" in form


def test_the_json_form_can_be_written(broken: Graph) -> None:
    assert json.loads(json.dumps(check(broken).as_dict()))["counts"] == {"violation": 1, "warning": 0, "info": 0}


def test_the_turtle_form_is_a_validation_report_without_blank_nodes(broken: Graph) -> None:
    report = Graph().parse(data=check(broken).as_turtle())
    assert len(set(report.subjects(RDF.type, SH.ValidationResult))) == 1
    assert not any(isinstance(term, BNode) for triple in report for term in triple)


def test_the_same_graph_gives_the_same_bytes(broken: Graph) -> None:
    again = Graph().parse(data=broken.serialize())
    assert check(broken).as_turtle() == check(again).as_turtle()


def test_a_warning_does_not_make_a_graph_invalid(graph: Graph) -> None:
    graph.remove((None, URIRef(ONTOLOGY + "issuer"), None))
    graph.remove((URIRef(EX + "evidence-3"), None, None))
    report = check(graph)
    assert report.conforms
    assert [report.exit_code(severity) for severity in (Severity.VIOLATION, Severity.WARNING)] == [0, 1]


def test_a_hint_fails_only_where_asked_for(graph: Graph) -> None:
    graph.remove((URIRef(EX + "evidence-7"), URIRef(ONTOLOGY + "restsOn"), None))
    report = check(graph)
    assert [report.fails_on(severity) for severity in Severity] == [True, False, False]


def test_the_graph_is_not_changed(broken: Graph) -> None:
    before = Graph() + broken
    check(broken)
    assert isomorphic(before, broken)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda text: text.replace("企业", "公司"), "quote-at-its-place"),
        (lambda text: text.replace("根据", "按照"), "text-of-plan"),
        (lambda text: text.replace("一、改革任务", "一、改革工作"), "surroundings-at-their-place"),
    ],
)
def test_a_text_that_differs_from_the_graph_is_reported(graph: Graph, text: str, change: object, name: str) -> None:
    assert callable(change)
    assert name in {result.name for result in check(graph, change(text)).results}


def test_an_iri_with_a_space_is_named(graph: Graph) -> None:
    culprit = URIRef(EX + "first measure")
    graph.add((culprit, RDF.type, URIRef(ONTOLOGY + "Measure")))
    report = check(graph)
    assert culprit in {result.value for result in report.results if result.name == "iri-not-valid"}
    assert Graph().parse(data=report.as_turtle())


def test_two_plans_in_one_graph_are_checked_apart(graph: Graph) -> None:
    other = Graph().parse(data=graph.serialize(format="nt").replace(EX, EX + "other/"), format="nt")
    assert {result.name for result in check(graph + other).results} <= {"label-shared"}


def test_a_concept_of_the_vocabulary_counts_as_defined(graph: Graph, vocabulary: Vocabulary) -> None:
    region = next(iter(vocabulary.of_class("AdministrativeRegion")))
    graph.add((URIRef(EX + "city"), URIRef(ONTOLOGY + "within"), URIRef(region.iri)))
    assert "region-within" not in {result.name for result in validate(graph, None, vocabulary).results}


def test_the_graph_of_the_example_conforms(example_text: str, example_gold: object, vocabulary: Vocabulary) -> None:
    from extract.annotation import read_annotation
    from load.mapping import plan_graph

    plan = read_annotation(example_text, example_gold, vocabulary)  # type: ignore[arg-type]
    report = validate(plan_graph(plan, vocabulary), example_text, vocabulary)
    assert report.conforms, report.as_text(Language.EN)


def test_a_file_is_read_and_checked() -> None:
    report = validate_all(read_data(GRAPHS / "conforming.ttl"), NO_VOCABULARY)
    assert report.results == ()
    assert report.triples > 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("plan.docx", "", "not a known kind"), ("plan.ttl", "a b c", "line 1"), ("no.ttl", None, "cannot be read")],
)
def test_a_file_that_is_no_graph_is_refused_with_a_message(
    tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=says):
        read_data(tmp_path / name)
