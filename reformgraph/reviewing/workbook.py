"""Rows ⇄ .xlsx: the sheets as an analyst fills them in, and what they hold afterwards.

What the rows are about stands on a hidden sheet, as JSON by the row's id; so a file can be read back after the plans
were built anew, and a changed grey cell is seen.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from reformgraph.errors import InputError
from reformgraph.language import Language, Text
from reformgraph.reviewing.abouts import about_json, read_about
from reformgraph.reviewing.guide import GUIDE, TITLE
from reformgraph.reviewing.table import COLUMNS, TITLES, About, Cell, Column, Row, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as XlsxCell
    from openpyxl.worksheet.worksheet import Worksheet

HIDDEN = "_reformgraph"
MARK = "reformgraph review 1"
"""The first cell of the hidden sheet: what the file is, and in which form."""

README = Text("填写说明", "Read me")

_LONGEST = 30_000
"""Letters in a cell: Excel holds 32,767, and cuts off the rest without a word."""

_ROWS = 1_048_576
_SPARE = 100
"""Empty rows below the last one that are prepared for new rows."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_CARRIAGE = re.compile(r"_x000D_|\r")
_FONT = "Microsoft YaHei"
_LINE = 15.0
_TALLEST = 400.0
_NOT_OURS = "is not a file that `reformgraph review out` made, or its sheets were changed"


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan of the file: its id, the hash of its text, and what its rows call it."""

    id: str
    text_hash: str
    label: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as it was read: where it stands, and the words in its cells by column; empty ones are left out.

    A cell's value is a string, a number, or a date where the sheet holds one; `formulas` are the columns that hold a
    formula or an error.
    """

    sheet: Sheet
    number: int
    cells: Mapping[str, str | int | float | date]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What a file holds: its plans, what its rows were about by id, and the rows as they are now."""

    language: Language
    plans: tuple[PlanSheet, ...]
    abouts: Mapping[str, About]
    rows: tuple[Filled, ...]


def write_workbook(plans: Sequence[PlanSheet], rows: Sequence[Row], language: Language) -> bytes:
    """The file to be filled in. Raises InputError where a sheet cannot hold so many rows."""
    from openpyxl import Workbook  # noqa: PLC0415  takes its time to import

    book = Workbook()
    _Writing(book, language).run(plans, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Writing:
    def __init__(self, book: "Workbook", language: Language) -> None:
        self.book = book
        self.language = language

    def run(self, plans: Sequence[PlanSheet], rows: Sequence[Row]) -> None:
        self._styles()
        self._read_me(self.book.active)
        for sheet in Sheet:
            self._sheet(sheet, [row for row in rows if row.sheet is sheet], plans)
        self._hidden(plans, rows)
        self.book.active = 1

    def _styles(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side  # noqa: PLC0415

        line = Side(style="thin", color="D0D5DD")
        border = Border(left=line, right=line, top=line, bottom=line)
        wrapped = Alignment(wrap_text=True, vertical="top")
        open_, shut = Protection(locked=False), Protection(locked=True)

        def add(name: str, fill: str, font: Any, protection: Any = open_, **more: Any) -> None:
            style = NamedStyle(
                name=name,
                font=font,
                fill=PatternFill("solid", start_color=fill, end_color=fill) if fill else PatternFill(),
                border=border,
                alignment=more.pop("alignment", wrapped),
                protection=protection,
                **more,
            )
            self.book.add_named_style(style)

        middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
        dark, light = Font(name=_FONT, size=10, color="1D2939"), Font(name=_FONT, size=9, color="98A2B3")
        bold = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
        add("head", "475467", bold, shut, alignment=middle)
        add("your head", "1F6F54", bold, shut, alignment=middle)
        add("given", "F2F4F7", dark)
        add("around", "F2F4F7", light)
        add("locked", "E4E7EC", light, shut)
        add("yours", "", dark, number_format="@")
        add("number", "", dark, number_format="General")

    def _read_me(self, sheet: Any) -> None:
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415

        sheet.title = README.to(self.language)
        sheet.sheet_view.showGridLines = False
        _print_settings(sheet)
        sheet.column_dimensions["A"].width = 16
        sheet.column_dimensions["B"].width = 96
        languages = sorted(Language, key=lambda each: each is not self.language)
        for first, language in zip((1, len(GUIDE) + 3), languages, strict=True):
            sheet.cell(first, 2, TITLE.to(language)).font = Font(name=_FONT, bold=True, size=14)
            for number, guided in enumerate(GUIDE, first + 1):
                for place, text in enumerate(guided, 1):
                    cell = sheet.cell(number, place, text.to(language))
                    cell.alignment = Alignment(vertical="top", wrap_text=True)
                    cell.font = Font(name=_FONT, bold=place == 1, color="1F6F54" if place == 1 else "1D2939")
                sheet.row_dimensions[number].height = _height([(guided[1].to(language), 96)])

    def _sheet(self, kind: Sheet, rows: Sequence[Row], plans: Sequence[PlanSheet]) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415

        if len(rows) + 1 > _ROWS:
            raise InputError(f"{len(rows)} rows are more than a sheet can hold; name fewer plans with --plan")
        sheet = self.book.create_sheet(TITLES[kind].to(self.language))
        columns = COLUMNS[kind]
        for place, column in enumerate(columns, 1):
            head = sheet.cell(1, place, column.heading.to(self.language))
            head.style = "your head" if column.yours else "head"
            sheet.column_dimensions[get_column_letter(place)].width = column.width
        for number, row in enumerate(rows, 2):
            for place, column in enumerate(columns, 1):
                self._cell(sheet.cell(number, place), column, row.cells.get(column.key))
            sheet.row_dimensions[number].height = _height(
                [(str(row.cells.get(column.key) or ""), column.width) for column in columns]
            )
        last = max(len(rows) + 1, 2)
        for number in range(len(rows) + 2, last + _SPARE):
            for place, column in enumerate(columns, 1):
                sheet.cell(number, place).style = _style(column, spare=True)
        sheet.freeze_panes = "A2"
        sheet.row_dimensions[1].height = 2 * _LINE
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
        self._choices(sheet, columns, plans)
        _protect(sheet)
        _print_settings(sheet)

    def _cell(self, cell: "XlsxCell", column: Column, value: Cell) -> None:
        """Text stays text: whatever a plan says, no cell of ours becomes a formula."""
        if isinstance(value, str):
            words = _CONTROLS.sub("", value)
            cell.value = words[:_LONGEST] + "…" * (len(words) > _LONGEST)
            cell.data_type = "s"
        else:
            cell.value = value
        cell.style = _style(column)
        if isinstance(value, str) and _FORMULA.match(value):
            cell.quotePrefix = True

    def _choices(self, sheet: "Worksheet", columns: Sequence[Column], plans: Sequence[PlanSheet]) -> None:
        from openpyxl.formatting.rule import CellIsRule  # noqa: PLC0415
        from openpyxl.styles import PatternFill  # noqa: PLC0415
        from openpyxl.utils import get_column_letter  # noqa: PLC0415
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

        for place, column in enumerate(columns, 1):
            letter = get_column_letter(place)
            if column.choices is not None:
                words = [text.to(self.language) for text in column.choices.values()]
                listed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
                listed.error = Text("请从列表中选择：", "Choose from the list: ").to(self.language) + "、".join(words)
                listed.errorTitle = column.heading.to(self.language)
                listed.add(f"{letter}2:{letter}{_ROWS}")
                sheet.add_data_validation(listed)
            if column.key == "verdict" and column.choices is not None:
                for key, colour in _COLOURS.items():
                    word = column.choices[key].to(self.language)
                    fill = PatternFill("solid", start_color=colour, end_color=colour, bgColor=colour)
                    sheet.conditional_formatting.add(
                        f"{letter}2:{letter}{_ROWS}",
                        CellIsRule(operator="equal", formula=[f'"{word}"'], fill=fill),  # type: ignore[no-untyped-call]
                    )

    def _hidden(self, plans: Sequence[PlanSheet], rows: Sequence[Row]) -> None:
        sheet = self.book.create_sheet(HIDDEN)
        sheet.sheet_state = "veryHidden"
        lines = [[MARK, self.language.value]]
        lines += [["plan", plan.id, plan.text_hash, plan.label] for plan in plans]
        for row in rows:
            words = json.dumps(about_json(row.about), ensure_ascii=True, separators=(",", ":"))
            lines.append(["row", row.about.id, *(words[at : at + _LONGEST] for at in range(0, len(words), _LONGEST))])
        for number, line in enumerate(lines, 1):
            for place, words in enumerate(line, 1):
                cell = sheet.cell(number, place)
                cell.value = words
                cell.data_type = "s"


_COLOURS = {"accept": "D1FADF", "reject": "FEE4E2", "change": "FEF0C7", "add": "D1E9FF", "withdraw": "EAECF0"}


def _style(column: Column, *, spare: bool = False) -> str:
    if column.key == "id":
        return "locked"
    if column.yours or (spare and column.added):
        return "number" if column.key == "value" else "yours"
    return "around" if column.key in ("before", "after", "measure") else "given"


def _protect(sheet: "Worksheet") -> None:
    """The ids are locked, without a password; all else that one does to a table is allowed."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)


def _print_settings(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """The height of a row whose cells wrap; a Chinese letter is two wide."""
    lines = max(
        (sum(-(-_width(line) // width) or 1 for line in words.split("\n")) for words, width in cells), default=1
    )
    return min(lines * _LINE + 3, _TALLEST)


def _width(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words) + 1


def read_workbook(content: bytes) -> ReviewFile:
    """What a file holds. Raises InputError where it is none that `write_workbook` made, saying what is missing."""
    from openpyxl import load_workbook  # noqa: PLC0415

    try:  # read-only: cells far out that were only formatted cost nothing
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return _read(book)
    except InputError:
        raise
    except Exception as error:
        raise InputError("cannot be read as an Excel workbook; save it as .xlsx, without a password") from error


def _read(book: Any) -> ReviewFile:
    if HIDDEN not in book.sheetnames:
        raise InputError(f"{_NOT_OURS}: it lacks what says what its rows are about; run `reformgraph review out` again")
    language, plans, abouts = _read_hidden(book[HIDDEN])
    rows: list[Filled] = []
    for sheet in Sheet:
        title = next((name for name in TITLES[sheet] if name in book.sheetnames), None)
        if title is None:
            raise InputError(f"{_NOT_OURS}: it has no sheet “{TITLES[sheet].to(language)}”")
        rows += _read_rows(sheet, book[title], book.epoch)
    return ReviewFile(language, plans, abouts, tuple(rows))


def _lines(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a program says of a sheet's size may be wrong
    yield from sheet.iter_rows()


def _read_hidden(sheet: Any) -> tuple[Language, tuple[PlanSheet, ...], dict[str, About]]:
    lines = [["" if cell.value is None else str(cell.value) for cell in line] for line in _lines(sheet)]
    if not lines or lines[0][:1] != [MARK]:
        raise InputError(f"{_NOT_OURS}: it is of another version; run `reformgraph review out` again")
    try:
        plans = tuple(PlanSheet(*line[1:4]) for line in lines if line[:1] == ["plan"])
        abouts = {line[1]: read_about(json.loads("".join(line[2:]))) for line in lines if line[:1] == ["row"]}
        return Language(lines[0][1]), plans, abouts
    except (ValueError, LookupError, TypeError) as error:
        raise InputError(f"{_NOT_OURS}: what says what its rows are about is damaged") from error


def _read_rows(kind: Sheet, sheet: Any, epoch: datetime) -> Iterator[Filled]:
    lines = _lines(sheet)
    headings = {_plain(cell.value): place for place, cell in enumerate(next(lines, ()), 1) if cell.value is not None}
    keys: dict[int, str] = {}
    for column in COLUMNS[kind]:
        place = next((headings[heading] for heading in column.heading if heading in headings), None)
        if place is None:
            names = f"“{column.heading.zh}”/“{column.heading.en}”"
            raise InputError(f"{_NOT_OURS}: sheet “{sheet.title}” has no column {names}")
        keys[place] = column.key
    for number, line in enumerate(lines, 2):
        cells: dict[str, str | int | float | date] = {}
        formulas = set()
        for place, cell in enumerate(line, 1):
            key = keys.get(place)
            if key is None or cell.value is None:
                continue
            if cell.data_type in ("f", "e"):
                formulas.add(key)
            elif (value := _value(cell.value, key, epoch)) != "":
                if key == "value" and isinstance(value, int | float) and "%" in cell.number_format:
                    value = round(value * 100, 10)  # 50% is kept as 0.5
                cells[key] = value
        if cells or formulas:
            yield Filled(kind, number, cells, frozenset(formulas))


def _value(value: Any, key: str, epoch: datetime) -> str | int | float | date:
    """A cell's value: a date as one, also where Excel keeps it as a number of days; all else a number or its words."""
    from openpyxl.utils.datetime import from_excel  # noqa: PLC0415

    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _plain(value)
    if key in ("from", "to") and _FIRST_DAY <= value <= _LAST_DAY:
        day = from_excel(value, epoch)
        return day.date() if isinstance(day, datetime) else value
    return value


_FIRST_DAY, _LAST_DAY = 30_000, 80_000
"""Days since 1900 (or 1904) that may be meant as a date: 1982 to 2123. A year alone is far below."""


def _plain(value: Any) -> str:
    return _CARRIAGE.sub("", str(value)).strip()
