"""Neo4j as an engine, asked on a real server: plain cells, nothing changed, nothing fetched, faults with their place."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from neo4j import Driver

from load.neo4j import loading
from load.neo4j.projection import Projected, graph_id, project
from load.neo4j.schema import schema
from reformgraph.catalogue import Question, catalogue, run
from reformgraph.cypher import Neo4j
from reformgraph.errors import QueryError
from reformgraph.namespaces import BASE, PREFIXES
from reformgraph.oxigraph import Oxigraph

pytestmark = pytest.mark.neo4j

TWO_PLANS = Path(__file__).parent / "graphs" / "two-plans.trig"
KINDS = sorted({wanted.type for known in catalogue() for wanted in known.parameters if wanted.is_thing})
IN_BOTH = sorted(
    {wanted.type for known in catalogue() if "rq" in known.texts for wanted in known.parameters if wanted.is_thing}
)
MEASURE, MECHANISM = f"{BASE}plan/990100-2021-jiazhengban-5/m1", f"{BASE}mechanism/c-1"
PLAN = f"""
<{BASE}plan/990100-2021-jiazhengban-5> a rg:Plan ; rg:title '甲市要点' ; rg:issued '2021-06-30'^^xsd:date .
<{MEASURE}> a rg:Measure ; rg:order 1 ; rg:quote '推行云影联办' ; rg:usesMechanism <{MECHANISM}> .
<{BASE}plan/990100-2021-jiazhengban-5/e1> rdf:subject <{MEASURE}> ; rdf:predicate rg:usesMechanism ;
  rdf:object <{MECHANISM}> ; rg:rule 'a' .
<{MECHANISM}> a rg:Mechanism ; skos:prefLabel '云影联办'@zh .
"""


def tiny() -> Projected:
    turtle = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + PLAN
    return project("990100-2021-jiazhengban-5", ox.parse(turtle, format=ox.RdfFormat.TURTLE), schema())


def emptied(driver: Driver) -> None:
    driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="module")
def filled(neo4j_driver: Driver) -> Iterator[Driver]:
    """The shared server with a tiny graph, and beside it what a user added."""
    emptied(neo4j_driver)
    list(loading.load(neo4j_driver, None, [(tiny(), "hash")], schema()))
    neo4j_driver.execute_query("CREATE (a:Person:Boss)-[:KNOWS {quote: '王说'}]->(b:Person {name: '王'})-[:KNOWS]->(a)")
    yield neo4j_driver
    emptied(neo4j_driver)


@pytest.fixture(scope="module")
def engine(filled: Driver) -> Neo4j:
    return Neo4j(filled)


def state(driver: Driver) -> list[Any]:
    """All that a query could change: nodes, relationships, schema and users."""
    queries = (
        ("MATCH (n) RETURN labels(n), properties(n) ORDER BY elementId(n)", None),
        ("MATCH ()-[r]->() RETURN type(r), properties(r) ORDER BY elementId(r)", None),
        ("SHOW INDEXES YIELD name RETURN name ORDER BY name", None),
        ("SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name", None),
        ("SHOW USERS YIELD user, passwordChangeRequired", "system"),
    )
    return [
        [record.values() for record in driver.execute_query(query, database_=database).records]
        for query, database in queries
    ]


def refusal(engine: Neo4j, text: str) -> str:
    with pytest.raises(QueryError) as raised:
        engine.ask(text)
    message = str(raised.value)
    assert raised.value.exit_code == 5
    assert len(message.splitlines()) == 1
    assert not any(word in message for word in ("Traceback", "gql_status", "Neo.ClientError"))
    return message


def test_an_answer_has_columns_in_the_order_that_they_are_asked_for(engine: Neo4j):
    table = engine.ask("MATCH (m:Measure) RETURN m.quote AS 引文, m.order AS place, 1 + 1")
    assert [column.name for column in table.columns] == ["引文", "place", "1 + 1"]
    assert table.rows == (("推行云影联办", 1, 2),)


def test_an_answer_without_rows_has_columns_all_the_same(engine: Neo4j):
    table = engine.ask("MATCH (m:Measure {order: 99}) RETURN m.quote AS quote")
    assert ([column.name for column in table.columns], table.rows, table.truncated) == (["quote"], (), False)


@pytest.mark.parametrize(("limit", "rows", "truncated"), [(None, 5, False), (4, 4, True), (5, 5, False), (6, 5, False)])
def test_a_limit_says_whether_it_left_rows_out(engine: Neo4j, limit: int | None, rows: int, truncated: bool):
    table = engine.ask("UNWIND range(1, 5) AS n RETURN n", limit)
    assert (len(table.rows), table.truncated) == (rows, truncated)


def test_a_limit_stops_an_endless_answer(engine: Neo4j):
    endless = "UNWIND range(1, 1000000000) AS a UNWIND range(1, 1000000000) AS b RETURN a, b"
    assert len(engine.ask(endless, 3).rows) == 3


@pytest.mark.parametrize("prefix", ["", "PROFILE ", "\n  profile\n", "CYPHER 5 ", "// 问\n", "/* 问 */ "])
def test_a_query_may_be_profiled_and_commented(engine: Neo4j, prefix: str):
    assert engine.ask(f"{prefix}RETURN 1 AS one").rows == ((1,),)


CELLS: dict[str, tuple[str, Any]] = {
    "null": ("null", None),
    "a boolean": ("true", True),
    "an integer": ("9007199254740993", 9007199254740993),
    "a float": ("2.5", 2.5),
    "no number": ("0.0 / 0.0", "nan"),
    "a string": ("'推行\n告知承诺'", "推行\n告知承诺"),
    "a date": ("date('2021-06-30')", "2021-06-30"),
    "a date of the graph": ("head(COLLECT { MATCH (p:Plan) RETURN p.issued })", "2021-06-30"),
    "a datetime": ("datetime('2021-06-30T12:00:00+08:00')", "2021-06-30T12:00:00.000000000+08:00"),
    "a duration": ("duration('P1Y2M3DT4H')", "P1Y2M3DT4H"),
    "a point": ("point({longitude: 121.5, latitude: 31.2})", "WGS84Point(121.5, 31.2)"),
    "a list": ("[1, '甲', null, date('2021-06-30')]", '[1, "甲", null, "2021-06-30"]'),
    "a list in a list": ("[[1], []]", "[[1], []]"),
    "a map": ("{d: date('2021-06-30'), l: [{甲: 1}]}", '{"d": "2021-06-30", "l": [{"甲": 1}]}'),
    "a node of ours": ("head(COLLECT { MATCH (m:Measure) RETURN m })", MEASURE),
    "a node of the user's": ("head(COLLECT { MATCH (b:Boss) RETURN b })", "(:Boss:Person)"),
    "a list of nodes": ("COLLECT { MATCH (m:Measure) RETURN m }", json.dumps([MEASURE])),
    "a relationship": ("head(COLLECT { MATCH (:Boss)-[r]->() RETURN r })", "[:KNOWS] 王说"),
    "a relationship of ours": ("head(COLLECT { MATCH ()-[r:USES_MECHANISM]->() RETURN r })", "[:USES_MECHANISM]"),
    "a path": (
        "head(COLLECT { MATCH p = (:Measure)-[:USES_MECHANISM]->(:Mechanism) RETURN p })",
        "推行云影联办 -[USES_MECHANISM]-> 云影联办",
    ),
    "a path against the arrows": (
        "head(COLLECT { MATCH p = (:Mechanism)<-[:USES_MECHANISM]-(:Measure) RETURN p })",
        "云影联办 <-[USES_MECHANISM]- 推行云影联办",
    ),
    "a path there and back": (
        "head(COLLECT { MATCH p = (:Boss)-[:KNOWS]->()-[:KNOWS]->(:Boss) RETURN p })",
        "() -[KNOWS]-> 王 -[KNOWS]-> ()",
    ),
}


@pytest.mark.parametrize(("value", "expected"), CELLS.values(), ids=CELLS)
def test_every_value_comes_as_a_plain_cell(engine: Neo4j, value: str, expected: Any):
    assert engine.ask(f"RETURN {value} AS value").rows == ((expected,),)


WRITES = [
    "CREATE (:X)",
    "create (:X)",
    "MERGE (:X)",
    "MATCH (m:Measure) SET m.quote = ''",
    "MATCH (m:Measure) SET m:X",
    "MATCH (m:Measure) REMOVE m.quote",
    "MATCH (n) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1 ROWS",
    "MATCH (n) CALL (n) { CALL () { CREATE (x:X) RETURN x } RETURN x } RETURN n, x",
    "CALL { CREATE (x:X) RETURN x } RETURN x",
    "MATCH (n) RETURN n UNION MERGE (n:X) RETURN n",
    "CREATE INDEX mine FOR (n:X) ON (n.y)",
    "CREATE CONSTRAINT mine FOR (n:X) REQUIRE n.y IS UNIQUE",
    "DROP CONSTRAINT mine IF EXISTS",
    "CREATE USER mallory SET PASSWORD 'abcdefgh'",
    "DROP USER neo4j",
    "ALTER USER neo4j SET PASSWORD 'abcdefgh'",
    "// MATCH (n) RETURN n\nCREATE (:X)",
    "/* MATCH (n) RETURN n */ CREATE (:X)",
    "PROFILE CREATE (:X)",
    "  profile\n CREATE (:X)",
    "EXPLAIN CREATE (:X)",
    "CYPHER runtime=slotted CREATE (:X)",
    "CALL db.createLabel('X')",
    "CRE\\u0041TE (:X)",
]


@pytest.mark.parametrize("text", WRITES)
def test_a_query_that_would_write_is_refused_and_has_written_nothing(engine: Neo4j, text: str):
    before = state(engine.driver)
    assert "refused: the query would change the database" in refusal(engine, text)
    assert state(engine.driver) == before


@pytest.mark.parametrize(
    "text",
    [
        "// 问\nPROFILE CREATE (:X)",
        "CYPHER 5 PROFILE CREATE (:X)",
        "PROFILE PROFILE CREATE (:X)",
        "RETURN 1; CREATE (:X)",
        "USE system CREATE USER mallory SET PASSWORD 'abcdefgh'",
        "CREATE DATABASE mine",
        "STOP DATABASE neo4j",
        "GRANT ROLE admin TO neo4j",
    ],
)
def test_a_write_in_a_form_that_the_server_does_not_take_is_refused_too(engine: Neo4j, text: str):
    before = state(engine.driver)
    refusal(engine, text)
    assert state(engine.driver) == before


def test_a_query_that_would_end_what_others_do_is_refused(engine: Neo4j):
    with engine.driver.session() as session, session.begin_transaction() as other:
        other.run("RETURN 1").consume()
        names = engine.ask("SHOW TRANSACTIONS YIELD transactionId").rows
        for (name,) in names:
            assert "refused" in refusal(engine, f"TERMINATE TRANSACTIONS '{name}'")
        assert other.run("RETURN 2 AS two").single(strict=True)["two"] == 2


FETCH = "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS row RETURN row"


@pytest.mark.parametrize(
    "text",
    [
        FETCH,
        FETCH.lower(),
        FETCH.replace("http://127.0.0.1:1", "file://"),
        FETCH.replace("LOAD CSV", "LOAD CSV WITH HEADERS"),
        FETCH.replace("LOAD CSV", "LOAD/* */\nCSV"),
        FETCH.replace("LOAD", "L\\u004fAD"),
        f"{FETCH} LIMIT 0",
        f"// RETURN 1\n{FETCH}",
        f"PROFILE {FETCH}",
        f"EXPLAIN {FETCH}",
        f"CYPHER 5 {FETCH}",
        f"CALL () {{ {FETCH} }} RETURN row",
        f"MATCH (n) CALL (n) {{ CALL () {{ {FETCH} }} RETURN row }} RETURN n, row",
        f"MATCH (n) CALL (n) {{ {FETCH} }} IN TRANSACTIONS RETURN row",
        f"MATCH (n) RETURN COLLECT {{ {FETCH} }}",
        f"MATCH (n) WHERE EXISTS {{ {FETCH} }} RETURN n",
        f"MATCH (n:Nothing) WHERE COUNT {{ {FETCH} }} > 3 RETURN n",
        f"RETURN [1] AS row UNION {FETCH}",
        f"WITH 1 AS x WHERE false {FETCH}",
        f"RETURN [x IN [1] | COLLECT {{ {FETCH} }}]",
        f"RETURN CASE WHEN true THEN COLLECT {{ {FETCH} }} END",
        f"RETURN reduce(all = [], x IN [1] | all + COLLECT {{ {FETCH} }})",
        f"RETURN {{rows: COLLECT {{ {FETCH} }}}}",
        f"RETURN any(x IN [1] WHERE EXISTS {{ {FETCH} }})",
        "RETURN coalesce(null, COLLECT { " + FETCH.replace("LOAD ", "L\\u004fAD // \n") + " })",
        "RETURN [x IN ['\\'', \"'\"] | COLLECT { " + FETCH.replace(" CSV", "/*`*/\u3000CSV") + " }]",
    ],
)
def test_a_query_that_would_fetch_a_file_is_refused(engine: Neo4j, text: str):
    assert "refused: LOAD CSV" in refusal(engine, text)


@pytest.mark.parametrize("prefix", ["// 问\nPROFILE ", "CYPHER 5 PROFILE "])
def test_a_fetch_in_a_form_that_the_server_does_not_plan_is_refused_too(engine: Neo4j, prefix: str):
    refusal(engine, prefix + FETCH)


@pytest.mark.parametrize(
    "text",
    [
        "RETURN 'LOAD CSV' AS x",
        "RETURN '\\'LOAD CSV', \"'LOAD CSV\" // LOAD CSV",
        "RETURN 1 AS `LOAD CSV` /* LOAD CSV */",
        "WITH 1 AS load, 2 AS csv RETURN load, csv",
        "RETURN 1 AS `CREATE`",
        "RETURN 'TerminateTransactions'",
    ],
)
def test_a_word_in_a_literal_is_harmless(engine: Neo4j, text: str):
    assert len(engine.ask(text).rows) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("RETRUN 1", (1, 1)),
        ("  RETRUN 1", (1, 3)),
        ("MATCH (n) RETRUN n", (1, 11)),
        ("MATCH (n)\nRETRUN n", (2, 1)),
        ("// 问\nRETRUN 1", (2, 1)),
        ("PROFILE RETRUN 1", (1, 9)),
        ("\n EXPLAIN RETRUN 1", (2, 10)),
        ("RETURN '改' AS a, b", (1, 18)),
        ("MATCH (n)\nRETURN m", (2, 8)),
    ],
)
def test_the_place_of_a_fault_is_that_in_the_users_text(engine: Neo4j, text: str, place: tuple[int, int]):
    assert refusal(engine, text).endswith("(line {}, column {})".format(*place))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("RETURN nosuch(1)", "Unknown function 'nosuch'"),
        ("CALL no.such()", "`no.such`"),
        ("MATCH (n {uri: $x}) RETURN n", "parameter(s): x"),
        ("RETURN 1 / 0", "/ by zero"),
        ("RETURN date('x')", "cannot be parsed to a Date"),
        ("CALL db.index.fulltext.queryNodes('nosuch', 'x')", "nosuch"),
        ("", "Unexpected end of input"),
        ("哪些举措", "哪些举措"),
    ],
)
def test_a_query_that_cannot_be_run_says_why(engine: Neo4j, text: str, named: str):
    message = refusal(engine, text)
    assert message.startswith("the query cannot be run: ") and named in message


def test_a_query_that_needs_too_much_memory_is_told_so_at_once(engine: Neo4j, capfd: pytest.CaptureFixture[str]):
    message = refusal(engine, "UNWIND range(1, 1000000000) AS x RETURN collect(x)")
    assert "needs more memory" in message and "--heap" in message
    assert capfd.readouterr().err == ""


def test_a_question_takes_its_values_and_its_own_examples_are_passed_over(engine: Neo4j):
    question = ":param uri => 'http://example.org/other';\nMATCH (m:Measure {uri: $uri}) RETURN m, m.quote"
    assert list(engine.rows(question, {"uri": MEASURE})) == [(MEASURE, "推行云影联办")]


def test_a_query_takes_the_parameters_that_its_own_lines_give(engine: Neo4j):
    text = (
        ":param uri => '" + MEASURE + "';\n:param none => null\n:param  words=>\"甲's \\\\ \\u7532\" ;\n"
        ":param n => -2;\n:param x => 2.5;\n:param yes => true;\n"
        "MATCH (m:Measure {uri: $uri}) RETURN m.quote, $none, $words, $n, $x, $yes"
    )
    assert engine.ask(text).rows == (("推行云影联办", None, "甲's \\ 甲", -2, 2.5, True),)


@pytest.mark.parametrize(
    "line",
    [
        ":param",
        ":param x",
        ":param x => date()",
        ":param x => [1]",
        ":param x => 'a",
        ":param {x: 1}",
        ":param x => " + "9" * 20,
    ],
)
def test_a_line_that_gives_no_plain_value_is_named(engine: Neo4j, line: str):
    assert refusal(engine, f"{line}\nRETURN $x").startswith(f"“{line}” cannot be read; write it as")


def test_a_fault_below_lines_of_parameters_is_named_with_its_place(engine: Neo4j):
    assert refusal(engine, ":param x => 1;\nRETRUN 1").endswith("(line 2, column 1)")


@pytest.mark.parametrize(
    "known", [each for each in catalogue() if "cypher" in each.texts], ids=lambda known: known.name
)
def test_a_file_of_the_catalogue_runs_as_it_stands(engine: Neo4j, known: Question):
    assert engine.ask(known.texts["cypher"]).columns


def test_a_question_may_not_write_either(engine: Neo4j):
    before = state(engine.driver)
    with pytest.raises(QueryError, match="refused"):
        list(engine.rows("CREATE (:X)", {}))
    assert state(engine.driver) == before


@pytest.mark.parametrize("kind", ["Nothing", "Measure) DETACH DELETE (n", "", "measure"])
def test_a_label_that_is_none_is_refused(engine: Neo4j, kind: str):
    for asked in (engine.things, engine.measures):
        with pytest.raises(QueryError, match="there is no label"):
            asked(kind)


@pytest.fixture(scope="module")
def both(neo4j_driver: Driver) -> Iterator[tuple[Oxigraph, Neo4j]]:
    """The two invented plans, in either engine."""
    store = ox.Store()
    store.load(path=TWO_PLANS, format=ox.RdfFormat.TRIG)
    names = sorted(store.named_graphs(), key=str)
    graphs = [
        (project(graph_id(name.value), store.quads_for_pattern(None, None, None, name), schema()), "hash")
        for name in names
    ]
    emptied(neo4j_driver)
    list(loading.load(neo4j_driver, None, graphs, schema()))
    yield Oxigraph(store), Neo4j(neo4j_driver)
    emptied(neo4j_driver)


@pytest.mark.parametrize("kind", IN_BOTH)
def test_things_are_called_the_same_as_in_the_embedded_store(both: tuple[Oxigraph, Neo4j], kind: str):
    store, neo4j = both
    assert neo4j.things(kind) == store.things(kind) != ()


@pytest.mark.parametrize("kind", IN_BOTH)
def test_things_have_as_many_measures_as_in_the_embedded_store(both: tuple[Oxigraph, Neo4j], kind: str):
    store, neo4j = both
    assert neo4j.measures(kind) == store.measures(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_that_a_question_takes_has_things(both: tuple[Oxigraph, Neo4j], kind: str):
    _, neo4j = both
    assert neo4j.things(kind)


def test_what_a_user_added_changes_no_answer(both: tuple[Oxigraph, Neo4j]):
    _, neo4j = both

    def answers() -> dict[str, Any]:
        found: dict[str, Any] = {kind: (neo4j.things(kind), neo4j.measures(kind)) for kind in KINDS}
        for known in catalogue():
            wanted = [each for each in known.parameters if each.required]
            given = {each.name: neo4j.things(each.type)[-1].iri if each.is_thing else "试点" for each in wanted}
            found[known.name] = run(known, given, neo4j).rows
        return found

    before = answers()
    assert all(before[name] for name in ("new-terms", "region-neighbourhood", "name-search"))
    neo4j.driver.execute_query(
        "CREATE (:Agency:Mine {name: '我的单位'}) "
        "WITH * MATCH (m:Measure), (x:Resource) CREATE (m)-[:SEEN_WITH]->(x), (x)-[:SEEN_WITH]->(m)"
    )
    try:
        assert answers() == before
    finally:
        neo4j.driver.execute_query("MATCH (n:Mine) DELETE n WITH * MATCH ()-[r:SEEN_WITH]->() DELETE r")
