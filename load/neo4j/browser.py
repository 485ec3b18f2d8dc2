"""What Neo4j Browser is given: a style for every label and type, saved queries, a guide and a first picture.

All of it is made from `kinds.toml`, the schema and `queries/`. Browser keeps what it knows in its local storage; the
page that our server serves puts ours there (`seed.js`) from a pack of data (`pack`). For another server the same things
are files to drop into Browser: a `.grass` and a zip of queries.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from load.neo4j.schema import RESOURCE, WITHDRAWN, Label, Schema, local, schema
from reformgraph import assets
from reformgraph.catalogue import catalogue
from reformgraph.errors import QueryError
from reformgraph.kinds import Look, looks
from reformgraph.language import Language, Text

PICTURES = assets.QUERIES / "pictures"
FONT, GREY = "14px", "#8A8F98"
FIRST = "first-picture"
"""The picture that Browser draws when it opens."""

Style = Mapping[str, Mapping[str, str]]
"""Properties by selector, as `neo4j.grass` holds them: node.Region → color, caption …"""

QUESTIONS = Text("改革图谱：问题", "Reform graph: questions")
DRAWN = Text("改革图谱：图", "Reform graph: pictures")
"""The two folders of saved queries."""
_PARAM = re.compile(r"^:param (\w+) => (.*?);?[ \t]*$\n?", re.MULTILINE)
_USED = re.compile(r"\$(\w+)")
_PLAIN = Look("Concept", Text("概念", "concept"), Text("概念", "concepts"), "#D5D8DC", "#222222", "念", 50)
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can state: the same queries are the same bytes


@dataclass(frozen=True, slots=True)
class Favourite:
    """A saved query: `name` is its file's, `title` its first line, `content` runs as it stands."""

    name: str
    folder: Text
    title: Text
    content: str

    def text(self, title: str) -> str:
        """The whole of it, with that title as its first line."""
        return f"// {title}\n{self.content}"


def favourites() -> tuple[Favourite, ...]:
    """The pictures, then the catalogue's questions with their example values put in.

    Browser runs a text with `:param` lines, too, but shows none of its results.
    """
    drawn = [_picture(path.stem, path.read_text("utf-8")) for path in sorted(PICTURES.glob("*.cypher"))]
    drawn.sort(key=lambda each: each.name != FIRST)
    asked = [
        Favourite(each.name, QUESTIONS, each.text, _with_values(each.texts["cypher"]))
        for each in catalogue()
        if "cypher" in each.texts
    ]
    return (*drawn, *asked)


def _picture(name: str, text: str) -> Favourite:
    first, _, rest = text.partition("\n")
    zh, slash, en = first.removeprefix("// ").partition(" / ")
    if not slash:
        raise QueryError(f"{name}.cypher: its first line should be “// 中文 / English”")
    return Favourite(name, DRAWN, Text(zh, en), rest.strip())


def _with_values(text: str) -> str:
    values = dict(_PARAM.findall(text))
    lines = [line for line in _PARAM.sub("", text).splitlines() if not line.startswith("//")]
    return _USED.sub(lambda used: values.get(used[1], used[0]), "\n".join(lines).strip())


def zipped() -> bytes:
    """The favourites as a zip of `.cypher` files, for Browser to import; the same queries give the same bytes.

    A folder in it is the folder under the star; Browser gives each file a new id, so that a second import doubles them.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in favourites():
            entry = zipfile.ZipInfo(f"{each.folder.en}/{each.name}.cypher", _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, each.text(f"{each.title.zh} / {each.title.en}") + "\n")
    return made.getvalue()


def style(language: Language) -> Style:
    """How every label and relationship type is drawn.

    Of a node's labels Browser heeds the last one in the style, and it makes up a colour for any that has no rule: so
    all have one, general ones first.
    """
    labels = sorted(schema().labels.values(), key=lambda label: (_depth(label, schema()), label.name))
    rules: dict[str, Mapping[str, str]] = {
        "node": {"border-width": "2px", **_node(_PLAIN)},
        "relationship": {
            "color": GREY,
            "shaft-width": "1px",
            "font-size": "11px",
            "padding": "3px",
            "text-color-external": "#222222",
            "text-color-internal": "#FFFFFF",
            "caption": "<type>",
        },
    }
    rules |= {f"node.{name}": _node(_PLAIN) for name in (RESOURCE, WITHDRAWN, "NamedGraph")}
    rules |= {f"node.{label.name}": _node(_look(label)) for label in labels}
    for name, words in _types().items():
        caption = words.zh if language is Language.ZH else "<type>"
        rules[f"relationship.{name}"] = {**rules["relationship"], "caption": caption}
    return rules


def _types() -> Mapping[str, Text]:
    """The words of every relationship type that a load can make; those of literals lead from a node to itself."""
    literals = {schema().literal_type(key.iri): key.words for key in schema().keys.values()}
    return literals | {kind.name: kind.words for kind in schema().types.values()}


def _depth(label: Label, known: Schema) -> int:
    return len([iri for iri in label.above if iri in known.labels])


def _look(label: Label) -> Look:
    names = (label.name, *(local(iri) for iri in label.above))
    return next((looks()[name] for name in names if name in looks()), _PLAIN)


def _node(look: Look) -> Mapping[str, str]:
    return {
        "color": look.colour,
        "border-color": "#444444",
        "text-color-internal": look.ink,
        "diameter": f"{look.size}px",
        "font-size": FONT,
        "caption": f"{{{look.caption}}}",
    }


def grass(rules: Style) -> str:
    """A style as a `.grass` file, which Browser takes when it is dropped into it."""

    def value(key: str, said: str) -> str:
        return json.dumps(said, ensure_ascii=False) if key == "caption" else said

    return "".join(
        f"{selector} {{\n" + "".join(f"  {key}: {value(key, said)};\n" for key, said in rule.items()) + "}\n\n"
        for selector, rule in rules.items()
    )


def guide(language: Language) -> str:
    """The guide that Browser shows beside the picture: what the colours mean, pictures to click, how to go on."""
    legend = "".join(
        f'<li><span style="display:inline-block;min-width:2em;padding:0 .4em;border-radius:1em;text-align:center;'
        f'border:1px solid {GREY};background:{look.colour};color:{look.ink}">{look.symbol}</span> '
        f"{escape(look.one.to(language))} <code>:{look.name}</code></li>"
        for look in looks().values()
    )
    drawn = "".join(
        f'<p>{escape(each.title.to(language))}</p><pre class="pre-scrollable code runnable" mode="cypher">'
        f"{escape(each.content)}</pre>"
        for each in favourites()
        if each.folder is DRAWN
    )
    click = Text("点 ▷ 即画。", "Click ▷ to draw one.").to(language)
    further = Text(
        "左侧星标（Favorites）中有全部问题，点 ▷ 运行；双击节点展开其关系；查询中的 IRI 可换成您要找的。",
        "All questions are under the star (Favorites): ▷ runs one. Double-click a node to see what it leads to. The "
        "IRIs in a query can be replaced by those that you look for.",
    ).to(language)
    slides = (
        (Text("看懂图", "Reading the picture"), f'<ul style="list-style:none;padding:0">{legend}</ul>'),
        (Text("图", "Pictures"), f"<p>{click}</p>{drawn}"),
        (Text("继续问", "Going on"), f"<p>{further}</p>"),
    )
    pages = "".join(
        f'<slide class="row-fluid"><div class="col-sm-12"><h3>{escape(title.to(language))}</h3>{body}</div></slide>'
        for title, body in slides
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(GUIDE.to(language))}</title></head><body>'
        f'<article class="guide"><carousel class="deck container-fluid">{pages}</carousel></article>'
        "</body></html>\n"
    )


GUIDE = Text("改革图谱指南", "Guide to the reform graph")


def pack(bolt: str, language: Language) -> str:
    """The data that `seed.js` puts into Browser, as a script that does nothing but name it.

    Its version is that of what is put in: where a server listens makes no new one.
    """
    saved = favourites()
    folders = {DRAWN.en: "reformgraph-pictures", QUESTIONS.en: "reformgraph-questions"}
    data = {
        "grass": style(language),
        "folders": [{"id": folders[folder.en], "name": folder.to(language)} for folder in (DRAWN, QUESTIONS)],
        "documents": [
            {
                "id": f"{folders[each.folder.en]}/{each.name}",
                "folder": folders[each.folder.en],
                "content": each.text(each.title.to(language)),
            }
            for each in saved
        ],
        "first": next(each.text(each.title.to(language)) for each in saved if each.name == FIRST),
        "guide": GUIDE.to(language),
    }
    version = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]
    return f"const REFORMGRAPH = {json.dumps({**data, 'bolt': bolt, 'version': version})};\n"
