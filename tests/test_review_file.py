"""A review file as a user meets it: filled in with a spreadsheet program, read back, and what is wrong with it said."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from extract.annotation import read_annotation
from extract.review import Reviewed, apply_reviews
from reformgraph.errors import InputError
from reformgraph.language import Language
from reformgraph.model import Deadline, Kind, Plan, Reviewer, Role, Stage, Target
from reformgraph.reviewing.desk import KnownPlan
from reformgraph.reviewing.table import COLUMNS, TITLES, Sheet, rows
from reformgraph.reviewing.verdicts import Verdicts, read_verdicts
from reformgraph.reviewing.workbook import HIDDEN, PlanSheet, read_workbook, write_workbook
from reformgraph.reviews import MeasureReading, Review, Verdict
from reformgraph.vocabulary import Vocabulary

ID, NUMBER = "310000-2024-jiashifu-7", "甲市府〔2024〕7号"
WANG = Reviewer("https://w3id.org/reformgraph/reviewer/c-1", "王某")
LI = Reviewer("https://w3id.org/reformgraph/reviewer/c-2", "李某")
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)

TEXT = (
    f"甲市试行方案\n{NUMBER}\n一、登记改革\n（一）便利登记。在临江片区探索蓝卡登记制度，实现一窗受理；年底前将办理时间压减30%。"
    "（责任单位：市一局、市二局）\n（二）严格监管。推进联合巡查，建立信用台账，按季度公布结果；对失信主体实施限制；加强宣传。\n"
    "（三）强化保障。加强宣传；+1服务由专班负责。\n"
)
FIRST = "在临江片区探索蓝卡登记制度，实现一窗受理"
SECOND = "年底前将办理时间压减30%"
THIRD = "推进联合巡查"
FOURTH = "建立信用台账，按季度公布结果"
PLUS = "+1服务由专班负责"
JSON: dict[str, Any] = {
    "plan": {
        "title": "甲市试行方案",
        "number": NUMBER,
        "issuer": "",
        "issued": "",
        "year": 2024,
        "jurisdiction": "上海市",
    },
    "provisions": [
        {"path": "一", "kind": "section", "title": "登记改革"},
        {"path": "一/（一）", "kind": "task", "title": "便利登记"},
        {"path": "一/（二）", "kind": "task", "title": "严格监管"},
        {"path": "一/（三）", "kind": "task", "title": "强化保障"},
    ],
    "measures": [
        {
            "in": "一/（一）",
            "text": FIRST,
            "action": "探索",
            "stage": "explore",
            "regions": [{"text": "临江片区", "name": "临江片区", "role": "appliesIn"}],
            "mechanisms": [{"text": "蓝卡登记制度", "name": "蓝卡登记制度"}],
            "agencies": [{"text": "市一局", "name": "市一局", "role": "responsible"}],
            "outcome": "实现一窗受理",
        },
        {
            "in": "一/（一）",
            "text": SECOND,
            "action": "压减",
            "stage": "none",
            "agencies": [{"text": "市一局", "name": "市一局", "role": "responsible"}],
            "targets": [{"text": "压减30%", "comparator": "=", "value": 30, "unit": "%"}],
            "deadlines": [{"text": "年底前", "from": None, "to": "2024-12-31"}],
        },
        {"in": "一/（二）", "text": THIRD, "action": "推进", "stage": "none"},
        {"in": "一/（二）", "text": FOURTH, "action": "建立", "stage": "establish", "instruments": ["信用台账"]},
        {"in": "一/（三）", "text": PLUS, "action": "负责", "stage": "none"},
    ],
}


@pytest.fixture(scope="module")
def plan(vocabulary: Vocabulary) -> Plan:
    return read_annotation(TEXT, JSON, vocabulary)


@dataclass
class Desk:
    """A graph of one plan, and somebody with a spreadsheet program."""

    plan: Plan
    vocabulary: Vocabulary
    reviews: tuple[Review, ...] = ()
    language: Language = Language.ZH
    book: Any = field(default=None)

    def now(self) -> Reviewed:
        return apply_reviews(self.plan, self.reviews, self.vocabulary)

    def out(self) -> bytes:
        found = rows(ID, self.now(), self.reviews, self.language)
        return write_workbook([PlanSheet(ID, "0" * 64, NUMBER)], found, self.language)

    def open(self) -> "Desk":
        self.book = load_workbook(io.BytesIO(self.out()))
        return self

    def sheet(self, sheet: Sheet) -> Any:
        return self.book[TITLES[sheet].to(self.language)]

    def column(self, sheet: Sheet, key: str) -> int:
        return next(place for place, column in enumerate(COLUMNS[sheet], 1) if column.key == key)

    def row(self, sheet: Sheet, **cells: str) -> int:
        """The row that shows these words."""
        for number in range(2, self.sheet(sheet).max_row + 1):
            if all(self.cell(sheet, number, key).value == words for key, words in cells.items()):
                return number
        raise LookupError(cells)

    def empty(self, sheet: Sheet) -> int:
        """The first empty row below the others."""
        place = self.column(sheet, "plan")
        return next(number for number in range(2, 9999) if self.sheet(sheet).cell(number, place).value is None)

    def cell(self, sheet: Sheet, number: int, key: str) -> Any:
        return self.sheet(sheet).cell(number, self.column(sheet, key))

    def fill(self, sheet: Sheet, number: int, **cells: object) -> int:
        for key, value in cells.items():
            self.cell(sheet, number, key.rstrip("_")).value = value
        return number

    def measure(self, words: str, **cells: object) -> int:
        return self.fill(Sheet.MEASURES, self.row(Sheet.MEASURES, text=words), **cells)

    def mention(self, words: str, within: str, **cells: object) -> int:
        return self.fill(Sheet.MENTIONS, self.row(Sheet.MENTIONS, text=words, within=within), **cells)

    def new(self, sheet: Sheet, **cells: object) -> int:
        number = self.empty(sheet)
        self.fill(sheet, number, plan=" ", **cells)
        return number

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def verdicts(self, reviewer: Reviewer = WANG, time: datetime = NOON) -> Verdicts:
        known = KnownPlan(ID, self.now(), self.reviews)
        return read_verdicts(
            read_workbook(self.saved()),
            lambda sheet: known if sheet.id == ID else None,
            reviewer,
            time,
            self.vocabulary,
        )

    def read(self, reviewer: Reviewer = WANG, time: datetime = NOON) -> Reviewed:
        """The plan after the file was read back."""
        self.reviews = self.verdicts(reviewer, time).reviews.get(ID, self.reviews)
        return self.now()


@pytest.fixture
def desk(plan: Plan, vocabulary: Vocabulary) -> Desk:
    return Desk(plan, vocabulary).open()


def the(found: Reviewed, words: str) -> Any:
    return next(measure for measure in found.plan.measures if measure.span.of(found.plan.text) == words)


def words_of(found: Reviewed) -> list[str]:
    return [measure.span.of(found.plan.text) for measure in found.plan.measures]


def names(measure: Any, kind: Kind) -> list[str]:
    return [relation.mention.name for relation in measure.of_kind(kind)]


# What the file shows


@pytest.mark.parametrize("language", Language)
def test_a_file_without_verdicts_changes_nothing(plan: Plan, vocabulary: Vocabulary, language: Language) -> None:
    said = Desk(plan, vocabulary, language=language).open().verdicts()
    assert (said.reviews, said.counts, said.comments) == ({}, {}, 0)


@pytest.mark.parametrize("language", Language)
def test_every_row_is_about_what_it_shows(plan: Plan, vocabulary: Vocabulary, language: Language) -> None:
    made = rows(ID, Reviewed(plan), (), language)
    read = read_workbook(write_workbook([PlanSheet(ID, "0" * 64, NUMBER)], made, language))
    assert [read.abouts[str(row.cells["id"])] for row in read.rows] == [row.about for row in made]


def test_the_sheets_hold_each_measure_and_each_mention_in_order(desk: Desk, plan: Plan) -> None:
    sheet = desk.sheet(Sheet.MEASURES)
    shown = [desk.cell(Sheet.MEASURES, number, "text").value for number in range(2, 7)]
    assert shown == [FIRST, SECOND, THIRD, FOURTH, PLUS]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
    mentions = sum(len(measure.relations) for measure in plan.measures)
    assert desk.empty(Sheet.MENTIONS) == mentions + 2


def test_a_mention_names_the_row_of_its_measure(desk: Desk) -> None:
    number, row = desk.row(Sheet.MEASURES, text=SECOND), desk.row(Sheet.MENTIONS, text="压减30%")
    assert desk.cell(Sheet.MENTIONS, row, "measure").value == desk.cell(Sheet.MEASURES, number, "id").value


def test_words_that_begin_like_a_formula_stay_words(desk: Desk) -> None:
    number = desk.row(Sheet.MEASURES, text=PLUS)
    for key in ("text", "before", "after"):
        assert desk.cell(Sheet.MEASURES, number, key).data_type == "s"
    assert desk.cell(Sheet.MEASURES, number, "text").quotePrefix


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_text_of_a_plan_becomes_a_formula(plan: Plan, vocabulary: Vocabulary, start: str) -> None:
    words = f'{start}HYPERLINK("x")'
    row = rows(ID, Reviewed(plan), (), Language.ZH)[0]
    evil = replace(row, cells={**row.cells, "text": words, "plan": words, "before": words})
    book = load_workbook(io.BytesIO(write_workbook([PlanSheet(ID, "", words)], [evil], Language.ZH)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


def test_control_characters_are_left_out_of_cells(plan: Plan) -> None:
    row = rows(ID, Reviewed(plan), (), Language.ZH)[0]
    odd = replace(row, cells={**row.cells, "before": "甲\x0b\x00乙"})
    book = load_workbook(io.BytesIO(write_workbook([PlanSheet(ID, "", NUMBER)], [odd], Language.ZH)))
    assert book["举措"].cell(2, 3).value == "甲乙"


def test_ids_are_locked_and_all_else_is_open(desk: Desk) -> None:
    sheet = desk.sheet(Sheet.MENTIONS)
    assert sheet.protection.sheet and not sheet.protection.autoFilter
    for column in COLUMNS[Sheet.MENTIONS]:
        assert desk.cell(Sheet.MENTIONS, 2, column.key).protection.locked == (column.key == "id"), column.key


def test_what_can_be_chosen_has_a_list(desk: Desk) -> None:
    listed = {rule.formula1 for rule in desk.sheet(Sheet.MENTIONS).data_validations.dataValidation}
    assert '"通过,驳回,修改,新增,撤回"' in listed and '"≤,<,=,≥,>"' in listed


def test_the_file_says_in_both_languages_how_to_fill_it_in(desk: Desk) -> None:
    words = "".join(str(cell.value) for line in desk.book["填写说明"].iter_rows() for cell in line)
    assert "review in" in words and "How to review" in words


def test_a_very_long_measure_comes_back_whole(plan: Plan, vocabulary: Vocabulary) -> None:
    text = TEXT.replace(THIRD, "推进" + "联合巡查、" * 9000)
    words = "推进" + "联合巡查、" * 8999 + "联合巡查"
    long = read_annotation(
        text, {**JSON, "measures": [{"in": "一/（二）", "text": words, "stage": "none"}]}, vocabulary
    )
    desk = Desk(long, vocabulary).open()
    desk.fill(Sheet.MEASURES, 2, verdict="驳回")
    assert words_of(desk.read()) == []


# Verdicts


def test_a_rejected_measure_is_gone(desk: Desk) -> None:
    desk.measure(THIRD, verdict="驳回")
    assert words_of(desk.read()) == [FIRST, SECOND, FOURTH, PLUS]


def test_an_accepted_row_says_who_accepted_it(desk: Desk) -> None:
    desk.measure(FIRST, verdict="通过", comment="核对过")
    found = the(desk.read(), FIRST)
    assert (found.reviewer, found.rule, desk.reviews[0].comment) == (WANG, "annotation", "核对过")


@pytest.mark.parametrize("said", ["reject", "驳回", " Reject "])
def test_verdicts_are_read_in_either_language(desk: Desk, said: str) -> None:
    desk.measure(THIRD, verdict=said)
    assert THIRD not in words_of(desk.read())


def test_stage_action_and_borders_can_be_changed(desk: Desk) -> None:
    desk.measure(FOURTH, verdict="修改", new_text="建立信用台账，", new_stage="试点")
    desk.measure(FIRST, verdict="修改", new_action="实现", new_stage="无")
    found = desk.read()
    assert the(found, "建立信用台账").stage.value is Stage.PILOT
    assert (the(found, FIRST).action.value, the(found, FIRST).stage) == ("实现", None)


def test_a_measure_can_be_added_in_an_empty_row(desk: Desk) -> None:
    desk.new(Sheet.MEASURES, text="对失信主体实施限制", new_action="实施", stage="全面推行")
    found = the(desk.read(), "对失信主体实施限制")
    assert (found.provision, found.action.value, found.stage.value) == ("一/（二）", "实施", Stage.FULL)


def test_the_path_tells_which_of_equal_words_is_meant(desk: Desk) -> None:
    desk.new(Sheet.MEASURES, new_text="加强宣传", path="一/(三)")
    assert the(desk.read(), "加强宣传").provision == "一/（三）"


def test_a_mechanism_can_be_added_by_the_id_of_its_measure(desk: Desk) -> None:
    number = desk.row(Sheet.MEASURES, text=THIRD)
    name = desk.cell(Sheet.MEASURES, number, "id").value
    desk.new(Sheet.MENTIONS, measure=name, kind="机制", text="联合巡查", verdict="新增")
    assert names(the(desk.read(), THIRD), Kind.MECHANISM) == ["联合巡查"]


def test_a_mention_can_be_added_to_a_measure_of_the_same_file_by_its_text(desk: Desk) -> None:
    desk.new(Sheet.MEASURES, text="对失信主体实施限制", action="实施")
    desk.new(Sheet.MENTIONS, measure="对失信主体实施限制", kind="beneficiary", new_text="失信主体")
    assert names(the(desk.read(), "对失信主体实施限制"), Kind.BENEFICIARY) == ["失信主体"]


def test_a_body_can_be_added_from_the_line_behind(desk: Desk) -> None:
    desk.new(Sheet.MENTIONS, measure=FIRST, kind="机构", text="市二局", new_role="配合")
    agencies = list(the(desk.read(), FIRST).of_kind(Kind.AGENCY))
    assert [(relation.mention.span.of(TEXT), relation.role) for relation in agencies] == [
        ("市一局", Role.RESPONSIBLE),
        ("市二局", Role.COOPERATING),
    ]


def test_name_role_and_words_of_a_mention_can_be_changed(desk: Desk) -> None:
    desk.mention("临江片区", FIRST, verdict="修改", new_role="提及")
    desk.mention("蓝卡登记制度", FIRST, verdict="修改", new_text="蓝卡登记")
    desk.mention("市一局", FIRST, verdict="修改", new_name="市第一局")
    measure = the(desk.read(), FIRST)
    assert [relation.role for relation in measure.of_kind(Kind.REGION)] == [Role.MENTIONS]
    assert names(measure, Kind.MECHANISM) == ["蓝卡登记"]
    assert names(measure, Kind.AGENCY) == names(the(desk.now(), SECOND), Kind.AGENCY) == ["市第一局"]


@pytest.mark.parametrize("said", ["告知承诺制", "mechanism/gaozhi-chengnuo"])
def test_a_name_may_be_an_alias_or_an_iri(desk: Desk, said: str) -> None:
    desk.mention("蓝卡登记制度", FIRST, verdict="修改", new_name=said)
    assert names(the(desk.read(), FIRST), Kind.MECHANISM) == ["告知承诺"]


def test_a_target_can_be_changed_in_one_part(desk: Desk) -> None:
    desk.mention("压减30%", SECOND, verdict="修改", comparator="≥")
    (relation,) = the(desk.read(), SECOND).of_kind(Kind.TARGET)
    assert relation.mention.value == Target(">=", 30, "%")


def test_a_percentage_that_the_program_made_a_fraction_is_read_as_it_looks(desk: Desk) -> None:
    number = desk.mention("压减30%", SECOND, verdict="修改", value=0.35)
    desk.cell(Sheet.MENTIONS, number, "value").number_format = "0%"
    (relation,) = the(desk.read(), SECOND).of_kind(Kind.TARGET)
    assert relation.mention.value == Target("=", 35, "%")


@pytest.mark.parametrize(
    "said",
    [date(2025, 6, 30), datetime(2025, 6, 30), 45838, "2025-06-30", "2025/6/30", "2025年6月30日", "2025.6.30"],
    ids=str,
)
def test_a_day_is_read_however_the_program_kept_it(desk: Desk, said: object) -> None:
    desk.mention("年底前", SECOND, verdict="修改", to=said)
    (relation,) = the(desk.read(), SECOND).of_kind(Kind.DEADLINE)
    assert relation.mention.value == Deadline(None, date(2025, 6, 30))


def test_an_end_of_a_deadline_can_be_opened(desk: Desk) -> None:
    desk.mention("年底前", SECOND, verdict="修改", from_="2024-07-01", to="无")
    (relation,) = the(desk.read(), SECOND).of_kind(Kind.DEADLINE)
    assert relation.mention.value == Deadline(date(2024, 7, 1), None)


def test_a_deleted_row_and_a_cleared_row_say_nothing(desk: Desk) -> None:
    desk.sheet(Sheet.MEASURES).delete_rows(2)
    for column in COLUMNS[Sheet.MEASURES]:
        if column.key != "id":
            desk.cell(Sheet.MEASURES, 3, column.key).value = None
    assert desk.verdicts().reviews == {}


def test_sorted_rows_and_moved_columns_are_read_all_the_same(desk: Desk) -> None:
    desk.measure(THIRD, verdict="驳回")
    sheet = desk.sheet(Sheet.MEASURES)
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=1, max_row=6)]
    head, *others = [[line[-1], *line[:-1]] for line in lines]
    for number, line in enumerate([head, *reversed(others)], 1):
        for place, value in enumerate(line, 1):
            sheet.cell(number, place).value = value
    assert THIRD not in words_of(desk.read())


def test_line_ends_and_spaces_that_the_program_added_do_not_matter(desk: Desk) -> None:
    number = desk.measure(FIRST, verdict=" 驳回\r\n")
    desk.cell(Sheet.MEASURES, number, "text").value = FIRST + "_x000D_\n"
    assert FIRST not in words_of(desk.read())


def test_comments_alone_are_counted_and_not_kept(desk: Desk) -> None:
    desk.measure(FIRST, comment="再看看")
    said = desk.verdicts()
    assert (said.reviews, said.comments) == ({}, 1)


def test_a_cell_far_out_does_no_harm(desk: Desk) -> None:
    desk.measure(THIRD, verdict="驳回")
    desk.sheet(Sheet.MEASURES).cell(1_048_576, 9).value = " "
    assert THIRD not in words_of(desk.read())


def test_sheets_that_a_user_added_are_passed_over(desk: Desk) -> None:
    desk.book.create_sheet("我的笔记").append(["随便"])
    assert desk.verdicts().reviews == {}


# Another round


def again(desk: Desk) -> Desk:
    """The desk with a new file of the plan as it stands now."""
    return Desk(desk.plan, desk.vocabulary, desk.reviews).open()


def test_a_rejected_row_is_shown_again_and_can_be_taken_back(desk: Desk) -> None:
    desk.measure(THIRD, verdict="驳回")
    desk.read()
    second = again(desk)
    number = second.measure(THIRD, verdict="撤回")
    assert second.cell(Sheet.MEASURES, number, "kept").value == "驳回 王某 2024-05-06"
    assert words_of(second.read()) == [FIRST, SECOND, THIRD, FOURTH, PLUS]
    assert second.reviews == ()


def test_a_later_verdict_on_a_row_takes_the_place_of_the_earlier(desk: Desk) -> None:
    desk.measure(FOURTH, verdict="修改", new_text="建立信用台账")
    desk.read()
    second = again(desk)
    second.measure("建立信用台账", verdict="修改", new_text="按季度公布结果", new_action="公布")
    found = second.read(LI, NOON.replace(day=7))
    assert "按季度公布结果" in words_of(found) and "建立信用台账" not in words_of(found)
    assert [review.reviewer for review in second.reviews] == [LI]


def test_a_corrected_row_that_another_accepts_stays_corrected(desk: Desk) -> None:
    desk.measure(FIRST, verdict="修改", new_stage="试点")
    desk.read()
    second = again(desk)
    second.measure(FIRST, verdict="通过")
    assert the(second.read(LI, NOON.replace(day=7)), FIRST).stage.value is Stage.PILOT
    assert [(review.verdict, review.reviewer) for review in second.reviews] == [(Verdict.CHANGE, LI)]


def test_an_added_measure_can_be_rejected_again(desk: Desk) -> None:
    desk.new(Sheet.MEASURES, text="对失信主体实施限制", action="实施")
    desk.read()
    second = again(desk)
    second.measure("对失信主体实施限制", verdict="驳回")
    assert "对失信主体实施限制" not in words_of(second.read())


def test_reading_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    desk.measure(FIRST, verdict="修改", new_stage="试点")
    desk.measure(THIRD, verdict="驳回")
    desk.new(Sheet.MEASURES, text="对失信主体实施限制", action="实施")
    desk.new(Sheet.MENTIONS, measure=FOURTH, kind="机制", text="信用台账")
    desk.mention("市一局", FIRST, verdict="通过")
    desk.read()
    assert desk.verdicts(time=NOON.replace(day=8)).reviews == {}


def test_a_mention_of_a_measure_that_moves_twice_stays_with_it(desk: Desk) -> None:
    desk.measure(FOURTH, verdict="修改", new_text="建立信用台账")
    desk.read()
    second = again(desk)
    second.mention("信用台账", "建立信用台账", verdict="通过")
    second.read(time=NOON.replace(day=7))
    third = again(second)
    third.measure("建立信用台账", verdict="修改", new_text="推进联合巡查，建立信用台账", new_action="推进")
    third.measure(THIRD, verdict="驳回")
    found = third.read(time=NOON.replace(day=8))
    (relation,) = the(found, "推进联合巡查，建立信用台账").of_kind(Kind.INSTRUMENT)
    assert relation.reviewer == WANG
    assert found.orphans == ()


def test_verdicts_hold_in_a_file_that_is_older_than_the_plans_text(desk: Desk, vocabulary: Vocabulary) -> None:
    desk.measure(FIRST, verdict="修改", new_stage="试点")
    desk.mention("信用台账", FOURTH, verdict="驳回")
    text = TEXT.replace("一、登记改革\n", "各部门要提高认识，认真组织。\n一、登记改革\n")
    desk.plan = read_annotation(text, JSON, vocabulary)
    found = desk.read()
    assert the(found, FIRST).stage.value is Stage.PILOT
    assert names(the(found, FOURTH), Kind.INSTRUMENT) == []


def test_a_verdict_on_words_that_the_plan_lost_meanwhile_is_kept_as_an_orphan(
    desk: Desk, vocabulary: Vocabulary
) -> None:
    desk.measure(THIRD, verdict="通过")
    text = TEXT.replace(f"{THIRD}，", "")
    desk.plan = read_annotation(text, {**JSON, "measures": [JSON["measures"][0]]}, vocabulary)
    assert [orphan.review.verdict for orphan in desk.read().orphans] == [Verdict.ACCEPT]
    number = again(desk).row(Sheet.MEASURES, text=THIRD)
    assert "已不在方案中" in again(desk).cell(Sheet.MEASURES, number, "kept").value


# What is wrong with a file


def wrong(desk: Desk) -> list[str]:
    """What is said to be wrong, a line each."""
    before = desk.reviews
    with pytest.raises(InputError) as caught:
        desk.read()
    assert desk.reviews == before
    first, *lines = str(caught.value).split("\n  ")
    assert first.startswith("nothing was kept")
    return lines


def new_rows(desk: Desk, sheet: Sheet, cells: Mapping[str, object]) -> None:
    desk.new(sheet, **{key.replace("from", "from_"): value for key, value in cells.items()})


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"verdict": "也许"}, "意见", "“也许” is none of: 通过, 驳回"),
        ({"verdict": "修改"}, "意见", "nothing is changed"),
        ({"verdict": "新增"}, "意见", "for new rows"),
        ({"verdict": "撤回"}, "意见", "no kept verdict"),
        ({"new_stage": "试点"}, "意见", "choose “修改”"),
        ({"verdict": "通过", "new_stage": "试点"}, "改为阶段", "goes with “修改” alone"),
        ({"verdict": "修改", "new_stage": "中期"}, "改为阶段", "“中期” is none of"),
        ({"verdict": "修改", "new_text": "探索红卡登记制度"}, "改为原文", "not in the plan, letter by letter"),
        ({"verdict": "修改", "new_text": "建立信用台账"}, "改为原文", "not near this measure"),
        ({"verdict": "修改", "new_text": "实现一窗受理"}, "改为行动", "“探索” is not in the new text"),
        ({"verdict": "修改", "new_action": "取消"}, "改为行动", "“取消” is not in the measure's text"),
        ({"verdict": "=1+1"}, "意见", "formula"),
        ({"verdict": "驳回", "text": "别的话"}, "举措原文", "was changed from"),
        ({"text": "别的话"}, "举措原文", "was changed from"),
        ({"stage": "试点"}, "阶段", "was changed from"),
        ({"id": "m-000000000000"}, "编号（勿改）", "no id of this sheet"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_measure_is_said_with_sheet_row_and_column(
    desk: Desk, cells: dict[str, object], column: str, problem: str
) -> None:
    desk.measure(FIRST, **cells)
    (line,) = wrong(desk)
    assert line.startswith(f"sheet “举措”, row 2, column “{column}”: ")
    assert problem in line


@pytest.mark.parametrize(
    ("words", "within", "cells", "column", "problem"),
    [
        ("临江片区", FIRST, {"new_role": "牵头"}, "改为角色", "takes: 实施于, 提及"),
        ("临江片区", FIRST, {"value": 3}, "数值", "says nothing of a row of kind “区域”"),
        ("蓝卡登记制度", FIRST, {"new_role": "提及"}, "改为角色", "says nothing of a row of kind “机制”"),
        ("蓝卡登记制度", FIRST, {"new_text": "红卡"}, "改为原文", "not in the measure"),
        ("蓝卡登记制度", FIRST, {"new_name": "region/310115"}, "改为名称", "is no mechanism"),
        ("市一局", FIRST, {"new_text": "市九局"}, "改为原文", "nor in a line or bracket"),
        ("压减30%", SECOND, {"value": "三成"}, "数值", "“三成” is no number"),
        ("压减30%", SECOND, {"comparator": "约"}, "比较符", "“约” is none of"),
        ("压减30%", SECOND, {"new_name": "压减"}, "改为名称", "says nothing of a row of kind “目标”"),
        ("年底前", SECOND, {"to": "年底"}, "止", "no date such as 2024-12-31"),
        ("年底前", SECOND, {"to": "2024-13-01"}, "止", "no date such as 2024-12-31"),
        ("年底前", SECOND, {"to": 2024}, "止", "no date such as 2024-12-31"),
        ("年底前", SECOND, {"to": "无"}, "止", "needs a day in from or to"),
        ("年底前", SECOND, {"from_": "2025-01-01"}, "止", "2024-12-31 is before 2025-01-01"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_mention_is_said(  # noqa: PLR0917
    desk: Desk, words: str, within: str, cells: dict[str, object], column: str, problem: str
) -> None:
    number = desk.mention(words, within, verdict="修改", **cells)
    (line,) = wrong(desk)
    assert line.startswith(f"sheet “提及”, row {number}, column “{column}”: ")
    assert problem in line


@pytest.mark.parametrize(
    ("sheet", "cells", "column", "problem"),
    [
        (Sheet.MEASURES, {"text": "取消全部登记"}, "举措原文", "not in the plan, letter by letter"),
        (Sheet.MEASURES, {"text": FIRST}, "举措原文", "is a measure already"),
        (Sheet.MEASURES, {"text": "加强宣传"}, "条款", "stands 2 times"),
        (Sheet.MEASURES, {"text": "加强宣传", "path": "九"}, "条款", "no provision of the plan"),
        (Sheet.MEASURES, {"text": "加强宣传", "path": "一/（一）"}, "举措原文", "not in the plan at 一/（一）"),
        (Sheet.MEASURES, {"text": "加强宣传", "new_text": "限制"}, "举措原文", "not the same as “限制”"),
        (Sheet.MEASURES, {"verdict": "新增"}, "举措原文", "needs the words of the plan"),
        (Sheet.MEASURES, {"text": "对失信主体实施限制", "verdict": "通过"}, "意见", "the row has no id"),
        (Sheet.MEASURES, {"text": "对失信主体实施限制", "plan": "乙市〔2024〕1号"}, "方案", "no plan of this file"),
        (Sheet.MEASURES, {"text": "对失信主体实施限制", "action": "取消"}, "行动", "not in the measure's text"),
        (Sheet.MEASURES, {"text": "加强宣传。\n（三）强化保障"}, "举措原文", "reaches over the beginning of 一/（三）"),
        (Sheet.MENTIONS, {"text": "联合巡查", "kind": "机制"}, "举措编号", "is empty"),
        (Sheet.MENTIONS, {"text": "联合巡查", "kind": "机制", "measure": "推进"}, "举措编号", "neither the id nor"),
        (Sheet.MENTIONS, {"text": "联合巡查", "measure": THIRD}, "类别", "is empty"),
        (Sheet.MENTIONS, {"text": "联合巡查", "measure": THIRD, "kind": "方法"}, "类别", "“方法” is none of"),
        (Sheet.MENTIONS, {"text": "信用台账", "measure": THIRD, "kind": "机制"}, "原文", "not in the measure"),
        (Sheet.MENTIONS, {"text": "蓝卡登记制度", "measure": FIRST, "kind": "机制"}, "原文", "there already"),
        (Sheet.MENTIONS, {"text": "市二局", "measure": FIRST, "kind": "机构"}, "改为角色", "is empty"),
        (
            Sheet.MENTIONS,
            {"text": "30%", "measure": SECOND, "kind": "目标", "value": 30},
            "比较符",
            "a target needs it",
        ),
        (Sheet.MENTIONS, {"text": "按季度", "measure": FOURTH, "kind": "时限"}, "止", "needs a day"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_new_row_is_said(
    desk: Desk, sheet: Sheet, cells: dict[str, object], column: str, problem: str
) -> None:
    number = desk.empty(sheet)
    desk.fill(sheet, number, **cells)
    (line,) = wrong(desk)
    assert line.startswith(f"sheet “{TITLES[sheet].zh}”, row {number}, column “{column}”: ")
    assert problem in line


def test_two_rows_about_the_same_must_not_contradict(desk: Desk) -> None:
    first = desk.measure(FIRST, verdict="驳回")
    number = desk.empty(Sheet.MEASURES)
    for column in COLUMNS[Sheet.MEASURES]:
        value = desk.cell(Sheet.MEASURES, first, column.key).value
        desk.cell(Sheet.MEASURES, number, column.key).value = value
    assert desk.verdicts().counts == {"reject": 1}
    desk.fill(Sheet.MEASURES, number, verdict="通过")
    assert wrong(desk) == [
        f"sheet “举措”, row {number}, column “编号（勿改）”: row 2 is about the same "
        f"({desk.cell(Sheet.MEASURES, 2, 'id').value}) and says something else"
    ]


def test_words_at_one_place_must_not_mean_two_things(desk: Desk) -> None:
    desk.mention("市一局", FIRST, verdict="修改", new_name="甲局")
    desk.mention("市一局", SECOND, verdict="通过")
    (line,) = wrong(desk)
    assert "stands for something else in row" in line


def test_measures_that_would_overlap_are_named(desk: Desk) -> None:
    number = desk.measure(THIRD, verdict="修改", new_text=f"{THIRD}，建立信用台账")
    other = desk.row(Sheet.MEASURES, text=FOURTH)
    assert wrong(desk) == [
        f"sheet “举措”, row {number}: overlaps row {other} (“{FOURTH}”); reject or change that one too"
    ]
    desk.measure(FOURTH, verdict="修改", new_text="按季度公布结果", new_action="公布")
    assert words_of(desk.read())[2:4] == [f"{THIRD}，建立信用台账", "按季度公布结果"]


def test_a_mention_that_is_left_outside_its_changed_measure_is_named(desk: Desk) -> None:
    desk.measure(FIRST, verdict="修改", new_text="在临江片区探索")
    number = desk.mention("蓝卡登记制度", FIRST, verdict="通过")
    (line,) = wrong(desk)
    assert line.startswith(f"sheet “提及”, row {number}") and "is outside" in line


def test_nothing_can_be_added_to_a_rejected_measure(desk: Desk) -> None:
    desk.measure(THIRD, verdict="驳回")
    desk.new(Sheet.MENTIONS, measure=THIRD, kind="机制", text="联合巡查")
    (line,) = wrong(desk)
    assert "was rejected" in line


def test_all_faults_are_listed_together_but_no_more_than_twenty(desk: Desk) -> None:
    for _ in range(23):
        desk.new(Sheet.MEASURES, text="不在文中")
    lines = wrong(desk)
    assert len(lines) == 21 and lines[-1] == "… and 3 more"


def test_a_plan_that_is_not_in_the_graph_is_named(desk: Desk) -> None:
    desk.measure(FIRST, verdict="驳回")
    with pytest.raises(InputError, match=f"{ID} is not in the graph"):
        read_verdicts(read_workbook(desk.saved()), lambda sheet: None, WANG, NOON, desk.vocabulary)


def other_workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_file_of_another_kind_is_refused() -> None:
    for content in (b"", b"PK\x03\x04", b"id,verdict\n", "甲".encode()):
        with pytest.raises(InputError, match="cannot be read as an Excel workbook"):
            read_workbook(content)


def test_a_workbook_that_review_out_did_not_make_is_refused() -> None:
    with pytest.raises(InputError, match="not a file that `reformgraph review out` made"):
        read_workbook(other_workbook())


def test_a_missing_sheet_or_column_is_named(desk: Desk) -> None:
    desk.sheet(Sheet.MENTIONS).cell(1, desk.column(Sheet.MENTIONS, "unit")).value = "别的"
    with pytest.raises(InputError, match="sheet “提及” has no column “单位”"):
        desk.verdicts()
    del desk.book["提及"]
    with pytest.raises(InputError, match="no sheet “提及”"):
        desk.verdicts()


@pytest.mark.parametrize(("number", "place", "value"), [(1, 1, "reformgraph review 9"), (1, 2, "fr"), (3, 3, "{}")])
def test_a_damaged_or_newer_file_is_refused(desk: Desk, number: int, place: int, value: str) -> None:
    desk.book[HIDDEN].cell(number, place).value = value
    with pytest.raises(InputError, match="not a file that"):
        desk.verdicts()


def test_a_reading_comes_back_from_the_hidden_sheet_as_it_was(desk: Desk) -> None:
    file = read_workbook(desk.saved())
    kinds = {about.kind for about in file.abouts.values()}
    assert {Kind.TARGET, Kind.DEADLINE, Kind.REGION, None} <= kinds
    assert any(
        isinstance(about.shown, MeasureReading) and about.shown.stage is Stage.EXPLORE for about in file.abouts.values()
    )
