"""Commands that change the graph's folder: build, plans, remove."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformgraph.cli.check import FailOn, FailOnOption
from reformgraph.cli.console import GraphOption, LanguageOption, language, progress, put, read_bytes, say
from reformgraph.cli.draw import draw_line, draw_summary
from reformgraph.cli.files import count, expand, sources
from reformgraph.cli.kept import id_of
from reformgraph.cli.read import TermsOption, read_json
from reformgraph.errors import InputError, UserError
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extract.header import HeaderCorrections
    from extract.sources import Source
    from load.oxigraph import GraphFolder, Rewritten
    from reformgraph.building import Built

REPORT = "report.json"
REPORT_TURTLE = "report.ttl"
HEADER = "header.json"
ANNOTATION = "annotation.json"


def build(
    plans: Annotated[
        list[Path],
        typer.Argument(
            metavar="PLAN…",
            help="Files (.txt .md .html .docx .pdf), folders, patterns, a .zip. 方案文件、文件夹、通配符",
        ),
    ],
    graph: GraphOption = Path("graph"),
    from_json: Annotated[
        Path | None, typer.Option("--from-json", help="A hand-made annotation to build from. 人工标注")
    ] = None,
    number: Annotated[str | None, typer.Option(help="The plan's own 文号. 文号")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it. 发文机关")] = None,
    issued: Annotated[str | None, typer.Option(help="When: 2020-04-15. 成文日期")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="Its region: 上海市; 全国. 行政区域")] = None,
    terms: TermsOption = None,
    fail_on: FailOnOption = FailOn.VIOLATION,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Build the rest when a file fails; list it at the end. 出错继续")
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Build the graph: read, extract, validate, store. 建图：读取、提取、校验、入库。

    Of one plan the summary is shown, of several a line each. Exit code 3 where a file failed, with --keep-going too.

    Examples: `reformgraph build PLAN.docx`; `reformgraph build plans/ more.zip --keep-going`;
    `reformgraph build PLAN.txt --from-json GOLD.json`;
    `reformgraph build PLAN.txt --number 沪府办〔2020〕26号 --issued 2020-04-15`
    """
    from load.iris import plan_id
    from load.oxigraph import GraphFolder
    from reformgraph.validation import Severity

    said = {"number": number, "issuer": issuer, "issued": _iso_date(issued), "jurisdiction": jurisdiction}
    given = {name: value for name, value in said.items() if value}
    files = expand(plans)
    found = sources(files)
    first = list(islice(found, 2))
    if not first:
        raise InputError("no plan was named; give a file, a folder or a pattern")
    if len(first) > 1 and (given or from_json):
        raise InputError("--from-json and the header options speak of one plan; build the plans one by one")
    folder = GraphFolder(graph)
    Vocabulary.load(*(terms or ()))
    _teach(folder, terms or [])
    vocabulary = Vocabulary.load(*([folder.terms] if folder.terms.is_dir() else []))
    annotation = read_json(from_json) if from_json else None
    draw = draw_summary if len(first) == 1 else draw_line
    tally = _Tally()
    with progress(chain(first, found), count(files), "建图", "building") as steps:
        for source in steps:
            try:
                text = _text(source, tally)
                if text is None:
                    continue
                built = _build_one(source.name, text, folder, vocabulary, given, annotation)
            except InputError as error:
                if not keep_going:
                    _say_stopped(tally)
                    raise
                tally.failures.append(error)
                continue
            _say_replaced(tally, plan_id(built.iri), source.name)
            put(draw(built, language()))
            tally.invalid |= built.report.fails_on(Severity[fail_on.name])
    if tally.built:
        say(f"图谱在 {graph}；查询：reformgraph query", f"The graph is in {graph}; to ask it: reformgraph query")
    if tally.failures:
        _say_failed(tally)
        raise typer.Exit(InputError.exit_code)
    if tally.invalid:
        raise typer.Exit(1)


@dataclass(slots=True)
class _Tally:
    """What has become of the sources so far: plan → the source it was built from, text → its source, failures."""

    built: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    failures: list[InputError] = field(default_factory=list)
    invalid: bool = False


def _text(source: "Source", tally: _Tally) -> str | None:
    """The text to build; None where a source before had the same. Raises InputError where the source has none."""
    if isinstance(source.text, InputError):
        raise source.text
    same = tally.texts.setdefault(_hash(source.text), source.name)
    if same != source.name:
        say(f"{source.name}：与 {same} 内容相同，略过。", f"{source.name}: has the same text as {same}; passed over.")
        return None
    return source.text


def _hash(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def _say_replaced(tally: _Tally, identity: str, name: str) -> None:
    """Warns where two sources are the same plan, so that the second took the place of the first."""
    before = tally.built.get(identity)
    tally.built[identity] = name
    if before:
        say(
            f"警告：{name} 与 {before} 是同一方案（{identity}），已替换后者。",
            f"warning: {name} is the same plan as {before} ({identity}) and has replaced it.",
        )


def _say_stopped(tally: _Tally) -> None:
    if tally.built:
        listed = "".join(f"\n  {name}" for name in tally.built.values())
        say(
            f"停止之前已建 {len(tally.built)} 份方案；--keep-going 可跳过出错的文件：{listed}",
            f"Built before the failure: {len(tally.built)} plans; --keep-going passes over what fails:{listed}",
        )


def _say_failed(tally: _Tally) -> None:
    listed = "".join(f"\n  {error}" for error in tally.failures)
    say(
        f"{len(tally.failures)} 个文件未能建图（已建 {len(tally.built)} 份方案）：{listed}",
        f"{len(tally.failures)} files failed ({len(tally.built)} plans were built):{listed}",
    )


def _teach(folder: "GraphFolder", terms: list[Path]) -> None:
    """Keep the user's terms with the graph, so that its queries and later builds know them too."""
    from load.writing import write

    for file in (file for path in terms for file in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])):
        folder.terms.mkdir(parents=True, exist_ok=True)
        write(folder.terms / file.with_suffix(".ttl").name, read_bytes(file))


def _build_one(
    name: str, text: str, folder: "GraphFolder", vocabulary: Vocabulary, given: dict[str, str], annotation: Any
) -> "Built":
    from load.kept_reviews import KeptReviews
    from reformgraph.building import build_plan

    begun = datetime.now(UTC)
    kept = folder.corrections(_hash(text))
    corrections = {**(json.loads(kept) if kept else {}), **given}
    reviews = KeptReviews(folder, text)
    try:
        built = build_plan(text, vocabulary, header_corrections(corrections), annotation, reviews.of)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    for warning in built.warnings:
        say(f"{name}：{warning.zh}", f"{name}: {warning.en}")
    files = plan_files(text, built, corrections, annotation)
    keep(folder, built, files, begun, vocabulary, reviews.rewritten(built.reviews))
    return built


def plan_files(text: str, built: "Built", corrections: dict[str, str], annotation: Any) -> dict[str, bytes]:
    """The files of a plan's folder."""
    files = {
        "plan.txt": text.encode(),
        "plan.ttl": built.turtle,
        REPORT: json.dumps(built.report.as_dict(), ensure_ascii=False, indent=1).encode(),
        REPORT_TURTLE: built.report.as_turtle().encode(),
    }
    if corrections:
        files[HEADER] = json.dumps(corrections, ensure_ascii=False, indent=1, sort_keys=True).encode()
    if annotation is not None:
        files[ANNOTATION] = json.dumps(annotation, ensure_ascii=False, indent=1).encode()
    return files | built.review_files()


def keep(
    folder: "GraphFolder",
    built: "Built",
    files: dict[str, bytes],
    begun: datetime,
    vocabulary: Vocabulary,
    reviews: "Rewritten",
) -> None:
    """Put a plan that was built into the graph, with a record of this run."""
    from load.iris import plan_id
    from load.runs import add_run
    from load.serialization import serialize
    from reformgraph.building import versions

    identity = plan_id(built.iri)
    runs = add_run(runs_of(folder), identity, (begun, datetime.now(UTC)), versions(vocabulary), built.triples)
    folder.build(identity, files, serialize(runs), reviews)


def plans(
    graph: GraphOption = Path("graph"),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON")] = False,
    lang: LanguageOption = None,
) -> None:
    """List the plans in the graph. 列出已入库的方案。

    Example: `reformgraph plans`
    """
    from load.oxigraph import GraphFolder
    from reformgraph import catalogue, tables
    from reformgraph.oxigraph import Oxigraph

    with GraphFolder(graph).reader() as store:
        table = catalogue.run("plans", {}, Oxigraph(store), language=language())
    put(tables.to_json(table, language()) if as_json else tables.to_terminal(table, language(), width=None))


def remove(
    plan: Annotated[str, typer.Argument(help="The plan: 文号, title, id or IRI. 文号、标题或标识")],
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Take a plan out of the graph; no other is touched. 从图谱中移除一份方案。

    Example: `reformgraph remove 沪府办〔2020〕26号`
    """
    from load.oxigraph import GraphFolder

    folder = GraphFolder(graph)
    identity = id_of(folder, plan, {entry.id for entry in folder.plans()})
    folder.remove(identity)
    say(f"已移除 {identity}", f"Removed {identity}")


def _iso_date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise InputError(f"--issued takes a date such as 2020-04-15, not “{value}”") from error


def header_corrections(given: dict[str, str]) -> "HeaderCorrections":
    """The corrections as `header.json` has them, for the extraction."""
    from extract.header import HeaderCorrections

    issued = given.get("issued")
    return HeaderCorrections(
        number=given.get("number"),
        issuer=given.get("issuer"),
        issued=date.fromisoformat(issued) if issued else None,
        jurisdiction=given.get("jurisdiction"),
    )


def runs_of(folder: "GraphFolder") -> Any:
    """The runs so far. Raises UserError where the file of them is no Turtle."""
    from rdflib import Graph

    try:
        return Graph().parse(data=folder.runs(), format="turtle")
    except Exception as error:
        raise UserError(f"{folder.path / 'runs.ttl'}: cannot be read ({error}); remove it and build again") from error
