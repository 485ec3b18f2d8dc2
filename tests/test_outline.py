"""Numbers make provisions; what stands behind them is heading or measure; the rest is text that may hold measures."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.outline import read_outline


def provisions(text: str) -> list[tuple[str, str, str]]:
    return [(p.kind.value, p.path, p.title) for p in read_outline(text).provisions]


def blocks(text: str) -> list[tuple[str, str, bool]]:
    return [(b.path, b.span.of(text), b.holds_measures) for b in read_outline(text).blocks]


def test_a_heading_sentence_in_front_of_its_text_is_the_title() -> None:
    text = "一、改善办学条件\n（一）扩建校舍。新建小学三所。\n（二）配齐教师。补充教师百名。"
    assert provisions(text) == [
        ("section", "一", "改善办学条件"),
        ("task", "一/（一）", "扩建校舍"),
        ("task", "一/（二）", "配齐教师"),
    ]
    assert blocks(text) == [("一/（一）", "新建小学三所。", True), ("一/（二）", "补充教师百名。", True)]


def test_a_heading_on_a_line_of_its_own_may_end_in_a_full_stop() -> None:
    text = "一、重点任务\n（一）治理水源。\n划定保护区。\n清理排污口。\n（二）治理大气。\n淘汰燃煤锅炉。"
    assert [title for _, _, title in provisions(text)] == ["重点任务", "治理水源", "治理大气"]
    assert [path for path, _, _ in blocks(text)] == ["一/（一）", "一/（一）", "一/（二）"]


def test_items_that_are_the_measure_itself_have_no_title() -> None:
    text = "一、惩戒措施\n（一）对弄虚作假的单位，取消申报资格。\n（二）对情节严重的单位，纳入失信名单，并向社会公布。"
    assert provisions(text)[1:] == [("task", "一/（一）", ""), ("task", "一/（二）", "")]


def test_a_level_between_is_a_group() -> None:
    text = "一、任务\n（一）交通\n1．修路\n修建道路。\n2．架桥\n架设桥梁。"
    assert [(kind, path) for kind, path, _ in provisions(text)] == [
        ("section", "一"),
        ("group", "一/（一）"),
        ("task", "一/（一）/1"),
        ("task", "一/（一）/2"),
    ]


def test_numbers_that_run_through_the_sections_keep_them_apart() -> None:
    text = "一、甲\n（一）子。推进甲事。\n（二）丑。推进乙事。\n二、乙\n（三）寅。推进丙事。"
    assert [path for _, path, _ in provisions(text)] == ["一", "一/（一）", "一/（二）", "二", "二/（三）"]


@pytest.mark.parametrize("title", ["总体要求", "指导思想", "基本原则", "适用范围", "重大意义"])
def test_a_provision_that_only_sets_the_frame_holds_no_measures(title: str) -> None:
    text = f"一、{title}\n坚持以人民为中心，推进各项改革。\n二、任务\n推进改革。"
    assert [holds for _, _, holds in blocks(text)] == [False, True]
    assert provisions(text)[0][0] == "section"


def test_a_goal_holds_measures_even_below_the_frame() -> None:
    text = (
        "一、总体要求\n（一）指导思想。坚持改革开放。\n（二）工作目标。到2025年，建成十个园区。\n二、任务\n推进改革。"
    )
    assert [holds for _, _, holds in blocks(text)] == [False, True, True]


def test_the_last_words_behind_a_provision_that_ended_belong_to_no_provision() -> None:
    text = "一、保障\n（一）加强领导。成立专班。\n（二）强化督查。定期通报。\n各区要于年底前报送总结。"
    assert blocks(text)[-1] == ("结尾", "各区要于年底前报送总结。", True)


def test_signature_date_and_list_of_annexes_hold_no_measures() -> None:
    text = "一、任务\n推进改革。\n附件：1．清单\n2．样表\n某市人民政府\n2021年3月1日\n（此件公开发布）"
    assert [holds for _, _, holds in blocks(text)] == [True, False, False, False, False, False]
    assert len(provisions(text)) == 1


def test_a_row_of_a_table_is_a_task_under_the_part_that_it_stands_in() -> None:
    text = "一、任务\n推进改革。\n附件\n清单\n序号\n举措\n一、甲类\n1\n推行联审。\n2\n推行联验。"
    assert [path for _, path, _ in provisions(text)] == ["一", "附件", "附件/一", "附件/一/1", "附件/一/2"]


def test_a_text_without_numbers_is_all_blocks() -> None:
    assert blocks("某县推进改革。\n建立台账。") == [
        ("总体要求", "某县推进改革。", True),
        ("总体要求", "建立台账。", True),
    ]


def test_a_text_that_lost_its_line_breaks_is_cut_at_its_numbers() -> None:
    words = "推进各类改革试点，" * 12 + "形成经验。"
    text = f"某县方案。一、优化服务。{words}二、加强监管。{words}三、强化保障。{words}"
    assert [title for _, _, title in provisions(text)] == ["优化服务", "加强监管", "强化保障"]


def test_gold_provisions_come_out_exactly(shared: Path) -> None:
    for file in sorted((shared / "gold").glob("20*.json")):
        gold = json.loads(file.read_text("utf-8"))["provisions"]
        text = (shared / "plans" / f"{file.stem}.txt").read_text("utf-8")
        assert provisions(text) == [(p["kind"], p["path"], p["title"]) for p in gold], file.stem


@given(st.text(alphabet="一二三、（）1２.．①附件：。；推进\n 第条章年月日", max_size=120))
def test_blocks_never_overlap_and_lie_in_the_text(text: str) -> None:
    at = 0
    for block in read_outline(text).blocks:
        assert at <= block.span.start < block.span.end <= len(text)
        at = block.span.end


def test_items_that_share_out_their_work_in_a_bracket_are_the_measure_itself() -> None:
    text = (
        "一、任务\n1.清理各类证明,公布保留目录。(责任单位:区司法局)\n2.规范备案管理,编制备案清单。(责任单位:区司法局)\n"
        "3.推行容缺受理。〔责任单位:区司法局,各街道〕\n"
    )
    assert [title for _, _, title in provisions(text)] == ["任务", "", "", ""]


def test_a_plan_that_lost_its_line_breaks_is_cut_at_numbers_that_count_on() -> None:
    text = (
        "2020年工作计划\n本年工作如下。一、守牢安全底线1.优化巡查平台。升级巡查系统,完善巡查制度,做到全年不漏一处。"
        "2.优化预警平台。更新预警设备,加密预警站点。二、加强保障(1)落实经费。安排专项资金,加强资金监管。(2)落实人员。配齐巡查队伍。"
        "本计划由水务局负责解释,执行中的问题及时向局办公室反映,各科室要按照本计划细化分工,明确进度,确保全年任务完成,并按季度报送进展情况,不得漏报迟报,年终一并纳入考核,考核结果通报全局。"
    )
    assert [path for _, path, _ in provisions(text)] == ["一", "一/1", "一/2", "二", "二/(1)", "二/(2)"]


def test_numbers_in_lines_of_their_own_head_the_line_below() -> None:
    text = "数据工作\n3\n完善数据制度\n推进数据立法。\n市数据局牵头\n4\n培育数据产业\n建设数据园区。\n市数据局牵头\n"
    assert provisions(text) == [("task", "3", "完善数据制度"), ("task", "4", "培育数据产业")]


def test_a_part_of_a_plan_goes_on_at_an_outer_level() -> None:
    text = "（八）优化服务。简化手续。\n（九）加强监管。开展抽查。\n二、组织实施\n（一）落实责任。明确分工。\n"
    assert [path for _, path, _ in provisions(text)] == ["（八）", "（九）", "二", "二/（一）"]


def test_a_sentence_that_says_what_a_body_is_to_do_heads_nothing() -> None:
    text = "1.优化服务。简化手续。\n2.加强监管。开展抽查。\n3.各镇要设立服务站,配备专人。县水务局负责验收。\n"
    assert [title for _, _, title in provisions(text)] == ["优化服务", "加强监管", ""]
