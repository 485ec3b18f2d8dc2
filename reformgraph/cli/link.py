"""Commands that link measures of different plans, and take what reviewers say of the links: link, link review."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reformgraph.cli.build import runs_of
from reformgraph.cli.console import GraphOption, LanguageOption, OutputOption, language, progress, put, read_bytes, say
from reformgraph.cli.kept import chosen, id_of, read_kept
from reformgraph.cli.review import ReviewerIriOption, reviewer_of
from reformgraph.cli.terms import known_terms
from reformgraph.errors import GraphError, InputError
from reformgraph.language import Text

if TYPE_CHECKING:
    from load.links import Successor
    from load.oxigraph import GraphFolder
    from reformgraph.lineage import Link, MeasureOf
    from reformgraph.lineage.verdicts import LinkVerdict, ReviewedLinks
    from reformgraph.model import Plan
    from reformgraph.tables import Table
    from reformgraph.vocabulary import Vocabulary

app = typer.Typer(help="Link measures of different plans. 关联各方案的举措", rich_markup_mode="markdown")


class LinkFormat(StrEnum):
    """The forms of what was found."""

    TABLE = "table"
    JSON = "json"


@app.callback(invoke_without_command=True)
def link(
    context: typer.Context,
    plans: Annotated[
        tuple[str, str] | None,
        typer.Option("--plans", metavar="A B", help="Show the links between these two alone. 只显示两份方案之间的关联"),
    ] = None,
    format: Annotated[
        LinkFormat, typer.Option("--format", "-f", help="Form of the links. 输出格式")
    ] = LinkFormat.TABLE,
    output: OutputOption = None,
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Link the measures of all built plans over years, levels and places, and keep it. 关联各方案的举措。

    How rare a word is depends on all plans, so all are linked, also where two are shown. Run it again after building.

    Examples: `reformgraph link`; `reformgraph link --plans 国发〔2019〕5号 沪府办〔2020〕26号`;
    `reformgraph link --format json -o links.json`; `reformgraph link review links.csv`
    """
    if context.invoked_subcommand:
        return
    from load.link_reviews import read_verdicts
    from load.oxigraph import GraphFolder

    folder = GraphFolder(graph)
    known = _Plans.read(folder, graph)
    wanted = {id_of(folder, name, known.plans) for name in plans or ()}
    found = known.link(read_verdicts(folder.link_reviews()))
    known.keep(found, folder)
    shown = [each for each in found.links if not wanted or {each.earlier.plan, each.later.plan} == wanted]
    if format is LinkFormat.JSON:
        put(json.dumps(as_json(shown, known.plans), ensure_ascii=False, indent=1), output)
    else:
        from reformgraph import tables

        table = _listed(shown, known.plans) if wanted else _counted(shown, known.plans)
        put(tables.to_terminal(table, language(), width=None), output)
    _say_links(found)


@app.command("review")
def review(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The sheet: written if new, else read. 审核表")],
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", help="Who reviewed: a name; needed to read it back. 审核人姓名")
    ] = None,
    reviewer_iri: ReviewerIriOption = None,
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Write the links into a sheet for review; once it is there, read it back. 写出待审核的关联；已有的文件则读回。

    Fill in accept, reject, or change and the new relation; a row of your own with add makes a link. What is said there
    stands over the program for good. All is kept, or, where anything is wrong, nothing.

    Examples: `reformgraph link review links.csv`; `reformgraph link review links.csv --reviewer 王某`
    """
    from load import link_reviews
    from load.oxigraph import GraphFolder
    from reformgraph.lineage.sheet import proposals, read_verdicts
    from reformgraph.tables import to_csv

    folder = GraphFolder(graph)
    known = _Plans.read(folder, graph)
    kept = link_reviews.read_verdicts(folder.link_reviews())
    if not file.exists():
        links = known.link(kept).links
        put(to_csv(proposals(links, known.plans, language()), language(), bom=True), file)
        say(
            f"{file}：{len(links)} 条关联；填好后：reformgraph link review {file} --reviewer 姓名",
            f"{file}: {len(links)} links; when it is filled in: reformgraph link review {file} --reviewer NAME",
        )
        return
    if reviewer is None:
        raise InputError(
            f"{file}: is there; to read it back, say who reviewed: --reviewer NAME; to write, name another"
        )
    person, time = reviewer_of(reviewer, reviewer_iri), datetime.now(UTC).replace(microsecond=0)
    try:
        said = read_verdicts(read_bytes(file).decode("utf-8"), known.plans, person, time)
    except (InputError, UnicodeDecodeError) as error:
        problem = error if isinstance(error, InputError) else "is no UTF-8; save it as “CSV UTF-8”"
        raise InputError(f"{file}: {problem}") from error
    if not said:
        say("没有新的意见，图谱不变。", "There is no verdict in it; the graph is as it was.")
        return
    found = known.link((*kept, *said))
    known.keep(found, folder, link_reviews.write_verdicts((*kept, *said)))
    say(f"已保存 {len(said)} 条意见（{person.name}）。", f"Kept: {len(said)} verdicts of {person.name}.")
    _say_links(found)


@dataclass(frozen=True, slots=True)
class _Plans:
    """All plans of a folder as they were built, by id, and when they were read."""

    plans: "Mapping[str, Plan]"
    vocabulary: "Vocabulary"
    begun: datetime

    @classmethod
    def read(cls, folder: "GraphFolder", graph: Path) -> "_Plans":
        begun, entries = datetime.now(UTC), chosen(folder, None)
        if len(entries) == 1:
            raise GraphError(f"{graph}: holds one plan; build another to link it with: reformgraph build PLAN")
        vocabulary = known_terms(graph, None)
        with progress(entries, len(entries), "读取", "reading") as steps:
            plans = {entry.id: read_kept(entry, vocabulary) for entry in steps}
        return cls(plans, vocabulary, begun)

    def link(self, verdicts: "Iterable[LinkVerdict]") -> "ReviewedLinks":
        """The links between all plans, as their reviewers have them."""
        from rich.console import Console

        from reformgraph.lineage import link_plans
        from reformgraph.lineage.verdicts import apply_verdicts

        with Console(stderr=True).status(Text("关联", "linking").to(language())):
            return apply_verdicts(link_plans(self.plans, self.vocabulary), verdicts, self.plans)

    def keep(self, found: "ReviewedLinks", folder: "GraphFolder", reviews: bytes | None = None) -> None:
        """Put the links into the graph, with a record of this run.

        Raises GraphError where they break a shape, which is an error of the program's; then nothing is changed.
        """
        from load.links import LINKS_ID, Places, link_graphs, stated_elsewhere
        from load.runs import add_run
        from load.serialization import serialize
        from reformgraph.building import versions
        from reformgraph.validation import validate

        places = {plan_id: Places.of(plan_id, plan) for plan_id, plan in self.plans.items()}
        graphs = link_graphs(places, found.links, successors(self.plans, found.links), found.reviewers)
        pieces, size = [], 0
        with progress(graphs, len(self.plans), "校验", "validating") as steps:
            for graph in steps:
                report = validate(graph, None, self.vocabulary, stated_elsewhere(graph, places, self.plans))
                if not report.conforms:
                    raise GraphError(f"the links are not valid, and were not kept:\n{report.as_text(language())}")
                pieces.append(serialize(graph))
                size += len(graph)
        times = self.begun, datetime.now(UTC)
        runs = add_run(runs_of(folder), LINKS_ID, times, versions(self.vocabulary), size, plans=self.plans)
        folder.link(b"\n".join(pieces), serialize(runs), reviews)


def _say_links(found: "ReviewedLinks") -> None:
    for orphan in found.orphans:
        say(
            f"警告：一条意见在方案中找不到了：“{orphan.later.passage.quote[:30]}”（{orphan.later.plan}）",
            f"warning: a verdict was not found again: “{orphan.later.passage.quote[:30]}” ({orphan.later.plan})",
        )
    say(
        f"{len(found.links)} 条关联；查看：reformgraph lineage 名称，reformgraph compare 方案甲 方案乙",
        f"{len(found.links)} links; to see them: reformgraph lineage NAME, reformgraph compare PLAN_A PLAN_B",
    )


def successors(plans: "Mapping[str, Plan]", links: "Sequence[Link]") -> "Iterator[Successor]":
    """Each plan that has another of its series before it, with the nearest such, and what changed."""
    from load.links import Successor
    from reformgraph.lineage import changes, same_series

    between: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        between[link.earlier.plan, link.later.plan].append(link)
    ordered = sorted(plans, key=lambda plan_id: (plans[plan_id].header.year, plan_id))
    for place, later in enumerate(ordered):
        earlier = next((each for each in reversed(ordered[:place]) if same_series(plans[each], plans[later])), None)
        if earlier is not None:
            yield Successor(earlier, later, changes(earlier, later, plans, between[earlier, later]))


def as_json(links: "Iterable[Link]", plans: "Mapping[str, Plan]") -> dict[str, Any]:
    """The links in the form of a file of links: both sides with their plan's id and words, relation and reasons."""

    def side(measure: "MeasureOf") -> dict[str, str]:
        return {"plan": measure.plan, "text": measure.words(plans)}

    return {
        "links": [
            {
                "earlier": side(each.earlier),
                "later": side(each.later),
                "relation": each.relation.value,
                "score": round(each.score, 3),
                "why": "; ".join(reason.text.en for reason in each.reasons),
            }
            for each in links
        ]
    }


def _counted(links: "Sequence[Link]", plans: "Mapping[str, Plan]") -> "Table":
    from reformgraph.lineage import LinkRelation
    from reformgraph.lineage.sheet import RELATIONS
    from reformgraph.reviewing.table import label
    from reformgraph.tables import Column, Table

    counts = Counter((each.later.plan, each.earlier.plan, each.relation) for each in links)
    pairs = sorted({(later, earlier) for later, earlier, _ in counts})
    columns = (
        Column("later", Text("较晚的方案", "Later plan")),
        Column("earlier", Text("较早的方案", "Earlier plan")),
        *(Column(each.value, RELATIONS[each]) for each in LinkRelation),
    )
    rows = (
        (
            label(plans[later], later),
            label(plans[earlier], earlier),
            *(counts[later, earlier, each] or None for each in LinkRelation),
        )
        for later, earlier in pairs
    )
    return Table(columns, tuple(rows))


def _listed(links: "Sequence[Link]", plans: "Mapping[str, Plan]") -> "Table":
    from reformgraph.lineage.sheet import RELATIONS
    from reformgraph.tables import Column, Table

    columns = (
        Column("relation", Text("关系", "Relation")),
        Column("score", Text("分值", "Score")),
        Column("earlier", Text("较早的举措", "Earlier measure")),
        Column("later", Text("较晚的举措", "Later measure")),
        Column("reasons", Text("理由", "Reasons")),
    )
    rows = (
        (
            RELATIONS[each.relation].to(language()),
            round(each.score, 2),
            each.earlier.words(plans),
            each.later.words(plans),
            "；".join(reason.text.to(language()) for reason in each.reasons),
        )
        for each in links
    )
    return Table(columns, tuple(rows))
