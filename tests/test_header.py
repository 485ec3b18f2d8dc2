"""A header is read from what stands above the numbers and below the text; a user's word goes before it."""

import json
from datetime import date
from pathlib import Path

import pytest

from extract.header import GIVEN, HeaderCorrections, read_header
from extract.outline import read_outline
from reformgraph.model import Header
from reformgraph.vocabulary import Vocabulary

NOTICE = (
    "苏州市人民政府关于印发《苏州市数字政务三年行动方案》的通知\n苏府〔2021〕33号\n各区、县级市人民政府：\n"
    "根据《江苏省政务服务条例》（苏政发〔2020〕5号）精神，现印发给你们。\n2021年6月1日\n"
    "苏州市数字政务三年行动方案\n一、任务\n推进电子证照应用。\n本方案自2021年7月1日起施行，有效期3年。\n"
)


def header(text: str, vocabulary: Vocabulary, **said: object) -> Header:
    return read_header(text, read_outline(text), vocabulary, HeaderCorrections(**said))  # type: ignore[arg-type]


def test_a_notice_gives_the_title_of_the_plan_that_it_issues(vocabulary: Vocabulary) -> None:
    found = header(NOTICE, vocabulary)
    assert found.title.value == "苏州市数字政务三年行动方案"
    assert found.title.span and found.title.span.of(NOTICE) == "苏州市数字政务三年行动方案"


def test_number_issuer_date_and_jurisdiction_come_from_the_head(vocabulary: Vocabulary) -> None:
    found = header(NOTICE, vocabulary)
    assert found.number and found.number.value == "苏府〔2021〕33号"
    assert found.issuer and found.issuer.value == "苏州市人民政府"
    assert found.issued and found.issued.value == date(2021, 6, 1)
    assert found.jurisdiction and found.jurisdiction.value == "苏州市"
    assert found.year == 2021


def test_a_term_of_validity_ends_on_the_day_before(vocabulary: Vocabulary) -> None:
    found = header(NOTICE, vocabulary)
    assert found.in_force_from and found.in_force_from.value == date(2021, 7, 1)
    assert found.in_force_to and found.in_force_to.value == date(2024, 6, 30)


def test_a_cited_number_is_never_the_plans_own(vocabulary: Vocabulary) -> None:
    text = NOTICE.replace("苏府〔2021〕33号\n", "")
    assert header(text, vocabulary).number is None


@pytest.mark.parametrize("brackets", ["〔2021〕", "[2021]", "【2021】", "（2021）"])
def test_a_number_may_stand_in_any_brackets(vocabulary: Vocabulary, brackets: str) -> None:
    found = header(NOTICE.replace("苏府〔2021〕", f"苏府{brackets}"), vocabulary)
    assert found.number and found.number.value == f"苏府{brackets}33号"


def test_a_notice_that_is_the_plan_keeps_its_own_title_less_its_line_break(vocabulary: Vocabulary) -> None:
    text = "商务部关于促进二手车流通\n高质量发展的意见\n商消费发〔2022〕92号\n一、任务\n取消限迁政策。\n商务部\n2022年7月5日\n"
    found = header(text, vocabulary)
    assert found.title.value == "商务部关于促进二手车流通高质量发展的意见"
    assert found.issuer and found.issuer.value == "商务部"
    assert found.jurisdiction and found.jurisdiction.value == "全国"


def test_the_signature_names_the_issuer_where_the_title_does_not(vocabulary: Vocabulary) -> None:
    text = "关于印发《成都市绿色建筑行动方案》的通知\n各区：\n成都市住房和城乡建设局\n2023年2月3日\n一、任务\n推广绿色建材。\n"
    found = header(text, vocabulary)
    assert found.issuer and found.issuer.value == "成都市住房和城乡建设局"


def test_several_issuers_are_joined_by_one_space(vocabulary: Vocabulary) -> None:
    text = "成都市公安局　成都市交通运输局关于印发《成都市静态交通方案》的通知\n2023年2月3日\n一、任务\n增加泊位。\n"
    found = header(text, vocabulary)
    assert found.issuer and found.issuer.value == "成都市公安局 成都市交通运输局"


def test_a_date_may_be_written_in_chinese(vocabulary: Vocabulary) -> None:
    found = header(NOTICE.replace("2021年6月1日", "二〇二一年六月一日"), vocabulary)
    assert found.issued and found.issued.value == date(2021, 6, 1)


def test_what_the_user_says_goes_before_the_text_and_has_no_place(vocabulary: Vocabulary) -> None:
    found = header(NOTICE, vocabulary, number="苏府办〔2021〕1号", jurisdiction="江苏省", issued=date(2020, 1, 2))
    assert [s and (s.value, s.span, s.rule) for s in (found.number, found.jurisdiction, found.issued)] == [
        ("苏府办〔2021〕1号", None, GIVEN),
        ("江苏省", None, GIVEN),
        (date(2020, 1, 2), None, GIVEN),
    ]


def test_a_text_without_a_header_has_a_title_and_nothing_else(vocabulary: Vocabulary) -> None:
    found = header("一、推进改革。\n二、加强监管。", vocabulary)
    assert (found.number, found.issuer, found.issued, found.jurisdiction, found.year) == (None, None, None, None, 0)


def test_gold_headers_come_out_exactly(shared: Path, vocabulary: Vocabulary) -> None:
    for file in sorted((shared / "gold").glob("20*.json")):
        gold = json.loads(file.read_text("utf-8"))["plan"]
        found = header((shared / "plans" / f"{file.stem}.txt").read_text("utf-8"), vocabulary)
        assert {
            "title": found.title.value,
            "number": found.number.value if found.number else "",
            "issuer": found.issuer and found.issuer.value,
            "issued": found.issued and found.issued.value.isoformat(),
            "year": found.year,
            "jurisdiction": found.jurisdiction and found.jurisdiction.value,
        } == gold, file.stem


def test_a_plan_is_titled_by_the_line_that_says_it_was_approved(vocabulary: Vocabulary) -> None:
    text = (
        "江府办发〔2024〕24号\n各区政府，市直各部门：\n《大连市改进供水服务实施方案》已经市政府常务会议审议通过，现印发给你们。\n"
        "大连市人民政府办公室\n2024年4月8日\n大连市改进供水服务\n实施方案\n"
        "为贯彻《国务院办公厅印发〈关于改进供水的意见〉的通知》要求，制定本方案。\n一、任务\n改造管网。\n"
    )
    header = read_header(text, read_outline(text), vocabulary)
    assert header.title.value == "大连市改进供水服务实施方案"
    assert header.issuer and header.issuer.value == "大连市人民政府办公室"
    assert header.jurisdiction and header.jurisdiction.value == "大连市"


def test_the_record_that_a_web_page_shows_gives_issuer_and_date(vocabulary: Vocabulary) -> None:
    text = (
        "2020年全市供水工作要点\n文 号 : 大水发〔2020〕1号 发文单位: 大连市水务局\n成文日期: 2020-01-12\n"
        "一、任务\n改造管网。\n"
    )
    header = read_header(text, read_outline(text), vocabulary)
    assert header.issuer and header.issuer.value == "大连市水务局"
    assert header.issued and header.issued.value == date(2020, 1, 12)
    assert header.jurisdiction and header.jurisdiction.value == "大连市"


def test_a_title_in_title_marks_is_the_title(vocabulary: Vocabulary) -> None:
    text = "《大连市供水改造实施方案》\n一、任务\n改造管网。\n"
    assert read_header(text, read_outline(text), vocabulary).title.value == "大连市供水改造实施方案"
