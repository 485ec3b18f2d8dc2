"""How big the explorer's pages are and how quick they answer, in a real Chromium.

    python bench/explorer.py 1 10 100        (make bench-explorer)

The plans are the example plan under other numbers and dates. Times are seconds, the least of three: until the page is
there, until a filter is applied, a word searched, and each view drawn.
"""

import dataclasses
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from extract import extract_plan
from reformgraph.explorer.data import Page, collection_data, plan_data
from reformgraph.explorer.page import page
from reformgraph.language import Language
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary

EXAMPLE = Path(__file__).parent.parent / "examples" / "2020-shanghai-fangguanfu.txt"
VIEWS = ("measures", "matrix", "stages", "timeline", "graph", "plans")


def copies(plan: Plan, count: int) -> list[Page]:
    """The plan, as many times, each of another day."""
    issued = plan.header.issued
    assert issued is not None
    days = (date.fromordinal(date(2020, 1, 1).toordinal() + place) for place in range(count))
    headers = [dataclasses.replace(plan.header, issued=dataclasses.replace(issued, value=day)) for day in days]
    return [
        Page(dataclasses.replace(plan, header=header), f"310000-2020-hufuban-{place}", f"{place}.html")
        for place, header in enumerate(headers, 1)
    ]


def drawing(tab: Tab, act: str) -> float:
    """Seconds from an action until the next frame is drawn."""
    script = f"""async () => {{
        const start = performance.now();
        {act};
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - start;
    }}"""
    return min(float(tab.evaluate(script)) for _ in range(3)) / 1000


def main(counts: list[int]) -> None:
    vocabulary = Vocabulary.load()
    plan = extract_plan(EXAMPLE.read_text("utf-8"), vocabulary)
    print(f"{'plans':>6} {'measures':>9} {'MB':>6} {'written':>8} {'opened':>7} {'filter':>7} {'search':>7}", *VIEWS)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for count in counts:
            pages = copies(plan, count)
            start = time.perf_counter()
            several = count > 1
            text = page(
                (collection_data(pages, vocabulary, Language.ZH))
                if several
                else plan_data(pages[0], vocabulary, Language.ZH)
            )
            file = Path(folder) / f"{count}.html"
            file.write_text(text, "utf-8")
            written = time.perf_counter() - start
            opened = []
            tab = chromium.new_page()
            for _ in range(3):
                start = time.perf_counter()
                tab.goto(file.as_uri())
                tab.wait_for_selector("#view")
                opened.append(time.perf_counter() - start)
            if several:
                tab.click("#tab-measures")
            filtered = drawing(tab, "document.querySelector('nav input[type=checkbox]').click()")
            tab.click("#clear")
            box = "document.getElementById('search')"
            searched = drawing(tab, f"{box}.value = '告知'; {box}.dispatchEvent(new Event('input'))")
            tab.click("#clear")
            views = [drawing(tab, f"document.getElementById('tab-{view}')?.click()") for view in VIEWS]
            print(
                f"{count:>6} {count * len(plan.measures):>9} {file.stat().st_size / 1e6:>6.1f} {written:>8.2f} "
                f"{min(opened):>7.2f} {filtered:>7.2f} {searched:>7.2f}",
                *(f"{seconds:{len(view)}.2f}" for view, seconds in zip(VIEWS, views, strict=True)),
            )
            tab.close()
        chromium.close()


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [1, 10, 100])
