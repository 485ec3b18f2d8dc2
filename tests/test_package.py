"""The package finds its own stages, or says what hides them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_a_users_own_file_that_hides_a_stage_is_named(tmp_path: Path) -> None:
    (tmp_path / "extract.py").write_text("mine = True\n")
    code = f"import sys; sys.path.append({str(ROOT)!r}); import reformgraph"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert str(tmp_path / "extract.py") in done.stderr


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom reformgraph.cli import app\nfrom typer.testing import CliRunner\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print(sorted({'spacy', 'rdflib', 'pyshacl', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
