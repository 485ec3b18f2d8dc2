"""Tables in a plan's text: which lines are one, what each cell says, by the head of its column.

A table comes in one of two forms. With a row a line, its cells stand between tabs, as the readers of files write it.
Flattened, as copied from a web page, each cell has a line of its own, below a first head 序号. Either way the meaning
of a column is taken from its head: 主要内容 holds measures, 改革举措 their title, 责任单位 whose they are, 推广范围
where they apply, 完成时限 by when.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reformgraph.model import Span


class Column(Enum):
    """What the cells of a column say."""

    NUMBER = auto()
    TITLE = auto()
    MEASURES = auto()
    ASSIGNMENT = auto()
    """Who, where or by when; the head is the key, as in 责任单位：…"""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell (never empty), its row, the kind of its column, and the column's head without spaces."""

    span: Span
    row: Span
    column: Column
    head: str


_KINDS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.NUMBER, re.compile("序号|编号|号")),
    (
        Column.ASSIGNMENT,
        re.compile(".*(?:单位|部门|机构|主体|处室|时限|时间|期限|节点|进度|进度安排|范围|地区|区域)(?:及分工)?"),
    ),
    (
        Column.MEASURES,
        re.compile(
            "(?:主要|具体|工作|改革|任务|措施|建设|实施|推广|重点|创新)*"
            "(?:内容|措施|要求|做法|目标任务|工作安排|工作目标)(?:[及和].*)?"
            "|(?:具体|工作|主要|推进|落实)举措|(?:主要|具体)任务"
        ),
    ),
    (
        Column.TITLE,
        re.compile(
            "(?:改革|创新|重点|工作|主要|试点|服务|推广|政策)*(?:举措|事项|任务|项目|名称|措施|政策|经验)(?:名称)?"
        ),
    ),
    (Column.OTHER, re.compile("备注|说明|类别|领域|联系人|联系方式|依据|来源|牵头领导|责任人|分管领导|出处")),
)
_FLAT_ROW = re.compile(r"\d{1,3}")
_SECTION = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_ANNEX = re.compile(r"附\s*件")
LONGEST_HEAD = 12
MOST_COLUMNS = 10
HEADING_LINES = 2
"""Lines at most that head a group of a table's rows."""


def read_tables(text: str, lines: Sequence[Span]) -> dict[int, tuple[Cell, ...]]:
    """The cells of each line that lies in a table, by the line's place in `lines`; those of a head are none.

    `lines` are the text's lines without padding. A row's first cell is its number where the table has numbers. In the
    flattened form each line is one cell.
    """
    found: dict[int, tuple[Cell, ...]] = {}
    place = 0
    while place < len(lines):
        heads, after = _heads(text, lines, place)
        if not heads:
            place += 1
            continue
        found.update((head, ()) for head in range(place, after))
        if after == place + 1:
            place = _read_rows(text, lines, after, heads, found)
        else:
            place = _read_flat(text, lines, after, heads, found)
    return found


def _heads(text: str, lines: Sequence[Span], place: int) -> tuple[list[tuple[str, Column]], int]:
    """The heads of a table that begins at line `place`, and the line behind them; no heads where none begins."""
    words = lines[place].of(text)
    if "\t" in words:
        names = [_plain(name) for name in words.split("\t")]
        kinds = [_kind(name) for name in names]
        known = [kind for kind in kinds if kind]
        fits = all(len(name) <= LONGEST_HEAD for name in names) and len(known) >= max(2, len(names) - 1)
        return (_settled(names, kinds), place + 1) if fits else ([], place)
    if _plain(words) != "序号":
        return [], place
    names = ["序号"]
    after = place + 1
    while after < len(lines) and len(names) < MOST_COLUMNS:
        name = _plain(lines[after].of(text))
        if len(name) > LONGEST_HEAD or _FLAT_ROW.fullmatch(name) or _SECTION.match(name):
            break
        names.append(name)
        after += 1
    kinds = [_kind(name) for name in names]
    return (_settled(names, kinds), after) if len(names) > 1 else ([], place)


def _plain(name: str) -> str:
    return re.sub(r"[\s\u3000*]", "", name)


def _kind(name: str) -> Column | None:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(name)), None)


def _settled(names: list[str], kinds: list[Column | None]) -> list[tuple[str, Column]]:
    """The heads with their kinds; without a column of measures the last of titles holds them."""
    settled = [kind or Column.OTHER for kind in kinds]
    if Column.MEASURES not in settled and Column.TITLE in settled:
        settled[len(settled) - 1 - settled[::-1].index(Column.TITLE)] = Column.MEASURES
    return list(zip(names, settled, strict=True))


def _read_rows(
    text: str,
    lines: Sequence[Span],
    place: int,
    heads: list[tuple[str, Column]],
    found: dict[int, tuple[Cell, ...]],
) -> int:
    """Rows of one line each, as long as they come; a line that heads a few of them is none, unless it has a number."""
    while place < len(lines) and (ahead := _next_row(text, lines, place)) is not None:
        found.update({head: () for head in range(place, ahead) if not _SECTION.match(text, lines[head].start)})
        place = ahead
        cells = tuple(_cells(text, lines[place], heads))
        if len(cells) > 1 or (
            cells and cells[0].column is not Column.NUMBER and not _SECTION.match(text, cells[0].span.start)
        ):
            found[place] = cells
        place += 1
    return place


def _next_row(text: str, lines: Sequence[Span], place: int) -> int | None:
    """The next line with tabs, behind at most `HEADING_LINES` lines without."""
    near = range(place, min(place + HEADING_LINES + 1, len(lines)))
    return next((ahead for ahead in near if "\t" in lines[ahead].of(text)), None)


def _cells(text: str, line: Span, heads: list[tuple[str, Column]]) -> Iterator[Cell]:
    at = line.start
    for index, words in enumerate(line.of(text).split("\t")):
        inner = words.strip()
        if inner:
            head, kind = heads[index] if index < len(heads) else ("", Column.OTHER)
            start = at + words.index(inner)
            yield Cell(Span(start, start + len(inner)), line, kind, head)
        at += len(words) + 1


def _read_flat(
    text: str,
    lines: Sequence[Span],
    place: int,
    heads: list[tuple[str, Column]],
    found: dict[int, tuple[Cell, ...]],
) -> int:
    """Rows that begin at a number in a line of its own, until an annex or the end of the text."""
    columns = heads[1:]
    while place < len(lines):
        if _ANNEX.match(text, lines[place].start, lines[place].end):
            break
        if not _FLAT_ROW.fullmatch(text, lines[place].start, lines[place].end):
            place += 1
            continue
        after = place + 1
        while after < len(lines) and not _ends_row(text, lines[after]):
            after += 1
        row = Span(lines[place].start, lines[after - 1].end)
        named = [heads[0], *_spread(columns, after - place - 1)]
        for at, (head, kind) in zip(range(place, after), named, strict=False):
            found[at] = (Cell(lines[at], row, kind, head),)
        place = after
    return place


def _ends_row(text: str, line: Span) -> bool:
    number = _FLAT_ROW.fullmatch(text, line.start, line.end)
    return bool(number or _SECTION.match(text, line.start, line.end) or _ANNEX.match(text, line.start, line.end))


def _spread(columns: list[tuple[str, Column]], lines: int) -> list[tuple[str, Column]]:
    """The column of each of a row's lines; the lines that are too many are paragraphs of the cell with measures."""
    more = lines - len(columns)
    if more <= 0:
        return columns[:lines]
    widest = next((at for at, (_, kind) in enumerate(columns) if kind is Column.MEASURES), len(columns) - 1)
    return [*columns[: widest + 1], *[columns[widest]] * more, *columns[widest + 1 :]]
