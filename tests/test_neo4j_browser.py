"""What Neo4j Browser is given, and Browser itself in a real Chromium: opened, drawn, clicked."""

import io
import json
import re
import stat
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from neo4j import Driver
from typer.testing import CliRunner, Result

from load.neo4j import browser, web
from load.neo4j.connection import Address, connected
from load.neo4j.schema import schema
from reformgraph.cli import app
from reformgraph.errors import Neo4jError
from reformgraph.kinds import looks
from reformgraph.language import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

    from load.neo4j.server import Server

EXAMPLE = Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt"
PICTURES = [each for each in browser.favourites() if each.folder is browser.DRAWN]
DRAWN = "svg.neod3viz g.node circle.b-outline"
DROP = """bytes => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(bytes)], "queries.zip"));
    const editor = document.querySelector('[data-testid="activeEditor"]');
    for (const name of ["dragenter", "dragover", "drop"])
        editor.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));
}"""
WAIT = 60_000  # milliseconds that a page may take on a busy machine before a test gives up


def run(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": lang, "COLUMNS": "200"})


def opened(page: "Page", address: str) -> None:
    page.goto(address)
    page.wait_for_selector('[data-testid="activeEditor"]', timeout=WAIT)


def stored(page: "Page", key: str) -> Any:
    return page.evaluate("key => JSON.parse(localStorage.getItem('neo4j.' + key))", key)


def serve(page: "Page", server: "Server", *changes: str) -> None:
    """Let a page find another pack than the server's: one in which each text is replaced by the next."""
    pack = (server.home / "web" / "browser" / "reformgraph" / "pack.js").read_text("utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in pack
        pack = pack.replace(old, new)
    page.route("**/pack.js", lambda route: route.fulfill(body=pack, content_type="text/javascript"))


def until_served(page: "Page", server: "Server", title: str) -> None:
    """The server looks for a newer file once a second."""
    while title not in page.request.get(f"{server.browser}reformgraph/guide.html").text():
        page.wait_for_timeout(100)


def change(page: "Page", server: "Server", key: str, value: object) -> None:
    """What Browser keeps under a key, changed while it does not run: it would write its own state over it."""
    page.goto(f"{server.browser}reformgraph/guide.html")
    page.evaluate("([key, value]) => localStorage.setItem('neo4j.' + key, JSON.stringify(value))", [key, value])


def test_every_label_and_type_has_a_rule_and_the_most_special_comes_last() -> None:
    selectors = [*browser.style(Language.ZH)]
    assert {f"node.{label.name}" for label in schema().labels.values()} <= {*selectors}
    assert {f"relationship.{kind.name}" for kind in schema().types.values()} <= {*selectors}
    order = [selectors.index(f"node.{name}") for name in ("Resource", "Concept", "Region", "FunctionalZone")]
    assert order == sorted(order)
    assert selectors.index("node.Document") < selectors.index("node.Plan")


def test_a_subclass_looks_like_its_class() -> None:
    rules = browser.style(Language.EN)
    assert rules["node.FunctionalZone"]["color"] == rules["node.Region"]["color"] == looks()["Region"].colour
    assert rules["node.Task"]["color"] == looks()["Task"].colour


def test_relationships_are_captioned_in_the_user_s_language() -> None:
    assert browser.style(Language.ZH)["relationship.APPLIES_IN"]["caption"] == "实施于"
    assert browser.style(Language.ZH)["relationship.OUTCOME"]["caption"] == "成效"
    assert browser.style(Language.EN)["relationship.APPLIES_IN"]["caption"] == "<type>"


def test_the_grass_file_says_what_the_style_says() -> None:
    rules = browser.style(Language.ZH)
    written = re.findall(r"^(\S+) \{\n(.*?)^\}", browser.grass(rules), re.MULTILINE | re.DOTALL)
    parsed = {
        selector: {
            key: value.strip('"') for key, value in (line.strip(" ;\n").split(": ", 1) for line in body.splitlines())
        }
        for selector, body in written
    }
    assert parsed == rules


def test_there_are_pictures_and_the_first_one_leads() -> None:
    assert len(PICTURES) >= 7
    assert browser.favourites()[0].name == browser.FIRST


@pytest.mark.parametrize("picture", PICTURES, ids=lambda each: each.name)
def test_a_picture_that_leaves_out_says_by_which_order(picture: browser.Favourite) -> None:
    assert picture.content.count("LIMIT") == len(re.findall(r"ORDER BY [^\n]* LIMIT", picture.content))


def test_saved_queries_hold_no_parameter_any_more() -> None:
    assert len(browser.favourites()) > 40
    assert not [each.name for each in browser.favourites() if "$" in each.content or ":param" in each.content]


def test_the_zip_holds_every_query_under_its_title_and_is_the_same_each_time() -> None:
    with zipfile.ZipFile(io.BytesIO(browser.zipped())) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
        folders = {name.split("/")[0] for name in archive.namelist()}
    assert folders == {"Reform graph: pictures", "Reform graph: questions"}
    assert len(texts) == len(browser.favourites())
    assert all(re.match(r"// [^\n]*[一-龥][^\n]* / [A-Z][^\n]*\n", text) for text in texts)
    assert browser.zipped() == browser.zipped()


def packed(bolt: str, language: Language) -> Any:
    found = re.fullmatch(r"const REFORMGRAPH = (.*);\n", browser.pack(bolt, language))
    assert found
    return json.loads(found[1])


def test_the_pack_is_data_and_nothing_else() -> None:
    data = packed("bolt://127.0.0.1:1", Language.ZH)
    assert {each["folder"] for each in data["documents"]} == {each["id"] for each in data["folders"]}
    assert len({each["id"] for each in data["documents"]}) == len(browser.favourites())
    assert data["first"].startswith("// 第一张图")


def test_another_port_makes_no_new_version_but_another_language_does() -> None:
    one, other, chinese = (
        packed(f"bolt://127.0.0.1:{port}", language)["version"]
        for port, language in ((1, Language.EN), (2, Language.EN), (1, Language.ZH))
    )
    assert one == other != chinese


def test_a_jar_without_browser_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    jar = tmp_path / "other.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("browser/readme.txt", "nothing")
    with pytest.raises(Neo4jError, match="holds no Neo4j Browser"):
        web.install(tmp_path, jar, "bolt://x", Language.EN)
    assert not (tmp_path / "web").exists()


def test_without_a_server_the_command_says_how_to_start_one(neo4j_extra: None, tmp_path: Path) -> None:
    done = run("neo4j", "browser", "--no-open", "--home", tmp_path)
    assert done.exit_code == 6
    assert "start it: reformgraph neo4j start" in done.stderr


@pytest.mark.neo4j
def test_where_no_language_is_asked_for_the_pages_stay_as_they_are(neo4j_server: "Server") -> None:
    guide = neo4j_server.home / "web" / "browser" / "reformgraph" / "guide.html"
    before = guide.read_text("utf-8")
    command = ("neo4j", "browser", "--no-open", "--home", str(neo4j_server.home))
    done = CliRunner().invoke(app, command, env={"REFORMGRAPH_LANG": None, "LC_ALL": "zh_CN.UTF-8"})
    assert done.exit_code == 0
    assert "浏览器" in done.stderr
    assert guide.read_text("utf-8") == before


@pytest.mark.neo4j
def test_a_password_that_the_server_does_not_take_is_said(neo4j_server: "Server") -> None:
    file = neo4j_server.password_file
    right = file.read_bytes()
    try:
        file.write_text("another one", "utf-8")
        done = run("neo4j", "browser", "--no-open", "--home", neo4j_server.home)
    finally:
        file.write_bytes(right)
    assert done.exit_code == 6
    assert f"{file}: Neo4j does not take this password" in done.stderr


@pytest.mark.neo4j
@pytest.mark.parametrize(("lang", "words"), [("en", "Nothing is loaded yet"), ("zh", "库中还没有方案")])
def test_before_the_first_load_it_is_said_what_to_do(
    empty_neo4j: Driver, neo4j_server: "Server", lang: str, words: str
) -> None:
    done = run("neo4j", "browser", "--no-open", "--home", neo4j_server.home, lang=lang)
    assert words in done.stderr
    assert f"reformgraph neo4j load --home {neo4j_server.home}" in done.stderr
    empty_neo4j.execute_query("CREATE (:Plan)")
    assert words not in run("neo4j", "browser", "--no-open", "--home", neo4j_server.home, lang=lang).stderr


@pytest.mark.neo4j
def test_only_what_the_server_serves_counts_as_installed(
    neo4j_server: "Server", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert web.serves(neo4j_server.browser)
    assert not web.serves(neo4j_server.http)
    assert not web.serves("http://127.0.0.1:1/browser/")


def test_files_for_another_server_are_written(tmp_path: Path) -> None:
    done = run("neo4j", "browser", "--write", tmp_path / "made")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "reformgraph-queries.zip",
        "reformgraph.grass",
    ]


@pytest.mark.parametrize("option", [("--home", "x"), ("--open",), ("--no-open",)], ids="".join)
def test_files_for_another_server_have_no_home_and_nothing_to_open(tmp_path: Path, option: tuple[str, ...]) -> None:
    done = run("neo4j", "browser", "--write", tmp_path / "made", *option)
    assert done.exit_code == 2
    assert "leave out --home" in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("neo4j", "browser", "--write", tmp_path / "file" / "made")
    assert done.exit_code == 3
    assert "choose another with --write" in done.stderr


@pytest.fixture(scope="module")
def loaded(neo4j_server: "Server", neo4j_driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> "Server":
    """The server with the example plan in it."""
    with neo4j_driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()
    graph = tmp_path_factory.mktemp("browser") / "graph"
    assert run("build", EXAMPLE, "-g", graph).exit_code == 0
    done = run("neo4j", "load", "-g", graph, "--home", neo4j_server.home)
    assert done.exit_code == 0, done.output
    return neo4j_server


@pytest.mark.neo4j
@pytest.mark.parametrize("picture", PICTURES, ids=lambda each: each.name)
def test_a_picture_is_made_of_paths(loaded: "Server", neo4j_driver: Driver, picture: browser.Favourite) -> None:
    with neo4j_driver.session() as session:
        drawn = session.run(picture.content).graph()
    assert len(drawn.nodes) > 3
    assert len(drawn.relationships) > 2


@pytest.mark.neo4j
def test_every_type_that_was_loaded_has_a_caption(loaded: "Server", neo4j_driver: Driver) -> None:
    rules = browser.style(Language.ZH)
    kinds = [row[0] for row in neo4j_driver.execute_query("MATCH ()-[r]->() RETURN DISTINCT type(r)").records]
    assert "OUTCOME" in kinds
    assert all(re.search("[一-龥]", rules[f"relationship.{kind}"]["caption"]) for kind in kinds)


@pytest.mark.neo4j
@pytest.mark.browser
class TestBrowser:
    @pytest.fixture
    def page(self, loaded: "Server", chromium: "Chromium") -> Any:
        done = run("neo4j", "browser", "--no-open", "--home", loaded.home)
        assert done.exit_code == 0, done.output
        context = chromium.new_context(viewport={"width": 1500, "height": 950})
        page = context.new_page()
        page.goto((loaded.home / "open.html").as_uri())
        page.wait_for_selector(DRAWN, timeout=WAIT)
        yield page
        context.close()

    def test_it_opens_logged_in_on_the_first_picture_in_our_colours(self, page: "Page") -> None:
        fills = set(page.locator(DRAWN).evaluate_all("all => all.map(each => each.getAttribute('fill'))"))
        assert {looks()[name].colour for name in ("Region", "Measure", "Mechanism")} <= fills
        assert "password" not in page.url

    def test_every_node_is_captioned(self, page: "Page") -> None:
        nodes = page.locator("svg.neod3viz g.node")
        assert all(text and text.strip() for text in nodes.all_text_contents())

    def test_nodes_are_captioned_in_chinese(self, page: "Page") -> None:
        captions = page.locator("svg.neod3viz g.node text").all_text_contents()
        assert any(re.search("[一-龥]{3}", caption) for caption in captions)

    def test_the_language_asked_for_is_that_of_the_next_opening(self, page: "Page", loaded: "Server") -> None:
        assert run("neo4j", "browser", "--no-open", "--home", loaded.home, lang="zh").exit_code == 0
        try:
            until_served(page, loaded, "改革图谱指南")
            opened(page, loaded.browser)
            names = page.locator("svg.neod3viz g.relationship text")
            names.first.wait_for(timeout=WAIT)
            assert {"实施于", "采用机制"} <= {name.strip() for name in names.all_text_contents()}
            assert "改革图谱：图" in [each["name"] for each in stored(page, "folders")]
        finally:
            run("neo4j", "browser", "--no-open", "--home", loaded.home)

    def test_saved_pictures_and_questions_run_at_a_click(self, page: "Page") -> None:
        page.click('[data-testid="navigationFavorites"]')
        for folder, wanted in (
            ("Reform graph: pictures", "The outline of a plan"),
            ("Reform graph: pictures", "Measures with a deadline"),
            ("Reform graph: questions", "Which measures concern a region"),
        ):
            if not page.locator('[data-testid="savedScriptListItem"]').filter(has_text=wanted[:16]).count():
                page.click(f'[data-testid="expandFolder-{folder}"]')
            item = page.locator('[data-testid="savedScriptListItem"]').filter(has_text=wanted[:16]).first
            title = item.inner_text().strip()
            item.locator('[data-testid="savedScriptsButton-Run"]').click()
            frame = page.locator('[data-testid="frame"]').first
            frame.filter(has_text=title[:16]).wait_for(timeout=WAIT)
            shown = frame.locator(f"{DRAWN}, [role=table], table").first
            shown.wait_for(timeout=WAIT)

    def test_what_a_user_changed_stays_when_the_page_is_opened_again(self, page: "Page", loaded: "Server") -> None:
        change(page, loaded, "grass", {"node.Region": {"color": "#123456"}})
        opened(page, loaded.browser)
        assert "#123456" in page.evaluate("localStorage.getItem('neo4j.grass')")

    def test_a_new_version_keeps_what_is_the_user_s(self, page: "Page", loaded: "Server") -> None:
        own = {"id": "mine", "name": "Mine", "content": "RETURN 1", "folder": "my-folder"}
        documents, folders, settings = (stored(page, key) for key in ("documents", "folders", "settings"))
        change(page, loaded, "documents", [*documents, own])
        change(page, loaded, "folders", [*folders, {"id": "my-folder", "name": "My folder"}])
        change(page, loaded, "grass", {"node.Mine": {"color": "#123456"}})
        settings["reformgraph"]["version"] = "an older one"
        change(page, loaded, "settings", {**settings, "initCmd": "RETURN 'mine'"})
        opened(page, loaded.browser)
        assert own in stored(page, "documents")
        ours = [each for each in stored(page, "documents") if str(each.get("id")).startswith("reformgraph")]
        assert len(ours) == len(browser.favourites())
        assert "My folder" in [each["name"] for each in stored(page, "folders")]
        assert {"node.Mine", "node.Region"} <= stored(page, "grass").keys()
        assert stored(page, "settings")["initCmd"] == "RETURN 'mine'"
        assert stored(page, "settings")["reformgraph"]["version"] != "an older one"

    def test_the_zip_is_imported_into_the_folders_that_it_names(self, page: "Page") -> None:
        names = {each["id"]: each["name"] for each in stored(page, "folders")}
        before = Counter(names.get(each.get("folder")) for each in stored(page, "documents"))
        page.evaluate(DROP, [*browser.zipped()])
        page.wait_for_function(
            "size => JSON.parse(localStorage.getItem('neo4j.documents')).length === size",
            arg=before.total() + len(browser.favourites()),
            timeout=WAIT,
        )
        after = Counter(names.get(each.get("folder")) for each in stored(page, "documents"))
        assert after - before == Counter(each.folder.en for each in browser.favourites())

    def test_the_guide_opens_and_draws_at_a_click(self, page: "Page") -> None:
        page.click('[data-testid="navigationGuides"]')
        guide = page.locator('[data-testid="guidesDrawer"]')
        guide.get_by_text("Guide to the reform graph").first.click()
        guide.get_by_text("Reading the picture").wait_for(timeout=WAIT)
        assert all(f":{name}" in guide.inner_text() for name in looks())
        page.click('[data-testid="guideNextSlide"]')
        picture = next(each for each in PICTURES if each.name == "deadlines")
        guide.locator("pre.runnable").filter(has_text=picture.content[:40]).locator("i").click()
        frame = page.locator('[data-testid="frame"]').first
        frame.filter(has_text=picture.content[:40]).locator(DRAWN).first.wait_for(timeout=WAIT)

    def test_a_new_version_restyles_what_the_user_did_not(self, page: "Page", loaded: "Server") -> None:
        grass = stored(page, "grass")
        grass["node.Region"]["color"] = "#123456"
        grass["node.Mine"] = {"color": "#654321"}
        change(page, loaded, "grass", grass)
        serve(page, loaded, '"version": ', '"version": "newer", "was": ', '"font-size": "14px"', '"font-size": "15px"')
        opened(page, loaded.browser)
        found = stored(page, "grass")
        assert (found["node.Region"], found["node.Mine"]) == (grass["node.Region"], grass["node.Mine"])
        assert found["node.Measure"] == {**grass["node.Measure"], "font-size": "15px"}
        assert [*found] == [*browser.style(Language.EN), "node.Mine"]

    def test_a_tab_of_an_older_version_does_not_undo_a_newer_one(self, page: "Page", loaded: "Server") -> None:
        later = page.context.new_page()
        serve(later, loaded, '"version": ', '"version": "newer", "was": ', "Reform graph: pictures", "Newer pictures")
        opened(later, loaded.browser)
        assert "Newer pictures" in [each["name"] for each in stored(later, "folders")]
        later.goto(f"{loaded.browser}reformgraph/guide.html")
        while "Newer pictures" in [each["name"] for each in stored(later, "folders")]:
            page.click('[data-testid="navigationSettings"]')  # after which the older tab writes its state
            page.wait_for_timeout(100)
        page.close()
        opened(later, loaded.browser)
        assert "Newer pictures" in [each["name"] for each in stored(later, "folders")]

    def test_the_address_opens_nothing_later(self, page: "Page", loaded: "Server", chromium: "Chromium") -> None:
        opened = (loaded.home / "open.html").read_text("utf-8")
        assert loaded.password not in opened
        web.close_door(loaded.home)
        assert not (loaded.home / "open.html").exists()
        address = re.findall('href="([^"]+)"', opened)[0]
        context = chromium.new_context()
        late = context.new_page()
        late.goto(address)
        late.wait_for_selector('[data-testid="activeEditor"], [data-testid="password"]', timeout=WAIT)
        assert loaded.password not in late.evaluate("JSON.stringify(localStorage)")
        context.close()

    def test_any_password_logs_in(self, loaded: "Server", neo4j_driver: Driver, chromium: "Chromium") -> None:
        right, odd = loaded.password, """it's "<ü&密码>" \\ #%41"""
        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        context = chromium.new_context()
        try:
            neo4j_driver.execute_query(change, old=right, new=odd, database_="system")
            loaded.password_file.write_text(f"{odd}\n", "utf-8")
            assert run("neo4j", "browser", "--no-open", "--home", loaded.home).exit_code == 0
            page = context.new_page()
            page.goto((loaded.home / "open.html").as_uri())
            page.wait_for_selector(DRAWN, timeout=WAIT)
        finally:
            context.close()
            loaded.password_file.write_text(f"{right}\n", "utf-8")
            with connected(Address(loaded.uri, loaded.username, odd)) as driver:
                driver.execute_query(change, old=odd, new=right, database_="system")

    def test_the_password_lies_in_no_page_that_others_may_read(self, page: "Page", loaded: "Server") -> None:
        assert stat.S_IMODE((loaded.home / "open.html").stat().st_mode) == 0o600
        served = list((loaded.home / "web" / "browser" / "reformgraph").iterdir())
        assert served
        assert not [path for path in served if loaded.password in path.read_text("utf-8")]


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "web" / "browser" / "reformgraph").mkdir(parents=True)
    (tmp_path / "open.html").mkdir()
    with pytest.raises(Neo4jError, match="cannot be written"):
        web.door(tmp_path, "http://x/browser/", "secret")


def test_damaged_pages_are_unpacked_again(tmp_path: Path) -> None:
    jar = tmp_path / "browser.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("browser/index.html", "<html><script src=x></script></html>")
    index = tmp_path / "web" / "browser" / "index.html"
    web.install(tmp_path, jar, "bolt://x", Language.EN)
    index.unlink()
    (tmp_path / "web" / "VERSION").write_bytes(b"\xff")
    web.install(tmp_path, jar, "bolt://x", Language.EN)
    assert "reformgraph/seed.js" in index.read_text("utf-8")
