"""Lineage on the command line: plans of two years and two levels linked, reviewed, compared and followed."""

import csv
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from typer.testing import CliRunner, Result

from load.oxigraph import GraphFolder
from reformgraph.cli import app

PLAN = """浦东新区{year}年优化营商环境工作要点
浦府办〔{year}〕{number}号
上海市浦东新区人民政府办公室
{year}年3月2日
一、降低市场准入门槛
（一）推行告知承诺制。{first}。
（二）深化登记改革。{second}。
二、提升监管效能
（三）推进双随机监管。每季度公开“双随机、一公开”抽查结果。
"""
EARLIER = PLAN.format(
    year=2022, number=8, first="在临港新片区开展企业登记告知承诺制试点", second="编制桥梁养护事项清单"
)
LATER = PLAN.format(year=2023, number=11, first="全面推行企业登记告知承诺制", second="建设企业开办自助终端")
PILOT, DROPPED, NEW = "在临港新片区开展企业登记告知承诺制试点", "编制桥梁养护事项清单", "建设企业开办自助终端"


def run(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": lang, "COLUMNS": "300"})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("link")
    for name, text in (("earlier", EARLIER), ("later", LATER)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    done = run("build", folder / "earlier.txt", folder / "later.txt", "-g", folder / "graph")
    assert done.exit_code == 0, done.output
    return folder / "graph"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(built, tmp_path / "graph"))


def asked(graph: Path, question: str, *words: str) -> list[dict[str, str]]:
    done = run("query", question, *words, "-g", graph, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["rows"]


def test_what_goes_on_is_linked_and_the_rest_is_new_or_dropped(graph: Path) -> None:
    done = run("link", "-g", graph)
    assert done.exit_code == 0, done.output
    links = asked(graph, "linked-measures")
    assert {(row["relationLabel"], row["earlierQuote"]) for row in links} == {
        ("expands", PILOT),
        ("continues", "每季度公开“双随机、一公开”抽查结果"),
    }
    assert [row["quote"] for row in asked(graph, "measures-dropped")] == [DROPPED]
    assert [row["quote"] for row in asked(graph, "measures-new")] == [NEW]
    assert [row["pilotQuote"] for row in asked(graph, "pilots-made-general")] == [PILOT]


def test_every_link_says_why_in_both_languages(graph: Path) -> None:
    run("link", "-g", graph)
    with GraphFolder(graph).reader() as store:
        query = """PREFIX rg: <https://w3id.org/reformgraph/ontology#>
        SELECT ?l { ?l a rg:Link FILTER(!EXISTS { ?l rg:reason ?z FILTER(LANG(?z) = "zh") }
          || !EXISTS { ?l rg:reason ?e FILTER(LANG(?e) = "en") }) }"""
        assert not list(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def test_linking_again_gives_the_same_bytes(graph: Path) -> None:
    run("link", "-g", graph)
    first = (graph / "links.ttl").read_bytes()
    run("link", "-g", graph)
    assert (graph / "links.ttl").read_bytes() == first
    assert Graph().parse(data=first, format="turtle")


def test_tasks_follow_each_other_up_where_their_measures_do(graph: Path) -> None:
    run("link", "-g", graph)
    with GraphFolder(graph).reader() as store:
        query = """PREFIX rg: <https://w3id.org/reformgraph/ontology#>
        SELECT ?later ?earlier { ?l rg:followsUp ?e . ?l rg:path ?later . ?e rg:path ?earlier } ORDER BY ?later"""
        rows = store.query(query, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        assert [(row["later"].value, row["earlier"].value) for row in rows] == [  # type: ignore[union-attr]
            ("一/（一）", "一/（一）"),
            ("二/（三）", "二/（三）"),
        ]


def test_links_come_as_json_in_the_form_of_a_file_of_links(graph: Path) -> None:
    done = run("link", "-g", graph, "--plans", "浦府办〔2022〕8号", "浦府办〔2023〕11号", "--format", "json")
    links = json.loads(done.stdout)["links"]
    assert {"plan": "310115-2022-pufuban-8", "text": PILOT} in [each["earlier"] for each in links]
    assert {each["relation"] for each in links} == {"expands", "continues"}


def test_one_plan_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EARLIER, "utf-8")
    run("build", tmp_path / "a.txt", "-g", tmp_path / "g")
    done = run("link", "-g", tmp_path / "g")
    assert done.exit_code == 4
    assert "build another" in done.stderr


def test_a_reviewers_word_stands_over_the_program_for_good(graph: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "links.csv"
    assert run("link", "review", sheet, "-g", graph).exit_code == 0
    rows = list(csv.reader(sheet.read_text("utf-8-sig").splitlines()))
    pilot = next(row for row in rows if PILOT in row)
    other = next(row for row in rows[1:] if row is not pilot)
    pilot[0], other[0], other[1] = "reject", "change", "narrows"
    added = ["add", "implements", "自建", "", "", "", "310115-2022-pufuban-8", "", DROPPED]
    rows.append([*added, "310115-2023-pufuban-11", "", NEW, "", ""])
    with sheet.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    done = run("link", "review", sheet, "-g", graph, "--reviewer", "王某")
    assert done.exit_code == 0, done.output
    for _ in range(2):
        found = {(row["relationLabel"], row["earlierQuote"]) for row in asked(graph, "linked-measures")}
        assert found == {("narrows", "每季度公开“双随机、一公开”抽查结果"), ("implements", DROPPED)}
        assert run("link", "-g", graph).exit_code == 0
    assert "王某" in (graph / "links.ttl").read_text("utf-8")


def test_a_verdict_is_found_again_after_its_plan_was_edited(graph: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "links.csv"
    run("link", "review", sheet, "-g", graph)
    text = sheet.read_text("utf-8-sig")
    sheet.write_text(re.sub(f"(?m)^,(.*{PILOT})", r"reject,\1", text), "utf-8-sig")
    assert run("link", "review", sheet, "-g", graph, "--reviewer", "王某").exit_code == 0
    (tmp_path / "later.txt").write_text(LATER.replace("（一）推行", "（一）大力推行"), "utf-8")
    run("remove", "浦府办〔2023〕11号", "-g", graph)
    run("build", tmp_path / "later.txt", "-g", graph)
    done = run("link", "-g", graph)
    assert "not found again" not in done.stderr
    assert PILOT not in [row["earlierQuote"] for row in asked(graph, "linked-measures")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("\n,", "\nmaybe,", 1), "row 2, column “verdict”: “maybe” is none of"),
        (lambda text: text.replace("\n,", "\nchange,", 1), "row 2, column “new_relation”: is empty"),
        (lambda text: "a,b\n1,2\n", "is no sheet of links"),
        (lambda text: "", "it is empty"),
    ],
)
def test_a_sheet_that_is_wrong_says_where_and_changes_nothing(graph, tmp_path, change, message) -> None:
    sheet = tmp_path / "links.csv"
    run("link", "-g", graph)
    before = (graph / "links.ttl").read_bytes()
    run("link", "review", sheet, "-g", graph)
    sheet.write_text(change(sheet.read_text("utf-8-sig")), "utf-8-sig")
    done = run("link", "review", sheet, "-g", graph, "--reviewer", "王某")
    assert done.exit_code == 3
    assert message in done.stderr
    assert (graph / "links.ttl").read_bytes() == before


def test_a_sheet_that_is_there_is_not_written_over(graph: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "links.csv"
    sheet.write_text("mine", "utf-8")
    done = run("link", "review", sheet, "-g", graph)
    assert done.exit_code == 3
    assert sheet.read_text("utf-8") == "mine"


def test_two_plans_are_compared_in_a_table_and_a_report(graph: Path, tmp_path: Path) -> None:
    run("link", "-g", graph)
    report = tmp_path / "report.html"
    words = (
        "浦府办〔2022〕8号",
        "浦府办〔2023〕11号",
        "-g",
        graph,
        "--no-open",
        "--report",
        report,
        "--format",
        "json",
    )
    done = run("compare", *words)
    assert done.exit_code == 0, done.output
    changes = {
        (row["changeLabel"], row["laterQuote"] or row["earlierQuote"]) for row in json.loads(done.stdout)["rows"]
    }
    assert {("new", NEW), ("dropped", DROPPED), ("expanded", "全面推行企业登记告知承诺制")} <= changes
    assert "<ins>" in report.read_text("utf-8")


def test_plans_that_are_not_linked_yet_are_told(graph: Path, tmp_path: Path) -> None:
    words = ("compare", "浦府办〔2022〕8号", "浦府办〔2023〕11号", "-g", graph, "--no-open")
    assert "2 plans are not linked yet" in run(*words).stderr
    run("link", "-g", graph)
    assert "not linked" not in run(*words).stderr
    (tmp_path / "later.txt").write_text(LATER, "utf-8")
    run("build", tmp_path / "later.txt", "-g", graph)
    assert (
        "1 plans are not linked yet (310115-2023-pufuban-11"
        in run("lineage", "告知承诺", "-g", graph, "--no-open").stderr
    )


def test_a_plan_is_not_compared_with_itself(graph: Path) -> None:
    done = run("compare", "浦府办〔2022〕8号", "浦府办〔2022〕8号", "-g", graph, "--no-open")
    assert done.exit_code == 5


@pytest.mark.parametrize("name", ["告知承诺", "临港新片区", PILOT])
def test_the_life_of_something_is_told_year_by_year(graph: Path, tmp_path: Path, name: str) -> None:
    run("link", "-g", graph)
    done = run("lineage", name, "-g", graph, "--no-open", "--report", tmp_path / "r.html", "--format", "json")
    rows = json.loads(done.stdout)["rows"]
    assert PILOT in [row["quote"] for row in rows]
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    assert PILOT.removeprefix("在临港新片区") in re.sub("<[^>]*>", "", (tmp_path / "r.html").read_text("utf-8"))


def test_a_name_that_nothing_bears_is_refused(graph: Path) -> None:
    done = run("lineage", "飞碟登记", "-g", graph, "--no-open")
    assert done.exit_code == 5
    assert "--kind" in done.stderr


def test_a_measure_is_followed_by_its_iri(graph: Path, tmp_path: Path) -> None:
    run("link", "-g", graph)
    iri = next(row["uri"] for row in asked(graph, "linked-measures") if row["earlierQuote"] == PILOT)
    done = run(
        "lineage", iri, "--kind", "measure", "-g", graph, "--no-open", "--report", tmp_path / "r.html", "-f", "json"
    )
    assert [row["quote"] for row in json.loads(done.stdout)["rows"]] == [PILOT, "全面推行企业登记告知承诺制"]
