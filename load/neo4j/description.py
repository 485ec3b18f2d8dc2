"""The projection in words: what `reformgraph neo4j schema` prints and docs/neo4j.md shows, as Markdown tables."""

from collections.abc import Iterable, Sequence

from load.neo4j.schema import RESOURCE, WITHDRAWN, Schema, local
from reformgraph.language import Language, Text

_STATEMENT = (
    ("uri", "string", Text("依据（Evidence）或关联（Link）的标识", "the Evidence's IRI, or the Link's")),
    (
        "graph",
        "string",
        Text("出自哪个图：方案标识、vocabulary 或 links", "the graph it comes from: a plan's id, vocabulary or links"),
    ),
    ("rule", "string", Text("得出事实的规则", "the rule that related the two")),
    ("role", "string", Text("角色（区域、机构）", "the role (regions and agencies)")),
    ("reviewer", "string", Text("确认、改正或补充它的审核人的标识", "the IRI of who confirmed, corrected or added it")),
    ("mention", "string", Text("所据提及或引文的标识", "the IRI of the mention or quotation that it rests on")),
    ("quote", "string", Text("所据原文", "the words that it rests on")),
    ("start", "integer", Text("起点（码点，从 0 起）", "where they begin, in code points from 0")),
    ("end", "integer", Text("终点（码点）", "where they end")),
    ("mention_rule", "string", Text("得出提及的规则", "the rule that found the mention")),
    ("value", "", Text("事实是文字、数字或日期时的值", "the value, where the fact is a literal")),
    ("score", "double", Text("两份方案的举措相关联的分值，0 至 1", "of a link between two plans' measures: 0 to 1")),
    ("reason", "string[]", Text("关联的理由，中文", "why they are linked, in Chinese")),
    ("reason_en", "string[]", Text("关联的理由，英文", "why they are linked, in English")),
)
_NODE = (
    ("uri", "string", Text("标识；每个节点都有，且唯一", "the IRI; every node has one of its own")),
    (
        "graphs",
        "string[]",
        Text("哪些图述及它：方案标识或 vocabulary", "the graphs that state it: plans' ids, or vocabulary"),
    ),
    ("stated", "string[]", Text("内部使用：各图分别述及的内容", "internal: what each of those graphs states")),
    ("name", "string", Text("显示名称", "a name to show")),
    (
        "other_…",
        "",
        Text(
            "单值属性的其他值，按属性名列出，如 `other_name`、`other_title`：一个图述及几个值，或各图说法不同",
            "further values of a single property, as a list: `other_name`, `other_title`; where one graph states "
            "several, or graphs differ",
        ),
    ),
)


def described(schema: Schema, language: Language) -> str:
    """The labels, relationship types and properties of the projection, in that language."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(language)

    labels = [
        (
            f"`:{label.name}`",
            label.words.to(language),
            " ".join(f"`:{local(name)}`" for name in _ours(label.above, schema)),
        )
        for label in schema.labels.values()
    ]
    types = [
        (f"`{kind.name}`", kind.words.to(language), _labels(kind.domain), _labels(kind.range))
        for kind in schema.types.values()
    ]
    keys = [
        (
            f"`{key.name}`" + (f" `{key.of('en')}`" if key.of("en") != key.name else ""),
            key.words.to(language),
            local(key.datatype).replace("langString", "string") + ("[]" if key.many else ""),
            _labels(key.domain),
        )
        for key in schema.keys.values()
    ]
    return "\n\n".join(
        (
            "### " + say("标签", "Labels"),
            say(
                f"图谱的每个节点都有 `:{RESOURCE}`；图谱不再述及、但有您添加内容的节点为 `:{WITHDRAWN}`。"
                "此外每份载入的图各有一个 `:NamedGraph` 节点，供下次载入时比对（内部使用）。",
                f"Every node of the graph is a `:{RESOURCE}`; what you added to and no graph states any more is "
                f"`:{WITHDRAWN}`. Beside them stands a `:NamedGraph` for each graph that was loaded, for the next load "
                "to compare (internal).",
            ),
            _table((say("标签", "label"), say("中文", "what"), say("同时具有", "is also")), labels),
            "### " + say("关系", "Relationships"),
            say(
                "每条依据（Evidence）为一条关系，同一事实有几条依据就有几条关系；文字、数字或日期的依据是从节点到自身的关系"
                "（`TITLE`、`OUTCOME` 等）。",
                "One relationship for each Evidence, so a fact with two of them has two; that of a literal leads "
                "from the node to itself (`TITLE`, `OUTCOME` and the like).",
            ),
            _table((say("类型", "type"), say("中文", "what"), say("从", "from"), say("到", "to")), types),
            "### " + say("关系的属性", "Properties of relationships"),
            _table(
                (say("属性", "property"), say("类型", "type"), say("说明", "what")),
                [(f"`{name}`", kind, words.to(language)) for name, kind, words in _STATEMENT],
            ),
            "### " + say("节点的属性", "Properties of nodes"),
            _table(
                (say("属性", "property"), say("类型", "type"), say("说明", "what")),
                [(f"`{name}`", kind, words.to(language)) for name, kind, words in _NODE],
            ),
            _table((say("属性", "property"), say("中文", "what"), say("类型", "type"), say("标签", "labels")), keys),
        )
    )


def _ours(names: Iterable[str], schema: Schema) -> list[str]:
    return [name for name in names if name in schema.labels]


def _labels(names: Iterable[str]) -> str:
    return " ".join(f"`:{name}`" for name in names)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
