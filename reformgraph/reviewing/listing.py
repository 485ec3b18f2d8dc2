"""The verdicts that are kept, as a table: what each says, of what, by whom, and whether it was found again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reformgraph.language import Language, Text
from reformgraph.model import Deadline, Target
from reformgraph.reviewing.table import COMPARATORS, KINDS, ROLES, STAGES, TITLES, VERDICTS, Sheet
from reformgraph.reviews import MeasureReading, MentionReading, Review, Verdict
from reformgraph.tables import Column, Row, Table

COLUMNS = (
    Column("plan", Text("方案", "plan")),
    Column("state", Text("状态", "state")),
    Column("verdict", Text("意见", "verdict")),
    Column("kind", Text("类别", "kind")),
    Column("path", Text("条款", "path")),
    Column("quote", Text("原文", "words")),
    Column("sets", Text("定为", "sets")),
    Column("reviewer", Text("审核人", "reviewer")),
    Column("date", Text("日期", "date")),
    Column("comment", Text("备注", "comment")),
    Column("id", Text("编号", "id")),
)

_IN_FORCE = Text("有效", "in force")
_ORPHANED = Text("找不到", "orphaned")
_NO_PLAN = Text("方案不在图谱中", "plan not in the graph")
_NOT_BUILT = Text("待重建", "build the plan again")


@dataclass(frozen=True, slots=True)
class KeptOf:
    """What is kept of one plan: `orphans` are those not found again, by id, as of its last build.

    `built` is False where the plan was not built with these reviews, None where it is not in the graph.
    """

    plan: str
    reviews: tuple[Review, ...]
    built: bool | None
    orphans: Mapping[str, Text]


def listing(kept: Iterable[KeptOf], language: Language, *, only_orphans: bool = False) -> Table:
    """All verdicts, plan by plan, as they stand in the text; or those alone that were not found again."""
    rows = [
        _row(each, review, language)
        for each in kept
        for review in sorted(each.reviews, key=lambda review: (review.measure.start, review.id))
        if not only_orphans or each.built is None or review.id in each.orphans
    ]
    return Table(COLUMNS, tuple(rows))


def _row(kept: KeptOf, review: Review, language: Language) -> Row:
    kind = KINDS[review.kind] if review.kind else TITLES[Sheet.MEASURES]
    return (
        kept.plan,
        _state(kept, review, language),
        VERDICTS[review.verdict].to(language),
        kind.to(language),
        review.path or None,
        (review.mention or review.measure).quote,
        "；".join(_sets(review, language)) or None,
        review.reviewer.name,
        review.time.date().isoformat(),
        review.comment or None,
        review.id,
    )


def _state(kept: KeptOf, review: Review, language: Language) -> str:
    if kept.built is None:
        return _NO_PLAN.to(language)
    why = kept.orphans.get(review.id)
    if why:
        return f"{_ORPHANED.to(language)}: {why.to(language)}"
    return (_IN_FORCE if kept.built else _NOT_BUILT).to(language)


def _sets(review: Review, language: Language) -> Iterator[str]:
    """What a correction says, or an addition."""
    if review.verdict not in (Verdict.CHANGE, Verdict.ADD):
        return
    if review.states.passage.quote != (review.mention or review.measure).quote:
        yield review.states.passage.quote
    match review.states:
        case MeasureReading(_, action, stage):
            yield from (action,) if action else ()
            yield from (STAGES[stage].to(language),) if stage else ()
        case MentionReading(_, name, role, _, value):
            match value:
                case Target(comparator, number, unit):
                    yield f"{COMPARATORS[comparator].zh} {number:g} {unit}".strip()
                case Deadline(start, end):
                    yield f"{start or ''}/{end or ''}"
                case None:
                    yield name
            yield from (ROLES[role].to(language),) if role else ()
