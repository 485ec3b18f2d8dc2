"""`coverage` as a user meets it."""

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
"""
OWN_TERM = """@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/reformgraph/mechanism/own> a rg:Mechanism ; skos:prefLabel "渔获码上通"@zh .
"""


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


def test_coverage_shows_silent_sentences_unknown_names_and_unmarked_words(plan: Path, graph: Path) -> None:
    shown = run("coverage", plan, "-g", graph).stdout
    for words in (
        "Sentences that yielded no measure: 1",
        "一 渔港公约是行业自律的基础",
        "渔获码上通 ×1",
        "“最多等一潮” ×1",
    ):
        assert words in shown


def test_coverage_speaks_chinese(plan: Path, graph: Path) -> None:
    assert "没有读出举措的句子" in run("coverage", plan, "-g", graph, lang="zh").stdout


def test_coverage_in_json_has_a_plan_each(plan: Path, graph: Path) -> None:
    reports = json.loads(run("coverage", plan, plan, "-g", graph, "--json").stdout)
    assert [report["number"] for report in reports] == ["临江府〔2024〕7号"] * 2
    assert reports[0]["silent"][0]["span"] == {"start": PLAN.index("渔港公约"), "end": PLAN.rindex("。")}


def test_terms_of_the_graph_and_terms_that_are_given_count_as_known(plan: Path, graph: Path) -> None:
    own = graph / "terms" / "own.ttl"
    own.parent.mkdir(parents=True)
    own.write_text(OWN_TERM, "utf-8")
    for words in (("-g", graph), ("--terms", own, "-g", "none")):
        assert json.loads(run("coverage", plan, "--json", *words).stdout)[0]["unknown"] == []


def test_long_lists_are_cut_in_the_terminal_and_whole_in_json(plan: Path, graph: Path) -> None:
    quotes = "".join(f"推进码头改造，实现“第{chr(0x4E00 + n)}种潮”。" for n in range(30))
    plan.write_text(PLAN + quotes + "\n", "utf-8")
    assert "… 31" in run("coverage", plan, "-g", graph).stdout
    assert len(json.loads(run("coverage", plan, "-g", graph, "--json").stdout)[0]["unmarked"]) == 31


def test_a_missing_file_is_named(graph: Path, tmp_path: Path) -> None:
    done = run("coverage", tmp_path / "none.txt", "-g", graph)
    assert (done.exit_code, "none.txt: no such file" in done.stderr) == (3, True)
