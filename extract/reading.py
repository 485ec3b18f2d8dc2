"""Bytes → text: what a user's file says, or one clear message why it says nothing.

The text is what all later places are counted in: decoded, without byte order mark, with LF line ends, otherwise as
written (no NFKC: full-width punctuation is data).
"""

import codecs
import re

from reformgraph.errors import InputError

_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "save its text as a .txt file, e.g. with pdftotext"),
    (b"PK\x03\x04", "a .docx or other zip file", "save it as plain text (.txt, UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "a .doc or .wps file", "open it in a word processor and save it as plain text (.txt, UTF-8)"),
    (b"\x89PNG", "a PNG picture", "run text recognition on it and save the text"),
    (b"\xff\xd8\xff", "a JPEG picture", "run text recognition on it and save the text"),
    (b"GIF8", "a GIF picture", "run text recognition on it and save the text"),
    (b"II*\x00", "a TIFF picture", "run text recognition on it and save the text"),
    (b"MM\x00*", "a TIFF picture", "run text recognition on it and save the text"),
    (b"BM", "a BMP picture", "run text recognition on it and save the text"),
    (b"RIFF", "a picture or sound", "run text recognition on it and save the text"),
    (b"{\\rtf", "an RTF file", "open it in a word processor and save it as plain text (.txt, UTF-8)"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z file", "unpack it first"),
    (b"Rar!", "a rar file", "unpack it first"),
)
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
LEAST_SHARE_OF_HAN = 0.2
"""Of all letters; a Chinese text with many English names has more than half."""


def decode(data: bytes, name: str) -> str:
    """The text in a file's bytes: UTF-8, else GB18030; UTF-16 by its mark. `name` is for messages only.

    Raises InputError for an empty file, another format under whatever name, what neither encoding can decode, and
    text that is not Chinese.
    """
    if not data.strip():
        raise InputError(f"{name}: is empty; give a file with the text of a plan")
    for magic, what, advice in _FORMATS:
        if data.startswith(magic) and not (magic == b"BM" and _is_text(data)):
            raise InputError(f"{name}: is {what}, not text; {advice}")
    text = _decoded(data, name).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise InputError(
            f"{name}: line {line}: holds binary data, so this is no text file; save the plan as plain text"
        )
    if _MARKUP.match(text):
        raise InputError(f"{name}: is a web page; copy its text into a .txt file")
    letters = sum(map(str.isalpha, text))
    if len(_HAN.findall(text)) < LEAST_SHARE_OF_HAN * max(letters, 1):
        raise InputError(f"{name}: is not Chinese text; reformgraph reads plans in Chinese")
    return text


def _is_text(data: bytes) -> bool:
    return b"\x00" not in data[:64]


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as in_utf8:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            raise InputError(
                f"{name}: byte {in_utf8.start}: is neither UTF-8 nor GB18030 text; save it as UTF-8"
            ) from in_utf8


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start}: is not the {encoding} text that it begins as") from error
