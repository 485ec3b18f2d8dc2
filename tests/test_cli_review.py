"""Reviewing as a user does it: out, filled in, in; and what every later build makes of it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from load.neo4j.source import sources
from load.oxigraph import GraphFolder
from reformgraph.cli import app
from reformgraph.language import Language
from reformgraph.reviewing.table import COLUMNS, TITLES, Sheet

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "examples" / "2020-shanghai-fangguanfu.txt"
GOLD = ROOT / "examples" / "2020-shanghai-fangguanfu.gold.json"
ID = "310000-2020-hufuban-26"
SMALL = (
    "甲市2021年推进改革工作要点\n甲市府〔2021〕3号\n2021年3月1日\n"
    "一、推进登记改革。探索云影登记制度，建立统一登记台账；年底前建成综合窗口。\n"
    "二、加强保障。开展专项培训，按季度通报各部门工作进展情况。\n"
)
FIRST, SECOND = "探索云影登记制度", "建立统一登记台账"
LAST = "按季度通报各部门工作进展情况"


def run(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": lang, "COLUMNS": "200"})


class Book:
    """A review file in a spreadsheet program."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book = load_workbook(file)
        self.language = Language.ZH if "举措" in self.book.sheetnames else Language.EN

    def column(self, sheet: Sheet, key: str) -> int:
        return next(place for place, column in enumerate(COLUMNS[sheet], 1) if column.key == key)

    def row(self, sheet: Sheet, key: str, words: str) -> int:
        cells = (self.cell(sheet, number, key) for number in range(2, 2000))
        return next(cell.row for cell in cells if cell.value and words in cell.value)

    def cell(self, sheet: Sheet, number: int, key: str) -> Any:
        return self.book[TITLES[sheet].to(self.language)].cell(number, self.column(sheet, key))

    def measure(self, words: str, **cells: object) -> "Book":
        return self.fill(Sheet.MEASURES, self.row(Sheet.MEASURES, "text", words), **cells)

    def new(self, sheet: Sheet, **cells: object) -> "Book":
        number = next(number for number in range(2, 9999) if self.cell(sheet, number, "plan").value is None)
        return self.fill(sheet, number, **cells)

    def fill(self, sheet: Sheet, number: int, **cells: object) -> "Book":
        for key, value in cells.items():
            self.cell(sheet, number, key).value = value
        self.book.save(self.file)
        return self


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small plan and the graph of it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "plan.txt").write_text(SMALL, "utf-8")
    assert run("build", folder / "plan.txt", "-g", folder / "graph").exit_code == 0
    return folder


@pytest.fixture(scope="module")
def built_reviewed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewed") / "copy"
    shutil.copytree(built, folder)
    review(
        folder / "graph",
        lambda book: book.measure(FIRST, verdict="reject").measure(SECOND, verdict="change", new_stage="pilot"),
    )
    return folder


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A graph of one small plan."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "graph"


@pytest.fixture
def reviewed(built_reviewed: Path, tmp_path: Path) -> Path:
    """The same, where the first measure was rejected and the second is a pilot."""
    shutil.copytree(built_reviewed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "graph"


def review(graph: Path, fill: Callable[[Book], object], reviewer: str = "王某", name: str = "review.xlsx") -> Result:
    file = graph.parent / name
    out = run("review", "out", file, "-g", graph, "--force")
    assert out.exit_code == 0, out.output
    fill(Book(file))
    done = run("review", "in", file, "-g", graph, "--reviewer", reviewer)
    assert done.exit_code == 0, done.output
    return done


def files(graph: Path) -> dict[str, bytes]:
    """All that must be the same when the same is built from the same; reports and clocks aside."""
    found = [*graph.glob("plans/*/*"), *graph.glob("reviews/*")]
    return {str(file.relative_to(graph)): file.read_bytes() for file in found}


def rows(graph: Path, *words: object) -> list[dict[str, Any]]:
    done = run("query", *words, "-g", graph, "-f", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["rows"]


def measures(graph: Path) -> list[str]:
    query = "SELECT ?q { ?m a rg:Measure ; rg:quote ?q ; rg:order ?o } ORDER BY ?o"
    return [row["q"] for row in rows(graph, "--sparql", query)]


def kept(graph: Path, *words: object) -> list[dict[str, Any]]:
    return json.loads(run("review", "list", "-g", graph, "--json", *words).stdout)["rows"]


def test_verdicts_change_the_answers_and_every_build_holds_to_them(tmp_path: Path) -> None:
    graph, file = tmp_path / "graph", tmp_path / "review.xlsx"
    run("build", PLAN, "-g", graph)
    pilots, mechanisms = len(rows(graph, "measures-at-stage", "--stage", "pilot")), len(rows(graph, "new-terms"))
    run("review", "out", file, "-g", graph, "--plan", "沪府办〔2020〕26号", "--lang", "zh")
    book = Book(file)
    name = book.cell(Sheet.MEASURES, book.row(Sheet.MEASURES, "text", "平行审批"), "id").value
    book.measure("加强组织领导", verdict="驳回").measure("平行审批", verdict="修改", new_stage="试点")
    book.new(Sheet.MENTIONS, measure=name, kind="机制", text="平行审批")
    done = run("review", "in", file, "-g", graph, "--reviewer", "王某", lang="zh")
    assert (done.exit_code, "已保存 王某 的意见" in done.stderr) == (0, True)

    assert "加强组织领导" not in measures(graph)
    assert len(rows(graph, "measures-at-stage", "--stage", "pilot")) == pilots + 1
    assert len(rows(graph, "new-terms")) == mechanisms + 1
    assert [row["quote"] for row in rows(graph, "measures-by-mechanism", "--mechanism", "平行审批")] == [
        "探索“一会三函”平行审批"
    ]
    for name in (f"plans/{ID}/plan.ttl", f"reviews/{ID}.ttl"):
        assert run("validate", graph / name, "--fail-on", "warning").exit_code == 0
    before = files(graph)
    assert run("build", PLAN, "-g", graph).exit_code == 0
    assert files(graph) == before


def test_accepting_every_row_changes_no_answer_of_the_catalogue(tmp_path: Path) -> None:
    graph, file = tmp_path / "graph", tmp_path / "review.xlsx"
    run("build", PLAN, "-g", graph)
    queries = sorted((ROOT / "queries" / "sparql").glob("*.rq"))

    def answers() -> list[list[str]]:
        with GraphFolder(graph).reader() as store:
            found = (store.query(query.read_text("utf-8"), use_default_graph_as_union=True) for query in queries)
            return [[str(row) for row in rows] for rows in found]

    before = answers()
    run("review", "out", file, "-g", graph)
    book = Book(file)
    for sheet in Sheet:
        for number in range(2, 1000):
            if book.cell(sheet, number, "id").value:
                book.cell(sheet, number, "verdict").value = "accept"
    book.book.save(file)
    assert run("review", "in", file, "-g", graph, "--reviewer", "王某").exit_code == 0
    assert answers() == before
    query = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a rg:Evidence ; rg:reviewedBy/skos:prefLabel '王某'@zh }"
    assert int(rows(graph, "--sparql", query)[0]["n"]) > len(measures(graph))


def test_a_plan_without_reviews_has_the_files_that_it_always_had(graph: Path) -> None:
    assert {Path(name).name for name in files(graph)} == {"plan.txt", "plan.ttl", "report.json", "report.ttl"}


def test_a_fact_says_who_reviewed_it_and_the_reviews_when(reviewed: Path) -> None:
    query = """SELECT DISTINCT ?quote ?who ?verdict ?when { ?e a rg:Evidence ; rdf:predicate rg:stage ; rdf:subject ?m ; rg:rule "review" ;
      rg:reviewedBy ?r . ?r skos:prefLabel ?who . ?m rg:quote ?quote .
      GRAPH <https://w3id.org/reformgraph/graph/reviews> {
        ?review rg:reviewedBy ?r ; rg:verdict "change" , ?verdict ; prov:generatedAtTime ?when ; rg:setsStage ?s } }"""
    ((row),) = rows(reviewed, "--sparql", query)
    assert (row["quote"], row["who"], row["verdict"]) == (SECOND, "王某", "change")
    assert row["when"].startswith("20")


def test_a_plans_own_files_hold_no_clock(reviewed: Path) -> None:
    (plan,) = (reviewed / "plans").iterdir()
    assert not any(
        b"generatedAtTime" in file.read_bytes() or b"dateTime" in file.read_bytes() for file in plan.iterdir()
    )


def test_reviews_stay_out_of_what_goes_to_neo4j(reviewed: Path) -> None:
    found = GraphFolder(reviewed).files()
    assert any(iri.endswith("/reviews") for iri in found)
    assert "reviews" not in sources(found)


def test_an_edited_text_keeps_its_verdicts(reviewed: Path) -> None:
    edited = SMALL.replace("云影登记", "云影快捷登记").replace("一、", "各部门要高度重视。\n一、")
    (reviewed.parent / "plan.txt").write_text(edited, "utf-8")
    assert run("build", reviewed.parent / "plan.txt", "-g", reviewed).exit_code == 0
    assert not any("云影" in words for words in measures(reviewed))
    assert [row["state"] for row in kept(reviewed)] == ["in force", "in force"]


def test_a_removed_sentence_leaves_an_orphan_that_is_said_and_listed(reviewed: Path) -> None:
    (reviewed.parent / "plan.txt").write_text(SMALL.replace(f"，{SECOND}", ""), "utf-8")
    done = run("build", reviewed.parent / "plan.txt", "-g", reviewed)
    assert "1 review verdicts were not found again" in done.stderr
    (row,) = kept(reviewed, "--orphans")
    assert (row["quote"], row["sets"], row["reviewer"]) == (SECOND, "建立；pilot", "王某")
    assert row["state"] == "orphaned: its words are not in the plan any more"
    (reviewed.parent / "plan.txt").write_text(SMALL, "utf-8")
    assert run("build", reviewed.parent / "plan.txt", "-g", reviewed).exit_code == 0
    assert kept(reviewed, "--orphans") == []


def test_verdicts_stay_with_a_plan_whose_number_is_corrected(reviewed: Path) -> None:
    before = set(kept_ids(reviewed))
    assert run("build", reviewed.parent / "plan.txt", "-g", reviewed, "--number", "甲市府〔2021〕30号").exit_code == 0
    assert FIRST not in measures(reviewed)
    assert len(list((reviewed / "reviews").iterdir())) == 1
    assert set(kept_ids(reviewed)) == before
    (reviewed.parent / "plan.txt").write_text(SMALL + "三、附则。\n", "utf-8")
    done = run("build", reviewed.parent / "plan.txt", "-g", reviewed, "--number", "甲市府〔2021〕30号")
    assert done.exit_code == 0
    assert FIRST not in measures(reviewed)


def kept_ids(graph: Path) -> list[str]:
    return [row["id"] for row in kept(graph)]


def test_verdicts_outlive_the_removal_of_their_plan(reviewed: Path) -> None:
    (plan,) = (entry.id for entry in GraphFolder(reviewed).plans())
    run("remove", plan, "-g", reviewed)
    assert {row["state"] for row in kept(reviewed)} == {"plan not in the graph"}
    run("build", reviewed.parent / "plan.txt", "-g", reviewed, "--number", "甲市府〔2021〕30号")
    assert FIRST not in measures(reviewed)
    assert {row["state"] for row in kept(reviewed)} == {"in force"}


def test_a_plan_from_an_annotation_is_rebuilt_from_it(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    run("build", PLAN, "--from-json", GOLD, "-g", graph)
    before = measures(graph)
    review(graph, lambda book: book.fill(Sheet.MEASURES, 2, verdict="reject"))
    assert measures(graph) == before[1:]
    assert run("validate", graph / "plans" / ID / "plan.ttl").exit_code == 0


def test_a_plan_that_was_annotated_before_annotations_were_kept_is_rebuilt_from_its_graph(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    run("build", PLAN, "--from-json", GOLD, "-g", graph)
    before = measures(graph)
    (graph / "plans" / ID / "annotation.json").unlink()
    review(graph, lambda book: book.fill(Sheet.MEASURES, 2, verdict="reject"))
    assert measures(graph) == before[1:]


def test_only_the_plans_that_something_is_said_of_are_rebuilt(graph: Path) -> None:
    other = graph.parent / "other.txt"
    other.write_text(SMALL.replace("3号", "4号").replace("云影", "星桥"), "utf-8")
    run("build", other, "-g", graph)
    first, second = sorted(path.name for path in (graph / "plans").iterdir())
    before = (graph / "plans" / first / "plan.ttl").stat()
    review(graph, lambda book: book.measure("星桥", verdict="reject"))
    assert (graph / "plans" / first / "plan.ttl").stat() == before
    assert [path.name for path in (graph / "reviews").iterdir()] == [f"{second}.ttl"]
    assert FIRST in measures(graph) and "探索星桥登记制度" not in measures(graph)


def test_files_that_others_put_beside_a_plan_are_still_there_after_a_review(graph: Path) -> None:
    (plan,) = (graph / "plans").iterdir()
    (plan / "source.pdf").write_bytes(b"the original")
    review(graph, lambda book: book.measure(FIRST, verdict="reject"))
    assert (plan / "source.pdf").read_bytes() == b"the original"


def test_when_all_is_withdrawn_the_plan_is_as_it_was(graph: Path) -> None:
    before = files(graph)
    review(graph, lambda book: book.measure(FIRST, verdict="reject"))
    assert files(graph) != before
    review(graph, lambda book: book.measure(FIRST, verdict="withdraw"))
    assert files(graph) == before


def test_a_second_reviewer_stands_beside_the_first(reviewed: Path) -> None:
    review(reviewed, lambda book: book.measure(LAST, verdict="accept"), reviewer="Li Mou")
    assert {row["reviewer"] for row in kept(reviewed)} == {"王某", "Li Mou"}


def test_a_file_with_a_fault_changes_nothing(reviewed: Path) -> None:
    before, file = files(reviewed), reviewed.parent / "bad.xlsx"
    run("review", "out", file, "-g", reviewed)
    Book(file).measure(SECOND, verdict="reject").measure(LAST, verdict="maybe")
    done = run("review", "in", file, "-g", reviewed, "--reviewer", "王某")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "bad.xlsx: nothing was kept" in done.stderr
    assert "sheet “Measures”, row 6, column “verdict”: “maybe” is none of: accept, reject" in done.stderr
    assert files(reviewed) == before


def test_a_plan_that_became_invalid_is_reported_and_ends_with_one(graph: Path) -> None:
    file = graph.parent / "review.xlsx"
    run("review", "out", file, "-g", graph)
    book = Book(file)
    number = book.row(Sheet.MENTIONS, "text", "年底前")
    book.fill(Sheet.MENTIONS, number, verdict="change", to="2020-12-31")
    done = run("review", "in", file, "-g", graph, "--reviewer", "王某")
    assert done.exit_code == 0, done.output  # a warning: the graph conforms
    assert "deadline-before-issue" in (next((graph / "plans").iterdir()) / "report.json").read_text("utf-8")


def test_a_file_that_is_there_is_not_written_over(graph: Path) -> None:
    file = graph.parent / "review.xlsx"
    assert run("review", "out", file, "-g", graph).exit_code == 0
    before = file.read_bytes()
    done = run("review", "out", file, "-g", graph)
    assert (done.exit_code, "is there already" in done.stderr) == (3, True)
    assert file.read_bytes() == before
    assert run("review", "out", file, "-g", graph, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("out", "review.csv"), 3, "ends in .xlsx"),
        (("out", "no/such/folder/review.xlsx"), 3, "cannot be written"),
        (("out", "review.xlsx", "--plan", "乙市府〔1999〕1号"), 5, "no Plan is called"),
        (("in", "missing.xlsx", "--reviewer", "王某"), 3, "no such file"),
        (("in", "plan.txt", "--reviewer", "王某"), 3, "cannot be read as an Excel workbook"),
        (("in", "review.xlsx"), 2, "--reviewer"),
        (("in", "review.xlsx", "--reviewer", "  "), 3, "--reviewer is empty"),
        (("in", "review.xlsx", "--reviewer", "王某", "--reviewer-iri", "王某"), 3, "absolute IRI"),
        (
            ("in", "review.xlsx", "--reviewer", "王某", "--reviewer-iri", "https://w3id.org/reformgraph/region/310000"),
            3,
            "absolute IRI",
        ),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(
    graph: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, message: str
) -> None:
    monkeypatch.chdir(graph.parent)
    done = run("review", *words, "-g", graph)
    assert (done.exit_code, message in done.stderr) == (code, True), done.output


@pytest.mark.parametrize("command", [("out", "review.xlsx"), ("list",)])
def test_a_folder_without_a_graph_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = run("review", *command, "-g", tmp_path / "none")
    assert (done.exit_code, "no graph there" in done.stderr) == (4, True)


def test_a_reviewers_own_iri_is_kept(graph: Path) -> None:
    file = graph.parent / "review.xlsx"
    run("review", "out", file, "-g", graph)
    Book(file).measure(FIRST, verdict="accept")
    run(
        "review",
        "in",
        file,
        "-g",
        graph,
        "--reviewer",
        "王某",
        "--reviewer-iri",
        "https://orcid.org/0000-0001-0000-0000",
    )
    assert b"<https://orcid.org/0000-0001-0000-0000>" in next((graph / "reviews").iterdir()).read_bytes()


def test_reviews_that_cannot_be_read_are_named_by_their_file(reviewed: Path) -> None:
    (file,) = (reviewed / "reviews").iterdir()
    file.write_text("no turtle", "utf-8")
    done = run("build", reviewed.parent / "plan.txt", "-g", reviewed)
    assert (done.exit_code, file.name in done.stderr) == (4, True)


def test_a_plan_that_was_not_built_since_its_reviews_changed_is_listed_so(reviewed: Path) -> None:
    (file,) = (reviewed / "reviews").iterdir()
    file.write_text(file.read_text("utf-8").replace('rg:verdict "reject"', 'rg:verdict "accept"'), "utf-8")
    assert {row["state"] for row in kept(reviewed)} == {"build the plan again"}


def test_messages_follow_the_language(graph: Path) -> None:
    assert "填好后" in run("review", "out", graph.parent / "a.xlsx", "-g", graph, lang="zh").stderr
    assert "没有这样的意见" in run("review", "list", "-g", graph, lang="zh").stderr
    assert "There are no such verdicts" in run("review", "list", "-g", graph).stderr
