"""Markdown gives the words without the marks, and keeps lines, numbers and tables."""

import pytest

from extract.sources.markdown import read_markdown


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("## 一、总体要求", "一、总体要求"),
        ("推进**告知承诺制**改革。", "推进告知承诺制改革。"),
        ("**重点任务。**推进改革。", "重点任务。推进改革。"),
        ("**“综合窗口”改革**到位。", "“综合窗口”改革到位。"),
        ("> 各部门：", "各部门："),
        ("- 优化流程；\n- 压减时间。", "优化流程；\n压减时间。"),
        ("1. 优化流程。\n2. 压减时间。", "1. 优化流程。\n2. 压减时间。"),
        ("3. 优化流程。\n3. 压减时间。", "3. 优化流程。\n4. 压减时间。"),
        ("1、优化流程。", "1、优化流程。"),
        ("（一）优化流程。\n（二）压减时间。", "（一）优化流程。\n（二）压减时间。"),
        ("    一、推进改革。", "一、推进改革。"),
        ("　　一、推进改革。", "一、推进改革。"),
        ("一、重点任务\n---\n推进改革。", "一、重点任务\n推进改革。"),
        ("见[实施细则](https://example.org/a)。", "见实施细则。"),
        ("![印章](seal.png)推进改革。", "推进改革。"),
        ("`云办`系统", "云办系统"),
        ("第一行<br>第二行", "第一行\n第二行"),
        ("---\ntitle: 方案\n---\n一、推进改革。", "一、推进改革。"),
        ("<div>推进改革。</div>", "推进改革。"),
        ("~~删去~~保留", "删去保留"),
    ],
)
def test_marks_go_and_words_stay(marked: str, text: str) -> None:
    assert read_markdown(marked) == text + "\n"


def test_a_table_gives_a_line_a_row() -> None:
    marked = "| 序号 | 举措 |\n|:-:|---|\n| 1 | 推进<br>改革 |\n| 2 | **压减**时间 |\n"
    assert read_markdown(marked) == "序号\t举措\n1\t推进改革\n2\t压减时间\n"
