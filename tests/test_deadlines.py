"""Words that say by when become dates, counted in the plan's year and from its day of issue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.deadlines import find_deadlines
from reformgraph.model import Deadline

ISSUED = date(2021, 3, 15)


def deadlines(text: str) -> list[tuple[str, str, str]]:
    found = find_deadlines(text, 0, len(text), 2021, ISSUED)
    values = [(mention.name, mention.value) for mention in found]
    assert all(isinstance(value, Deadline) for _, value in values)
    return [(name, str(v.start or ""), str(v.end or "")) for name, v in values if isinstance(v, Deadline)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年6月底前建成污水管网", [("2022年6月底前", "", "2022-06-30")]),
        ("6月底前完成摸排", [("6月底前", "", "2021-06-30")]),
        ("年底前建成三座变电站", [("年底前", "", "2021-12-31")]),
        ("2023年上半年，开通轨道快线", [("2023年上半年", "2023-01-01", "2023-06-30")]),
        ("“十四五”期间，新建公园百座", [("“十四五”期间", "2021-01-01", "2025-12-31")]),
        ("到2022年，垃圾分类覆盖所有小区", [("到2022年", "", "2022-12-31")]),
        ("自2020年1月1日起停征该项费用", [("自2020年1月1日起", "2020-01-01", "")]),
        ("用三年时间内完成改造", [("三年时间内", "", "2024-03-15")]),
        ("分别于4月10日、8月10日前报送", [("4月10日", "", "2021-04-10"), ("8月10日前", "", "2021-08-10")]),
        ("3个工作日内办结", []),
        ("持续推进扫黑除恶", []),
        ("清理2018年以前出台的文件", []),
        ("落实《2020年立法计划》", []),
        ("2月30日前报送", []),
    ],
)
def test_a_deadline_has_its_words_and_dates(text: str, found: list[tuple[str, str, str]]) -> None:
    assert deadlines(text) == found


@given(st.text(alphabet="2021年底前月日到自起内上下半季度“十四五”期间，、（）前", max_size=40))
def test_any_text_gives_ordered_deadlines_that_do_not_overlap(text: str) -> None:
    at = 0
    for mention in find_deadlines(text, 0, len(text), 2021, ISSUED):
        assert at <= mention.span.start < mention.span.end
        at = mention.span.end
        assert isinstance(mention.value, Deadline)
        assert mention.value.start or mention.value.end
