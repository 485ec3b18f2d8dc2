"""The command that asks the graph: a question of the catalogue, or read-only SPARQL or Cypher."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformgraph.cli.answers import TableFormat, formed
from reformgraph.cli.console import GraphOption, LanguageOption, OutputOption, language, put, read_bytes, say
from reformgraph.cli.database import DatabaseOption, HomeOption, PasswordOption, UriOption, UsernameOption, database
from reformgraph.errors import InputError, QueryError
from reformgraph.language import Language

if TYPE_CHECKING:
    from reformgraph.sparql import Turtle
    from reformgraph.tables import Table

CONTEXT: dict[Any, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}
"""A question's own parameters (`--region 浦东新区`) are no options that typer could know."""


class EngineName(StrEnum):
    """Where a question is asked."""

    OXIGRAPH = "oxigraph"
    NEO4J = "neo4j"


def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A question's name; none lists them all. 问题名称")] = None,
    sparql: Annotated[
        str | None, typer.Option("--sparql", help="SPARQL text, a file, or - for standard input. 只读 SPARQL")
    ] = None,
    cypher: Annotated[
        str | None, typer.Option("--cypher", help="Cypher text, a file, or - for standard input. 只读 Cypher")
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="The graph's own store, or Neo4j. 查询引擎")
    ] = EngineName.OXIGRAPH,
    graph: GraphOption = Path("graph"),
    format: Annotated[
        TableFormat, typer.Option("--format", "-f", help="Form of the answer. 输出格式")
    ] = TableFormat.TABLE,
    output: OutputOption = None,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact", help="The thing itself: nothing under it, no former or later self. 不含下级、前身、后继"
        ),
    ] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many rows. 最多行数")] = None,
    uri: UriOption = None,
    username: UsernameOption = None,
    password: PasswordOption = None,
    database_name: DatabaseOption = None,
    home: HomeOption = None,
    show_help: Annotated[
        bool, typer.Option("--help", "-h", help="Show this, or a question's parameters. 帮助")
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Ask the graph a question of the catalogue, or in SPARQL or Cypher. 查询图谱。

    Examples: `reformgraph query` lists the questions; `reformgraph query measures-in-region --region 临港新片区`;
    `reformgraph query deadlines --format csv -o deadlines.csv`; `reformgraph query --sparql 'SELECT …'`;
    `reformgraph query deadlines --engine neo4j`; `reformgraph query --cypher 'MATCH …'`
    """
    from reformgraph import catalogue, tables

    words = context.args
    if name and name.startswith("--"):  # a parameter without a question, which typer takes for the argument
        words, name = [name, *words], None
    parameters = _parameters(words)
    if show_help:
        put(describe(catalogue.question(name), language()) if name else context.get_help())
        return
    given = sum(each is not None for each in (name, sparql, cypher))
    if given > 1:
        raise QueryError("a question's name, --sparql and --cypher exclude each other; give one of them")
    if not given:
        put(_listed(catalogue.catalogue(), language()))
        return
    if parameters and name is None:
        raise QueryError(f"--{next(iter(parameters))} belongs to a question of the catalogue, not to a query")
    if sparql is not None and engine is EngineName.NEO4J:
        raise QueryError("--sparql is asked of the graph's own store; --cypher asks Neo4j")
    place: _Place = (uri, username, password, database_name, home)
    asks_neo4j = cypher is not None or engine is EngineName.NEO4J
    if not asks_neo4j and any(place):
        option = next(option for option, value in zip(_PLACE, place, strict=True) if value)
        raise QueryError(f"{option} says which Neo4j to ask, but the graph's own store is asked; add --engine neo4j")
    asked = None if name is None else (name, parameters, exact)
    answer: Table | Turtle
    if asks_neo4j:
        answer = _ask_neo4j(asked, cypher or "", place, limit)
    else:
        answer = _ask_store(asked, sparql or "", graph, limit)
    if not isinstance(answer, tables.Table):
        put(answer.text, output)
        return
    if limit and len(answer.rows) > limit:
        answer = tables.Table(answer.columns, answer.rows[:limit], truncated=True)
    if answer.truncated:
        say(f"仅显示前 {limit} 行。", f"Only the first {limit} rows are shown.")
    put(formed(answer, format, to_file=output is not None), output)


_Asked = tuple[str, dict[str, str], bool] | None
"""A question of the catalogue, its parameters, and whether it is asked of a thing alone."""

_Place = tuple[str | None, str | None, str | None, str | None, Path | None]
_PLACE = ("--uri", "--username", "--password", "--database", "--home")
"""What the options say of a Neo4j, and the options."""


def _ask_store(asked: _Asked, sparql: str, graph: Path, limit: int | None) -> "Table | Turtle":
    from load.oxigraph import GraphFolder
    from reformgraph import catalogue
    from reformgraph.oxigraph import Oxigraph
    from reformgraph.sparql import run_sparql

    with GraphFolder(graph).reader() as store:
        if asked is None:
            return run_sparql(_query_text(sparql, ".rq", ".sparql", ".txt"), store, limit)
        name, parameters, exact = asked
        return catalogue.run(name, parameters, Oxigraph(store), exact=exact, language=language())


def _ask_neo4j(asked: _Asked, cypher: str, place: _Place, limit: int | None) -> "Table":
    from reformgraph import catalogue
    from reformgraph.cypher import Neo4j

    with database(*place) as (driver, chosen):
        engine = Neo4j(driver, chosen)
        if asked is None:
            return engine.ask(_query_text(cypher, ".cypher", ".cql", ".txt"), limit)
        name, parameters, exact = asked
        return catalogue.run(name, parameters, engine, exact=exact, language=language())


def describe(question: Any, spoken: Language) -> str:
    """A question with its parameters, as `query NAME --help` prints it."""
    lines = [f"{question.name}: {question.text.to(spoken)}", ""]
    for parameter in question.parameters:
        need = "" if parameter.required else (" [可选]" if spoken is Language.ZH else " [optional]")
        lines.append(f"  --{parameter.name} {parameter.type.upper()}{need}  {parameter.help.to(spoken)}")
    if question.takes_exact:
        lines.append(
            "  --exact  "
            + ("只指其本身" if spoken is Language.ZH else "the thing itself, not what lies under it or it was before")
        )
    headings = ", ".join(column.heading.to(spoken) for column in question.columns)
    lines += ["", ("列：" if spoken is Language.ZH else "Columns: ") + headings]
    return "\n".join(lines)


def _listed(questions: Iterable[Any], spoken: Language) -> str:
    questions = tuple(questions)
    width = max(len(question.name) for question in questions)
    lines = []
    for question in questions:
        takes = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in question.parameters)
        alone = "" if "rq" in question.texts else "  (--engine neo4j)"
        lines.append(f"{question.name:<{width}}  {question.text.to(spoken)}  {takes}".rstrip() + alone)
    return "\n".join(lines)


def _parameters(extra: list[str]) -> dict[str, str]:
    """`--region 浦东新区` and `--region=浦东新区` as name → value. Raises QueryError for anything else."""
    found: dict[str, str] = {}
    words = iter(extra)
    for word in words:
        if not word.startswith("--"):
            raise QueryError(f"“{word}” is no option; parameters are given as --name value")
        name, given, value = word[2:].partition("=")
        if not given:
            value = next(words, "")
        if not value:
            raise QueryError(f"--{name} has no value")
        found[name] = value
    return found


def _query_text(given: str, *endings: str) -> str:
    """The query itself, from the command line, a file with one of the endings, or standard input (-).

    Raises InputError where a file or what comes in is no text in UTF-8.
    """
    from reformgraph.sparql import sound

    if given == "-":
        return _decoded("standard input", sys.stdin.buffer.read())
    if "\n" not in given and "{" not in given and Path(given).suffix in endings:
        return _decoded(given, read_bytes(Path(given)))
    return sound(given)


def _decoded(place: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{place}: is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
