"""The questions and their answers. REFORMGRAPH_WRITE_ANSWERS=1 writes what is found into the answer files: read the diff."""

import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformgraph.answers import Case, read_cases, score_answers, written
from reformgraph.assets import VOCABULARIES
from reformgraph.catalogue import FOLDER, SETTINGS, catalogue, question, read_question, run
from reformgraph.engine import Engine
from reformgraph.errors import QueryError
from reformgraph.language import Language
from reformgraph.namespaces import BASE, GRAPH, ONTOLOGY
from reformgraph.oxigraph import Oxigraph
from reformgraph.sparql import VALUES, bind

HERE = Path(__file__).parent
ANSWERS = HERE / "answers"
GRAPHS = HERE / "graphs"
QUESTIONS = {known.name: known for known in catalogue() if "rq" in known.texts}
CASES = tuple(
    case
    for path in sorted(ANSWERS.glob("*.json"))
    for case in read_cases(path.stem, path.read_text("utf-8"))
    if case.question in QUESTIONS
)
OF_LINKS = {case.question for case in CASES if case.graph == "series"} - {
    case.question for case in CASES if case.graph != "series"
}
"""Questions about links between plans; the example is one plan alone."""


def invented(name: str) -> Oxigraph:
    store = ox.Store()
    store.load(path=GRAPHS / f"{name}.trig", format=ox.RdfFormat.TRIG)
    return Oxigraph(store)


@pytest.fixture(scope="module")
def two_plans() -> Oxigraph:
    return invented("two-plans")


@pytest.fixture(scope="module")
def series() -> Oxigraph:
    """Plans of several years and levels, with links."""
    return invented("series")


def store_of(*plans) -> Oxigraph:
    from load.mapping import plan_graph
    from reformgraph.vocabulary import Vocabulary

    store = ox.Store()
    for path in sorted(VOCABULARIES.glob("*.ttl")):
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH + "vocabulary"))
    for number, plan in enumerate(plans):
        triples = plan_graph(plan, Vocabulary.load()).serialize(format="nt", encoding="utf-8")
        store.load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(f"{GRAPH}plan-{number}"))
    return Oxigraph(store)


@pytest.fixture(scope="module")
def example(example_text, example_gold, vocabulary) -> Oxigraph:
    """The graph of the example plan, from its annotation."""
    from extract.annotation import read_annotation

    return store_of(read_annotation(example_text, example_gold, vocabulary))


@pytest.fixture
def engine(request, case: Case) -> Engine:
    return request.getfixturevalue(case.graph.replace("-", "_"))


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.question}-{case.graph}-{'-'.join(case.parameters.values())}"
)
def test_a_question_has_its_expected_answer(case: Case, engine: Engine):
    found = run(case.question, case.parameters, engine, exact=case.exact).rows
    if os.environ.get("REFORMGRAPH_WRITE_ANSWERS"):
        path = ANSWERS / f"{case.question}.json"
        cases = read_cases(case.question, path.read_text("utf-8"))
        new = Case(case.question, case.graph, case.parameters, case.exact, found)
        same = [(c.graph, c.parameters, c.exact) == (case.graph, case.parameters, case.exact) for c in cases]
        path.write_text(written(new if here else c for c, here in zip(cases, same, strict=True)), "utf-8")
    else:
        assert found == case.rows


def test_every_question_has_an_answer_that_is_not_empty():
    assert set(QUESTIONS) == {case.question for case in CASES if case.rows}


def test_every_answer_belongs_to_a_question():
    assert {path.stem for path in ANSWERS.glob("*.json")} == {known.name for known in catalogue()}


def test_there_are_as_many_questions_as_files_and_at_least_eighteen():
    assert len(QUESTIONS) == len(list((FOLDER / "sparql").glob("*.rq"))) >= 18


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_columns_of_the_head_are_the_variables_of_the_query(name: str, two_plans: Oxigraph):
    variables = [variable.value for variable in two_plans.store.query(QUESTIONS[name].texts["rq"]).variables]
    assert [column.name for column in QUESTIONS[name].columns] == variables


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_row_that_quotes_says_the_document_the_path_and_the_uri(name: str):
    names = [column.name for column in QUESTIONS[name].columns]
    assert "quote" not in names or names[-4:] == ["number", "path", "quote", "uri"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_name_for_a_value_in_a_query_can_be_bound(name: str):
    bound = [line for line in QUESTIONS[name].texts["rq"].splitlines() if "VALUES ?" in line]
    assert len(bound) == len(VALUES.findall(QUESTIONS[name].texts["rq"]))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_comes_in_one_order_however_the_graph_was_loaded(name: str, two_plans: Oxigraph, series: Oxigraph):
    stores = {"two-plans": two_plans, "series": series}
    case = next(case for case in CASES if case.question == name and case.graph in stores)
    shuffled = ox.Store()
    for quad in sorted(stores[case.graph].store, key=str, reverse=True):
        shuffled.add(quad)
    assert run(name, case.parameters, Oxigraph(shuffled)) == run(name, case.parameters, stores[case.graph])


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"documents-cited"} - OF_LINKS))
def test_a_file_runs_as_it_stands_and_finds_rows_in_the_example(name: str, example: Oxigraph):
    assert list(example.store.query(QUESTIONS[name].texts["rq"], use_default_graph_as_union=True))


def test_labels_are_english_where_the_language_is_and_there_are_some(two_plans: Oxigraph):
    table = run("measures-in-region", {"region": "新片区"}, two_plans, language=Language.EN)
    assert table.rows[0][:3] == ("Donggang New Area", "applies in", "explore")


def test_exact_leaves_out_what_lies_within(two_plans: Oxigraph):
    table = run("measures-in-region", {"region": "东港区"}, two_plans, exact=True)
    assert {row[0] for row in table.rows} == {"东港区"}


def test_a_cross_region_takes_in_its_members_and_what_lies_within_them(two_plans: Oxigraph):
    table = run("measures-in-region", {"region": "甲乙地区"}, two_plans)
    assert {row[0] for row in table.rows} == {"甲市", "乙市", "东港区", "东港新片区"}


def test_an_agency_takes_in_what_it_was_before_and_what_it_became(two_plans: Oxigraph):
    table = run("measures-by-agency", {"agency": "甲市运管局"}, two_plans)
    assert {row[0] for row in table.rows} == {"甲市运管局", "甲市交通局"}


def test_an_agency_takes_in_no_other_that_it_was_joined_with(two_plans: Oxigraph):
    table = run("measures-by-agency", {"agency": "甲市道路处"}, two_plans)
    assert {row[0] for row in table.rows} == {"甲市交通局"}


def test_exact_means_the_agency_under_its_own_name(two_plans: Oxigraph):
    table = run("measures-by-agency", {"agency": "甲市运管局"}, two_plans, exact=True)
    assert {row[0] for row in table.rows} == {"甲市运管局"}


def test_one_plan_alone_can_be_asked(two_plans: Oxigraph):
    table = run("measures-by-mechanism", {"mechanism": "告知承诺", "plan": "甲政办〔2021〕5号"}, two_plans)
    assert {row[3] for row in table.rows} == {"甲政办〔2021〕5号"}


@pytest.mark.parametrize(
    "words",
    [
        "双随机一公开",
        "“双随机、一公开”",
        "双随机",
        "random inspection",
        "mechanism/shuang-suiji",
        BASE + "mechanism/shuang-suiji",
        f"<{BASE}mechanism/shuang-suiji>",
        "shuang-suiji",
        "一公开",
    ],
)
def test_a_mechanism_is_found_by(words: str, two_plans: Oxigraph):
    assert len(run("measures-by-mechanism", {"mechanism": words}, two_plans).rows) == 1


def test_candidates_are_listed_where_several_fit(two_plans: Oxigraph):
    with pytest.raises(QueryError, match=r"(?s)乙市 <region/990200>.*甲市 <region/990100>"):
        run("measures-in-region", {"region": "全市"}, two_plans)


def test_the_nearest_are_listed_where_none_fits(two_plans: Oxigraph):
    with pytest.raises(QueryError, match="告知承诺 <mechanism/gaozhi-chengnuo>"):
        run("measures-by-mechanism", {"mechanism": "告之承诺"}, two_plans)


def test_the_nearest_question_is_suggested_for_an_unknown_one():
    with pytest.raises(QueryError, match="measures-in-region"):
        question("measure-in-regions")


def test_the_parameters_are_named_where_one_is_unknown(two_plans: Oxigraph):
    with pytest.raises(QueryError, match="it takes region, plan"):
        run("measures-in-region", {"city": "甲市"}, two_plans)


def test_a_missing_parameter_is_asked_for_with_those_most_used(two_plans: Oxigraph):
    with pytest.raises(QueryError, match=r"(?s)needs --region.*东港新片区 <region/donggang-xinpianqu>"):
        run("measures-in-region", {}, two_plans)


def test_a_date_that_is_none_is_refused(two_plans: Oxigraph):
    with pytest.raises(QueryError, match="takes a date such as 2020-12-31"):
        run("deadlines", {"before": "soon"}, two_plans)


def test_deadlines_can_be_bounded(two_plans: Oxigraph):
    assert [row[1] for row in run("deadlines", {"before": "2021-06-30"}, two_plans).rows] == ["2021-06-30"]


def test_an_empty_graph_says_that_it_holds_nothing_of_the_kind():
    with pytest.raises(QueryError, match="holds nothing of kind Region"):
        run("measures-in-region", {"region": "甲市"}, Oxigraph(ox.Store()))


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if not any(p.required for p in q.parameters)])
def test_an_empty_graph_has_empty_answers(name: str):
    assert run(name, {}, Oxigraph(ox.Store())).rows == ()


@given(st.text(min_size=1))
def test_no_word_gets_out_of_its_literal(two_plans: Oxigraph, words: str):
    query = bind('SELECT ?word {\n  VALUES ?word { "x" }\n}', {"word": ox.Literal(words)})
    assert [row["word"].value for row in two_plans.store.query(query)] == [words]


@given(st.text(alphabet="\"'\\ {}?<>#\n\r告知承诺", min_size=1))
def test_any_word_can_be_looked_for(two_plans: Oxigraph, words: str):
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    expected = sum(
        words in text.object.value
        for kind, property in (("Measure", "quote"), ("Provision", "title"))
        for typed in two_plans.store.quads_for_pattern(None, rdf_type, ox.NamedNode(ONTOLOGY + kind), None)
        for text in two_plans.store.quads_for_pattern(typed.subject, ox.NamedNode(ONTOLOGY + property), None, None)
    )
    assert len(run("word-in-context", {"word": words}, two_plans).rows) == expected


@given(st.text(alphabet="\"'\\{}<>#| \n/ab甲", min_size=1))
def test_any_label_gives_an_answer_or_a_message(two_plans: Oxigraph, words: str):
    try:
        run("measures-in-region", {"region": words}, two_plans)
    except QueryError as error:
        assert str(error)


def test_undecodable_bytes_of_a_terminal_are_no_fault(two_plans: Oxigraph):
    assert run("word-in-context", {"word": "\udcff"}, two_plans).rows == ()


HEAD = "#+ question: 问 | Ask\n#+ columns: a = 甲 / A\nSELECT ?a { ?a ?b ?c }\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?a { ?a ?b ?c }", "one “#\\+ question:” line is needed"),
        (HEAD.replace(" | Ask", ""), "should be Chinese"),
        (HEAD.replace("question", "questoin"), "cannot read the head line"),
        (HEAD + "#+ param: a Region needed | 甲 | A", "should be: NAME TYPE"),
        (HEAD + "#+ param: a Region required | 甲 | A", "parameter a has no line"),
        (HEAD + "  VALUES ?d { UNDEF }", "no “\\+ param:” line says what d is"),
    ],
)
def test_a_wrong_head_is_named(text: str, message: str):
    with pytest.raises(QueryError, match=f"asked.rq: .*{message}"):
        read_question("asked", {"rq": text})


def test_settings_are_no_parameters():
    assert not {wanted.name for known in catalogue() for wanted in known.parameters} & set(SETTINGS)


def test_answers_are_written_as_they_are_read():
    assert read_cases(CASES[0].question, written(CASES[:1])) == CASES[:1]


def test_answers_of_the_extracted_graph_are_worth_something(example_text, vocabulary):
    from extract import extract_plan

    extracted = store_of(extract_plan(example_text, vocabulary))
    # Evidence names its rule, which is “annotation” in the graph that the answers are of.
    cases = [case for case in CASES if case.graph == "example" and case.question != "evidence-of-measure"]
    scores = score_answers(cases, extracted)
    print(
        *(f"{s.question:28} P {s.precision:.2f} R {s.recall:.2f} ({s.right} of {s.expected})" for s in scores), sep="\n"
    )
    assert sum(score.right for score in scores) > 0.8 * sum(score.expected for score in scores)


def test_answer_files_hold_rows_of_as_many_cells_as_columns():
    for path in ANSWERS.glob("*.json"):
        width = len(question(path.stem).columns)
        assert all(len(row) == width for case in json.loads(path.read_text("utf-8")) for row in case["rows"])
