"""A plan's citations: each document once, by title and 文号, with how the plan stands to it."""

from datetime import date

from extract.citations import read_citations
from extract.outline import read_outline
from reformgraph.model import CitationKind, Header, Stated


def citations(text: str, title: str = "某市养老服务方案", number: str | None = None) -> list[tuple[str, str, str]]:
    header = Header(
        Stated(title, None, "x"),
        2021,
        number=Stated(number, None, "x") if number else None,
        issued=Stated(date(2021, 1, 1), None, "x"),
    )
    return [(c.kind.value, c.number, c.title) for c in read_citations(text, header, read_outline(text))]


def test_a_document_named_as_basis_in_the_preamble_is_the_basis() -> None:
    text = "根据《养老机构管理办法》（民政部令〔2020〕66号），制定本方案。\n一、任务\n扩建床位。"
    assert citations(text) == [(CitationKind.BASED_ON, "民政部令〔2020〕66号", "养老机构管理办法")]


def test_a_document_named_in_the_body_is_cited() -> None:
    text = "一、任务\n落实《城市居家适老化改造指南》。"
    assert citations(text) == [(CitationKind.CITES, "", "城市居家适老化改造指南")]


def test_a_document_that_is_abolished_is_repealed() -> None:
    text = "一、任务\n推进试点。\n原《某市敬老卡办法》（某府办〔2012〕3号）同时废止。"
    assert citations(text) == [(CitationKind.REPEALS, "某府办〔2012〕3号", "某市敬老卡办法")]


def test_a_number_without_a_title_is_a_citation_less_its_verb() -> None:
    text = "一、任务\n按照沪府办规〔2021〕4号文的要求办理。"
    assert citations(text) == [(CitationKind.CITES, "沪府办规〔2021〕4号", "")]


def test_the_plan_itself_is_never_cited() -> None:
    assert citations("现将《某市养老服务方案》印发给你们。\n一、任务\n扩建床位。") == []


def test_the_same_document_is_cited_once() -> None:
    text = "一、任务\n落实《消费者权益保护条例》。\n宣传《消费者权益保护条例》。"
    assert len(citations(text)) == 1


def test_a_platform_or_an_abbreviation_in_title_marks_is_no_document() -> None:
    assert citations("一、任务\n升级《随申办》，落实《意见》。") == []
