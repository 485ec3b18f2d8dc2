"""What the rules left alone is shown: sentences without a measure, and words that look like terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import extract_plan
from extract.patterns import Rule, rules
from extract.unmarked import Left, look, read_left
from reformgraph.vocabulary import Vocabulary

HEAD = "临江市2024年渔港改革工作要点\n临江府〔2024〕7号\n2024年3月1日\n一、渔港改革\n"
RULES = {rule.id: rule for rule in rules("unmarked")}


def left(vocabulary: Vocabulary, *lines: str) -> tuple[str, Left]:
    text = HEAD + "".join(f"{line}\n" for line in lines)
    return text, read_left(extract_plan(text, vocabulary), vocabulary)


def words(vocabulary: Vocabulary, *lines: str) -> list[str]:
    text, found = left(vocabulary, *lines)
    return [each.span.of(text) for each in found.words]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_finds_exactly_what_its_examples_say(rule: Rule) -> None:
    for example in rule.examples:
        found = look(example.text, 0, len(example.text))
        assert tuple(span.of(example.text) for name, span in found if name == rule.id) == example.finds, example.text


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_has_examples_for_and_against(rule: Rule) -> None:
    assert {bool(example.finds) for example in rule.examples} == {True, False}


@given(st.text(alphabet="建渔港机制区由市局办“”《》（）、，。\n", max_size=60))
def test_looking_never_leaves_the_text(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for _, span in look(text, 0, len(text)))


def test_a_sentence_without_a_measure_is_listed_with_its_place(vocabulary: Vocabulary) -> None:
    text, found = left(vocabulary, "建立渔港会商机制。渔港公约是行业自律的基础。推进码头改造。")
    (silent,) = found.sentences
    assert (silent.path, silent.span.of(text)) == ("一", "渔港公约是行业自律的基础")


def test_sentences_of_a_part_without_measures_are_only_counted(vocabulary: Vocabulary) -> None:
    _, found = left(vocabulary, "建立渔港会商机制。", "二、基本原则", "渔港是门户。渔民是主体。")
    assert (found.sentences, found.aside) == ((), 2)


def test_a_line_that_assigns_bodies_is_no_sentence_without_a_measure(vocabulary: Vocabulary) -> None:
    _, found = left(vocabulary, "推进码头改造。", "责任单位：市水利局、市财政局。")
    assert found.sentences == ()


def test_words_in_quotes_that_no_mention_covers_are_listed(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "推进码头改造，实现“最多等一潮”。推行“渔获码上通”。") == ["“最多等一潮”"]


def test_a_name_that_stands_twice_in_a_measure_counts_as_marked(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "推行“渔获码上通”，将“渔获码上通”纳入考核。") == []


def test_a_word_that_the_vocabulary_knows_is_not_listed(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "加快告知承诺的推广，实现“告知承诺”。") == []


def test_a_title_that_is_cited_or_is_the_plan_s_own_is_not_listed(vocabulary: Vocabulary) -> None:
    lines = ["对照《渔港建设指引手册》开展自查，落实《渔港管理办法》和《临江市2024年渔港改革工作要点》。"]
    assert words(vocabulary, *lines) == ["《渔港建设指引手册》"]


def test_a_former_body_whose_successor_is_named_is_not_listed(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "由市渔港局（原市渔港厅）核定泊位。") == []


def test_areas_and_bodies_that_no_rule_names_are_listed(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "在前江片区推进码头改造。由渔港厅会同财政局核定泊位。") == [
        "前江片区",
        "渔港厅",
        "财政局",
    ]


def test_words_outside_measures_are_not_listed(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "推进码头改造。渔港公约是“自律”的基础。") == []
