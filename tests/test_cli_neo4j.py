"""The commands that bring the graph to Neo4j and ask it there, as a user meets them, against a real server."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from neo4j import Driver
from typer.testing import CliRunner, Result

from load.neo4j.server import Server
from reformgraph.cli import app

ROOT = Path(__file__).parent.parent
FIRST = "甲市2021年推进改革工作要点\n甲府〔2021〕3号\n2021年3月1日\n一、推进告知承诺制。\n二、年底前建成综合窗口。\n"
SECOND = (
    "上海市2022年推进改革工作要点\n沪府〔2022〕4号\n2022年3月1日\n"
    "一、在临港新片区推行告知承诺制。\n二、开展综合监管试点。\n三、推行云影联办。\n"
)
SHORTER = FIRST.replace("二、年底前建成综合窗口", "二、本要点自印发之日起施行")
WEIGHT = "http://example.org/weight"
TERMS = f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
<https://w3id.org/reformgraph/mechanism/yunying-lianban> a skos:Concept, rg:Mechanism ;
    skos:prefLabel "云影联办"@zh, "cloud joint handling"@en ; <{WEIGHT}> 5 .
"""
QUOTES = "MATCH (m:Measure) RETURN m.quote AS quote ORDER BY m.uri"
NOWHERE = {"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "x"}

Run = Callable[..., Result]


def run(*words: object, lang: str = "en", text: str | bytes | None = None, **environment: str | None) -> Result:
    env = {"REFORMGRAPH_LANG": lang, "COLUMNS": "200", **environment}
    return CliRunner().invoke(app, [str(word) for word in words], env=env, input=text)


def error_line(done: Result, code: int) -> str:
    """The one line that says what went wrong."""
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    return line


def build(folder: Path, text: str, *more: object) -> None:
    file = folder.with_name("plan.txt")
    file.write_text(text, "utf-8")
    done = run("build", file, "--graph", folder, *more)
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two small plans and a term with a property that Neo4j has no place for."""
    folder = tmp_path_factory.mktemp("cli-neo4j") / "graph"
    terms = folder.with_name("own.ttl")
    terms.write_text(TERMS, "utf-8")
    build(folder, FIRST)
    build(folder, SECOND, "--terms", terms)
    return folder


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


@pytest.fixture(scope="module")
def server(neo4j_server: Server) -> dict[str, str]:
    """The shared server's settings."""
    return {"NEO4J_URI": neo4j_server.uri, "NEO4J_PASSWORD": neo4j_server.password}


@pytest.fixture(scope="module")
def there(server: dict[str, str]) -> Run:
    """Runs a command with the shared server's settings."""
    return partial(run, **server)


@pytest.fixture(scope="module")
def loaded(neo4j_driver: Driver, there: Run, built: Path) -> Run:
    """The same, after the graph was loaded; only for commands that change nothing."""
    neo4j_driver.execute_query("MATCH (n) DETACH DELETE n")
    done = there("neo4j", "load", "--graph", built)
    assert done.exit_code == 0, done.output
    return there


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("given", "form", "expected"),
    [
        ("text", "csv", "n\n5\n"),
        ("file", "csv", "n\n5\n"),
        ("stdin", "csv", "n\n5\n"),
        ("text", "md", "| n |\n| ---: |\n| 5 |\n"),
        ("text", "table", "n\n─\n5\n"),
    ],
)
def test_cypher_comes_as_text_file_or_standard_input_and_goes_in_every_form(
    loaded: Run, tmp_path: Path, given: str, form: str, expected: str
):
    text = "MATCH (m:Measure)\nRETURN count(m) AS n"
    (tmp_path / "count.cypher").write_text(text, "utf-8")
    words = {"text": text, "file": tmp_path / "count.cypher", "stdin": "-"}[given]
    done = loaded("query", "--cypher", words, "-f", form, text=text)
    assert "".join(f"{line.strip()}\n" for line in done.stdout.splitlines()) == expected
    assert done.stderr == ""


@pytest.mark.neo4j
def test_cypher_answers_in_json_are_for_programs(loaded: Run):
    answer = json.loads(
        loaded("query", "--cypher", "MATCH (p:Plan) RETURN p.year AS y ORDER BY y", "-f", "json").stdout
    )
    assert answer == {
        "columns": [{"name": "y", "heading": "y"}],
        "rows": [{"y": 2021}, {"y": 2022}],
        "truncated": False,
    }


@pytest.mark.neo4j
def test_what_is_no_number_is_no_number_in_json(loaded: Run):
    answer = loaded("query", "--cypher", "RETURN 0.0 / 0.0 AS x, [1.0 / 0.0] AS y", "-f", "json").stdout
    assert json.loads(answer, parse_constant=pytest.fail)["rows"] == [{"x": "nan", "y": '["inf"]'}]


@pytest.mark.neo4j
def test_a_limit_says_that_rows_were_left_out(loaded: Run):
    done = loaded("query", "--cypher", QUOTES, "--limit", 2, "-f", "csv")
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == "Only the first 2 rows are shown.\n"


@pytest.mark.neo4j
def test_a_limit_that_is_not_reached_is_not_spoken_of(loaded: Run):
    done = loaded("query", "--cypher", QUOTES, "--limit", 5, "-f", "csv")
    assert (len(done.stdout.splitlines()), done.stderr) == (6, "")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    "words", [("plans",), ("measures-in-region", "--region", "临港新片区")], ids=lambda words: words[0]
)
def test_a_question_has_the_same_answer_in_either_engine(loaded: Run, built: Path, words: tuple[str, ...]):
    here = loaded("query", *words, "--graph", built, "-f", "csv").stdout
    assert loaded("query", *words, "--engine", "neo4j", "-f", "csv").stdout == here
    assert len(here.splitlines()) > 1


@pytest.mark.neo4j
def test_a_question_to_neo4j_needs_no_graph_folder(loaded: Run, tmp_path: Path):
    assert loaded("query", "plans", "--engine", "neo4j", "--graph", tmp_path / "none").exit_code == 0


@pytest.mark.neo4j
def test_an_unknown_region_names_the_nearest_that_neo4j_holds(loaded: Run):
    done = loaded("query", "measures-in-region", "--region", "浦东新曲", "--engine", "neo4j")
    assert (done.exit_code, "浦东新区" in done.stderr) == (5, True)


@pytest.mark.neo4j
def test_the_server_is_named_by_options_as_well(loaded: Run, server: dict[str, str]):
    options = ("--uri", server["NEO4J_URI"], "--password", server["NEO4J_PASSWORD"], "--database", "neo4j")
    assert run("query", "--cypher", "RETURN 1", *options, **NOWHERE).exit_code == 0


@pytest.mark.neo4j
@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_server_that_was_started_in_a_folder_of_its_own_is_found_by_it(
    loaded: Run, neo4j_server: Server, built: Path, tmp_path: Path, by: str
):
    nothing = {"NEO4J_URI": None, "NEO4J_PASSWORD": None, "REFORMGRAPH_NEO4J_HOME": str(tmp_path)}
    words = ("--home", neo4j_server.home) if by == "option" else ()
    there = nothing if by == "option" else nothing | {"REFORMGRAPH_NEO4J_HOME": str(neo4j_server.home)}
    assert run("query", "--cypher", "RETURN 1 AS one", *words, "-f", "csv", **there).stdout == "one\n1\n"
    assert run("neo4j", "load", "--graph", built, *words, **there).exit_code == 0
    assert run("neo4j", "status", *words, **there).stdout.startswith("Neo4j 5")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CREATE (:X)", "refused: the query would change the database"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "refused: LOAD CSV"),
        ("MATCH (n)\nRETRUN n", "line 2, column 1"),
        ("RETURN $x", "parameter(s): x"),
        ("", "Unexpected end of input"),
        ("RETURN \udcff", "the query cannot be run"),
    ],
)
def test_cypher_that_is_refused_or_wrong_is_an_error_of_the_query(loaded: Run, text: str, message: str):
    assert message in error_line(loaded("query", "--cypher", text), 5)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--sparql", "SELECT * { ?s ?p ?o }", "--engine", "neo4j"), "--cypher asks Neo4j"),
        (("plans", "--cypher", "RETURN 1"), "exclude each other"),
        (("--sparql", "SELECT * { ?s ?p ?o }", "--cypher", "RETURN 1"), "exclude each other"),
        (("--cypher", "RETURN 1", "--region", "浦东新区"), "--region belongs to a question"),
        (("nosuch", "--engine", "neo4j"), "no question is called"),
        (("", "--engine", "neo4j"), "no question is called"),
        (("plans", "--cypher", ""), "exclude each other"),
        (("plans", "--uri", "bolt://127.0.0.1:1"), "--uri says which Neo4j to ask"),
        (("plans", "--home", "/nowhere"), "--home says which Neo4j to ask"),
        (("--sparql", "ASK { ?s ?p ?o }", "--password", "x"), "--password says which Neo4j to ask"),
    ],
)
def test_words_that_do_not_go_together_are_refused_by_name(
    server: dict[str, str], words: tuple[str, ...], message: str
):
    assert message in error_line(run("query", *words, **server), 5)


def test_a_file_of_cypher_that_is_missing_is_named(server: dict[str, str], tmp_path: Path):
    assert "none.cypher: no such file" in error_line(run("query", "--cypher", tmp_path / "none.cypher", **server), 3)


@pytest.mark.parametrize("given", ["file", "stdin"])
def test_a_query_that_is_no_utf_8_is_named(server: dict[str, str], tmp_path: Path, given: str):
    (tmp_path / "gb.cypher").write_bytes("RETURN '甲'".encode("gb18030"))
    words = {"file": tmp_path / "gb.cypher", "stdin": "-"}[given]
    line = error_line(run("query", "--cypher", words, text=(tmp_path / "gb.cypher").read_bytes(), **server), 3)
    assert "is not UTF-8" in line


COMMANDS = [("query", "--cypher", "RETURN 1"), ("query", "plans", "--engine", "neo4j"), ("neo4j", "load")]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_server_that_is_away_is_named_with_what_to_do(built: Path, words: tuple[str, ...]):
    line = error_line(run(*words, "--graph", built, **NOWHERE), 6)
    assert "bolt://127.0.0.1:1" in line and "`reformgraph neo4j start`" in line


@pytest.mark.neo4j
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_wrong_password_names_the_settings_to_check(there: Run, built: Path, words: tuple[str, ...]):
    assert "NEO4J_PASSWORD" in error_line(there(*words, "--graph", built, NEO4J_PASSWORD="wrong"), 6)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_where_no_server_is_named_or_was_started_a_start_is_proposed(
    built: Path, tmp_path: Path, words: tuple[str, ...]
):
    nothing = {"NEO4J_URI": None, "NEO4J_PASSWORD": None, "REFORMGRAPH_NEO4J_HOME": str(tmp_path)}
    assert "`reformgraph neo4j start`" in error_line(run(*words, "--graph", built, **nothing), 6)


@pytest.mark.parametrize("words", [("load",), ("export", "csv")], ids=" ".join)
def test_where_nothing_was_built_a_build_is_proposed(tmp_path: Path, words: tuple[str, ...]):
    line = error_line(run("neo4j", *words, "--graph", tmp_path / "none", **NOWHERE), 4)
    assert "build a plan first" in line


@pytest.mark.neo4j
def test_a_load_reports_what_was_loaded(empty_neo4j: Driver, there: Run, built: Path):
    done = there("neo4j", "load", "--graph", built)
    records, _, _ = empty_neo4j.execute_query("MATCH (n:Resource) RETURN count(n) + COUNT { MATCH ()-[r]->() } AS n")
    words = f"Loaded 3 graphs (0 unchanged): {records[0]['n']} nodes and relationships created, 0 changed, 0 removed.\n"
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.endswith(words)


@pytest.mark.neo4j
def test_statements_that_have_no_place_in_neo4j_are_counted(empty_neo4j: Driver, there: Run, built: Path):
    done = there("neo4j", "load", "--graph", built)
    assert f"were left out:\n  1 × <{WEIGHT}>\n" in done.stderr


@pytest.mark.neo4j
def test_a_second_load_says_that_all_is_unchanged(empty_neo4j: Driver, there: Run, built: Path):
    there("neo4j", "load", "--graph", built)
    done = there("neo4j", "load", "--graph", built)
    assert done.stderr == ("Loaded 0 graphs (3 unchanged): 0 nodes and relationships created, 0 changed, 0 removed.\n")


@pytest.mark.neo4j
def test_a_load_of_all_compares_all_and_mends_what_is_amiss(empty_neo4j: Driver, there: Run, built: Path):
    there("neo4j", "load", "--graph", built)
    done = there("neo4j", "load", "--graph", built, "--all")
    assert "Loaded 3 graphs (0 unchanged): 0 nodes and relationships created, 0 changed, 0 removed." in done.stderr
    empty_neo4j.execute_query("MATCH (p:Plan {year: 2021}) SET p.title = '改了'")
    done = there("neo4j", "load", "--graph", built, "--all")
    assert "0 nodes and relationships created, 1 changed, 0 removed." in done.stderr


@pytest.mark.neo4j
def test_a_plan_that_has_changed_is_loaded_again_and_no_other(empty_neo4j: Driver, there: Run, graph: Path):
    there("neo4j", "load", "--graph", graph)
    build(graph, SHORTER)
    done = there("neo4j", "load", "--graph", graph)
    assert "Loaded 1 graphs (2 unchanged): " in done.stderr
    records, _, _ = empty_neo4j.execute_query("MATCH (m:Measure)-[:IN_PLAN]->({year: 2021}) RETURN m.quote AS quote")
    assert {record["quote"] for record in records} == {"推进告知承诺制", "本要点自印发之日起施行"}


@pytest.mark.neo4j
def test_a_plan_that_was_removed_is_named_and_pruning_takes_it_out(empty_neo4j: Driver, there: Run, graph: Path):
    there("neo4j", "load", "--graph", graph)
    assert run("remove", "甲府〔2021〕3号", "--graph", graph).exit_code == 0
    done = there("neo4j", "load", "--graph", graph)
    (named,) = [line for line in done.stderr.splitlines() if "--prune" in line]
    assert "-2021-" in named and "-2022-" not in named
    years = "MATCH (p:Plan) RETURN p.year AS year ORDER BY year"
    assert [record["year"] for record in empty_neo4j.execute_query(years).records] == [2021, 2022]
    done = there("neo4j", "load", "--graph", graph, "--prune")
    assert "--prune" not in done.stderr
    assert "Loaded 0 graphs (2 unchanged): 0 nodes and relationships created, 0 changed, " in done.stderr
    (pruned,) = [line for line in done.stderr.splitlines() if line.startswith("Taken out, since this graph does not")]
    assert "-2021-" in pruned and "-2022-" not in pruned
    assert [record["year"] for record in empty_neo4j.execute_query(years).records] == [2022]


@pytest.mark.neo4j
def test_what_a_user_added_to_is_kept_and_named_when_its_plan_goes(empty_neo4j: Driver, there: Run, graph: Path):
    there("neo4j", "load", "--graph", graph)
    records, _, _ = empty_neo4j.execute_query(
        "MATCH (m:Measure {quote: '年底前建成综合窗口'})-[r:IN_PLAN]->() SET m.note = '待议', r.checked = true RETURN m.uri AS uri"
    )
    build(graph, SHORTER)
    done = there("neo4j", "load", "--graph", graph)
    assert "Of the relationships removed, 1 bore properties that you had added; these went with them.\n" in done.stderr
    assert f"Kept as :Withdrawn, since no plan says them any more but you added to them:\n  {records[0]['uri']}\n" in (
        done.stderr
    )
    kept, _, _ = empty_neo4j.execute_query("MATCH (n:Withdrawn) RETURN n.note AS note")
    assert [record["note"] for record in kept] == ["待议"]


@pytest.mark.neo4j
def test_a_load_speaks_chinese_to_those_who_do(empty_neo4j: Driver, there: Run, graph: Path):
    first = there("neo4j", "load", "--graph", graph, lang="zh").stderr
    assert "没有对应，未载入" in first and "载入 3 个图（0 个未变）" in first
    empty_neo4j.execute_query("MATCH (m:Measure {quote: '年底前建成综合窗口'}) SET m.note = '待议'")
    build(graph, SHORTER)
    run("remove", "沪府〔2022〕4号", "--graph", graph)
    second = there("neo4j", "load", "--graph", graph, "--lang", "zh").stderr
    assert "已标为 :Withdrawn 保留" in second and "--prune 可移除" in second
    assert "Loaded" not in first + second


@pytest.mark.neo4j
def test_a_load_without_the_users_word_prints_no_progress_into_a_file(empty_neo4j: Driver, there: Run, built: Path):
    assert "\x1b" not in there("neo4j", "load", "--graph", built).output


@pytest.mark.parametrize(("lang", "words"), [("en", "uses mechanism"), ("zh", "采用机制")])
def test_the_schema_is_described_in_both_languages(lang: str, words: str):
    done = run("neo4j", "schema", lang=lang)
    assert (done.exit_code, done.stderr) == (0, "")
    for name in (words, "Measure", "USES_MECHANISM", "quote"):
        assert name in done.stdout


def test_the_schema_goes_into_a_file(tmp_path: Path):
    assert run("neo4j", "schema", "-o", tmp_path / "schema.md").stdout == ""
    assert (tmp_path / "schema.md").read_text("utf-8") == run("neo4j", "schema").stdout


@pytest.mark.parametrize(("lang", "words"), [("en", "while it is stopped"), ("zh", "在其停止时运行")])
def test_an_export_prints_the_two_commands_to_run(built: Path, tmp_path: Path, lang: str, words: str):
    folder = tmp_path / "the user's csv"
    done = run("neo4j", "export", folder, "--graph", built, lang=lang)
    first, second = map(shlex.split, done.stdout.splitlines())
    assert first[:3] == ["cd", str(folder), "&&"]
    assert " ".join(first[3:]) == "neo4j-admin database import full neo4j @import.args"
    assert second == ["cypher-shell", "-u", "neo4j", "-d", "neo4j", "-f", str(folder / "schema.cypher")]
    assert words in done.stderr
    assert (folder / "import.args").is_file() and (folder / "schema.cypher").is_file()


def test_an_export_into_a_folder_of_other_things_is_refused(built: Path, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear")
    line = error_line(run("neo4j", "export", tmp_path, "--graph", built), 3)
    assert str(tmp_path) in line and "holds other files" in line
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def process(server: dict[str, str], *words: object) -> "subprocess.Popen[str]":
    """A command in a process of its own, which heeds SIGINT: a shell's background jobs and their children do not."""
    return subprocess.Popen(
        [sys.executable, "-c", "from reformgraph.cli import main; main()", *map(str, words)],
        env={**os.environ, **server, "PYTHONPATH": str(ROOT), "REFORMGRAPH_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


@pytest.mark.neo4j
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_an_interrupted_load_ends_with_one_message_and_has_changed_nothing(
    empty_neo4j: Driver, there: Run, server: dict[str, str], built: Path, dump: Callable[[Driver], object]
):
    there("neo4j", "load", "--graph", built)
    before = dump(empty_neo4j)
    with empty_neo4j.session() as session, session.begin_transaction() as held:
        held.run("MATCH (g:NamedGraph) SET g.held = true").consume()  # on which a load waits
        loading = process(server, "neo4j", "load", "--all", "-g", built)
        waiting = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS n"
        while not empty_neo4j.execute_query(waiting).records[0]["n"]:
            assert loading.poll() is None
            time.sleep(0.05)
        loading.send_signal(signal.SIGINT)
        out, errors = loading.communicate()
        held.rollback()
    assert (loading.returncode, out, errors) == (130, "", "Interrupted; nothing is half-written.\n")
    assert dump(empty_neo4j) == before


@pytest.mark.neo4j
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_long_query_can_be_interrupted(empty_neo4j: Driver, server: dict[str, str]):
    query = "UNWIND range(1, 1000000000) AS x UNWIND range(1, 1000000000) AS y RETURN count(*)"
    asking = process(server, "query", "--cypher", query)
    running = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range' RETURN count(*) AS n"
    while not empty_neo4j.execute_query(running).records[0]["n"]:
        assert asking.poll() is None
        time.sleep(0.05)
    asking.send_signal(signal.SIGINT)
    assert asking.communicate() == ("", "Interrupted; nothing is half-written.\n")
    assert asking.returncode == 130
