"""The command that shows plans as pages: view."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from reformgraph.cli.console import GraphOption, LanguageOption, language, progress, say
from reformgraph.cli.files import made
from reformgraph.cli.kept import chosen, read_kept
from reformgraph.cli.terms import known_terms


def view(
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PLAN…", help="Plans: 文号, title, id or IRI; all without. 文号、标题或标识，缺省为全部"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The folder of the pages; GRAPH/view without. 输出文件夹"),
    ] = None,
    open_it: Annotated[
        bool, typer.Option("--open/--no-open", help="Open it in the web browser. 在浏览器中打开")
    ] = True,
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Show plans as pages: their text with all that was found in it, to click, filter and search. 以网页查看方案。

    A page is one file that works without a network and can be passed on. Several plans get one more, which filters and
    searches all their measures. 多份方案另有一页，可筛选、搜索全部举措。

    Examples: `reformgraph view`; `reformgraph view 沪府办〔2020〕26号 -o pages/ --no-open`
    """
    from load.oxigraph import GraphFolder
    from load.writing import write
    from reformgraph.explorer.data import Page, collection_data, plan_data
    from reformgraph.explorer.page import page

    entries = chosen(GraphFolder(graph), plans)
    vocabulary = known_terms(graph, None)
    target = output or graph / "view"
    pages = []
    with made(target, "--output"):
        with progress(entries, len(entries), "生成网页", "making pages") as ready:
            for entry in ready:
                shown = Page(read_kept(entry, vocabulary), entry.id, f"{entry.id.replace('/', '-')}.html")
                write(target / shown.file, page(plan_data(shown, vocabulary, language())).encode())
                pages.append(shown)
        first = target / pages[0].file
        if len(pages) > 1:
            first = target / "index.html"
            write(first, page(collection_data(pages, vocabulary, language())).encode())
    say(f"已生成 {len(pages)} 个网页；打开：{first}", f"Pages: {len(pages)}; to open: {first}")
    if open_it and not webbrowser.open(first.resolve().as_uri()):
        say("本机没有可用的浏览器。", "No web browser was found on this machine.")
