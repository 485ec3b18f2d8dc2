"""Names that no vocabulary has, gathered over many plans, and the Turtle file in which a person reviews them.

Pure. A candidate has the IRI that `load.mapping` gives it in a plan's graph, so that what becomes of it is told.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from load.iris import candidate_iri
from load.mapping import GROUP_OF_AGENCIES
from reformgraph.model import Kind, Mention, Plan, Span
from reformgraph.namespaces import BASE, PREFIXES
from reformgraph.vocabulary import NATION, UNKNOWN_CODE, Vocabulary, label_key

KINDS = (Kind.MECHANISM, Kind.REGION, Kind.AGENCY)
"""The kinds that are worth a person's review."""

MOST_QUOTES = 3
AROUND = 40
"""Letters on either side of a name that are quoted with it."""

_ZONE, _OWN = "region.zone", "region.own"
_CLASSES = {Kind.MECHANISM: ("Mechanism",), Kind.REGION: ("Region",), Kind.AGENCY: ("Agency",)}
_HEADINGS = {Kind.MECHANISM: "机制 / mechanisms", Kind.REGION: "区域 / regions", Kind.AGENCY: "机构 / agencies"}
_LEVEL = re.compile(r"自治区|[省市州县区](?![、和及级直])")
_BELOW = re.compile(r"自治区|[省市州县区镇乡旗盟]|街道")
_EDGES = "，。；：！？\n"
_HEAD = """\
# 词表里没有的机制、区域、机构，由 reformgraph terms candidates 找出，供人审核。
# 保留要的，删去不要的，补上英文名称（去掉行首的 #），然后运行 reformgraph terms accept 本文件。
#   不要的：整块删去，以后还会出现；加上一行 owl:deprecated true ; 则不再出现。
#   上位概念：skos:broader <mechanism/gaozhi-chengnuo> ;    区域所在：rg:within <region/310000> ;
#   只是已有概念的另一名称：整块换成
#     <mechanism/gaozhi-chengnuo> skos:altLabel "承诺告知"@zh ; dct:replaces <mechanism/c-…> .
# Mechanisms, regions and agencies that no vocabulary has, found by reformgraph terms candidates, to be reviewed.
# Keep what you want, delete what you do not, fill in English names (take off the #); reformgraph terms accept FILE.
#   A block that you delete comes again another time; with a line owl:deprecated true ; it does not.
#   What it is a kind of: skos:broader <mechanism/gaozhi-chengnuo> ;    where a region lies: rg:within <region/310000> ;
#   Only another name of a known concept: put in place of the whole block
#     <mechanism/gaozhi-chengnuo> skos:altLabel "承诺告知"@zh ; dct:replaces <mechanism/c-…> .
"""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words around a name: the plan (文号, else its title), the provision, and the words as written."""

    plan: str
    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.words}（{self.plan}，{self.path}）"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unknown thing: its name, how else it is spelt, in how many measures and plans, and some quotes.

    `replaces` are the IRIs of the other spellings; `context` are an agency's names inside its own jurisdiction, whose
    IRI is `jurisdiction` ("" where not known).
    """

    kind: Kind
    iri: str
    name: str
    classes: tuple[str, ...]
    alt: tuple[str, ...]
    context: tuple[str, ...]
    replaces: tuple[str, ...]
    jurisdiction: str
    measures: int
    plans: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in one measure."""

    label: str
    rule: str
    iri: str
    plan: str
    path: str
    measure: Span
    place: Span
    words: str


def find_candidates(
    plans: Iterable[Plan], vocabulary: Vocabulary, rejected: Container[str] = ()
) -> tuple[Candidate, ...]:
    """The candidates of `KINDS`, kind by kind, those in most measures first, then by name.

    Spellings that differ in width, case or punctuation are one candidate, and so are an agency's in one jurisdiction.
    A plan that comes twice counts once. Left out are stated groups of agencies (各部门), the plan's own place (本市),
    and what `rejected` holds the IRI of.
    """
    found: dict[tuple[Kind, str, str], list[_Found]] = {}
    homes: dict[str, str] = {}
    read: set[str] = set()
    for plan in plans:
        if plan.text in read:
            continue
        read.add(plan.text)
        jurisdiction = plan.header.jurisdiction.value if plan.header.jurisdiction else ""
        home = vocabulary.region(jurisdiction)
        code = home.code if home and home.code else UNKNOWN_CODE
        homes[code] = home.iri if home else ""
        for mention, each in _unknown(plan, code):
            if each.iri in rejected:
                continue
            place, name = "", each.label
            if mention.kind is Kind.AGENCY:
                place, name = code, _full(each.label, jurisdiction, vocabulary)
            found.setdefault((mention.kind, place, label_key(name)), []).append(each)
    made = [_candidate(kind, homes.get(code, ""), each, vocabulary) for (kind, code, _), each in found.items()]
    return tuple(sorted(made, key=lambda each: (KINDS.index(each.kind), -each.measures, each.name, each.iri)))


def _unknown(plan: Plan, code: str) -> Iterator[tuple[Mention, _Found]]:
    called = plan.header.number.value if plan.header.number else plan.header.title.value
    for measure in plan.measures:
        for mention in {relation.mention for relation in measure.relations}:
            group = mention.kind is Kind.AGENCY and GROUP_OF_AGENCIES.search(mention.name)
            if mention.kind not in KINDS or mention.concept or group or mention.rule == _OWN:
                continue
            iri = candidate_iri(mention.kind, mention.name, "", code)
            words = _around(plan.text, mention.span)
            place = measure.provision, measure.span, mention.span
            yield mention, _Found(mention.name, mention.rule, iri, called, *place, words)


def _full(label: str, jurisdiction: str, vocabulary: Vocabulary) -> str:
    """An agency's name with that of its jurisdiction, so that it means no other's: 市某某办 of 杭州市 is 杭州市某某办.

    A name that no level begins (某某保护中心), and one of the whole country, stands for itself.
    """
    full = vocabulary.agency_name(label, jurisdiction)
    if full != label or jurisdiction in ("", NATION) or not _BELOW.match(label):
        return full
    level = _LEVEL.match(label)
    own = level is not None and jurisdiction.endswith(level.group())
    return jurisdiction + (label[level.end() :] if level and own else label)


def _around(text: str, span: Span) -> str:
    """The clause around a place, at most `AROUND` letters to either side."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    left = max(text.rfind(edge, start, span.start) for edge in _EDGES) + 1
    right = min((at for edge in _EDGES if (at := text.find(edge, span.end, end)) >= 0), default=end)
    return text[max(left, start) : right].strip()


def _candidate(kind: Kind, home: str, found: list[_Found], vocabulary: Vocabulary) -> Candidate:
    spelt = Counter(each.label for each in found)
    label = min(spelt, key=lambda name: (-spelt[name], name))
    iris = {each.label: each.iri for each in found}
    name, context = label, tuple[str, ...]()
    if kind is Kind.AGENCY and home:
        name = _full(label, vocabulary.concepts[home].pref, vocabulary)
        context = tuple(sorted(each for each in spelt if each != name))
    zone = kind is Kind.REGION and all(each.rule == _ZONE for each in found)
    return Candidate(
        kind=kind,
        iri=iris[label],
        name=name,
        classes=("Region", "FunctionalZone") if zone else _CLASSES[kind],
        alt=tuple(sorted(each for each in spelt if each != name and each not in context)),
        context=context,
        replaces=tuple(sorted({each.iri for each in found} - {iris[label]})),
        jurisdiction=home if kind is Kind.AGENCY else "",
        measures=len({(each.plan, each.measure) for each in found}),
        plans=len({each.plan for each in found}),
        quotes=_quotes(found),
    )


def _quotes(found: Iterable[_Found]) -> tuple[Quote, ...]:
    """The first few, from as many plans as there are."""
    seen: Counter[str] = Counter()
    ranked = []
    for each in sorted(found, key=lambda each: (each.plan, each.place, each.measure)):
        ranked.append((seen[each.plan], each.plan, each))
        seen[each.plan] += 1
    ranked.sort(key=lambda each: each[:2])
    quotes = dict.fromkeys(Quote(each.plan, each.path, each.words) for _, _, each in ranked)
    return tuple(quotes)[:MOST_QUOTES]


def write_candidates(candidates: Iterable[Candidate]) -> str:
    """The Turtle file for review: what to do stands at its head, each candidate in a block of its own."""
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("dct", "org", "owl", "rg", "skos"))
    parts = [_HEAD + prefixes + f"@base <{BASE}> .\n"]
    last = None
    for each in candidates:
        if each.kind is not last:
            parts.append(f"\n#### {_HEADINGS[each.kind]}\n")
            last = each.kind
        parts.append("\n" + _block(each))
    return "".join(parts)


def _block(candidate: Candidate) -> str:
    classes = ", ".join(f"rg:{name}" for name in candidate.classes)
    if candidate.kind is Kind.AGENCY:
        classes += ", org:Organization"
    lines = [
        f"{_short(candidate.iri)} a skos:Concept, {classes} ;",
        f"    skos:prefLabel {_literal(candidate.name, 'zh')} ;",
        '    # skos:prefLabel ""@en ;',
    ]
    for name, values in (("skos:altLabel", candidate.alt), ("rg:contextLabel", candidate.context)):
        if values:
            lines.append(f"    {name} {', '.join(_literal(value, 'zh') for value in values)} ;")
    if candidate.jurisdiction:
        lines.append(f"    rg:jurisdiction {_short(candidate.jurisdiction)} ;")
    if candidate.replaces:
        lines.append(f"    dct:replaces {', '.join(map(_short, candidate.replaces))} ;")
    counts = (
        f"{candidate.measures} 条举措，{candidate.plans} 份方案",
        f"measures: {candidate.measures}, plans: {candidate.plans}",
    )
    lines.append(f"    skos:editorialNote {_literal(counts[0], 'zh')}, {_literal(counts[1], 'en')} ;")
    quotes = [_literal(str(quote), "zh") for quote in candidate.quotes]
    lines.append("    skos:example\n        " + ",\n        ".join(quotes) + " .")
    return "\n".join(lines) + "\n"


def _short(iri: str) -> str:
    return f"<{iri.removeprefix(BASE)}>"


def _literal(words: str, language: str) -> str:
    return str(ox.Literal(words, language=language))
