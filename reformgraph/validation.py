"""Validation: what is wrong with a graph, in which plan, and at which sentence.

Three kinds of checks, one report. The SHACL shapes (`shapes/*.ttl`) run in pySHACL, plan by plan. The checks across
records (`shapes/violations/NAME-violation.rq`) are SPARQL queries over a plan's whole graph, run by Oxigraph; each row
(?focus, and where it helps ?path and ?value) is one result. With the plan's text at hand, its quotes are compared.

In a violation query the default graph is the data (with `#+ scope: all` all that is known); the graph named like the
ontology holds the ontology, and `graph/vocabulary` the classes of those vocabulary concepts that the data point to, and
what other graphs say of the same nodes. Curated concepts are described in
the vocabularies alone, so their classes are looked up there; what is wrong with them is not reported about a plan.

Pure apart from `read_data`, which reads a file.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pyoxigraph as ox
from pyshacl import validate as shacl_validate
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Identifier, Node

from reformgraph.assets import ONTOLOGY as ONTOLOGY_FILE
from reformgraph.assets import SHAPES
from reformgraph.errors import InputError
from reformgraph.language import Language, Text
from reformgraph.namespaces import BASE, GRAPH, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from reformgraph.vocabulary import Concept

RG = Namespace(ONTOLOGY)
CHECKS = BASE + "shapes#"
"""Where the IRIs of all shapes and checks begin; the rest is the name of the shape or of the query's file."""

ONTOLOGY_GRAPH = ONTOLOGY.removesuffix("#")
VOCABULARY_GRAPH = GRAPH + "vocabulary"
QUERY_COMPONENT = SH.SPARQLConstraintComponent
BLANK = BNode("blank")

Fact = tuple[Node | None, Node | None, Node | None]
"""What a result is about: focus, path, value."""


class Severity(IntEnum):
    """How bad a result is; a greater one is worse."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def iri(self) -> URIRef:
        """The SHACL severity."""
        return URIRef(SH + self.name.capitalize())

    @property
    def label(self) -> Text:
        """Its name in both languages."""
        return {
            Severity.VIOLATION: Text("违规", "violation"),
            Severity.WARNING: Text("警告", "warning"),
            Severity.INFO: Text("提示", "info"),
        }[self]


class Vocabulary(Protocol):
    """What validation needs of a vocabulary: its concepts by IRI."""

    @property
    def concepts(self) -> Mapping[str, "Concept"]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is wrong.

    `source` is the IRI of the shape or check and `component` that of the kind of constraint; `focus`, `path` and
    `value` are RDF terms, None where the check gives none. `plan` is the plan's 文号 and title, `sentence` the quote of
    the measure that it concerns, else of the place, "" where there is none.
    """

    severity: Severity
    source: str
    focus: Identifier
    path: Identifier | None
    value: Identifier | None
    message_zh: str
    message_en: str
    plan: str
    sentence: str
    component: str = str(QUERY_COMPONENT)

    @property
    def name(self) -> str:
        """The name of the shape or check, such as measure-quote."""
        return self.source.removeprefix(CHECKS)

    @property
    def key(self) -> tuple[str, ...]:
        """The order of results in a report: the worst first, then by plan, place and check."""
        terms = (self.focus, self.path, self.value)
        return (
            str(-self.severity),
            self.plan,
            *("" if term is None else f"{type(term).__name__} {term}" for term in terms),
            self.source,
            self.component,
        )

    def as_dict(self) -> dict[str, Any]:
        """The result for JSON."""
        return {
            "severity": self.severity.name.lower(),
            "source": self.source,
            "component": self.component,
            "focus": str(self.focus),
            "path": None if self.path is None else str(self.path),
            "value": None if self.value is None else str(self.value),
            "message": {"zh": self.message_zh, "en": self.message_en},
            "plan": self.plan,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The results, the worst first, without repetitions, and the number of triples that were checked."""

    results: tuple[Result, ...]
    triples: int

    @classmethod
    def of(cls, results: Iterable[Result], triples: int) -> "Report":
        """A report of results in any order."""
        return cls(tuple(sorted(set(results), key=lambda result: result.key)), triples)

    def count(self, severity: Severity) -> int:
        """How many results have exactly this severity."""
        return sum(result.severity is severity for result in self.results)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and hints don't make a graph invalid."""
        return not self.fails_on(Severity.VIOLATION)

    def fails_on(self, severity: Severity) -> bool:
        """Whether any result is at least this bad."""
        return any(result.severity >= severity for result in self.results)

    def exit_code(self, severity: Severity = Severity.VIOLATION) -> int:
        """pySHACL's: 0 where the graph conforms, 1 where not (2, a failure to run, is an exception here)."""
        return int(self.fails_on(severity))

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON."""
        counts = {severity.name.lower(): self.count(severity) for severity in reversed(Severity)}
        return {
            "conforms": self.conforms,
            "triples": self.triples,
            "counts": counts,
            "results": [result.as_dict() for result in self.results],
        }

    def as_text(self, language: Language = Language.ZH) -> str:
        """The report for a reader, ended by a line break."""
        return "\n".join(_text_lines(self, language)) + "\n"

    def as_turtle(self) -> str:
        """A sh:ValidationReport; its IRIs come from its content, so equal reports are equal bytes."""
        return _report_turtle(self)


def validate(
    data: Graph, text: str | None = None, vocabulary: Vocabulary | None = None, elsewhere: Graph | None = None
) -> Report:
    """Check one graph, of one plan or of several, or of vocabulary concepts.

    `text` is the text of the graph's one plan; without it quotes are not compared. `vocabulary` says what concepts
    there are beside those in the graph; the shipped one if None. `elsewhere` is what other graphs say of nodes that
    this one speaks of: it is looked up, not checked. The graph is not changed.
    """
    known = (vocabulary or _shipped_vocabulary()).concepts
    parts = _split(data)
    results = [result for part in parts for result in _Checked(part, known, elsewhere).results()]
    if text is not None:
        results.extend(_Checked(data, known).against(text))
    return Report.of(results, len(data))


def validate_all(graphs: Iterable[Graph], vocabulary: Vocabulary | None = None) -> Report:
    """One report of several graphs, each checked by itself."""
    reports = [validate(graph, None, vocabulary) for graph in graphs]
    results = (result for report in reports for result in report.results)
    return Report.of(results, sum(report.triples for report in reports))


def read_data(path: Path) -> tuple[Graph, ...]:
    """The graphs of an RDF file (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML by its name's ending), by name.

    Raises InputError where there is no such file, or it is of no known kind or cannot be parsed (naming the line).
    """
    rdf_format = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise InputError(f"{path}: not a known kind of RDF file; use .ttl, .trig, .nt, .nq, .jsonld or .rdf")
    graphs: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    try:
        for quad in ox.parse(path.read_bytes(), format=rdf_format, base_iri=path.absolute().as_uri()):
            graphs[str(quad.graph_name)].append(quad)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except SyntaxError as error:
        raise InputError(f"{path}: line {error.lineno}: {error.msg}") from error
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error
    return tuple(_to_graph(graphs[name]) for name in sorted(graphs))


class Check(NamedTuple):
    """A violation query: its name (the file's, less `-violation.rq`), severity, message and SPARQL.

    One that `looks_elsewhere` takes what other graphs say of the same nodes for a part of the data.
    """

    name: str
    severity: Severity
    message: Text
    query: str
    looks_elsewhere: bool = False


@lru_cache(maxsize=1)
def violation_checks() -> tuple[Check, ...]:
    """The checks across records, by name; a new file in `shapes/violations` is one more.

    Raises ValueError where a file's head lacks `#+ summary: zh / en` or `#+ severity:`.
    """
    return tuple(_read_check(path) for path in sorted((SHAPES / "violations").glob("*-violation.rq")))


@lru_cache(maxsize=1)
def shapes_graph() -> Graph:
    """The SHACL shapes, of all files together."""
    graph = Graph()
    for path in sorted(SHAPES.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _read_check(path: Path) -> Check:
    query = path.read_text("utf-8")
    head = dict(line[2:].strip().split(": ", 1) for line in query.splitlines() if line.startswith("#+"))
    try:
        zh, en = head["summary"].split(" / ")
        severity, scope = Severity[head["severity"].upper()], head.get("scope", "graph")
        return Check(path.name.removesuffix("-violation.rq"), severity, Text(zh, en), query, scope == "all")
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path}: its head must say `#+ summary: zh / en` and `#+ severity: violation`") from error


@lru_cache(maxsize=1)
def _shipped_vocabulary() -> Vocabulary:
    from reformgraph.vocabulary import Vocabulary as Shipped  # noqa: PLC0415  only where none is given

    return Shipped.load()


def _split(data: Graph) -> tuple[Graph, ...]:
    """The graph plan by plan, each with all that belongs to no plan: the time of checks grows faster than size."""
    plans = set(data.subjects(RDF.type, RG.Plan))
    if len(plans) < 2:  # noqa: PLR2004
        return (data,)
    longest_first = sorted((str(plan) for plan in plans), key=lambda iri: (-len(iri), iri))
    shared = Graph()
    own = {str(plan): Graph() for plan in plans}
    for subject in set(data.subjects()):
        stated = data.value(subject, RG.inPlan, any=True)
        plan = str(stated) if stated in plans else _owner(str(subject), longest_first)
        target = own.get(plan, shared)
        for triple in data.triples((subject, None, None)):
            target.add(triple)
    for part in own.values():
        for triple in shared:
            part.add(triple)
    return tuple(own[plan] for plan in sorted(own))


def _owner(iri: str, plans: Iterable[str]) -> str:
    return next((plan for plan in plans if iri == plan or iri.startswith(plan + "/")), "")


class _Checked:
    """One graph under check, with what is looked up again and again."""

    def __init__(self, data: Graph, known: Mapping[str, "Concept"], elsewhere: Graph | None = None) -> None:
        self.data = data
        self.elsewhere = elsewhere or Graph()
        self.classes = {
            URIRef(iri): tuple(RG[name] for name in known[iri].classes)
            for iri in {str(node) for node in data.objects() if isinstance(node, URIRef)}
            if iri in known
        }
        self.described = {iri for iri in self.classes if (iri, RDF.type, None) in data}

    def results(self) -> Iterator[Result]:
        """What the shapes and the violation queries find, and IRIs that are none."""
        for subject, path, value in self.data:
            for term in (subject, path, value):
                if isinstance(term, URIRef) and not _is_iri(term):
                    yield self._result(
                        Severity.VIOLATION, CHECKS + "iri-not-valid", (subject, path, term), IRI_NOT_VALID
                    )
        yield from self._shapes()
        yield from self._queries()

    def against(self, text: str) -> Iterator[Result]:
        """What differs from the plan's text: quotes and what surrounds them, its length, its hash."""
        for focus, quote in self.data.subject_objects(RG.quote):
            start, end = self._number(focus, RG.start), self._number(focus, RG.end)
            if start is None or end is None:
                continue
            if text[start:end] != str(quote):
                yield self._text_result("quote-at-its-place", focus, RG.quote, quote)
            for path, there in ((RG.prefix, text[:start]), (RG.suffix, text[end:])):
                around = self.data.value(focus, path)
                if around is None:
                    continue
                fits = there.endswith(str(around)) if path == RG.prefix else there.startswith(str(around))
                if not fits:
                    yield self._text_result("surroundings-at-their-place", focus, path, around)
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        for path, expected in ((RG.textLength, str(len(text))), (RG.textHash, digest)):
            for focus, value in self.data.subject_objects(path):
                if str(value) != expected:
                    yield self._text_result("text-of-plan", focus, path, value)

    def _number(self, focus: Node, path: URIRef) -> int | None:
        value = self.data.value(focus, path)
        number = value.toPython() if isinstance(value, Literal) else None
        return number if isinstance(number, int) and number >= 0 else None

    def _text_result(self, name: str, focus: Node, path: URIRef, value: Node) -> Result:
        return self._result(Severity.VIOLATION, CHECKS + name, (focus, path, value), TEXT_CHECKS[name])

    def _shapes(self) -> Iterator[Result]:
        data = Graph()
        data += self.data
        for iri, classes in self.classes.items():
            for each in classes:
                data.add((iri, RDF.type, each))
        shapes = shapes_graph()
        _, found, _ = shacl_validate(data, shacl_graph=shapes, inference="none", inplace=True)
        if not isinstance(found, Graph):
            raise found if isinstance(found, Exception) else RuntimeError(str(found))
        for node in found.objects(None, SH.result):
            focus, source = found.value(node, SH.focusNode), found.value(node, SH.sourceShape)
            if focus in self.classes and focus not in self.described:
                continue
            severity = Severity[str(found.value(node, SH.resultSeverity)).rpartition("#")[2].upper()]
            path, value = found.value(node, SH.resultPath), found.value(node, SH.value)
            component = str(found.value(node, SH.sourceConstraintComponent))
            yield self._result(severity, str(source), (focus, path, value), _message(shapes, source), component)

    def _queries(self) -> Iterator[Result]:
        store = ox.Store()
        store.extend(self._quads())
        for check in violation_checks():
            rows = store.query(check.query, use_default_graph_as_union=check.looks_elsewhere)
            for row in rows:  # type: ignore[union-attr]
                names = [variable.value for variable in rows.variables]  # type: ignore[union-attr]
                terms = {name: _from_ox(row[name]) for name in names if row[name] is not None}
                fact = (terms["focus"], terms.get("path"), terms.get("value"))
                yield self._result(check.severity, CHECKS + check.name, fact, check.message)

    def _quads(self) -> Iterator[ox.Quad]:
        for triple in self.data:
            if all(not isinstance(term, URIRef) or _is_iri(term) for term in triple):
                yield ox.Quad(*(_to_ox(term) for term in triple))
        yield from _ontology_quads()
        vocabulary = ox.NamedNode(VOCABULARY_GRAPH)
        for iri, classes in self.classes.items():
            for each in classes:
                yield ox.Quad(ox.NamedNode(iri), ox.NamedNode(RDF.type), ox.NamedNode(each), vocabulary)
        for triple in self.elsewhere:
            subject, predicate, value = map(_to_ox, triple)
            yield ox.Quad(subject, predicate, value, vocabulary)

    def _result(
        self, severity: Severity, source: str, fact: Fact, message: Text, component: str = str(QUERY_COMPONENT)
    ) -> Result:
        focus, path, value = fact
        node = focus if isinstance(focus, Identifier) else BLANK
        plan = self._plan(node)
        return Result(
            severity,
            source,
            _stored(node) or BLANK,
            _stored(path),
            _stored(value),
            message.zh,
            message.en,
            self._plan_label(plan) if plan else "",
            self._sentence(node, plan),
            component,
        )

    def _plan(self, node: Identifier) -> Node | None:
        if (node, RDF.type, RG.Plan) in self.data:
            return node
        stated = self.data.value(node, RG.inPlan, any=True)
        if stated is not None:
            return stated
        if self.only_plan is not None:
            return self.only_plan
        return None

    @cached_property
    def only_plan(self) -> Node | None:
        """The plan of a graph that has just one."""
        plans = set(self.data.subjects(RDF.type, RG.Plan))
        return next(iter(plans)) if len(plans) == 1 else None

    def _plan_label(self, plan: Node) -> str:
        names = (min(self.data.objects(plan, path), key=str, default="") for path in (RG.number, RG.title))
        return " ".join(str(name) for name in names if name) or str(plan)

    def _sentence(self, node: Identifier, plan: Node | None) -> str:
        """The quote of the measure that the node is, speaks of, serves or stands in; else its own words."""
        for measure in (node, self.data.value(node, RDF.subject, any=True), *self._served(node)):
            if measure is not None and (measure, RDF.type, RG.Measure) in self.data:
                return self._quote(measure)
        start, end = self._number(node, RG.start), self._number(node, RG.end)
        if start is not None and end is not None and (node, RDF.type, RG.Provision) not in self.data:
            for first, last, measure in self.places.get(plan, ()):
                if first <= start and end <= last:
                    return self._quote(measure)
        return self._quote(node) or str(self.data.value(node, RG.title, any=True) or "")

    def _served(self, node: Identifier) -> Iterator[Node]:
        """The subjects of the evidence that rests on the node or whose object it is, the least first."""
        for path in (RG.restsOn, RDF.object):
            subjects = {self.data.value(each, RDF.subject, any=True) for each in self.data.subjects(path, node)}
            yield from sorted((subject for subject in subjects if subject is not None), key=str)

    def _quote(self, node: Node) -> str:
        return str(min(self.data.objects(node, RG.quote), key=str, default=""))

    @cached_property
    def places(self) -> dict[Node | None, list[tuple[int, int, Node]]]:
        """Where each plan's measures stand."""
        places: defaultdict[Node | None, list[tuple[int, int, Node]]] = defaultdict(list)
        for measure in sorted(self.data.subjects(RDF.type, RG.Measure), key=str):
            start, end = self._number(measure, RG.start), self._number(measure, RG.end)
            if start is not None and end is not None:
                places[self.data.value(measure, RG.inPlan, any=True)].append((start, end, measure))
        return places


TEXT_CHECKS: Mapping[str, Text] = {
    "quote-at-its-place": Text("原文与方案该处的文字不同。", "A quote differs from the plan's words at its place."),
    "surroundings-at-their-place": Text(
        "前文或者后文与方案该处的文字不同。", "A prefix or suffix differs from the plan's words around the measure."
    ),
    "text-of-plan": Text(
        "原文长度或者摘要值与所给文本不符。", "The text's length or hash is not that of the given text."
    ),
}
"""The checks against the plan's text, by name."""

IRI_NOT_VALID = Text("IRI 含有不允许的字符（如空格）。", "An IRI has characters that none may have, such as a space.")


def _message(shapes: Graph, shape: Node | None) -> Text:
    messages = {
        message.language: str(message) for message in shapes.objects(shape, SH.message) if isinstance(message, Literal)
    }
    return Text(messages.get("zh", ""), messages.get("en", ""))


@lru_cache(maxsize=1)
def _ontology_quads() -> tuple[ox.Quad, ...]:
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    triples = ox.parse(ONTOLOGY_FILE.read_bytes(), format=ox.RdfFormat.TURTLE)
    return tuple(ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples)


def _stored(node: Node | None) -> Identifier | None:
    """The term as a result keeps it: the labels of blank nodes change with each reading, so they are all one."""
    if isinstance(node, BNode):
        return BLANK
    return node if isinstance(node, Identifier) else None


@lru_cache(maxsize=1 << 16)
def _is_iri(iri: URIRef) -> bool:
    try:
        ox.NamedNode(str(iri))
    except ValueError:
        return False
    return True


def _to_ox(node: Node) -> Any:
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language.lower())
        return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype) if node.datatype else None)
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _from_ox(term: Any) -> Identifier:
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        plain = term.datatype.value == str(XSD.string)
        return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)
    return BNode(term.value) if isinstance(term, ox.BlankNode) else URIRef(term.value)


def _to_graph(quads: Iterable[ox.Quad]) -> Graph:
    graph = Graph()
    for quad in quads:
        graph.add((_from_ox(quad.subject), _from_ox(quad.predicate), _from_ox(quad.object)))
    return graph


def _short(term: Identifier) -> str:
    """A term for reading: a prefixed name where we have the prefix, a literal's words."""
    for prefix, namespace in PREFIXES.items():
        if isinstance(term, URIRef) and term.startswith(namespace):
            return f"{prefix}:{term.removeprefix(namespace)}"
    return str(term)


def _text_lines(report: Report, language: Language) -> Iterator[str]:
    verdict = Text("通过", "conforms") if report.conforms else Text("不通过", "does not conform")
    counts = ", ".join(f"{severity.label.to(language)} {report.count(severity)}" for severity in reversed(Severity))
    triples = Text("三元组", "triples").to(language)
    yield f"{verdict.to(language)} ({counts}; {triples} {report.triples})"
    labels = {
        key: Text(zh, en).to(language)
        for key, zh, en in (
            ("focus", "节点", "node"),
            ("value", "值", "value"),
            ("plan", "方案", "plan"),
            ("sentence", "原文", "sentence"),
        )
    }
    for result in report.results:
        message = Text(result.message_zh, result.message_en).to(language)
        yield ""
        yield f"{result.severity.label.to(language)} {result.name}: {message}"
        yield f"  {labels['focus']}: {_short(result.focus)}"
        if result.path is not None or result.value is not None:
            fact = (_short(term) for term in (result.path, result.value) if term is not None)
            yield f"  {labels['value']}: {' = '.join(fact)}"
        if result.plan:
            yield f"  {labels['plan']}: {result.plan}"
        if result.sentence:
            yield f"  {labels['sentence']}: {result.sentence}"


def _report_turtle(report: Report) -> str:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    names = [_digest("|".join((*result.key, result.sentence))) for result in report.results]
    iri = URIRef(f"{BASE}report/{_digest('|'.join([str(report.triples), *names]))}")
    graph.add((iri, RDF.type, SH.ValidationReport))
    graph.add((iri, SH.conforms, Literal(report.conforms)))
    for name, result in zip(names, report.results, strict=True):
        node = URIRef(f"{iri}/{name}")
        graph.add((iri, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        for predicate, value in (
            (SH.resultSeverity, result.severity.iri),
            (SH.sourceShape, URIRef(result.source)),
            (SH.sourceConstraintComponent, URIRef(result.component)),
            (SH.focusNode, result.focus),
            (SH.resultPath, result.path),
            (SH.value, result.value),
            (SH.resultMessage, Literal(result.message_zh, lang="zh")),
            (SH.resultMessage, Literal(result.message_en, lang="en")),
            (RDFS.comment, Literal(f"{result.plan}: {result.sentence}") if result.sentence else None),
        ):
            if value is not None:
                graph.add((node, predicate, _writable(value)))
    return graph.serialize(format="turtle")


def _writable(term: Identifier) -> Identifier:
    """The term, as a literal where it is a blank node or no IRI that Turtle can hold."""
    if isinstance(term, BNode):
        return Literal("[]")
    return Literal(str(term)) if isinstance(term, URIRef) and not _is_iri(term) else term


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:12]
