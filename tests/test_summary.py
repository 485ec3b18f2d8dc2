"""The summary counts what the plan says, on a plan of two measures made by hand."""

from datetime import date

from reformgraph.model import (
    Deadline,
    Header,
    Kind,
    Measure,
    Mention,
    Plan,
    Provision,
    ProvisionKind,
    Relation,
    Role,
    Span,
    Stated,
)
from reformgraph.summary import summarize

TEXT = "一、在甲市试行告知承诺。年底前在乙市推广告知承诺。"


def mention(kind: Kind, quote: str, name: str, value: Deadline | None = None, after: int = 0) -> Mention:
    start = TEXT.index(quote, after)
    return Mention(kind, Span(start, start + len(quote)), name, "annotation", value=value)


def measure(quote: str, *relations: Relation) -> Measure:
    start = TEXT.index(quote)
    return Measure("一", Span(start, start + len(quote)), "annotation", relations=relations)


def plan() -> Plan:
    due = Deadline(None, date(2021, 12, 31))
    return Plan(
        TEXT,
        Header(Stated("甲省改革工作要点", None, "annotation"), 2021),
        (Provision("一", ProvisionKind.TASK, "", Span(0, len(TEXT))),),
        (
            measure(
                "在甲市试行告知承诺",
                Relation(mention(Kind.REGION, "甲市", "甲市"), "annotation", Role.APPLIES_IN),
                Relation(mention(Kind.MECHANISM, "告知承诺", "告知承诺"), "annotation"),
            ),
            measure(
                "年底前在乙市推广告知承诺",
                Relation(mention(Kind.REGION, "乙市", "乙市"), "annotation", Role.MENTIONS),
                Relation(mention(Kind.MECHANISM, "告知承诺", "告知承诺", after=12), "annotation"),
                Relation(mention(Kind.DEADLINE, "年底前", "年底前", due), "annotation"),
            ),
        ),
    )


def test_the_cross_table_holds_only_regions_that_a_measure_applies_in() -> None:
    assert summarize(plan()).cross == {("告知承诺", "甲市"): 1}


def test_equal_names_count_as_one_thing_in_several_places() -> None:
    counts = {count.kind: (count.mentions, count.distinct) for count in summarize(plan()).counts}
    assert counts["mechanisms"] == (2, 1)
    assert counts["regions"] == (2, 2)
    assert counts["tasks"] == (1, 1)


def test_a_deadline_is_listed_with_its_measure() -> None:
    (due,) = summarize(plan()).due
    assert (due.quote, due.measure) == ("年底前", "年底前在乙市推广告知承诺")


def test_coverage_is_the_share_of_code_points_in_measures() -> None:
    assert summarize(plan()).covered == (9 + 12) / len(TEXT)


def test_a_plan_without_measures_has_an_empty_summary() -> None:
    empty = summarize(Plan("", Header(Stated("", None, "x"), 2021)))
    assert (empty.due, empty.cross, empty.covered) == ((), {}, 0.0)
