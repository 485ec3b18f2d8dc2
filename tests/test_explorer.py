"""The explorer: what its pages hold, and the pages themselves in a real Chromium, opened from disk."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from extract import extract_plan
from reformgraph.cli import app
from reformgraph.explorer.data import plan_data
from reformgraph.explorer.page import Listed, list_page, plan_page
from reformgraph.language import Language
from reformgraph.model import Kind, Plan
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

NUMBER = "沪府办〔2020〕26号"
WAIT = 30_000  # milliseconds before a test gives up
HOSTILE = (
    "某市2024年推进“</script><script>window.ran=1</script>”改革工作要点\n某府〔2024〕9号\n2024年3月1日\n"
    "一、<img src=x onerror=window.ran=2>改革\n"
    "推行“<b onclick=window.ran=3>一企一桥</b>”制度，年底前建成“𠮷桥”平台" + "，优化桥梁服务" * 400 + "。\n"
    "支持“javascript:window.ran=4”企业参与桥梁养护\u2028改革。\n"
)


def run(*words: object, lang: str = "zh") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"REFORMGRAPH_LANG": lang, "COLUMNS": "200"})


@pytest.fixture(scope="module")
def example(example_text: str, vocabulary: Vocabulary) -> Plan:
    return extract_plan(example_text, vocabulary)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the example plan and a hostile one."""
    folder = tmp_path_factory.mktemp("view")
    (folder / "hostile.txt").write_text(HOSTILE, "utf-8")
    example = Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt"
    done = run("build", example, folder / "hostile.txt", "-g", folder / "graph")
    assert done.exit_code == 0, done.output
    return folder / "graph"


@pytest.fixture(scope="module")
def pages(graph: Path) -> Path:
    done = run("view", "-g", graph, "--no-open")
    assert done.exit_code == 0, done.output
    return graph / "view"


def embedded(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_data_say_what_the_plan_says(example: Plan) -> None:
    data = plan_data(example, "x", {}, Language.ZH)
    assert len(data["measures"]) == len(example.measures)
    for shown, measure in zip(data["measures"], example.measures, strict=True):
        assert data["text"][slice(*shown["at"])] == measure.span.of(example.text)
        assert [each["name"] for each in shown["mentions"]] == [each.mention.name for each in measure.relations]


def test_places_are_counted_as_a_browser_counts(vocabulary: Vocabulary) -> None:
    text = "某市2024年𠮷桥改革工作要点\n一、桥梁\n推行告知承诺。\n"
    data = plan_data(extract_plan(text, vocabulary), "x", {}, Language.ZH)
    start, end = data["measures"][0]["at"]
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "推行告知承诺"


def test_a_page_allows_its_own_script_and_style_and_nothing_else(example: Plan) -> None:
    page = plan_page(plan_data(example, "x", {}, Language.ZH))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy and script and style
    for kind, found in (("script", script[1]), ("style", style[1])):
        digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "://" not in page.split("<body>")[0]


def test_the_words_of_a_hostile_plan_close_nothing(vocabulary: Vocabulary) -> None:
    page = plan_page(plan_data(extract_plan(HOSTILE, vocabulary), "x", {}, Language.ZH))
    assert page.count("</script>") == 2
    assert embedded(page)["text"] == HOSTILE


def test_titles_in_the_list_are_words_alone(vocabulary: Vocabulary) -> None:
    page = list_page([Listed.of(extract_plan(HOSTILE, vocabulary), "a b.html")], Language.EN)
    assert "<script" not in page
    assert 'href="a%20b.html"' in page


def test_pages_of_all_plans_come_with_a_list(pages: Path) -> None:
    names = sorted(path.name for path in pages.iterdir())
    assert "index.html" in names
    assert len(names) == 3


def test_one_plan_can_be_chosen_by_its_number(graph: Path, tmp_path: Path) -> None:
    done = run("view", NUMBER, "-g", graph, "-o", tmp_path / "one", "--no-open")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["310000-2020-hufuban-26.html"]


def test_a_graph_without_plans_says_how_to_build_one(tmp_path: Path) -> None:
    done = run("view", "-g", tmp_path / "none", "--no-open", lang="en")
    assert done.exit_code == 4
    assert "build a plan first" in done.stderr


def test_an_unknown_plan_is_refused(graph: Path) -> None:
    assert run("view", "没有这份", "-g", graph, "--no-open").exit_code == 5


@pytest.mark.browser
class TestPage:
    @pytest.fixture
    def page(self, pages: Path, chromium: "Chromium") -> Any:
        yield from self.opened(pages / "310000-2020-hufuban-26.html", chromium)

    @pytest.fixture
    def hostile(self, pages: Path, chromium: "Chromium") -> Any:
        (file,) = [path for path in pages.iterdir() if path.name not in ("index.html", "310000-2020-hufuban-26.html")]
        yield from self.opened(file, chromium)

    def opened(self, file: Path, chromium: "Chromium") -> Any:
        context = chromium.new_context(viewport={"width": 1500, "height": 950}, offline=True)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(file.as_uri())
        page.wait_for_selector(".measure", timeout=WAIT)
        yield page
        assert not faults
        context.close()

    def test_every_measure_and_mention_is_marked(self, page: "Page", example: Plan) -> None:
        assert page.locator(".measure").count() == len(example.measures)
        places = {relation.mention.span for measure in example.measures for relation in measure.relations}
        assert page.locator("#text mark").count() == len(places)

    def test_a_click_shows_what_was_found(self, page: "Page") -> None:
        page.locator(".measure", has_text="告知承诺").first.click()
        details = page.locator("#details")
        assert "告知承诺" in details.inner_text()
        assert "mechanism.term" in details.inner_text()

    def test_filters_leave_the_measures_that_fit(self, page: "Page", example: Plan) -> None:
        page.get_by_label("浦东新区").check()
        fitting = [m for m in example.measures if any(r.mention.name == "浦东新区" for r in m.of_kind(Kind.REGION))]
        assert page.locator(".measure:not(.out)").count() == len(fitting)
        assert f"显示 {len(fitting)} /" in page.locator("#shown").inner_text()
        assert page.evaluate("document.querySelector('.measure:not(.out)').getBoundingClientRect().top < innerHeight")
        page.click("#clear")
        assert page.locator(".measure.out").count() == 0

    def test_a_cell_of_the_matrix_filters_the_text(self, page: "Page") -> None:
        page.click("#tab-matrix")
        cell = page.locator(".matrix td button").first
        mechanism, region = re.fullmatch("(.*), (.*): 1", cell.get_attribute("aria-label") or "").groups()  # type: ignore[union-attr]
        cell.click()
        left = page.locator(".measure:not(.out)")
        assert left.count() >= 1
        left.first.click()
        assert mechanism in page.locator("#details").inner_text()
        assert region in page.locator("#details").inner_text()

    def test_stages_and_deadlines_lead_to_the_text(self, page: "Page") -> None:
        page.click("#tab-stages")
        assert page.locator(".board section").count() > 3
        page.click("#tab-timeline")
        dates = page.locator(".timeline time").evaluate_all("all => all.map(each => each.dateTime)")
        assert dates == sorted(dates)
        page.locator(".timeline .card").first.click()
        assert page.locator('.measure[aria-current="true"]').count() == 1

    def test_words_are_searched_and_shown(self, page: "Page") -> None:
        page.locator("#search").type("一网通办", delay=20)
        assert page.locator(".hit").count() > 3
        assert page.locator("#search").input_value() == "一网通办"
        assert page.evaluate("document.activeElement.id") == "search"

    def test_a_link_leads_to_its_measure(self, page: "Page", pages: Path) -> None:
        page.goto((pages / "310000-2020-hufuban-26.html").as_uri() + "#m100")
        page.reload()
        assert page.locator("#m100").get_attribute("aria-current") == "true"
        assert page.locator("#m100").is_visible()

    def test_the_language_can_be_changed(self, page: "Page") -> None:
        page.click("#language")
        assert "Filters" in (page.locator("nav").get_attribute("aria-label") or "")
        assert page.locator("html").get_attribute("lang") == "en"

    def test_the_keyboard_is_enough(self, page: "Page") -> None:
        page.focus("#m5")
        page.keyboard.press("Enter")
        assert page.locator("#m5").get_attribute("aria-current") == "true"
        assert page.evaluate("document.activeElement.id") == "m5"
        page.focus("#tab-text")
        page.keyboard.press("ArrowRight")
        assert page.locator("#tab-matrix").get_attribute("aria-selected") == "true"
        assert page.evaluate("document.activeElement.id") == "tab-matrix"

    def test_print_shows_the_text_alone(self, page: "Page") -> None:
        page.emulate_media(media="print")
        assert page.locator("#text").is_visible()
        assert not page.locator("nav").is_visible()
        assert not page.locator("#details").is_visible()

    def test_nothing_of_a_hostile_plan_runs(self, hostile: "Page") -> None:
        hostile.locator(".measure").first.click()
        for tab in ("matrix", "stages", "timeline", "text"):
            hostile.click(f"#tab-{tab}")
        assert hostile.evaluate("window.ran") is None
        assert hostile.locator("#page img, #page b").count() == 0
        assert "<b onclick" in hostile.locator("#text").inner_text()

    @pytest.mark.parametrize("tab", ["text", "matrix", "stages", "timeline"])
    def test_axe_finds_no_barrier(self, page: "Page", tab: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        page.locator(".measure", has_text="浦东新区").first.click()
        page.click(f"#tab-{tab}")
        found = Axe().run(page)
        assert not found.violations_count, found.generate_report()
