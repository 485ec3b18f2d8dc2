"""Terms: the vocabulary's labels in a text."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.pipeline import Characters
from extract.terms import Term, TermMatcher
from reformgraph.model import Kind
from reformgraph.vocabulary import Concept, Vocabulary

CITY = Concept("x:city", ("Region",), pref="临江市", kind=Kind.REGION, alt=("临江",), not_labels=("光临江边",))
OTHER = Concept("x:other", ("Region",), pref="望海市", kind=Kind.REGION)
OFFICE = Concept(
    "x:office", ("Agency",), pref="临江市水务局", kind=Kind.AGENCY, context=("市水务局",), jurisdiction="x:city"
)
RELAY = Concept("x:relay", ("Mechanism",), pref="林长制", kind=Kind.MECHANISM)
LONGER = Concept("x:longer", ("Mechanism",), pref="林长制考核", kind=Kind.MECHANISM)


@pytest.fixture(scope="module")
def find():
    nlp = spacy.blank("zh")
    nlp.tokenizer = Characters(nlp.vocab)
    matcher = TermMatcher(nlp, Vocabulary({c.iri: c for c in (CITY, OTHER, OFFICE, RELAY, LONGER)}))
    return lambda text, jurisdiction="临江市": matcher(nlp.make_doc(text), jurisdiction)


def test_a_label_is_found_at_its_place(find):
    assert find("在临江市推行") == (Term(Kind.REGION, 1, 4, CITY),)


def test_the_longest_label_counts(find):
    assert [term.concept for term in find("推行林长制考核")] == [LONGER]


def test_a_word_that_contains_a_label_suppresses_it(find):
    assert find("欢迎光临江边公园") == ()


def test_a_context_label_means_its_body_at_home(find):
    assert [term.concept for term in find("由市水务局负责")] == [OFFICE]


def test_a_context_label_names_an_unknown_body_elsewhere(find):
    assert [term.concept for term in find("由市水务局负责", "望海市")] == [None]


def test_places_are_code_points_beside_spaces_and_line_ends(find):
    text = "一  \n\n 在 临江市\t推行  林长制"
    assert [text[term.start : term.end] for term in find(text)] == ["临江市", "林长制"]


NLP = spacy.blank("zh")
NLP.tokenizer = Characters(NLP.vocab)
MATCHER = TermMatcher(NLP, Vocabulary({c.iri: c for c in (CITY, RELAY)}))


@given(st.text(alphabet="临江市 \n林长制考核a，", max_size=40))
def test_every_term_quotes_one_of_its_labels(text):
    for term in MATCHER(NLP.make_doc(text), ""):
        assert text[term.start : term.end] in term.concept.labels
