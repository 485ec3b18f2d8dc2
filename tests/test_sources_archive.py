"""A zip gives the plans packed in it, in order, whoever packed it; what is wrong with one entry hides no other."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from extract.sources import archive, read
from reformgraph.errors import InputError

PLAN = "某市改革方案\n一、推进改革。\n".encode()


def packed(files: Mapping[str, bytes], **options: int) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", **options) as made:  # type: ignore[call-overload]
        for name, content in files.items():
            made.writestr(name, content)
    return whole.getvalue()


def results(data: bytes) -> dict[str, str]:
    return {source.name: str(source.text) for source in read(data, "a.zip")}


def test_plans_come_in_the_order_of_their_names_with_the_archive_s() -> None:
    found = results(packed({"b/二.txt": PLAN, "a.txt": PLAN, "b/一.md": PLAN}))
    assert list(found) == ["a.zip!a.txt", "a.zip!b/一.md", "a.zip!b/二.txt"]


def test_names_that_windows_packed_in_gbk_are_decoded() -> None:
    data = packed({"XXXXXXXX.txt": PLAN}).replace(b"XXXXXXXX", "改革方案".encode("gb18030"))
    assert list(results(data)) == ["a.zip!改革方案.txt"]


def test_names_in_utf8_without_its_mark_are_decoded() -> None:
    data = packed({"XXXXXX.txt": PLAN}).replace(b"XXXXXX", "方案".encode())
    assert list(results(data)) == ["a.zip!方案.txt"]


def test_what_is_no_plan_is_passed_over() -> None:
    left = ["__MACOSX/._a.txt", ".hidden.txt", "x/.git/a.txt", "~$a.docx", "photo.jpg", "folder/"]
    assert list(results(packed(dict.fromkeys(left, b"") | {"a.txt": PLAN}))) == ["a.zip!a.txt"]


def test_a_zip_in_a_zip_is_an_error_of_its_own_entry() -> None:
    found = results(packed({"in.zip": packed({"b.txt": PLAN}), "z.txt": PLAN}))
    assert "zip in a zip" in found["a.zip!in.zip"]
    assert found["a.zip!z.txt"] == PLAN.decode()


def test_an_encrypted_entry_is_an_error_of_its_own() -> None:
    data = bytearray(packed({"a.txt": PLAN, "b.txt": PLAN}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    found = results(bytes(data))
    assert "is encrypted" in found["a.zip!a.txt"]
    assert found["a.zip!b.txt"] == PLAN.decode()


def test_a_damaged_entry_is_an_error_of_its_own() -> None:
    data = packed({"a.txt": PLAN, "b.txt": PLAN})
    found = results(data.replace(PLAN, PLAN[::-1], 1))
    assert "cut off or damaged" in found["a.zip!a.txt"]
    assert found["a.zip!b.txt"] == PLAN.decode()


def test_half_an_archive_is_one_error() -> None:
    whole = packed({"a.txt": PLAN})
    assert "cut off" in results(whole[: len(whole) // 2])["a.zip"]


def test_an_archive_without_plans_is_an_error() -> None:
    assert "packs no file" in results(packed({"photo.jpg": b""}))["a.zip"]


def test_an_empty_archive_is_an_error() -> None:
    assert "packs no file" in results(packed({}))["a.zip"]


def test_a_bomb_is_stopped_by_its_ratio() -> None:
    data = packed({"a.txt": b"0" * (30 << 20), "b.txt": PLAN}, compression=zipfile.ZIP_DEFLATED)
    found = results(data)
    assert "packed 200 times smaller" in found["a.zip!a.txt"]
    assert found["a.zip!b.txt"] == PLAN.decode()


def test_an_archive_is_stopped_at_the_size_it_may_unpack_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", len(PLAN) + 1)
    found = results(packed({"a.txt": PLAN, "b.txt": PLAN}))
    assert [("unpacks to more" in said) for said in found.values()] == [False, True]


def test_an_archive_of_too_many_files_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 1)
    assert "more than 1 files" in results(packed({"a.txt": PLAN, "b.txt": PLAN}))["a.zip"]


def test_a_document_of_a_format_that_is_not_read_is_not_passed_over() -> None:
    found = results(packed({"old.doc": b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")}))
    assert ".doc or .wps" in found["a.zip!old.doc"]


def test_no_error_is_raised_for_a_bad_entry() -> None:
    assert any(isinstance(source.text, InputError) for source in read(packed({"a.txt": b""}), "a.zip"))
