"""`terms candidates` and `terms accept` as a user meets them, from an unknown word to a query that finds it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reformgraph.cli import app

PLAN = """临江市2024年渔港改革工作要点
临江府〔2024〕7号
2024年3月1日
一、渔获
推行“渔获码上通”，实现“最多等一潮”。渔港公约是行业自律的基础。
二、职责
由市渔港办会同市海事局核定泊位。建立渔港轮值会商机制。
"""
FISH = "渔获码上通"


def run(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": lang, "COLUMNS": "200"})


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    return file


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "graph"


@pytest.fixture
def found(plan: Path, graph: Path, tmp_path: Path) -> Path:
    """The file of candidates."""
    file = tmp_path / "new.ttl"
    done = run("terms", "candidates", plan, "-o", file, "-g", graph)
    assert done.exit_code == 0, done.output
    assert "edit it, then: reformgraph terms accept" in done.stderr
    return file


def edited(file: Path, old: str, new: str) -> Path:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return file


def query(graph: Path, name: str) -> Result:
    return run("query", "measures-by-mechanism", "--mechanism", name, "-g", graph, "-f", "json")


def test_candidates_are_printed_where_no_file_is_named(plan: Path, graph: Path) -> None:
    done = run("terms", "candidates", plan, "-g", graph)
    assert f'skos:prefLabel "{FISH}"@zh' in done.stdout
    assert "3 candidates" in done.stderr


def test_candidates_are_collected_of_a_folder(plan: Path, graph: Path) -> None:
    of_folder = run("terms", "candidates", plan.parent, "-g", graph)
    assert FISH in of_folder.stdout
    assert of_folder.stdout == run("terms", "candidates", plan, "-g", graph).stdout


def test_candidates_can_be_of_one_kind_or_in_several_measures(plan: Path, graph: Path) -> None:
    agencies = run("terms", "candidates", plan, "-g", graph, "--kind", "agency").stdout
    assert "临江市海事局" in agencies
    assert FISH not in agencies
    assert "prefLabel" not in run("terms", "candidates", plan, "-g", graph, "--least", "2").stdout.partition("@base")[2]


def test_an_accepted_word_is_curated_in_the_next_build_and_found_by_its_alias(
    plan: Path, graph: Path, found: Path
) -> None:
    run("build", plan, "-g", graph)
    turtle = next(graph.glob("plans/*/plan.ttl"))
    assert "mechanism:c-" in turtle.read_text("utf-8")
    assert query(graph, "渔码通").exit_code == 5

    edited(
        found,
        f'"{FISH}"@zh ;\n    # skos:prefLabel ""@en ;',
        f'"{FISH}"@zh, "Fish code"@en ; skos:altLabel "渔码通"@zh ;',
    )
    done = run("terms", "accept", found, "-g", graph)
    assert done.exit_code == 0, done.output
    assert f"+ mechanism/yuhuo-mashang-tong  {FISH}" in done.stdout
    assert f"Plans of the graph that speak of them: {turtle.parent.name}" in done.stderr

    run("build", plan, "-g", graph)
    assert "mechanism:yuhuo-mashang-tong" in turtle.read_text("utf-8")
    assert "mechanism:c-" not in turtle.read_text("utf-8")
    rows = json.loads(query(graph, "渔码通").stdout)["rows"]
    assert [(row["number"], row["path"]) for row in rows] == [("临江府〔2024〕7号", "一")]


def test_what_was_accepted_is_no_candidate_any_more(plan: Path, graph: Path, found: Path) -> None:
    run("terms", "accept", found, "-g", graph)
    assert "0 candidates" in run("terms", "candidates", plan, "-g", graph).stderr


def test_accepting_twice_changes_nothing(graph: Path, found: Path) -> None:
    run("terms", "accept", found, "-g", graph)
    kept = (graph / "terms" / "new.ttl").read_bytes()
    done = run("terms", "accept", found, "-g", graph)
    assert (done.exit_code, done.stdout, (graph / "terms" / "new.ttl").read_bytes()) == (0, "", kept)
    assert "nothing was changed" in done.stderr


def test_a_deleted_block_comes_again_and_a_rejected_one_does_not(plan: Path, graph: Path, found: Path) -> None:
    blocks = found.read_text("utf-8").split("\n\n")
    kept = [block for block in blocks if "轮值会商" not in block]
    found.write_text("\n\n".join(kept), "utf-8")
    edited(found, f'"{FISH}"@zh ;', f'"{FISH}"@zh ; owl:deprecated true ;')
    done = run("terms", "accept", found, "-g", graph)
    assert f"- {FISH}" in done.stdout
    offered = run("terms", "candidates", plan, "-g", graph).stdout
    assert "轮值会商" in offered
    assert FISH not in offered


def test_a_rejected_word_can_be_accepted_after_all(graph: Path, found: Path) -> None:
    edited(found, f'"{FISH}"@zh ;', f'"{FISH}"@zh ; owl:deprecated true ;')
    run("terms", "accept", found, "-g", graph)
    edited(found, "owl:deprecated true ;", "")
    run("terms", "accept", found, "-g", graph)
    assert FISH not in (graph / "terms" / "rejected.txt").read_text("utf-8")
    assert FISH in (graph / "terms" / "new.ttl").read_text("utf-8")


def test_a_file_saved_with_a_byte_order_mark_is_read(graph: Path, found: Path) -> None:
    found.write_text(found.read_text("utf-8"), "utf-8-sig")
    assert run("terms", "accept", found, "-g", graph).exit_code == 0


def test_terms_that_stand_in_the_graph_s_folder_already_can_be_accepted_there(graph: Path, found: Path) -> None:
    (graph / "terms").mkdir(parents=True)
    own = graph / "terms" / "own.ttl"
    found.rename(own)
    assert run("terms", "accept", own, "-g", graph).exit_code == 0
    assert "mechanism:yuhuo-mashang-tong a " in own.read_text("utf-8")
    assert "mechanism:c-" not in own.read_text("utf-8").replace("dct:replaces mechanism:c-", "")


BAD_FILES = {
    "new.ttl:2: not Turtle": "@prefix a: <http://example.org/> .\na:b a",
    "is no term": "<http://example.org/x> a <http://example.org/Thing> .",
    "has no class of ours": '<http://example.org/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "渔港"@zh .',
    "holds no terms": "# nothing\n",
}


@pytest.mark.parametrize("message", BAD_FILES)
def test_a_bad_file_is_named_and_nothing_is_made(graph: Path, tmp_path: Path, message: str) -> None:
    (tmp_path / "new.ttl").write_text(BAD_FILES[message], "utf-8")
    done = run("terms", "accept", tmp_path / "new.ttl", "-g", graph)
    assert (done.exit_code, message in done.stderr) == (3, True), done.stderr
    assert not graph.exists()


def test_a_label_that_is_taken_is_named_with_its_line_and_nothing_is_made(graph: Path, found: Path) -> None:
    edited(found, f'"{FISH}"@zh', '"告知承诺"@zh')
    line = found.read_text("utf-8").split('"告知承诺"')[0].count("\n", 0) + 1
    done = run("terms", "accept", found, "-g", graph)
    assert (done.exit_code, "already a name of 告知承诺" in done.stderr) == (3, True)
    assert not graph.exists()
    assert f"new.ttl:{line}:" in done.stderr


def test_a_missing_file_is_named(graph: Path, tmp_path: Path) -> None:
    for command in (("terms", "accept"), ("terms", "candidates")):
        done = run(*command, tmp_path / "none.ttl", "-g", graph)
        assert (done.exit_code, "none.ttl: no such file" in done.stderr) == (3, True)


def test_an_unknown_kind_is_a_usage_error(plan: Path) -> None:
    assert run("terms", "candidates", plan, "--kind", "stage").exit_code == 2


def test_terms_are_not_put_into_a_foreign_folder(found: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.doc").write_text("mine")
    assert run("terms", "accept", found, "-g", tmp_path / "thesis").exit_code == 4
    assert [file.name for file in (tmp_path / "thesis").iterdir()] == ["chapter.doc"]


def test_two_runs_write_the_same_bytes(plan: Path, graph: Path, found: Path, tmp_path: Path) -> None:
    run("terms", "candidates", plan, "-o", tmp_path / "again.ttl", "-g", graph)
    assert (tmp_path / "again.ttl").read_bytes() == found.read_bytes()
