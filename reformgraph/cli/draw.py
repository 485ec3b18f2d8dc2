"""How a build's summary looks in a terminal."""

import io
from typing import TYPE_CHECKING

from reformgraph.kinds import by_plural
from reformgraph.language import Language, Text
from reformgraph.summary import Summary, summarize

if TYPE_CHECKING:
    from reformgraph.building import Built

WIDTH = 100
MOST_REGIONS = 8
MOST_ROWS = 12


def draw_line(built: "Built", language: Language) -> str:
    """One plan of several: its id, its title, how many measures it has and whether it conforms."""
    from load.iris import plan_id
    from reformgraph.validation import Severity

    violations = built.report.count(Severity.VIOLATION)
    return "  ".join(
        (
            plan_id(built.iri),
            built.plan.header.title.value,
            Text(f"{len(built.plan.measures)} 条举措", f"{len(built.plan.measures)} measures").to(language),
            Text(f"{violations} 处违反", f"{violations} violations").to(language)
            if violations
            else Text("符合", "conforms").to(language),
        )
    )


def draw_summary(built: "Built", language: Language) -> str:
    """The summary of one plan: counts, regions × mechanisms, deadlines, coverage and what the shapes say."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    def words(zh: str, en: str) -> str:
        return Text(zh, en).to(language)

    header, summary = built.plan.header, summarize(built.plan)
    number = header.number.value if header.number else words("无文号", "no 文号")
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, highlight=False)
    console.print(f"[bold]{header.title.value}[/bold]  {number}", soft_wrap=True)
    console.print(built.iri, soft_wrap=True)
    counts = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in (words("类别", "kind"), words("处数", "places"), words("种数", "distinct")):
        counts.add_column(heading, justify="left" if heading in ("类别", "kind") else "right")
    for count in summary.counts:
        counts.add_row(by_plural()[count.kind].many.to(language), str(count.mentions), str(count.distinct))
    console.print(counts)
    if summary.cross:
        console.print(f"[bold]{words('区域 × 机制', 'regions × mechanisms')}[/bold]")
        console.print(_cross(summary, language))
    if summary.due:
        console.print(f"[bold]{words('时限', 'deadlines')}[/bold]")
        due = Table(box=None, pad_edge=False, show_header=False)
        for item in summary.due:
            day = item.deadline.end or item.deadline.start
            due.add_row(str(day), item.path, item.measure)
        console.print(due)
    console.print(
        words(
            f"正文 {summary.covered:.0%} 在举措之中；图谱 {built.triples} 条三元组。",
            f"{summary.covered:.0%} of the text lies in measures; {built.triples} triples.",
        )
    )
    console.print(built.report.as_text(language).strip(), soft_wrap=True, markup=False)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _cross(summary: Summary, language: Language) -> object:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    regions, mechanisms = summary.regions[:MOST_REGIONS], summary.mechanisms[:MOST_ROWS]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold", min_width=30)
    for region in regions:
        table.add_column(region, justify="right", overflow="fold")
    for mechanism in mechanisms:
        table.add_row(mechanism, *(str(summary.cross.get((mechanism, region), "·")) for region in regions))
    left_out = len(summary.mechanisms) - len(mechanisms) + len(summary.regions) - len(regions)
    if left_out:
        where = "query regions-by-mechanisms"
        table.caption = Text(f"另有 {left_out} 项：{where}", f"{left_out} more: {where}").to(language)
    return table
