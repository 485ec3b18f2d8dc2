"""Each rule is judged by what it answers for."""

from typing import Any

from extract.annotation import write_annotation
from reformgraph.model import Header, Kind, Measure, Mention, Plan, Relation, Role, Span, Stage, Stated
from reformgraph.precision import Part, Precision, judge, precisions
from reformgraph.vocabulary import Vocabulary

TEXT = "在滨海镇推行一码通行，由镇水利站牵头建设泵站。"
WHOLE, WHERE, CODE, BODY = Span(0, 10), Span(1, 4), Span(6, 10), Span(12, 16)


def plan(first: Span = WHOLE, stage: Stage | None = None, **names: str) -> Plan:
    """A plan of two measures: in a town by a mechanism, and by a body."""
    region = Mention(Kind.REGION, WHERE, names.get("region", "滨海镇"), "region.zone")
    mechanism = Mention(Kind.MECHANISM, CODE, names.get("mechanism", "一码通行"), "mechanism.listed")
    body = Mention(Kind.AGENCY, BODY, "镇水利站", "agency.office")
    shown = Stated(stage, Span(4, 6), "stage.full-adverb") if stage else None
    return Plan(
        TEXT,
        Header(Stated("要点", None, "x"), 2024),
        measures=(
            Measure(
                "一",
                first,
                "measure.verb",
                Stated("推行", Span(4, 6), "action.verb"),
                shown,
                relations=(
                    Relation(region, "region.governed", Role.APPLIES_IN),
                    Relation(mechanism, "relation.stands-in"),
                ),
            ),
            Measure(
                "一",
                Span(11, 22),
                "measure.subject",
                Stated("建设", Span(18, 20), "action.subject"),
                relations=(Relation(body, "agency.called", Role(names.get("role", "lead"))),),
            ),
        ),
    )


def judged(found: Plan, vocabulary: Vocabulary, gold: Plan | None = None) -> dict[tuple[str, str], Precision]:
    annotation: dict[str, Any] = write_annotation(gold or plan(), vocabulary)
    hits = judge("plan", found, annotation, write_annotation(found, vocabulary))
    return {(each.rule, str(each.part)): each for each in precisions(hits, ())}


def wrong(found: dict[tuple[str, str], Precision]) -> set[tuple[str, str]]:
    return {key for key, each in found.items() if each.wrong}


def test_every_rule_is_right_where_the_plan_says_what_is_annotated(vocabulary: Vocabulary) -> None:
    found = judged(plan(), vocabulary)
    assert {key: each.precision for key, each in found.items()} == dict.fromkeys(found, 1.0)
    assert {rule for rule, _ in found} >= {"measure.verb", "action.subject", "region.zone", "agency.called"}


def test_a_wrong_name_is_the_mention_rule_s_fault_alone(vocabulary: Vocabulary) -> None:
    found = judged(plan(mechanism="一码"), vocabulary)
    assert wrong(found) == {("mechanism.listed", "mention")}
    (hit,) = found["mechanism.listed", "mention"].wrong
    assert (hit.found, hit.wanted, hit.start) == ("一码通行 = 一码", "一码通行", 6)


def test_a_wrong_role_is_the_relation_rule_s_fault_alone(vocabulary: Vocabulary) -> None:
    found = judged(plan(role="mentions"), vocabulary)
    assert wrong(found) == {("agency.called", "relation")}
    (hit,) = found["agency.called", "relation"].wrong
    assert (hit.found, hit.wanted) == ("mentions", "lead")


def test_a_wrong_stretch_is_the_measure_rule_s_fault_and_shows_what_is_annotated(vocabulary: Vocabulary) -> None:
    found = judged(plan(first=Span(1, 10)), vocabulary)
    assert wrong(found) == {("measure.verb", "measure")}
    assert found["measure.verb", "measure"].wrong[0].wanted == "在滨海镇推行一码通行"


def test_a_measure_that_is_paired_with_none_counts_for_no_other_rule(vocabulary: Vocabulary) -> None:
    found = judged(plan(first=Span(0, 22)), vocabulary)
    assert ("action.verb", "action") not in found
    assert ("region.governed", "relation") not in found


def test_a_stage_where_none_is_annotated_is_wrong(vocabulary: Vocabulary) -> None:
    found = judged(plan(stage=Stage.FULL), vocabulary)
    assert wrong(found) == {("stage.full-adverb", "stage")}


def test_the_worst_rule_comes_first_then_that_with_most_hits_and_those_without_any_last(vocabulary: Vocabulary) -> None:
    found = plan(mechanism="一码")
    annotation = write_annotation(plan(), vocabulary)
    hits = judge("plan", found, annotation, write_annotation(found, vocabulary))
    ordered = precisions([*hits, *judge("other", plan(), annotation, annotation)], ("region.zone", "target.none"))
    assert [each.rule for each in ordered[:1]] == ["mechanism.listed"]
    assert ordered[-1] == Precision("target.none", None, 0, ())
    assert [each.hits for each in ordered[1:-1]] == sorted((each.hits for each in ordered[1:-1]), reverse=True)


def test_a_rule_that_says_two_things_is_scored_for_each(vocabulary: Vocabulary) -> None:
    body = Mention(Kind.AGENCY, BODY, "镇水利站", "assignment.keyed")
    measure = Measure("一", Span(0, 10), "measure.verb", relations=(Relation(body, "assignment.keyed", Role.LEAD),))
    found = Plan(TEXT, Header(Stated("要点", None, "x"), 2024), measures=(measure,))
    assert {part for rule, part in judged(found, vocabulary, found) if rule == "assignment.keyed"} == {
        str(Part.MENTION),
        str(Part.RELATION),
    }
