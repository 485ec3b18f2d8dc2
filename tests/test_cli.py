"""The command line as a user meets it: what it prints where, and its exit code for everything that can go wrong."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from typer.testing import CliRunner, Result

from reformgraph.cli import app

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "examples" / "2020-shanghai-fangguanfu.txt"
GOLD = ROOT / "examples" / "2020-shanghai-fangguanfu.gold.json"
ID = "310000-2020-hufuban-26"
SMALL = "某市2021年推进改革工作要点\n某府〔2021〕3号\n2021年3月1日\n一、推进告知承诺制。\n二、年底前建成综合窗口。\n"
OWN_TERM = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
<https://w3id.org/reformgraph/mechanism/yunying-lianban> a skos:Concept, rg:Mechanism ;
    skos:prefLabel "云影联办"@zh, "cloud joint handling"@en .
"""
FORMER_AGENCY = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix agency: <https://w3id.org/reformgraph/agency/> .
agency:yuye-ju a skos:Concept, rg:Agency ; skos:prefLabel "市渔业局"@zh ; rg:formerly agency:yujian-chu .
agency:yujian-chu a skos:Concept, rg:Agency ; skos:prefLabel "市渔监处"@zh .
"""


def run(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": lang, "COLUMNS": "200"})


def process(*words: object, **more: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", "from reformgraph.cli import main; main()", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **more
    )  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example plan, built once."""
    folder = tmp_path_factory.mktemp("cli") / "graph"
    done = run("build", PLAN, "--graph", folder)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.txt"
    file.write_text(SMALL, "utf-8")
    return file


def test_a_build_shows_counts_cross_table_deadlines_coverage_and_the_validation(small: Path, tmp_path: Path) -> None:
    done = run("build", PLAN, "-g", tmp_path / "g")
    for words in ("measures", "regions × mechanisms", "2020-12-10", "of the text lies in measures", "conforms"):
        assert words in done.stdout


def test_messages_follow_the_language_that_is_asked_for(small: Path, tmp_path: Path) -> None:
    assert "图谱在" in run("build", small, "-g", tmp_path / "g", "--lang", "zh").stderr
    assert "The graph is in" in run("build", small, "-g", tmp_path / "g", "--lang", "en", lang="zh").stderr


def test_a_language_that_is_asked_for_is_that_run_s_alone(small: Path, tmp_path: Path) -> None:
    run("build", small, "-g", tmp_path / "g", "--lang", "zh")
    assert "The graph is in" in run("build", small, "-g", tmp_path / "g").stderr


def test_building_twice_gives_identical_bytes(small: Path, tmp_path: Path) -> None:
    kept = []
    for name in ("one", "two"):
        run("build", small, "-g", tmp_path / name)
        kept.append({file.name: file.read_bytes() for file in (tmp_path / name / "plans").glob("*/*")})
    assert kept[0] == kept[1]


def test_header_options_are_kept_for_the_next_build_of_the_same_text(small: Path, tmp_path: Path) -> None:
    run("build", small, "-g", tmp_path / "g", "--jurisdiction", "杭州市", "--issuer", "杭州市人民政府")
    run("build", small, "-g", tmp_path / "g")
    assert [folder.name for folder in (tmp_path / "g" / "plans").iterdir()] == ["330100-2021-moufu-3"]


def test_a_plan_can_be_built_from_an_annotation(tmp_path: Path) -> None:
    done = run("build", PLAN, "--from-json", GOLD, "-g", tmp_path / "g")
    assert done.exit_code == 0
    assert 'rg:rule "annotation"' in (tmp_path / "g" / "plans" / ID / "plan.ttl").read_text("utf-8")


def test_terms_of_the_users_are_found_and_kept_with_the_graph(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(OWN_TERM, "utf-8")
    (tmp_path / "plan.txt").write_text(SMALL + "三、推行云影联办。\n", "utf-8")
    run("build", tmp_path / "plan.txt", "--terms", tmp_path / "own.ttl", "-g", tmp_path / "g")
    done = run("query", "measures-by-mechanism", "--mechanism", "云影联办", "-g", tmp_path / "g", "-f", "json")
    assert [row["quote"] for row in json.loads(done.stdout)["rows"]] == ["推行云影联办"]


def test_an_agency_is_followed_through_the_users_terms_and_the_plans_words(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(FORMER_AGENCY, "utf-8")
    lines = "三、市渔业局（原市渔政局）负责推行云影联办。\n四、由市渔监处核定泊位。\n"
    (tmp_path / "plan.txt").write_text(SMALL + lines, "utf-8")
    built = run("build", tmp_path / "plan.txt", "--terms", tmp_path / "own.ttl", "-g", tmp_path / "g")
    assert built.exit_code == 0, built.output
    asked = ("query", "measures-by-agency", "--agency", "市渔监处", "-g", tmp_path / "g", "-f", "json")
    assert [row["path"] for row in json.loads(run(*asked).stdout)["rows"]] == ["三", "四"]
    assert [row["path"] for row in json.loads(run(*asked, "--exact").stdout)["rows"]] == ["四"]


def test_plans_lists_and_remove_takes_out(small: Path, tmp_path: Path) -> None:
    run("build", small, "-g", tmp_path / "g")
    assert "某府〔2021〕3号" in run("plans", "-g", tmp_path / "g").stdout
    assert run("remove", "某府〔2021〕3号", "-g", tmp_path / "g").exit_code == 0
    assert "某府" not in run("plans", "-g", tmp_path / "g").stdout


def test_query_alone_lists_every_question(graph: Path) -> None:
    listed = run("query").stdout
    assert all(file.stem in listed for file in (ROOT / "queries" / "sparql").glob("*.rq"))


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_every_form_of_an_answer_has_number_path_and_quote(graph: Path, form: str) -> None:
    done = run("query", "measures-in-region", "--region", "临港新片区", "-g", graph, "-f", form)
    for words in ("沪府办〔2020〕26号", "七/（二十六）", "加大向临港新片区放权力度", "measure/"):
        assert words in done.stdout


def test_a_csv_file_opens_in_excel(graph: Path, tmp_path: Path) -> None:
    run("query", "deadlines", "-g", graph, "-f", "csv", "-o", tmp_path / "deadlines.csv")
    assert (tmp_path / "deadlines.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_question_explains_its_parameters(graph: Path) -> None:
    assert "--region" in run("query", "measures-in-region", "--help").stdout


def test_sparql_comes_as_text_file_or_standard_input(graph: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a rg:Measure }"
    (tmp_path / "count.rq").write_text(text, "utf-8")
    answers = [
        run("query", "--sparql", given, "-g", graph, "-f", "csv").stdout for given in (text, tmp_path / "count.rq")
    ]
    piped = CliRunner().invoke(app, ["query", "--sparql", "-", "-g", str(graph), "-f", "csv"], input=text).stdout
    assert answers[0] == answers[1] == piped
    assert int(answers[0].split()[1]) > 200


@pytest.mark.parametrize("form", ["json", "ttl", "trig", "nq", "jsonld"])
def test_extract_prints_every_form(small: Path, form: str) -> None:
    done = run("extract", small, "-f", form)
    assert done.exit_code == 0
    assert "告知承诺" in done.stdout


def test_explain_shows_rule_quote_and_place(small: Path) -> None:
    done = run("explain", small, "一")
    assert "告知承诺" in done.stdout
    assert "measure." in done.stdout


def test_evaluate_prints_scores_and_misses() -> None:
    done = run("evaluate", PLAN, GOLD, "--misses")
    assert "macro F1" in done.stdout
    assert "in-measure" in done.stdout


def test_validate_passes_a_built_plan_and_fails_a_broken_one(graph: Path, tmp_path: Path) -> None:
    turtle = graph / "plans" / ID / "plan.ttl"
    assert run("validate", turtle).exit_code == 0
    (tmp_path / "broken.ttl").write_text(
        "@prefix rg: <https://w3id.org/reformgraph/ontology#> . <http://example.org/m> a rg:Measure .", "utf-8"
    )
    assert run("validate", tmp_path / "broken.ttl").exit_code == 1


def test_nothing_is_coloured_when_it_is_piped(graph: Path) -> None:
    out, err = process("query", "deadlines", "-g", graph).communicate()
    assert "\x1b" not in out + err


def test_chinese_is_printed_under_any_locale(graph: Path) -> None:
    out, _ = process("query", "deadlines", "-g", graph, env={"LANG": "C", "LC_ALL": "C"}).communicate()
    assert "沪府办〔2020〕26号" in out


def test_a_closed_pipe_is_no_error(graph: Path) -> None:
    reading = process("query", "measures-without-mechanism", "-g", graph)
    assert reading.stdout and reading.stderr
    reading.stdout.close()
    errors = reading.stderr.read()
    assert reading.wait() == 0
    assert errors == ""


BAD_PLANS: dict[str, bytes] = {
    "is empty": b"",
    "PNG picture": b"\x89PNG\r\n\x1a\n0000",
    "is a PDF": b"%PDF-1.7",
    "is not Chinese text": b"All happy families are alike.",
    "no reform plan": "从前有座山，山里有座庙，庙里住着老和尚。".encode(),
}


@pytest.mark.parametrize("message", BAD_PLANS)
def test_what_is_no_plan_is_refused_and_nothing_is_written(tmp_path: Path, message: str) -> None:
    (tmp_path / "plan.txt").write_bytes(BAD_PLANS[message])
    done = run("build", tmp_path / "plan.txt", "-g", tmp_path / "g")
    assert (done.exit_code, message in done.stderr, "plan.txt" in done.stderr) == (3, True, True)
    assert not (tmp_path / "g").exists()


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert run("build", tmp_path / "none.txt", "-g", tmp_path / "g").exit_code == 3
    assert run("build", tmp_path, "-g", tmp_path / "g").exit_code == 3


@pytest.mark.parametrize(
    "text", ["（三）推进审批改革。取消许可事项。\n（四）加强监管。", "取消许可事项，推行告知承诺制。建立监管机制。"]
)
def test_half_a_plan_or_one_without_numbers_is_built_with_a_warning(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.txt").write_text(text, "utf-8")
    done = run("build", tmp_path / "plan.txt", "-g", tmp_path / "g")
    assert done.exit_code == 0, done.output
    assert "warning" in done.stderr


def test_an_annotation_of_another_plan_is_refused_with_its_place(small: Path, tmp_path: Path) -> None:
    done = run("build", small, "--from-json", GOLD, "-g", tmp_path / "g")
    assert done.exit_code == 3
    assert "does not quote the plan" in done.stderr


@pytest.mark.parametrize("content", ["{", "[]", '{"plan": 1}'])
def test_an_annotation_of_another_form_is_refused(small: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "gold.json").write_text(content, "utf-8")
    assert run("build", small, "--from-json", tmp_path / "gold.json", "-g", tmp_path / "g").exit_code == 3


def test_an_unknown_question_names_the_nearest(graph: Path) -> None:
    done = run("query", "measure-in-regions", "-g", graph)
    assert (done.exit_code, "measures-in-region" in done.stderr) == (5, True)


def test_an_unknown_region_names_the_nearest(graph: Path) -> None:
    done = run("query", "measures-in-region", "--region", "浦东新曲", "-g", graph)
    assert (done.exit_code, "浦东新区" in done.stderr) == (5, True)


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p ",
        "",
    ],
)
def test_updates_service_calls_and_broken_queries_are_refused(graph: Path, text: str) -> None:
    assert run("query", "--sparql", text, "-g", graph).exit_code == 5


def test_a_query_before_any_build_says_what_to_do(tmp_path: Path) -> None:
    done = run("query", "deadlines", "-g", tmp_path / "none")
    assert (done.exit_code, "build a plan first" in done.stderr) == (4, True)


def test_a_locked_graph_names_its_lock(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.oxigraph.GraphFolder.__init__.__defaults__", (0.1,))
    run("build", small, "-g", tmp_path / "g")
    with FileLock(tmp_path / "g" / "lock"):
        done = run("build", small, "-g", tmp_path / "g")
    assert (done.exit_code, "lock" in done.stderr) == (4, True)


def test_a_graph_of_another_layout_is_refused(small: Path, tmp_path: Path) -> None:
    run("build", small, "-g", tmp_path / "g")
    (tmp_path / "g" / "LAYOUT").write_text("99\n")
    assert run("plans", "-g", tmp_path / "g").exit_code == 4


def test_a_foreign_folder_is_not_taken_for_a_graph(small: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.doc").write_text("mine")
    assert run("build", small, "-g", tmp_path / "thesis").exit_code == 4
    assert [file.name for file in (tmp_path / "thesis").iterdir()] == ["chapter.doc"]


@pytest.mark.parametrize("content", ["rg:x", "@prefix : <x> . :a :b"])
def test_a_graph_file_that_cannot_be_parsed_is_named_with_its_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.ttl").write_text(content, "utf-8")
    done = run("validate", tmp_path / "bad.ttl")
    assert (done.exit_code, "bad.ttl" in done.stderr) == (3, True)


def test_a_wrong_option_is_a_usage_error() -> None:
    assert run("build", "--colour").exit_code == 2


def test_an_interrupted_build_leaves_the_graph_as_it_was(graph: Path, tmp_path: Path) -> None:
    copy = tmp_path / "graph"
    shutil.copytree(graph, copy)
    before = (copy / "plans" / ID / "plan.ttl").read_bytes()
    # A shell's background jobs ignore SIGINT, and so would their children.
    unignored = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    for number in range(100, 120):
        text = PLAN.read_text("utf-8").replace("沪府办〔2020〕26号", f"沪府办〔2020〕{number}号")
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    building = process("build", PLAN, tmp_path / "*.txt", "-g", copy, preexec_fn=unignored)
    assert building.stdout
    building.stdout.readline()
    building.send_signal(signal.SIGINT)
    _, errors = building.communicate()
    assert building.returncode == 130, errors
    assert "Traceback" not in errors
    assert (copy / "plans" / ID / "plan.ttl").read_bytes() == before
    assert run("plans", "-g", copy).exit_code == 0


def plan(number: int) -> str:
    return SMALL.replace("〔2021〕3号", f"〔2021〕{number}号")


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder of plans in several formats, one of them bad."""
    folder = tmp_path / "pile"
    (folder / "sub").mkdir(parents=True)
    (folder / "1.txt").write_text(plan(1), "utf-8")
    (folder / "2.md").write_text("# " + plan(2), "utf-8")
    (folder / "3.doc").write_bytes(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"))
    markup = "".join(f"<p>{line}</p>" for line in plan(4).splitlines())
    (folder / "sub" / "4.html").write_text(f"<html><body>{markup}</body></html>", "utf-8")
    with zipfile.ZipFile(folder / "sub" / "5.zip", "w") as archive:
        archive.writestr("五.txt", plan(5))
        archive.writestr("六.txt", "从前有座山，山里有座庙。")
    return folder


def built(graph: Path) -> set[str]:
    return {folder.name.rpartition("-")[2] for folder in (graph / "plans").iterdir()}


def test_a_folder_is_built_with_a_line_a_plan(pile: Path, tmp_path: Path) -> None:
    (pile / "3.doc").unlink()
    (pile / "sub" / "5.zip").unlink()
    done = run("build", pile, "-g", tmp_path / "g")
    assert done.exit_code == 0, done.output
    assert [line.split("  ")[2:] for line in done.stdout.splitlines()] == [["2 measures", "conforms"]] * 3
    assert built(tmp_path / "g") == {"1", "2", "4"}


def test_the_first_failure_stops_the_build_and_says_what_was_built(pile: Path, tmp_path: Path) -> None:
    done = run("build", pile, "-g", tmp_path / "g")
    assert done.exit_code == 3
    assert "Built before the failure: 2 plans" in done.stderr
    assert f"{pile / '3.doc'}: is a .doc or .wps file" in done.stderr
    assert built(tmp_path / "g") == {"1", "2"}


def test_with_keep_going_the_rest_is_built_and_failures_are_listed_at_the_end(pile: Path, tmp_path: Path) -> None:
    done = run("build", pile, "-g", tmp_path / "g", "--keep-going")
    assert done.exit_code == 3
    *_, head, first, second = done.stderr.splitlines()
    assert head == "2 files failed (4 plans were built):"
    assert first.startswith(f"  {pile / '3.doc'}: is a .doc")
    assert second.startswith(f"  {pile / 'sub' / '5.zip'}!六.txt: the text is no reform plan")
    assert built(tmp_path / "g") == {"1", "2", "4", "5"}


def test_failures_outweigh_violations(pile: Path, tmp_path: Path) -> None:
    assert run("build", pile, "-g", tmp_path / "g", "--keep-going", "--fail-on", "info").exit_code == 3


def test_a_pattern_is_expanded_by_the_program(pile: Path, tmp_path: Path) -> None:
    done = run("build", pile / "**" / "*.html", pile / "?.txt", "-g", tmp_path / "g")
    assert done.exit_code == 0, done.output
    assert built(tmp_path / "g") == {"1", "4"}


def test_a_zip_with_one_plan_is_built_like_a_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", plan(1))
    done = run("build", tmp_path / "a.zip", "--issuer", "某市人民政府", "-g", tmp_path / "g")
    assert done.exit_code == 0, done.output
    assert "of the text lies in measures" in done.stdout


def test_header_options_speak_of_one_plan_only(pile: Path, tmp_path: Path) -> None:
    for plans in ([pile / "sub" / "5.zip"], [pile / "1.txt", pile / "2.md"]):
        assert run("build", *plans, "--issuer", "某市", "-g", tmp_path / "g").exit_code == 3
    assert not (tmp_path / "g").exists()


def test_a_text_that_comes_twice_is_built_once(small: Path, tmp_path: Path) -> None:
    shutil.copy(small, tmp_path / "copy.txt")
    done = run("build", small, tmp_path / "copy.txt", small, "-g", tmp_path / "g")
    assert "has the same text" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_two_files_of_one_plan_are_noticed(small: Path, tmp_path: Path) -> None:
    (tmp_path / "later.txt").write_text(SMALL + "三、加强监管。\n", "utf-8")
    done = run("build", small, tmp_path / "later.txt", "-g", tmp_path / "g")
    assert "is the same plan as" in done.stderr


def test_extract_explain_and_evaluate_read_a_zip_of_one_and_refuse_one_of_several(pile: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", plan(1))
    for words in (["extract"], ["explain"], ["evaluate"]):
        more = {"extract": [], "explain": ["一"], "evaluate": [GOLD]}[words[0]]
        done = run(*words, pile / "sub" / "5.zip", *more)
        assert (done.exit_code, "packs several plans" in done.stderr) == (3, True)
    assert "告知承诺" in run("extract", tmp_path / "a.zip").stdout


def test_every_name_that_a_build_writes_is_valid_on_windows(graph: Path) -> None:
    names = {part for path in graph.rglob("*") for part in path.relative_to(graph).parts}
    assert len(names) > 10
    assert not {name for name in names if not valid_on_windows(name)}


def valid_on_windows(name: str) -> bool:
    reserved = re.fullmatch(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", name, re.IGNORECASE)
    return not reserved and not re.search(r'[<>:"/\\|?*\x00-\x1f]|[. ]$', name)


def test_a_dash_as_output_is_stdout(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("extract", small, "-o", "-")
    assert json.loads(done.stdout)["measures"]
    assert not (tmp_path / "-").exists()
