"""Commands that run a Neo4j server on this machine: neo4j start, status, stop."""

import json
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformgraph.cli.console import LanguageOption, asked, language, put, say
from reformgraph.cli.database import HomeOption
from reformgraph.cli.files import made
from reformgraph.errors import Neo4jError, UserError
from reformgraph.language import Text

if TYPE_CHECKING:
    from load.neo4j.server import Report, Server

ShowOption = Annotated[bool, typer.Option("--show-password", help="Print the password too. 显示密码")]


def start(
    http_port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of Neo4j Browser. 浏览器端口", show_default=True)
    ] = 7474,
    bolt_port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of drivers (Bolt). 驱动端口", show_default=True)
    ] = 7687,
    home: HomeOption = None,
    heap: Annotated[str, typer.Option(help="Memory for Java: 512m, 2g. 内存", show_default=True)] = "1g",
    show_password: ShowOption = False,
    lang: LanguageOption = None,
) -> None:
    """Start Neo4j on this machine, without Docker or Java. 在本机启动 Neo4j，无需 Docker 与 Java。

    The first start downloads Neo4j (150 MB). It listens on this machine only. 首次启动会下载 150 MB；仅限本机访问。

    Examples: `reformgraph neo4j start`; `reformgraph neo4j start --http-port 7475 --bolt-port 7688 --heap 2g`
    """
    from load.neo4j import server

    folder = home or server.default_home()
    already = server.running(folder)
    with _progress() as report:
        started = server.start(
            folder, http_port=http_port, bolt_port=bolt_port, heap=heap, language=language(), report=report
        )
    if already:
        say("Neo4j 已在运行，未作改动。", "Neo4j runs already; nothing was changed.")
    put(_describe(started, show_password))
    say("停止：reformgraph neo4j stop", "To stop it: reformgraph neo4j stop")


def browser(
    open_it: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open", help="Open it, or only say where it is. 打开，或只显示地址", show_default="open"
        ),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write style and queries for another server. 另存样式和查询"),
    ] = None,
    home: HomeOption = None,
    lang: LanguageOption = None,
) -> None:
    """Open Neo4j Browser, logged in: styled, with saved queries and a first picture. 打开 Neo4j 浏览器看图。

    It is that of the server which `reformgraph neo4j start` started. Pictures and questions are under the star. For
    another server, `--write` makes files to drop into its Browser. With `--lang` our words in it change their language.

    Examples: `reformgraph neo4j browser`; `reformgraph neo4j browser --no-open`;
    `reformgraph neo4j browser --write dir`
    """
    from load.neo4j import server, web

    if write is not None:
        if home is not None or open_it is not None:
            raise UserError("--write makes files for another server; leave out --home, --open and --no-open")
        _write(write)
        return
    folder = (home or server.default_home()).resolve()
    which = f" --home {home}" if home else ""
    found = server.running(folder)
    if found is None:
        raise Neo4jError(f"Neo4j does not run ({folder}); start it: reformgraph neo4j start{which}")
    if not server.answers(found):
        raise Neo4jError(f"Neo4j does not answer yet ({folder}); wait, then try again; its log: {found.log}")
    if not web.serves(found.browser):
        raise Neo4jError(
            f"Neo4j runs without these pages ({folder}); "
            f"start it again: reformgraph neo4j stop{which}, reformgraph neo4j start{which}"
        )
    if wanted := asked():
        web.fill(folder, found.uri, wanted)
    page = web.door(folder, found.browser, found.password)
    if open_it is not False and not webbrowser.open(page.as_uri()):
        say("本机没有可用的浏览器。", "No web browser was found on this machine.")
    where = page.as_uri()
    say(
        f"Neo4j 浏览器：{where}\n如未打开或未登录：{found.browser}，用户 {found.username}，"
        f"密码见 {found.password_file}",
        f"Neo4j Browser: {where}\nIf it does not open or log in: {found.browser}, user {found.username}, "
        f"password in {found.password_file}",
    )
    if not _holds_plans(found):
        say(
            f"库中还没有方案，图是空的；载入：reformgraph neo4j load{which}",
            f"Nothing is loaded yet, so the picture is empty: reformgraph neo4j load{which}",
        )


def _holds_plans(server: "Server") -> bool:
    from load.neo4j.connection import Address, connected

    with connected(Address(server.uri, server.username, server.password)) as driver:
        records, _, _ = driver.execute_query("RETURN EXISTS { (:Plan) } AS found", routing_="r")
    return bool(records[0]["found"])


def _write(folder: Path) -> None:
    from load.neo4j.browser import grass, style, zipped
    from load.writing import write

    contents = {"reformgraph.grass": grass(style(language())).encode(), "reformgraph-queries.zip": zipped()}
    with made(folder, "--write"):
        for name, content in contents.items():
            write(folder / name, content)
    say(
        f"已写入 {folder}：{'、'.join(contents)}。把 .grass 拖入浏览器的 :style 窗口，把 .zip 拖入左侧星标。",
        f"Written to {folder}: {', '.join(contents)}. "
        "Drop the .grass into Browser's :style, the .zip into its favorites.",
    )


def status(
    home: HomeOption = None,
    show_password: ShowOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON")] = False,
    lang: LanguageOption = None,
) -> None:
    """Say whether Neo4j runs, where, and how to log in. 查看 Neo4j 是否在运行、地址与登录方式。

    Examples: `reformgraph neo4j status`; `reformgraph neo4j status --show-password`; `reformgraph neo4j status --json`
    """
    from load.neo4j import server

    folder = home or server.default_home()
    found = server.running(folder)
    if as_json:
        put(json.dumps(_as_dict(found, folder, show_password), ensure_ascii=False, indent=1))
    elif found:
        put(_describe(found, show_password))
    else:
        put(
            Text(
                f"Neo4j 未在运行（{folder}）；启动：reformgraph neo4j start",
                f"Neo4j does not run ({folder}); to start it: reformgraph neo4j start",
            ).to(language())
        )


def stop(home: HomeOption = None, lang: LanguageOption = None) -> None:
    """Stop the Neo4j that `start` started; no other is touched. 停止由本程序启动的 Neo4j。

    Example: `reformgraph neo4j stop`
    """
    from rich.console import Console

    from load.neo4j import server

    folder = home or server.default_home()
    with Console(stderr=True).status(Text("停止 Neo4j", "stopping Neo4j").to(language())):
        stopped = server.stop(folder)
    if stopped:
        say("Neo4j 已停止。", "Neo4j has stopped.")
    else:
        say(f"没有正在运行的 Neo4j（{folder}）。", f"No Neo4j runs there ({folder}).")


@contextmanager
def _progress() -> Iterator["Report"]:
    """Shows on stderr how far a start is: a bar on a terminal, else a line as each stage begins and ends."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from load.neo4j.server import Stage

    words = {
        Stage.DOWNLOAD: Text("下载 Neo4j", "downloading Neo4j"),
        Stage.BOOT: Text("启动 Neo4j", "starting Neo4j"),
    }
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[amount]}"))
    tasks = {}
    said = set()
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:

        def report(stage: Stage, done: int, total: int) -> None:
            name = words[stage].to(language())
            download = stage is Stage.DOWNLOAD
            amount = f"{done / 1e6:.0f}/{total / 1e6:.0f} MB" if download else f"{done} s"
            if stage not in tasks:
                tasks[stage] = bar.add_task(name, total=total if download else None, amount=amount)
            bar.update(tasks[stage], completed=done, amount=amount)
            if not console.is_terminal and (stage, done == total) not in said:
                said.add((stage, done == total))
                say(f"{name}：{amount}" if download else name, f"{name}: {amount}" if download else name)

        yield report


def _describe(server: "Server", show_password: bool) -> str:
    version = f"Neo4j {server.version}"
    head = (
        Text(f"{version} 正在运行。", f"{version} runs.")
        if server.listens
        else Text(f"{version} 正在启动。", f"{version} is starting.")
    )
    hidden = Text("见文件 ", "in the file ").to(language()) + str(server.password_file)
    rows = (
        (Text("浏览器  ", "Browser  "), server.browser),
        (Text("驱动    ", "Bolt     "), server.uri),
        (Text("用户    ", "user     "), server.username),
        (Text("密码    ", "password "), server.password if show_password else f"{hidden} (--show-password)"),
        (Text("日志    ", "log      "), str(server.log)),
    )
    return "\n".join([head.to(language()), *(f"  {label.to(language())} {value}" for label, value in rows)])


def _as_dict(server: "Server | None", folder: Path, show_password: bool) -> dict[str, object]:
    if server is None:
        return {"running": False, "home": str(folder.resolve())}
    found: dict[str, object] = {
        "running": True,
        "ready": server.listens,
        "uri": server.uri,
        "http": server.http,
        "browser": server.browser,
        "username": server.username,
        "password_file": str(server.password_file),
        "home": str(server.home),
        "pid": server.pid,
        "version": server.version,
        "log": str(server.log),
    }
    return found | ({"password": server.password} if show_password else {})
