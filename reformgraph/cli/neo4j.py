"""The commands that bring the graph to Neo4j: schema, load, export; the server's are in `reformgraph.cli.server`."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from reformgraph.cli import server
from reformgraph.cli.console import GraphOption, LanguageOption, OutputOption, language, progress, put, say
from reformgraph.cli.database import DatabaseOption, HomeOption, PasswordOption, UriOption, UsernameOption, database

if TYPE_CHECKING:
    from load.neo4j.loading import Loaded

SHOWN = 20
"""How many withdrawn nodes, plans or properties a message lists."""

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="The graph in Neo4j. 在 Neo4j 中使用图谱。")
app.command()(server.start)
app.command()(server.status)
app.command()(server.stop)
app.command()(server.browser)


@app.command()
def schema(
    output: OutputOption = None,
    lang: LanguageOption = None,
) -> None:
    """Print the labels, relationship types and properties of the graph in Neo4j. 列出标签、关系和属性。

    Example: `reformgraph neo4j schema`
    """
    from load.neo4j.description import described
    from load.neo4j.schema import schema as projection

    put(described(projection(), language()) + "\n", output)


@app.command()
def load(
    graph: GraphOption = Path("graph"),
    everything: Annotated[
        bool, typer.Option("--all", help="Compare what is unchanged too, and mend it. 连同未变化的一并核对")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out plans that this graph does not hold. 移除本图谱没有的方案")
    ] = False,
    uri: UriOption = None,
    username: UsernameOption = None,
    password: PasswordOption = None,
    database_name: DatabaseOption = None,
    home: HomeOption = None,
    lang: LanguageOption = None,
) -> None:
    """Load what was built into Neo4j; what has not changed is left alone. 把图谱载入 Neo4j。

    What you added there stays: labels and properties of nodes, relationships, and what you set on one of ours while it
    is there. Without options all goes to NEO4J_URI, else to the server that `reformgraph neo4j start` started.

    Examples: `reformgraph neo4j load`; `reformgraph neo4j load --uri neo4j+s://….databases.neo4j.io --username neo4j`
    """
    from load.neo4j import loading
    from load.neo4j.projection import Projected
    from load.neo4j.schema import schema as projection
    from load.neo4j.source import ahead, changed, projected, sources
    from load.oxigraph import GraphFolder

    files = sources(GraphFolder(graph).files())
    left_out: Counter[str] = Counter()
    total = loading.Loaded()
    with database(uri, username, password, database_name, home) as (driver, chosen):
        recorded = loading.recorded(driver, chosen)
        stale = changed(files, {} if everything else recorded)
        others = sorted(recorded.keys() - files.keys())
        names = [*stale, *(others if prune else ())]

        def make(name: str) -> tuple[Projected, str]:
            if name not in files:
                return Projected(name, (), (), {}), ""
            found, digest = projected(name, files[name], projection())
            left_out.update(found.left_out)
            return found, digest

        with progress(ahead(make, names), len(names), "载入", "loading") as ready:
            for done in loading.load(driver, chosen, ready, projection()):
                total += done
    _say_left_out(left_out)
    _say_loaded(total, len(files) - len(stale))
    if others and not prune:
        say(
            f"数据库中另有本图谱没有的：{_some(others)}；--prune 可移除。",
            f"The database also holds what this graph does not: {_some(others)}; --prune takes it out.",
        )


def _say_loaded(total: "Loaded", unchanged: int) -> None:
    created = total.created + total.merged
    say(
        f"载入 {len(total.graphs)} 个图（{unchanged} 个未变）："
        f"新增节点和关系 {created}，更改 {total.changed}，移除 {total.removed}。",
        f"Loaded {len(total.graphs)} graphs ({unchanged} unchanged): "
        f"{created} nodes and relationships created, {total.changed} changed, {total.removed} removed.",
    )
    if total.pruned:
        names = _some(sorted(total.pruned))
        say(f"已移除本图谱没有的：{names}。", f"Taken out, since this graph does not hold it: {names}.")
    if total.lost:
        say(
            f"移除的关系中有 {total.lost} 条带有您添加的属性，已一并移除。",
            f"Of the relationships removed, {total.lost} bore properties that you had added; these went with them.",
        )
    if total.withdrawn:
        say(
            f"方案不再提及、但您有添加内容的节点，已标为 :Withdrawn 保留：\n{_listed(total.withdrawn)}",
            f"Kept as :Withdrawn, since no plan says them any more but you added to them:\n{_listed(total.withdrawn)}",
        )


def _say_left_out(left_out: Counter[str]) -> None:
    if left_out:
        said = [f"{count} × <{name}>" for name, count in sorted(left_out.items())]
        say(
            f"图谱中以下陈述在 Neo4j 中没有对应，未载入：\n{_listed(said)}",
            f"Statements of the graph that have no place in Neo4j were left out:\n{_listed(said)}",
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f", … ({len(names)})" if len(names) > SHOWN else "")


def _listed(lines: Iterable[str]) -> str:
    shown = list(lines)
    more = [f"  … {len(shown) - SHOWN}"] if len(shown) > SHOWN else []
    return "\n".join([*(f"  {line}" for line in shown[:SHOWN]), *more])


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder. 输出文件夹")],
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Write CSV for `neo4j-admin database import`, with the command to run. 导出供 neo4j-admin 批量导入的 CSV。

    Example: `reformgraph neo4j export csv/`
    """
    from load.neo4j.export import ARGUMENTS, SCHEMA
    from load.neo4j.export import export as write
    from load.neo4j.schema import schema as projection
    from load.neo4j.source import ahead, projected, sources
    from load.oxigraph import GraphFolder

    files = sources(GraphFolder(graph).files())
    with progress(
        write(folder, ahead(lambda name: projected(name, files[name], projection()), [*files])),
        len(files),
        "导出",
        "exporting",
    ) as written:
        for _ in written:
            pass
    place = folder.resolve()
    say(
        f"已写入 {folder}。用完整安装的 Neo4j 所带的工具，在其停止时运行（会替换数据库 neo4j），再启动并建立索引：",
        f"Written to {folder}. With the tools of a full Neo4j, while it is stopped (its database neo4j is replaced); "
        "then, when it runs, the indexes:",
    )
    put(
        f"cd {quote(str(place))} && neo4j-admin database import full neo4j @{ARGUMENTS}\n"
        f"cypher-shell -u neo4j -d neo4j -f {quote(str(place / SCHEMA))}"
    )
