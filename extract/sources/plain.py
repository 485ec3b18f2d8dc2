"""Bytes → text, where the bytes are text: UTF-8, UTF-16 by its mark, GB18030.

The text is as written, but for the byte order mark and the line ends (no NFKC: full-width punctuation is data).
"""

import codecs
import re

from reformgraph.errors import InputError

_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_plain(data: bytes, name: str) -> str:
    """The text in a text file's bytes, with LF line ends. `name` is for messages only.

    Raises InputError for what neither encoding can decode and for binary data.
    """
    text = decoded(data, name).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise InputError(
            f"{name}: line {line}: holds binary data, so this is no text file; save the plan as plain text"
        )
    return text


def decoded(data: bytes, name: str) -> str:
    """The characters in the bytes, less a byte order mark: UTF-8, else GB18030; UTF-16 by its mark.

    Raises InputError with the first byte that cannot be decoded.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: byte {error.start}: is not the {encoding} text that it begins as") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as in_utf8:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            raise InputError(
                f"{name}: byte {in_utf8.start}: is neither UTF-8 nor GB18030 text; save it as UTF-8"
            ) from in_utf8
