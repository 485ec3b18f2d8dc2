"""Files → texts: what a user's file says, whatever its format, or one clear message why it says nothing.

The text is what all later places are counted in: LF line ends, a line a paragraph, a row of a table a line with its
cells parted by tabs. The same bytes give the same text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.sources.archive import LARGEST_ENTRY, entries
from extract.sources.formats import Format, format_of
from extract.sources.lines import check_chinese
from reformgraph.errors import InputError
from reformgraph.language import Text

LARGEST_FILE = LARGEST_ENTRY
"""Bytes of a file: a plan's pages, scanned annexes and all, take some ten MB; more is another kind of file."""

LARGEST_ARCHIVE = 512 << 20
"""Bytes of a zip, which is held in memory: some thousand plans."""

LONGEST_TEXT = 2_000_000
"""Code points: a five-year plan of the nation has 80,000, a collection of a year's plans less than a million."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a file packed in one (`a.zip!b/c.docx`): its text, or why it has none, and what is odd about it."""

    name: str
    text: str | InputError
    notes: tuple[Text, ...] = ()


def read(data: bytes, name: str) -> Iterator[Source]:
    """The texts in a file's bytes: one, or one for each plan packed in a zip, in order of their names.

    `name` is for messages, and tells Markdown from plain text; all else is told by the content. An error is a value
    here, so that one bad file in a zip does not hide the others. Raises nothing.
    """
    try:
        check_size(len(data), name)
        if format_of(data, name) is Format.ZIP:
            for path, content in entries(data, name):
                yield Source(path, content) if isinstance(content, InputError) else _read_one(content, path)
            return
    except InputError as error:
        yield Source(name, error)
        return
    yield _read_one(data, name)


def check_size(size: int, name: str) -> None:
    """Raises InputError where a file of this size is none that we read."""
    limit = LARGEST_ARCHIVE if name.lower().endswith(".zip") else LARGEST_FILE
    if size > limit:
        raise InputError(
            f"{name}: has {size / (1 << 20):,.0f} MB, more than the {limit >> 20} MB that a plan may have; "
            "give the plan's text without pictures"
        )


def _read_one(data: bytes, name: str) -> Source:
    try:
        check_size(len(data), name)
        text, notes = _text(data, name)
        _check_text(text, name)
    except InputError as error:
        return Source(name, error)
    return Source(name, text, notes)


def _check_text(text: str, name: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"{name}: has a text of {len(text):,} characters, more than the {LONGEST_TEXT:,} of any plan; "
            "give the plan alone"
        )
    check_chinese(text, name)


def _text(data: bytes, name: str) -> tuple[str, tuple[Text, ...]]:
    """The text by its format; each reader is imported where it is needed, since their libraries are slow to import."""
    match format_of(data, name):
        case Format.TEXT:
            from extract.sources.plain import read_plain  # noqa: PLC0415

            return read_plain(data, name), ()
        case Format.MARKDOWN:
            from extract.sources.markdown import read_markdown  # noqa: PLC0415
            from extract.sources.plain import read_plain  # noqa: PLC0415

            return read_markdown(read_plain(data, name)), ()
        case Format.HTML:
            from extract.sources.html import read_html  # noqa: PLC0415

            return read_html(data, name), ()
        case Format.DOCX:
            from extract.sources.docx import read_docx  # noqa: PLC0415

            return read_docx(data, name), ()
        case Format.PDF:
            from extract.sources.pdf import read_pdf  # noqa: PLC0415

            return read_pdf(data, name)
        case Format.ZIP:
            raise InputError(f"{name}: is a zip in a zip; unpack the outer one and give the inner one")
