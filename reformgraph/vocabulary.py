"""The vocabularies: the concepts that plans speak of, by every name they go by.

They are SKOS in Turtle, shipped under `ontology/vocabularies/`, and they are the gazetteer of the extraction: to teach
a term is to edit Turtle. A user's own terms stand in overlays, files such as

    @prefix rg: <https://w3id.org/reformgraph/ontology#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <https://w3id.org/reformgraph/mechanism/yiqi-yima> a rg:Mechanism ;
        skos:prefLabel "一企一码"@zh, "One code per enterprise"@en ;
        skos:altLabel "一企一码制"@zh ;
        rg:notLabel "一企一码头"@zh .

An overlay may also add labels to a shipped concept by naming its IRI, or say with `rg:formerly` which agency it was
before, and with `rg:existedUntil` until when. `prefLabel`, `altLabel` and `hiddenLabel` match
anywhere, `rg:contextLabel` only inside the concept's own jurisdiction, and a word under `rg:notLabel` never matches.
A label that is its concept's `rg:notLabel` too (a county named 城区) is too plain a word to be looked for in a text.

All is pure apart from `Vocabulary.load`, which reads files.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from reformgraph.assets import VOCABULARIES
from reformgraph.errors import InputError
from reformgraph.model import Kind, Stage
from reformgraph.namespaces import BASE, ONTOLOGY, PREFIXES

NATION = "全国"
NATION_CODE = "100000"
UNKNOWN_CODE = "000000"

SUPERCLASSES = {
    "AdministrativeRegion": "Region",
    "FunctionalZone": "Region",
    "CrossRegion": "Region",
    "AgencyGroup": "Agency",
}
_KINDS = {
    "Region": Kind.REGION,
    "Mechanism": Kind.MECHANISM,
    "Agency": Kind.AGENCY,
    "Platform": Kind.PLATFORM,
    "Instrument": Kind.INSTRUMENT,
    "Beneficiary": Kind.BENEFICIARY,
}
CLASSES = frozenset(SUPERCLASSES) | frozenset(_KINDS) | {"Field", "Stage", "Action"}
_AGENCY_TYPES = BASE + "scheme/agency-types"

_SKOS = PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_PREF, _ALT, _HIDDEN = _SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel"
K = TypeVar("K")
V = TypeVar("V")
_PUNCTUATION = re.compile(r"[^\w+]+")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept with its labels (zh where not said otherwise), all in the order of their characters.

    `classes` are local names of our classes, superclasses included; `kind` is what a mention of it is, None for
    fields, stages, actions and types of agencies. `broader`, `within`, `members`, `jurisdiction` and `replaces` (the
    candidates that it stands for) and `formerly` (the agencies that this one was or took the place of) are IRIs; `code`
    is the GB/T 2260 notation of a region.
    """

    iri: str
    classes: tuple[str, ...]
    kind: Kind | None
    pref: str
    pref_en: str = ""
    alt: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    alt_en: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    not_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    jurisdiction: str = ""
    code: str = ""
    document_code: str = ""
    signals_stage: Stage | None = None
    source: str = ""
    definition: str = ""
    schemes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    existed_until: date | None = None
    order: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """Every Chinese label that names this concept whatever the jurisdiction."""
        return (self.pref, *self.alt, *self.hidden)


def label_key(label: str) -> str:
    """What two spellings of a name share: NFKC, small letters, no punctuation (双随机、一公开 = 双随机一公开)."""
    key = normalize("NFKC", label).casefold()
    return key if key.isalnum() else _PUNCTUATION.sub("", key)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All concepts by IRI, and the ways to find one by name; `own` are those that overlays alone state."""

    concepts: Mapping[str, Concept]
    own: frozenset[str] = frozenset()
    _by_class: Mapping[str, tuple[Concept, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_class: defaultdict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts.values():
            for name in concept.classes:
                by_class[name].append(concept)
        object.__setattr__(self, "_by_class", {name: tuple(found) for name, found in by_class.items()})

    @classmethod
    def load(cls, *overlays: Path, given: Mapping[str, bytes] = MappingProxyType({})) -> "Vocabulary":
        """The shipped vocabularies and those of `overlays`: Turtle files, or folders of them (not their subfolders).

        `given` are further overlays as they would stand in files, by name. Raises InputError, naming file and line,
        where an overlay is missing, no Turtle, or states a concept of ours without exactly one Chinese prefLabel.
        """
        shipped = sorted(VOCABULARIES.glob("*.ttl"))
        own = {str(file): _read(file) for overlay in overlays for file in _turtle_files(overlay)}
        statements = _Statements()
        for file in shipped:
            statements.read(str(file), _read(file))
        known = frozenset(statements.by_subject)
        for name, turtle in {**own, **given}.items():
            _check(name, turtle, statements.read(name, turtle), statements)
        concepts = statements.concepts()
        return cls(MappingProxyType(concepts), frozenset(concepts) - known)

    def of_class(self, local_name: str) -> tuple[Concept, ...]:
        """The concepts of one of our classes, subclasses included, by IRI; stages by their order."""
        found = self._by_class.get(local_name, ())
        return tuple(sorted(found, key=lambda concept: concept.order)) if local_name == "Stage" else found

    def resolve(self, kind: Kind, label: str, jurisdiction: str) -> Concept | None:
        """The concept of that kind which `label` means in a plan of `jurisdiction` (a region's full name, or 全国).

        A context label (市财政局) counts only in its own jurisdiction and goes before others. A name that several
        regions or agencies bear (鼓楼区) means the one inside the jurisdiction; where that leaves several, the one that
        an overlay states, and none else.
        """
        key = label_key(label)
        home = self.region(jurisdiction)
        if home and (concept := self._in_context.get((kind, home.iri, key))):
            return concept
        found = self._by_label.get((kind, key), ())
        if len(found) > 1 and home:
            inside = self.under(home.iri)
            found = tuple(each for each in found if each.iri in inside or each.jurisdiction == home.iri) or found
        if len(found) > 1:
            found = tuple(each for each in found if each.iri in self.own)
        return found[0] if len(found) == 1 else None

    def region(self, name: str) -> Concept | None:
        """The region of that name; None where there is none, or several of that name."""
        found = self._by_label.get((Kind.REGION, label_key(name)), ())
        return found[0] if len(found) == 1 else None

    def code(self, jurisdiction: str) -> str:
        """The GB/T 2260 code of a region by its name: six digits, 100000 for 全国, 000000 where unknown."""
        region = self.region(jurisdiction)
        return region.code if region and region.code else UNKNOWN_CODE

    def under(self, iri: str) -> frozenset[str]:
        """That concept and all that lie within it, are narrower, or are its members, at any depth."""
        reached, ahead = {iri}, [iri]
        while ahead:
            fresh = [child for child in self._below.get(ahead.pop(), ()) if child not in reached]
            reached.update(fresh)
            ahead.extend(fresh)
        return frozenset(reached)

    def action(self, verb: str) -> Concept | None:
        """The curated action of that verb."""
        return self._actions.get(label_key(verb))

    def labels(self, kind: Kind) -> Iterator[tuple[str, Concept]]:
        """Each label to look for in a text, with its concept: context labels too (ask `resolve` what they mean)."""
        for name, mentioned in _KINDS.items():
            if mentioned is kind:
                for concept in self._by_class.get(name, ()):
                    for label in (*concept.labels, *concept.context):
                        if label not in concept.not_labels:
                            yield label, concept

    def is_body(self, label: str) -> bool:
        """Whether that is a kind of body that every level has, by its name without a level (财政局, 住建局)."""
        return label_key(label) in self._agency_types

    def agency_name(self, label: str, jurisdiction: str) -> str:
        """The full name of what a plan of `jurisdiction` calls `label`: 市发改委 of 杭州市 is 杭州市发展和改革委员会.

        A label whose level is not the jurisdiction's (区财政局 of 杭州市), or of no known type, is returned as it is.
        """
        if known := self.resolve(Kind.AGENCY, label, jurisdiction):
            return known.pref
        body = label.removeprefix(jurisdiction)
        if body == label:
            level = next((level for level in ("自治区", "省", "市", "州", "县", "区") if label.startswith(level)), "")
            if not level or not jurisdiction.endswith(level):
                return label
            body = label.removeprefix(level)
        full = self._agency_types.get(label_key(body))
        return jurisdiction + full if full else label

    @cached_property
    def _by_label(self) -> Mapping[tuple[Kind, str], tuple[Concept, ...]]:
        return _index(
            ((concept.kind, label_key(label)), concept)
            for concept in self.concepts.values()
            if concept.kind
            for label in concept.labels
        )

    @cached_property
    def _in_context(self) -> Mapping[tuple[Kind, str, str], Concept]:
        return {
            (concept.kind, concept.jurisdiction or concept.iri, label_key(label)): concept
            for concept in self.concepts.values()
            if concept.kind
            for label in concept.context
        }

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        pairs = [
            (above, concept.iri) for concept in self.concepts.values() for above in (*concept.within, *concept.broader)
        ]
        pairs += [(concept.iri, member) for concept in self.concepts.values() for member in concept.members]
        return _index(pairs)

    @cached_property
    def _actions(self) -> Mapping[str, Concept]:
        return {label_key(label): concept for concept in self.of_class("Action") for label in concept.labels}

    @cached_property
    def _agency_types(self) -> Mapping[str, str]:
        types = (concept for concept in self.concepts.values() if _AGENCY_TYPES in concept.schemes)
        return {label_key(label): concept.pref for concept in types for label in concept.labels}


def _index(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    index: defaultdict[K, dict[V, None]] = defaultdict(dict)
    for key, value in pairs:
        index[key][value] = None
    return {key: tuple(values) for key, values in index.items()}


class _Statements:
    """The statements of several files, by subject and then by property and language."""

    def __init__(self) -> None:
        self.by_subject: dict[str, dict[tuple[str, str], list[str]]] = {}

    def read(self, name: str, turtle: bytes) -> tuple[str, ...]:
        """Take in one Turtle file, called `name` in messages; the subjects it speaks of, in order."""
        subjects: dict[str, None] = {}
        try:
            for triple in parse(turtle, format=RdfFormat.TURTLE):
                if not isinstance(triple.subject, NamedNode):
                    continue
                value = triple.object
                if not isinstance(value, NamedNode | Literal):
                    continue
                subject = triple.subject.value
                subjects[subject] = None
                language = (value.language or "") if isinstance(value, Literal) else ""
                properties = self.by_subject.setdefault(subject, {})
                properties.setdefault((triple.predicate.value, language), []).append(value.value)
        except SyntaxError as error:
            raise InputError(f"{name}:{error.lineno}: not Turtle: {error.msg}") from error
        return tuple(subjects)

    def concepts(self) -> dict[str, Concept]:
        """Every concept that has a Chinese prefLabel, by IRI, in the order of the IRIs."""
        described = sorted(self.by_subject.items())
        return {iri: _concept(iri, found) for iri, found in described if found.get((_PREF, "zh"))}


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}") from error


def _turtle_files(overlay: Path) -> list[Path]:
    if overlay.is_dir():
        return sorted(overlay.glob("*.ttl"))
    if not overlay.exists():
        raise InputError(f"{overlay}: no such file or folder of terms")
    return [overlay]


def _check(name: str, turtle: bytes, subjects: Iterable[str], statements: _Statements) -> None:
    def place(iri: str) -> str:
        return f"{name}:{line_of(turtle.decode('utf-8'), iri)}: {iri}"

    for iri in subjects:
        stated = statements.by_subject[iri]
        ours = [name for name in stated.get((_TYPE, ""), ()) if name.removeprefix(ONTOLOGY) in CLASSES]
        count = len(set(stated.get((_PREF, "zh"), ())))
        if count > 1 or (ours and count == 0):
            problem = "has no Chinese prefLabel (@zh)" if count == 0 else "has more than one Chinese prefLabel"
            raise InputError(f"{place(iri)} {problem}")
        for until in stated.get((ONTOLOGY + "existedUntil", ""), ()):
            if _day(until) is None:
                raise InputError(f"{place(iri)} existed until “{until}”, which is no date such as 2018-03-21")
        if not ours and (_PREF, "zh") in stated and (_SKOS + "inScheme", "") not in stated:
            raise InputError(f"{place(iri)} has no class of ours (such as rg:Mechanism)")


def line_of(turtle: str, iri: str) -> int:
    """The line, from 1, where a Turtle text begins to speak of the IRI, else the first that names it, else 1."""
    named = re.compile(rf"[/:#<]{re.escape(re.split('[/#]', iri)[-1])}(?![\w-])")
    lines = [(number, line) for number, line in enumerate(turtle.splitlines(), 1) if not line.lstrip().startswith("#")]
    subjects = (number for number, line in lines if line.strip() and named.search(line.split()[0]))
    return next(subjects, next((number for number, line in lines if named.search(line)), 1))


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _concept(iri: str, stated: Mapping[tuple[str, str], list[str]]) -> Concept:
    def values(name: str, language: str = "") -> tuple[str, ...]:
        found = stated.get((name, language))
        return tuple(sorted(set(found))) if found else ()

    def ours(name: str, language: str = "") -> tuple[str, ...]:
        return values(ONTOLOGY + name, language)

    def first(found: tuple[str, ...]) -> str:
        return found[0] if found else ""

    named = {name.removeprefix(ONTOLOGY) for name in values(_TYPE)} & CLASSES
    named |= {SUPERCLASSES[name] for name in named & SUPERCLASSES.keys()}
    signals = first(ours("signalsStage")).rpartition("/")[2]
    return Concept(
        iri=iri,
        classes=tuple(sorted(named)),
        kind=next((kind for name, kind in _KINDS.items() if name in named), None),
        pref=values(_PREF, "zh")[0],
        pref_en=first(values(_PREF, "en")),
        alt=values(_ALT, "zh"),
        hidden=values(_HIDDEN, "zh"),
        alt_en=values(_ALT, "en"),
        context=ours("contextLabel", "zh"),
        not_labels=ours("notLabel", "zh"),
        broader=values(_SKOS + "broader"),
        within=ours("within"),
        members=ours("hasMember"),
        jurisdiction=first(ours("jurisdiction")),
        code=first(values(_SKOS + "notation")),
        document_code=first(ours("documentCode")),
        signals_stage=Stage(signals) if signals else None,
        source=first(values(PREFIXES["dct"] + "source")),
        definition=first(values(_SKOS + "definition", "zh")),
        schemes=values(_SKOS + "inScheme"),
        replaces=values(PREFIXES["dct"] + "replaces"),
        formerly=ours("formerly"),
        existed_until=_day(first(ours("existedUntil"))),
        order=int(first(ours("order")) or 0),
    )
