"""The questions asked of a real Neo4j: the same rows as the embedded store gives, and the expected answers.

REFORMGRAPH_WRITE_ANSWERS=1 writes what is found into the answer files of the questions that are Cypher alone: read the diff.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path

import pyoxigraph as ox
import pytest
from neo4j import Driver

from load.neo4j import loading
from load.neo4j.projection import graph_id, project
from load.neo4j.schema import schema
from load.oxigraph import GraphFolder
from reformgraph.answers import Case, read_cases, written
from reformgraph.assets import VOCABULARIES
from reformgraph.catalogue import FOLDER, Parameter, Question, catalogue, question, read_question, run
from reformgraph.cypher import Neo4j
from reformgraph.errors import QueryError
from reformgraph.language import Language
from reformgraph.namespaces import GRAPH
from reformgraph.oxigraph import Oxigraph
from reformgraph.tables import Row

pytestmark = pytest.mark.neo4j

HERE = Path(__file__).parent
ANSWERS = HERE / "answers"
TWINS = [known for known in catalogue() if len(known.texts) == len(("rq", "cypher"))]
ALONE = [known for known in catalogue() if "rq" not in known.texts]
CASES = [case for path in sorted(ANSWERS.glob("*.json")) for case in read_cases(path.stem, path.read_text("utf-8"))]
GRAPHS = ("two-plans", "series", "example", "three-plans")
MOST = 10
"""Choices of parameters tried of one question in one graph."""

Both = tuple[Oxigraph, Neo4j]


@pytest.fixture(scope="module")
def asked(
    neo4j_driver: Driver, gold_folder: GraphFolder, example_text: str, example_gold: Mapping[str, object], vocabulary
) -> Iterator[Callable[[str], Both]]:
    """The engines over the graph of that name; Neo4j's database is filled anew when the graph changes."""
    from extract.annotation import read_annotation
    from load.mapping import plan_graph

    def invented(name: str) -> ox.Store:
        store = ox.Store()
        store.load(path=HERE / "graphs" / f"{name}.trig", format=ox.RdfFormat.TRIG)
        return store

    def example() -> ox.Store:
        store = ox.Store()
        for path in sorted(VOCABULARIES.glob("*.ttl")):
            store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH + "vocabulary"))
        plan = plan_graph(read_annotation(example_text, example_gold, vocabulary), vocabulary)
        name = ox.NamedNode(str(plan.identifier))
        store.load(plan.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES, to_graph=name)
        return store

    with gold_folder.reader() as three:
        stores = {name: invented(name) for name in ("two-plans", "series")}
        stores |= {"example": example(), "three-plans": three}
        filled: list[str] = []

        def engines(name: str) -> Both:
            if filled != [name]:
                fill(neo4j_driver, stores[name])
                filled[:] = [name]
            return Oxigraph(stores[name]), Neo4j(neo4j_driver)

        yield engines


def fill(driver: Driver, store: ox.Store) -> None:
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
    names = sorted(
        (name.value for name in store.named_graphs()), key=lambda name: (not name.endswith("vocabulary"), name)
    )
    graphs = (
        (project(graph_id(name), store.quads_for_pattern(None, None, None, ox.NamedNode(name)), schema()), "hash")
        for name in names
    )
    assert list(loading.load(driver, None, graphs, schema()))


def choices(engine: Oxigraph, asked: Question) -> Iterator[dict[str, str]]:
    """Parameters to try: nothing where that is allowed, and the things that most measures speak of."""
    options = [[*(() if wanted.required else (None,)), *values(engine, wanted)] for wanted in asked.parameters]
    names = [wanted.name for wanted in asked.parameters]
    for chosen in islice(product(*options), MOST):
        yield {name: value for name, value in zip(names, chosen, strict=True) if value is not None}


def values(engine: Oxigraph, wanted: Parameter) -> list[str]:
    match wanted.type:
        case "date":
            return ["2020-10-01", "2021-06-30"]
        case "string":
            return ["%", "分钟"] if wanted.name == "unit" else ["告知承诺", "。", "(", "\\\"'"]
        case "Plan":
            return [thing.iri for thing in engine.things("Plan")][:2]
        case "Measure":
            return [thing.iri for thing in engine.things("Measure")][::40][:6]
        case kind:
            used = engine.measures(kind)
            return sorted(used, key=lambda iri: (-used[iri], iri))[:5]


@pytest.mark.parametrize("graph", GRAPHS)
def test_cypher_and_sparql_give_the_same_rows_in_the_same_order(asked: Callable[[str], Both], graph: str):
    store, neo4j = asked(graph)
    different = []
    compared = 0
    for twin in TWINS:
        for parameters in choices(store, twin):
            for exact in (False, True) if twin.takes_exact else (False,):
                for language in Language:
                    expected = run(twin, parameters, store, exact=exact, language=language)
                    compared += len(expected.rows)
                    if run(twin, parameters, neo4j, exact=exact, language=language) != expected:
                        different.append((twin.name, parameters, exact, language.value))
    assert not different
    assert compared > len(TWINS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.question}-{'-'.join(case.parameters.values())}")
def test_a_question_has_its_expected_answer_in_neo4j(asked: Callable[[str], Both], case: Case):
    _, neo4j = asked(case.graph)
    found = run(case.question, case.parameters, neo4j, exact=case.exact).rows
    if os.environ.get("REFORMGRAPH_WRITE_ANSWERS") and case.question in {alone.name for alone in ALONE}:
        path = ANSWERS / f"{case.question}.json"
        cases = read_cases(case.question, path.read_text("utf-8"))
        new = Case(case.question, case.graph, case.parameters, case.exact, found)
        path.write_text(written(new if known == case else known for known in cases), "utf-8")
    else:
        assert unscored(case.question, found) == unscored(case.question, case.rows)


def unscored(name: str, rows: tuple[Row, ...]) -> list[Row]:
    """Rows without relevance, which depends on what else the index has held."""
    scored = question(name).columns[0].name == "score"
    return sorted((row[1:] for row in rows), key=str) if scored else list(rows)


def test_every_question_in_sparql_has_its_twin_in_cypher_and_ten_and_more_have_none_in_sparql():
    sparql, cypher = ({path.stem for path in (FOLDER / name).iterdir()} for name in ("sparql", "cypher"))
    assert sparql <= cypher
    assert len(ALONE) == len(cypher - sparql) >= 10


def test_every_question_in_cypher_alone_has_an_answer_that_is_not_empty():
    assert {alone.name for alone in ALONE} <= {case.question for case in CASES if case.rows}


@pytest.mark.parametrize("known", [*TWINS, *ALONE], ids=lambda known: known.name)
def test_the_columns_of_the_head_are_those_of_the_cypher(asked: Callable[[str], Both], known: Question):
    _, neo4j = asked("two-plans")
    text = "\n".join(line for line in known.texts["cypher"].splitlines() if not line.startswith(":param"))
    names = [*(wanted.name for wanted in known.parameters), "lang"]
    with neo4j.driver.session(default_access_mode="READ") as session:
        given = dict.fromkeys(names, "x") | {"exact": False, "after": None, "before": None}
        result = session.run(text, given)
        assert list(result.keys()) == [column.name for column in known.columns]


@pytest.mark.parametrize("known", [*TWINS, *ALONE], ids=lambda known: known.name)
def test_a_cypher_file_quotes_the_document_the_path_and_the_uri_last(known: Question):
    names = [column.name for column in known.columns]
    assert "quote" not in names or names[-4:] == ["number", "path", "quote", "uri"]


def test_words_are_looked_for_as_they_are_not_as_a_query_of_lucene(asked: Callable[[str], Both]):
    _, neo4j = asked("two-plans")
    for words in ('客票试点" OR "审批权限', "客票试点 AND 审批权限", "\\", "quote:客票试点", "("):
        assert run("text-search", {"words": words}, neo4j).rows == ()


def test_a_question_that_is_cypher_alone_says_so_where_the_store_is_asked():
    with pytest.raises(QueryError, match="agency-paths is asked in Cypher alone; add --engine neo4j"):
        run("agency-paths", {}, Oxigraph(ox.Store()))


HEAD = "// 问 / Ask\n//+ columns: a = 甲 / A\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MATCH (a) RETURN a", "should be Chinese"),
        (HEAD + "//+ param: a Region required | 甲 | A\n", "parameter a has no line “:param a => …;”"),
        (HEAD + ":param d => null;\n", "no “\\+ param:” line says what d is"),
        (HEAD + "//+ columsn: a = 甲 / A\n", "cannot read the head line"),
    ],
)
def test_a_wrong_head_of_a_cypher_file_is_named(text: str, message: str):
    with pytest.raises(QueryError, match=f"asked.cypher: .*{message}"):
        read_question("asked", {"cypher": text})


def test_a_twin_that_asks_in_other_words_is_named():
    sparql = "#+ question: 问 | Ask\n#+ columns: a = 甲 / A\n"
    with pytest.raises(QueryError, match=r"asked\.cypher: its first line should be “// 问 / Ask”"):
        read_question("asked", {"rq": sparql, "cypher": "// 问 / Asks\nRETURN 1 AS a"})
