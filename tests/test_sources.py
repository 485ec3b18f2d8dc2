"""Every file is told by its content and read alike; what cannot be read is named for what it is, once."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.sources import LARGEST_FILE, LONGEST_TEXT, read
from reformgraph.errors import InputError

TEXT = "某市深化改革工作要点\n一、推进“一网通办”改革。\n"


def text_of(data: bytes, name: str = "plan.txt") -> str:
    (source,) = read(data, name)
    if isinstance(source.text, InputError):
        raise source.text
    return source.text


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "内容")
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert text_of(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0c"])
def test_line_ends_become_lf(end: str) -> None:
    assert text_of(TEXT.replace("\n", end).encode()) == TEXT


def test_full_width_characters_stay_as_they_are() -> None:
    assert text_of("１．推进改革（一）；".encode()) == "１．推进改革（一）；"


def test_plain_text_keeps_its_spaces_and_indents() -> None:
    assert (
        text_of("　　一、推进改革。  \n\n    二、加强监管。".encode()) == "　　一、推进改革。  \n\n    二、加强监管。"
    )


@pytest.mark.parametrize("name", ["plan.pdf", "plan.docx", "plan", "plan.zip"])
def test_the_content_tells_the_format_whatever_the_name(name: str) -> None:
    assert text_of(TEXT.encode(), name) == TEXT


def test_a_web_page_that_is_named_txt_is_read_as_one() -> None:
    assert text_of("<html><body><p>推进改革，加强监管。</p></body></html>".encode()) == "推进改革，加强监管。\n"


def test_a_heading_in_markdown_is_told_in_a_txt_file() -> None:
    assert text_of("# 某市改革方案\n\n一、推进改革。\n".encode()) == "某市改革方案\n一、推进改革。\n"


ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: list[tuple[bytes, str]] = [
    (b"", "is empty"),
    (b" \n\n ", "is empty"),
    (b"%PDF-1.7 \xe5\x9b\xbd", "PDF that is cut off"),
    (b"PK\x03\x04....", "zip file that is cut off"),
    (b"PK\x03\x04..[Content_Types].xml..", r"\.docx \(or other Office\) file that is cut off"),
    (ole + "WordDocument".encode("utf-16-le"), r"is a \.doc or \.wps file; .* save it as \.docx"),
    (ole + "EncryptedPackage".encode("utf-16-le"), "protected by a password; .* save it without"),
    (ole + "Workbook".encode("utf-16-le"), r"\.xls spreadsheet"),
    (ole + "PowerPoint Document".encode("utf-16-le"), r"\.ppt presentation"),
    (ole, "Office file of an old format"),
    (zipped("mimetype", "content.xml"), r"OpenDocument file \(\.odt\)"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), r"\.xlsx spreadsheet"),
    (zipped("[Content_Types].xml", "ppt/presentation.xml"), r"\.pptx presentation"),
    (zipped("OFD.xml", "Doc_0/Document.xml"), "OFD file; .* export it as PDF"),
    (zipped("mimetype", "META-INF/container.xml"), r"\.epub book"),
    (b"{\\rtf1 ...", "RTF file"),
    (b"CAJ\x00\x00", "CAJ file"),
    (b"Rar!\x1a\x07", "rar archive; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"\x1f\x8b\x08", "gzip file"),
    (b"MIME-Version: 1.0\r\n", r"web archive \(\.mht\)"),
    (b'<?xml version="1.0"?><w:wordDocument>', "Word XML file"),
    (b"<?xml version='1.0'?><plan/>", "an XML file"),
    (b"\x89PNG\r\n\x1a\n", r"PNG picture; run text recognition \(OCR\)"),
    (b"\xff\xd8\xff\xe0", "JPEG picture"),
    ("推进改革\x00\x01".encode(), "line 1: holds binary data"),
    (b"\xff\xfe\x00", "utf-16"),
    (b"\x81\xff\xff\x00", "neither UTF-8 nor GB18030"),
    (b"The quick brown fox jumps over the lazy dog.", "is not Chinese text"),
    ("一、推进改革。\n".encode() * 300_000, f"more than the {LONGEST_TEXT:,}"),
    (b"\x00" * (LARGEST_FILE + 1), f"64 MB, more than the {LARGEST_FILE >> 20} MB"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_is_no_text_of_a_plan_is_an_error_that_names_the_file_and_the_way_out(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        text_of(data)
    assert str(error.value).startswith("plan.txt: ")


def test_a_text_that_begins_like_a_bitmap_is_text() -> None:
    assert text_of("BM公司改革方案，推进改革。".encode()) == "BM公司改革方案，推进改革。"


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_an_error(data: bytes) -> None:
    for source in read(data, "x"):
        assert isinstance(source.text, InputError) or "\r" not in source.text
