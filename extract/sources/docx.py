"""Word files (.docx, .docm) → text: what stands in the body as a reader sees it with all changes accepted.

Paragraphs and tables in their order, automatic numbers written out, tracked insertions in and deletions out, text boxes
behind the paragraph that they hang on; no headers, footers, footnotes, comments, hidden text or table of contents.
Macros are never run: they lie in a part that is not opened.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.sources.archive import opened, unpacked
from extract.sources.lines import table, tidied
from extract.sources.numbering import Numbering, W
from reformgraph.errors import InputError

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element

_STRICT = b"http://purl.oclc.org/ooxml/"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PASSED_OVER = re.compile(
    re.escape(W)
    + r"(?:(?:p|r|tbl|tr|tc|sect|sdt|sdtEnd)Pr|tblGrid|delText|rt|(?:footnote|endnote)Reference|annotationRef)"
)
_DELETED = (f"{W}del", f"{W}moveFrom")
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNWRITTEN_FIELDS = (["TOC"], ["PAGE"], ["NUMPAGES"], ["SECTIONPAGES"])
MOST_MERGED = 100
"""Columns that one cell may be said to span."""

_OFF = ("0", "false", "off")


def read_docx(data: bytes, name: str) -> str:
    """The text of a Word file: a line a paragraph, a line a row of its tables.

    Raises InputError where the file is damaged, has no document in it or no text.
    """
    with opened(data, name) as archive:
        place = _target(archive, "_rels/.rels", "/officeDocument", name) or "word/document.xml"
        document = _part(archive, place, name)
        if document is None:
            raise InputError(f"{name}: is no Word document ({place} is missing); save it as .docx again")
        relations = posixpath.join(posixpath.dirname(place), "_rels", posixpath.basename(place) + ".rels")
        parts = [_target(archive, relations, kind, name) for kind in ("/numbering", "/styles")]
        numbering, styles = (_part(archive, part, name) if part else None for part in parts)
    body = document.find(f"{W}body")
    reader = _Reader(Numbering(numbering, styles))
    text = "".join(f"{line}\n" for line in _tidied_blocks(reader, body)) if body is not None else ""
    if not text:
        raise InputError(f"{name}: has no text in it (pictures only?); run text recognition (OCR) and give the text")
    return text


def _part(archive: "ZipFile", place: str, name: str) -> "_Element | None":
    from lxml import etree  # noqa: PLC0415  heavy

    try:
        info = archive.getinfo(place)
    except KeyError:
        return None
    content = unpacked(archive, info, name).replace(_STRICT, b"http://schemas.openxmlformats.org/")
    content = content.replace(
        b"openxmlformats.org/wordprocessingml/main", b"openxmlformats.org/wordprocessingml/2006/main"
    )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{name}: is damaged ({place}: {error.msg}); open it in a word processor and save it again"
        ) from error
    if b"<!DOCTYPE" in content:
        raise InputError(f"{name}: is no Word document ({place} declares a DOCTYPE); save it as .docx again")
    return root


def _target(archive: "ZipFile", relations: str, kind: str, name: str) -> str | None:
    """The part that a list of relations names for a kind."""
    found = _part(archive, relations, name)
    for relation in found.iter(_RELATIONSHIP) if found is not None else ():
        if (relation.get("Type") or "").endswith(kind):
            above = posixpath.dirname(posixpath.dirname(relations))
            return posixpath.normpath(posixpath.join("/", above, relation.get("Target") or "")).lstrip("/")
    return None


def _tidied_blocks(reader: "_Reader", body: "_Element") -> Iterator[str]:
    """The lines of the body; a table's row keeps its tabs."""
    for lines, in_table in reader.blocks(body):
        yield from lines if in_table else tidied(lines)


class _Reader:
    """Walks over a document's body; holds what reaches over paragraphs: numbers, fields, a deleted paragraph's end."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._fields: list[str] = []
        self._carried = ""
        self._boxes: list[_Element] = []

    def blocks(self, element: "_Element") -> Iterator[tuple[list[str], bool]]:
        """The lines of each paragraph and table below `element`, in order, and whether they are rows."""
        for child in _seen(element):
            if child.tag == f"{W}p":
                yield self._paragraph(child), False
                while self._boxes:
                    yield from self.blocks(self._boxes.pop(0))
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif not (_is_contents(child) or child.tag in _DELETED):
                yield from self.blocks(child)

    def _table(self, element: "_Element") -> Iterator[tuple[list[str], bool]]:
        rows = [row for row in _inside(element, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        if next(element.iterdescendants(f"{W}tbl"), None) is None:
            yield list(table([self._cells(row) for row in rows])), True
            return
        for cell in (cell for row in rows for cell in _inside(row, f"{W}tc")):
            yield from self.blocks(cell)

    def _cells(self, row: "_Element") -> list[list[str]]:
        """The cells of a row, each place that a merged one covers with an empty cell."""
        before = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
        cells: list[list[str]] = [[] for _ in range(before)]
        for cell in _inside(row, f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            covered = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            cells.append([] if covered else [line for lines, _ in self.blocks(cell) for line in lines])
            cells += [[] for _ in range(_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)]
        return cells

    def _paragraph(self, paragraph: "_Element") -> list[str]:
        """The lines of a paragraph; none where its end is deleted, so that it runs on into the next one."""
        runs = "".join(self._runs(paragraph))
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried += runs
            return []
        written, self._carried = self._carried + runs, ""
        return (self._numbering.number(paragraph) + written).split("\n")

    def _runs(self, element: "_Element") -> Iterator[str]:
        for child in _seen(element):
            name = child.tag.removeprefix(W)
            if name == "fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1] += child.text or ""
            elif child.tag in _DELETED or (name == "r" and _is_hidden(child)):
                for mark in child.iter(f"{W}fldChar"):
                    self._field(mark.get(f"{W}fldCharType"))
            elif any(map(_is_unwritten, self._fields)) and name != "r":
                continue
            elif name in ("drawing", "pict", "object"):
                self._boxes.extend(_boxes(child))
            elif name == "t" or child.tag == _MATHS:
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif not (name == "fldSimple" and _is_unwritten(child.get(f"{W}instr") or "")):
                yield from self._runs(child)

    def _field(self, state: str | None) -> None:
        if state == "begin":
            self._fields.append("")
        elif state == "end" and self._fields:
            self._fields.pop()


def _seen(element: "_Element") -> Iterator["_Element"]:
    """The children that count; of alternatives for old and new programs the first."""
    for child in element:
        if child.tag == f"{_COMPATIBILITY}AlternateContent":
            chosen = child.find(f"{_COMPATIBILITY}Choice")
            chosen = child.find(f"{_COMPATIBILITY}Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from _seen(chosen)
        elif not _PASSED_OVER.fullmatch(child.tag):
            yield child


def _inside(element: "_Element", tag: str) -> Iterator["_Element"]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for child in _seen(element):
        if child.tag == tag:
            yield child
        elif child.tag not in (*_DELETED, f"{W}tbl"):
            yield from _inside(child, tag)


def _boxes(element: "_Element") -> Iterator["_Element"]:
    for child in _seen(element):
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _is_hidden(run: "_Element") -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val") not in _OFF


def _is_contents(control: "_Element") -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _is_unwritten(instruction: str) -> bool:
    """Whether a field gives what is no text of the document: its table of contents, a page's number."""
    return instruction.split()[:1] in _UNWRITTEN_FIELDS


def _count(element: "_Element | None", otherwise: int) -> int:
    said = "" if element is None else element.get(f"{W}val") or ""
    return min(int(said), MOST_MERGED) if said.isascii() and said.isdigit() else otherwise
