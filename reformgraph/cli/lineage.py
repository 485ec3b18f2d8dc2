"""Commands that follow a reform through plans: lineage, compare."""

import re
import webbrowser
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformgraph.cli.answers import TableFormat, formed
from reformgraph.cli.console import GraphOption, LanguageOption, OutputOption, language, put, say
from reformgraph.cli.files import made
from reformgraph.errors import QueryError

if TYPE_CHECKING:
    from reformgraph.explorer.report import Step
    from reformgraph.oxigraph import Oxigraph
    from reformgraph.tables import Cell, Row

FormatOption = Annotated[TableFormat, typer.Option("--format", "-f", help="Form of the table. 表格格式")]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", help="The report's file; below GRAPH/reports without. 报告文件", metavar="FILE.html"),
]
OpenOption = Annotated[bool, typer.Option("--open/--no-open", help="Open the report in the web browser. 打开报告")]


_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
"""What a file's name may not hold on some system."""


class LifeOf(StrEnum):
    """What can be followed through the years: the question NAME-life of each asks for it."""

    MECHANISM = "mechanism"
    REGION = "region"
    AGENCY = "agency"
    MEASURE = "measure"


def lineage(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A mechanism, region, agency or measure: name or IRI. 名称或标识")
    ],
    kind: Annotated[
        LifeOf | None, typer.Option("--kind", help="What it is, where the name may mean several. 种类")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="It itself, not what lies under it. 不含下级")] = False,
    format: FormatOption = TableFormat.TABLE,
    output: OutputOption = None,
    report: ReportOption = None,
    open_it: OpenOption = True,
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Follow a mechanism, region, agency or measure through the years, and write a report. 查看某项改革历年的演变。

    Examples: `reformgraph lineage 告知承诺`; `reformgraph lineage 浦东新区 --format csv -o pudong.csv --no-open`
    """
    from load.oxigraph import GraphFolder
    from reformgraph.catalogue import run
    from reformgraph.explorer.report import life_report
    from reformgraph.oxigraph import Oxigraph

    folder = GraphFolder(graph)
    with folder.reader() as store:
        engine = Oxigraph(store)
        found, iri = _meant(engine, name, kind)
        alone = exact and found is not LifeOf.MEASURE
        table = run(f"{found}-life", {found.value: iri}, engine, exact=alone, language=language())
        label = (
            name if found is LifeOf.MEASURE else next(t.name for t in engine.things(found.capitalize()) if t.iri == iri)
        )
    put(formed(table, format, to_file=output is not None), output)
    _say_unlinked(folder.unlinked())
    if table.rows:
        _write(
            life_report(label, [_step(row) for row in table.rows], language()),
            report,
            graph,
            f"{found}-{label}",
            open_it,
        )


def _meant(engine: "Oxigraph", name: str, kind: LifeOf | None) -> tuple[LifeOf, str]:
    """What a name means: its kind and IRI; the first kind that has one of the name. Raises QueryError for none."""
    from reformgraph.lookup import find

    failures = []
    for each in (kind,) if kind else LifeOf:
        try:
            return each, find(engine, each.capitalize(), name).iri
        except QueryError as error:
            failures.append(str(error))
    if kind:
        raise QueryError(failures[0])
    raise QueryError(
        f"no mechanism, region, agency or measure is called “{name}”; --kind says what it is, and lists names"
    )


def _step(row: "Row") -> "Step":
    from reformgraph.explorer.report import Step

    year, stage, regions, relation, before, follows, number, path, quote, _ = row
    words = (stage, number, path, quote, regions, relation, follows, before)
    return Step(year if isinstance(year, int) else None, *map(_words, words))


def _words(cell: "Cell") -> str:
    return "" if cell is None else str(cell)


def compare(
    earlier: Annotated[
        str, typer.Argument(metavar="PLAN_A", help="The earlier plan: 文号, title, id or IRI. 较早方案")
    ],
    later: Annotated[str, typer.Argument(metavar="PLAN_B", help="The later plan. 较晚方案")],
    format: FormatOption = TableFormat.TABLE,
    output: OutputOption = None,
    report: ReportOption = None,
    open_it: OpenOption = True,
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Compare two linked plans: what is new, goes on, has changed, is dropped; table and report. 对照两份方案。

    Examples: `reformgraph compare 国发〔2019〕5号 沪府办〔2020〕26号`; `reformgraph compare A B --format csv -o ab.csv`
    """
    from load.oxigraph import GraphFolder
    from reformgraph.catalogue import run
    from reformgraph.explorer.report import CHANGES, Change, changes_report
    from reformgraph.lookup import find
    from reformgraph.oxigraph import Oxigraph

    folder = GraphFolder(graph)
    with folder.reader() as store:
        engine = Oxigraph(store)
        before, after = find(engine, "Plan", earlier), find(engine, "Plan", later)
        if before.iri == after.iri:
            raise QueryError(f"“{earlier}” and “{later}” are the same plan; name two")
        table = run("plan-changes", {"earlier": before.iri, "later": after.iri}, engine, language=language())
    put(formed(table, format, to_file=output is not None), output)
    _say_unlinked(folder.unlinked())
    keys = {words.to(language()): key for key, words in CHANGES.items()}
    changes = [
        Change(
            keys[str(change)],
            earlier=_words(quote_a),
            later=_words(quote_b),
            earlier_path=_words(path_a),
            later_path=_words(path_b),
            reasons=_words(reasons),
            score=score if isinstance(score, float) else None,
        )
        for change, score, reasons, path_a, quote_a, path_b, quote_b, *_ in table.rows
    ]
    _write(
        changes_report(before.name, after.name, changes, language()),
        report,
        graph,
        f"{before.name} → {after.name}",
        open_it,
    )


def _say_unlinked(plans: Sequence[str]) -> None:
    if plans:
        say(
            f"警告：{len(plans)} 份方案尚未关联（{'、'.join(plans[:3])}…）；先运行：reformgraph link",
            f"warning: {len(plans)} plans are not linked yet ({', '.join(plans[:3])} …); run first: reformgraph link",
        )


def _write(content: str, report: Path | None, graph: Path, name: str, open_it: bool) -> None:
    from load.writing import write

    file = report or graph / "reports" / f"{_NOT_IN_NAMES.sub('-', name)[:80]}.html"
    with made(file.parent, "--report"):
        write(file, content.encode())
    say(f"报告：{file}", f"The report: {file}")
    if open_it and not webbrowser.open(file.resolve().as_uri()):
        say("本机没有可用的浏览器。", "No web browser was found on this machine.")
