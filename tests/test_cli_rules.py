"""`evaluate --rules` as a user meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reformgraph.cli import app

TEXT = """某市2024年河湖改革工作要点
某府〔2024〕5号
2024年3月1日
一、推行河湖长制。
二、在临江新区开展水权交易试点。
"""
MEASURES = [
    {
        "in": "一",
        "text": "推行河湖长制",
        "action": "推行",
        "stage": "none",
        "mechanisms": [{"text": "河湖长制", "name": "河湖长制"}],
    },
    {"in": "二", "text": "在临江新区开展水权交易试点", "action": "开展", "stage": "pilot"},
]
GOLD = {
    "plan": {
        "title": "某市2024年河湖改革工作要点",
        "number": "",
        "issuer": "",
        "issued": "",
        "year": 2024,
        "jurisdiction": "",
    },
    "provisions": [{"path": "一", "kind": "task", "title": ""}, {"path": "二", "kind": "task", "title": ""}],
    "measures": MEASURES,
}


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": "en", "COLUMNS": "200"})


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of plans and one of annotations, with one pair and one annotation without a plan."""
    plans, gold = tmp_path / "plans", tmp_path / "gold"
    plans.mkdir()
    gold.mkdir()
    (plans / "river.txt").write_text(TEXT, "utf-8")
    (gold / "river.json").write_text(json.dumps(GOLD), "utf-8")
    (gold / "alone.json").write_text("[]", "utf-8")
    return plans, gold


def test_rules_are_listed_with_hits_right_wrong_and_precision(pair: tuple[Path, Path]) -> None:
    done = run("evaluate", pair[0] / "river.txt", pair[1] / "river.json", "--rules")
    assert done.exit_code == 0, done.output
    row = next(line.split() for line in done.stdout.splitlines() if line.startswith("measure.verb"))
    assert row[1] == "measure"
    assert done.stdout.splitlines()[-1].split() == ["target.number", "0", "0", "0", "—"]


def test_wrong_hits_are_shown_with_their_words(pair: tuple[Path, Path]) -> None:
    done = run("evaluate", pair[0] / "river.txt", pair[1] / "river.json", "--rules", "--misses")
    assert "水权交易试点 = 水权交易  ≠  nothing  [river " in done.stdout


def test_two_folders_are_matched_by_name_and_json_says_the_same(pair: tuple[Path, Path]) -> None:
    done = run("evaluate", *pair, "--rules", "--misses", "--json")
    assert "alone.json has no plan" in done.stderr
    rows = {(row["rule"], row["part"]): row for row in json.loads(done.stdout)}
    assert rows["mechanism.pilot", "mention"]["misses"][0]["plan"] == "river"
    assert rows["target.none", None] == {
        "rule": "target.none", "part": None, "hits": 0, "right": 0, "wrong": 0, "precision": None, "misses": [],
    }  # fmt: skip


def test_folders_without_a_pair_are_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (pair[1] / "river.json").unlink()
    done = run("evaluate", *pair, "--rules")
    assert (done.exit_code, "no plan has the name of an annotation" in done.stderr) == (3, True)


def test_a_folder_and_a_file_are_refused(pair: tuple[Path, Path]) -> None:
    done = run("evaluate", pair[0], pair[1] / "river.json", "--rules")
    assert (done.exit_code, "two files or two folders" in done.stderr) == (3, True)


def test_an_annotation_that_does_not_quote_its_plan_is_named(pair: tuple[Path, Path]) -> None:
    (pair[1] / "river.json").write_text(
        json.dumps({**GOLD, "measures": [{**MEASURES[0], "text": "取消河湖长制"}]}), "utf-8"
    )
    done = run("evaluate", *pair, "--rules")
    assert (done.exit_code, "river.json: measures[0].text" in done.stderr) == (3, True)
