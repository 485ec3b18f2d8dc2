"""Assignments: who and by when, in lines and brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.outline import Block
from extract.responsibilities import first_leads_throughout, read_assignments
from reformgraph.model import Role, Span


def read(text, first_leads=False):
    return read_assignments(text, Block("一", Span(0, len(text)), True), first_leads)


def bodies(text, **options):
    return [(span.of(text), role.value) for each in read(text, **options) for span, role in each.bodies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位：市水务局、市财政局", [("市水务局", "responsible"), ("市财政局", "responsible")]),
        ("牵头单位：省林草局；配合单位：省财政厅", [("省林草局", "lead"), ("省财政厅", "cooperating")]),
        ("【牵头部门】：县文旅局", [("县文旅局", "lead")]),
        (
            "推广。（教育厅牵头，科技厅、财政厅参与）",
            [("教育厅", "lead"), ("科技厅", "cooperating"), ("财政厅", "cooperating")],
        ),
        ("推广。（市民政局、各区政府按职责分工负责）", [("市民政局", "responsible"), ("各区政府", "responsible")]),
        (
            "推广。（责任单位：市体育局、各县（市、区）人民政府）",
            [("市体育局", "responsible"), ("各县（市、区）人民政府", "responsible")],
        ),
        ("推广。（市气象局）", [("市气象局", "responsible")]),
        ("推广。（市应急局会同市水务局负责）", [("市应急局", "responsible"), ("市水务局", "cooperating")]),
        (
            "推广。（民航局、商务部等有关部门负责）",
            [("民航局", "responsible"), ("商务部", "responsible"), ("有关部门", "responsible")],
        ),
        ("主责处室：规划处和监测中心", [("规划处", "responsible"), ("监测中心", "responsible")]),
    ],
)
def test_bodies_come_with_their_roles(text, expected):
    assert bodies(text) == expected


def test_the_first_body_leads_where_the_bracket_says_so():
    text = "推广。（商务厅、财政厅负责，排在第一位的部门为牵头部门，下同）"
    assert bodies(text) == [("商务厅", "lead"), ("财政厅", "responsible")]


def test_the_first_body_leads_below_where_the_plan_says_so():
    text = "推广。（海事局、交通厅负责）"
    assert bodies(text, first_leads=True)[0] == ("海事局", "lead")


def test_a_plan_tells_whether_the_first_body_always_leads():
    assert first_leads_throughout("……（商务厅、财政厅负责，列第一位的为牵头单位，下同）……")


@pytest.mark.parametrize(
    "text",
    [
        "提升能力（含线上线下）。",
        "建筑信息模型（BIM）",
        "完善名录（以下简称名录）。",
        "推进改革，完善机制。",
        "（一）加强领导",
        "目标：到明年全部完成",
    ],
)
def test_other_brackets_and_colons_are_no_assignments(text):
    assert bodies(text) == []


def test_a_deadline_key_gives_the_stretch_that_says_by_when():
    text = "责任单位：市绿化局；完成时限：2031年6月底前。"
    assert [span.of(text) for each in read(text) for span in each.deadlines] == ["2031年6月底前"]


def test_an_assignment_speaks_for_the_text_since_the_one_before():
    text = "种树。（市绿化局负责）浇水。（市水务局负责）"
    assert [each.scope.of(text) for each in read(text)] == ["种树。", "浇水。"]


def test_an_assignment_spans_the_whole_bracket():
    text = "种树。（市绿化局负责）浇水。"
    assert [each.span.of(text) for each in read(text)] == ["（市绿化局负责）"]


@given(st.text(alphabet="市局、，；：（）责任单位牵头时限和等负责\n。", max_size=50))
def test_bodies_lie_inside_their_assignment(text):
    for each in read(text):
        assert all(span in each.span and isinstance(role, Role) for span, role in each.bodies)


def test_unclosed_brackets_are_read_in_bounded_steps():
    assert read("（" * 100_000 + "：") == ()


def test_a_piece_that_says_by_when_is_a_deadline_and_no_body() -> None:
    text = "改造管网。（牵头单位：市水务局；责任单位：市财政局、各区政府，6月底前完成）"
    (found,) = read_assignments(text, Block("一", Span(0, len(text)), True))
    assert [span.of(text) for span, _ in found.bodies] == ["市水务局", "市财政局", "各区政府"]
    assert [span.of(text) for span in found.deadlines] == ["6月底前完成"]


def test_units_of_a_body_s_list_and_remarks_are_no_bodies() -> None:
    text = "改造管网。（责任单位：市直有关部门、单位，各区政府。以下任务均需各区政府落实，不再一一列出）"
    (found,) = read_assignments(text, Block("一", Span(0, len(text)), True))
    assert [span.of(text) for span, _ in found.bodies] == ["市直有关部门", "各区政府"]


def test_a_line_that_says_nothing_but_whose_it_is_needs_no_key() -> None:
    text = "市水务局牵头，市财政局配合"
    (found,) = read_assignments(text, Block("一", Span(0, len(text)), False))
    assert found.bodies == ((Span(0, 4), Role.LEAD), (Span(7, 11), Role.COOPERATING))


def test_bodies_that_take_part_cooperate() -> None:
    assert bodies("改造管网。（市水务局牵头，市财政局、市统计局参加）")[1:] == [
        ("市财政局", "cooperating"),
        ("市统计局", "cooperating"),
    ]


def test_a_bracket_that_explains_a_word_names_no_bodies() -> None:
    assert bodies("不得新建算力中心（包括通算中心、智算中心）。") == []


def test_levels_that_are_listed_as_one_body_stay_one() -> None:
    assert [name for name, _ in bodies("改造管网。（配合单位：市财政局，各区、县级市政府）")] == [
        "市财政局",
        "各区、县级市政府",
    ]
    assert [name for name, _ in bodies("清理规章。（司法部，各省、自治区、直辖市人民政府按职责分工负责）")] == [
        "司法部",
        "各省、自治区、直辖市人民政府",
    ]
