"""The package finds its own stages, or says what hides them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_a_users_own_file_that_hides_a_stage_is_named(tmp_path: Path) -> None:
    (tmp_path / "extract.py").write_text("mine = True\n")
    code = f"import sys; sys.path.append({str(ROOT)!r}); import reformgraph"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert str(tmp_path / "extract.py") in done.stderr


@pytest.mark.parametrize("words", [["--help"], ["query"]])
def test_the_help_and_the_list_of_questions_import_nothing_heavy(words: list[str]) -> None:
    heavy = {"spacy", "rdflib", "pyshacl", "numpy", "lxml", "pdfplumber", "pdfminer", "PIL"}
    code = (
        "import sys\nfrom reformgraph.cli import app\nfrom typer.testing import CliRunner\n"
        f"assert CliRunner().invoke(app, {words}).exit_code == 0\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_plain_text_is_read_without_the_readers_of_other_formats() -> None:
    code = (
        "import sys\nfrom extract.sources import read\n"
        "assert [s.text for s in read('推进改革。'.encode(), 'a.txt')] == ['推进改革。']\n"
        "print(sorted({'lxml', 'pdfplumber', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
