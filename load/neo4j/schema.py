"""What of the RDF graph becomes what in Neo4j, read from the ontology: classes → labels, properties → types and keys.

- a class of ours → a label of the same name, and so `Concept` and `ConceptScheme` of SKOS; superclasses included
- an object property → a relationship type: `appliesIn` → `APPLIES_IN`
- a datatype property → a property of the same name; by language, `name`, `name_en` (zh has no suffix)
- an Evidence (a subclass of rdf:Statement) → a relationship of its predicate's type; the Mention or Quotation that it
  rests on → properties of that relationship
- everything that is about something → a node `:Resource` with its `uri`

What is single and what a list is the ontology's word too: functional properties are single, and so is what a thing is
called (below skos:prefLabel, dct:title or dct:identifier); where graphs call one thing differently, the others stand in
`other_…`. All else is a sorted list.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from reformgraph import assets
from reformgraph.language import Text
from reformgraph.namespaces import ONTOLOGY, PREFIXES

RESOURCE = "Resource"
"""The label of every node that stands for an IRI."""

WITHDRAWN = "Withdrawn"
"""The label of a node that no graph states any more, kept because a user added to it."""

BOOKKEEPING = ("graphs", "stated")
"""Properties of nodes that say which graphs state them, and what each says where there are several."""

STATEMENT = ("uri", "graph", "rule", "role", "reviewer", "mention", "quote", "start", "end", "mention_rule", "value")
"""Properties of a relationship that stands for an Evidence; of any other relationship of ours only `graph`."""

_RDF, _RDFS, _OWL, _SKOS, _DCT, _XSD = (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos", "dct", "xsd"))
_CALLED = frozenset({_SKOS + "prefLabel", _DCT + "title", _DCT + "identifier"})
_ELSEWHERE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CHINESE = "zh"
_UNDETERMINED = "und"

_KEYS = {
    _SKOS + "prefLabel": ("name", False, Text("名称", "name")),
    _SKOS + "altLabel": ("aliases", True, Text("别名", "aliases")),
    _SKOS + "hiddenLabel": ("hidden", True, Text("检索用名", "names for search only")),
    _SKOS + "definition": ("definition", False, Text("定义", "definition")),
    _SKOS + "notation": ("notation", True, Text("代码", "code")),
    _SKOS + "scopeNote": ("scopeNote", True, Text("适用说明", "scope note")),
    _SKOS + "note": ("note", True, Text("说明", "note")),
    _SKOS + "editorialNote": ("editorialNote", True, Text("编者说明", "editorial note")),
    _SKOS + "historyNote": ("historyNote", True, Text("沿革", "history note")),
    _SKOS + "changeNote": ("changeNote", True, Text("变更说明", "change note")),
    _SKOS + "example": ("example", True, Text("例子", "example")),
    _DCT + "source": ("source", True, Text("来源", "source")),
    _OWL + "deprecated": ("deprecated", False, Text("已停用", "deprecated")),
}
"""Literal properties of SKOS and Dublin Core that a vocabulary may state: key, whether it is a list, and its words."""

_LINKS = {
    _SKOS + "broader": Text("上位概念", "broader"),
    _SKOS + "narrower": Text("下位概念", "narrower"),
    _SKOS + "related": Text("相关概念", "related"),
    _SKOS + "inScheme": Text("所在词表", "in scheme"),
    _SKOS + "topConceptOf": Text("为顶层概念", "top concept of"),
    _SKOS + "hasTopConcept": Text("顶层概念", "has top concept"),
    _SKOS + "exactMatch": Text("等同于", "exact match"),
    _SKOS + "closeMatch": Text("近似于", "close match"),
    _SKOS + "broadMatch": Text("对应上位", "broad match"),
    _SKOS + "narrowMatch": Text("对应下位", "narrow match"),
    _SKOS + "relatedMatch": Text("对应相关", "related match"),
    _DCT + "source": Text("来源", "source"),
    _DCT + "replaces": Text("取代", "replaces"),
    _DCT + "isReplacedBy": Text("被取代", "is replaced by"),
    _RDFS + "seeAlso": Text("参见", "see also"),
}
"""Properties of theirs that lead from thing to thing."""

_STAY_OUT = (ONTOLOGY + "Review", ONTOLOGY + "Passage")
"""Classes of the reviews' graph, which is not loaded: what reviewers settled stands in the plans' graphs."""

_CLASSES = {
    _SKOS + "Concept": Text("概念", "Concept"),
    _SKOS + "ConceptScheme": Text("词表", "Concept scheme"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A class that becomes a label: its IRI, names, and the superclasses that are stated with it."""

    name: str
    iri: str
    words: Text
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A datatype property that becomes a node property: single or a list, with the datatype of its values.

    `datatype` is an IRI; rdf:langString means one key a language. `domain` names the labels that have it.
    """

    name: str
    iri: str
    words: Text
    many: bool
    datatype: str
    domain: tuple[str, ...]

    def of(self, language: str | None) -> str:
        """The key for values in this language: name (zh), name_en; name_und where a label states none."""
        if self.datatype != _RDF + "langString" or language == _CHINESE:
            return self.name
        return f"{self.name}_{(language or _UNDETERMINED).replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class Type:
    """An object property that becomes a relationship type, from nodes of one label to nodes of another."""

    name: str
    iri: str
    words: Text
    domain: tuple[str, ...]
    range: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole projection, by IRI; and the classes of what becomes a relationship, each with those above it."""

    labels: Mapping[str, Label]
    keys: Mapping[str, Key]
    types: Mapping[str, Type]
    evidence: tuple[str, ...]
    link: tuple[str, ...]
    quotation: tuple[str, ...]
    mention: tuple[str, ...]

    def literal_type(self, predicate: str) -> str:
        """The type of a relationship that stands for the Evidence of a literal; it leads from the thing to itself."""
        return _upper(predicate)

    def key(self, name: str) -> tuple[Key, str | None] | None:
        """The property that a key of a node stands for, and the language of its values; None for a key not ours."""
        plain = name.removeprefix("other_")
        for key in self.keys.values():
            if plain == key.name:
                return key, _CHINESE if key.datatype == _RDF + "langString" else None
            if key.datatype == _RDF + "langString" and plain.startswith(f"{key.name}_"):
                language = plain.removeprefix(f"{key.name}_").replace("_", "-")
                return key, None if language == _UNDETERMINED else language
        return None


@cache
def schema() -> Schema:
    """The projection of the shipped ontology."""
    return read_schema(ox.parse(assets.ONTOLOGY.read_bytes(), format=ox.RdfFormat.TURTLE))


def read_schema(ontology: Iterable[ox.Quad]) -> Schema:
    """The projection of an ontology: its classes and properties in our namespace, and those of SKOS in use."""
    reading = _Ontology(ontology)
    statements = [name for name in reading.classes if _RDF + "Statement" in reading.above(name)]
    rests = [name for name in reading.properties("ObjectProperty") if set(reading.domain(name)) & set(statements)]
    quotation = {end for name in rests if len(reading.domain(name)) == 1 for end in reading.range(name)}
    below = [name for name in reading.classes if quotation & set(reading.above(name))]
    folded = {*statements, *quotation, *below, *_STAY_OUT}
    labels = {name: reading.label(name) for name in reading.classes if name not in folded}
    labels |= {name: Label(local(name), name, words, ()) for name, words in _CLASSES.items()}

    def nodes(classes: Iterable[str]) -> tuple[str, ...]:
        return tuple(labels[name].name for name in classes if name in labels)

    keys = {
        name: Key(local(name), name, reading.words(name), reading.many(name), datatype, nodes(reading.domain(name)))
        for name in reading.properties("DatatypeProperty")
        if (datatype := next(iter(reading.range(name)), "")) and not set(reading.domain(name)) <= folded
    }
    for name, (key, many, words) in _KEYS.items():
        keys[name] = Key(key, name, words, many, _ranges(name), ("Concept",))
    types = {
        name: Type(_upper(name), name, reading.words(name), nodes(reading.domain(name)), nodes(reading.range(name)))
        for name in reading.properties("ObjectProperty")
        if not set(reading.domain(name)) <= folded
    }
    types |= {name: Type(_upper(name), name, words, ("Concept",), ()) for name, words in _LINKS.items()}
    (evidence,) = {name for each in rests if len(reading.domain(each)) == 1 for name in reading.domain(each)}
    (link,) = set(statements) - {evidence}
    (quoted,) = quotation
    (named,) = below
    return Schema(
        labels,
        keys,
        types,
        (evidence, *reading.above(evidence)),
        (link, *reading.above(link)),
        (quoted, *reading.above(quoted)),
        (named, *reading.above(named)),
    )


def local(iri: str) -> str:
    """The last part of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def _upper(iri: str) -> str:
    return _ELSEWHERE.sub("_", local(iri)).upper()


def _ranges(iri: str) -> str:
    if iri == _OWL + "deprecated":
        return _XSD + "boolean"
    return _XSD + "string" if iri in (_SKOS + "notation", _DCT + "source") else _RDF + "langString"


class _Ontology:
    """An ontology's statements by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.stated: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = {}
        for quad in quads:
            by_predicate = self.stated.setdefault(_name(quad.subject), {})
            by_predicate.setdefault(quad.predicate.value, []).append(quad.object)  # type: ignore[arg-type]
        self.classes = self._typed("Class")

    def properties(self, kind: str) -> list[str]:
        return self._typed(kind)

    def _typed(self, kind: str) -> list[str]:
        return [
            name
            for name in self.stated
            if name.startswith(ONTOLOGY) and _OWL + kind in self._values(name, _RDF + "type")
        ]

    def _values(self, subject: str, predicate: str) -> list[str]:
        return [_name(value) for value in self.stated.get(subject, {}).get(predicate, [])]

    def label(self, name: str) -> Label:
        return Label(local(name), name, self.words(name), self.above(name))

    def above(self, name: str, predicate: str = _RDFS + "subClassOf") -> tuple[str, ...]:
        """All superclasses (or superproperties), nearest first."""
        found: dict[str, None] = {}
        waiting = self._values(name, predicate)
        while waiting:
            one = waiting.pop(0)
            if one not in found:
                found[one] = None
                waiting += self._values(one, predicate)
        return tuple(found)

    def many(self, name: str) -> bool:
        functional = _OWL + "FunctionalProperty" in self._values(name, _RDF + "type")
        return not functional and not _CALLED & set(self.above(name, _RDFS + "subPropertyOf"))

    def words(self, name: str) -> Text:
        labels = self.stated.get(name, {}).get(_RDFS + "label", [])
        by_language = {label.language: label.value for label in labels if isinstance(label, ox.Literal)}
        return Text(by_language.get("zh", local(name)), by_language.get("en", local(name)))

    def domain(self, name: str) -> list[str]:
        return self._classes(name, _RDFS + "domain")

    def range(self, name: str) -> list[str]:
        return self._classes(name, _RDFS + "range")

    def _classes(self, name: str, predicate: str) -> list[str]:
        """The classes of a domain or range: the one named, or the members of the union."""
        found: list[str] = []
        for each in self._values(name, predicate):
            unions = self._values(each, _OWL + "unionOf")
            found += self._members(unions[0]) if unions else [each]
        return found

    def _members(self, listed: str) -> list[str]:
        found: list[str] = []
        while listed != _RDF + "nil":
            found += self._values(listed, _RDF + "first")
            (listed,) = self._values(listed, _RDF + "rest")
        return found


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)
