"""Coverage gathers what was read and what was not."""

from extract import extract_plan
from reformgraph.coverage import Coverage, Unknown, cover
from reformgraph.model import Kind
from reformgraph.vocabulary import Vocabulary

TEXT = """临江市2024年渔港改革工作要点
临江府〔2024〕7号
2024年3月1日
一、渔获
推行“渔获码上通”，实现“最多等一潮”。渔港公约是行业自律的基础。
二、试验
在青峰新区推行“渔获码上通”和告知承诺，确保“最多等一潮”。
"""


def coverage(vocabulary: Vocabulary, text: str = TEXT) -> Coverage:
    return cover(extract_plan(text, vocabulary), vocabulary)


def test_a_plan_is_named_with_its_share_in_measures(vocabulary: Vocabulary) -> None:
    found = coverage(vocabulary)
    assert (found.title, found.number, found.measures) == ("临江市2024年渔港改革工作要点", "临江府〔2024〕7号", 2)
    assert 0.4 < found.covered < 0.6


def test_names_without_a_concept_are_counted_by_measures_the_most_frequent_first(vocabulary: Vocabulary) -> None:
    assert coverage(vocabulary).unknown == (
        Unknown(Kind.MECHANISM, "渔获码上通", 2),
        Unknown(Kind.REGION, "青峰新区", 1),
    )


def test_unmarked_words_are_gathered_with_their_first_place(vocabulary: Vocabulary) -> None:
    (found,) = coverage(vocabulary).unmarked
    assert (found.looks, found.words, found.count, found.path) == ("quoted", "“最多等一潮”", 2, "一")
    assert found.span.of(TEXT) == "“最多等一潮”"


def test_sentences_are_quoted(vocabulary: Vocabulary) -> None:
    assert [(each.path, each.quote) for each in coverage(vocabulary).silent] == [("一", "渔港公约是行业自律的基础")]


def test_a_text_without_measures_is_not_covered(vocabulary: Vocabulary) -> None:
    found = coverage(vocabulary, "渔港是门户。")
    assert (found.covered, found.measures, [each.quote for each in found.silent]) == (0.0, 0, ["渔港是门户"])
