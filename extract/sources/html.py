"""Web pages → the text of the plan on them, without what the site puts around it.

No list of sites: the plan stands in the smallest element that holds nearly all sentences of the page. From there its
lines reach up to the title and down to the first line that belongs to the site (links, 打印, 相关稿件, 主办单位 …).
A line of the page's own is dropped by what it says and where it stands, never a sentence between the first and the
last one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.sources import chrome
from extract.sources.lines import arranges, joined, row, tidy
from reformgraph.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

SHARE_OF_SENTENCES = 0.85
"""Of the page's sentences, which the element of the plan holds."""

MOST_OF_SITE = 0.2
"""Share of the page's sentences from which on an element is no part of the site's frame, whatever its class says."""

MOSTLY = 0.5
"""Share of a line in links from which on it is one."""

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_SOURCE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_SENTENCE = re.compile(r"[。；！？]")
_LEAST_IN_SENTENCE = 5
_TITLE_ENDS = re.compile(
    r"(?:通知|意见|方案|要点|计划|决定|办法|规定|措施|规划|纲要|细则|公告|任务|安排|举措|函|批复|通报)(?:（[^）]*）)*$"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［【（(](?:19|20)\d{2}[〕\]］】）)]\s?第?\d{1,5}\s?号")
_NUMBER_BEHIND = re.compile(r"[（(]\s*(" + _NUMBER.pattern + r")\s*[）)]$")
_DATE = re.compile(r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|(?:19|20)\d{2}-\d{1,2}-\d{1,2}")
_DATE_LINE = re.compile(rf"[（(]?(?:{_DATE.pattern}).*")
_HEAD = 8
"""Lines in which a plan's own 文号 stands."""

_TITLE_PARTS = re.compile(r"\s*[_|]\s*|\s+[-–—]+\s+|[-–—](?=[^-–—]*(?:政府|网|门户)[^-–—]*$)")
_MOST_LINES_OF_TITLE = 4

_INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|dfn|em|font|i|ins|kbd|label|mark|nobr|o:p|q|rb|ruby|s|samp|small|span|st1|strike|"
    r"strong|sub|sup|time|tt|u|var|wbr"
)
_UNSEEN = re.compile(
    r"script|style|noscript|template|head|title|meta|link|base|iframe|object|embed|applet|svg|math|map|audio|video|canvas|"
    r"select|option|input|button|textarea|datalist|rt|rp|del|img"
)
_FRAME = frozenset({"nav", "footer", "aside", "menu"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: its text, the element that it stands in, and how much of it is links."""

    text: str
    element: "_Element"
    linked: float = 0.0

    @property
    def sentence(self) -> int:
        """How many code points of running text it has."""
        if len(self.text) < _LEAST_IN_SENTENCE or not _SENTENCE.search(self.text) or self.linked > MOSTLY:
            return 0
        return 0 if chrome.ends_page(self.text) or chrome.is_metadata(self.text) else len(self.text)


def read_html(data: bytes, name: str) -> str:
    """The text of the plan on a web page: a line a paragraph, a line a row of its tables.

    The title and the 文号 stand first, from wherever the page gives them. Raises InputError where the page has no text.
    """
    root = _parsed(data)
    titles = list(_titles(root))
    page = list(_lines(root))
    frame = _frame(page)
    lines = [line for line in page if not _in_frame(line.element, frame)]
    total = sum(line.sentence for line in lines)
    if not total:
        raise InputError(
            f"{name}: is a web page without running text (its text may be loaded by a script); "
            "open it in a browser, select all, copy the text into a .txt file"
        )
    text = "\n".join(_plan(lines, _main(lines, total), titles, page)) + "\n"
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise InputError(
            f"{name}: line {line} of its text: has bytes that its encoding does not know; save it as UTF-8"
        )
    return text


def _parsed(data: bytes) -> "_Element":
    from lxml import etree  # noqa: PLC0415  heavy

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(_markup(data).encode("utf-8", "replace"), parser)


def _markup(data: bytes) -> str:
    """The characters of a page. A page in GBK may say gb2312, and one in UTF-8 may say anything."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _CHARSET.search(data)
        charset = said[1].decode("ascii").lower() if said else ""
        known = charset if charset in ("big5", "utf-8", "utf8") else "gb18030"
        return data.decode(known, "replace")


def _titles(root: "_Element") -> Iterator[str]:
    """What the page calls itself, the surest first."""
    for meta in root.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in ("articletitle", "og:title"):
            yield tidy(meta.get("content") or "")
    for heading in root.iter("h1", "h2"):
        yield tidy(_words(heading))
    for title in root.iter("title"):
        yield tidy(_TITLE_PARTS.split(_words(title))[0])


def _lines(root: "_Element") -> Iterator[_Line]:
    """Every line that a reader of the page would see, in order."""
    collected = _Collector()
    collected.walk(root, linked=False)
    collected.end_line(root)
    yield from collected.lines


class _Collector:
    """Gathers runs of text into lines while it walks over a page."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self._runs: list[tuple[str, bool]] = []

    def walk(self, element: "_Element", linked: bool) -> None:
        """Adds the lines of an element."""
        if not isinstance(element.tag, str) or _is_unseen(element):
            return
        tag = element.tag.lower()
        if tag in ("br", "hr"):
            self.end_line(element)
            return
        rows = _rows(element) if tag == "table" else None
        if rows is not None:
            self.end_line(element)
            linked_share = _linked(element)
            self.lines.extend(_Line(line, element, linked_share) for line in map(row, rows) if line.strip("\t"))
            return
        block = not _INLINE.fullmatch(tag)
        if block:
            above = element.getparent()
            self.end_line(element if above is None else above)
            self._number(element)
        linked = linked or (tag == "a" and bool(element.get("href")))
        self._add(element.text, linked)
        for child in element:
            self.walk(child, linked)
            self._add(child.tail, linked)
            if child.tag == "br":
                self.end_line(element)
        if block:
            self.end_line(element)

    def _number(self, element: "_Element") -> None:
        """Writes out the number that a browser shows before an item of an ordered list."""
        parent = element.getparent()
        if element.tag != "li" or parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return
        first = parent.get("start") or "1"
        place = sum(1 for _ in element.itersiblings("li", preceding=True))
        self._runs.append((f"{(int(first) if first.isdigit() else 1) + place}. ", False))

    def _add(self, text: str | None, linked: bool) -> None:
        if text:
            self._runs.append((text, linked))

    def end_line(self, element: "_Element") -> None:
        """Ends the line, which stands in `element`."""
        text = tidy(_unbroken("".join(run for run, _ in self._runs)))
        if text:
            of_links = sum(len(run.strip()) for run, linked in self._runs if linked)
            self.lines.append(_Line(text, element, min(1.0, of_links / len(text))))
        self._runs.clear()


def _unbroken(text: str) -> str:
    """The text less the line breaks of the page's source: a space, or nothing beside a Chinese character."""
    parts = _SOURCE_BREAK.split(text)
    return parts[0] if len(parts) == 1 else joined(part for part in parts if part)


def _linked(table: "_Element") -> float:
    """How much of a table is links."""
    links = sum(len(_words(link)) for link in table.iter("a") if link.get("href"))
    return min(1.0, links / max(1, len(_words(table))))


def _words(element: "_Element") -> str:
    return "".join(map(str, element.itertext())).strip()


def _is_unseen(element: "_Element") -> bool:
    if _UNSEEN.fullmatch(element.tag.lower()) or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _rows(element: "_Element") -> list[list[tuple[str, ...]]] | None:
    """The cells of a table, each place of a merged one with an empty cell; None where it only arranges the page."""
    if next(element.iterdescendants("table"), None) is not None:
        return None
    rows: list[list[tuple[str, ...]]] = []
    below: dict[int, int] = {}
    for line in element.iterdescendants("tr"):
        cells: list[tuple[str, ...]] = []
        for cell in line.iterchildren("td", "th"):
            while below.get(len(cells), 0) > 0:
                below[len(cells)] -= 1
                cells.append(())
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for place in range(across):
                below[len(cells)] = down - 1
                cells.append(_paragraphs(cell) if place == 0 else ())
        while below.get(len(cells), 0) > 0:
            below[len(cells)] -= 1
            cells.append(())
        rows.append(cells)
    return None if arranges(rows) else rows


MOST_MERGED = 100


def _span(cell: "_Element", name: str) -> int:
    said = (cell.get(name) or "").strip()
    return max(1, min(int(said), MOST_MERGED)) if said.isascii() and said.isdigit() else 1


def _paragraphs(cell: "_Element") -> tuple[str, ...]:
    return tuple(line.text for line in _lines(cell))


def _frame(lines: Sequence[_Line]) -> "set[_Element]":
    """The elements of the site: by their tags and by the words in their classes, unless much of the text is in them."""
    total = sum(line.sentence for line in lines)
    held: dict[_Element, int] = {}
    for line in lines:
        for element in (line.element, *line.element.iterancestors()):
            held[element] = held.get(element, 0) + line.sentence
    dated = {line.element for line in lines if _DATE.fullmatch(line.text)}
    dated |= {above for element in dated for above in element.iterancestors()}
    return {
        element
        for element, sentences in held.items()
        if (element.tag in _FRAME or chrome.names_frame(f"{element.get('class') or ''} {element.get('id') or ''}"))
        and sentences <= total * MOST_OF_SITE
        and element not in dated
    }


def _in_frame(element: "_Element", frame: "set[_Element]") -> bool:
    return element in frame or any(above in frame for above in element.iterancestors())


def _main(lines: Sequence[_Line], total: int) -> "_Element":
    """The smallest element that holds nearly all sentences."""
    held: dict[_Element, int] = {}
    depths: dict[_Element, int] = {}
    for line in lines:
        chain = [line.element, *line.element.iterancestors()]
        for above, element in enumerate(chain):
            held[element] = held.get(element, 0) + line.sentence
            depths[element] = len(chain) - above
    fitting = [element for element, sentences in held.items() if sentences >= total * SHARE_OF_SENTENCES]
    return max(fitting, key=lambda element: depths[element])


def _plan(lines: Sequence[_Line], main: "_Element", titles: Sequence[str], page: Sequence[_Line]) -> Iterator[str]:
    """The lines of the plan, the head of it completed from what stands elsewhere on the page."""
    inside = [place for place, line in enumerate(lines) if line.sentence and _in_frame(line.element, {main})]
    first = _reached(lines, range(inside[0] - 1, -1, -1), inside[0])
    last = _reached(lines, range(inside[-1] + 1, len(lines)), inside[-1])
    last = _before_related(lines, first, last)
    begin, behind_title = _begin(lines, first, titles)
    head = [*lines[begin:behind_title], *_without_metadata(lines[behind_title:first])]
    body = [line for line in lines[first : last + 1] if not chrome.is_tool(line.text)]
    words = [line.text for line in (*head, *body, *_tail(lines, last))]
    title, added = _missing(words, begin < behind_title, titles, [line.text for line in page])
    yield from title
    yield from words[: behind_title - begin]
    yield from added
    yield from words[behind_title - begin :]


def _reached(lines: Sequence[_Line], further: Iterable[int], last: int) -> int:
    """The last place with a sentence, going on from `last` up to the first line of the site."""
    for place in further:
        line = lines[place]
        if _is_of_site(line) or chrome.heads_related(line.text) or chrome.is_metadata(line.text):
            break
        last = place if line.sentence else last
    return last


def _begin(lines: Sequence[_Line], first: int, titles: Sequence[str]) -> tuple[int, int]:
    """Where the plan's title begins and ends, above its first sentence; the same place where it has none there."""
    for title in filter(None, map(_plain, titles)):
        for place in range(first, -1, -1):
            whole = ""
            for end in range(place, min(place + _MOST_LINES_OF_TITLE, first + 1)):
                whole += _plain(lines[end].text)
                if whole == title and not lines[place].linked:
                    return place, end + 1
    begin = first
    while begin > 0 and not _is_of_site(lines[begin - 1]):
        begin -= 1
    ends = [place for place in range(begin, first) if _TITLE_ENDS.search(_bare(lines[place].text))]
    return begin, ends[0] + 1 if ends else begin


def _plain(text: str) -> str:
    return re.sub(r"\s", "", _bare(text))


def _bare(title: str) -> str:
    """A title less the 文号 that pages put behind it."""
    return _NUMBER_BEHIND.sub("", title)


def _is_of_site(line: _Line) -> bool:
    if chrome.is_tool(line.text) or chrome.begins_page(line.text) or chrome.ends_page(line.text):
        return True
    return line.linked > MOSTLY and not chrome.is_annex(line.text)


def _without_metadata(lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines between title and text, less those that describe the page: labels (索引号：) and their values."""
    value = False
    for line in lines:
        alone = chrome.is_label(line.text)
        if not (value or alone or chrome.is_metadata(line.text) or _is_of_site(line)):
            yield line
        value = alone


def _before_related(lines: Sequence[_Line], first: int, last: int) -> int:
    """The last sentence, less those below a heading such as 相关解读 in the second half of the text."""
    sizes = [line.sentence for line in lines[first : last + 1]]
    half, so_far = sum(sizes) / 2, 0
    for place in range(first, last + 1):
        if so_far > half and chrome.heads_related(lines[place].text):
            return max((p for p in range(first, place) if lines[p].sentence), default=last)
        so_far += sizes[place - first]
    return last


def _tail(lines: Sequence[_Line], last: int) -> Iterator[_Line]:
    """What follows the last sentence and is the plan's: signature, date, annexes; to the first line of the site."""
    annexes = False
    for line in lines[last + 1 :]:
        if chrome.is_annex(line.text) or (annexes and line.text[:1].isdigit()):
            annexes = True
        elif _is_of_site(line) or chrome.heads_related(line.text) or chrome.is_metadata(line.text):
            return
        yield line


def _missing(
    words: Sequence[str], titled: bool, titles: Sequence[str], page: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The title, and the 文号 and date below it, where the text has none and the page gives them elsewhere."""
    title = [] if titled else [_bare(title) for title in titles if _TITLE_ENDS.search(_bare(title))][:1]
    added = []
    given = chrome.value_of(page, ("发文字号", "发布文号", "文号", "文件编号"))
    behind = [match[1] for match in map(_NUMBER_BEHIND.search, titles) if match]
    number = next((found[0] for found in map(_NUMBER.search, (*given, *behind)) if found), "")
    if number and not any(number in line for line in words[:_HEAD]):
        added.append(number)
    if not any(_DATE_LINE.fullmatch(line) for line in words):
        dates = chrome.value_of(page, ("成文日期", "发文日期", "印发日期"))
        added += [found[0] for found in map(_DATE.search, dates[:1]) if found]
    return title, added
