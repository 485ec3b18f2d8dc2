"""What a page of the explorer shows, as values that become JSON: a plan with its text, or the measures of several.

Pure. Places are UTF-16 code units, since that is how a browser counts; in a plan's own text they are code points.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from load.iris import measure_iris
from reformgraph.kinds import by_plural, looks, stage_colours
from reformgraph.language import Language, Text
from reformgraph.model import Deadline, Measure, Plan, Relation, Span, Target
from reformgraph.namespaces import BASE
from reformgraph.reviewing.table import ROLES, STAGES
from reformgraph.vocabulary import Vocabulary

Json = dict[str, Any]

WORDS: Mapping[str, Text] = {
    "search": Text("搜索原文", "Search the text"),
    "filters": Text("筛选", "Filters"),
    "clear": Text("清除筛选", "Clear filters"),
    "shown": Text("显示 {shown} / {all} 条举措", "{shown} of {all} measures"),
    "more": Text("再显示（还有 {count}）", "Show more ({count} left)"),
    "text": Text("原文", "Text"),
    "plans": Text("方案", "Plans"),
    "measures": Text("举措", "Measures"),
    "matrix": Text("区域 × 机制", "Regions × mechanisms"),
    "stages": Text("阶段", "Stages"),
    "timeline": Text("时限", "Deadlines"),
    "graph": Text("关系图", "Graph"),
    "graph_note": Text(
        "同一举措的区域、机制、机构与领域相连，线越粗，举措越多。点击圆点筛选，点击连线看其举措。",
        "Regions, mechanisms, agencies and fields of one measure are joined; the thicker, the more measures. "
        "Click a dot to filter, a line for its measures.",
    ),
    "pairs": Text("最多同现", "Most often together"),
    "details": Text("详情", "Details"),
    "pick": Text("点击一条举措查看其内容。", "Click a measure to see what was found in it."),
    "action": Text("行动", "Action"),
    "stage": Text("阶段", "Stage"),
    "outcome": Text("预期成效", "Expected outcome"),
    "rule": Text("规则", "rule"),
    "reviewer": Text("审核", "reviewed by"),
    "link": Text("此条链接", "Link to this measure"),
    "in_text": Text("在原文中打开", "Open in its plan"),
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
COMMON_VIEWS = ("matrix", "stages", "timeline", "graph")


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


@dataclass(frozen=True, slots=True)
class _Terms:
    """The names that mentions bear, each told once, with what the vocabulary says of it: mentions point at them."""

    vocabulary: Vocabulary
    rows: list[Json] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def place(self, kind: str, name: str, iri: str | None) -> int:
        if (kind, name) not in self.places:
            self.places[kind, name] = len(self.rows)
            concept = self.vocabulary.concepts.get(iri or "")
            told = {"en": concept.pref_en, "iri": concept.iri, "definition": concept.definition} if concept else {}
            self.rows.append(_stated({"kind": kind, "zh": name, **told}))
        return self.places[kind, name]


@dataclass(frozen=True, slots=True)
class Page:
    """A plan and where its page stands: `plan_id` is the end of its IRI, `file` the page's name in its folder."""

    plan: Plan
    plan_id: str
    file: str


def plan_data(page: Page, vocabulary: Vocabulary, language: Language) -> Json:
    """All that the page of one plan shows; `language` is what it speaks first."""
    plan, terms = page.plan, _Terms(vocabulary)
    units = _Units.of(plan.text)
    return {
        **_frame(language, FILTERED, ("text", *COMMON_VIEWS)),
        "plans": [_plan(page)],
        "text": plan.text,
        "headings": [
            {"path": part.path, "level": part.path.count("/") + 1, "at": units.span(part.heading)}
            for part in plan.provisions
            if part.heading
        ],
        "measures": [
            _measure(measure, terms)
            | {"id": anchor, "at": units.span(measure.span), "rule": measure.rule}
            | ({"outcome": units.span(measure.outcome)} if measure.outcome else {})
            | {"mentions": [_mention(each, terms) | _evidence(each, units) for each in measure.relations]}
            for anchor, measure in zip(_anchors(page), plan.measures, strict=True)
        ],
        "terms": terms.rows,
    }


def collection_data(pages: Iterable[Page], vocabulary: Vocabulary, language: Language) -> Json:
    """What the page of several plans shows: their measures, whose words are the text, one after another.

    The newest plan goes first. What a fact rests on stands on each plan's own page.
    """
    terms = _Terms(vocabulary)
    plans: list[Json] = []
    measures: list[Json] = []
    words: list[str] = []
    end = 0
    for place, page in enumerate(sorted(pages, key=_newest_last, reverse=True)):
        plans.append(_plan(page))
        for anchor, measure in zip(_anchors(page), page.plan.measures, strict=True):
            words.append(measure.span.of(page.plan.text))
            start, end = end, end + len(words[-1].encode("utf-16-le")) // 2
            mentions = [_mention(each, terms) for each in measure.relations]
            row = {"id": anchor, "plan": place, "at": [start, end], "mentions": mentions}
            measures.append(_measure(measure, terms) | row)
    return {
        **_frame(language, ("plans", *FILTERED), ("plans", "measures", *COMMON_VIEWS)),
        "plans": plans,
        "text": "".join(words),
        "headings": [],
        "measures": measures,
        "terms": terms.rows,
    }


def colours() -> str:
    """CSS that gives each kind its colour and ink, and each stage its colour, as `kinds.toml` states them."""
    kinds = (f".k-{look.many.en}{{--colour:{look.colour};--ink:{look.ink}}}\n" for look in looks().values())
    return "".join((*kinds, *(f".s-{stage}{{--colour:{colour}}}\n" for stage, colour in stage_colours().items())))


def _frame(language: Language, filtered: tuple[str, ...], views: tuple[str, ...]) -> Json:
    return {
        "language": str(language),
        "words": {key: words._asdict() for key, words in WORDS.items()},
        "kinds": {
            plural: look.one._asdict() | {"symbol": look.symbol, "colour": look.colour}
            for plural, look in by_plural().items()
        },
        "roles": {str(role): words._asdict() for role, words in ROLES.items()},
        "stages": {str(stage): words._asdict() for stage, words in STAGES.items()},
        "filtered": list(filtered),
        "views": list(views),
    }


def _plan(page: Page) -> Json:
    header = page.plan.header
    return _stated(
        {
            "id": page.plan_id,
            "iri": _iri(page),
            "file": page.file,
            "title": header.title.value,
            "number": header.number.value if header.number else "",
            "issuer": header.issuer.value if header.issuer else "",
            "issued": header.issued.value.isoformat() if header.issued else "",
        }
    )


def _newest_last(page: Page) -> tuple[str, str]:
    issued = page.plan.header.issued
    return issued.value.isoformat() if issued else "", page.plan_id


def _iri(page: Page) -> str:
    return f"{BASE}plan/{page.plan_id}"


def _anchors(page: Page) -> list[str]:
    """The ends of the measures' IRIs, which stay when other measures of the plan change."""
    plan = page.plan
    iris = measure_iris(_iri(page), (measure.span.of(plan.text) for measure in plan.measures))
    return [f"m-{iri.rpartition('/')[2]}" for iri in iris]


def _measure(measure: Measure, terms: _Terms) -> Json:
    fields = [terms.place("fields", _label(stated.value, terms), stated.value) for stated in measure.fields]
    return _stated(
        {
            "path": measure.provision,
            "action": measure.action.value if measure.action else "",
            "stage": str(measure.stage.value) if measure.stage else "none",
            "fields": fields,
        }
    )


def _label(iri: str, terms: _Terms) -> str:
    concept = terms.vocabulary.concepts.get(iri)
    return concept.pref if concept else iri


def _mention(relation: Relation, terms: _Terms) -> Json:
    mention = relation.mention
    found: Json = {
        "term": terms.place(str(mention.kind), mention.name, mention.concept),
        "role": str(relation.role) if relation.role else "",
    }
    match mention.value:
        case Deadline(start, end):
            found["from"], found["to"] = (each.isoformat() if each else "" for each in (start, end))
        case Target(comparator, value, unit):
            found["target"] = f"{comparator} {value:g} {unit}"
    return _stated(found)


def _evidence(relation: Relation, units: _Units) -> Json:
    rules = dict.fromkeys((relation.mention.rule, relation.rule))
    reviewer = relation.reviewer.name if relation.reviewer else ""
    return _stated({"at": units.span(relation.mention.span), "rules": list(rules), "reviewer": reviewer})


def _stated(row: Json) -> Json:
    return {key: value for key, value in row.items() if value not in ("", [])}
