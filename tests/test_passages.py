"""Passages are found again in edited texts, or not at all; never in another sentence."""

from hypothesis import given
from hypothesis import strategies as st

from extract.passages import locate, locate_apart
from reformgraph.model import Span
from reformgraph.reviews import Passage

TEXT = (
    "一、登记改革\n（一）便利登记。推行蓝卡登记制度，实现一窗受理；建立联合巡查台账，按季度公布结果。\n"
    "（二）严格监管。建立联合巡查台账，按季度公布结果；对失信主体实施限制。\n（三）加强宣传。加强宣传。\n"
)
SENTENCE = "建立联合巡查台账，按季度公布结果"


def passage(words: str, text: str = TEXT, nth: int = 0) -> Passage:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Passage.of(text, Span(at, at + len(words)))


def found(text: str, one: Passage) -> str | None:
    fit = locate(text, one)
    return fit.span.of(text) if fit else None


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_any_stretch_of_an_unedited_text_is_found_where_it_was(start: int, length: int) -> None:
    span = Span(start, min(start + length, len(TEXT)))
    fit = locate(TEXT, Passage.of(TEXT, span))
    assert fit and fit.span == span and fit.exact


@given(st.integers(0, len(TEXT) - 20), st.text(alphabet="甲乙丙丁。\n", max_size=30), st.integers(0, 20))
def test_words_before_a_passage_only_move_it(start: int, inserted: str, at: int) -> None:
    span = Span(start, start + 20)
    cut = min(at, start)
    edited = TEXT[:cut] + inserted + TEXT[cut:]
    assert found(edited, Passage.of(TEXT, span)) == span.of(TEXT)


def test_of_two_equal_sentences_the_one_in_its_old_surroundings_is_meant() -> None:
    edited = "前言。\n" + TEXT
    places = [locate(edited, passage(SENTENCE, nth=nth)) for nth in (0, 1)]
    assert [fit.span.start for fit in places if fit] == [edited.index(SENTENCE), edited.rindex(SENTENCE)]


def test_two_passages_never_get_the_same_place() -> None:
    once = TEXT.replace(SENTENCE + "；对", "对")
    first, second = locate_apart(once, [passage(SENTENCE), passage(SENTENCE, nth=1)])
    assert first and first.span.of(once) == SENTENCE
    assert second is None


def test_a_sentence_with_another_word_in_it_is_found_whole() -> None:
    edited = TEXT.replace("推行蓝卡登记制度，实现一窗受理", "推行蓝卡登记试行制度，实现一窗受理")
    assert found(edited, passage("推行蓝卡登记制度，实现一窗受理")) == "推行蓝卡登记试行制度，实现一窗受理"


def test_a_sentence_whose_beginning_was_edited_is_found_from_the_mark_before_it() -> None:
    edited = TEXT.replace("；对失信主体实施限制", "；凡失信主体实施限制")
    assert found(edited, passage("对失信主体实施限制")) == "凡失信主体实施限制"


def test_a_sentence_of_which_too_little_is_left_is_not_found() -> None:
    edited = TEXT.replace("推行蓝卡登记制度，实现一窗受理", "取消全部登记，改为事后备案受理")
    assert found(edited, passage("推行蓝卡登记制度，实现一窗受理")) is None


def test_a_sentence_that_was_removed_is_not_found() -> None:
    assert (
        found(TEXT.replace("推行蓝卡登记制度，实现一窗受理；", ""), passage("推行蓝卡登记制度，实现一窗受理")) is None
    )


def test_a_long_sentence_is_found_in_another_part_of_the_plan() -> None:
    longer = "建立跨区域联合巡查台账并按季度公布结果"
    text = f"一、甲。{longer}。\n二、乙。\n"
    assert found(f"一、甲。\n二、乙。丙丁戊。{longer}。\n", passage(longer, text)) == longer


def test_a_short_phrase_is_not_taken_for_the_same_words_elsewhere() -> None:
    without = TEXT.replace("（三）加强宣传。加强宣传。\n", "（三）其他事项。下一年再加强宣传工作。\n")
    assert found(without, passage("加强宣传", nth=1)) is None
