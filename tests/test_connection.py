"""Where a Neo4j is and what goes wrong on the way to it: each said in one message, by real servers where there are any."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from neo4j import Driver

from load.neo4j import connection, loading
from load.neo4j.connection import Address, address, connected
from load.neo4j.loading import Loaded
from load.neo4j.projection import Projected, project
from load.neo4j.schema import schema
from load.neo4j.server import Server, start, stop
from reformgraph.errors import Neo4jError

NOWHERE = "bolt://127.0.0.1:1"
NOTHING: Mapping[str, str] = {}


def said(uri: str, name: str) -> dict[str, str]:
    """All that can be said of an address."""
    return {"uri": uri, "username": f"{name}-user", "password": f"{name}-password", "database": f"{name}-database"}


def environment(values: Mapping[str, str]) -> dict[str, str]:
    return {f"NEO4J_{key.upper()}": value for key, value in values.items()}


def at(server: Server, **other: str) -> Address:
    return Address(**{"uri": server.uri, "username": "neo4j", "password": server.password, **other})


def refusal(to: Address, use: Callable[[Driver], object] = lambda driver: None) -> str:
    """The message of a connection that fails; what holds for all of them is checked."""
    with pytest.raises(Neo4jError) as raised, connected(to) as driver:
        use(driver)
    message = str(raised.value)
    assert raised.value.exit_code == 6
    assert message.startswith(f"{to.uri}: ")
    assert len(message.splitlines()) == 1
    assert not any(word in message for word in ("Traceback", "Error(", "  File ", "gql_status", "exception"))
    return message


def graph(number: int, measures: int = 1, words: str = "推行云影联办") -> tuple[Projected, str]:
    """A plan with so many measures, each of other words."""
    name = f"990100-{2000 + number}-jiazhengban-5"
    turtle = (
        "@base <https://w3id.org/reformgraph/> . @prefix rg: <https://w3id.org/reformgraph/ontology#> .\n"
        f"@prefix p: <https://w3id.org/reformgraph/plan/{name}/> . <plan/{name}> a rg:Plan ; rg:title '甲市要点' .\n"
    )
    turtle += "".join(f"p:m{n} a rg:Measure ; rg:order {n} ; rg:quote '{words}{n}' .\n" for n in range(measures))
    return project(name, ox.parse(turtle, format=ox.RdfFormat.TURTLE), schema()), "hash"


def load(driver: Driver, *graphs: tuple[Projected, str]) -> Loaded:
    return sum(loading.load(driver, None, graphs, schema()), Loaded())


def test_options_win_over_the_environment(tmp_path: Path):
    options, others = said("bolt://options:1", "options"), said("bolt://environment:1", "environment")
    assert address(options, environment(others), tmp_path) == Address(**options)


def test_the_environment_says_what_options_leave_open(tmp_path: Path):
    options, others = {"database": "mine"}, said("bolt://environment:1", "environment")
    assert address(options, environment(others), tmp_path) == Address(**others | options)


def test_a_user_that_none_names_is_neo4j(tmp_path: Path):
    assert address({"uri": NOWHERE, "password": "x"}, NOTHING, tmp_path) == Address(NOWHERE, "neo4j", "x", None)


def test_an_option_that_is_empty_says_nothing(tmp_path: Path):
    options = {"uri": "", "username": "", "password": "", "database": ""}
    others = said("bolt://environment:1", "environment")
    assert address(options, environment(others), tmp_path) == Address(**others)


def test_an_address_without_a_password_asks_for_one(tmp_path: Path):
    with pytest.raises(Neo4jError, match=f"{NOWHERE}: .*NEO4J_PASSWORD"):
        address({}, {"NEO4J_URI": NOWHERE}, tmp_path)


def test_an_address_with_a_password_needs_nothing_of_a_server_that_was_started_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "run.json").write_text('{"pid": 1, "created": 0, "bolt_port": 1, "http_port": 2, "version": "5"}')
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert address({"uri": NOWHERE, "password": "x"}, NOTHING, tmp_path) == Address(NOWHERE, "neo4j", "x")


def test_where_no_server_is_named_or_was_started_the_command_that_starts_one_is_named(tmp_path: Path):
    with pytest.raises(Neo4jError, match=r"`reformgraph neo4j start`.*NEO4J_URI") as raised:
        address({}, NOTHING, tmp_path)
    assert raised.value.exit_code == 6


@pytest.mark.neo4j
def test_a_server_that_was_started_here_is_found_with_its_password(neo4j_server: Server):
    assert address({}, NOTHING, neo4j_server.home) == at(neo4j_server)


@pytest.mark.neo4j
def test_the_environment_wins_over_the_server_that_was_started_here(neo4j_server: Server):
    others = said("bolt://environment:1", "environment")
    assert address({}, environment(others), neo4j_server.home) == Address(**others)


@pytest.mark.neo4j
@pytest.mark.parametrize("by", ["option", "environment"])
def test_the_address_of_the_server_that_was_started_here_needs_no_password(neo4j_server: Server, by: str):
    options = {"uri": neo4j_server.uri} if by == "option" else {}
    others = {} if by == "option" else {"NEO4J_URI": neo4j_server.uri}
    assert address(options, others, neo4j_server.home) == at(neo4j_server)


@pytest.mark.neo4j
def test_the_password_of_the_server_that_was_started_here_is_told_to_no_other(neo4j_server: Server):
    with pytest.raises(Neo4jError, match="no password is given"):
        address({"uri": "bolt://elsewhere:7687"}, NOTHING, neo4j_server.home)


@pytest.mark.neo4j
def test_a_password_that_is_given_wins_over_that_of_the_server_that_was_started_here(neo4j_server: Server):
    assert address({}, {"NEO4J_PASSWORD": "changed"}, neo4j_server.home) == at(neo4j_server, password="changed")


@pytest.mark.neo4j
@pytest.mark.parametrize("content", [None, b"\xff"], ids=["gone", "no text"])
def test_a_password_file_that_cannot_be_read_is_named(neo4j_server: Server, content: bytes | None):
    file = neo4j_server.password_file
    kept = file.read_bytes()
    try:
        file.unlink() if content is None else file.write_bytes(content)
        with pytest.raises(Neo4jError, match=f"{file}: cannot be read .*NEO4J_PASSWORD"):
            address({}, NOTHING, neo4j_server.home)
        assert address({}, {"NEO4J_PASSWORD": "given"}, neo4j_server.home).password == "given"
    finally:
        file.write_bytes(kept)


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_answers_to_both_schemes(neo4j_server: Server, scheme: str):
    with connected(at(neo4j_server, uri=f"{scheme}://127.0.0.1:{neo4j_server.bolt_port}")) as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


@pytest.mark.neo4j
@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"username": "nobody"}, {"password": ""}], ids=str)
def test_a_wrong_user_or_password_says_which_settings_to_check(neo4j_server: Server, wrong: dict[str, str]):
    message = refusal(at(neo4j_server, **wrong))
    assert wrong.get("username", "neo4j") in message
    assert "NEO4J_USERNAME" in message and "NEO4J_PASSWORD" in message


@pytest.mark.parametrize("uri", [NOWHERE, "neo4j://127.0.0.1:1", "bolt://nowhere.invalid:7687"])
def test_where_nobody_answers_the_command_that_starts_a_server_is_named(uri: str):
    assert "`reformgraph neo4j start`" in refusal(Address(uri, "neo4j", "x"))


@pytest.mark.neo4j
def test_the_port_of_the_browser_is_not_taken_for_that_of_drivers(neo4j_server: Server):
    to = at(neo4j_server, uri=f"bolt://127.0.0.1:{neo4j_server.http_port}")
    assert "check the address" in refusal(to)


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_an_encrypted_connection_to_a_server_without_is_refused(neo4j_server: Server, scheme: str):
    to = at(neo4j_server, uri=f"{scheme}://127.0.0.1:{neo4j_server.bolt_port}")
    assert "check the address" in refusal(to)


def test_the_driver_prints_nothing_beside_our_message():
    code = (
        "from load.neo4j.connection import *\n"
        "try:\n"
        "    with connected(Address('neo4j://127.0.0.1:1', 'neo4j', 'x')): pass\n"
        "except Neo4jError as error: print(type(error).__name__)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert (done.stdout, done.stderr) == ("Neo4jError\n", "")


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:7474",
        "https://127.0.0.1:7473",
        "127.0.0.1:7687",
        "localhost",
        "ftp://127.0.0.1:7687",
        "bolt://",
        "bolt:/127.0.0.1:7687",
        "bolt://127.0.0.1:port",
        "bolt://127.0.0.1:99999",
        "bolt://127.0.0.1:-1",
        "bolt://[::1",
        "甲://127.0.0.1",
        "bolt://me:secret@127.0.0.1:7687",
        "bolt://127.0.0.1:7687?policy=x",
        "bolt://a..b:7687",
        f"neo4j://{'a' * 64}:7687",
    ],
)
def test_what_is_no_address_is_named_with_an_example(uri: str):
    assert "an address looks like bolt://127.0.0.1:7687" in refusal(Address(uri, "neo4j", "x"))


@pytest.mark.neo4j
def test_an_unknown_database_is_named_with_the_settings_that_name_another(neo4j_server: Server):
    message = refusal(at(neo4j_server, database="nosuch"))
    assert "nosuch" in message and "--database" in message and "NEO4J_DATABASE" in message


@pytest.mark.neo4j
def test_a_server_that_is_too_old_is_named_with_the_version_that_is_needed(
    neo4j_server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connection, "OLDEST", (9999, 0))
    message = refusal(at(neo4j_server))
    assert neo4j_server.version in message and "9999.0 or later" in message


@pytest.mark.neo4j
def test_what_is_wrong_in_our_own_work_is_not_blamed_on_the_address(neo4j_server: Server):
    with pytest.raises(ValueError, match="ours"), connected(at(neo4j_server)):
        raise ValueError("ours")


@pytest.mark.neo4j
def test_a_database_that_is_read_only_is_not_loaded_and_says_so(
    neo4j_extra: None, tmp_path: Path, free_ports: tuple[int, int]
):
    home, ports = tmp_path / "home", dict(zip(("http_port", "bolt_port"), free_ports, strict=True))
    start(home, **ports, heap="512m")  # a database is not made where it may only be read
    stop(home)
    server = start(home, **ports, heap="512m", settings={"server.databases.read_only": "neo4j"})
    try:
        message = refusal(at(server), lambda driver: load(driver, graph(1)))
        assert "user neo4j may not write there" in message and "database that may be written" in message
    finally:
        stop(home)
