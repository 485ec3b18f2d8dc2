"""A graph folder's files on their way to Neo4j: which have changed, and what was read of them."""

from pathlib import Path

import pytest

from load.neo4j.schema import schema
from load.neo4j.source import changed, projected
from reformgraph.errors import GraphError

PLAN = "990100-2021-jiazhengban-5"
TURTLE = """
<https://w3id.org/reformgraph/plan/990100-2021-jiazhengban-5> a <https://w3id.org/reformgraph/ontology#Plan> ;
  <https://w3id.org/reformgraph/ontology#title> "甲市要点" .
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.ttl"
    file.write_text(TURTLE, "utf-8")
    return file


def test_a_graph_that_was_recorded_as_it_is_has_not_changed(file: Path):
    _, digest = projected(PLAN, [file], schema())
    assert changed({PLAN: [file]}, {PLAN: digest}) == []
    file.write_text(TURTLE.replace("甲", "乙"), "utf-8")
    assert changed({PLAN: [file]}, {PLAN: digest}) == [PLAN]


def test_what_is_recorded_is_the_hash_of_what_was_read_not_of_what_stood_there_before(file: Path):
    assert changed({PLAN: [file]}, {}) == [PLAN]
    file.write_text(TURTLE.replace("甲", "乙"), "utf-8")
    found, digest = projected(PLAN, [file], schema())
    assert found.nodes[0].properties["title"] == "乙市要点"
    assert changed({PLAN: [file]}, {PLAN: digest}) == []


def test_a_file_that_is_removed_meanwhile_is_named_with_what_to_do(file: Path):
    file.unlink()
    for read in (lambda: changed({PLAN: [file]}, {}), lambda: projected(PLAN, [file], schema())):
        with pytest.raises(GraphError, match=rf"{file}: cannot be read .*run the command again"):
            read()


def test_a_file_that_is_no_turtle_is_named(file: Path):
    file.write_text("甲", "utf-8")
    with pytest.raises(GraphError, match=rf"{file}: is not Turtle"):
        projected(PLAN, [file], schema())
