"""Links as a table for reviewers (CSV), and what a filled one says. Pure: from links to rows, from rows to verdicts."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from reformgraph.errors import InputError
from reformgraph.language import Language, Text
from reformgraph.lineage.types import Link, LinkRelation, MeasureOf
from reformgraph.lineage.verdicts import End, LinkVerdict, end_of, measure_at
from reformgraph.model import Plan, Reviewer
from reformgraph.reviews import Passage, Verdict
from reformgraph.tables import Column, Table

T = TypeVar("T")

COLUMNS = (
    Column("verdict", Text("意见：通过/驳回/修改/新增", "verdict: accept/reject/change/add")),
    Column("new_relation", Text("改为关系", "new relation")),
    Column("comment", Text("备注", "comment")),
    Column("relation", Text("关系", "relation")),
    Column("score", Text("分值", "score")),
    Column("reasons", Text("理由", "reasons")),
    Column("earlier_plan", Text("较早方案", "earlier plan")),
    Column("earlier_path", Text("较早路径", "earlier path")),
    Column("earlier", Text("较早原文", "earlier words")),
    Column("later_plan", Text("较晚方案", "later plan")),
    Column("later_path", Text("较晚路径", "later path")),
    Column("later", Text("较晚原文", "later words")),
    Column("earlier_at", Text("较早位置", "earlier place")),
    Column("later_at", Text("较晚位置", "later place")),
)
"""What a reviewer fills in, then what is proposed; both languages' headings are known when it is read back."""

RELATIONS: Mapping[LinkRelation, Text] = {
    LinkRelation.CONTINUES: Text("延续", "continues"),
    LinkRelation.EXPANDS: Text("扩大", "expands"),
    LinkRelation.NARROWS: Text("收窄", "narrows"),
    LinkRelation.IMPLEMENTS: Text("落实", "implements"),
    LinkRelation.SPREADS: Text("推广", "spreads"),
}
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.ACCEPT: Text("通过", "accept"),
    Verdict.REJECT: Text("驳回", "reject"),
    Verdict.CHANGE: Text("修改", "change"),
    Verdict.ADD: Text("新增", "add"),
}


def proposals(links: Iterable[Link], plans: Mapping[str, Plan], language: Language) -> Table:
    """The links to be reviewed, a row each."""
    return Table(COLUMNS, tuple(_row(link, plans, language) for link in links))


def _row(link: Link, plans: Mapping[str, Plan], language: Language) -> tuple[str | int | float | None, ...]:
    earlier, later = link.earlier.among(plans), link.later.among(plans)
    return (
        None,
        None,
        None,
        RELATIONS[link.relation].to(language),
        round(link.score, 2),
        "；".join(reason.text.to(language) for reason in link.reasons),
        link.earlier.plan,
        earlier.provision,
        link.earlier.words(plans),
        link.later.plan,
        later.provision,
        link.later.words(plans),
        earlier.span.start,
        later.span.start,
    )


def read_verdicts(text: str, plans: Mapping[str, Plan], reviewer: Reviewer, time: datetime) -> tuple[LinkVerdict, ...]:
    """What a filled sheet says, of the rows that have a verdict; text is its CSV, with or without a byte order mark.

    Raises InputError naming row and column where anything is wrong; then nothing of it counts.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows:
        raise InputError("it is empty; write one with: reformgraph link review FILE.csv")
    known = {heading: column.name for column in COLUMNS for heading in (*column.heading, column.name)}
    names = [known.get(cell.strip(), "") for cell in rows[0]]
    if missing := {"verdict", "earlier_plan", "earlier", "later_plan", "later"} - set(names):
        raise InputError(f"row 1 has no column “{'”, “'.join(sorted(missing))}”; it is no sheet of links")
    found = []
    for number, cells in enumerate(rows[1:], 2):
        row = _Row(number, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}, plans)
        if row.cells.get("verdict"):
            found.append(row.verdict(reviewer, time))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    plans: Mapping[str, Plan]

    def verdict(self, reviewer: Reviewer, time: datetime) -> LinkVerdict:
        verdict = self.choice("verdict", VERDICTS)
        needed = verdict in (Verdict.CHANGE, Verdict.ADD)
        relation = self.choice("new_relation" if needed else "relation", RELATIONS)
        earlier, later = (end_of(self.measure(side), self.plans) for side in ("earlier", "later"))
        return LinkVerdict(verdict, earlier, later, relation, reviewer, time, self.cells.get("comment", ""))

    def choice(self, name: str, words: Mapping[T, Text]) -> T:
        said = self.cells.get(name, "").casefold()
        for choice, known in words.items():
            if said in (each.casefold() for each in known):
                return choice
        allowed = ", ".join(f"{each.zh} {each.en}" for each in words.values())
        raise self.fault(name, f"“{said}” is none of: {allowed}" if said else f"is empty; give one of: {allowed}")

    def measure(self, side: str) -> MeasureOf:
        plan_id, words = self.cells.get(f"{side}_plan", ""), self.cells.get(side, "")
        if plan_id not in self.plans:
            raise self.fault(f"{side}_plan", f"the graph holds no plan “{plan_id}”; `reformgraph plans` lists them")
        at = self.cells.get(f"{side}_at", "")
        passage = Passage(words, start=int(at) if at.isdecimal() else 0)
        found = measure_at(End(plan_id, passage), self.plans)
        if found is None:
            raise self.fault(side, f"“{words[:30]}” is no measure of {plan_id}")
        return found

    def fault(self, name: str, problem: str) -> InputError:
        return InputError(f"row {self.number}, column “{name}”: {problem}")
