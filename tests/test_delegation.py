"""Delegations: what is given to which region."""

import pytest

from extract.delegation import read_delegations
from reformgraph.model import Header, Kind, Measure, Mention, Plan, Relation, Role, Span, Stated


def delegated(text, *regions):
    relations = []
    for name in regions:
        place = text.index(name)
        mention = Mention(Kind.REGION, Span(place, place + len(name)), name, "test")
        relations.append(Relation(mention, "test", Role.APPLIES_IN))
    measure = Measure("一", Span(0, len(text)), "test", relations=tuple(relations))
    plan = Plan(text, Header(Stated("计划", None, "test"), 2031), measures=(measure,))
    (measure,) = read_delegations(plan).measures
    return [(each.region.name, each.what.of(text)) for each in measure.delegations]


@pytest.mark.parametrize(
    ("text", "regions", "expected"),
    [
        ("向滨海新区下放一批省级审批事项", ["滨海新区"], [("滨海新区", "一批省级审批事项")]),
        ("加大向滨海新区放权力度", ["滨海新区"], [("滨海新区", "放权")]),
        ("赋予滨海新区省级经济管理权限", ["滨海新区"], [("滨海新区", "省级经济管理权限")]),
        ("将林地审核权限下放至甲县", ["甲县"], [("甲县", "林地审核权限")]),
        ("向甲县、乙县下放户籍审批权", ["甲县", "乙县"], [("甲县", "户籍审批权"), ("乙县", "户籍审批权")]),
        ("支持滨海新区先行先试", ["滨海新区"], []),
        ("在滨海新区放开市场准入", ["滨海新区"], []),
    ],
)
def test_power_given_to_a_region_is_read_with_what_is_given(text, regions, expected):
    assert delegated(text, *regions) == expected
