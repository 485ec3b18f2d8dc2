"""Measurable aims become a comparator, a number and a unit; numbers that only bound an object do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.targets import find_targets
from reformgraph.model import Target


def targets(text: str) -> list[tuple[str, str, float, str]]:
    found = find_targets(text, 0, len(text))
    return [(m.name, m.value.comparator, m.value.value, m.value.unit) for m in found if isinstance(m.value, Target)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("挂号等候不超过20分钟", [("不超过20分钟", "<=", 20, "分钟")]),
        ("新增托位不少于三千个", [("不少于三千个", ">=", 3000, "个")]),
        ("绿化覆盖率达到41.5%", [("41.5%", ">=", 41.5, "%")]),
        ("实现行政村客运全覆盖", [("全覆盖", "=", 100, "%")]),
        ("力争办照“零跑动”", [("“零跑动”", "=", 0, "次")]),
        ("两个工作日内反馈", [("两个工作日内", "<=", 2, "工作日")]),
        ("将12项权限下放", []),
        ("设立三个阶段", []),
        ("落实《百分之十保障办法》", []),
    ],
)
def test_a_target_has_its_words_and_value(text: str, found: list[tuple[str, str, float, str]]) -> None:
    assert targets(text) == found


def test_a_second_number_takes_over_the_comparator_of_the_first() -> None:
    found = targets("城乡低保标准分别不低于900元和700元")
    assert [(comparator, value) for _, comparator, value, _ in found] == [(">=", 900), (">=", 700)]


def test_a_number_inside_brackets_only_bounds_its_object() -> None:
    assert targets("办理大型货车（总长度超过18米）通行证") == []


@given(st.text(alphabet="不超过达到0123456789%个年万元百分之五十零以上内，（）和、", max_size=60))
def test_any_text_gives_targets_whose_words_are_its_own(text: str) -> None:
    for mention in find_targets(text, 0, len(text)):
        assert mention.span.of(text) == mention.name
