"""Citations: the other documents that a plan names, by title and 文号, and whether it rests on them or repeals them."""

import re
from collections.abc import Iterator

from extract.outline import Outline
from reformgraph.model import Citation, CitationKind, Header, Span

_DOCUMENT = re.compile(
    r"《(?P<title>[^《》\n]{2,120}(?:〈[^〉\n]*〉[^《》\n]*)?)》"
    r"(?:[（(](?P<number>[\u4e00-\u9fff]{1,12}[〔\[［【（(]\d{4}[〕\]］】）)]\s?\d{1,5}号)[^）)\n]{0,20}[）)])?"
    r"|(?<![\u4e00-\u9fff《〈])(?P<bare>[\u4e00-\u9fff]{1,8}〔\d{4}〕\d{1,5}号)(?=文|精神|要求|）|，|、|。)"
)
_LEADING_VERB = re.compile(r"^.*?(?:根据|按照|依据|依照|落实|贯彻|执行|印发)")
_SHORTEST_TITLE = 5
"""Shorter ones are abbreviations made in the text: 以下简称《意见》."""
_BASIS = re.compile(r"(?:根据|按照|依据|依照|遵照|贯彻落实|落实|贯彻|执行)[^。；\n]{0,60}$")
_REPEALED = re.compile(r"[^。；\n]{0,60}?(?:同时废止|予以废止|即行废止|废止|停止执行)")
_TITLE_OF_DOCUMENT = re.compile(
    r"(?:意见|方案|要点|计划|决定|办法|规定|措施|规划|纲要|细则|条例|通知|法|公告|指引|指南|标准|目录|规范|准则|规则|制度|公约|协定|协议|报告|批复|宪法|解释)(?:（[^）]*）|\([^)]*\))*$"
)
_RULES = {
    CitationKind.CITES: "citation.cites",
    CitationKind.BASED_ON: "citation.based-on",
    CitationKind.REPEALS: "citation.repeals",
}


def read_citations(text: str, header: Header, outline: Outline) -> tuple[Citation, ...]:
    """The documents that the plan names, each once, at its first place; the plan itself is none of them.

    A document named after 根据, 按照, 贯彻 before the first provision is the plan's basis; one that is 废止 (repealed)
    is so.
    """
    own_number = header.number.value if header.number else ""
    seen: dict[str, Citation] = {}
    for citation in _documents(text, outline.start):
        names = {name for name in (citation.title, citation.number) if name}
        if citation.title == header.title.value or (own_number and citation.number == own_number):
            continue
        known = next((name for name in names if name in seen), None)
        if known is None or (citation.kind is CitationKind.REPEALS and seen[known].kind is CitationKind.CITES):
            for name in names:
                seen[name] = citation
    return tuple(sorted(set(seen.values()), key=lambda citation: citation.span))


def _documents(text: str, body: int) -> Iterator[Citation]:
    for match in _DOCUMENT.finditer(text):
        title, number = match["title"] or "", (match["number"] or match["bare"] or "").replace(" ", "")
        start = match.start()
        if not title and (verb := _LEADING_VERB.match(number)):
            number, start = number[verb.end() :], start + verb.end()
        if title and not number and (len(title) < _SHORTEST_TITLE or not _TITLE_OF_DOCUMENT.search(title)):
            continue
        kind = CitationKind.CITES
        if _REPEALED.match(text, match.end()):
            kind = CitationKind.REPEALS
        elif start < body and _BASIS.search(text, max(0, start - 80), start):
            kind = CitationKind.BASED_ON
        yield Citation(kind, number, title, Span(start, match.end()), _RULES[kind])
