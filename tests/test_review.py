"""Reviews stand over what was read, and over nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.annotation import read_annotation
from extract.review import BORDERS, GONE, NO_MEASURE, OUTSIDE, OVERLAPS, Reviewed, apply_reviews
from reformgraph.model import Deadline, Kind, Measure, Mention, Plan, Relation, Reviewer, Role, Span, Stage, Target
from reformgraph.reviews import MeasureReading, MentionReading, Passage, Review, Verdict
from reformgraph.vocabulary import Vocabulary

WANG = Reviewer("https://w3id.org/reformgraph/reviewer/c-1", "王某")
LI = Reviewer("https://w3id.org/reformgraph/reviewer/c-2", "李某")
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)

TEXT = (
    "甲市试行方案\n一、登记改革\n（一）便利登记。在临江片区探索蓝卡登记制度，实现一窗受理；年底前将办理时间压减30%。"
    "（责任单位：市一局、市二局）\n（二）严格监管。推进联合巡查，建立信用台账，按季度公布结果；对失信主体实施限制。（责任单位：市一局）\n"
)
FIRST = "在临江片区探索蓝卡登记制度，实现一窗受理"
SECOND = "年底前将办理时间压减30%"
THIRD = "推进联合巡查"
FOURTH = "建立信用台账，按季度公布结果"
LAST = "对失信主体实施限制"
JSON = {
    "plan": {"title": "甲市试行方案", "number": "", "issuer": "", "issued": "", "year": 2024, "jurisdiction": "上海市"},
    "provisions": [
        {"path": "一", "kind": "section", "title": "登记改革"},
        {"path": "一/（一）", "kind": "task", "title": "便利登记"},
        {"path": "一/（二）", "kind": "task", "title": "严格监管"},
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
        {
            "in": "一/（二）",
            "text": FOURTH,
            "action": "建立",
            "stage": "establish",
            "instruments": ["信用台账"],
            "agencies": [{"text": "市一局", "name": "市一局", "role": "responsible"}],
        },
    ],
}


@pytest.fixture(scope="module")
def plan(vocabulary: Vocabulary) -> Plan:
    return read_annotation(TEXT, JSON, vocabulary)


def at(words: str, text: str = TEXT, nth: int = 0) -> Passage:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Passage.of(text, Span(start, start + len(words)))


def measure_review(plan: Plan, words: str, verdict: Verdict = Verdict.ACCEPT, **states: object) -> Review:
    """A review of the first measure with these words, which shall stand as it is but for `states`."""
    read = next((measure for measure in plan.measures if measure.span.of(plan.text) == words), None)
    return review_of(plan, read, words, verdict, **states)


def review_of(plan: Plan, read: Measure | None, words: str, verdict: Verdict, **states: object) -> Review:
    own = Passage.of(plan.text, read.span) if read else at(words, plan.text)
    stands = MeasureReading(own)
    if read:
        stands = MeasureReading(own, read.action and read.action.value, read.stage and read.stage.value)  # type: ignore[arg-type]
    return Review(f"m-{own.start}", verdict, own, replace(stands, **states), WANG, NOON)  # type: ignore[arg-type]


def mention_review(
    plan: Plan, measure: Measure, relation: Relation, verdict: Verdict = Verdict.ACCEPT, **states: object
) -> Review:
    own, mention = Passage.of(plan.text, measure.span), relation.mention
    words = Passage.of(plan.text, mention.span)
    stands = MentionReading(words, mention.name, relation.role, mention.concept, mention.value)
    name = f"f-{own.start}-{mention.kind}-{words.start}-{relation.role}"
    return Review(
        name,
        verdict,
        own,
        replace(stands, **states),
        WANG,
        NOON,
        kind=mention.kind,
        mention=words,  # type: ignore[arg-type]
    )


def mentioned(plan: Plan, words: str, kind: Kind, verdict: Verdict = Verdict.ACCEPT, **states: object) -> Review:
    """A review of the measure's first mention of that kind."""
    measure = next(measure for measure in plan.measures if measure.span.of(plan.text) == words)
    return mention_review(plan, measure, next(measure.of_kind(kind)), verdict, **states)


def added(words: str, kind: Kind, quote: Passage, **states: object) -> Review:
    reading = replace(MentionReading(quote, quote.quote), **states)  # type: ignore[arg-type]
    return Review(f"f-{kind}-{quote.start}", Verdict.ADD, at(words), reading, WANG, NOON, kind=kind, mention=quote)


def words_of(found: Reviewed) -> list[str]:
    return [measure.span.of(found.plan.text) for measure in found.plan.measures]


def the(found: Reviewed, words: str) -> Measure:
    return next(measure for measure in found.plan.measures if measure.span.of(found.plan.text) == words)


def reasons(found: Reviewed) -> list[object]:
    return [orphan.why for orphan in found.orphans]


def everything(plan: Plan, verdict: Verdict = Verdict.ACCEPT) -> list[Review]:
    reviews = [review_of(plan, measure, measure.span.of(plan.text), verdict) for measure in plan.measures]
    return reviews + [
        mention_review(plan, measure, relation, verdict) for measure in plan.measures for relation in measure.relations
    ]


def unsigned(plan: Plan) -> Plan:
    """The plan without the names of its reviewers."""

    def bare(measure: Measure) -> Measure:
        return replace(
            measure,
            reviewer=None,
            action=measure.action and replace(measure.action, reviewer=None),
            stage=measure.stage and replace(measure.stage, reviewer=None),
            relations=tuple(replace(relation, reviewer=None) for relation in measure.relations),
        )

    return replace(plan, measures=tuple(map(bare, plan.measures)))


def without_measures(plan: Plan, *words: str) -> Plan:
    """As another version of the rules might read it."""
    return replace(plan, measures=tuple(each for each in plan.measures if each.span.of(plan.text) not in words))


def test_no_reviews_leave_the_plan_as_it_is(plan: Plan, vocabulary: Vocabulary) -> None:
    assert apply_reviews(plan, [], vocabulary).plan is plan


def test_accepting_everything_changes_nothing_but_who_says_so(
    example_text: str, example_gold: dict[str, object], plan: Plan, vocabulary: Vocabulary
) -> None:
    for each in (plan, read_annotation(example_text, example_gold, vocabulary)):
        found = apply_reviews(each, everything(each), vocabulary)
        assert unsigned(found.plan) == each
        assert found.orphans == ()
        assert all(measure.reviewer == WANG for measure in found.plan.measures)
        assert all(relation.reviewer == WANG for measure in found.plan.measures for relation in measure.relations)


def test_equal_sentences_are_each_accepted_for_themselves(plan: Plan, vocabulary: Vocabulary) -> None:
    text = TEXT + TEXT
    twice = read_annotation(text, {**JSON, "measures": JSON["measures"] * 2}, vocabulary)  # type: ignore[operator]
    moved = "前言。\n" + text
    later = read_annotation(moved, {**JSON, "measures": JSON["measures"] * 2}, vocabulary)  # type: ignore[operator]
    for each in (twice, later):
        found = apply_reviews(each, everything(twice), vocabulary)
        assert unsigned(found.plan) == each
        assert (found.orphans, len(found.measures)) == ((), len(twice.measures))


def test_accepting_everything_brings_back_what_the_rules_lose(plan: Plan, vocabulary: Vocabulary) -> None:
    bare = replace(plan, measures=())
    found = apply_reviews(bare, everything(plan), vocabulary)
    assert words_of(found) == [measure.span.of(TEXT) for measure in plan.measures]
    for again, read in zip(found.plan.measures, plan.measures, strict=True):
        assert {(r.mention.name, r.role, r.mention.value) for r in again.relations} == {
            (r.mention.name, r.role, r.mention.value) for r in read.relations
        }
        assert {again.rule, *(relation.rule for relation in again.relations)} == {"review"}
        assert (again.action and again.action.value, again.stage and again.stage.value, again.provision) == (
            read.action and read.action.value,
            read.stage and read.stage.value,
            read.provision,
        )


def test_rejecting_everything_leaves_a_plan_without_measures(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, everything(plan, Verdict.REJECT), vocabulary)
    assert (found.plan.measures, found.orphans) == ((), ())


def test_a_rejected_measure_goes_alone(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [measure_review(plan, SECOND, Verdict.REJECT)], vocabulary)
    assert found.plan == without_measures(plan, SECOND)


def test_a_rejected_mention_goes_alone(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [mentioned(plan, FIRST, Kind.MECHANISM, Verdict.REJECT)], vocabulary)
    assert [relation.mention.kind for relation in the(found, FIRST).relations] == [Kind.REGION, Kind.AGENCY]
    assert found.plan.measures[1:] == plan.measures[1:]


def test_a_body_that_is_rejected_in_one_measure_stays_in_another(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [mentioned(plan, FIRST, Kind.AGENCY, Verdict.REJECT)], vocabulary)
    assert list(the(found, FIRST).of_kind(Kind.AGENCY)) == []
    assert len(list(the(found, SECOND).of_kind(Kind.AGENCY))) == 1


def test_a_changed_stage_is_the_reviewers(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [measure_review(plan, FIRST, Verdict.CHANGE, stage=Stage.PILOT)], vocabulary)
    stage = the(found, FIRST).stage
    assert stage and (stage.value, stage.rule, stage.reviewer) == (Stage.PILOT, "review", WANG)


def test_a_stage_can_be_taken_away(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [measure_review(plan, FIRST, Verdict.CHANGE, stage=None)], vocabulary)
    assert the(found, FIRST).stage is None


def test_a_changed_action_rests_on_its_word(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [measure_review(plan, FOURTH, Verdict.CHANGE, action="公布")], vocabulary)
    action = the(found, FOURTH).action
    assert action and action.span and (action.value, action.span.of(TEXT)) == ("公布", "公布")


def test_shorter_borders_leave_out_what_lies_beyond(plan: Plan, vocabulary: Vocabulary) -> None:
    shorter = at("探索蓝卡登记制度")
    found = apply_reviews(plan, [measure_review(plan, FIRST, Verdict.CHANGE, passage=shorter)], vocabulary)
    measure = the(found, "探索蓝卡登记制度")
    assert [relation.mention.name for relation in measure.relations] == ["蓝卡登记制度", "市一局"]
    assert (measure.outcome, measure.rule, measure.reviewer) == (None, "review", WANG)


def test_longer_borders_take_in_the_measure_that_they_reach_over(plan: Plan, vocabulary: Vocabulary) -> None:
    whole = f"{THIRD}，{FOURTH}"
    found = apply_reviews(plan, [measure_review(plan, THIRD, Verdict.CHANGE, passage=at(whole))], vocabulary)
    assert words_of(found) == [FIRST, SECOND, whole]
    assert [relation.mention.name for relation in the(found, whole).relations] == ["信用台账"]


def test_what_was_accepted_in_a_measure_goes_with_it_into_a_longer_one(plan: Plan, vocabulary: Vocabulary) -> None:
    whole = f"{THIRD}，{FOURTH}"
    reviews = [
        mentioned(plan, FOURTH, Kind.INSTRUMENT),
        measure_review(plan, FOURTH, Verdict.REJECT),
        measure_review(plan, THIRD, Verdict.CHANGE, passage=at(whole)),
    ]
    found = apply_reviews(plan, reviews, vocabulary)
    assert [relation.reviewer for relation in the(found, whole).relations] == [WANG]
    assert found.orphans == ()


def test_an_added_measure_stands_in_its_provision(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [measure_review(plan, LAST, Verdict.ADD, action="实施")], vocabulary)
    assert words_of(found)[-1] == LAST
    assert (the(found, LAST).provision, the(found, LAST).rule) == ("一/（二）", "review")


def test_an_added_mention_belongs_to_its_measure(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(plan, [added(THIRD, Kind.MECHANISM, at("联合巡查"))], vocabulary)
    (relation,) = the(found, THIRD).relations
    assert (relation.mention.name, relation.rule, relation.reviewer) == ("联合巡查", "review", WANG)


def test_a_mention_can_be_added_to_an_added_measure(plan: Plan, vocabulary: Vocabulary) -> None:
    reviews = [
        added(LAST, Kind.BENEFICIARY, at("失信主体")),
        measure_review(plan, LAST, Verdict.ADD, action="实施"),
    ]
    found = apply_reviews(plan, reviews, vocabulary)
    assert [relation.mention.name for relation in the(found, LAST).relations] == ["失信主体"]


def test_a_body_can_be_added_from_the_line_behind_the_measure(plan: Plan, vocabulary: Vocabulary) -> None:
    review = added(THIRD, Kind.AGENCY, at("市一局", nth=1), role=Role.LEAD)
    (relation,) = the(apply_reviews(plan, [review], vocabulary), THIRD).relations
    assert (relation.mention.span, relation.role) == (at("市一局", nth=1).span, Role.LEAD)


def test_a_name_that_the_vocabulary_knows_means_its_concept(plan: Plan, vocabulary: Vocabulary) -> None:
    review = mentioned(plan, FIRST, Kind.MECHANISM, Verdict.CHANGE, name="告知承诺制")
    (relation,) = the(apply_reviews(plan, [review], vocabulary), FIRST).of_kind(Kind.MECHANISM)
    assert (relation.mention.name, bool(relation.mention.concept)) == ("告知承诺", True)


def test_a_changed_role_leaves_the_mention_as_it_was_read(plan: Plan, vocabulary: Vocabulary) -> None:
    review = mentioned(plan, FIRST, Kind.REGION, Verdict.CHANGE, role=Role.MENTIONS)
    (relation,) = the(apply_reviews(plan, [review], vocabulary), FIRST).of_kind(Kind.REGION)
    assert (relation.role, relation.mention.rule, relation.rule) == (Role.MENTIONS, "annotation", "review")


def test_what_one_place_names_is_changed_for_all_measures_that_it_serves(plan: Plan, vocabulary: Vocabulary) -> None:
    review = mentioned(plan, FIRST, Kind.AGENCY, Verdict.CHANGE, name="市第一局")
    found = apply_reviews(plan, [review], vocabulary)
    for words in (FIRST, SECOND):
        (relation,) = the(found, words).of_kind(Kind.AGENCY)
        assert (relation.mention.name, relation.reviewer) == ("市第一局", WANG)
    (elsewhere,) = the(found, FOURTH).of_kind(Kind.AGENCY)
    assert elsewhere.mention.name == "市一局"


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Kind.TARGET, Target(">=", 30, "%")), (Kind.DEADLINE, Deadline(None, date(2025, 6, 30)))],
)
def test_a_changed_value_keeps_its_words(
    plan: Plan, vocabulary: Vocabulary, kind: Kind, value: Target | Deadline
) -> None:
    review = mentioned(plan, SECOND, kind, Verdict.CHANGE, value=value)
    (relation,) = the(apply_reviews(plan, [review], vocabulary), SECOND).of_kind(kind)
    assert (relation.mention.value, relation.mention.name) == (value, relation.mention.span.of(TEXT))


def test_a_longer_stretch_takes_the_place_of_the_shorter_one(plan: Plan, vocabulary: Vocabulary) -> None:
    review = mentioned(plan, FIRST, Kind.MECHANISM, Verdict.CHANGE, passage=at("蓝卡登记"), name="蓝卡登记")
    mechanisms = list(the(apply_reviews(plan, [review], vocabulary), FIRST).of_kind(Kind.MECHANISM))
    assert [relation.mention.span.of(TEXT) for relation in mechanisms] == ["蓝卡登记"]


def test_an_accepted_mention_stands_for_what_later_rules_read_in_its_place(plan: Plan, vocabulary: Vocabulary) -> None:
    review = mentioned(plan, FIRST, Kind.MECHANISM)
    other = Mention(Kind.MECHANISM, at("蓝卡").span, "蓝卡", "later.rule")
    first = plan.measures[0]
    relations = tuple(
        Relation(other, "later.rule") if each.mention.kind is Kind.MECHANISM else each for each in first.relations
    )
    later = replace(plan, measures=(replace(first, relations=relations), *plan.measures[1:]))
    mechanisms = list(the(apply_reviews(later, [review], vocabulary), FIRST).of_kind(Kind.MECHANISM))
    assert [relation.mention.name for relation in mechanisms] == ["蓝卡登记制度"]


def test_an_accepted_measure_stands_for_the_pieces_that_later_rules_cut_it_into(
    plan: Plan, vocabulary: Vocabulary
) -> None:
    first, *others = plan.measures
    pieces = [
        replace(first, span=at(words).span, relations=()) for words in ("在临江片区探索蓝卡登记制度", "实现一窗受理")
    ]
    later = replace(plan, measures=(*pieces, *others))
    assert words_of(apply_reviews(later, [measure_review(plan, FIRST)], vocabulary)) == words_of(Reviewed(plan))


def test_a_rejected_measure_stays_away_when_later_rules_read_a_part_of_it(plan: Plan, vocabulary: Vocabulary) -> None:
    part = replace(plan.measures[3], span=at("按季度公布结果").span, relations=(), action=None)
    later = replace(plan, measures=(*plan.measures[:3], part))
    found = apply_reviews(later, [measure_review(plan, FOURTH, Verdict.REJECT)], vocabulary)
    assert words_of(found) == [FIRST, SECOND, THIRD]


def test_a_rejection_that_reaches_too_little_of_what_is_read_now_is_an_orphan(
    plan: Plan, vocabulary: Vocabulary
) -> None:
    both = replace(plan.measures[3], span=at(f"{THIRD}，{FOURTH}").span)
    later = replace(plan, measures=(*plan.measures[:2], both))
    found = apply_reviews(later, [measure_review(plan, THIRD, Verdict.REJECT)], vocabulary)
    assert (words_of(found)[2:], reasons(found)) == ([f"{THIRD}，{FOURTH}"], [BORDERS])


def test_a_rejected_mention_that_is_read_shorter_now_is_an_orphan(plan: Plan, vocabulary: Vocabulary) -> None:
    first = plan.measures[0]
    other = Relation(Mention(Kind.MECHANISM, at("蓝卡").span, "蓝卡", "later.rule"), "later.rule")
    later = replace(plan, measures=(replace(first, relations=(other,)), *plan.measures[1:]))
    found = apply_reviews(later, [mentioned(plan, FIRST, Kind.MECHANISM, Verdict.REJECT)], vocabulary)
    assert (the(found, FIRST).relations, reasons(found)) == ((other,), [BORDERS])


EDITED = TEXT.replace(
    "在临江片区探索蓝卡登记制度，实现一窗受理", "在临江片区探索蓝卡登记试行制度，实现一窗受理"
).replace("一、登记改革\n", "一、登记改革\n各部门要高度重视。\n")


def edited(plan: Plan, vocabulary: Vocabulary) -> Plan:
    """The plan with another word in its first measure."""
    words = FIRST.replace("登记制度", "登记试行制度")
    first = {**JSON["measures"][0], "text": words, "mechanisms": []}  # type: ignore[dict-item]
    return read_annotation(EDITED, {**JSON, "measures": [first, *JSON["measures"][1:]]}, vocabulary)  # type: ignore[list-item]


def test_a_verdict_finds_its_measure_in_an_edited_text(plan: Plan, vocabulary: Vocabulary) -> None:
    later = edited(plan, vocabulary)
    review = measure_review(plan, FIRST, Verdict.CHANGE, stage=Stage.PILOT)
    found = apply_reviews(later, [review, mentioned(plan, FIRST, Kind.REGION, Verdict.REJECT)], vocabulary)
    first = found.plan.measures[0]
    assert first.span == later.measures[0].span
    assert first.stage and first.stage.value is Stage.PILOT
    assert [relation.mention.kind for relation in first.relations] == [Kind.AGENCY]
    assert found.orphans == ()


def test_verdicts_on_words_that_are_gone_are_orphans(plan: Plan, vocabulary: Vocabulary) -> None:
    later = edited(plan, vocabulary)
    gone = replace(later, text=EDITED.replace(f"{THIRD}，", ""), measures=later.measures[:2])
    reviews = [
        measure_review(plan, THIRD),
        mentioned(plan, FIRST, Kind.MECHANISM),
        replace(added(THIRD, Kind.MECHANISM, at("联合巡查")), time=NOON + timedelta(1)),
    ]
    found = apply_reviews(gone, reviews, vocabulary)
    assert [(orphan.review.id, orphan.why) for orphan in found.orphans] == [
        (reviews[1].id, GONE),
        (reviews[0].id, GONE),
        (reviews[2].id, NO_MEASURE),
    ]


def test_a_mention_of_a_measure_that_is_not_read_any_more_is_an_orphan(plan: Plan, vocabulary: Vocabulary) -> None:
    found = apply_reviews(without_measures(plan, FIRST), [mentioned(plan, FIRST, Kind.REGION)], vocabulary)
    assert reasons(found) == [NO_MEASURE]


def test_a_mention_that_its_measure_does_not_reach_any_more_is_an_orphan(plan: Plan, vocabulary: Vocabulary) -> None:
    reviews = [
        measure_review(plan, FIRST, Verdict.CHANGE, passage=at("在临江片区探索")),
        mentioned(plan, FIRST, Kind.MECHANISM),
    ]
    assert reasons(apply_reviews(plan, reviews, vocabulary)) == [GONE]
    outside = replace(reviews[1], mention=None, states=replace(reviews[1].states, passage=at("市二局")))
    assert reasons(apply_reviews(plan, [outside], vocabulary)) == [OUTSIDE]


def test_of_two_measures_that_overlap_the_later_verdict_stands(plan: Plan, vocabulary: Vocabulary) -> None:
    whole = f"{THIRD}，{FOURTH}"
    reviews = [
        measure_review(plan, FOURTH),
        replace(measure_review(plan, THIRD, Verdict.CHANGE, passage=at(whole)), time=NOON + timedelta(1), reviewer=LI),
    ]
    found = apply_reviews(plan, reviews, vocabulary)
    assert words_of(found) == [FIRST, SECOND, whole]
    assert reasons(found) == [OVERLAPS]


def test_of_two_names_for_one_place_the_later_stands(plan: Plan, vocabulary: Vocabulary) -> None:
    early = mentioned(plan, FIRST, Kind.AGENCY, Verdict.CHANGE, name="甲局")
    late = replace(mentioned(plan, SECOND, Kind.AGENCY, Verdict.CHANGE, name="乙局"), time=NOON + timedelta(1))
    for order in ([early, late], [late, early]):
        found = apply_reviews(plan, order, vocabulary)
        assert {next(the(found, words).of_kind(Kind.AGENCY)).mention.name for words in (FIRST, SECOND)} == {"乙局"}


def test_it_is_told_which_review_a_fact_stands_by(plan: Plan, vocabulary: Vocabulary) -> None:
    reviews = everything(plan)
    found = apply_reviews(plan, reviews, vocabulary)
    assert [found.measures[index] for index in range(len(plan.measures))] == reviews[: len(plan.measures)]
    assert len(found.relations) == len(reviews) - len(plan.measures)


def settled(plan: Plan, data: st.DataObject) -> Iterable[Review]:
    """Any verdicts on any of the plan's measures and mentions, and some that add."""
    for measure in plan.measures:
        words = measure.span.of(plan.text)
        match data.draw(st.sampled_from([None, *Verdict])):
            case Verdict.ACCEPT | Verdict.REJECT as verdict:
                yield measure_review(plan, words, verdict)
            case Verdict.CHANGE:
                start = data.draw(st.integers(0, len(words) - 2))
                shorter = Span(
                    measure.span.start + start, data.draw(st.integers(measure.span.start + start + 1, measure.span.end))
                )
                stage = data.draw(st.sampled_from([None, *Stage]))
                yield measure_review(plan, words, Verdict.CHANGE, stage=stage, passage=Passage.of(plan.text, shorter))
        for relation in measure.relations:
            match data.draw(st.sampled_from([None, *Verdict])):
                case Verdict.ACCEPT | Verdict.REJECT as verdict:
                    yield mention_review(plan, measure, relation, verdict)
                case Verdict.CHANGE if relation.mention.value is None:
                    name = data.draw(st.sampled_from(["甲", "告知承诺", relation.mention.name]))
                    yield mention_review(plan, measure, relation, Verdict.CHANGE, name=name, concept=None)
    if data.draw(st.booleans()):
        yield measure_review(plan, LAST, Verdict.ADD, action="实施")
        yield added(LAST, Kind.BENEFICIARY, at("失信主体"))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_reviews_applied_to_their_own_result_change_nothing(
    plan: Plan, vocabulary: Vocabulary, data: st.DataObject
) -> None:
    reviews = list(settled(plan, data))
    once = apply_reviews(plan, reviews, vocabulary)
    again = apply_reviews(once.plan, reviews, vocabulary)
    assert again.plan == once.plan


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_the_order_of_reviews_is_that_of_their_times(plan: Plan, vocabulary: Vocabulary, data: st.DataObject) -> None:
    reviews = list(settled(plan, data))
    shuffled = data.draw(st.permutations(reviews))
    assert apply_reviews(plan, shuffled, vocabulary) == apply_reviews(plan, reviews, vocabulary)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_a_reviewed_plan_has_a_valid_graph(plan: Plan, vocabulary: Vocabulary, data: st.DataObject) -> None:
    from load.mapping import plan_graph
    from load.reading import read_plan
    from reformgraph.validation import validate

    found = apply_reviews(plan, list(settled(plan, data)), vocabulary).plan
    graph = plan_graph(found, vocabulary)
    report = validate(graph, TEXT, vocabulary)
    assert report.conforms, report.as_text()
    assert plan_graph(read_plan(graph, TEXT, vocabulary), vocabulary).isomorphic(graph)
