"""Which plan comes first, which stands above which, and what a plan says that it replaces."""

from datetime import date

import pytest

from extract import extract_plan
from reformgraph.lineage import Level, Replacement, replacements, same_series, standing
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary


def plan(title: str, issuer: str, day: str, vocabulary: Vocabulary, rest: str = "") -> Plan:
    text = f"{issuer}关于印发《{title}》的通知\n{day}\n一、推进河湖治理。整治黑臭水体。\n{rest}"
    return extract_plan(text, vocabulary)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("100000", Level.STATE),
        ("330000", Level.PROVINCE),
        ("310000", Level.PROVINCE),
        ("330100", Level.CITY),
        ("310115", Level.COUNTY),
    ],
)
def test_the_level_of_a_jurisdiction_is_read_from_its_code(code: str, level: Level) -> None:
    assert Level.of(code) is level


def test_plans_are_ordered_by_year_then_day_then_level(vocabulary: Vocabulary) -> None:
    province = plan("浙江省河湖治理方案", "浙江省人民政府", "2021年3月1日", vocabulary)
    city = plan("杭州市河湖治理方案", "杭州市人民政府", "2021年3月1日", vocabulary)
    earlier = plan("杭州市水环境方案", "杭州市人民政府", "2019年5月1日", vocabulary)
    found = [standing(key, each, vocabulary) for key, each in (("a", city), ("b", province), ("c", earlier))]
    assert [each.key for each in sorted(found, key=lambda each: each.rank)] == ["c", "b", "a"]
    assert found[0].day == date(2021, 3, 1)


def test_a_city_lies_within_its_province_and_the_state_and_in_no_other_province(vocabulary: Vocabulary) -> None:
    city = standing("a", plan("杭州市河湖治理方案", "杭州市人民政府", "2021年3月1日", vocabulary), vocabulary)
    above = standing("b", plan("浙江省河湖治理方案", "浙江省人民政府", "2020年3月1日", vocabulary), vocabulary)
    other = standing("c", plan("江苏省河湖治理方案", "江苏省人民政府", "2020年3月1日", vocabulary), vocabulary)
    state = standing("d", plan("全国河湖治理方案", "国务院办公厅", "2018年3月1日", vocabulary), vocabulary)
    assert city.within(above)
    assert city.within(state)
    assert not city.within(other)
    assert not above.within(city)


def test_plans_of_one_year_and_place_do_not_follow_each_other(vocabulary: Vocabulary) -> None:
    first = standing("a", plan("杭州市河湖治理方案", "杭州市人民政府", "2021年3月1日", vocabulary), vocabulary)
    second = standing("b", plan("杭州市水运方案", "杭州市人民政府", "2021年9月1日", vocabulary), vocabulary)
    assert not second.may_follow(first)


@pytest.mark.parametrize(
    "words",
    [
        "《某市河湖管理办法》（某府办〔2012〕3号）同时废止。",
        "原《某市河湖管理办法》（某府办〔2012〕3号）不再执行。",
        "本方案替代《某市河湖管理办法》（某府办〔2012〕3号）。",
    ],
)
def test_a_document_that_is_replaced_is_found_by_the_words_that_say_so(words: str, vocabulary: Vocabulary) -> None:
    text = plan("某市河湖方案", "某市人民政府", "2021年3月1日", vocabulary, words)
    (found,) = replacements(text)
    assert (found.number, found.title) == ("某府办〔2012〕3号", "某市河湖管理办法")
    assert found.span.of(text.text).strip("，。") in words


def test_documents_of_one_list_are_all_replaced_and_one_that_is_cited_is_not(vocabulary: Vocabulary) -> None:
    words = "落实《城镇排水条例》。《某市河湖管理办法》《某市泵站管理规定》同时废止。"
    found = replacements(plan("某市河湖方案", "某市人民政府", "2021年3月1日", vocabulary, words))
    assert [each.title for each in found] == ["某市河湖管理办法", "某市泵站管理规定"]


def test_a_replacement_means_the_plan_of_its_number_or_title(vocabulary: Vocabulary) -> None:
    replaced = plan("某市河湖方案", "某市人民政府", "2018年3月1日", vocabulary)
    span = replaced.measures[0].span
    assert Replacement("", "某市河湖方案", span).means(replaced.header)
    assert not Replacement("", "某市泵站方案", span).means(replaced.header)


def test_a_series_is_one_issuer_with_like_titles_in_other_years(vocabulary: Vocabulary) -> None:
    first = plan("2021年杭州市河湖改革工作要点", "杭州市人民政府", "2021年3月1日", vocabulary)
    second = plan("2022年杭州市河湖改革工作要点", "杭州市人民政府", "2022年3月1日", vocabulary)
    other = plan("2022年杭州市公共交通发展计划", "杭州市人民政府", "2022年3月1日", vocabulary)
    elsewhere = plan("2022年宁波市河湖改革工作要点", "宁波市人民政府", "2022年3月1日", vocabulary)
    assert same_series(first, second)
    assert not same_series(first, other)
    assert not same_series(first, elsewhere)
    assert not same_series(first, first)
