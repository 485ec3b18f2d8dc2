"""What a user names stands for the files that are meant, each once and in order."""

from pathlib import Path

import pytest

from reformgraph.cli.files import count, expand, read_text
from reformgraph.errors import InputError


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder as users have them: plans, and what gathers around them."""
    for name in (
        "b.docx",
        "a.TXT",
        "~$b.docx",
        ".hidden.txt",
        "photo.jpg",
        "sub/c.pdf",
        "sub/deeper/d.html",
        ".git/e.txt",
        "__MACOSX/f.txt",
        "graph/LAYOUT",
        "graph/plans/1/plan.txt",
        "old.wps",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    return tmp_path


def names(folder: Path, *named: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in expand(named)]


PLANS = ["a.TXT", "b.docx", "old.wps", "sub/c.pdf", "sub/deeper/d.html"]


def test_a_folder_stands_for_the_plans_below_it_in_order(pile: Path) -> None:
    assert names(pile, pile) == PLANS


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.docx", ["b.docx"]),
        ("?.*", ["a.TXT", "b.docx"]),
        ("**/*.pdf", ["sub/c.pdf"]),
        ("**", PLANS),
        ("graph/plans/*/plan.txt", ["graph/plans/1/plan.txt"]),
        ("*.jpg", ["photo.jpg"]),
        ("s*", ["sub/c.pdf", "sub/deeper/d.html"]),
    ],
)
def test_a_pattern_stands_for_what_it_matches(pile: Path, pattern: str, found: list[str]) -> None:
    assert names(pile, pile / pattern) == found


def test_a_pattern_that_is_a_file_s_name_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("甲", "utf-8")
    (tmp_path / "a1.txt").write_text("乙", "utf-8")
    assert names(tmp_path, tmp_path / "a[1].txt") == ["a[1].txt"]


def test_a_file_is_named_once_however_often_it_is_meant(pile: Path) -> None:
    assert names(pile, pile / "b.docx", pile / "sub" / ".." / "b.docx", pile) == ["b.docx", "a.TXT", *PLANS[2:]]


def test_a_file_that_is_named_is_kept_whatever_its_name(pile: Path) -> None:
    assert names(pile, pile / "photo.jpg", pile / "none.txt") == ["photo.jpg", "none.txt"]


def test_a_lock_file_is_left_out_though_a_shell_named_it(pile: Path) -> None:
    assert names(pile, pile / "~$b.docx", pile / "b.docx") == ["b.docx"]


@pytest.mark.parametrize(("name", "message"), [("empty", "holds no file that a plan"), ("*.odt", "matches no file")])
def test_what_stands_for_nothing_is_an_error(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        expand([tmp_path / name])


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(InputError, match="has 100 MB, more than the 64 MB"):
        read_text(tmp_path / "large.txt")


def test_a_broken_archive_counts_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    assert count([tmp_path / "a.zip", tmp_path / "b.txt"]) == 2
