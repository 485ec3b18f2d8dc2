"""What the documentation shows of the program is what the program says."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from neo4j import Driver

from load.neo4j import loading
from load.neo4j.description import described
from load.neo4j.projection import graph_id, project
from load.neo4j.schema import schema
from reformgraph.assets import VOCABULARIES
from reformgraph.language import Language

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize(("file", "language"), [("neo4j.md", Language.EN), ("neo4j.zh.md", Language.ZH)])
def test_the_page_on_neo4j_shows_the_schema_as_it_is(file: str, language: Language):
    assert described(schema(), language) in (DOCS / file).read_text("utf-8")


BLOCKS = re.compile(r"```cypher\n(.*?)\n```", re.DOTALL)


@pytest.mark.neo4j
@pytest.mark.parametrize("number", range(10))
def test_a_question_on_the_page_finds_something_in_the_example(example_in_neo4j: Driver, number: int):
    (query, *others) = {
        BLOCKS.findall((DOCS / name).read_text("utf-8"))[number] for name in ("neo4j.md", "neo4j.zh.md")
    }
    assert not others
    records, _, _ = example_in_neo4j.execute_query(query, routing_="r")
    assert records


@pytest.fixture(scope="module")
def example_in_neo4j(neo4j_driver: Driver, example_text, example_gold, vocabulary) -> Driver:
    from extract.annotation import read_annotation
    from load.mapping import plan_graph
    from load.serialization import serialize

    with neo4j_driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
    plan = plan_graph(read_annotation(example_text, example_gold, vocabulary), vocabulary)
    texts = {
        "vocabulary": b"".join(path.read_bytes() for path in sorted(VOCABULARIES.glob("*.ttl"))),
        graph_id(str(plan.identifier)): serialize(plan),
    }
    graphs = (
        (project(name, ox.parse(text, format=ox.RdfFormat.TURTLE), schema()), "hash") for name, text in texts.items()
    )
    assert list(loading.load(neo4j_driver, None, graphs, schema()))
    return neo4j_driver
