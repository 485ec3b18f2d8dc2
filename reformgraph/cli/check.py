"""The command that validates a graph file."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reformgraph.cli.console import LanguageOption, OutputOption, language, put


class ReportFormat(StrEnum):
    """The forms of a validation report."""

    TEXT = "text"
    JSON = "json"
    TURTLE = "turtle"


class FailOn(StrEnum):
    """The least severity that makes a graph fail."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


FailOnOption = Annotated[
    FailOn, typer.Option("--fail-on", help="Least severity that gives exit code 1. 达到该级别即判为不通过")
]


def validate(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="Turtle, TriG or N-Quads. 图谱文件")],
    fail_on: FailOnOption = FailOn.VIOLATION,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="Form of the report. 报告格式")
    ] = ReportFormat.TEXT,
    output: OutputOption = None,
    lang: LanguageOption = None,
) -> None:
    """Check a graph against the shapes. 用 SHACL 校验图谱文件。

    Exit codes as pySHACL's: 0 conforms, 1 does not.

    Example: `reformgraph validate graph/plans/310000-2020-hufuban-26/plan.ttl --fail-on warning`
    """
    from reformgraph.validation import Severity, read_data, validate_all

    report = validate_all(read_data(graph))
    match format:
        case ReportFormat.TEXT:
            put(report.as_text(language()), output)
        case ReportFormat.JSON:
            put(json.dumps(report.as_dict(), ensure_ascii=False, indent=1), output)
        case ReportFormat.TURTLE:
            put(report.as_turtle(), output)
    if report.fails_on(Severity[fail_on.name]):
        raise typer.Exit(1)
