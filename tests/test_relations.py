"""Relations: what a measure has, and the roles of its regions and bodies."""

import pytest

from extract.relations import relate
from reformgraph.model import Kind, Measure, Mention, Span


def related(text, *mentions):
    found = []
    place = 0
    for kind, words in mentions:
        place = text.index(words, place)
        found.append(Mention(kind, Span(place, place + len(words)), words, "test"))
        place += 1
    (measure,) = relate(text, [Measure("一", Span(0, len(text)), "test")], found)
    return measure.relations


def roles(text, kind, *words):
    return [relation.role.value for relation in related(text, *((kind, word) for word in words))]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("在滨海新区开展试点", ["滨海新区"], ["appliesIn"]),
        ("向甲县、乙县下放审批权", ["甲县", "乙县"], ["appliesIn", "appliesIn"]),
        ("支持甲县率先探索", ["甲县"], ["appliesIn"]),
        ("深化甲省与乙省河流联防协作", ["甲省", "乙省"], ["appliesIn", "appliesIn"]),
        ("推进甲园内企业改造", ["甲园"], ["appliesIn"]),
        ("推进甲市科创中心建设", ["甲市"], ["mentions"]),
        ("完善本市人才政策", ["本市"], ["mentions"]),
        ("本市户籍的老人可以申请", ["本市"], ["mentions"]),
        ("修订甲省水资源条例", ["甲省"], ["mentions"]),
    ],
)
def test_the_words_around_a_region_give_its_role(text, words, expected):
    assert roles(text, Kind.REGION, *words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("市水务局要加强巡查", ["市水务局"], ["responsible"]),
        ("由市水务局牵头建立台账", ["市水务局"], ["lead"]),
        ("市水务局会同各区政府开展检查", ["市水务局", "各区政府"], ["responsible", "cooperating"]),
        ("各县、各部门要及时总结", ["各县", "各部门"], ["responsible", "responsible"]),
        ("总结材料报送省审改办", ["省审改办"], ["recipient"]),
        ("重大情况及时向省政府报告", ["省政府"], ["recipient"]),
        ("涉嫌犯罪的移送司法机关", ["司法机关"], ["recipient"]),
        ("鼓励各区结合实际创新", ["各区"], ["responsible"]),
        ("街道办事处配合做好登记", ["街道办事处"], ["cooperating"]),
        ("明确区政府的主体责任", ["区政府"], ["mentions"]),
        ("加强对镇政府的考核", ["镇政府"], ["mentions"]),
    ],
)
def test_the_words_around_a_body_give_its_role(text, words, expected):
    assert roles(text, Kind.AGENCY, *words) == expected


def test_a_name_is_related_once_at_its_first_place():
    text = "帮助企业减负，服务企业"
    relations = related(text, (Kind.BENEFICIARY, "企业"), (Kind.BENEFICIARY, "企业"))
    assert [relation.mention.span.start for relation in relations] == [2]


def test_a_mention_across_the_border_of_a_measure_is_not_related():
    mention = Mention(Kind.MECHANISM, Span(2, 6), "甲机制", "test")
    measures = relate("完善甲机制。", [Measure("一", Span(0, 5), "test")], [mention])
    assert measures[0].relations == ()
