"""The outline: which parts of a plan are numbered provisions, and which stretches of running text may hold measures.

A number at the beginning of a line opens a provision; its level is that of its type of number (一、（一）1．（1）①
第一条), in the order in which the types come. Whether what follows a number is a heading or the measure itself is
decided by a vote among the siblings, not line by line. A text that lost its line breaks is read the same way, where its
numbers count on from 一.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.cells import Cell, Column, read_tables
from extract.numerals import value_of
from reformgraph.model import Provision, ProvisionKind, Span

PREAMBLE = "总体要求"
"""The path of text before the first number."""

CLOSING = "结尾"
"""The path of text behind the last provision that does not belong to it."""

ANNEX = "附件"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of running text (less heading and number) in the innermost provision `path`.

    Where it is a table's cell that says who, where or by when, `head` is that of its column (责任单位), `row` its row.
    """

    path: str
    span: Span
    holds_measures: bool
    head: str = ""
    row: Span | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The provisions and the blocks, in order; `start` is where the first number stands, else the text's end."""

    provisions: tuple[Provision, ...]
    blocks: tuple[Block, ...]
    start: int = 0


_HAN = "〇零一二三四五六七八九十百"
_NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第[{_HAN}]{{1,5}}[章部篇](?=[\s　])")),
    ("article", re.compile(rf"第[{_HAN}]{{1,5}}条(?=[\s　])")),
    ("han", re.compile(rf"[{_HAN}]{{1,5}}(?=、)")),
    ("han-bracket", re.compile(rf"[（(][{_HAN}]{{1,5}}[）)]")),
    ("arabic-bracket", re.compile(r"[（(]\d{1,3}[）)]")),
    ("arabic", re.compile(r"\d{1,3}(?=[．.、](?!\d))")),
    ("circled", re.compile(r"[①-⑳]")),
)
_BEHIND = re.compile(r"[、．.\s　]*")
_LINE = re.compile(r"[^\n]+")
_ROW = re.compile(r"\d{1,3}")
_ANNEX_LIST = re.compile(r"附件[：:]|附[：:]")
_ANNEX_HEAD = re.compile(r"附\s*件\s*(?P<number>[\d〇一二三四五六七八九十]*)[：:]?")
_COUNTED = (
    rf"[{_HAN}]{{1,4}}(?=、)|[（(][{_HAN}]{{1,4}}[）)]",
    r"\d{1,2}(?=[．.、][^\d\s])",
    r"[（(]\d{1,2}[）)]",
)
_INLINE = re.compile(
    rf"(?<=[。；：！？\s　])(?:{_COUNTED[0]})"
    rf"|(?<=[。；：！？\s　一-龥）)]){_COUNTED[1]}"
    rf"|(?<=[。；：！？\s　一-龥）)]){_COUNTED[2]}"
)
_INLINE_FIRST = re.compile("|".join(_COUNTED))
_ONLY_BRACKET = re.compile(r"[\s　]*[（(〔【\[][^\n]*[）)〕】\]][。；\s　]*")

_NO_MEASURES = re.compile(
    r"(?:(?:指导|总体|基本|工作|主要)?(?:思想|要求|思路|原则|背景|意义)|(?:明确|适用)?(?:事项|适用|实施)*(?:范围|对象)|"
    r"(?:指导思想|基本原则|总体要求)(?:和|与|及)?(?:基本原则|工作原则|主要原则)?|重要意义|重大意义|名词解释|术语和定义|"
    r"充分认识.*(?:意义|重要性))"
)
_GOAL = re.compile(r".*目标(?:任务)?$|目标要求")
_COMMA = re.compile("[，,；;]")
_SENTENCE_END = re.compile(r"[。！？]")
_SIGNATURE = re.compile(r"[（(](?:此件|本文|联系人|公开).*[）)]|.{0,24}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_CLOSING_WORDS = re.compile(
    r"本(?:实施|行动|工作|试点|若干)?(?:方案|意见|办法|通知|计划|规定|细则|措施|要点)[^。，]{0,12}(?:自|由|有效期)"
)
LONGEST_NUMBER = 3
LONGEST_HEADING = 60
LONGEST_OF_TWO = 36
"""Letters at most of a heading in two clauses (坚持系统集成，推动审批全链条优化)."""
_DUTY = re.compile(
    r"[^，,。；：:“\n]{1,20}(?:部门|单位|政府|街道|乡镇|[局委办厅区县市镇）)])(?:要|应当?|须|负责)(?![求素急])[^，,。\n]{2,}[，,]"
)
"""A sentence that says what a body is to do (各镇要设立服务站，…) heads nothing, whatever its siblings do."""
SHORTEST_RUN_ON_LINE = 200


@dataclass(frozen=True, slots=True)
class _Opening:
    """A number at its place: `span` the number itself, `end` where the words behind it begin."""

    type: str
    number: str
    span: Span
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line (or a stretch from one inline number to the next, or a table's cell) and the number that opens it."""

    span: Span
    opening: _Opening | None
    cell: Cell | None = None


def read_outline(text: str) -> Outline:
    """The outline of a decoded text; a text without numbers has no provisions and all its paragraphs are blocks."""
    lines = tuple(_lines(text))
    first = next((place for place, line in enumerate(lines) if line.opening), None)
    if first is None:
        return Outline(
            (), tuple(Block(PREAMBLE, line.span, True) for line in lines if _is_prose(text, line)), len(text)
        )
    drafts = _drafts(text, lines, first)
    provisions = _provisions(text, drafts)
    return Outline(provisions, tuple(_blocks(text, lines, first, drafts, provisions)), lines[first].span.start)


def _lines(text: str) -> Iterator[_Line]:
    """The lines with their openings, cell by cell in tables; nothing opens in the list of annexes."""
    trimmed = (_trimmed(text, *match.span()) for match in _LINE.finditer(text))
    spans = [Span(start, end) for start, end in trimmed if start < end]
    tables = read_tables(text, spans)
    alone = _alone(text, spans)
    listing = False
    for place, span in enumerate(spans):
        words = span.of(text)
        if _ANNEX_LIST.match(words):
            listing = True
        annex = _ANNEX_HEAD.fullmatch(words)
        if annex and not words.endswith(("：", ":")):
            listing = False
            yield _Line(span, _Opening("annex", ANNEX + annex["number"], span, span.end))
        elif listing:
            yield _Line(span, None)
        elif place in tables:
            yield from _cells(text, tables[place])
        elif place in alone:
            yield _Line(span, _Opening("row", words, span, span.end))
        else:
            yield from _numbered(text, span.start, span.end)


def _alone(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """The lines that are nothing but numbers which count on (1 … 2 … 3), as pages show items that lost their table."""
    found: list[int] = []
    last = 0
    for place, span in enumerate(spans[:-1]):
        if span.end - span.start <= LONGEST_NUMBER and _ROW.fullmatch(text, span.start, span.end):
            number = int(span.of(text))
            if not found or number == last + 1:
                found.append(place)
                last = number
    return frozenset(found) if len(found) > 1 else frozenset()


def _cells(text: str, cells: Sequence[Cell]) -> Iterator[_Line]:
    for cell in cells:
        numbers = cell.column is Column.NUMBER and _ROW.fullmatch(text, cell.span.start, cell.span.end)
        opening = _Opening("row", cell.span.of(text), cell.span, cell.span.end) if numbers else None
        yield _Line(cell.span, opening, cell)


def _numbered(text: str, start: int, end: int) -> Iterator[_Line]:
    """A line, cut at the numbers inside it where it is so long that it must have lost its breaks."""
    cuts = [start]
    if end - start > SHORTEST_RUN_ON_LINE:
        cuts += _inline_cuts(text, start, end)
    for begin, stop in zip(cuts, [*cuts[1:], end], strict=True):
        left, right = _trimmed(text, begin, stop)
        yield _Line(Span(left, right), _opening(text, left, right))


def _inline_cuts(text: str, start: int, end: int) -> list[int]:
    """Numbers inside a line that count on: 一 then 二, （一） then （二）; only where there is a first and a second."""
    cuts: list[tuple[int, str]] = []
    counted: dict[str, int] = {}
    most: dict[str, int] = {}
    if first := _INLINE_FIRST.match(text, start, end):
        kind = _kind_of(first[0])
        counted[kind] = most[kind] = value_of(first[0].strip("（）()")) or 0
    for match in _INLINE.finditer(text, start, end):
        number = match[0]
        kind = _kind_of(number)
        value = value_of(number.strip("（）()"))
        if value == 1 or value == counted.get(kind, -1) + 1:
            counted[kind] = value
            most[kind] = max(value, most.get(kind, 0))
            cuts.append((match.start(), kind))
    counting = {kind for kind, value in most.items() if value > 1}
    if "arabic" in counting:  # 一、… 1.… 2.…, with no 二 in what is left of a plan
        counting.add("plain")
    return [at for at, kind in cuts if kind in counting]


def _kind_of(number: str) -> str:
    if number[0] in "（(":
        return "arabic-bracket" if number[1].isdigit() else "bracket"
    return "arabic" if number[0].isdigit() else "plain"


def _opening(text: str, start: int, end: int) -> _Opening | None:
    for name, pattern in _NUMBERS:
        if match := pattern.match(text, start, end):
            behind = _BEHIND.match(text, match.end(), end)
            return _Opening(name, match[0], Span(start, match.end()), behind.end() if behind else match.end())
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@dataclass(frozen=True, slots=True)
class _Draft:
    """A provision being made: `line` its place among the lines, `parent` its place among the drafts."""

    path: str
    type: str
    line: int
    opening: _Opening
    end: int
    parent: int | None
    heading: Span | None = None
    words: int = 0
    """Where its running text begins in its own line."""


def _drafts(text: str, lines: Sequence[_Line], first: int) -> list[_Draft]:
    stack: list[int] = []
    drafts: list[_Draft] = []
    for place in range(first, len(lines)):
        opening = lines[place].opening
        if opening is None:
            continue
        types = [drafts[index].type for index in stack]
        if opening.type == "annex" or (types and _is_outer(opening, types[0])):
            stack = []
        elif opening.type in types:
            del stack[types.index(opening.type) :]
        elif opening.type == "row":
            while stack and drafts[stack[-1]].type not in ("annex", "han", "han-bracket"):
                stack.pop()
        parent = stack[-1] if stack else None
        path = f"{drafts[parent].path}/{opening.number}" if parent is not None else opening.number
        title = _row_title(text, lines, place) if opening.type == "row" else None
        drafts.append(_Draft(path, opening.type, place, opening, lines[place].span.end, parent, title))
        stack.append(len(drafts) - 1)
    trailing = bool(drafts) and any(_is_prose(text, line) for line in lines[drafts[-1].line + 1 :])
    return _headed(text, drafts, trailing)


def _is_outer(opening: _Opening, first: str) -> bool:
    """Whether a number goes on at a level outside the first one seen, in a part of a plan (（八） … 二)."""
    order = [name for name, _ in _NUMBERS]
    if opening.type not in order or first not in order or (value_of(opening.number) or 1) == 1:
        return False
    return order.index(opening.type) < order.index(first)


def _row_title(text: str, lines: Sequence[_Line], row: int) -> Span | None:
    """The cell that titles a row of a table; the line behind a number that stands alone."""
    for line in lines[row + 1 :]:
        if line.opening:
            return None
        if line.cell is None:
            titles = (
                lines[row].cell is None
                and not _is_prose(text, line)
                and line.span.end - line.span.start <= LONGEST_HEADING
            )
            return line.span if titles else None
        if line.cell.column is Column.TITLE:
            return line.span
    return None


def _headed(text: str, drafts: list[_Draft], trailing: bool) -> list[_Draft]:
    """The drafts with their headings, as the siblings of one parent and type of number vote.

    `trailing` where running text comes behind the last one's line.
    """
    votes: Counter[tuple[int | None, str]] = Counter()
    alone: dict[int, bool] = {}
    for index, draft in enumerate(drafts):
        key = draft.parent, draft.type
        stop = _SENTENCE_END.search(text, draft.opening.end, draft.end)
        alone[index] = _is_alone(text, stop, draft.end)
        heads = _may_head(text, draft.opening.end, stop.start() if stop else draft.end) and (
            not alone[index] or not stop or _followed(drafts, index, trailing)
        )
        votes[key] += 1 if heads else -1
    return [
        _with_heading(text, drafts, index, votes[draft.parent, draft.type] > 0, trailing)
        for index, draft in enumerate(drafts)
    ]


def _may_head(text: str, start: int, end: int) -> bool:
    """Whether a sentence is short enough for a heading, and says no body's duty."""
    longest = LONGEST_OF_TWO if _COMMA.search(text, start, end) else LONGEST_HEADING
    return end - start <= longest and _DUTY.match(text, start, end) is None


def _is_alone(text: str, stop: re.Match[str] | None, end: int) -> bool:
    """Whether a first sentence has nothing behind it in its line, a bracket that shares out the work aside."""
    return stop is None or stop.end() >= end or _ONLY_BRACKET.fullmatch(text, stop.end(), end) is not None


def _followed(drafts: list[_Draft], index: int, trailing: bool) -> bool:
    """Whether something of the provision comes behind its first line: a child, or a line without a number."""
    if index + 1 >= len(drafts):
        return trailing
    return drafts[index + 1].parent == index or (drafts[index + 1].line > drafts[index].line + 1)


def _with_heading(text: str, drafts: list[_Draft], index: int, voted: bool, trailing: bool) -> _Draft:
    draft = drafts[index]
    start, end = draft.opening.end, draft.end
    if draft.type in ("annex", "row") or start >= end:
        return replace(draft, words=end)
    stop = _SENTENCE_END.search(text, start, end)
    lone = _is_alone(text, stop, end)
    if stop is None and (text[end - 1] in "：:；;" and not _followed(drafts, index, trailing)):
        return replace(draft, words=start)
    short = _may_head(text, start, stop.start() if stop else end)
    is_heading = voted and short and (not lone or stop is None or _followed(drafts, index, trailing))
    if not is_heading and not (stop is None and short and _followed(drafts, index, trailing)):
        return replace(draft, words=start)
    heading = Span(start, stop.start() if stop else end)
    words = stop.end() if stop else end
    return replace(draft, heading=heading, words=_trimmed(text, words, end)[0])


def _provisions(text: str, drafts: Sequence[_Draft]) -> tuple[Provision, ...]:
    parents = {draft.parent for draft in drafts}
    ends = _ends(drafts, len(text))
    made = []
    for index, draft in enumerate(drafts):
        end = ends[index]
        span = Span(draft.opening.span.start, _trimmed(text, draft.opening.span.start, end)[1])
        title = draft.heading.of(text).rstrip("：:") if draft.heading else ""
        kind = _kind(draft, index in parents, title)
        made.append(Provision(draft.path, kind, title, span, draft.heading))
    return tuple(made)


def _ends(drafts: Sequence[_Draft], last: int) -> list[int]:
    """Where each provision ends: where the next one begins that is not inside it."""
    ends = [last] * len(drafts)
    open_: list[int] = []
    for index, draft in enumerate(drafts):
        while open_ and open_[-1] != draft.parent:
            ends[open_.pop()] = draft.opening.span.start
        open_.append(index)
    return ends


def _kind(draft: _Draft, has_parts: bool, title: str) -> ProvisionKind:
    if draft.parent is None:
        return ProvisionKind.SECTION if has_parts or _NO_MEASURES.fullmatch(title) else ProvisionKind.TASK
    return ProvisionKind.GROUP if has_parts else ProvisionKind.TASK


def _blocks(
    text: str, lines: Sequence[_Line], first: int, drafts: Sequence[_Draft], provisions: Sequence[Provision]
) -> Iterator[Block]:
    for line in lines[:first]:
        yield Block(PREAMBLE, line.span, False)
    at_line = {draft.line: index for index, draft in enumerate(drafts)}
    holds: dict[int, bool] = {}
    led: set[int] = set()
    current = 0
    for place in range(first, len(lines)):
        span = lines[place].span
        if place in at_line:
            current = at_line[place]
            draft = drafts[current]
            holds[current] = _holds(provisions[current].title, draft.parent is None or holds[draft.parent])
            if draft.words < span.end:
                yield Block(draft.path, Span(draft.words, span.end), holds[current])
            continue
        cell = lines[place].cell
        if cell:
            if cell.column is Column.MEASURES:
                yield Block(drafts[current].path, span, holds[current])
            elif cell.column is Column.ASSIGNMENT:
                yield Block(drafts[current].path, span, False, cell.head, cell.row)
            continue
        path, owner = _owner(drafts, current, led)
        if _CLOSING_WORDS.match(text, span.start, span.end) and current == len(drafts) - 1:
            path, owner = CLOSING, None
        if owner is not None and drafts[current].parent != owner and text[span.end - 1] in "：:":
            led.add(owner)
        holding = holds[owner] if owner is not None else True
        yield Block(path, span, holding and _is_prose(text, lines[place]))


def _owner(drafts: Sequence[_Draft], current: int, led: set[int]) -> tuple[str, int | None]:
    """Whose a line without a number is: the provision's before it, unless that one ended with its own line.

    Then it is the closing words' of the part around it, where that had words of its own before its items, else of the
    plan.
    """
    draft = drafts[current]
    if draft.words >= draft.end or draft.parent is None or (current + 1 < len(drafts) and draft.parent not in led):
        return draft.path, current
    if draft.parent in led:
        return drafts[draft.parent].path, draft.parent
    return CLOSING, None


def _holds(title: str, above: bool) -> bool:
    if _NO_MEASURES.fullmatch(title):
        return False
    return True if _GOAL.fullmatch(title) else above


def _is_prose(text: str, line: _Line) -> bool:
    """Running text, not a signature, a date, a note on publication, an addressee or the list of annexes."""
    words = line.span.of(text)
    if _SIGNATURE.fullmatch(words) or _ANNEX_LIST.match(words):
        return False
    return bool(
        _SENTENCE_END.search(words)
        or "；" in words
        or (len(words) > LONGEST_HEADING and _COMMA.search(words))
        or (words.endswith(("：", ":")) and _COMMA.search(words))
    )
