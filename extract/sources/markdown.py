"""Markdown → text: the words without the marks; numbers, line ends and the rows of tables stay."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.sources.lines import row, tidied, tidy

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_BREAK = re.compile(r"<(?:br|/p|/tr|/div|/li|/h\d)\b[^<>]*>", re.IGNORECASE)
_LEFT_MARKS = re.compile(r"\*\*|__|~~")
"""Marks that CommonMark leaves in the text: beside a Chinese character, punctuation keeps ** from closing."""


def read_markdown(text: str) -> str:
    """The words of a Markdown text with LF line ends; a line stays a line, and a row of a table is one."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  only where needed

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["code", "lheading"])
    lines = list(_lines(parser.parse(_FRONT_MATTER.sub("", text))))
    return "".join(f"{line}\n" for line in lines)


def _lines(tokens: Sequence["Token"]) -> Iterator[str]:
    number = ""
    numbers: list[int] = []
    cells: list[list[str]] | None = None
    for token in tokens:
        if token.type == "ordered_list_open":
            numbers.append(-1)
        elif token.type == "ordered_list_close":
            numbers.pop()
        elif token.type == "list_item_open" and token.info:
            given = int(token.info)
            numbers[-1] = given if given > numbers[-1] else numbers[-1] + 1
            number = f"{numbers[-1]}{token.markup} "
        elif token.type == "list_item_open":
            number = ""
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            if line := row(cells).strip("\t") and row(cells):
                yield line
            cells = None
        elif token.type == "inline":
            words = _words(token)
            if cells is not None:
                cells.append(words.split("\n"))
            else:
                yield from tidied((number + words).split("\n"))
                number = ""
        elif token.type in ("fence", "html_block"):
            yield from tidied(_untagged(token.content).split("\n"))


def _words(inline: "Token") -> str:
    written = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak"):
            written.append("\n")
        elif token.type in ("text", "code_inline", "text_special"):
            written.append(_LEFT_MARKS.sub("", token.content))
        elif token.type == "html_inline" and _BREAK.match(token.content):
            written.append("\n")
    return "\n".join(map(tidy, "".join(written).split("\n")))


def _untagged(markup: str) -> str:
    from html import unescape  # noqa: PLC0415

    return unescape(_TAG.sub("", _BREAK.sub("\n", markup)))
