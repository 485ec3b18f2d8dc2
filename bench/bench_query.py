"""How long a question takes over a hundred copies of a small graph, and how long the check of a user's query."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from reformgraph.catalogue import catalogue, run
from reformgraph.oxigraph import Oxigraph
from reformgraph.sparql import read_only
from reformgraph.tables import Table

GRAPHS = Path(__file__).parent.parent / "tests" / "graphs"
TWO_PLANS, SERIES = GRAPHS / "two-plans.trig", GRAPHS / "series.trig"  # the second has links
COPIES = 100
GIVEN = {
    "region": "甲市",
    "mechanism": "告知承诺",
    "agency": "甲市交通局",
    "beneficiary": "企业",
    "stage": "试点",
    "measure": "plan/990100-2021-jiazhengban-5-copy-1/m1",
    "word": "告知",
    "field": "交通",
    "earlier": "plan/990200-2019-03-01-0a1b2c3d-copy-1",
    "later": "plan/990100-2021-jiazhengban-5-copy-1",
}


@pytest.fixture(scope="module")
def store() -> Oxigraph:
    store = ox.Store()
    store.load(path=SERIES, format=ox.RdfFormat.TRIG)
    trig = TWO_PLANS.read_text("utf-8")
    store.load(trig, format=ox.RdfFormat.TRIG)
    for copy in range(COPIES):
        for plan in ("990100-2021-jiazhengban-5", "990200-2019-03-01-0a1b2c3d"):
            trig = trig.replace(f"{plan}-copy-{copy - 1}" if copy else plan, f"{plan}-copy-{copy}")
        store.load(trig, format=ox.RdfFormat.TRIG)
    return Oxigraph(store)


@pytest.mark.parametrize("name", [question.name for question in catalogue() if "rq" in question.texts])
def bench_question(benchmark, store: Oxigraph, name: str):
    question = next(known for known in catalogue() if known.name == name)
    given = {wanted.name: GIVEN[wanted.name] for wanted in question.parameters if wanted.required}
    table = benchmark(run, question, given, store)
    assert isinstance(table, Table) and table.rows


def bench_check_of_a_users_query(benchmark):
    text = next(known for known in catalogue() if known.name == "plan-overview").texts["rq"]
    assert not benchmark(read_only, text).names_graphs
