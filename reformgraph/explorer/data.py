"""What a page of the explorer shows, as plain values that become JSON: the text, its parts, measures and mentions.

Pure. Places are UTF-16 code units, since that is how a browser counts; in a plan's own text they are code points.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reformgraph.kinds import by_plural, looks
from reformgraph.language import Language, Text
from reformgraph.model import Deadline, Measure, Plan, Relation, Span, Target
from reformgraph.reviewing.table import ROLES, STAGES

Json = dict[str, Any]

WORDS: Mapping[str, Text] = {
    "search": Text("搜索原文", "Search the text"),
    "filters": Text("筛选", "Filters"),
    "clear": Text("清除筛选", "Clear filters"),
    "shown": Text("显示 {shown} / {all} 条举措", "{shown} of {all} measures"),
    "text": Text("原文", "Text"),
    "matrix": Text("区域 × 机制", "Regions × mechanisms"),
    "stages": Text("阶段", "Stages"),
    "timeline": Text("时限", "Deadlines"),
    "details": Text("详情", "Details"),
    "pick": Text("点击一条举措查看其内容。", "Click a measure to see what was found in it."),
    "action": Text("行动", "Action"),
    "stage": Text("阶段", "Stage"),
    "outcome": Text("预期成效", "Expected outcome"),
    "rule": Text("规则", "rule"),
    "link": Text("此条链接", "Link to this measure"),
    "none": Text("未写明", "not stated"),
    "nothing": Text("没有符合条件的举措。", "No measure matches."),
    "number": Text("文号", "Number"),
    "issuer": Text("发文机关", "Issuer"),
    "issued": Text("成文日期", "Issued"),
    "until": Text("前", "by"),
    "from": Text("自", "from"),
    "language": Text("English", "中文"),
    "skip": Text("跳到原文", "Skip to the text"),
    "all_plans": Text("全部方案", "All plans"),
}
"""The page's own words; {…} are filled in there."""

FILTERED = ("regions", "mechanisms", "agencies", "stages", "fields")


@dataclass(frozen=True, slots=True)
class _Units:
    """Where a code point of the text stands in UTF-16: each one beyond U+FFFF in front of it counts once more."""

    wide: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Units":
        return cls(tuple(place for place, letter in enumerate(text) if letter > "\uffff"))

    def place(self, at: int) -> int:
        return at + bisect_left(self.wide, at)

    def span(self, span: Span) -> list[int]:
        return [self.place(span.start), self.place(span.end)]


def plan_data(plan: Plan, plan_id: str, fields: Mapping[str, Text], language: Language) -> Json:
    """All that the page of one plan shows.

    `fields` are the names of the vocabulary's fields by IRI; `language` is what the page speaks first.
    """
    units = _Units.of(plan.text)
    header = plan.header
    return {
        "id": plan_id,
        "language": str(language),
        "text": plan.text,
        "title": header.title.value,
        "number": header.number.value if header.number else "",
        "issuer": header.issuer.value if header.issuer else "",
        "issued": header.issued.value.isoformat() if header.issued else "",
        "headings": [
            {"path": part.path, "level": part.path.count("/") + 1, "at": units.span(part.heading)}
            for part in plan.provisions
            if part.heading
        ],
        "measures": [_measure(plan, place, measure, units, fields) for place, measure in enumerate(plan.measures, 1)],
        "kinds": {plural: look.one._asdict() | {"symbol": look.symbol} for plural, look in by_plural().items()},
        "roles": {str(role): words._asdict() for role, words in ROLES.items()},
        "stages": {str(stage): words._asdict() for stage, words in STAGES.items()},
        "words": {key: words._asdict() for key, words in WORDS.items()},
        "filtered": list(FILTERED),
    }


def colours() -> str:
    """CSS that gives each kind its colour and ink, as `kinds.toml` states them."""
    return "".join(f".k-{look.many.en}{{--colour:{look.colour};--ink:{look.ink}}}\n" for look in looks().values())


def _measure(plan: Plan, place: int, measure: Measure, units: _Units, fields: Mapping[str, Text]) -> Json:
    found = [fields.get(stated.value, Text(stated.value, stated.value)) for stated in measure.fields]
    return {
        "id": f"m{place}",
        "path": measure.provision,
        "at": units.span(measure.span),
        "rule": measure.rule,
        "action": measure.action.value if measure.action else "",
        "stage": str(measure.stage.value) if measure.stage else "none",
        "outcome": units.span(measure.outcome) if measure.outcome else None,
        "fields": [field._asdict() for field in found],
        "mentions": [_mention(plan, relation, units) for relation in measure.relations],
    }


def _mention(plan: Plan, relation: Relation, units: _Units) -> Json:
    mention = relation.mention
    found: Json = {
        "kind": str(mention.kind),
        "name": mention.name,
        "at": units.span(mention.span),
        "rule": mention.rule,
        "role": str(relation.role) if relation.role else "",
        "quote": mention.span.of(plan.text),
        "concept": mention.concept or "",
    }
    match mention.value:
        case Deadline(start, end):
            found["from"], found["to"] = (each.isoformat() if each else "" for each in (start, end))
        case Target(comparator, value, unit):
            found["target"] = f"{comparator} {value:g} {unit}"
    return found
