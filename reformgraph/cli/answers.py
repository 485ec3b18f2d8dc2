"""The forms in which a command puts out an answer: for the terminal, Excel, programs, documents."""

import shutil
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

from reformgraph.cli.console import language

if TYPE_CHECKING:
    from reformgraph.tables import Table


class TableFormat(StrEnum):
    """The forms of an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "md"


def formed(answer: "Table", form: TableFormat, *, to_file: bool) -> str:
    """The table in that form; `to_file` keeps colours out and puts a mark in front of CSV, by which Excel knows it."""
    from reformgraph import tables

    spoken = language()
    match form:
        case TableFormat.CSV:
            return tables.to_csv(answer, spoken, bom=to_file)
        case TableFormat.JSON:
            return tables.to_json(answer, spoken)
        case TableFormat.MARKDOWN:
            return tables.to_markdown(answer, spoken)
        case TableFormat.TABLE:
            terminal = sys.stdout.isatty() and not to_file
            width = shutil.get_terminal_size().columns if terminal else None
            return tables.to_terminal(answer, spoken, width=width, color=terminal)
