"""Loading into a real Neo4j: what it holds afterwards, whatever was there before and whatever happened on the way."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from neo4j import Driver
from rdflib import Graph
from rdflib.compare import isomorphic

from load.neo4j import loading
from load.neo4j.loading import Loaded
from load.neo4j.merging import statements
from load.neo4j.projection import Projected, Relationship, project
from load.neo4j.reading import triples
from load.neo4j.schema import schema
from load.neo4j.source import projected, sources
from load.oxigraph import GraphFolder
from reformgraph.assets import VOCABULARIES
from reformgraph.errors import Neo4jError
from reformgraph.namespaces import BASE

pytestmark = pytest.mark.neo4j
Dump = Callable[[Driver], object]

ROOT = Path(__file__).parent.parent
ONE, TWO = "990100-2021-jiazhengban-5", "990100-2022-jiazhengban-6"
PREFIXES = """
@base <https://w3id.org/reformgraph/> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix p: <https://w3id.org/reformgraph/plan/990100-2021-jiazhengban-5/> .
@prefix q: <https://w3id.org/reformgraph/plan/990100-2022-jiazhengban-6/> .
"""
VOCABULARY = "<region/1> a rg:Region ; skos:prefLabel '甲市'@zh ; rg:within <region/0> . <region/0> a rg:Region ."
PLAN = """
<plan/990100-2021-jiazhengban-5> a rg:Plan ; rg:title '甲市要点' ; rg:jurisdiction <region/1> .
p:m1 a rg:Measure ; rg:order 1 ; rg:quote '推行云影联办' ; rg:usesMechanism <mechanism/c-1> ; rg:appliesIn <region/1> .
p:m2 a rg:Measure ; rg:order 2 ; rg:quote '下放审批权限' ; rg:appliesIn <region/1> .
p:e1 rdf:subject p:m1 ; rdf:predicate rg:usesMechanism ; rdf:object <mechanism/c-1> ; rg:rule 'a' .
<mechanism/c-1> a rg:Mechanism ; skos:prefLabel '云影联办'@zh .
"""
WITHOUT_SECOND = PLAN.replace(PLAN.splitlines()[3], "")
OTHER = """
<plan/990100-2022-jiazhengban-6> a rg:Plan ; rg:title '乙要点' ; rg:repeals <plan/990100-2021-jiazhengban-5> .
<plan/990100-2021-jiazhengban-5> a rg:Document ; rg:title '甲市旧要点' .
q:m1 a rg:Measure ; rg:order 1 ; rg:quote '深化云影联办' ; rg:usesMechanism <mechanism/c-1> .
<mechanism/c-1> a rg:Mechanism ; skos:prefLabel '云影联办'@zh .
"""


def graph(name: str, turtle: str) -> tuple[Projected, str]:
    return project(name, ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE), schema()), "hash"


def load(driver: Driver, *graphs: tuple[Projected, str]) -> Loaded:
    return sum(loading.load(driver, None, graphs, schema()), Loaded())


def ask(driver: Driver, query: str, **parameters: Any) -> list[Any]:
    records, _, _ = driver.execute_query(query, parameters)
    return [record[0] if len(record) == 1 else tuple(record) for record in records]


def read_back(driver: Driver) -> Graph:
    """What the database holds, as RDF."""
    nodes = [
        node
        for uri, labels, properties in ask(driver, "MATCH (n:Resource) RETURN n.uri, labels(n), properties(n)")
        for node in statements(uri, labels, native(properties), schema()).values()
    ]
    relationships = [
        Relationship(kind, start, end, native(properties))
        for kind, start, end, properties in ask(
            driver, "MATCH (a)-[r]->(b) WHERE r.graph IS NOT NULL RETURN type(r), a.uri, b.uri, properties(r)"
        )
    ]
    lines = "\n".join(f"{triple} ." for triple in set(triples(nodes, relationships, schema())))
    return Graph().parse(data=lines, format="nt")


def native(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.to_native() if hasattr(value, "to_native") else value for key, value in properties.items()}


def union(folders: Iterable[Path]) -> Graph:
    found = Graph()
    for path in folders:
        found.parse(path)
    return found


def test_the_graph_that_is_read_back_is_the_rdf_graph(empty_neo4j: Driver, gold_folder: GraphFolder):
    files = sources(gold_folder.files())
    load(empty_neo4j, *(projected(name, paths, schema()) for name, paths in files.items()))
    expected = union([*VOCABULARIES.glob("*.ttl"), *gold_folder.path.glob("plans/*/plan.ttl")])
    assert isomorphic(read_back(empty_neo4j), expected)


def test_loading_twice_changes_nothing(empty_neo4j: Driver, dump: Dump):
    graphs = graph("vocabulary", VOCABULARY), graph(ONE, PLAN)
    load(empty_neo4j, *graphs)
    before = dump(empty_neo4j)
    again = load(empty_neo4j, *graphs)
    assert (again.created, again.merged, again.changed, again.removed) == (0, 0, 0, 0)
    assert dump(empty_neo4j) == before


def test_the_order_of_loading_does_not_matter(empty_neo4j: Driver, dump: Dump):
    graphs = graph("vocabulary", VOCABULARY), graph(ONE, PLAN), graph(TWO, OTHER)
    load(empty_neo4j, *graphs)
    before = dump(empty_neo4j)
    ask(empty_neo4j, "MATCH (n) DETACH DELETE n")
    for each in reversed(graphs):
        load(empty_neo4j, each)
    assert dump(empty_neo4j) == before


def test_a_plan_that_is_loaded_again_loses_what_it_no_longer_says(empty_neo4j: Driver, dump: Dump):
    load(empty_neo4j, graph("vocabulary", VOCABULARY), graph(ONE, PLAN))
    load(empty_neo4j, graph(ONE, WITHOUT_SECOND))
    found = dump(empty_neo4j)
    ask(empty_neo4j, "MATCH (n) DETACH DELETE n")
    load(empty_neo4j, graph("vocabulary", VOCABULARY), graph(ONE, WITHOUT_SECOND))
    assert found == dump(empty_neo4j)


def test_a_plan_that_is_loaded_again_takes_nothing_from_another(empty_neo4j: Driver, dump: Dump):
    load(empty_neo4j, graph("vocabulary", VOCABULARY), graph(ONE, PLAN), graph(TWO, OTHER))
    load(empty_neo4j, graph(ONE, ""))
    found = dump(empty_neo4j)
    ask(empty_neo4j, "MATCH (n) DETACH DELETE n")
    load(empty_neo4j, graph("vocabulary", VOCABULARY), graph(ONE, ""), graph(TWO, OTHER))
    assert found == dump(empty_neo4j)


def test_a_plan_that_is_taken_out_leaves_nothing_behind(empty_neo4j: Driver, dump: Dump):
    load(empty_neo4j, graph("vocabulary", VOCABULARY))
    before = dump(empty_neo4j)
    load(empty_neo4j, graph(ONE, PLAN))
    load(empty_neo4j, (Projected(ONE, (), (), {}), ""))
    assert dump(empty_neo4j) == before


def test_plans_are_taken_out_in_a_transaction_each(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN), graph(TWO, OTHER))
    gone = [(Projected(name, (), (), {}), "") for name in (ONE, TWO)]
    assert [done.pruned for done in loading.load(empty_neo4j, None, gone, schema())] == [(ONE,), (TWO,)]


def test_what_was_created_changed_and_removed_is_counted(empty_neo4j: Driver):
    def size() -> int:
        return ask(empty_neo4j, "RETURN COUNT { MATCH (n:Resource) } + COUNT { MATCH ()-->() }")[0]

    first = load(empty_neo4j, graph("vocabulary", VOCABULARY), graph(ONE, PLAN))
    assert (first.created + first.merged, first.changed, first.removed) == (size(), 0, 0)
    before = size()
    second = load(empty_neo4j, graph(ONE, WITHOUT_SECOND.replace("'甲市要点'", "'甲市新要点'")))
    assert (second.created, second.merged, second.changed, second.removed) == (0, 0, 1, before - size())
    before = size()
    third = load(empty_neo4j, graph(ONE, PLAN.replace("<mechanism/c-1>", "<mechanism/c-2>")))
    assert third.created + third.merged - third.removed == size() - before
    before = size()
    fourth = load(empty_neo4j, (Projected(ONE, (), (), {}), ""))
    assert (fourth.graphs, fourth.pruned, fourth.created, fourth.merged, fourth.changed) == ((), (ONE,), 0, 0, 0)
    assert fourth.removed == before - size()


def test_a_name_that_another_plan_gives_is_kept_when_the_plan_itself_goes(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN), graph(TWO, OTHER))
    title = "MATCH (p:Document {uri: $uri}) RETURN p.title, p.other_title, 'Plan' IN labels(p)"
    uri = f"{BASE}plan/{ONE}"
    assert ask(empty_neo4j, title, uri=uri) == [("甲市要点", ["甲市旧要点"], True)]
    load(empty_neo4j, (Projected(ONE, (), (), {}), ""))
    assert ask(empty_neo4j, title, uri=uri) == [("甲市旧要点", None, False)]


ADDITIONS = {
    "a label": "MATCH (m:Measure {order: 2}) SET m:ToDiscuss",
    "a property": "MATCH (m:Measure {order: 2}) SET m.note = '待议'",
    "a relationship": "MATCH (m:Measure {order: 2}) CREATE (m)-[:SEEN_BY]->(:Person {name: '王'})",
    "a relationship to it": "MATCH (m:Measure {order: 2}) CREATE (:Person {name: '王'})-[:READ]->(m)",
}


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=ADDITIONS)
def test_what_a_user_added_stays_when_a_plan_is_loaded_again(empty_neo4j: Driver, addition: str, dump: Dump):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, addition)
    before = dump(empty_neo4j)
    load(empty_neo4j, graph(ONE, PLAN))
    assert dump(empty_neo4j) == before


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=ADDITIONS)
def test_a_node_with_additions_that_is_no_longer_said_is_withdrawn_without_facts(empty_neo4j: Driver, addition: str):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, addition)
    uri = f"{BASE}plan/{ONE}/m2"
    assert load(empty_neo4j, graph(ONE, WITHOUT_SECOND)).withdrawn == (uri,)
    ((labels, properties, ours),) = ask(
        empty_neo4j,
        "MATCH (n {uri: $uri}) RETURN labels(n), properties(n), COUNT { (n)-[r]-() WHERE r.graph IS NOT NULL }",
        uri=uri,
    )
    assert set(labels) - {"ToDiscuss"} == {"Resource", "Withdrawn"}
    assert {key: value for key, value in properties.items() if key != "note"} == {"uri": uri}
    assert ours == 0


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=ADDITIONS)
def test_a_withdrawn_node_that_is_said_again_is_as_it_was(empty_neo4j: Driver, addition: str, dump: Dump):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, addition)
    before = dump(empty_neo4j)
    load(empty_neo4j, graph(ONE, WITHOUT_SECOND))
    load(empty_neo4j, graph(ONE, PLAN))
    assert dump(empty_neo4j) == before


def test_a_withdrawn_node_stays_when_its_plan_is_loaded_once_more(empty_neo4j: Driver, dump: Dump):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, ADDITIONS["a property"])
    load(empty_neo4j, graph(ONE, WITHOUT_SECOND))
    before = dump(empty_neo4j)
    assert load(empty_neo4j, graph(ONE, WITHOUT_SECOND)).withdrawn == ()
    assert dump(empty_neo4j) == before


def test_relationships_that_take_a_users_properties_along_are_counted(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, "MATCH (:Measure {order: 2})-[r:APPLIES_IN]->() SET r.checked = true")
    assert load(empty_neo4j, graph(ONE, PLAN)).lost == 0
    assert load(empty_neo4j, graph(ONE, WITHOUT_SECOND)).lost == 1


def test_a_definition_that_a_user_wrote_is_not_taken_for_ours(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, "MATCH (m:Mechanism) SET m.definition = '我的定义'")
    load(empty_neo4j, graph(ONE, PLAN))
    assert ask(empty_neo4j, "MATCH (m:Mechanism) RETURN m.definition") == ["我的定义"]


def test_a_users_relationship_of_our_type_is_not_taken_for_ours(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, "MATCH (m:Measure {order: 2}), (x:Mechanism) CREATE (m)-[:USES_MECHANISM {by: 'me'}]->(x)")
    load(empty_neo4j, graph(ONE, PLAN))
    assert ask(empty_neo4j, "MATCH ()-[r:USES_MECHANISM]->() WHERE r.by = 'me' RETURN count(r)") == [1]


def test_a_fact_of_ours_that_was_changed_by_hand_is_mended(empty_neo4j: Driver, dump: Dump):
    load(empty_neo4j, graph(ONE, PLAN))
    before = dump(empty_neo4j)
    ask(empty_neo4j, "MATCH (m:Measure {order: 2}) SET m.quote = '改了' REMOVE m:Measure")
    ask(empty_neo4j, "MATCH (:Measure)-[r:USES_MECHANISM]->() DELETE r")
    load(empty_neo4j, graph(ONE, PLAN))
    assert dump(empty_neo4j) == before


TERM = "<mechanism/c-1> a rg:Mechanism ; skos:prefLabel '云影联办'@zh, 'Joint handling'@en ."


@pytest.mark.parametrize("vocabulary", [PLAN.splitlines()[-1], TERM], ids=["the same", "more"])
@pytest.mark.parametrize("first", [(), (ONE,)], ids=["the vocabulary alone", "both"])
def test_what_was_changed_by_hand_is_not_taken_for_what_another_graph_says(
    empty_neo4j: Driver, dump: Dump, vocabulary: str, first: tuple[str, ...]
):
    load(empty_neo4j, graph("vocabulary", vocabulary), graph(ONE, PLAN))
    before = dump(empty_neo4j)
    ask(empty_neo4j, "MATCH (n) DETACH DELETE n")
    load(empty_neo4j, graph("vocabulary", vocabulary), *(graph(name, PLAN) for name in first))
    ask(empty_neo4j, "MATCH (n:Mechanism) SET n.name = '手改' REMOVE n:Mechanism")
    load(empty_neo4j, graph(ONE, PLAN))
    assert dump(empty_neo4j) == before


DAMAGES = {
    "no JSON": "SET n.stated = ['{']",
    "JSON of another kind": "SET n.stated = ['{}', '7']",
    "too few": "SET n.stated = [n.stated[0]]",
    "too many": "SET n.stated = n.stated + n.stated",
    "of another type": "SET n.stated = 7",
    "none": "REMOVE n.stated",
    "no graphs": "REMOVE n.graphs",
    "graphs of another type": "SET n.graphs = 'vocabulary'",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_node_whose_bookkeeping_was_damaged_is_mended(empty_neo4j: Driver, dump: Dump, damage: str):
    graphs = graph("vocabulary", TERM), graph(ONE, PLAN)
    load(empty_neo4j, *graphs)
    before = dump(empty_neo4j)
    ask(empty_neo4j, f"MATCH (n:Mechanism) {damage}")
    for each in reversed(graphs):
        load(empty_neo4j, each)
    assert dump(empty_neo4j) == before


def test_a_property_that_an_evidence_no_longer_has_goes_and_a_users_stays(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN))
    ask(empty_neo4j, "MATCH ()-[r:USES_MECHANISM]->() SET r.by = 'me'")
    load(empty_neo4j, graph(ONE, PLAN.replace(" ; rg:rule 'a'", "")))
    ((rule, by),) = ask(empty_neo4j, "MATCH ()-[r:USES_MECHANISM]->() RETURN r.rule, r.by")
    assert (rule, by) == (None, "me")


def test_one_iri_is_one_node_and_one_evidence_one_relationship(empty_neo4j: Driver):
    load(empty_neo4j, graph(ONE, PLAN))
    found = ask(
        empty_neo4j,
        "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties RETURN type + ' ' + labelsOrTypes[0] + ' ' + properties[0]",
    )
    assert {"UNIQUENESS Resource uri", "RELATIONSHIP_UNIQUENESS USES_MECHANISM uri"} <= set(found)


def test_chinese_words_are_found_by_full_text(empty_neo4j: Driver):
    load(empty_neo4j, graph("vocabulary", VOCABULARY), graph(ONE, PLAN))
    found = "CALL db.index.fulltext.queryNodes($index, $words) YIELD node RETURN coalesce(node.quote, node.name)"
    assert ask(empty_neo4j, found, index="reformgraph_texts", words='"审批权"') == ["下放审批权限"]
    assert set(ask(empty_neo4j, found, index="reformgraph_names", words='"影联"')) == {"云影联办"}


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("reformgraph_texts", "FULLTEXT INDEX reformgraph_texts FOR (n:Note) ON EACH [n.text]"),
        ("reformgraph_texts", "INDEX reformgraph_texts FOR (n:Note) ON (n.text)"),
        ("mine", "FULLTEXT INDEX mine FOR (n:Measure) ON EACH [n.quote, n.outcome]"),
    ],
    ids=["of our name", "of our name and another kind", "of our words"],
)
def test_an_index_of_a_users_that_stands_in_the_way_of_ours_is_named(empty_neo4j: Driver, name: str, definition: str):
    ask(empty_neo4j, "DROP INDEX reformgraph_texts IF EXISTS")
    ask(empty_neo4j, f"CREATE {definition}")
    try:
        with pytest.raises(Neo4jError, match=f"DROP INDEX {name}"):
            load(empty_neo4j, graph(ONE, PLAN))
        assert ask(empty_neo4j, "MATCH (m:Measure) RETURN m") == []
    finally:
        ask(empty_neo4j, f"DROP INDEX {name}")
        load(empty_neo4j, graph(ONE, PLAN))


LOADER = """
import sys
from load.neo4j import loading
loading.TOGETHER = 300
from reformgraph.cli import main
sys.argv = ["reformgraph", "neo4j", "load", *sys.argv[1:]]
main()
"""


def loader(server: Any, *words: object) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "NEO4J_URI": server.uri,
        "NEO4J_PASSWORD": server.password,
        "REFORMGRAPH_LANG": "en",
    }
    command = [sys.executable, "-c", LOADER, *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_load_that_was_ended_at_any_moment_and_run_again_is_as_if_nothing_had_happened(
    empty_neo4j: Driver, neo4j_server, gold_folder: GraphFolder, how: signal.Signals, dump: Dump
):
    process = loader(neo4j_server, "--graph", gold_folder.path)
    assert process.wait() == 0, process.stderr and process.stderr.read()
    before = dump(empty_neo4j)
    seed = random.Random(7)
    for _ in range(4):
        ask(empty_neo4j, "MATCH (n) DETACH DELETE n")
        process = loader(neo4j_server, "--graph", gold_folder.path)
        wanted = seed.randrange(2000)
        while process.poll() is None and ask(empty_neo4j, "MATCH (n) RETURN count(n)")[0] < wanted:
            time.sleep(0.02)
        process.send_signal(how)
        process.communicate()
        again = loader(neo4j_server, "--graph", gold_folder.path)
        assert again.wait() == 0, again.stderr and again.stderr.read()
        assert dump(empty_neo4j) == before


def test_loads_side_by_side_take_turns(empty_neo4j: Driver, neo4j_server, gold_folder: GraphFolder, dump: Dump):
    processes = [loader(neo4j_server, "--graph", gold_folder.path) for _ in range(3)]
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    found = dump(empty_neo4j)
    ask(empty_neo4j, "MATCH (n) DETACH DELETE n")
    loader(neo4j_server, "--graph", gold_folder.path).wait()
    assert dump(empty_neo4j) == found
