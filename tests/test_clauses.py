"""Sentences and clauses: what cuts them and what does not."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extract.clauses import sentences
from reformgraph.model import Span


def cut(text: str, skip: tuple[Span, ...] = ()) -> list[list[str]]:
    return [[text[c.start : c.end] for c in sentence] for sentence in sentences(text, Span(0, len(text)), skip)]


def test_a_full_stop_ends_a_sentence_and_a_comma_a_clause() -> None:
    assert cut("推进改革，加强监管。优化服务。") == [["推进改革", "加强监管"], ["优化服务"]]


def test_nothing_is_cut_inside_quotes_brackets_and_titles() -> None:
    text = "推行“谁审批，谁监管。”原则（含县，不含乡）和《办法，细则》"
    assert cut(text) == [[text]]


def test_a_quote_that_nobody_closes_does_not_swallow_the_text() -> None:
    assert cut("推进“改革，加强监管。") == [["推进“改革", "加强监管"]]


def test_a_list_joined_by_the_enumeration_comma_is_one_clause() -> None:
    assert cut("取消、下放、调整一批事项。") == [["取消、下放、调整一批事项"]]


def test_a_skipped_stretch_ends_the_sentence_and_is_left_out() -> None:
    text = "加强监管（责任单位：市水务局），推进改革"
    hole = Span(text.index("（"), text.index("）") + 1)
    assert cut(text, (hole,)) == [["加强监管"], ["推进改革"]]


@given(st.text(alphabet="改革，。；“”（）《》：\n 1", max_size=80))
def test_clauses_stand_in_order_and_do_not_overlap(text: str) -> None:
    places = [(c.start, c.end) for sentence in sentences(text, Span(0, len(text))) for c in sentence]
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_a_sentence_that_only_lists_quoted_ones_is_so_many_sentences() -> None:
    text = "“推行一窗受理改革”、“简化年报手续，压缩办理时间”等。"
    found = [[text[c.start : c.end] for c in sentence] for sentence in sentences(text, Span(0, len(text)))]
    assert found == [["推行一窗受理改革"], ["简化年报手续", "压缩办理时间"]]


def test_a_list_of_quoted_names_stays_one_clause() -> None:
    text = "“一网通办”、“一网统管”等。"
    assert len(list(sentences(text, Span(0, len(text))))) == 1
