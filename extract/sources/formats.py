"""Which format a file is of, told by its content; its name only tells Markdown from plain text.

What cannot be read is named, with the way to something that can.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import PurePath

from reformgraph.errors import InputError


class Format(Enum):
    """A format that can be read."""

    TEXT = auto()
    MARKDOWN = auto()
    HTML = auto()
    DOCX = auto()
    PDF = auto()
    ZIP = auto()


READ = (".txt", ".md", ".markdown", ".html", ".htm", ".shtml", ".xhtml", ".docx", ".docm", ".pdf", ".zip")
"""The suffixes of what can be read."""

REFUSED = (".doc", ".wps", ".ofd", ".odt", ".rtf", ".caj", ".mht", ".mhtml", ".rar", ".7z")
"""The suffixes of plans that cannot be: passed over in silence they would be missed."""

_RESAVE = "open it in a word processor (WPS, Word, LibreOffice) and save it as .docx"
_OCR = "run text recognition (OCR) on it and give the text"
_UNPACK = "unpack it, or pack the plans as a .zip"
_COPY = "put the plan's text into a .docx or .txt file"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a PNG picture", _OCR),
    (b"\xff\xd8\xff", "a JPEG picture", _OCR),
    (b"GIF8", "a GIF picture", _OCR),
    (b"II*\x00", "a TIFF picture", _OCR),
    (b"MM\x00*", "a TIFF picture", _OCR),
    (b"BM", "a BMP picture", _OCR),
    (b"RIFF", "a picture or sound", _OCR),
    (b"AT&TFORM", "a DjVu scan", _OCR),
    (b"{\\rtf", "an RTF file", _RESAVE),
    (b"CAJ", "a CAJ file", "open it in CAJViewer and save it as PDF"),
    (b"KDH ", "a CAJ file", "open it in CAJViewer and save it as PDF"),
    (b"HN\x01\x00", "a CAJ file", "open it in CAJViewer and save it as PDF"),
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a rar archive", _UNPACK),
    (b"BZh9", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ", "an xz file", _UNPACK),
    (b"MIME-Version:", "a web archive (.mht)", "open it in a browser and save it as HTML"),
    (b"From: <Saved by", "a web archive (.mht)", "open it in a browser and save it as HTML"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "protected by a password", "open it with the password and save it without"),
    ("WordDocument", "a .doc or .wps file", _RESAVE),
    ("Workbook", "an .xls spreadsheet", _COPY),
    ("PowerPoint Document", "a .ppt presentation", _COPY),
)
_ZIPPED: tuple[tuple[str, str, str], ...] = (
    ("OFD.xml", "an OFD file", "open it in an OFD reader or WPS and export it as PDF or .docx"),
    ("xl/", "an .xlsx spreadsheet", _COPY),
    ("ppt/", "a .pptx presentation", _COPY),
    ("content.xml", "an OpenDocument file (.odt)", _RESAVE),
    ("META-INF/container.xml", "an .epub book", _COPY),
)
_BROKEN = "is cut off or damaged; copy or download it again"
_XML = re.compile(r"<\?xml\b[^>]*>\s*")
_COMMENTS = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|base|script|style|div|table|tbody|tr|td|p|br|span|center|font|"
    r"h[1-6]|article|section|main|header|nav|ul|ol|a|b|strong|img|form)\b)",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?(?:p|br|div|span|td|tr|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LEAST_TAGS = 3
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_PDF_HEAD = 1024  # readers accept other bytes before the mark, within these


def format_of(data: bytes, name: str) -> Format:
    """The format of a file's bytes; `name` is for messages, and for Markdown.

    Raises InputError for an empty file, one that is cut off, and a format that cannot be read.
    """
    if not data.strip():
        raise InputError(f"{name}: is empty; give a file with the text of a plan")
    if b"%PDF-" in data[:_PDF_HEAD]:
        return Format.PDF
    if data.startswith(b"PK"):
        return _format_of_zip(data, name)
    if data.startswith(_OLE):
        _refuse(name, *_named_in(data))
    for magic, what, advice in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and b"\x00" not in data[:64]):
            _refuse(name, what, advice)
    return _format_of_text(data, name)


def _format_of_zip(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = "a .docx (or other Office) file that" if b"[Content_Types].xml" in data[:2000] else "a zip file that"
        raise InputError(f"{name}: is {what} {_BROKEN}") from error
    if "[Content_Types].xml" in names and any(entry.startswith("word/") for entry in names):
        return Format.DOCX
    if _is_container(names):
        for sign, what, advice in _ZIPPED:
            if any(entry == sign or (sign.endswith("/") and entry.startswith(sign)) for entry in names):
                _refuse(name, what, advice)
    return Format.ZIP


def _is_container(names: Iterable[str]) -> bool:
    """Whether a zip is the inside of one document, not a pile of files."""
    return not {"[Content_Types].xml", "OFD.xml", "mimetype"}.isdisjoint(names)


def _named_in(data: bytes) -> tuple[str, str]:
    """What an OLE2 file is: the names of its streams stand in it in UTF-16, wherever its directory lies."""
    for stream, what, advice in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return what, advice
    return "an Office file of an old format", _RESAVE


def _format_of_text(data: bytes, name: str) -> Format:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "latin-1", "replace").removeprefix("ï»¿")
    begin = _COMMENTS.match(text)
    text = text[begin.end() :] if begin else text
    if declaration := _XML.match(text):
        if "<html" not in text[:2000].lower():
            word = "w:wordDocument" in text[:5000] or "pkg:package" in text[:5000]
            _refuse(name, "a Word XML file" if word else "an XML file", _RESAVE if word else _COPY)
        text = text[declaration.end() :]
    suffix = PurePath(name).suffix.lower()
    if _MARKUP.match(text):
        return Format.HTML
    if suffix in (".md", ".markdown") or _HEADING.search(text):
        return Format.MARKDOWN
    return Format.HTML if len(_TAG.findall(text)) >= _LEAST_TAGS else Format.TEXT


def _refuse(name: str, what: str, advice: str) -> None:
    raise InputError(f"{name}: is {what}; {advice}")
