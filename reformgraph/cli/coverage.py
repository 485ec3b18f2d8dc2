"""The command that says what was not read of a plan: coverage."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformgraph.cli.console import GraphOption, LanguageOption, language, progress, put
from reformgraph.cli.read import TermsOption, read_plan
from reformgraph.cli.terms import known_terms
from reformgraph.kinds import by_plural
from reformgraph.language import Text

if TYPE_CHECKING:
    from reformgraph.coverage import Coverage, Unknown, Unmarked

LONGEST = 100
"""Letters of a sentence in the terminal; JSON has all of it."""
MOST = 20
"""Names of one kind in the terminal; JSON has all of them."""

_LOOKS = {
    "quoted": Text("引号内的词", "in quotes"),
    "titled": Text("书名号内的文件", "titles of documents"),
    "body": Text("机构", "bodies"),
    "listed-body": Text("括号或列举中的机构", "bodies in brackets and lists"),
    "area": Text("区域", "areas"),
    "device": Text("机制、制度、模式", "devices"),
    "handling": Text("“……办”", "ways of service"),
}


def coverage(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN…", help="The plans' files. 方案文件")],
    graph: GraphOption = Path("graph"),
    terms: TermsOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with nothing cut. 输出 JSON，不省略")] = False,
    lang: LanguageOption = None,
) -> None:
    """Show what was not read of a plan: sentences without a measure, unknown words. 查看未读出的句子和未知的词。

    The terms that the graph has learnt count as known. 图谱已学会的词视为已知。

    Examples: `reformgraph coverage PLAN.txt`; `reformgraph coverage plans/*.txt --json > coverage.json`
    """
    from reformgraph.coverage import cover

    vocabulary = known_terms(graph, terms)
    found = []
    with progress(plans, len(plans), "阅读", "reading") as files:
        for file in files:
            each = cover(read_plan(file, vocabulary), vocabulary)
            if as_json:
                found.append(asdict(each))
            else:
                _show(each)
    if as_json:
        put(json.dumps(found, ensure_ascii=False, indent=1))


def _show(found: "Coverage") -> None:
    def words(zh: str, en: str) -> str:
        return Text(zh, en).to(language())

    typer.secho(found.title, bold=True, nl=False)
    typer.echo(f"  {found.number}".rstrip())
    typer.echo(
        words(
            f"正文 {found.covered:.0%} 在 {found.measures} 条举措之中。",
            f"{found.covered:.0%} of the text lies in {found.measures} measures.",
        )
    )
    typer.secho(
        words("没有读出举措的句子：", "Sentences that yielded no measure: ") + str(len(found.silent)), bold=True
    )
    for each in found.silent:
        typer.echo(f"    {each.path} {_cut(each.quote)}", nl=False)
        typer.secho(f"  [{each.span.start}–{each.span.end}]", dim=True)
    if found.aside:
        typer.secho(
            "    "
            + words(
                f"另有 {found.aside} 句在不含举措的部分（导语、指导思想等）",
                f"and {found.aside} in parts that hold no measures (preamble, guiding principles)",
            ),
            dim=True,
        )
    if found.unknown:
        typer.secho(words("词表里没有的名称（× 举措数）：", "Names that no vocabulary has (× measures):"), bold=True)
    for kind in dict.fromkeys(each.kind for each in found.unknown):
        _show_names(by_plural()[kind.value].many.to(language()), [each for each in found.unknown if each.kind is kind])
    if found.unmarked:
        typer.secho(words("像术语而未标出的词：", "Words that look like terms but were not marked:"), bold=True)
    for looks, heading in _LOOKS.items():
        if alike := [each for each in found.unmarked if each.looks == looks]:
            typer.echo(f"    {heading.to(language())}")
            _show_words(alike)
    typer.echo()


def _show_names(kind: str, names: "list[Unknown]") -> None:
    shown = "、".join(f"{each.name} ×{each.measures}" for each in names[:MOST])
    typer.echo(f"    {kind}  {shown}", nl=False)
    typer.secho(f"  … {len(names)}" if len(names) > MOST else "", dim=True)


def _show_words(found: "list[Unmarked]") -> None:
    for each in found[:MOST]:
        typer.echo(f"        {each.words} ×{each.count}", nl=False)
        typer.secho(f"  {each.path} [{each.span.start}–{each.span.end}]", dim=True)
    if len(found) > MOST:
        typer.secho(f"        … {len(found)}", dim=True)


def _cut(quote: str) -> str:
    line = quote.replace("\n", " ")
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
