"""Commands that read a plan without keeping it: extract, explain, evaluate."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from reformgraph.cli.console import LanguageOption, OutputOption, language, put, read_bytes
from reformgraph.cli.files import read_text
from reformgraph.errors import InputError
from reformgraph.language import Text
from reformgraph.model import Plan
from reformgraph.vocabulary import Vocabulary

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="The plan's file: .txt .md .html .docx .pdf. 方案文件")]
TermsOption = Annotated[
    list[Path] | None,
    typer.Option("--terms", help="Turtle files or folders with your own terms. 自有术语（Turtle）"),
]


class PlanFormat(StrEnum):
    """The forms that one plan can be written in."""

    JSON = "json"
    TURTLE = "ttl"
    TRIG = "trig"
    NQUADS = "nq"
    JSONLD = "jsonld"


def read_plan(path: Path, vocabulary: Vocabulary) -> Plan:
    """The plan in a file, extracted by the rules. Raises InputError where it holds none."""
    from extract import extract_plan

    return extract_plan(read_text(path), vocabulary)


def extract(
    plan: PlanFile,
    format: Annotated[
        PlanFormat, typer.Option("--format", "-f", help="Form of the output. 输出格式")
    ] = PlanFormat.JSON,
    output: OutputOption = None,
    terms: TermsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Print what the rules find in a plan, without keeping it. 提取但不入库。

    Example: `reformgraph extract PLAN.txt --format json > found.json`
    """
    vocabulary = Vocabulary.load(*(terms or ()))
    found = read_plan(plan, vocabulary)
    if format is PlanFormat.JSON:
        from extract.annotation import write_annotation

        put(json.dumps(write_annotation(found, vocabulary), ensure_ascii=False, indent=1), output)
        return
    from load.mapping import plan_graph
    from load.serialization import serialize

    put(serialize(plan_graph(found, vocabulary), format.value).decode("utf-8"), output)


def explain(
    plan: PlanFile,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The provision: 三/（九）, 三, 结尾. 条款编号")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON")] = False,
    terms: TermsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Show how each measure of a provision was read: fact, rule, quote, place. 逐条说明提取依据。

    Example: `reformgraph explain PLAN.txt 三/（九）`
    """
    from dataclasses import asdict

    from reformgraph.explain import explain as explanations

    found = explanations(read_plan(plan, Vocabulary.load(*(terms or ()))), path)
    if as_json:
        put(json.dumps([asdict(explanation) for explanation in found], ensure_ascii=False, indent=1))
        return
    for explanation in found:
        typer.secho(explanation.path, bold=True, nl=False)
        typer.echo(f" {explanation.quote}")
        typer.secho(f"    [{explanation.span.start}–{explanation.span.end}] {explanation.rule}", dim=True)
        for derivation in explanation.derivations:
            role = f" ({derivation.role})" if derivation.role else ""
            typer.echo(f"    {derivation.kind:<14}{derivation.value}{role}  ← {derivation.quote}", nl=False)
            typer.secho(f"  [{derivation.span.start}–{derivation.span.end}] {derivation.rule}", dim=True)


def evaluate(
    plan: Annotated[
        Path | None, typer.Argument(metavar="PLAN", help="The plan's file: .txt .md .html .docx .pdf. 方案文件")
    ] = None,
    gold: Annotated[Path | None, typer.Argument(metavar="GOLD", help="The annotation, JSON. 人工标注")] = None,
    links: Annotated[
        Path | None,
        typer.Option(
            "--links", metavar="FILE", help="Score links between plans against hand-made ones, JSON. 评估方案间关联"
        ),
    ] = None,
    plans: Annotated[
        Path | None,
        typer.Option(
            "--plans",
            metavar="DIR",
            help="With --links: the plans' folder (else the folder `plans` beside FILE's). 方案文件夹",
        ),
    ] = None,
    rules: Annotated[
        bool,
        typer.Option("--rules", help="Score each rule; PLAN and GOLD may be folders. 逐条规则评分，可用文件夹"),
    ] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed or wrong. 列出漏、错项")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON")] = False,
    terms: TermsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Score the extraction against a hand-made annotation: precision, recall, F1 by kind. 对照人工标注评分。

    Examples: `reformgraph evaluate PLAN.txt GOLD.json --misses`; `reformgraph evaluate PLAN.txt GOLD.json --rules`;
    `reformgraph evaluate plans/ gold/ --rules --misses` (files of the same name belong together);
    `reformgraph evaluate --links gold/links.json --misses`, with
    `{"links": [{"earlier": {"plan": NAME, "text": …}, "later": {…}, "relation": "continues"}], "non_links": […]}`
    (relations: continues, expands, narrows, implements, spreads; NAME is a plan's file less its suffix)
    """
    if links is not None:
        from reformgraph.cli.link_scores import show_links

        if plan or gold or rules:
            raise typer.BadParameter("takes no PLAN, GOLD or --rules", param_hint="--links")
        show_links(links, plans, Vocabulary.load(*(terms or ())), misses=misses, as_json=as_json)
        return
    if plans is not None:
        raise typer.BadParameter("goes with --links", param_hint="--plans")
    if plan is None or gold is None:
        raise typer.BadParameter("is missing", param_hint="PLAN" if plan is None else "GOLD")
    if rules:
        from reformgraph.cli.rules import show_rules

        show_rules(plan, gold, Vocabulary.load(*(terms or ())), misses=misses, as_json=as_json)
        return
    from extract import extract_plan
    from extract.annotation import read_annotation, write_annotation
    from reformgraph.scoring import evaluate as score

    vocabulary = Vocabulary.load(*(terms or ()))
    text = read_text(plan)
    annotation = read_json(gold)
    read_annotation(text, annotation, vocabulary)
    found = write_annotation(extract_plan(text, vocabulary), vocabulary)
    result = score(text, annotation, found)
    if as_json:
        scores = {n: {"precision": s.precision, "recall": s.recall, "f1": s.f1} for n, s in result.scores.items()}
        report: dict[str, Any] = {"scores": scores, "macro F1": result.macro_f1}
        if misses:
            report["misses"] = result.misses
        put(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for name, s in result.scores.items():
        typer.echo(f"{name:45} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}")
    typer.echo(f"{Text('宏平均 F1', 'macro F1').to(language())} {result.macro_f1:.3f}")
    if misses:
        put("\n".join(result.misses) or "—")


def read_json(path: Path) -> Any:
    """The value in a JSON file. Raises InputError with the place of the first fault."""
    try:
        return json.loads(read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text; an annotation is a UTF-8 JSON file") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{path}: line {error.lineno}, column {error.colno}: is not JSON ({error.msg})") from error
