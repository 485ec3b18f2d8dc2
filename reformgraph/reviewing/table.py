"""What a review file shows: its sheets, columns and words, and the rows of a plan as it stands.

Pure. A row has what a person reads and, apart from it, what it is about (`About`), so that the file can be read back
whatever has become of the plan meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reformgraph.kinds import by_plural
from reformgraph.language import Language, Text
from reformgraph.model import Deadline, Kind, Measure, Plan, Relation, Role, Stage, Target
from reformgraph.reviews import MeasureReading, MentionReading, Passage, Reading, Review

if TYPE_CHECKING:
    from extract.review import Reviewed

Cell = str | int | float | None


class Sheet(StrEnum):
    """A sheet that is to be filled in."""

    MEASURES = "measures"
    MENTIONS = "mentions"


TITLES: Mapping[Sheet, Text] = {
    Sheet.MEASURES: Text("举措", "Measures"),
    Sheet.MENTIONS: Text("提及", "Mentions"),
}

ACCEPT, REJECT, CHANGE, ADD, WITHDRAW = "accept", "reject", "change", "add", "withdraw"
NONE = "none"

VERDICTS: Mapping[str, Text] = {
    ACCEPT: Text("通过", "accept"),
    REJECT: Text("驳回", "reject"),
    CHANGE: Text("修改", "change"),
    ADD: Text("新增", "add"),
    WITHDRAW: Text("撤回", "withdraw"),
}
STAGES: Mapping[str, Text] = {
    Stage.EXPLORE: Text("探索", "explore"),
    Stage.PILOT: Text("试点", "pilot"),
    Stage.EXPAND: Text("扩大", "expand"),
    Stage.FULL: Text("全面推行", "full"),
    Stage.SUSTAIN: Text("持续", "sustain"),
    Stage.ESTABLISH: Text("建立", "establish"),
    NONE: Text("无", "none"),
}
KINDS: Mapping[str, Text] = {kind: by_plural()[kind].one for kind in Kind}
ROLES: Mapping[str, Text] = {
    Role.APPLIES_IN: Text("实施于", "applies in"),
    Role.LEAD: Text("牵头", "lead"),
    Role.RESPONSIBLE: Text("责任", "responsible"),
    Role.COOPERATING: Text("配合", "cooperating"),
    Role.RECIPIENT: Text("报送", "recipient"),
    Role.MENTIONS: Text("提及", "mentions"),
}
COMPARATORS: Mapping[str, Text] = {
    sign: Text(shown, shown) for sign, shown in (("<=", "≤"), ("<", "<"), ("=", "="), (">=", "≥"), (">", ">"))
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, heading and width in letters; whether it is the reviewer's, and what may be chosen in it.

    `added` columns are filled in for a new row too, though they show what was read in all others.
    """

    key: str
    heading: Text
    width: int
    yours: bool = False
    added: bool = False
    choices: Mapping[str, Text] | None = None


_AROUND = 18
"""How many letters around a row's words are shown."""

_PLAN = Column("plan", Text("方案", "plan"), 17, added=True)
_PATH = Column("path", Text("条款", "path"), 11, added=True)
_BEFORE = Column("before", Text("前文", "before"), 20)
_AFTER = Column("after", Text("后文", "after"), 20)
_KEPT = Column("kept", Text("已有意见", "kept verdict"), 18)
_VERDICT = Column("verdict", Text("意见", "verdict"), 9, yours=True, choices=VERDICTS)
_COMMENT = Column("comment", Text("备注", "comment"), 24, yours=True)
_ID = Column("id", Text("编号（勿改）", "id (leave)"), 17)

COLUMNS: Mapping[Sheet, tuple[Column, ...]] = {
    Sheet.MEASURES: (
        _PLAN,
        _PATH,
        _BEFORE,
        Column("text", Text("举措原文", "measure"), 52, added=True),
        _AFTER,
        Column("action", Text("行动", "action"), 9),
        Column("stage", Text("阶段", "stage"), 10),
        _KEPT,
        _VERDICT,
        Column("new_text", Text("改为原文", "new text"), 36, yours=True),
        Column("new_action", Text("改为行动", "new action"), 11, yours=True),
        Column("new_stage", Text("改为阶段", "new stage"), 11, yours=True, choices=STAGES),
        _COMMENT,
        _ID,
    ),
    Sheet.MENTIONS: (
        _PLAN,
        _PATH,
        Column("within", Text("所在举措", "in measure"), 40),
        Column("kind", Text("类别", "kind"), 10, added=True, choices=KINDS),
        _BEFORE,
        Column("text", Text("原文", "words"), 22, added=True),
        _AFTER,
        Column("reads", Text("读作", "read as"), 24),
        Column("role", Text("角色", "role"), 11),
        _KEPT,
        _VERDICT,
        Column("new_text", Text("改为原文", "new words"), 18, yours=True),
        Column("new_name", Text("改为名称", "new name"), 20, yours=True),
        Column("new_role", Text("改为角色", "new role"), 11, yours=True, choices=ROLES),
        Column("comparator", Text("比较符", "comparator"), 12, yours=True, choices=COMPARATORS),
        Column("value", Text("数值", "value"), 9, yours=True),
        Column("unit", Text("单位", "unit"), 8, yours=True),
        Column("from", Text("起", "from"), 12, yours=True),
        Column("to", Text("止", "to"), 12, yours=True),
        _COMMENT,
        Column("measure", Text("举措编号", "measure id"), 17, added=True),
        _ID,
    ),
}


@dataclass(frozen=True, slots=True)
class About:
    """What a row is about: the measure, or the mention of that kind in it, of the plan with this id, as it was shown.

    `id` is that of a review about it. `measure` and `mention` are where the rules read it, which is elsewhere than
    `shown` where a review has moved it.
    """

    id: str
    plan: str
    path: str
    measure: Passage
    shown: Reading
    kind: Kind | None = None
    mention: Passage | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: what it is about, and what it shows by column."""

    sheet: Sheet
    about: About
    cells: Mapping[str, Cell]


def meaning(words: Mapping[str, Text], said: str) -> str | None:
    """The key that a word stands for, in either language or by itself; None where it stands for none."""
    plain = said.strip().casefold()
    for key, text in words.items():
        if plain in (key.casefold(), text.zh.casefold(), text.en.casefold()):
            return key
    return None


def label(plan: Plan, plan_id: str) -> str:
    """What a row calls its plan: the 文号, else the title, else the id."""
    return plan.header.number.value if plan.header.number else plan.header.title.value or plan_id


def reading_of(plan: Plan, measure: Measure, relation: Relation | None = None) -> Reading:
    """A measure, or a mention in it, as the plan has it."""
    if relation is None:
        action, stage = measure.action, measure.stage
        passage = Passage.of(plan.text, measure.span)
        return MeasureReading(passage, action.value if action else None, stage.value if stage else None)
    mention = relation.mention
    passage = Passage.of(plan.text, mention.span)
    return MentionReading(passage, mention.name, relation.role, mention.concept, mention.value)


def rows(plan_id: str, reviewed: "Reviewed", reviews: Iterable[Review], language: Language) -> tuple[Row, ...]:
    """The rows of one plan: its measures, then its mentions, each as the text has them.

    `reviewed` is the plan with its `reviews`. What was rejected, and what was not found again, has a row too.
    """
    return tuple(_Rows(plan_id, reviewed, tuple(reviews), language).all())


class _Rows:
    def __init__(self, plan_id: str, reviewed: "Reviewed", reviews: tuple[Review, ...], language: Language) -> None:
        self.plan_id = plan_id
        self.plan = reviewed.plan
        self.reviewed = reviewed
        self.language = language
        self.label = label(self.plan, plan_id)
        self.lost = {orphan.review.id: orphan.why for orphan in reviewed.orphans}
        standing = {review.id for review in (*reviewed.measures.values(), *reviewed.relations.values())}
        self.others = [review for review in reviews if review.id not in standing]
        self.ids: dict[Passage, str] = {}

    def all(self) -> Iterator[Row]:
        measures: list[tuple[float, Row]] = [
            (measure.span.start, self._measure(index, measure)) for index, measure in enumerate(self.plan.measures)
        ]
        measures += [(self._start(review), self._other(review)) for review in self.others if review.kind is None]
        for _, row in measures:
            self.ids[row.about.measure] = self.ids[row.about.shown.passage] = row.about.id
        mentions: list[tuple[float, Row]] = [
            (measure.span.start, self._mention(index, place, measure, relation))
            for index, measure in enumerate(self.plan.measures)
            for place, relation in enumerate(measure.relations)
        ]
        mentions += [(self._start(review), self._other(review)) for review in self.others if review.kind is not None]
        for found in (measures, mentions):
            yield from (row for _, row in sorted(found, key=lambda pair: pair[0]))

    def _start(self, review: Review) -> float:
        """Where a row without a measure stands among the others; what is lost comes last."""
        return float("inf") if review.id in self.lost else review.measure.start

    def _measure(self, index: int, measure: Measure) -> Row:
        from load.reviews import review_id  # noqa: PLC0415  rdflib takes its time

        review, shown = self.reviewed.measures.get(index), reading_of(self.plan, measure)
        own = review.measure if review else shown.passage
        name = review.id if review else review_id(self.plan_id, own)
        return self._row(About(name, self.plan_id, measure.provision, own, shown), review)

    def _mention(self, index: int, place: int, measure: Measure, relation: Relation) -> Row:
        from load.reviews import review_id  # noqa: PLC0415

        review = self.reviewed.relations.get((index, place))
        shown, kind = reading_of(self.plan, measure, relation), relation.mention.kind
        own = review.measure if review else Passage.of(self.plan.text, measure.span)
        mention = (review and review.mention) or shown.passage
        name = review.id if review else review_id(self.plan_id, own, kind, mention, relation.role or "")
        about = About(name, self.plan_id, measure.provision, own, shown, kind, mention)
        return self._row(about, review, Passage.of(self.plan.text, measure.span))

    def _other(self, review: Review) -> Row:
        """A row for what is not in the plan: rejected, or lost."""
        about = About(review.id, self.plan_id, review.path, review.measure, review.states, review.kind, review.mention)
        return self._row(about, review, review.measure)

    def _row(self, about: About, review: Review | None, measure: Passage | None = None) -> Row:
        cells: dict[str, Cell] = {"plan": self.label, "kept": self._kept(review), **shown_cells(about, self.language)}
        if measure is not None:
            cells |= {"within": measure.quote, "measure": self.ids.get(measure) or self.ids.get(about.measure)}
        return Row(Sheet.MENTIONS if about.kind else Sheet.MEASURES, about, cells)

    def _kept(self, review: Review | None) -> str | None:
        if review is None:
            return None
        verdict = VERDICTS[review.verdict].to(self.language)
        said = f"{verdict} {review.reviewer.name} {review.time.date().isoformat()}"
        why = self.lost.get(review.id)
        return f"{said}（{why.to(self.language)}）" if why else said


def shown_cells(about: About, language: Language) -> dict[str, Cell]:
    """The cells of a row that only show what was read."""
    shown = about.shown
    cells: dict[str, Cell] = {
        "id": about.id,
        "path": about.path,
        "before": " ".join(shown.passage.prefix[-_AROUND:].split()),
        "text": shown.passage.quote,
        "after": " ".join(shown.passage.suffix[:_AROUND].split()),
    }
    if isinstance(shown, MeasureReading):
        return cells | {"action": shown.action, "stage": STAGES[shown.stage].to(language) if shown.stage else None}
    kind = KINDS[about.kind].to(language) if about.kind else None
    role = ROLES[shown.role].to(language) if shown.role else None
    return cells | {"kind": kind, "reads": _reads(shown, language), "role": role}


def _reads(shown: MentionReading, language: Language) -> str:
    match shown.value:
        case Target(comparator, value, unit):
            return f"{COMPARATORS[comparator].zh} {value:g} {unit}".strip()
        case Deadline(start, end):
            return Text(f"{start or ''} 至 {end or ''}", f"{start or ''} to {end or ''}").to(language).strip()
    return shown.name
