"""Fields: by the task's title, else by those above, else by the measure."""

from datetime import date

import pytest

from extract.fields import read_fields
from reformgraph.model import Header, Measure, Plan, Provision, ProvisionKind, Span, Stated
from reformgraph.vocabulary import Concept, Vocabulary

HEALTH = Concept("x:health", ("Field",), pref="医疗", kind=None, alt=("卫生",), not_labels=("环境卫生",))
CARE = Concept("x:care", ("Field",), pref="养老", kind=None)


def fields(section, task, words):
    text = f"{section}\n{task}\n{words}"
    place = len(section) + 1
    body = place + len(task) + 1
    whole = Span(0, len(text))
    plan = Plan(
        text,
        Header(Stated("计划", None, "test"), date(2031, 1, 1).year),
        (
            Provision("一", ProvisionKind.SECTION, section, whole, Span(0, len(section))),
            Provision("一/1", ProvisionKind.TASK, task, whole, Span(place, place + len(task))),
        ),
        (Measure("一/1", Span(body, len(text)), "test"),),
    )
    vocabulary = Vocabulary({concept.iri: concept for concept in (HEALTH, CARE)})
    (measure,) = read_fields(plan, vocabulary).measures
    return [(found.value, found.span.of(text), found.rule) for found in measure.fields]


@pytest.mark.parametrize(
    ("section", "task", "words", "expected"),
    [
        ("改善医疗", "发展养老服务", "改善卫生", [("x:care", "养老", "field.task-title")]),
        ("改善医疗", "加强领导", "发展养老", [("x:health", "医疗", "field.section-title")]),
        ("保障措施", "加强领导", "发展养老", [("x:care", "养老", "field.measure")]),
        ("保障措施", "加强领导", "整治环境卫生", []),
    ],
)
def test_the_innermost_words_that_name_a_field_count(section, task, words, expected):
    assert fields(section, task, words) == expected


def test_a_field_is_stated_once():
    assert len(fields("保障", "领导", "医疗和卫生")) == 1
