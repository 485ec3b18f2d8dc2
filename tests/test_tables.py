import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformgraph.language import Language, Text
from reformgraph.tables import BOM, Column, Table, to_csv, to_json, to_markdown, to_terminal

COLUMNS = (Column("quote", Text("原文", "Quote")), Column("measures", Text("举措数", "Measures")))
TABLE = Table(COLUMNS, (("推行“一件事”, 分步|实施\n继续", 3), (None, 2.5)))
CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))


def test_csv_has_headings_quotes_and_crlf():
    assert to_csv(TABLE, Language.ZH) == '原文,举措数\r\n"推行“一件事”, 分步|实施\n继续",3\r\n,2.5\r\n'


def test_csv_for_excel_begins_with_a_bom():
    assert to_csv(TABLE, Language.ZH, bom=True).startswith(BOM + "原文")


@given(st.lists(st.tuples(CELLS, st.integers())))
def test_csv_is_read_back_as_it_was(rows):
    read = list(csv.reader(io.StringIO(to_csv(Table(COLUMNS, tuple(rows)), Language.EN), newline="")))
    assert read == [["Quote", "Measures"], *([text, str(number)] for text, number in rows)]


def test_json_is_keyed_by_name_and_keeps_types():
    document = json.loads(to_json(TABLE, Language.EN))
    assert document["rows"] == [{"quote": TABLE.rows[0][0], "measures": 3}, {"quote": None, "measures": 2.5}]


def test_json_has_headings_in_the_language():
    assert json.loads(to_json(TABLE, Language.ZH))["columns"][0] == {"name": "quote", "heading": "原文"}


def test_markdown_escapes_pipes_and_line_breaks():
    assert to_markdown(TABLE, Language.ZH) == (
        "| 原文 | 举措数 |\n| --- | ---: |\n| 推行“一件事”, 分步\\|实施<br>继续 | 3 |\n|  | 2.5 |\n"
    )


@pytest.mark.parametrize("width", [40, 60, 120])
def test_a_drawn_table_keeps_to_its_width_in_cells(width: int):
    from rich.cells import cell_len

    drawn = to_terminal(Table(COLUMNS, (("推行告知承诺" * 30, 1),)), Language.ZH, width=width)
    assert max(map(cell_len, drawn.splitlines())) <= width


def test_a_drawn_table_loses_no_letter():
    quote = "推行告知承诺、容缺受理" * 9
    drawn = to_terminal(Table(COLUMNS, ((quote, 1),)), Language.ZH, width=40)
    assert drawn.count("告知") + drawn.count("诺") >= 9 and sum(drawn.count(letter) for letter in set(quote)) >= len(
        quote
    )


def test_square_brackets_are_no_markup():
    assert "[red]" in to_terminal(Table(COLUMNS, (("[red]〔2020〕", 1),)), Language.ZH, width=60)


def test_no_colour_where_none_is_wanted():
    assert "\x1b" not in to_terminal(TABLE, Language.ZH, width=60)
