"""The reports on two plans and on the life of something: their HTML, and what a real Chromium shows of it."""

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformgraph.explorer.report import CHANGES, Change, Step, changes_report, differing, life_report
from reformgraph.kinds import stage_colours
from reformgraph.language import Language
from reformgraph.model import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium

HOSTILE = '<script>window.ran=1</script>“”&"'
CHANGED = [
    Change("expanded", "在甲区试点桥长制", "在全市推行桥长制", "一", "二", "同一机制：桥长制", 0.91),
    Change("new", later=HOSTILE, later_path="三"),
    Change("dropped", earlier="每月公布桥梁名单", earlier_path="四"),
]
LIFE = [
    Step(2021, "试点", "甲政办〔2021〕5号", "一", "在甲区试点桥长制", "甲区"),
    Step(
        2022,
        "全面推行",
        "甲政办〔2022〕7号",
        "二",
        "在全市推行桥长制",
        "甲市",
        "扩大",
        "在甲区试点桥长制",
        "甲政办〔2021〕5号",
    ),
]


def test_the_words_that_differ_are_marked_in_both_sentences() -> None:
    assert differing("在甲区试点桥长制", "在全市推行桥长制") == (
        "在<del>甲区试点</del>桥长制",
        "在<ins>全市推行</ins>桥长制",
    )


@given(st.text(), st.text())
def test_marking_loses_no_word(earlier: str, later: str) -> None:
    plain = [unescape(re.sub("</?(?:del|ins)>", "", marked)) for marked in differing(earlier, later)]
    assert plain == [earlier, later]


def test_equal_sentences_have_no_mark() -> None:
    assert differing("推行桥长制", "推行桥长制") == ("推行桥长制", "推行桥长制")


def test_a_report_says_how_many_of_each_change_there_are() -> None:
    report = changes_report("甲", "乙", CHANGED, Language.ZH)
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", report) == ["扩大 · 1", "新增 · 1", "不再提及 · 1"]


def test_the_words_of_a_plan_run_nothing() -> None:
    for report in (changes_report(HOSTILE, "乙", CHANGED, Language.EN), life_report(HOSTILE, LIFE, Language.EN)):
        assert "<script" not in report
        assert "script-src 'none'" in report


def test_every_stage_has_a_colour_of_its_own() -> None:
    assert list(stage_colours()) == [stage.value for stage in Stage]
    assert len(set(stage_colours().values())) == len(Stage)


def test_a_step_is_drawn_in_the_colour_of_its_stage_in_either_language() -> None:
    for name in ("试点", "pilot"):
        report = life_report("桥长制", [Step(2021, name, "a", "b", "c")], Language.EN)
        assert '<article class="s-pilot">' in report


def test_every_change_is_told_in_both_languages() -> None:
    assert all(words.zh and words.en == name for name, words in CHANGES.items())


@pytest.mark.browser
@pytest.mark.parametrize("language", list(Language))
def test_a_reader_sees_both_reports_without_a_barrier(tmp_path: Path, chromium: "Chromium", language: Language) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for name, report in (
        ("changes", changes_report("甲市2021年要点", "甲市2022年要点", CHANGED, language)),
        ("life", life_report("桥长制", LIFE, language)),
    ):
        file = tmp_path / f"{name}.html"
        file.write_text(report, "utf-8")
        page.goto(file.as_uri())
        assert page.locator("ins").first.is_visible()
        found = Axe().run(page)
        assert not found.violations_count, found.generate_report()
    dots = page.locator(".years .dot").evaluate_all("all => all.map((each) => getComputedStyle(each).backgroundColor)")
    assert len(set(dots)) == len(LIFE)
    assert page.evaluate("window.ran") is None
    assert not faults
    page.close()
