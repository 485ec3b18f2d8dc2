"""The start of `reformgraph --help` in a new process, beside Python alone."""

import subprocess
import sys

import pytest

COMMANDS = {
    "python alone": [sys.executable, "-c", ""],
    "import typer": [sys.executable, "-c", "import typer"],
    "reformgraph --help": [sys.executable, "-c", "from reformgraph.cli import main; main()", "--help"],
}


@pytest.mark.benchmark(group="start")
@pytest.mark.parametrize("name", COMMANDS)
def test_start(benchmark, name):
    benchmark(subprocess.run, COMMANDS[name], check=True, capture_output=True)
