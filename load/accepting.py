"""From a reviewed file of candidates to the graph's own terms: checked, each with an IRI of its own.

Pure: from the file's text to the Turtle that is to be kept. A term says with dct:replaces which candidates it is for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from load.iris import concept_iri, is_candidate
from load.ontology import ORG
from load.serialization import serialize
from reformgraph.errors import InputError
from reformgraph.namespaces import BASE, ONTOLOGY
from reformgraph.vocabulary import CLASSES, SUPERCLASSES, Vocabulary, label_key, line_of

MOST_FAULTS = 10
"""How many faults of a file one message lists."""

RG = Namespace(ONTOLOGY)

_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_LINKS = (SKOS.broader, RG.within, RG.hasMember, RG.jurisdiction)
_OF_REVIEW = (OWL.deprecated, SKOS.editorialNote)
"""What a review says of a candidate and a term does not."""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term that was added or changed: its IRI, Chinese name, and the candidates that it stands for."""

    iri: str
    name: str
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The whole file of terms as it is to be kept, those of them that are new or changed, the rejected, IRI → name."""

    turtle: bytes
    terms: tuple[Term, ...]
    rejected: Mapping[str, str]


def accept(given: str, kept: str, vocabulary: Vocabulary, name: str) -> Accepted:
    """The terms of `given`, a Turtle file called `name`, joined to those of `kept`, the file that they are to stand in.

    `vocabulary` holds all other terms. A candidate gets an IRI in pinyin, the same each time; one that is
    owl:deprecated is rejected. Raises InputError with file and line of each fault: a label that another concept of its
    kind has, a link to a concept that nobody knows, an IRI that is not ASCII, a blank node.
    """
    return _Review(given, kept, vocabulary, name).run()


class _Review:
    def __init__(self, given: str, kept: str, vocabulary: Vocabulary, name: str) -> None:
        self.text, self.name, self.vocabulary = given, name, vocabulary
        self.given, self.kept = _parsed(given, name), _parsed(kept, "the terms so far")
        self.faults: list[tuple[int, str]] = []

    def run(self) -> Accepted:
        self._refuse_nodes()
        rejected = self._rejected()
        for triple in list(self.given):
            if triple[1] in _OF_REVIEW or not str(triple[2]).strip():  # a place for a name that nobody filled in
                self.given.remove(triple)
        curated = self._curated()
        given, before = _renamed(self.given, curated), _renamed(self.kept, curated)
        written = {curated.get(subject, subject): str(subject) for subject in self.given.subjects()}
        _complete(given)
        merged = _joined(before, given)
        self._check(written, merged)
        terms = (
            _term(merged, subject)
            for subject in written
            if set(merged.predicate_objects(subject)) != set(self.kept.predicate_objects(subject))
        )
        return Accepted(serialize(merged), tuple(sorted(terms)), rejected)

    def _refuse_nodes(self) -> None:
        """Subjects that cannot be kept: blank, or in other letters than ASCII."""
        if not self.given:
            self._fault(1, "holds no terms")
        for subject, _, value in self.given:
            if not isinstance(subject, URIRef) or not isinstance(value, URIRef | Literal):
                self._fault(1, "holds a blank node ([…]); give every term an IRI")
            elif not subject.isascii():
                self._fault(line_of(self.text, subject), f"<{_short(subject)}> is not ASCII; write it in pinyin")
        self._report()

    def _rejected(self) -> dict[str, str]:
        """Takes the rejected candidates out of the file; each of their spellings by its IRI."""
        marked = {s for s, o in self.given.subject_objects(OWL.deprecated) if str(o).lower() == "true"}
        rejected = {}
        for subject in marked:
            name = _name(self.given, subject)
            for iri in (subject, *self.given.objects(subject, DCTERMS.replaces)):
                if is_candidate(str(iri)):
                    rejected[str(iri)] = name
            self.given.remove((subject, None, None))
        return dict(sorted(rejected.items()))

    def _curated(self) -> dict[Node, Node]:
        """Candidate → the IRI that it gets, or has from an earlier file."""
        known: dict[Node, Node] = {
            URIRef(candidate): URIRef(concept.iri)
            for concept in self.vocabulary.concepts.values()
            for candidate in concept.replaces
        }
        known |= {candidate: term for term, candidate in self.kept.subject_objects(DCTERMS.replaces)}
        taken = {*self.vocabulary.concepts, *map(str, self.kept.subjects()), *map(str, self.given.subjects())}
        for subject in sorted(set(self.given.subjects()), key=lambda each: (_name(self.given, each), str(each))):
            if is_candidate(str(subject)) and subject not in known and (name := _name(self.given, subject)):
                place = self.given.value(subject, RG.jurisdiction)
                home = self.vocabulary.concepts.get(str(place)) if place else None
                iri = concept_iri(str(subject), name.removeprefix(home.pref) if home else name, taken)
                taken.add(iri)
                known[subject] = URIRef(iri)
        return {candidate: term for candidate, term in known.items() if is_candidate(str(candidate))}

    def _check(self, written: Mapping[Node, str], merged: Graph) -> None:
        """Every term of the file, under the IRI that it has there."""
        known = self._labels(merged)
        for subject, iri in written.items():
            kinds = self._kinds(merged, subject)
            prefs = _zh(merged, subject, SKOS.prefLabel)
            if (concept := self.vocabulary.concepts.get(str(subject))) is not None:
                prefs |= {concept.pref}
            if not (kinds or concept or (subject, RDF.type, SKOS.ConceptScheme) in merged):
                self._fault(
                    line_of(self.text, iri), f"<{_short(iri)}> is no term; give it a class such as rg:Mechanism"
                )
            if kinds and len(prefs) != 1:
                self._fault(line_of(self.text, iri), f"<{_short(iri)}> needs exactly one Chinese prefLabel (@zh)")
            for label in sorted({label for name in _LABELS for label in _zh(self.given, URIRef(iri), name)}):
                for kind in kinds:
                    for other in sorted(known.get((kind, label_key(label)), set()) - {str(subject)}):
                        if self._apart(merged, str(subject), other):
                            continue
                        self._fault(*self._clash(label, iri, other, written, merged))
            for link in _LINKS:
                for value in map(str, merged.objects(subject, link)):
                    if value not in self.vocabulary.concepts and not _name(merged, URIRef(value)):
                        words = f"<{_short(iri)}> points to <{_short(value)}>, which no vocabulary has"
                        self._fault(line_of(self.text, iri), words)
        self._report()

    def _apart(self, merged: Graph, *subjects: str) -> bool:
        """Whether each has a jurisdiction of its own, so that a plan says which of them it means."""
        places = []
        for subject in subjects:
            concept = self.vocabulary.concepts.get(subject)
            places.append(
                str(merged.value(URIRef(subject), RG.jurisdiction) or (concept.jurisdiction if concept else ""))
            )
        return all(places) and len(set(places)) == len(places)

    def _clash(self, label: str, iri: str, other: str, written: Mapping[Node, str], merged: Graph) -> tuple[int, str]:
        concept = self.vocabulary.concepts.get(other)
        name = concept.pref if concept else _name(merged, URIRef(other))
        there = written.get(URIRef(other))
        where = f", line {line_of(self.text, there)}" if there else ""
        words = f"“{label}” is already a name of {name} <{_short(there or other)}>{where}"
        hint = "" if there else "; to teach that concept more names, put its IRI for this one"
        return self._line(label, iri), words + hint

    def _line(self, label: str, iri: str) -> int:
        """Where the file gives a term this label."""
        begin = line_of(self.text, iri)
        lines = self.text.splitlines()[begin - 1 :]
        return next((begin + at for at, line in enumerate(lines) if f'"{label}"@zh' in line), begin)

    def _labels(self, merged: Graph) -> dict[tuple[str, str], set[str]]:
        """(Class, label's key) → the IRIs of the concepts of that name."""
        known: dict[tuple[str, str], set[str]] = {}
        for concept in self.vocabulary.concepts.values():
            for label in concept.labels:
                for kind in concept.classes:
                    known.setdefault((kind, label_key(label)), set()).add(concept.iri)
        for subject in set(merged.subjects()):
            for name in _LABELS:
                for label in _zh(merged, subject, name):
                    for kind in self._kinds(merged, subject):
                        known.setdefault((kind, label_key(label)), set()).add(str(subject))
        return known

    def _kinds(self, merged: Graph, subject: Node) -> set[str]:
        """Our classes of a concept by their local names, but for those that stand below another."""
        concept = self.vocabulary.concepts.get(str(subject))
        named = {str(each).removeprefix(ONTOLOGY) for each in merged.objects(subject, RDF.type)} & CLASSES
        return (named | set(concept.classes if concept else ())) - SUPERCLASSES.keys()

    def _fault(self, line: int, words: str) -> None:
        self.faults.append((line, words))

    def _report(self) -> None:
        found = [f"{self.name}:{line}: {words}" for line, words in sorted(set(self.faults))]
        if found:
            more = [f"… and {len(found) - MOST_FAULTS} more"] if len(found) > MOST_FAULTS else []
            raise InputError("\n".join((*found[:MOST_FAULTS], *more)))


def _parsed(turtle: str, name: str) -> Graph:
    try:
        return Graph(bind_namespaces="none").parse(data=turtle, format="turtle", publicID=BASE)
    except Exception as error:  # rdflib's parser raises whatever it stumbles over
        raise InputError(f"{name}: not Turtle: {error}") from error


def _renamed(graph: Graph, names: Mapping[Node, Node]) -> Graph:
    """The graph with other subjects and objects; what a term replaces keeps its name, and a renamed one says so."""
    renamed = Graph(bind_namespaces="none")
    for subject, predicate, value in graph:
        other = value if predicate == DCTERMS.replaces else names.get(value, value)
        renamed.add((names.get(subject, subject), predicate, other))
        if subject in names:
            renamed.add((names[subject], DCTERMS.replaces, subject))
    return renamed


def _complete(graph: Graph) -> None:
    """Every term is a skos:Concept, an agency an org:Organization, and superclasses are stated."""
    for subject in set(graph.subjects()):
        named = {str(each).removeprefix(ONTOLOGY) for each in graph.objects(subject, RDF.type)} & CLASSES
        for name in named & SUPERCLASSES.keys():
            graph.add((subject, RDF.type, RG[SUPERCLASSES[name]]))
        if named:
            graph.add((subject, RDF.type, SKOS.Concept))
        if named & {"Agency", "AgencyGroup"}:
            graph.add((subject, RDF.type, ORG.Organization))


def _joined(kept: Graph, given: Graph) -> Graph:
    """Both, where a preferred label that is given takes the place of the one in its language."""
    joined = Graph(bind_namespaces="none")
    new = {(s, o.language) for s, o in given.subject_objects(SKOS.prefLabel) if isinstance(o, Literal)}
    for subject, predicate, value in kept:
        old = predicate == SKOS.prefLabel and isinstance(value, Literal) and (subject, value.language) in new
        if not old:
            joined.add((subject, predicate, value))
    for triple in given:
        joined.add(triple)
    for kind in ("mechanism", "region", "field", "beneficiary"):  # an agency stands one step deeper
        joined.bind(kind, f"{BASE}{kind}/")
    return joined


def _term(graph: Graph, subject: Node) -> Term:
    replaces = sorted(map(str, graph.objects(subject, DCTERMS.replaces)))
    return Term(str(subject), _name(graph, subject), tuple(replaces))


def _zh(graph: Graph, subject: Node, predicate: URIRef) -> set[str]:
    found = graph.objects(subject, predicate)
    return {str(label) for label in found if isinstance(label, Literal) and label.language == "zh"}


def _name(graph: Graph, subject: Node) -> str:
    return min(_zh(graph, subject, SKOS.prefLabel), default="")


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


_REJECTED_LINE = re.compile(r"(?P<iri>\S+)(?:\s+(?P<name>.*))?")


def read_rejected(text: str) -> dict[str, str]:
    """The list of rejected candidates, IRI → name: a line each, the IRI without our base, then the name."""
    found = (_REJECTED_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return {BASE + match["iri"]: match["name"] or "" for match in found if match and not match["iri"].startswith("#")}


def write_rejected(rejected: Mapping[str, str]) -> str:
    """The list of rejected candidates, sorted, under a line that says what it is."""
    head = (
        "# 不再列为候选的词；删去一行即可恢复。Candidates that are not offered again; delete a line to have one back.\n"
    )
    return head + "".join(f"{_short(iri)} {name}\n" for iri, name in sorted(rejected.items()))
