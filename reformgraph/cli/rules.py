"""What `evaluate --rules` does: how often each rule is right, over one plan and its annotation or folders of them."""

import json
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reformgraph.cli.console import language, progress, put, say
from reformgraph.errors import InputError
from reformgraph.language import Text
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from reformgraph.precision import Hit, Precision
    from reformgraph.tables import Table


def show_rules(plans: Path, gold: Path, vocabulary: Vocabulary, *, misses: bool, as_json: bool) -> None:
    """Print how often each rule is right, with its wrong hits where `misses` are asked for."""
    from extract.inventory import rule_ids
    from reformgraph.precision import precisions
    from reformgraph.tables import to_terminal

    found = precisions(_judged(plans, gold, vocabulary), rule_ids())
    if as_json:
        put(json.dumps([_as_dict(each, misses) for each in found], ensure_ascii=False, indent=1))
        return
    put(to_terminal(_table(found), language(), width=None))
    if misses:
        for each in found:
            _show_wrong(each)


def _judged(plans: Path, gold: Path, vocabulary: Vocabulary) -> "Iterator[Hit]":
    from extract.annotation import read_annotation, write_annotation
    from reformgraph.cli.read import read_json, read_plan
    from reformgraph.precision import judge

    pairs = _pairs(plans, gold)
    with progress(pairs, len(pairs), "评分", "scoring") as each:
        for file, annotated in each:
            plan, annotation = read_plan(file, vocabulary), read_json(annotated)
            try:
                read_annotation(plan.text, annotation, vocabulary)
            except InputError as error:
                raise InputError(f"{annotated}: {error}") from error
            yield from judge(annotated.stem, plan, annotation, write_annotation(plan, vocabulary))


def _pairs(plans: Path, gold: Path) -> list[tuple[Path, Path]]:
    """The plan and its annotation, or, of two folders, the files of the same name."""
    if not gold.is_dir() and not plans.is_dir():
        return [(plans, gold)]
    if not (gold.is_dir() and plans.is_dir()):
        raise InputError(f"{plans} and {gold}: give two files or two folders, the plan or plans first")
    pairs = []
    for annotated in sorted(gold.glob("*.json")):
        named = plans.glob(f"{escape(annotated.stem)}.*")
        files = sorted((file for file in named if file != annotated), key=lambda file: (file.suffix != ".txt", file))
        if files:
            pairs.append((files[0], annotated))
        else:
            say(f"{annotated} 没有同名方案，已略过。", f"{annotated} has no plan of its name; it was left out.")
    if not pairs:
        raise InputError(f"{plans} and {gold}: no plan has the name of an annotation (NAME.txt and NAME.json)")
    return pairs


def _table(found: "tuple[Precision, ...]") -> "Table":
    from reformgraph.precision import Part
    from reformgraph.tables import Column, Table

    parts = {
        Part.MEASURE: Text("举措", "measure"),
        Part.ACTION: Text("动作", "action"),
        Part.STAGE: Text("阶段", "stage"),
        Part.MENTION: Text("提及", "mention"),
        Part.RELATION: Text("关系", "relation"),
    }
    columns = (
        Column("rule", Text("规则", "rule")),
        Column("part", Text("判断", "says")),
        Column("hits", Text("命中", "hits")),
        Column("right", Text("对", "right")),
        Column("wrong", Text("错", "wrong")),
        Column("precision", Text("准确率", "precision")),
    )
    return Table(
        columns,
        tuple(
            (
                each.rule,
                parts[each.part].to(language()) if each.part else "",
                each.hits,
                each.right,
                len(each.wrong),
                "—" if each.precision is None else f"{each.precision:.3f}",
            )
            for each in found
        ),
    )


def _show_wrong(each: "Precision") -> None:
    if not each.wrong:
        return
    typer.secho(f"{each.rule} {each.part}", bold=True)
    nothing = Text("无", "nothing").to(language())
    for hit in each.wrong:
        typer.echo(f"    {hit.found}  ≠  {hit.wanted or nothing}", nl=False)
        typer.secho(f"  [{hit.plan} {hit.start}] {hit.quote if hit.quote not in hit.found else ''}".rstrip(), dim=True)


def _as_dict(each: "Precision", misses: bool) -> dict[str, Any]:
    wrong = [
        {"plan": hit.plan, "start": hit.start, "quote": hit.quote, "found": hit.found, "wanted": hit.wanted}
        for hit in each.wrong
    ]
    return {
        "rule": each.rule,
        "part": each.part,
        "hits": each.hits,
        "right": each.right,
        "wrong": len(each.wrong),
        "precision": each.precision,
    } | ({"misses": wrong} if misses else {})
