"""Lines of text, as every format gives them: spaces tidied, what was broken joined, tables as rows."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from reformgraph.errors import InputError

Cell = Sequence[str]
"""The paragraphs of a table's cell; none where a merged cell covers the place."""

LONGEST_HEADING_OF_COLUMN = 15
LEAST_RUNNING_TEXT = 200
"""Code points of whole sentences in several paragraphs, from which on a cell is a part of a page, not of a table."""

_WIDE_QUOTES = "“”‘’—…·"
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_EDGES = " \u3000"
_SENTENCE_END = ("。", "；", "！", "？")
_LETTERS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
LEAST_SHARE_OF_HAN = 0.2
"""Of all letters; a Chinese text with many English names has more than half."""


def is_wide(character: str) -> bool:
    """Whether a character is set as wide as a Chinese one, so that no space stands beside it."""
    return character in _WIDE_QUOTES or unicodedata.east_asian_width(character) in "WF"


def joined(parts: Iterable[str]) -> str:
    """Parts of one line that a line's end had cut: a space between two of them only where neither side is Chinese."""
    whole = ""
    for part in parts:
        if whole and part and not (is_wide(whole[-1]) or is_wide(part[0])):
            whole += " "
        whole += part
    return whole


def tidy(line: str) -> str:
    """A line without spaces at its ends and without invisible characters, runs of spaces being one."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip(_EDGES)


def tidied(lines: Iterable[str]) -> Iterator[str]:
    """The lines, tidied, less the empty ones."""
    return filter(None, map(tidy, lines))


def row(cells: Iterable[Cell]) -> str:
    """A row of a table as one line: the cells parted by one tab, the paragraphs of a cell joined."""
    return "\t".join(joined(tidied(part for line in cell for part in line.split("\n"))) for cell in cells)


def table(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table: its rows; or the paragraphs in it, where it only arranges them."""
    if arranges(rows):
        yield from tidied(part for cells in rows for cell in cells for line in cell for part in line.split("\n"))
    else:
        yield from (line for line in map(row, rows) if line.strip("\t"))


def arranges(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table only arranges text on the page: one column, two cells side by side, or cells of running text."""
    filled = [[cell for cell in cells if any(map(tidy, cell))] for cells in rows]
    widest = max(map(len, filled), default=0)
    if widest <= 1 or (len(rows) == 1 and widest <= 2):  # noqa: PLR2004
        return True
    return not any(map(_heads, filled[:2])) and any(_is_running_text(cell) for cells in filled for cell in cells)


def _heads(cells: Sequence[Cell]) -> bool:
    """Whether a row names the columns below it."""
    words = [joined(cell) for cell in cells]
    return len(words) > 1 and all(len(word) <= LONGEST_HEADING_OF_COLUMN and "。" not in word for word in words)


def _is_running_text(cell: Cell) -> bool:
    sentences = [line for line in tidied(cell) if line.endswith(_SENTENCE_END)]
    return len(sentences) > 1 and sum(map(len, sentences)) >= LEAST_RUNNING_TEXT


def check_chinese(text: str, name: str) -> None:
    """Raises InputError where hardly a letter of the text is Chinese."""
    letters = sum(map(str.isalpha, text))
    if len(_LETTERS.findall(text)) < LEAST_SHARE_OF_HAN * max(letters, 1):
        raise InputError(f"{name}: is not Chinese text; reformgraph reads plans in Chinese")
