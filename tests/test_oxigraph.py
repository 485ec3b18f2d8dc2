import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from pyoxigraph import NamedNode

from load.oxigraph import GraphFolder, Rewritten
from reformgraph.errors import GraphError
from reformgraph.namespaces import GRAPH

ROOT = Path(__file__).parent.parent
ONE, TWO = "310000-2020-hufuban-1", "310000-2021-hufuban-2"


def files(words: str, text: str | None = None, triples: int = 1) -> dict[str, bytes]:
    turtle = "".join(f'<http://example.org/{n}> <http://example.org/says> "{words}" .\n' for n in range(triples))
    return {"plan.txt": (text or words).encode(), "plan.ttl": turtle.encode(), "report.txt": b"ok"}


def said(folder: GraphFolder, plan: str) -> set[str]:
    with folder.reader() as store:
        found = store.quads_for_pattern(None, NamedNode("http://example.org/says"), None, NamedNode(GRAPH + plan))
        return {quad.object.value for quad in found}


@pytest.fixture
def folder(tmp_path) -> GraphFolder:
    folder = GraphFolder(tmp_path / "graph", wait=0.1)
    folder.build(ONE, files("old"))
    return folder


def test_a_plan_that_was_built_can_be_asked(folder):
    assert said(folder, ONE) == {"old"}


def test_a_plans_files_stand_in_a_folder_of_its_id(folder):
    assert (folder.path / "plans" / ONE / "plan.txt").read_text() == "old"


def test_building_again_replaces_the_plan(folder):
    folder.build(ONE, files("new"))
    assert said(folder, ONE) == {"new"}


def test_building_one_plan_leaves_another_untouched(folder):
    folder.build(TWO, files("other"))
    before = (folder.plan(TWO).folder / "plan.ttl").stat()
    folder.build(ONE, files("new"))
    assert said(folder, TWO) == {"other"}
    assert (folder.plan(TWO).folder / "plan.ttl").stat() == before


def test_a_part_of_a_notice_has_a_folder_and_an_id_of_its_own(folder):
    folder.build(f"{ONE}/2", files("second"))
    assert [entry.id for entry in folder.plans()] == [ONE, f"{ONE}/2"]
    assert said(folder, f"{ONE}/2") == {"second"}


def test_the_same_text_under_another_id_replaces_the_old_entry(folder):
    folder.build(TWO, files("corrected", text="old"))
    assert [entry.id for entry in folder.plans()] == [TWO]
    assert said(folder, ONE) == set()


def test_header_corrections_are_found_by_the_text(folder):
    folder.build(ONE, {**files("old"), "header.json": b"{}"})
    assert folder.corrections(folder.plan(ONE).text_hash) == b"{}"
    assert folder.corrections("another") is None


def test_a_plan_can_be_removed(folder):
    folder.build(TWO, files("other"))
    folder.remove(ONE)
    assert [entry.id for entry in folder.plans()] == [TWO]
    assert said(folder, ONE) == set()
    assert said(folder, TWO) == {"other"}


def reviews(words: str) -> bytes:
    return f'<http://example.org/review> <http://example.org/says> "{words}" .\n'.encode()


@pytest.fixture
def reviewed(folder) -> GraphFolder:
    folder.build(ONE, files("old"), reviews=Rewritten({}, reviews("good")))
    return folder


def test_a_folder_without_reviews_is_read_as_one_without_any(folder):
    assert folder.reviews(ONE, folder.plan(ONE).text_hash) == {}


def test_reviews_stand_in_a_graph_of_their_own(reviewed):
    assert said(reviewed, "reviews") == {"good"}


def test_reviews_belong_to_their_plan_by_its_id(reviewed):
    assert reviewed.reviews(ONE, "another text") == {ONE: reviews("good")}
    assert reviewed.reviews(TWO, "another text") == {}


def test_reviews_move_with_a_plan_whose_header_was_corrected(reviewed):
    read = reviewed.reviews(TWO, reviewed.plan(ONE).text_hash)
    assert read == {ONE: reviews("good")}
    reviewed.build(TWO, files("old"), reviews=Rewritten(read, reviews("good, of two")))
    assert reviewed.all_reviews() == {TWO: reviews("good, of two")}
    assert said(reviewed, "reviews") == {"good, of two"}


def test_reviews_stay_when_their_plan_is_removed(reviewed):
    reviewed.remove(ONE)
    assert reviewed.all_reviews() == {ONE: reviews("good")}
    assert reviewed.reviews(ONE, "any text") == {ONE: reviews("good")}


def test_reviews_of_a_removed_plan_belong_to_its_text_under_another_id(folder):
    text_hash = folder.plan(ONE).text_hash
    folder.build(ONE, files("old"), reviews=Rewritten({}, reviews(text_hash)))
    folder.remove(ONE)
    assert folder.reviews(TWO, text_hash) == {ONE: reviews(text_hash)}


def test_reviews_that_others_changed_meanwhile_are_not_overwritten(reviewed):
    with pytest.raises(GraphError, match="changed meanwhile"):
        reviewed.build(ONE, files("new"), reviews=Rewritten({}, reviews("mine")))
    assert reviewed.all_reviews() == {ONE: reviews("good")}
    assert said(reviewed, ONE) == {"old"}


def test_a_build_that_fails_leaves_the_reviews_as_they_were(reviewed):
    broken = {**files("new"), "plan.ttl": b"this is no turtle"}
    for written in (reviews("mine"), None):
        with pytest.raises(GraphError):
            reviewed.build(ONE, broken, reviews=Rewritten(reviewed.all_reviews(), written))
        assert reviewed.all_reviews() == {ONE: reviews("good")}


def test_removing_what_is_not_there_names_what_is(folder):
    with pytest.raises(GraphError, match=ONE):
        folder.remove(TWO)


def test_the_vocabulary_is_in_the_store(folder):
    with folder.reader() as store:
        assert store.contains_named_graph(NamedNode(GRAPH + "vocabulary"))


def test_a_term_that_the_user_adds_comes_into_the_store(folder):
    folder.terms.mkdir()
    (folder.terms / "own.ttl").write_text('<http://example.org/t> <http://example.org/says> "mine" .')
    assert said(folder, "vocabulary") == {"mine"}
    (folder.terms / "own.ttl").unlink()
    assert said(folder, "vocabulary") == set()


def test_a_term_file_that_is_no_turtle_is_named(folder):
    folder.terms.mkdir()
    (folder.terms / "own.ttl").write_text("nonsense")
    with pytest.raises(GraphError, match=r"own\.ttl"):
        folder.build(TWO, files("other"))
    assert [entry.id for entry in folder.plans()] == [ONE]


def test_a_changed_turtle_file_is_loaded_again(folder):
    (folder.plan(ONE).folder / "plan.ttl").write_bytes(files("edited")["plan.ttl"])
    assert said(folder, ONE) == {"edited"}


def test_a_missing_store_is_made_again_from_the_files(folder):
    shutil.rmtree(folder.path / "store")
    assert said(folder, ONE) == {"old"}


def test_a_broken_store_is_made_again_from_the_files(folder):
    number = (folder.path / "CURRENT").read_text().strip()
    (folder.path / "store" / number / "CURRENT").write_text("MANIFEST-999999\n")
    folder.build(TWO, files("other"))
    assert (said(folder, ONE), said(folder, TWO)) == ({"old"}, {"other"})


def test_a_broken_store_is_made_again_for_a_reader(folder):
    number = (folder.path / "CURRENT").read_text().strip()
    (folder.path / "store" / number / "CURRENT").write_text("MANIFEST-999999\n")
    assert said(folder, ONE) == {"old"}


def test_at_most_two_stores_are_kept(folder):
    for words in "abcd":
        folder.build(ONE, files(words))
    assert len(list((folder.path / "store").iterdir())) <= 2


def test_a_reader_keeps_what_it_opened(folder):
    with folder.reader() as store:
        for words in "abcd":
            folder.build(ONE, files(words))
        found = store.quads_for_pattern(None, None, None, NamedNode(GRAPH + ONE))
        assert {quad.object.value for quad in found} == {"old"}


def test_a_locked_graph_names_its_lock(folder):
    with FileLock(folder.path / "lock"), pytest.raises(GraphError, match="lock: another process"):
        folder.build(TWO, files("other"))


def test_a_locked_graph_can_be_read(folder):
    with FileLock(folder.path / "lock"):
        assert said(folder, ONE) == {"old"}


def test_the_files_are_not_named_while_they_are_being_replaced(folder):
    with FileLock(folder.path / "lock"), pytest.raises(GraphError, match="lock: another process"):
        folder.files()


def test_the_files_of_a_plan_whose_build_was_killed_in_the_midst_of_a_swap_are_named(folder):
    plan = folder.plan(ONE).folder
    for aside in (".old", ".new"):
        shutil.copytree(plan, plan.parent / aside / plan.name)
    shutil.rmtree(plan)
    assert folder.files()[GRAPH + ONE] == [plan / "plan.ttl"]
    assert (plan / "plan.ttl").is_file()


def test_another_layout_is_refused(folder):
    (folder.path / "LAYOUT").write_text("99\n")
    for action in (lambda: said(folder, ONE), folder.plans, lambda: folder.build(TWO, files("other"))):
        with pytest.raises(GraphError, match="layout 99"):
            action()


def test_a_foreign_folder_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "thesis.doc").write_text("mine")
    for action in (lambda: said(GraphFolder(tmp_path), ONE), lambda: GraphFolder(tmp_path).build(ONE, files("old"))):
        with pytest.raises(GraphError, match="not a reformgraph folder"):
            action()
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_file_is_no_graph_folder(tmp_path):
    (tmp_path / "graph").write_text("")
    with pytest.raises(GraphError, match="is a file"):
        GraphFolder(tmp_path / "graph").build(ONE, files("old"))


def test_a_graph_that_is_not_there_cannot_be_read(tmp_path):
    with pytest.raises(GraphError, match="build a plan first"):
        said(GraphFolder(tmp_path / "graph"), ONE)


BUILD = """
import sys, json, resource
from pathlib import Path
from load.oxigraph import GraphFolder
from reformgraph.errors import GraphError
path, plan, limit, *words = sys.argv[1:]
triples = lambda each: "".join(f'<http://example.org/{n}> <http://example.org/says> "{each}" .\\n' for n in range(500)).encode()
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
print("ready", flush=True)
while True:
    for each in words:
        try:
            GraphFolder(Path(path)).build(plan, {"plan.txt": each.encode(), "plan.ttl": triples(each)})
        except GraphError as error:
            sys.exit(str(error))
"""


def start(folder: GraphFolder, *words: str, limit: int = 0) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(folder.path), TWO, str(limit), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_build_that_is_killed_leaves_the_old_or_the_new_whole(folder):
    for n in range(25):
        process = start(folder, "甲", "乙")
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.013 * n)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert said(folder, ONE) == {"old"}
        words = {entry.id: entry.text for entry in folder.plans()}
        assert said(folder, TWO) == ({words[TWO]} if TWO in words else set())


def test_a_full_disk_is_said_and_nothing_is_lost(folder):
    process = start(folder, "x" * 2000, limit=300_000)
    assert "disk is full" in process.communicate()[1]
    assert [entry.id for entry in folder.plans()] == [ONE]
    assert said(folder, ONE) == {"old"}


def test_readers_read_while_a_plan_is_built(folder):
    process = start(folder, "甲", "乙")
    try:
        for _ in range(40):
            assert said(folder, ONE) == {"old"}
            assert len(said(folder, TWO)) <= 1
    finally:
        process.kill()
        process.communicate()


def test_the_files_of_the_store_are_recorded_with_their_hashes(folder):
    number = (folder.path / "CURRENT").read_text().strip()
    assert GRAPH + ONE in json.loads((folder.path / "store" / number / "graphs.json").read_text())


def test_terms_are_kept_whole_and_the_store_takes_them_up(folder):
    folder.teach({"own.ttl": b'<http://example.org/t> <http://example.org/says> "term" .'})
    assert said(folder, "vocabulary") == {"term"}


def test_terms_may_come_before_the_first_plan(tmp_path):
    folder = GraphFolder(tmp_path / "graph")
    folder.teach({"own.ttl": b""})
    folder.build(ONE, files("old"))
    assert said(folder, ONE) == {"old"}


def test_terms_are_not_put_into_a_folder_that_is_no_graph(tmp_path):
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(GraphError, match="not a reformgraph folder"):
        GraphFolder(tmp_path).teach({"own.ttl": b""})
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.doc"]
