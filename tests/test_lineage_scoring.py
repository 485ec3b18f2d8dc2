"""Links against hand-made ones, in values and as a user meets `evaluate --links`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from reformgraph.cli import app
from reformgraph.errors import InputError
from reformgraph.lineage import Link, LinkRelation, MeasureOf
from reformgraph.lineage.scoring import read_links, score
from reformgraph.model import Header, Measure, Plan, Span, Stated

TEXTS = {
    "2021-hangzhou-shuiquan": "杭州市人民政府关于印发《2021年杭州市水权改革方案》的通知\n2021年3月1日\n"
    "一、推进水权改革\n（一）推进水权改革。探索农业水权交易。整治灌区漏损渠系。更新泵站计量水表。\n",
    "2022-hangzhou-shuiquan": "杭州市人民政府关于印发《2022年杭州市水权改革方案》的通知\n2022年3月1日\n"
    "一、推进水权改革\n（一）推进水权改革。全面推行农业水权交易。整治灌区漏损渠系。试用骨灰撒海。\n",
}
EARLIER, LATER = TEXTS


def side(plan: str, text: str) -> dict[str, str]:
    return {"plan": plan, "text": text}


def entry(earlier: str, later: str, **more: str) -> dict[str, Any]:
    return {"earlier": side(EARLIER, earlier), "later": side(LATER, later), "why": "the same", **more}


GOLD = {
    "links": [
        entry("探索农业水权交易", "全面推行农业水权交易", relation="expands"),
        entry("整治灌区漏损渠系", "整治灌区漏损渠系", relation="narrows"),
        entry("更新泵站计量水表", "试用骨灰撒海", relation="continues"),
    ],
    "non_links": [entry("更新泵站计量水表", "全面推行农业水权交易"), entry("整治灌区漏损渠系", "整治灌区漏损渠系")],
}


@pytest.fixture
def links_file(tmp_path: Path) -> Path:
    """A file of links in a folder, with the folder `plans` beside that."""
    for folder in ("plans", "gold"):
        (tmp_path / folder).mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "plans" / f"{name}.txt").write_text(text, "utf-8")
    file = tmp_path / "gold" / "links.json"
    file.write_text(json.dumps(GOLD), "utf-8")
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": "en", "COLUMNS": "200"})


def test_a_link_is_found_where_both_its_sides_overlap() -> None:
    text = "推行甲。推行乙。"
    plan = Plan(
        text,
        Header(Stated("x", None, "x"), 2021),
        measures=tuple(Measure("一", Span(*s), "x") for s in ((0, 3), (4, 7))),
    )
    plans = {EARLIER: plan, LATER: plan}
    links, non_links = read_links(
        {"links": [entry("推行甲。", "行乙", relation="continues")], "non_links": [entry("推行乙", "推行甲")]}
    )
    found = Link(MeasureOf(EARLIER, 0), MeasureOf(LATER, 1), LinkRelation.EXPANDS, 0.9, ())
    half = Link(MeasureOf(EARLIER, 1), MeasureOf(LATER, 1), LinkRelation.CONTINUES, 0.9, ())
    scores = score(links, non_links, [found], plans)
    assert (scores.found, scores.right, len(scores.wrong)) == (1, 0, 0)
    assert score(links, non_links, [half], plans).missed == links


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([], '"links"'),
        ({"links": [{}]}, r"links\[0\]"),
        ({"links": [entry("a", "b", relation="copies")]}, "it can be continues"),
        ({"links": [], "non_links": 3}, "non_links"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_entry(value: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_links(value)


def test_figures_and_misses_are_printed(links_file: Path) -> None:
    done = run("evaluate", "--links", links_file, "--misses")
    assert done.exit_code == 0, done.output
    figures = [line.rsplit(None, 1)[1] for line in done.stdout.splitlines()[:3]]
    assert figures == ["2/3", "1/2", "1/2"]
    assert f"missed continues: {EARLIER} 更新泵站计量水表 → {LATER} 试用骨灰撒海" in done.stdout
    assert "found continues, wanted narrows" in done.stdout
    assert "wrong continues" in done.stdout


def test_json_says_the_same(links_file: Path) -> None:
    done = run("evaluate", "--links", links_file, "--json", "--misses", "--plans", links_file.parent.parent / "plans")
    report = json.loads(done.stdout)
    assert (report["found"], report["relation right"], report["non-links linked"]) == (2, 1, 1)
    assert len(report["misses"]) == 3


@pytest.mark.parametrize("words", [("--plans", "x"), (), ("PLAN.txt",), ("PLAN.txt", "--links", "x.json")])
def test_what_does_not_go_together_is_a_wrong_command_line(words: tuple[str, ...]) -> None:
    assert run("evaluate", *words).exit_code == 2


def test_a_file_that_quotes_what_no_plan_says_ends_with_the_input_s_code(links_file: Path) -> None:
    links_file.write_text(json.dumps({"links": [entry("没有的话", "试用骨灰撒海", relation="continues")]}), "utf-8")
    done = run("evaluate", "--links", links_file)
    assert done.exit_code == 3
    assert "没有的话" in done.stderr


def test_without_a_folder_of_plans_it_says_how_to_name_one(links_file: Path, tmp_path: Path) -> None:
    done = run("evaluate", "--links", links_file, "--plans", tmp_path / "none")
    assert done.exit_code == 3
    assert "--plans" in done.stderr
