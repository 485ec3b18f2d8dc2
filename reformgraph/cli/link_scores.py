"""What `evaluate --links` does: link the measures of a folder of plans, and score the links against hand-made ones."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reformgraph.cli.console import language, progress, put
from reformgraph.errors import InputError
from reformgraph.language import Text
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformgraph.lineage.scoring import GoldLink, LinkScores
    from reformgraph.model import Plan

BESIDE = "plans"
"""The folder of plans that is looked for beside the folder of the links' file."""


def show_links(file: Path, plans: Path | None, vocabulary: Vocabulary, *, misses: bool, as_json: bool) -> None:
    """Print how many hand-made links are found, and with `misses` which are not; see `evaluate --help`."""
    from reformgraph.cli.read import read_json
    from reformgraph.lineage import link_plans
    from reformgraph.lineage.scoring import place, read_links, score

    value = read_json(file)
    try:
        links, non_links = read_links(value)
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
    read = _read(plans or file.resolve().parent.parent / BESIDE, vocabulary)
    try:
        for gold in (*links, *non_links):
            place(gold.earlier, read)
            place(gold.later, read)
        scores = score(links, non_links, link_plans(read, vocabulary), read)
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
    if as_json:
        put(json.dumps(_as_dict(scores, misses), ensure_ascii=False, indent=1))
        return
    for name, part, whole in _figures(scores):
        share = f"{part / whole:.3f}" if whole else "—"
        typer.echo(f"{name.to(language()):36} {share}  {part}/{whole}")
    if misses:
        put("\n".join(_misses(scores)) or "—")


def _read(folder: Path, vocabulary: Vocabulary) -> "dict[str, Plan]":
    """The plans in a folder by the names of their files, less the suffix; of one name the .txt."""
    from reformgraph.cli.files import expand
    from reformgraph.cli.read import read_plan

    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of plans; name it with --plans")
    files: dict[str, Path] = {}
    for file in sorted(expand([folder]), key=lambda file: (file.suffix != ".txt", file)):
        files.setdefault(file.stem, file)
    with progress(files.items(), len(files), "读取", "reading") as each:
        return {name: read_plan(file, vocabulary) for name, file in each}


def _figures(scores: "LinkScores") -> tuple[tuple[Text, int, int], ...]:
    return (
        (Text("找到的关联", "links found"), scores.found, len(scores.links)),
        (Text("其中关系正确", "relation right among those found"), scores.right, scores.found),
        (Text("误连的非关联", "non-links linked"), len(scores.wrong), len(scores.non_links)),
    )


def _misses(scores: "LinkScores") -> "Iterator[str]":
    for gold in scores.missed:
        yield f"missed {gold.relation}: {_shown(gold)}"
    for each in scores.otherwise:
        found = each.found.relation if each.found else ""
        yield f"found {found}, wanted {each.gold.relation}: {_shown(each.gold)}"
    for each in scores.wrong:
        yield f"wrong {each.found.relation if each.found else ''}: {_shown(each.gold)}"


def _shown(gold: "GoldLink") -> str:
    return f"{gold.earlier.plan} {gold.earlier.text} → {gold.later.plan} {gold.later.text}"


def _as_dict(scores: "LinkScores", misses: bool) -> dict[str, Any]:
    report: dict[str, Any] = {
        "links": len(scores.links),
        "found": scores.found,
        "relation right": scores.right,
        "non-links": len(scores.non_links),
        "non-links linked": len(scores.wrong),
    }
    return report | {"misses": list(_misses(scores))} if misses else report
