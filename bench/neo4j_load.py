"""From built files to a loaded Neo4j: ours beside rdflib-neo4j and neo4j-admin, for as many plans as are asked for.

    python bench/neo4j_load.py 10 100 1000        (make bench-neo4j)

The plans are the example plan under other numbers: concepts are shared by all, as in a real corpus. Each way begins
with the Turtle files and an empty database on a server that has been warmed up, and ends when all can be asked; times
are wall time. rdflib-neo4j keeps evidence and mentions as nodes, so it makes more nodes and relationships of the same
plans; beyond RDFLIB_MOST plans it is left out. Needs reformgraph[dev,bench].
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from neo4j import Driver
from rdflib import Graph

from extract import extract_plan
from load.mapping import plan_graph
from load.neo4j import loading
from load.neo4j.connection import Address, connected
from load.neo4j.export import ARGUMENTS, export
from load.neo4j.schema import schema
from load.neo4j.server import Server, admin, start, stop
from load.neo4j.source import ahead, changed, projected, sources
from load.oxigraph import GraphFolder
from load.serialization import serialize
from reformgraph.assets import VOCABULARIES
from reformgraph.vocabulary import Vocabulary

EXAMPLE = Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt"
NUMBER = "310000-2020-hufuban-26"
RDFLIB_MOST = 100
HTTP_PORT, BOLT_PORT = 17474, 17687


def main() -> None:
    """Measure for the numbers of plans on the command line and print a table."""
    sizes = [int(word) for word in sys.argv[1:]] or [10, 100]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        turtle = example()
        server = start(root / "home", http_port=HTTP_PORT, bolt_port=BOLT_PORT, heap="2g")
        try:
            with connected(Address(server.uri, server.username, server.password)) as driver:
                warm_up(driver, plans(root / "warm", turtle, 20))
                for count in sizes:
                    measure(driver, server, plans(root / f"graph-{count}", turtle, count), count)
        finally:
            stop(root / "home")
        for count in sizes:
            measure_import(root, root / f"graph-{count}", count)


def example() -> str:
    """The example plan as Turtle, extracted."""
    vocabulary = Vocabulary.load()
    return serialize(plan_graph(extract_plan(EXAMPLE.read_text("utf-8"), vocabulary), vocabulary)).decode()


def plans(folder: Path, turtle: str, count: int) -> GraphFolder:
    """A graph folder with so many plans, each a copy with a number of its own."""
    (folder / "plans").mkdir(parents=True)
    (folder / "LAYOUT").write_text("1\n")
    for number in range(count):
        name = f"310000-2020-hufuban-{1000 + number}"
        (folder / "plans" / name).mkdir()
        (folder / "plans" / name / "plan.ttl").write_text(turtle.replace(NUMBER, name), "utf-8")
    return GraphFolder(folder)


def warm_up(driver: Driver, folder: GraphFolder) -> None:
    """Load and empty twice, so that the server's code is compiled."""
    for _ in range(2):
        ours(driver, folder)
        empty(driver)


def ours(driver: Driver, folder: GraphFolder) -> list[loading.Loaded]:
    """What `reformgraph neo4j load` does."""
    files = sources(folder.files())
    names = changed(files, loading.recorded(driver, None))
    ready = ahead(lambda name: projected(name, files[name], schema()), names)
    return list(loading.load(driver, None, ready, schema()))


def rdflib_neo4j(server: Server, folder: GraphFolder) -> None:
    """The same plans by rdflib-neo4j, as its documentation says, batches of 5,000."""
    from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig

    auth = {"uri": server.uri, "database": "neo4j", "user": server.username, "pwd": server.password}
    config = Neo4jStoreConfig(auth_data=auth, handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE, batching=True)
    with redirect_stdout(StringIO()):
        graph = Graph(store=Neo4jStore(config=config))
        for path in (*VOCABULARIES.glob("*.ttl"), *folder.path.glob("plans/*/plan.ttl")):
            graph.parse(path, format="turtle")
        graph.close(True)


def measure(driver: Driver, server: Server, folder: GraphFolder, count: int) -> None:
    """Ours, again with nothing changed, again with one plan changed, and rdflib-neo4j."""
    empty(driver)
    done: list[loading.Loaded] = []
    report("load", count, timed(lambda: done.extend(ours(driver, folder))), size(driver))
    created, merged = sum(each.created for each in done), sum(each.merged for each in done)
    print(f"    by CREATE {created}, by MERGE {merged}, in {len(done)} transactions")
    report("load again, nothing changed", count, timed(lambda: ours(driver, folder)), size(driver))
    plan = next(folder.path.glob("plans/*/plan.ttl"))
    plan.write_text(plan.read_text("utf-8").replace('"measure.verb"', '"measure.changed"'), "utf-8")
    report("load again, one plan changed", count, timed(lambda: ours(driver, folder)), size(driver))
    if count <= RDFLIB_MOST:
        empty(driver)
        report("rdflib-neo4j", count, timed(lambda: rdflib_neo4j(server, folder)), size(driver))
    empty(driver)


def measure_import(root: Path, path: Path, count: int) -> None:
    """The CSV, and neo4j-admin's import of it."""
    files = sources(GraphFolder(path).files())
    target = root / f"csv-{count}"

    def write() -> None:
        for _ in export(target, (projected(name, files[name], schema()) for name in files)):
            pass

    written = timed(write)
    print(f"{count:>5} plans  export CSV                     {written:8.1f} s")
    before = Path.cwd()
    os.chdir(target)

    def import_csv() -> None:
        done = admin(root / f"import-{count}", "database", "import", "full", "neo4j", f"@{ARGUMENTS}")
        if done.returncode:
            raise SystemExit(f"neo4j-admin has not imported:\n{done.stdout}{done.stderr}")

    try:
        imported = timed(import_csv)
    finally:
        os.chdir(before)
    print(f"{count:>5} plans  neo4j-admin import             {imported:8.1f} s   (without indexes)")


def timed(work: Callable[[], object]) -> float:
    """Wall time in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def size(driver: Driver) -> int:
    """Nodes and relationships in the database."""
    records, _, _ = driver.execute_query("RETURN COUNT { MATCH (n) } + COUNT { MATCH ()-->() } AS all")
    return int(records[0]["all"])


def empty(driver: Driver) -> None:
    """Take everything out of the database, constraints and indexes too: none is to serve another way than its own."""
    with driver.session() as session:
        for kind, query in (("CONSTRAINT", "SHOW CONSTRAINTS"), ("INDEX", "SHOW INDEXES WHERE type <> 'LOOKUP'")):
            for record in session.run(query).fetch(1000):
                session.run(f"DROP {kind} {record['name']} IF EXISTS").consume()
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()


def report(what: str, count: int, seconds: float, entities: int) -> None:
    """One line of the table."""
    print(
        f"{count:>5} plans  {what:<30} {seconds:8.1f} s  {entities:>9} entities  {entities / seconds:>9,.0f} a second"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
