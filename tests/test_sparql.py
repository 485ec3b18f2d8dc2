import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformgraph.errors import QueryError
from reformgraph.namespaces import GRAPH, ONTOLOGY
from reformgraph.sparql import LONGEST, Turtle, bind, read_only, run_sparql, stream_sparql

SERVICE = "SERVICE <http://127.0.0.1:1/sparql> { ?a ?b ?c }"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.update(
        f"""INSERT DATA {{
          GRAPH <{GRAPH}one> {{ <urn:a> <{ONTOLOGY}year> 2020 ; <{ONTOLOGY}title> "甲" }}
          GRAPH <{GRAPH}two> {{ <urn:b> <{ONTOLOGY}year> 2021 ; <{ONTOLOGY}value> 2.5 ; <{ONTOLOGY}is> true }}
        }}"""
    )
    return store


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {SERVICE} }}",
        f"SELECT * {{ ?s ?p ?o OPTIONAL {{ {SERVICE} }} }}",
        f"SELECT * {{ {{ SELECT * {{ {{ {SERVICE} }} UNION {{ ?a ?b ?c }} }} }} }}",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?a ?b ?c } }",
        "SELECT * { VALUES ?x { <http://127.0.0.1:1/> } sErViCe ?x { ?a ?b ?c } }",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {SERVICE} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ ?s ?p ?x MINUS {{ {SERVICE} }} }} }}",
        f"SELECT * {{ BIND(EXISTS {{ GRAPH ?g {{ {SERVICE} }} }} AS ?there) }}",
        f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {SERVICE} }}",
        f"DESCRIBE ?a {{ {SERVICE} }}",
        f"ASK {{ {SERVICE} }}",
        f"SELECT * {{ # a comment that ends at a carriage return\r{SERVICE} }}",
        f"SELECT * {{ # a comment \\u000A{SERVICE} }}",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
        f"SELECT * {{ ?s ?p '#' . {SERVICE} }}",
        f"SELECT * {{ ?s ?p <http://x/#> . {SERVICE} }}",
    ],
)
def test_a_call_to_another_server_is_refused(store: ox.Store, query: str):
    with pytest.raises(QueryError, match="SERVICE"):
        run_sparql(query, store)


@pytest.mark.parametrize(
    ("query", "verb"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE"),
        ("LOAD <http://127.0.0.1:1/x.ttl>", "LOAD"),
        ("LOAD SILENT <http://127.0.0.1:1/x.ttl> INTO GRAPH <urn:g>", "LOAD"),
        ("DROP ALL", "DROP"),
        ("CLEAR SILENT ALL", "CLEAR"),
        ("CREATE GRAPH <urn:g>", "CREATE"),
        ("COPY <urn:a> TO <urn:b>", "COPY"),
        ("MOVE <urn:a> TO <urn:b>", "MOVE"),
        ("ADD <urn:a> TO <urn:b>", "ADD"),
        ("# SELECT * { ?s ?p ?o }\nDROP ALL", "DROP"),
        ("PREFIX x: <urn:x> CLEAR DEFAULT ; DROP ALL", "CLEAR"),
    ],
)
def test_a_change_is_refused_by_name(store: ox.Store, query: str, verb: str):
    with pytest.raises(QueryError, match=f"refused: {verb} would change the graph"):
        run_sparql(query, store)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "SELECT * { ?s ?p ?o }\nINSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "SELECT * { ?s ?p ?o } SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o # }",
        "",
        "SELECT",
        "哪些举措",
    ],
)
def test_what_is_not_one_query_cannot_be_read(store: ox.Store, query: str):
    with pytest.raises(QueryError, match="cannot be read at line"):
        run_sparql(query, store)


def test_the_place_of_a_fault_is_that_in_the_users_text(store: ox.Store):
    with pytest.raises(QueryError, match=r"line 2, column \d+: “WHERE \{ \?s \?p \}”"):
        run_sparql("SELECT ?s\nWHERE { ?s ?p }", store)


def test_a_fault_of_meaning_is_named(store: ox.Store):
    with pytest.raises(QueryError, match=r"cannot be read at line 1.*variable that is unbound"):
        run_sparql("SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", store)


def test_an_undeclared_prefix_is_named(store: ox.Store):
    with pytest.raises(QueryError, match="Prefix not found"):
        run_sparql("SELECT * { ?s nowhere:p ?o }", store)


def test_a_query_nested_without_end_is_refused(store: ox.Store):
    with pytest.raises(QueryError, match="nested too deeply"):
        run_sparql("SELECT * " + "{" * 5000 + "}" * 5000, store)


def test_a_query_of_any_length_is_not_read():
    with pytest.raises(QueryError, match="too long"):
        read_only("#" * (LONGEST + 1))


@pytest.mark.parametrize("word", ["SERVICE <x> { }", "DROP ALL", "# SERVICE"])
def test_a_word_in_a_literal_is_harmless(store: ox.Store, word: str):
    assert run_sparql(f'SELECT ?x {{ VALUES ?x {{ "{word}" }} }}', store).rows == ((word,),)


def test_a_query_sees_all_graphs_as_one(store: ox.Store):
    assert run_sparql("SELECT ?s { ?s rg:year ?y } ORDER BY ?y", store).rows == (("urn:a",), ("urn:b",))


def test_a_query_that_names_its_graphs_sees_those_alone(store: ox.Store):
    assert run_sparql(f"SELECT ?s FROM <{GRAPH}one> {{ ?s rg:year ?y }}", store).rows == (("urn:a",),)


def test_a_graph_elsewhere_is_empty_and_is_not_fetched(store: ox.Store):
    assert run_sparql("SELECT * FROM <http://127.0.0.1:1/x.ttl> { ?s ?p ?o }", store).rows == ()


def test_our_prefixes_need_no_declaration_and_may_be_declared(store: ox.Store):
    query = "SELECT ?y { <urn:a> rg:year ?y }"
    assert run_sparql(query, store) == run_sparql(f"PREFIX rg: <{ONTOLOGY}>\n{query}", store)


def test_a_prefix_of_the_users_own_wins(store: ox.Store):
    assert run_sparql("PREFIX skos: <urn:> SELECT ?x { VALUES ?x { skos:a } }", store).rows == (("urn:a",),)


def test_values_keep_their_types(store: ox.Store):
    query = "SELECT ?y ?v ?t ?none { <urn:b> rg:year ?y ; rg:value ?v ; rg:is ?t }"
    assert run_sparql(query, store).rows == ((2021, 2.5, True, None),)


def test_ask_is_answered_with_one_cell(store: ox.Store):
    assert run_sparql("ASK { ?s rg:year 2020 }", store).rows == ((True,),)


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s rg:year ?y }", "DESCRIBE <urn:a>"])
def test_triples_come_as_turtle(store: ox.Store, query: str):
    answer = run_sparql(query, store)
    assert isinstance(answer, Turtle) and "rg:year 2020" in answer.text


def test_a_limit_stops_an_endless_answer(store: ox.Store):
    endless = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"
    table = run_sparql(endless, store, limit=5)
    assert (len(table.rows), table.truncated) == (5, True)


def test_rows_stream(store: ox.Store):
    endless = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"
    assert len(next(stream_sparql(endless, store).rows)) == 36


@given(st.text())
def test_any_text_is_answered_or_refused(store: ox.Store, text: str):
    try:
        run_sparql(text, store, limit=1)
    except QueryError as error:
        assert str(error)


@given(st.text(alphabet="# \r\n\t\\u000AD'\"<>", max_size=12))
def test_no_hiding_place_lets_a_call_through(store: ox.Store, hiding: str):
    with pytest.raises(QueryError):
        run_sparql(f"SELECT * {{ #{hiding}\r{SERVICE}\n }}", store)


def test_only_named_values_are_replaced():
    query = "VALUES ?a { <urn:x> }\n  VALUES ?b { 1 }"
    assert bind(query, {"b": None}) == "VALUES ?a { <urn:x> }\n  VALUES ?b { UNDEF }"
