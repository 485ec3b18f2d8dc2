"""PDF files with a text layer → text: paragraphs put together again from the lines of the pages, ruled tables as rows.

Dropped are page numbers, lines that repeat at the edge of pages, tables of contents and rotated text (watermarks).
"""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from extract.sources.lines import is_wide, joined, row, tidy
from reformgraph.errors import InputError
from reformgraph.language import Text

if TYPE_CHECKING:
    from pdfplumber.page import Page

EDGE = 0.14
"""Share of a page's height, above and below, in which running heads and page numbers stand."""

REPEATED = 0.4
"""Share of the pages on which a line at their edge is a running head; left and right pages may have their own."""

SHORT, SHORT_IF_RAGGED = 2.5, 6.0
"""Ems by which a line must miss the right margin to end a paragraph; less may be a word that did not fit.

Where lines are not justified, a name or number in Latin letters leaves a wider gap.
"""

INDENT = 1.2
"""Ems from the left margin at which a line counts as indented; a Chinese paragraph begins with two."""

GAP = 1.6
"""Ems between two lines that part paragraphs; plans are set with up to one and a half."""

OTHER_SIZE = 0.12
"""Share by which a heading's letters are larger than the text's."""

SET_IN = 4
"""Ems from the left margin from which on a line is set in by itself: a title, a signature, a date."""

FEW_LINES = 8
"""Lines that are too few to show the right margin: the page's left one then tells it."""

CLOSE = 3
"""Points within which two rules meet."""

TURNED = 0.1
"""Slope of a line from which on it is no text of the page, but drawn across it."""

MOST_UNREADABLE = 0.05
"""Share of characters that the fonts give no meaning."""

_TAIL = 2048
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•~\s]*(?:第\s*)?(?:\d{1,4}|[一二三四五六七八九十百]{1,4}(?=\s*页))\s*页?(?:\s*[,，/／]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－―·•~\s]*|"
    r"page\s*\d+(?:\s*of\s*\d+)?",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:[.…·．]\s?){5,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]{1,4}[章条]|[①-⑳])"
)
_ENDS = tuple("。；：！？”）.;:")
_CONTENTS = re.compile(r"目\s*录")
_RADICALS = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_UNREADABLE = re.compile(r"\(cid:\d+\)|\ufffd|[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a ruled table on one page, and where it stands."""

    rows: tuple[tuple[str, ...], ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page: what stands on it from above down, its size, and whether it is but a picture."""

    number: int
    width: float
    height: float
    parts: tuple[_Line | _Rows, ...]
    scanned: bool = False

    @property
    def lines(self) -> tuple[_Line, ...]:
        """What stands outside tables."""
        return tuple(part for part in self.parts if isinstance(part, _Line))


@dataclass(frozen=True, slots=True)
class _Layout:
    """The margins of running text, whether its paragraphs begin with an indent, and whether its lines end unevenly."""

    left: float
    right: float
    indents: bool
    ragged: bool


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[Text, ...]]:
    """The text of a PDF, and a note where pages of it are pictures.

    Raises InputError where the file is cut off, damaged or protected, is a scan, or its fonts do not tell their
    characters.
    """
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        raise InputError(f"{name}: is a PDF that is cut off; copy or download it again")
    sheets = _sheets(data, name)
    scanned = [sheet.number for sheet in sheets if sheet.scanned]
    if not any(sheet.parts for sheet in sheets):
        what = "holds pictures of pages (a scan) and no text" if scanned else "holds no text"
        raise InputError(f"{name}: {what}; run text recognition (OCR) on it and give the result")
    text = "".join(f"{line}\n" for line in _paragraphs(_without_edges(sheets)))
    unreadable = len(_UNREADABLE.findall(text))
    if not text or unreadable > MOST_UNREADABLE * len(text):
        raise InputError(
            f"{name}: its fonts do not tell which characters they draw, so its text cannot be read; "
            "run text recognition (OCR) on it, or ask for the Word file"
        )
    return _UNREADABLE.sub("", text), tuple(_notes(name, scanned))


def _notes(name: str, scanned: Sequence[int]) -> Iterator[Text]:
    if scanned:
        pages = ", ".join(map(str, scanned))
        yield Text(
            f"警告：{name}：第 {pages} 页只是图片，其中文字未读入。",
            f"warning: {name}: pages {pages} are pictures; the text in them was not read.",
        )


def _sheets(data: bytes, name: str) -> list[_Sheet]:
    import pdfplumber  # noqa: PLC0415  heavy
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of what every reader forgives
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return [_sheet(page) for page in pdf.pages]
    except Exception as error:  # pdfminer raises whatever a damaged file leads it to
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args, error.__cause__)):
            raise InputError(
                f"{name}: is protected by a password; open it with the password and save it without"
            ) from error
        raise InputError(
            f"{name}: is a damaged PDF ({error or type(error).__name__}); copy or download it again"
        ) from error


def _sheet(page: "Page") -> _Sheet:
    chars = [char for char in page.dedupe_chars().chars if abs(char["matrix"][1]) < TURNED * abs(char["matrix"][0])]
    found: list[_Rows] = []
    for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page)}):
        rows = [[_cell(chars, box) if box else "" for box in line.cells] for line in table.rows]
        filled = max((sum(map(bool, cells)) for cells in rows), default=0)
        if len(rows) > 1 and filled > 1:
            left, top, right, bottom = table.bbox
            chars = [char for char in chars if not _within(char, (left, top, right, bottom))]
            found.append(_Rows(tuple(map(tuple, rows)), top, bottom))
    parts: list[_Line | _Rows] = sorted([*_lines(chars), *found], key=lambda part: part.top)
    pictured = any(
        (image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) > page.width * page.height / 3
        for image in page.images
    )
    sheet = _Sheet(page.page_number, float(page.width), float(page.height), tuple(parts), not parts and pictured)
    page.close()
    return sheet


def _open_ends(page: "Page") -> list[float]:
    """The heights where the upright rules of a table end without a level one: the row goes on on another page."""
    level = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = {round(edge[side]) for edge in upright for side in ("top", "bottom")}
    return [float(end) for end in sorted(ends) if not any(abs(end - height) < CLOSE for height in level)]


def _cell(chars: Iterable[dict[str, Any]], box: tuple[float, float, float, float]) -> str:
    return joined(line.text for line in _lines([char for char in chars if _within(char, box)]))


def _within(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(chars: list[dict[str, Any]]) -> Iterator[_Line]:
    """The characters in lines: those whose middles lie at one height."""
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda char: (char["top"] + char["bottom"], char["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and rows[-1][0]["top"] < middle < rows[-1][0]["bottom"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    for members in rows:
        ordered = sorted(members, key=lambda char: char["x0"])
        text = tidy(_RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _spaced(ordered)))
        drawn = [char for char in ordered if not char["text"].isspace()]
        if text and drawn:
            size = median(char["size"] for char in drawn)
            top, bottom = min(char["top"] for char in drawn), max(char["bottom"] for char in drawn)
            yield _Line(text, drawn[0]["x0"], drawn[-1]["x1"], top, bottom, size)


def _spaced(chars: Sequence[dict[str, Any]]) -> str:
    """The characters of a line, with a space at a gap: a letter's between letters, a whole em beside Chinese.

    Justified lines have gaps between all their characters; only a gap much wider than those counts.
    """
    gaps = [after["x0"] - before["x1"] for before, after in pairwise(chars)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    written = chars[0]["text"]
    for gap, (before, after) in zip(gaps, pairwise(chars), strict=True):
        size = max(before["size"], after["size"])
        wide = is_wide(before["text"][-1:] or " ") or is_wide(after["text"][:1] or " ")
        if gap > (max(0.9 * size, 3 * usual) if wide else 0.2 * size + usual):
            written += " "
        written += after["text"]
    return str(written)


def _without_edges(sheets: Sequence[_Sheet]) -> list[_Sheet]:
    """The pages without page numbers and without what repeats at their upper and lower edge."""
    places = Counter(key for sheet in sheets for key in {_place(sheet, line) for line in _at_edge(sheet)})
    least = max(2, REPEATED * len(sheets))
    kept = []
    for sheet in sheets:
        dropped = {line for line in _at_edge(sheet) if places[_place(sheet, line)] >= least}
        rest = [part for part in sheet.parts if part not in dropped]
        for outer in (0, -1):
            line = rest[outer] if rest else None
            if isinstance(line, _Line) and line in _at_edge(sheet) and _PAGE_NUMBER.fullmatch(line.text):
                rest.remove(line)
        kept.append(replace(sheet, parts=tuple(rest)))
    return kept


def _at_edge(sheet: _Sheet) -> list[_Line]:
    return [line for line in sheet.lines if line.bottom < sheet.height * EDGE or line.top > sheet.height * (1 - EDGE)]


def _place(sheet: _Sheet, line: _Line) -> tuple[str, int, int]:
    """What makes two lines on different pages the same running head: words but for numbers, height, page's height."""
    return re.sub(r"\d+", "#", line.text), round(line.top / 4), round(sheet.height)


def _paragraphs(sheets: Sequence[_Sheet]) -> Iterator[str]:
    """The paragraphs and the rows of the tables, those put together again that go on on the next page."""
    layouts = _layouts(sheets)
    held: list[_Line] = []
    table = _Table()
    for sheet in sheets:
        above: _Line | None = None
        for part in sheet.parts:
            if isinstance(part, _Rows):
                yield from _flushed(held)
                above = None
                if not (part is sheet.parts[0] and table.goes_on(part.rows)):
                    yield from table.flushed()
                    table.begins(part.rows)
            elif not _is_contents(part):
                yield from table.flushed()
                if held and _breaks(held[-1], part, layouts[round(sheet.width)], above):
                    yield from _flushed(held)
                held.append(part)
                above = part
    yield from table.flushed()
    yield from _flushed(held)


class _Table:
    """A table whose rows may go on on the next page."""

    def __init__(self) -> None:
        self._heading: tuple[str, ...] = ()
        self._rows: list[tuple[str, ...]] = []

    def begins(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Takes the rows of a new table."""
        self._heading, self._rows = rows[0], list(rows)

    def goes_on(self, rows: Sequence[tuple[str, ...]]) -> bool:
        """Takes the rows at the head of a page, if they can belong to the table; its heading is not repeated."""
        if not self._rows or len(rows[0]) != len(self._rows[-1]):
            return False
        more = list(rows[1:] if rows[0] == self._heading else rows)
        if more and _continues(self._rows, more[0]):
            self._rows[-1] = tuple(joined(pair) for pair in zip(self._rows[-1], more.pop(0), strict=True))
        self._rows += more
        return True

    def flushed(self) -> Iterator[str]:
        """The rows as lines; then there are none."""
        yield from (row([cell] for cell in cells) for cells in self._rows)
        self._rows = []


def _is_contents(line: _Line) -> bool:
    """Whether a line belongs to a table of contents."""
    return bool(_LEADER.search(line.text) or _CONTENTS.fullmatch(line.text))


def _flushed(held: list[_Line]) -> Iterator[str]:
    if held:
        yield tidy(joined(line.text for line in held))
        held.clear()


def _layouts(sheets: Sequence[_Sheet]) -> dict[int, _Layout]:
    """How the running text is set, for each width of page."""
    found: dict[int, list[_Line]] = {}
    for sheet in sheets:
        found.setdefault(round(sheet.width), []).extend(sheet.lines)
    layouts = {}
    for width, lines in found.items():
        right, ragged = _right_margin([line.x1 for line in lines]) if lines else (float(width), False)
        full = [line for line in lines if line.x1 > right - SHORT * line.size]
        starts = Counter(round(line.x0 / 2) * 2 for line in full)
        often = [start for start, count in starts.items() if count >= max(starts.values()) / 4]
        left = float(min(often, default=0))
        if len(lines) < FEW_LINES:
            left = min((line.x0 for line in lines), default=0.0)
            right = max([width - 1.6 * left, *(line.x1 for line in lines)])
        first = [
            line.x0 > left + INDENT * line.size for before, line in pairwise(lines) if before.x1 < right - 4 * line.size
        ]
        layouts[width] = _Layout(left, right, sum(first) > len(first) / 2, ragged)
    return layouts


def _right_margin(ends: Sequence[float]) -> tuple[float, bool]:
    """Where most lines end, if they are justified (punctuation may hang over the margin), else where the longest do.

    And whether they are not.
    """
    end, count = Counter(round(end / 2) * 2 for end in ends).most_common(1)[0]
    return (float(end), False) if count > len(ends) / 4 else (sorted(ends)[int(len(ends) * 0.95)], True)


def _breaks(before: _Line, line: _Line, layout: _Layout, above: _Line | None) -> bool:
    """Whether a new paragraph begins with a line; `above` is the line over it on its own page, if any."""
    size = max(before.size, line.size)
    if abs(before.size - line.size) > OTHER_SIZE * size or (above is not None and line.top - above.bottom > GAP * size):
        return True
    missing = layout.right - before.x1
    short = SHORT_IF_RAGGED if layout.ragged else SHORT
    if missing > short * size or (before.x0 > layout.left + SET_IN * size and before.x0 > line.x0 + size):
        return True
    ended, numbered = before.text.endswith(_ENDS), _NUMBER.match(line.text) is not None
    if line.x0 > layout.left + INDENT * size:
        return ended or numbered or before.x0 > layout.left + INDENT * size
    return ended and (numbered or (not layout.indents and missing > (SHORT if layout.ragged else INDENT) * size))


def _continues(rows: Sequence[tuple[str, ...]], after: tuple[str, ...]) -> bool:
    """Whether the first row on a page is the rest of the last one on the page before.

    Then a cell is empty in one of the two that no other row leaves empty, such as the row's number; below a merged cell
    many are.
    """
    *earlier, before = rows
    if not earlier or _spans(before) or _spans(after):
        return False
    return any(
        (not before[place] or not after[place]) and all(cells[place] for cells in earlier)
        for place in range(len(after))
    )


def _spans(cells: Sequence[str]) -> bool:
    """Whether a row is one cell over the whole width: a heading between rows."""
    return bool(cells[0]) and not any(cells[1:])
