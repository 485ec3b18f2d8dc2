"""CSV for neo4j-admin: what is imported is what would have been loaded."""

from pathlib import Path

import pytest
from neo4j import GraphDatabase

from load.neo4j import loading
from load.neo4j.export import ARGUMENTS, SCHEMA, export
from load.neo4j.schema import schema
from load.neo4j.source import projected, sources
from load.oxigraph import GraphFolder
from reformgraph.errors import InputError


def graphs(of: GraphFolder):
    return (projected(name, files, schema()) for name, files in sources(of.files()).items())


@pytest.mark.neo4j
def test_an_imported_database_is_the_same_as_a_loaded_one(  # noqa: PLR0917  fixtures
    empty_neo4j, gold_folder, tmp_path, monkeypatch, dump, free_ports
):
    from load.neo4j.server import admin, start, stop

    list(loading.load(empty_neo4j, None, graphs(gold_folder), schema()))
    assert list(export(tmp_path / "csv", graphs(gold_folder)))
    monkeypatch.chdir(tmp_path / "csv")
    home = tmp_path / "home"
    done = admin(home, "database", "import", "full", "neo4j", f"@{ARGUMENTS}")
    assert done.returncode == 0, done.stdout + done.stderr
    server = start(home, http_port=free_ports[0], bolt_port=free_ports[1], heap="512m")
    try:
        with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
            for statement in Path(SCHEMA).read_text("utf-8").split(";\n"):
                if statement.strip():
                    driver.execute_query(statement)
            assert dump(driver) == dump(empty_neo4j)
            assert not any(done.created for done in loading.load(driver, None, graphs(gold_folder), schema()))
    finally:
        stop(home)


@pytest.mark.parametrize("beside", [(), (ARGUMENTS,), (ARGUMENTS, SCHEMA, "nodes-001.csv")], ids=len)
def test_a_folder_with_other_files_is_refused(tmp_path, beside):
    for name in ("mine.txt", *beside):
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError, match=r"holds other files \(mine.txt\)"):
        list(export(tmp_path, ()))
    assert {each.name for each in tmp_path.iterdir()} == {"mine.txt", *beside}


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "csv").write_text("x")
    with pytest.raises(InputError, match="is a file; name a folder"):
        list(export(tmp_path / "csv", ()))


def test_a_folder_in_a_file_cannot_be_written_and_says_so(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match=r"file/csv: cannot be written \(.*; name another folder"):
        list(export(tmp_path / "file" / "csv", ()))


def test_the_current_folder_is_not_taken_away_from_under_its_user(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="is the current folder"):
        list(export(Path(), ()))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "csv").mkdir()
    list(export(tmp_path / "csv", ()))
    assert sorted(each.name for each in (tmp_path / "csv").iterdir()) == [ARGUMENTS, SCHEMA]


def test_an_export_replaces_an_earlier_one(tmp_path):
    list(export(tmp_path / "csv", ()))
    for name in ("nodes-999.csv", "header-nodes-999.csv", "import.report"):
        (tmp_path / "csv" / name).write_text("old")
    list(export(tmp_path / "csv", ()))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["csv"]
    assert sorted(each.name for each in (tmp_path / "csv").iterdir()) == [ARGUMENTS, SCHEMA]


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    list(export(tmp_path / "csv", ()))
    (tmp_path / "csv" / "nodes-999.csv").write_text("old")
    (tmp_path / "link").symlink_to("csv")
    list(export(tmp_path / "link", ()))
    assert (tmp_path / "link").is_symlink()
    assert sorted(each.name for each in (tmp_path / "csv").iterdir()) == [ARGUMENTS, SCHEMA]


def test_an_export_that_is_broken_off_leaves_the_earlier_one(tmp_path):
    list(export(tmp_path / "csv", ()))

    def failing():
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        list(export(tmp_path / "csv", failing()))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["csv"]
    assert sorted(each.name for each in (tmp_path / "csv").iterdir()) == [ARGUMENTS, SCHEMA]
