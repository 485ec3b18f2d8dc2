"""Reviews come back from their file as they were, and the file conforms to its shapes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.reviews import read_reviews, review_id, reviewer_iri, reviews_graph, write_reviews
from reformgraph.model import Deadline, Kind, Reviewer, Role, Stage, Target
from reformgraph.namespaces import BASE
from reformgraph.reviews import MeasureReading, MentionReading, Passage, Review, Verdict, kept
from reformgraph.validation import validate

PLAN = f"{BASE}plan/990100-2021-jiazhengban-5"
HASH = "0" * 64
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)

words = st.text(alphabet="甲乙“”\\\"'\n\t =abc，。", min_size=1, max_size=12)
passages = st.builds(Passage, words, st.just("") | words, st.just("") | words, st.integers(0, 10**6))
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
deadlines = st.tuples(days, days).map(lambda pair: Deadline(min(pair), max(pair))) | days.map(
    lambda day: Deadline(None, day)
)
targets = st.builds(
    Target, st.sampled_from(["<=", "<", "=", ">=", ">"]), st.integers(0, 10**6) | st.just(0.5), st.just("") | words
)
reviewers = st.sampled_from([Reviewer(f"{BASE}reviewer/c-1", "王某"), Reviewer("https://example.org/li", "Li")])
shared = {
    "id": st.uuids().map(lambda number: f"m-{number.hex[:12]}"),
    "verdict": st.sampled_from(Verdict),
    "measure": passages,
    "reviewer": reviewers,
    "time": st.integers(0, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    "path": st.just("") | words,
    "comment": st.just("") | words,
}
measures = st.builds(
    Review,
    states=st.builds(MeasureReading, passages, st.none() | words, st.none() | st.sampled_from(Stage)),
    **shared,
)
mentions = st.builds(
    Review,
    states=st.builds(
        MentionReading,
        passages,
        words,
        st.none() | st.sampled_from(Role),
        st.none() | st.just(f"{BASE}mechanism/gaozhi-chengnuo"),
        st.none() | targets | deadlines,
    ),
    kind=st.sampled_from(Kind),
    mention=passages,
    **shared,
)
reviews = st.lists(measures | mentions, unique_by=lambda review: review.id, max_size=4)


@given(reviews)
def test_reviews_come_back_as_they_were(said: list[Review]) -> None:
    assert read_reviews(write_reviews(PLAN, HASH, said)) == tuple(sorted(said, key=lambda review: review.order))


@given(reviews)
def test_the_same_reviews_give_the_same_bytes(said: list[Review]) -> None:
    assert write_reviews(PLAN, HASH, said) == write_reviews(PLAN, HASH, reversed(said))


@given(reviews)
def test_a_file_of_reviews_conforms_to_its_shapes(said: list[Review]) -> None:
    report = validate(reviews_graph(PLAN, HASH, said))
    assert report.results == (), report.as_text()


@pytest.mark.parametrize(
    "content", [b"\xff", b"no turtle", b"<urn:a> a <https://w3id.org/reformgraph/ontology#Review> ."]
)
def test_what_holds_no_reviews_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"Turtle|incomplete"):
        read_reviews(content)


def test_an_id_tells_measures_mentions_and_roles_apart() -> None:
    measure, mention = Passage("推行蓝卡制度", start=3), Passage("蓝卡", start=5)
    ids = {
        review_id("p", measure),
        review_id("p2", measure),
        review_id("p", Passage("推行蓝卡制度", start=30)),
        review_id("p", measure, Kind.MECHANISM, mention),
        review_id("p", measure, Kind.PLATFORM, mention),
        review_id("p", measure, Kind.MECHANISM, mention, "lead"),
    }
    assert len(ids) == 6


def test_one_name_is_one_reviewer_however_wide_its_letters() -> None:
    assert reviewer_iri("Ｌｉ") == reviewer_iri("Li") != reviewer_iri("李")


def test_of_two_reviews_of_one_thing_the_later_is_kept() -> None:
    wang, renamed = Reviewer("https://example.org/w", "小王"), Reviewer("https://example.org/w", "王某")
    early = Review("m-1", Verdict.REJECT, Passage("甲"), MeasureReading(Passage("甲")), wang, NOON)
    late = Review("m-1", Verdict.ACCEPT, Passage("甲"), MeasureReading(Passage("甲")), renamed, NOON + timedelta(1))
    assert kept([late, early]) == (late,)


def test_a_reviewer_goes_by_the_last_name() -> None:
    wang, renamed = Reviewer("https://example.org/w", "小王"), Reviewer("https://example.org/w", "王某")
    early = Review("m-1", Verdict.REJECT, Passage("甲"), MeasureReading(Passage("甲")), wang, NOON)
    late = Review("m-2", Verdict.ACCEPT, Passage("乙"), MeasureReading(Passage("乙")), renamed, NOON + timedelta(1))
    assert {review.reviewer.name for review in kept([late, early])} == {"王某"}
