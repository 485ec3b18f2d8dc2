"""The cells of a table say what the heads of their columns mean, with a row a line or a cell a line."""

import pytest

from extract import extract_plan
from extract.cells import Column, read_tables
from extract.outline import read_outline
from reformgraph.model import Kind, Plan, Role, Span
from reformgraph.vocabulary import Vocabulary

TABBED = (
    "一、任务清单\n"
    "序号\t改革举措\t主 要 内 容\t责任单位\t适用范围\t完成时限\n"
    "1\t优化开办流程\t推行一窗受理。压缩办理时间。\t市市场监管局、市税务局\t全市\t2023年6月底前\n"
    "2\t改进年报服务\t实行年报合并报送\t市市场监管局\t\t\n"
    "二、保障\n加强宣传。\n"
)
FLAT = TABBED.replace("\t\t\n", "\n").replace("\t", "\n")


def cells(text: str) -> list[list[tuple[str, Column]]]:
    lines = []
    at = 0
    for line in text.split("\n"):
        lines.append(Span(at, at + len(line)))
        at += len(line) + 1
    found = read_tables(text, lines)
    return [[(cell.span.of(text), cell.column) for cell in found[place]] for place in sorted(found)]


def plan(text: str, vocabulary: Vocabulary) -> Plan:
    return extract_plan(f"江海市2023年改革清单\n江府〔2023〕5号\n2023年2月1日\n{text}", vocabulary)


def test_a_row_on_one_line_is_read_by_the_heads_above_it() -> None:
    assert cells("序号\t事项\t责任部门\n3\t修建道路\t交通局")[1] == [
        ("3", Column.NUMBER),
        ("修建道路", Column.MEASURES),
        ("交通局", Column.ASSIGNMENT),
    ]


def test_a_row_with_a_cell_a_line_is_read_by_the_heads_above_it() -> None:
    assert cells("序号\n事项\n责任部门\n3\n修建道路\n交通局")[3:] == [
        [("3", Column.NUMBER)],
        [("修建道路", Column.MEASURES)],
        [("交通局", Column.ASSIGNMENT)],
    ]


def test_more_lines_than_columns_are_paragraphs_of_the_content() -> None:
    found = cells("序号\n事项\n具体内容\n责任部门\n1\n交通\n修路。\n架桥。\n交通局")
    assert [column for ((_, column),) in found[5:]] == [
        Column.TITLE,
        Column.MEASURES,
        Column.MEASURES,
        Column.ASSIGNMENT,
    ]


@pytest.mark.parametrize("line", ["姓名\t电话", "改革\t推进各项改革，完善工作机制，压实责任", "序号", "加强\t领导"])
def test_a_line_that_names_no_columns_begins_no_table(line: str) -> None:
    assert cells(line) == []


@pytest.mark.parametrize("text", [TABBED, FLAT])
def test_a_row_is_a_task_with_its_number_as_path_and_its_title(text: str) -> None:
    found = read_outline(text).provisions
    assert [(p.path, p.title) for p in found] == [
        ("一", "任务清单"),
        ("一/1", "优化开办流程"),
        ("一/2", "改进年报服务"),
        ("二", "保障"),
    ]


@pytest.mark.parametrize("text", [TABBED, FLAT])
def test_only_the_column_of_content_holds_measures(text: str, vocabulary: Vocabulary) -> None:
    found = plan(text, vocabulary)
    assert [(m.provision, m.span.of(found.text)) for m in found.measures][:3] == [
        ("一/1", "推行一窗受理"),
        ("一/1", "压缩办理时间"),
        ("一/2", "实行年报合并报送"),
    ]


@pytest.mark.parametrize("text", [TABBED, FLAT])
def test_the_bodies_the_place_and_the_time_of_a_row_are_those_of_its_measures(
    text: str, vocabulary: Vocabulary
) -> None:
    found = plan(text, vocabulary)
    first, second, third = found.measures[:3]
    for measure in (first, second):
        bodies = [(r.mention.span.of(found.text), r.role) for r in measure.of_kind(Kind.AGENCY)]
        assert bodies == [("市市场监管局", Role.RESPONSIBLE), ("市税务局", Role.RESPONSIBLE)]
        assert [r.mention.span.of(found.text) for r in measure.of_kind(Kind.DEADLINE)] == ["2023年6月底前"]
    assert [r.mention.span.of(found.text) for r in third.of_kind(Kind.AGENCY)] == ["市市场监管局"]


def test_the_place_of_a_row_is_where_its_measures_apply(vocabulary: Vocabulary) -> None:
    found = plan("序号\t主要内容\t推广范围\n1\t推行一窗受理\t全国\n", vocabulary)
    regions = [(r.mention.name, r.role) for r in found.measures[0].of_kind(Kind.REGION)]
    assert regions == [("全国", Role.APPLIES_IN)]


def test_bodies_in_a_column_before_the_content_are_found_too(vocabulary: Vocabulary) -> None:
    found = plan("序号\t责任单位\t主要内容\n1\t财政部\t推行一窗受理\n", vocabulary)
    assert [r.mention.name for r in found.measures[0].of_kind(Kind.AGENCY)] == ["财政部"]


def test_a_table_without_numbers_belongs_to_the_provision_around_it(vocabulary: Vocabulary) -> None:
    found = plan("一、任务\n重点任务\t牵头单位\n推行一窗受理\t财政部\n压缩办理时间\t教育部\n", vocabulary)
    assert [(m.provision, [r.mention.name for r in m.of_kind(Kind.AGENCY)]) for m in found.measures] == [
        ("一", ["财政部"]),
        ("一", ["教育部"]),
    ]
