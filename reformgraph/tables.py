"""Tables of answers, and their forms: for the terminal, for Excel, for programs, for a document.

Pure: from a `Table` to a string. Nothing here prints, asks the store or knows a query.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reformgraph.language import Language, Text
from reformgraph.namespaces import BASE

Cell = str | int | float | bool | None
"""A value of a table: IRIs and dates are strings, None is an empty cell."""

Row = tuple[Cell, ...]

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its variable in the query and its heading in both languages."""

    name: str
    heading: Text


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, each row as long as `columns`; `truncated` where a limit left rows out."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    truncated: bool = False


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Row], language: Language, *, bom: bool = False
) -> Iterator[str]:
    """The table as CSV (RFC 4180: lines end in CR LF), headings first, one record at a time, so that rows may stream.

    `bom` puts U+FEFF in front, by which Excel knows the file as UTF-8; leave it off for pipes and Neo4j.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM if bom else "")
    writer.writerow([column.heading.to(language) for column in columns])
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_text(cell) for cell in row])
        yield buffer.getvalue()


def to_csv(table: Table, language: Language, *, bom: bool = False) -> str:
    """The whole table as CSV; see `csv_lines`."""
    return "".join(csv_lines(table.columns, table.rows, language, bom=bom))


def to_json(table: Table, language: Language) -> str:
    """The table as one JSON object: `columns` (name, heading), `rows` (objects keyed by column name), `truncated`."""
    names = [column.name for column in table.columns]
    document = {
        "columns": [{"name": column.name, "heading": column.heading.to(language)} for column in table.columns],
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
        "truncated": table.truncated,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_markdown(table: Table, language: Language) -> str:
    """The table as a Markdown pipe table; numbers to the right, pipes escaped, line breaks as `<br>`."""
    numeric = [_is_numeric(table, place) for place in range(len(table.columns))]
    lines = [
        [_escaped(column.heading.to(language)) for column in table.columns],
        ["---:" if right else "---" for right in numeric],
        *([_escaped(_text(cell)) for cell in row] for row in table.rows),
    ]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def to_terminal(table: Table, language: Language, *, width: int | None, color: bool = False) -> str:
    """The table drawn with lines; long text wraps, Chinese counts two cells a letter, nothing is cut off.

    `width` is the terminal's in cells, None where there is none: then each row is one line. Our IRIs are shown without
    their common beginning (parameters take them so too), and below the quote where the width does not hold them.
    """
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  (rich is heavy, and not every format needs it)
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table as Drawing  # noqa: PLC0415
    from rich.text import Text as Styled  # noqa: PLC0415

    headings = [column.heading.to(language) for column in table.columns]
    shown = [[_text(cell).removeprefix(BASE) for cell in row] for row in table.rows]
    names = [column.name for column in table.columns]
    natural = [max(map(cell_len, cells)) for cells in zip(headings, *shown, strict=True)]
    if width and sum(natural) + 3 * len(natural) > width and {"quote", "uri"} <= set(names):
        quote, uri = names.index("quote"), names.index("uri")
        for row in (headings, *shown):
            row[quote] = f"{row[quote]}\n{row[uri]}"
            del row[uri]
        del natural[uri]
    numeric = [_is_numeric(table, place) for place in range(len(table.columns))]
    drawing = Drawing(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for place, heading in enumerate(headings):
        drawing.add_column(Styled(heading), justify="right" if numeric[place] else "left", overflow="fold")
    for row in shown:
        drawing.add_row(*map(Styled, row))
    out = io.StringIO()
    console = Console(
        file=out,
        width=width or sum(natural) + 3 * len(natural),
        force_terminal=color,
        color_system="auto" if color else None,
        highlight=False,
    )
    console.print(drawing)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|")
    return "<br>".join(escaped.splitlines())


def _is_numeric(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
