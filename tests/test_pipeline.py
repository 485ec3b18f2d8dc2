"""The pipeline: a whole plan from its text, and the stretches that a long one is read in."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract import extract_plan
from extract.outline import Block
from extract.pipeline import Characters, pipeline, stretches
from reformgraph.model import Kind, Role, Span

PLAN = """临江市人民政府办公室关于印发《临江市水利改革实施方案》的通知
临政办发〔2031〕7号

各县（市、区）人民政府：

《临江市水利改革实施方案》已经市政府同意，现印发给你们，请认真组织实施。

临江市人民政府办公室
2031年3月2日

临江市水利改革实施方案

一、完善取水管理
（一）改革取水审批。推行水资源论证区域评估，建立水权交易制度。依托智慧水利平台，公开取水信息。
责任单位：市水务局、市财政局
完成时限：2031年6月底前
（二）加强取水监管。完善取水监督检查办法。
牵头单位：市水务局；配合单位：市应急局
二、保障措施
（一）加强领导。市水务局要定期通报进展。（市政府办公室负责）
"""


@pytest.fixture(scope="module")
def plan(vocabulary):
    return extract_plan(PLAN, vocabulary)


def measure(plan, words):
    (found,) = [measure for measure in plan.measures if words in measure.span.of(plan.text)]
    return found


def test_the_components_come_in_the_order_of_the_data(vocabulary):
    assert pipeline(vocabulary).pipe_names == [
        "reform_terms",
        "reform_patterns",
        "reform_mentions",
        "reform_measures",
        "reform_relations",
    ]


def test_lines_below_a_task_give_bodies_to_each_of_its_measures(plan):
    for words in ("推行水资源", "建立水权", "公开取水"):
        bodies = [relation.mention.span.of(plan.text) for relation in measure(plan, words).of_kind(Kind.AGENCY)]
        assert bodies == ["市水务局", "市财政局"]


def test_lines_of_one_task_do_not_reach_the_next(plan):
    roles = [(r.mention.span.of(plan.text), r.role) for r in measure(plan, "监督检查办法").of_kind(Kind.AGENCY)]
    assert roles == [("市水务局", Role.LEAD), ("市应急局", Role.COOPERATING)]


def test_a_line_gives_its_deadline_to_each_measure(plan):
    (relation,) = measure(plan, "建立水权").of_kind(Kind.DEADLINE)
    assert str(relation.mention.value.end) == "2031-06-30"


def test_a_body_in_the_sentence_and_in_its_bracket_is_listed_for_both(plan):
    bodies = [relation.mention.span.of(plan.text) for relation in measure(plan, "通报进展").of_kind(Kind.AGENCY)]
    assert bodies == ["市水务局", "市政府办公室"]


def test_a_measure_is_related_to_what_it_names(plan):
    named = [relation.mention.span.of(plan.text) for relation in measure(plan, "建立水权").of_kind(Kind.MECHANISM)]
    assert named == ["水权交易制度"]


def test_a_text_without_measures_gives_a_plan_without(vocabulary):
    assert extract_plan("你好。", vocabulary).measures == ()


def test_the_same_text_gives_the_same_plan(vocabulary, plan):
    assert extract_plan(PLAN, vocabulary) == plan


def test_every_mention_of_the_example_quotes_words_of_the_plan(vocabulary, example_text):
    plan = extract_plan(example_text, vocabulary)
    for found in plan.measures:
        assert 0 <= found.span.start < found.span.end <= len(example_text)
        for relation in found.relations:
            assert relation.mention.span.of(example_text).strip()
            if relation.mention.kind not in (Kind.AGENCY, Kind.DEADLINE):
                assert relation.mention.span in found.span


@given(st.lists(st.integers(min_value=1, max_value=60), max_size=12), st.integers(min_value=5, max_value=50))
def test_stretches_cover_the_blocks_in_order_and_keep_their_bound(lengths, longest):
    text = "甲。乙" * 300
    blocks, start = [], 0
    for length in lengths:
        blocks.append(Block("一", Span(start, start + length), True))
        start += length + 1
    pieces = [piece.span for _, held in stretches(text, blocks, longest) for piece in held]
    assert all(span.end - span.start <= longest for span, _ in stretches(text, blocks, longest))
    assert "".join(span.of(text) for span in pieces) == "".join(block.span.of(text) for block in blocks)


@given(st.text(max_size=60))
def test_a_token_is_a_code_point(text):
    doc = Characters(spacy.blank("zh").vocab)(text)
    assert (doc.text, len(doc)) == (text, len(text))


def test_a_body_behind_one_of_the_city_is_the_city_s_too(vocabulary):
    text = "杭州市2021年工作要点\n杭府〔2021〕3号\n2021年3月1日\n一、推行告知承诺。（责任单位：市财政局、住建局、教育部）\n"
    plan = extract_plan(text, vocabulary)
    names = [relation.mention.name for relation in plan.measures[0].of_kind(Kind.AGENCY)]
    assert names == ["杭州市财政局", "杭州市住房和城乡建设局", "教育部"]


def test_short_names_of_one_body_are_one_name(vocabulary):
    text = (
        "杭州市2021年工作要点\n杭府〔2021〕3号\n2021年3月1日\n一、由市发改委推行告知承诺。\n"
        "二、推行容缺受理。（责任单位：市发展改革委）\n"
    )
    plan = extract_plan(text, vocabulary)
    names = {r.mention.name for measure in plan.measures for r in measure.of_kind(Kind.AGENCY)}
    assert names == {"杭州市发展和改革委员会"}
