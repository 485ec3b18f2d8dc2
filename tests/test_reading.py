"""Every way a file can be text is read alike; everything else is named for what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import decode
from reformgraph.errors import InputError

TEXT = "某市深化改革工作要点\n一、推进“一网通办”改革。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "plan.txt") == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0c"])
def test_line_ends_become_lf(end: str) -> None:
    assert decode(TEXT.replace("\n", end).encode(), "plan.txt") == TEXT


def test_full_width_characters_stay_as_they_are() -> None:
    assert decode("１．推进改革（一）；".encode(), "plan.txt") == "１．推进改革（一）；"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"%PDF-1.7 \xe5\x9b\xbd", "is a PDF"),
        (b"PK\x03\x04....", r"\.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", r"\.doc or \.wps"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"\xff\xd8\xff\xe0", "JPEG picture"),
        ("推进改革\x00\x01".encode(), "line 1: holds binary data"),
        (b"\xff\xfe\x00", "utf-16"),
        (b"\x81\xff\xff\x00", "neither UTF-8 nor GB18030"),
        (b"The quick brown fox jumps over the lazy dog.", "is not Chinese text"),
        ("<!DOCTYPE html><p>推进改革</p>".encode(), "is a web page"),
    ],
)
def test_what_is_no_text_of_a_plan_is_an_error_that_names_the_file(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        decode(data, "plan.txt")
    assert str(error.value).startswith("plan.txt: ")


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except InputError:
        return
    assert "\r" not in text
