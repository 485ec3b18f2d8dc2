"""Commands that teach the graph words: terms candidates, terms accept."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformgraph.cli.console import GraphOption, LanguageOption, OutputOption, progress, put, read_bytes, say
from reformgraph.cli.files import expand
from reformgraph.cli.read import TermsOption, read_plan
from reformgraph.errors import GraphError, InputError
from reformgraph.model import Kind
from reformgraph.namespaces import BASE
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from load.accepting import Term
    from load.oxigraph import GraphFolder

app = typer.Typer(
    no_args_is_help=True,
    help="Find words that no vocabulary has, and teach them. 发现词表里没有的词，并教给图谱。",
    rich_markup_mode="markdown",
)

REJECTED = "rejected.txt"
"""The file beside the graph's own terms that lists the candidates that nobody wants to see again."""

SHOWN = 10
"""How many plans a message names."""


class CandidateKind(StrEnum):
    """The kinds of things that candidates are looked for of."""

    MECHANISM = "mechanism"
    REGION = "region"
    AGENCY = "agency"


_KINDS = {
    CandidateKind.MECHANISM: Kind.MECHANISM,
    CandidateKind.REGION: Kind.REGION,
    CandidateKind.AGENCY: Kind.AGENCY,
}


def known_terms(graph: Path, terms: list[Path] | None) -> Vocabulary:
    """The vocabularies with the terms that the graph in this folder has learnt, if there is one, and those given."""
    own = graph / "terms"
    return Vocabulary.load(*([own] if own.is_dir() else []), *(terms or ()))


@app.command()
def candidates(
    plans: Annotated[
        list[Path],
        typer.Argument(metavar="PLAN…", help="The plans' files, folders or patterns. 方案文件、文件夹或通配符"),
    ],
    kind: Annotated[
        list[CandidateKind] | None, typer.Option("--kind", help="Only these; may be repeated. 只要这些类别")
    ] = None,
    least: Annotated[
        int, typer.Option("--least", min=1, help="In at least so many measures. 至少见于几条举措", show_default=True)
    ] = 1,
    output: OutputOption = None,
    graph: GraphOption = Path("graph"),
    terms: TermsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Collect mechanisms, regions and agencies that no vocabulary has, as Turtle to review. 收集词表里没有的词供审核。

    Edit the file as its head says, then `terms accept` it. 按文件开头的说明修改后，用 `terms accept` 采纳。

    Examples: `reformgraph terms candidates plans/ -o new.ttl`;
    `reformgraph terms candidates plans/*.txt --kind mechanism --least 3 -o new.ttl`
    """
    from load.accepting import read_rejected
    from load.candidates import find_candidates, write_candidates

    vocabulary = known_terms(graph, terms)
    rejected = read_rejected(_text_of(graph / "terms" / REJECTED))
    named = expand(plans)
    with progress(named, len(named), "阅读", "reading") as files:
        found = find_candidates((read_plan(file, vocabulary) for file in files), vocabulary, rejected)
    wanted = {_KINDS[each] for each in kind or CandidateKind}
    chosen = [each for each in found if each.kind in wanted and each.measures >= least]
    put(write_candidates(chosen), output)
    if output:
        say(
            f"{len(chosen)} 个候选词写入 {output}；修改后运行：reformgraph terms accept {output}",
            f"{len(chosen)} candidates are in {output}; edit it, then: reformgraph terms accept {output}",
        )
    else:
        say(f"{len(chosen)} 个候选词。", f"{len(chosen)} candidates.")


@app.command()
def accept(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The reviewed Turtle file. 审核过的 Turtle 文件")],
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Take reviewed terms into the graph's own; the next build uses them. 采纳审核过的词，下次建图即用。

    They are kept as terms/FILE in the graph's folder, joined to what that file holds. The file is checked as a whole:
    where anything is wrong, nothing changes. 存入图谱文件夹的 terms/，与其中同名文件合并；文件有误则什么也不改。

    Example: `reformgraph terms accept new.ttl`
    """
    from load.accepting import accept as review
    from load.accepting import read_rejected, write_rejected
    from load.oxigraph import GraphFolder

    folder = GraphFolder(graph)
    target = folder.terms / file.with_suffix(".ttl").name
    given = read_bytes(file).removeprefix(b"\xef\xbb\xbf")
    others = [each for each in sorted(folder.terms.glob("*.ttl")) if each.name != target.name]
    Vocabulary.load(*others, given={str(file): given})
    accepted = review(given.decode("utf-8"), _text_of(target), Vocabulary.load(*others), str(file))
    listed = read_rejected(_text_of(folder.terms / REJECTED))
    taken = {candidate for term in accepted.terms for candidate in term.replaces}
    rejected = {iri: name for iri, name in {**listed, **accepted.rejected}.items() if iri not in taken}
    files = {}
    if accepted.terms:
        files[target.name] = accepted.turtle
    if rejected != listed:
        files[REJECTED] = write_rejected(rejected).encode()
    if not files:
        say("没有新的词；什么也没有改。", "Nothing in it is new; nothing was changed.")
        return
    folder.teach(files)
    put("\n".join([*map(_line, accepted.terms), *(f"- {name}" for name in sorted(set(accepted.rejected.values())))]))
    _say_next(folder, accepted.terms, target)


def _text_of(file: Path) -> str:
    """The text of a file among the graph's terms, "" where there is none."""
    try:
        return read_bytes(file).decode("utf-8-sig") if file.is_file() else ""
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 text; save it as such, or remove it") from error


def _line(term: "Term") -> str:
    return f"+ {term.iri.removeprefix(BASE)}  {term.name}"


def _say_next(folder: "GraphFolder", accepted: "tuple[Term, ...]", target: Path) -> None:
    named = _plans_with(folder, [iri.rpartition("/")[2] for term in accepted for iri in term.replaces])
    say(
        f"词在 {target}；再次建图即可使用：reformgraph build PLAN…",
        f"The terms are in {target}; build again to use them: reformgraph build PLAN…",
    )
    if named:
        more = f" … ({len(named)})" if len(named) > SHOWN else ""
        listed = ", ".join(named[:SHOWN]) + more
        say(f"图谱里提到它们的方案：{listed}", f"Plans of the graph that speak of them: {listed}")


def _plans_with(folder: "GraphFolder", candidates: list[str]) -> list[str]:
    """The plans in the folder whose graphs still name a candidate."""
    try:
        entries = folder.plans()
    except GraphError:  # terms may come before the first plan
        return []
    wanted = [name.encode() for name in candidates]
    texts = ((entry.id, (entry.folder / "plan.ttl").read_bytes()) for entry in entries)
    return [plan for plan, text in texts if any(name in text for name in wanted)]
