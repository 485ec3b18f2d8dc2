"""The explorer: what its pages hold, and the pages themselves in a real Chromium, opened from disk."""

import base64
import hashlib
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from extract import extract_plan
from load.iris import measure_iris
from reformgraph.cli import app
from reformgraph.explorer.data import Page as PlanPage
from reformgraph.explorer.data import collection_data, plan_data
from reformgraph.explorer.page import page as page_of
from reformgraph.language import Language
from reformgraph.model import Kind, Plan
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

NUMBER = "沪府办〔2020〕26号"
VENDOR = files("reformgraph.explorer") / "vendor"
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


@pytest.fixture(scope="module")
def data(example: Plan, vocabulary: Vocabulary) -> Any:
    return plan_data(PlanPage(example, "310000-2020-hufuban-26", "a.html"), vocabulary, Language.ZH)


@pytest.fixture(scope="module")
def page_text(data: Any) -> str:
    return page_of(data)


def hostile_page(vocabulary: Vocabulary) -> PlanPage:
    return PlanPage(extract_plan(HOSTILE, vocabulary), "x", "a b.html")


def test_the_data_say_what_the_plan_says(example: Plan, data: Any) -> None:
    assert len(data["measures"]) == len(example.measures)
    for shown, measure in zip(data["measures"], example.measures, strict=True):
        assert data["text"][slice(*shown["at"])] == measure.span.of(example.text)
        names = [data["terms"][each["term"]]["zh"] for each in shown["mentions"]]
        assert names == [each.mention.name for each in measure.relations]


def test_a_mention_carries_its_concept_its_rules_and_its_words(data: Any) -> None:
    found = [each for each in data["terms"] if each["zh"] == "告知承诺"]
    assert [(each["kind"], each["en"]) for each in found] == [("mechanisms", "Notification and commitment")]
    assert found[0]["iri"] == "https://w3id.org/reformgraph/mechanism/gaozhi-chengnuo"
    mention = next(
        each for measure in data["measures"] for each in measure["mentions"] if data["terms"][each["term"]] == found[0]
    )
    assert "告知承诺" in data["text"][slice(*mention["at"])]
    assert mention["rules"][0] == "mechanism.term"


def test_a_measure_is_linked_by_the_end_of_its_iri(example: Plan, data: Any) -> None:
    texts = [measure.span.of(example.text) for measure in example.measures]
    iris = measure_iris("https://w3id.org/reformgraph/plan/310000-2020-hufuban-26", texts)
    assert [f"m-{iri.rpartition('/')[2]}" for iri in iris] == [each["id"] for each in data["measures"]]


def test_places_are_counted_as_a_browser_counts(vocabulary: Vocabulary) -> None:
    text = "某市2024年𠮷桥改革工作要点\n一、桥梁\n推行告知承诺。\n"
    shown = PlanPage(extract_plan(text, vocabulary), "x", "x.html")
    start, end = plan_data(shown, vocabulary, Language.ZH)["measures"][0]["at"]
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "推行告知承诺"


def test_several_plans_are_shown_newest_first_with_all_their_measures(example: Plan, vocabulary: Vocabulary) -> None:
    shown = collection_data([PlanPage(example, "y", "y.html"), hostile_page(vocabulary)], vocabulary, Language.EN)
    assert [plan["issued"] for plan in shown["plans"]] == ["2024-03-01", "2020-04-15"]
    older = [measure for measure in shown["measures"] if measure["plan"] == 1]
    units = shown["text"].encode("utf-16-le")
    assert [units[2 * each["at"][0] : 2 * each["at"][1]].decode("utf-16-le") for each in older] == [
        measure.span.of(example.text) for measure in example.measures
    ]


def test_a_page_allows_its_own_scripts_and_style_and_nothing_else(page_text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page_text)
    scripts = re.findall(r"<script>(.*?)</script>", page_text, re.DOTALL)
    style = re.search(r"<style[^>]*>(.*?)</style>", page_text, re.DOTALL)
    assert policy and style

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert f"script-src {' '.join(map(digest, scripts))};" in policy[1]
    assert f"style-src {digest(style[1])};" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "://" not in page_text.split("<body>", maxsplit=1)[0]


def test_each_library_has_a_licence_a_version_and_the_bytes_that_it_was_published_with() -> None:
    libraries = tomllib.loads((VENDOR / "vendor.toml").read_text("utf-8"))
    shipped = {each.name for each in VENDOR.iterdir()} - {"vendor.toml"}
    assert shipped == {each[key] for each in libraries.values() for key in ("file", "licence_file")}
    for library in libraries.values():
        content = (VENDOR / library["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == library["sha256"]
        assert library["version"].encode() in content


def test_the_words_of_a_hostile_plan_close_nothing(page_text: str, vocabulary: Vocabulary) -> None:
    for data in (
        plan_data(hostile_page(vocabulary), vocabulary, Language.ZH),
        collection_data([hostile_page(vocabulary)], vocabulary, Language.ZH),
    ):
        page = page_of(data)
        assert page.count("</script>") == page_text.count("</script>")
        assert embedded(page)["text"] == data["text"]


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

    def opened(self, file: Path, chromium: "Chromium", ready: str = ".measure") -> Any:
        context = chromium.new_context(viewport={"width": 1500, "height": 950}, offline=True)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(file.as_uri())
        page.wait_for_selector(ready, timeout=WAIT)
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

    def test_details_lead_back_to_concept_rule_and_words(self, page: "Page") -> None:
        page.locator(".measure", has_text="浦东新区").first.click()
        told = page.locator("#details").inner_text()
        for part in ("浦东新区", "https://w3id.org/reformgraph/region/", "region.term", "“浦东新区”", "/measure/"):
            assert part in told

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

    def test_a_link_leads_to_its_measure(self, page: "Page", pages: Path, data: Any) -> None:
        page.goto((pages / "310000-2020-hufuban-26.html").as_uri() + f"#{data['measures'][99]['id']}")
        page.reload()
        linked = page.locator(".measure").nth(99)
        assert linked.get_attribute("aria-current") == "true"
        assert linked.evaluate("element => element.getBoundingClientRect().top > 0")
        assert linked.evaluate("element => element.getBoundingClientRect().bottom < innerHeight")

    def test_the_language_can_be_changed(self, page: "Page") -> None:
        page.click("#language")
        assert "Filters" in (page.locator("nav").get_attribute("aria-label") or "")
        assert page.locator("html").get_attribute("lang") == "en"

    def test_the_keyboard_is_enough(self, page: "Page") -> None:
        measure = page.locator(".measure").nth(5)
        measure.focus()
        page.keyboard.press("Enter")
        assert measure.get_attribute("aria-current") == "true"
        assert page.evaluate("document.activeElement.id") == measure.get_attribute("id")
        page.focus("#tab-text")
        page.keyboard.press("ArrowRight")
        assert page.locator("#tab-matrix").get_attribute("aria-selected") == "true"
        assert page.evaluate("document.activeElement.id") == "tab-matrix"

    def test_stages_stand_in_their_order(self, page: "Page") -> None:
        page.click("#tab-stages")
        titles = [title.split("\n")[0] for title in page.locator(".board h2").all_inner_texts()]
        order = ["探索", "试点", "扩大", "全面推行", "持续", "建立", "无"]
        assert [re.sub(r"\d+$", "", title) for title in titles] == [each for each in order if each in str(titles)]

    def test_long_lists_grow_on_demand(self, page: "Page") -> None:
        mechanisms = page.locator("fieldset", has_text="机制").locator("li")
        assert mechanisms.count() == 12
        page.click("#more-filter-mechanisms")
        assert mechanisms.count() == 24
        assert page.evaluate("document.activeElement.id") == "more-filter-mechanisms"

    def test_the_graph_joins_what_one_measure_names(self, page: "Page") -> None:
        page.click("#tab-graph")
        page.wait_for_selector("#graph[data-nodes]", timeout=WAIT)
        assert int(page.locator("#graph").get_attribute("data-nodes") or 0) > 20
        assert page.locator("#graph canvas").count() == 3
        inked = "[...document.querySelectorAll('#graph canvas')].some((each) => each.getContext('2d').getImageData(0, 0, each.width, each.height).data.some(Boolean))"
        assert page.evaluate(inked)

    def test_a_dot_of_the_graph_filters(self, page: "Page") -> None:
        page.click("#tab-graph")
        page.wait_for_selector("#graph[data-nodes]", timeout=WAIT)
        x, y = page.evaluate(
            "(() => { const cy = document.querySelector('#graph')._cyreg.cy; const dot = cy.nodes()[0].renderedPosition();"
            " const box = document.querySelector('#graph').getBoundingClientRect(); return [box.x + dot.x, box.y + dot.y]; })()"
        )
        page.mouse.click(x, y)
        assert page.locator("nav input:checked").count() == 1
        assert page.locator("#tab-graph").get_attribute("aria-selected") == "true"

    def test_a_pair_leads_to_the_measures_that_name_both(self, page: "Page") -> None:
        page.click("#tab-graph")
        pair = page.locator(".pairs button").first
        names, count = pair.inner_text().split(" · ")
        pair.click()
        assert page.locator(".measure:not(.out)").count() == int(count)
        page.locator(".measure:not(.out)").first.click()
        for name in names.split(" — "):
            assert name in page.locator("#details").inner_text()

    def test_print_shows_the_text_alone(self, page: "Page") -> None:
        page.emulate_media(media="print")
        assert page.locator("#text").is_visible()
        assert not page.locator("nav").is_visible()
        assert not page.locator("#details").is_visible()

    def test_nothing_of_a_hostile_plan_runs(self, hostile: "Page") -> None:
        hostile.locator(".measure").first.click()
        for tab in ("matrix", "stages", "timeline", "graph", "text"):
            hostile.click(f"#tab-{tab}")
        assert hostile.evaluate("window.ran") is None
        assert hostile.locator("#page img, #page b").count() == 0
        assert "<b onclick" in hostile.locator("#text").inner_text()

    @pytest.mark.parametrize("tab", ["text", "matrix", "stages", "timeline", "graph"])
    def test_axe_finds_no_barrier(self, page: "Page", tab: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        page.locator(".measure", has_text="浦东新区").first.click()
        page.click(f"#tab-{tab}")
        found = Axe().run(page)
        assert not found.violations_count, found.generate_report()

    @pytest.fixture
    def collection(self, pages: Path, chromium: "Chromium") -> Any:
        yield from self.opened(pages / "index.html", chromium, ".plans")

    def test_the_page_of_all_plans_leads_to_each(self, collection: "Page", pages: Path) -> None:
        assert collection.locator(".plans tbody tr").count() == 2
        collection.locator(".plans a", has_text="放管服").click()
        collection.wait_for_selector(".measure", timeout=WAIT)
        assert collection.url.endswith("310000-2020-hufuban-26.html")

    def test_filters_reach_over_all_plans(self, collection: "Page", example: Plan) -> None:
        collection.get_by_label("浦东新区").check()
        fitting = [m for m in example.measures if any(r.mention.name == "浦东新区" for r in m.of_kind(Kind.REGION))]
        assert collection.locator(".plans tbody td").last.inner_text() == str(len(fitting))
        collection.click("#tab-measures")
        assert collection.locator(".card").count() == len(fitting)

    def test_a_measure_found_among_all_plans_leads_to_its_plan(self, collection: "Page") -> None:
        collection.click("#tab-measures")
        collection.locator("#search").fill("临港新片区实施商事主体登记确认制")
        collection.locator(".card").first.click()
        assert "商事主体登记确认制" in collection.locator("#details").inner_text()
        collection.locator("#details a").click()
        collection.wait_for_selector('.measure[aria-current="true"]', timeout=WAIT)
        assert "商事主体登记确认制" in collection.locator('.measure[aria-current="true"]').inner_text()

    def test_nothing_of_a_hostile_plan_runs_among_all_plans(self, collection: "Page") -> None:
        for tab in ("matrix", "stages", "timeline", "graph", "plans", "measures"):
            collection.click(f"#tab-{tab}")
        collection.locator(".card", has_text="<b onclick").first.click()
        assert collection.evaluate("window.ran") is None
        assert collection.locator("#page img, #page b").count() == 0

    @pytest.mark.parametrize("tab", ["plans", "measures", "matrix", "stages", "timeline", "graph"])
    def test_axe_finds_no_barrier_on_the_page_of_all_plans(self, collection: "Page", tab: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        collection.click(f"#tab-{tab}")
        found = Axe().run(collection)
        assert not found.violations_count, found.generate_report()
