"""Fixtures shared by all tests: the example plan, the shipped vocabulary and, where it stands beside the checkout, ../shared."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
EXAMPLE = ROOT / "examples" / "2020-shanghai-fangguanfu.txt"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with further real plans and their gold annotations."""
    if not (SHARED / "plans").is_dir():
        pytest.skip("needs the folder of further plans (../shared), which is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def example_text() -> str:
    return EXAMPLE.read_text("utf-8")


@pytest.fixture(scope="session")
def example_gold() -> dict[str, Any]:
    return json.loads(EXAMPLE.with_suffix(".gold.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def vocabulary() -> Any:
    from reformgraph.vocabulary import Vocabulary

    return Vocabulary.load()
