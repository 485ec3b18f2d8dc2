"""The header: what identifies a plan — title, 文号, issuer, date, jurisdiction, and from when to when it is in force.

Read from the text before the first numbered provision and from the signature at its end. A notice that issues a plan
(关于印发《…》的通知) gives the plan's title; a notice that is itself the plan has its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extract.numerals import value_of
from extract.outline import Outline
from reformgraph.model import Header, Span, Stated
from reformgraph.vocabulary import NATION, Concept, Vocabulary

GIVEN = "header.given"
"""The rule of what a user said instead of the text."""

_LONGEST_HEAD = 3000
_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,12}[〔\[［【（(](?:19|20)\d{2}[〕\]］】）)]\s?第?\s?\d{1,5}\s?号)(?=\s|$|（|各)"
)
_BRACKETED = re.compile(r"《[^》]*》|（[^）\n]*）")
_NOTICE = re.compile(
    r"(?:关于)?(?:印发|发布|公布|转发|下达|批转)(?:《(?P<title>[^》\n]+(?:》[^《》\n]*《[^》\n]+)?)》|(?P<bare>[^\n《》]+?(?:\n[^\n《》]+?)?))(?:的通知|的公告|的函)"
)
_APPROVED = re.compile(
    r"(?:现将)?《(?P<title>[^》\n]{4,80}(?:》[^《》\n]{0,20}《[^》\n]+)?)》"
    r"(?:(?:已|业)(?:经|由|于)?[^。\n]{0,60}?(?:同意|通过|审定|批准|研究)|[^。\n，,]{0,12}印发给你们)"
)
_WHOLE_TITLE = re.compile(r"《([^》\n]{4,80})》")
_PROSE = re.compile(r"[，,。；;]")
_TITLE_END = re.compile(
    r"(?:通知|意见|方案|要点|计划|决定|办法|规定|措施|规划|纲要|细则|条例|清单|公告|指引|指南|任务|安排|举措|若干政策|函)(?:（[^）\n]*）|\([^)\n]*\))*$"
)
_DATE = re.compile(
    r"(?P<year>\d{4}|[〇零○一二三四五六七八九]{4})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_DATE_LINE = re.compile(rf"(?m)^[^\S\n]*{_DATE.pattern}[^\S\n]*$")
_RECORD_DATE = re.compile(
    r"(?:成文|印发|发文|生成|制发|公文)(?:日期|时间)\s*[：:]\s*(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})"
)
_RECORD_ISSUER = re.compile(r"(?:发文|发布|印发|制发)(?:机关|单位|机构)\s*[：:]\s*([一-龥]{4,30})")
_YEAR_IN_NUMBER = re.compile(r"[〔\[［【（(](\d{4})")
_YEAR_IN_TITLE = re.compile(r"(?<![\d—–~-])(20\d{2})年(?!度?[—–~-])(?!\s*[至到])")
_YEARS_IN_TITLE = re.compile(r"20\d{2}年?\s*(?:[—–~-]+|至|到)\s*20\d{2}")
_FROM = re.compile(r"自(?P<date>\d{4}年\d{1,2}月\d{1,2}日)起(?:正式|开始)?(?:施行|实施|执行|生效|试行)")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|发文)之日起(?:施行|实施|执行|生效|试行)")
_UNTIL = re.compile(r"有效期(?:限)?(?:自[^，。]{0,24})?(?:至|到)(?P<date>\d{4}年\d{1,2}月\d{1,2}日)")
_TERM = re.compile(r"有效期(?:限)?(?:为|暂定)?(?P<years>[一二两三四五六七八九十\d]{1,2})年")
_FIRST_WORDS = re.compile(r"[^\s，。；：、（）()]{2,40}")
_LONGEST_REGION = 15
_LONGEST_LIST_OF_BODIES = 120
_NATIONAL = re.compile(r"国务院|中共中央|全国|国家|中国|最高人民|.{1,12}(?:部|总局|总署|署|银行|证监会)$")


@dataclass(frozen=True, slots=True)
class HeaderCorrections:
    """What a user says of the header; None where the text is to speak for itself."""

    number: str | None = None
    issuer: str | None = None
    issued: date | None = None
    jurisdiction: str | None = None


NO_CORRECTIONS = HeaderCorrections()


def read_header(
    text: str, outline: Outline, vocabulary: Vocabulary, corrections: HeaderCorrections = NO_CORRECTIONS
) -> Header:
    """The header of a decoded text. What neither text nor corrections say is None.

    `year` is that of the title, else of issue, else of the 文号; 0 where none is found. A text without a title is
    titled by its first words.
    """
    head = Span(0, min(outline.start or len(text), _LONGEST_HEAD))
    lines = [Span(*_stripped(text, *match.span())) for match in _LINE.finditer(text, head.start, head.end)]
    lines = [line for line in lines if line.start < line.end]
    title, prefix = _title(text, lines)
    number = _given(corrections.number) or _number(text, head)
    dated = _date_line(text, lines) or _last_date_line(text) or _record_date(text, head)
    issued: Stated[date] | None = (
        Stated(corrections.issued, None, GIVEN)
        if corrections.issued
        else Stated(dated[0], dated[1], "header.date-line")
        if dated
        else None
    )
    signature = prefix or _signature(text, dated[1] if dated else None) or _record_issuer(text, head)
    issuer = _given(corrections.issuer) or signature
    jurisdiction = _given(corrections.jurisdiction) or _jurisdiction(vocabulary, title, issuer, number)
    in_force_from, in_force_to = _in_force(text, issued.value if issued else None)
    return Header(
        title=title,
        year=_year(text, title, issued, number, head),
        number=number,
        issuer=issuer,
        issued=issued,
        jurisdiction=jurisdiction,
        in_force_from=in_force_from,
        in_force_to=in_force_to,
    )


def _given(value: str | None) -> Stated[str] | None:
    return Stated(value, None, GIVEN) if value else None


def _title(text: str, lines: list[Span]) -> tuple[Stated[str], Stated[str] | None]:
    """The title, and the issuer where the title of the notice begins with it (上海市公安局关于…)."""
    if not lines:
        return Stated("", None, "header.no-title"), None
    notice = next(filter(None, (_NOTICE.search(text, *line) for line in _title_lines(text, lines))), None)
    if notice:
        name = "title" if notice["title"] else "bare"
        title = Stated(notice[name].replace("\n", ""), Span(*notice.span(name)), "header.title-of-notice")
        begin = text.rfind("\n", 0, notice.start()) + 1
        return _standing_alone(text, lines, title), _issuer(text, begin, notice.start())
    if approved := _APPROVED.search(text, 0, lines[-1].end):
        title = Stated(approved["title"], Span(*approved.span("title")), "header.title-of-approval")
        return _standing_alone(text, lines, title), None
    if whole := _WHOLE_TITLE.fullmatch(text, lines[0].start, lines[0].end):
        return Stated(whole[1], Span(*whole.span(1)), "header.title-line"), None
    place = next((i for i, line in enumerate(lines) if _NUMBER.match(line.of(text))), len(lines))
    last = next((i for i, line in enumerate(lines[:place]) if _TITLE_END.search(line.of(text))), None)
    if last is None:
        words = _FIRST_WORDS.search(text, lines[0].start)
        span = Span(*words.span()) if words else lines[0]
        return Stated(span.of(text), span, "header.first-words"), None
    span = Span(lines[0].start, lines[last].end)
    title = Stated("".join(line.of(text) for line in lines[: last + 1]), span, "header.title-line")
    about = text.find("关于", span.start, span.end)
    return title, _issuer(text, span.start, about) if about > span.start else None


def _title_lines(text: str, lines: list[Span]) -> Iterator[tuple[int, int]]:
    """The lines as stretches to look for a notice's title in; one that is broken over two lines first whole."""
    for place, line in enumerate(lines[:8]):
        if _PROSE.search(text, line.start, line.end):
            continue
        yield line.start, line.end
        if place + 1 < len(lines) and not _TITLE_END.search(line.of(text)):
            yield line.start, lines[place + 1].end


def _standing_alone(text: str, lines: list[Span], title: Stated[str]) -> Stated[str]:
    """The title where it heads the plan itself, which quotes it better than the notice does."""
    wanted = re.sub(r"\s", "", title.value)
    for count in (1, 2, 3):
        for first, last in reversed(list(zip(lines, lines[count - 1 :], strict=False))):
            span = Span(first.start, last.end)
            if re.sub(r"\s", "", span.of(text)) == wanted:
                return Stated(title.value, span, "header.title-line")
    return title


def _issuer(text: str, start: int, end: int) -> Stated[str] | None:
    start, end = _stripped(text, start, end)
    words = " ".join(re.split(r"[\s、]+", text[start:end]))
    if not words or len(words) > _LONGEST_LIST_OF_BODIES or _NUMBER.match(words):
        return None
    return Stated(words, Span(start, end), "header.issuer-of-title")


def _number(text: str, head: Span) -> Stated[str] | None:
    """The plan's own 文号: alone on a line or behind the title, never inside 《》 or （）, where others are cited."""
    cited = [match.span() for match in _BRACKETED.finditer(text, head.start, head.end)]
    for match in _NUMBER.finditer(text, head.start, head.end):
        line = text.rfind("\n", 0, match.start()) + 1
        before = text[line : match.start()].strip()
        alone = not before or before.endswith(("：", ":", "通知", "意见", "方案", "要点", "计划"))
        if alone and not any(start < match.start() < end for start, end in cited):
            return Stated(re.sub(r"\s", "", match["number"]), Span(*match.span("number")), "header.number")
    return None


def _date_line(text: str, lines: list[Span]) -> tuple[date, Span] | None:
    """The date of issue in the head: a line that holds nothing else but brackets."""
    for line in lines:
        match = _DATE.search(text, line.start, line.end)
        if match and match.end() >= line.end - 1 and match.start() - line.start <= 1 and (day := _day(match)):
            return day, Span(*match.span())
    return None


def _last_date_line(text: str) -> tuple[date, Span] | None:
    """The date of issue below the text, before any annex: the last line that holds nothing else."""
    found = None
    for match in _DATE_LINE.finditer(text):
        if day := _day(match):
            found = day, Span(*_stripped(text, *match.span()))
    return found


def _record_date(text: str, head: Span) -> tuple[date, Span] | None:
    """The date in the record that a web page shows above the text (成文日期：2021-01-12)."""
    match = _RECORD_DATE.search(text, head.start, head.end)
    try:
        return (date(*map(int, match.group(1, 2, 3))), Span(match.start(1), match.end(3))) if match else None
    except ValueError:
        return None


def _record_issuer(text: str, head: Span) -> Stated[str] | None:
    match = _RECORD_ISSUER.search(text, head.start, head.end)
    return Stated(match[1], Span(*match.span(1)), "header.record") if match else None


def _signature(text: str, dated: Span | None) -> Stated[str] | None:
    """The bodies on the line above the date."""
    if dated is None:
        return None
    above = list(_LINE.finditer(text, max(0, dated.start - 200), text.rfind("\n", 0, dated.start) + 1))
    if not above:
        return None
    start, end = _stripped(text, *above[-1].span())
    words = text[start:end]
    if (
        not words
        or len(words) > _LONGEST_LIST_OF_BODIES
        or re.search(r"[。，；：》:,;]", words)
        or _NUMBER.match(words)
    ):
        return None
    return Stated(" ".join(words.split()), Span(start, end), "header.signature")


def _jurisdiction(  # noqa: PLR0911
    vocabulary: Vocabulary, title: Stated[str], issuer: Stated[str] | None, number: Stated[str] | None
) -> Stated[str] | None:
    if issuer and (region := _leading_region(vocabulary, issuer.value)):
        return Stated(region.pref, issuer.span, "header.jurisdiction-of-issuer")
    by_number = _region_of_number(vocabulary, number.value) if number else None
    if number and by_number and by_number.pref == NATION:
        return Stated(NATION, number.span, "header.jurisdiction-of-number")
    if issuer and _NATIONAL.match(issuer.value.split()[0]):
        return Stated(NATION, issuer.span, "header.jurisdiction-national")
    # Before the number: 宁政办发 is Nanjing's as well as Ningxia's.
    name = re.sub(r"^\d{4}年", "", title.value) if title.rule != "header.first-words" else ""
    if region := _leading_region(vocabulary, name):
        return Stated(region.pref, title.span, "header.jurisdiction-of-title")
    if number and by_number:
        return Stated(by_number.pref, number.span, "header.jurisdiction-of-number")
    if _NATIONAL.match(name):
        return Stated(NATION, title.span, "header.jurisdiction-national")
    return None


def _region_of_number(vocabulary: Vocabulary, number: str) -> Concept | None:
    codes = (region for region in vocabulary.of_class("Region") if region.document_code)
    return next((region for region in codes if number.startswith(region.document_code)), None)


def _leading_region(vocabulary: Vocabulary, name: str) -> Concept | None:
    """The smallest administrative region that a name begins with: 江苏省南京市… is 南京市 in 江苏省."""
    names, found, rest = _region_names(vocabulary), None, name
    while True:
        for length in range(min(len(rest), _LONGEST_REGION), 1, -1):
            fitting = [r for r in names.get(rest[:length], ()) if found is None or found.iri in r.within]
            if len(fitting) == 1:
                found, rest = fitting[0], rest[length:]
                break
        else:
            return found


@lru_cache(maxsize=4)
def _region_names(vocabulary: Vocabulary) -> Mapping[str, tuple[Concept, ...]]:
    names: dict[str, tuple[Concept, ...]] = {}
    for region in vocabulary.of_class("AdministrativeRegion"):
        if region.pref != NATION:
            for label in (region.pref, *region.alt):
                names[label] = (*names.get(label, ()), region)
    return names


def _year(text: str, title: Stated[str], issued: Stated[date] | None, number: Stated[str] | None, head: Span) -> int:
    if (match := _YEAR_IN_TITLE.search(title.value)) and not (_YEARS_IN_TITLE.search(title.value) and issued):
        return int(match[1])
    if issued:
        return issued.value.year
    if number and (match := _YEAR_IN_NUMBER.search(number.value)):
        return int(match[1])
    dates = [day.year for match in _DATE.finditer(text, head.start, head.end) if (day := _day(match))]
    return max(dates, default=0)


def _in_force(text: str, issued: date | None) -> tuple[Stated[date] | None, Stated[date] | None]:
    begins: Stated[date] | None = None
    if match := _FROM.search(text):
        day = _parsed(match["date"])
        begins = Stated(day, Span(*match.span()), "header.in-force-from") if day else None
    elif issued and (match := _FROM_ISSUE.search(text)):
        begins = Stated(issued, Span(*match.span()), "header.in-force-from")
    if match := _UNTIL.search(text):
        day = _parsed(match["date"])
        return begins, Stated(day, Span(*match.span()), "header.in-force-to") if day else None
    if begins and (match := _TERM.search(text)) and (years := value_of(match["years"])):
        last = date.fromordinal(_years_later(begins.value, years).toordinal() - 1)
        return begins, Stated(last, Span(*match.span()), "header.in-force-to")
    return begins, None


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def _parsed(words: str) -> date | None:
    match = _DATE.fullmatch(words)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    year = match["year"].translate(str.maketrans("〇零○一二三四五六七八九", "000123456789"))
    month, day = value_of(match["month"]), value_of(match["day"])
    try:
        return date(int(year), month or 0, day or 0)
    except ValueError:
        return None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
