"""The IRIs of everything in a plan's graph: ASCII, made from content alone, the same every time.

`docs/model.md` has the table of their forms. Hashes are the first hexadecimal digits of a SHA-256.
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

import cn2an
from pypinyin import lazy_pinyin

from reformgraph.model import Header, Kind, Mention, Provision, Span
from reformgraph.namespaces import BASE, GRAPH
from reformgraph.vocabulary import Vocabulary

EDGES = "，。；、：！？,.;:!? \n\t\u3000"
"""Punctuation that does not belong to a measure's text where it stands at its edges."""

_NUMBER = re.compile(r"(?P<letters>.+?)[〔\[(【［（](?P<year>\d{4})[〕\])】］）](?:第)?0*(?P<number>\d+)号")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+|\d+")
_NATIONAL = "100000"
_CANDIDATE = re.compile(r"/c-[0-9a-f]{12}$")


def digest(*parts: str | int, length: int = 12) -> str:
    """The first `length` hexadecimal digits of the parts' SHA-256; ("ab", "c") and ("a", "bc") differ."""
    message = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return hashlib.sha256(message).hexdigest()[:length]


def slug(text: str) -> str:
    """Letters and digits of `text` in ASCII: Chinese characters by their pinyin, one by one; the rest is dropped."""
    return "".join(_latin(character) for character in unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def _latin(character: str) -> str:
    latin = character if character.isascii() else "".join(lazy_pinyin(character, errors="ignore"))
    return "".join(c for c in latin.lower() if c.isascii() and c.isalnum())


def plan_iri(header: Header, vocabulary: Vocabulary) -> str:
    """The IRI of the plan with this header.

    A 文号 of another form than 沪府办〔2020〕26号 keeps its pinyin and adds 8 hexadecimal digits of itself.
    """
    code = vocabulary.code(header.jurisdiction.value) if header.jurisdiction else "000000"
    part = f"/{header.part}" if header.part > 1 else ""
    if header.number is None:
        date = header.issued.value.isoformat() if header.issued else str(header.year)
        issuer = header.issuer.value if header.issuer else ""
        return f"{BASE}plan/{code}-{date}-{digest(issuer, header.title.value, length=8)}{part}"
    return f"{BASE}plan/{code}-{_number_slug(header.number.value, header.year)}{part}"


def _number_slug(number: str, year: int) -> str:
    match = _NUMBER.fullmatch(_plain_number(number))
    if match:
        return f"{match['year']}-{slug(match['letters'])}-{match['number']}"
    return f"{year}-{slug(number)}-{digest(_plain_number(number), length=8)}"


def _plain_number(number: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", number))


def plan_id(iri: str) -> str:
    """The part of a plan's IRI that names it: 310000-2020-hufuban-26."""
    return iri.removeprefix(f"{BASE}plan/")


def graph_iri(plan: str) -> str:
    """The named graph of the plan with this id."""
    return GRAPH + plan


def document_iri(number: str, title: str, header: Header, vocabulary: Vocabulary) -> str:
    """The IRI of a document that the plan with this header cites.

    With a 文号 it is that which the document gets when it is read as a plan: its first characters (沪, 国) tell the
    jurisdiction; where no region is known by them it is the plan's own if its 文号 begins alike, else the centre's.
    """
    match = _NUMBER.fullmatch(_plain_number(number))
    if match is None:
        return f"{BASE}document/{digest(unicodedata.normalize('NFKC', title or number))}"
    own = header.number.value if header.number else ""
    code = _code_of_letters(match["letters"], vocabulary)
    if code is None and header.jurisdiction and own[:1] == number[:1]:
        code = vocabulary.code(header.jurisdiction.value)
    return f"{BASE}plan/{code or _NATIONAL}-{match['year']}-{slug(match['letters'])}-{match['number']}"


def _code_of_letters(letters: str, vocabulary: Vocabulary) -> str | None:
    known = (region for region in vocabulary.of_class("Region") if region.document_code and region.code)
    fitting = [region for region in known if letters.startswith(region.document_code)]
    return max(fitting, key=lambda region: len(region.document_code)).code if fitting else None


def provision_iris(plan: str, provisions: Iterable[Provision]) -> tuple[str, ...]:
    """One IRI for each provision, in order; paths that are the same in ASCII get -2, -3 … from the second on."""
    return tuple(_numbered(f"{plan}/provision/{_ascii_path(provision.path)}" for provision in provisions))


def _ascii_path(path: str) -> str:
    return "/".join(_ascii_segment(segment) for segment in path.split("/"))


def _ascii_segment(segment: str) -> str:
    plain = unicodedata.normalize("NFKC", segment)
    annex = "annex" if plain.startswith("附") else ""
    numeral = _NUMERAL.search(plain)
    if numeral is None:
        return annex or slug(plain) or digest(plain)
    return annex + _value(numeral.group())


def _value(numeral: str) -> str:
    try:
        return str(int(cn2an.cn2an(numeral, "smart")))
    except ValueError:
        return slug(numeral)


def measure_iris(plan: str, texts: Iterable[str]) -> tuple[str, ...]:
    """One IRI for each measure's text, in order; equal texts (edge punctuation aside) get -2, -3 …"""
    return tuple(_numbered(f"{plan}/measure/{digest(text.strip(EDGES))}" for text in texts))


def _numbered(iris: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for iri in iris:
        seen[iri] += 1
        yield iri if seen[iri] == 1 else f"{iri}-{seen[iri]}"


def mention_iri(plan: str, text: str, mention: Mention) -> str:
    """A mention's IRI: it depends on its words, place and kind, not on the rule that found it."""
    return f"{plan}/mention/{_mention_digest(text, mention)}"


def value_iri(plan: str, text: str, mention: Mention) -> str:
    """The IRI of the target or deadline that a mention states."""
    return f"{plan}/{_SINGULAR[mention.kind]}/{_mention_digest(text, mention)}"


def _mention_digest(text: str, mention: Mention) -> str:
    return digest(mention.span.of(text), mention.span.start, mention.span.end, mention.kind.value)


def quotation_iri(plan: str, text: str, span: Span) -> str:
    """The IRI of a stretch of the plan's text that names nothing by itself."""
    return f"{plan}/quotation/{digest(span.of(text), span.start, span.end)}"


def evidence_iri(plan: str, subject: str, predicate: str, value: str, quotation: str) -> str:
    """The IRI of the evidence for one fact that rests on one stretch ("" where a user gave the fact)."""
    return f"{plan}/evidence/{digest(subject, predicate, value, quotation)}"


def candidate_iri(kind: Kind, name: str, plan: str, code: str) -> str:
    """The IRI of a concept that the vocabulary does not know; `code` is that of the plan's jurisdiction."""
    singular, own = _SINGULAR[kind], f"c-{digest(unicodedata.normalize('NFKC', name))}"
    if kind is Kind.INSTRUMENT and not name.startswith("《"):
        return f"{plan}/instrument/{own}"
    if kind in (Kind.AGENCY, Kind.PLATFORM, Kind.INSTRUMENT):
        return f"{BASE}{singular}/{code}/{own}"
    return f"{BASE}{singular}/{own}"


def is_candidate(iri: str) -> bool:
    """Whether the IRI is one of a concept that no vocabulary has."""
    return _CANDIDATE.search(iri) is not None


def concept_iri(candidate: str, name: str, taken: Container[str]) -> str:
    """The curated IRI for a candidate's, by its name: in pinyin, with -2, -3 … where another concept has it."""
    place = f"{candidate.rpartition('/')[0]}/{concept_slug(name)}"
    return next(iri for iri in (place, *(f"{place}-{count}" for count in range(2, 10_000))) if iri not in taken)


def concept_slug(name: str) -> str:
    """The letters and digits of a name in ASCII, Chinese ones by their pinyin and by twos: gaozhi-chengnuo.

    Unlike `slug` it reads a letter as its word asks for (银行 is yinhang). A name without any gets a hash.
    """
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", name) if letter.isalnum())
    syllables = ["".join(c for c in s.lower() if c.isascii() and c.isalnum()) for s in lazy_pinyin(letters)]
    syllables = [syllable for syllable in syllables if syllable]
    pairs = ("".join(syllables[at : at + 2]) for at in range(0, len(syllables), 2))
    return "-".join(pairs) or digest(name)


def candidate_action_iri(verb: str) -> str:
    """The IRI of an action that the vocabulary does not know."""
    return f"{BASE}action/c-{digest(unicodedata.normalize('NFKC', verb))}"


_SINGULAR = {
    Kind.REGION: "region",
    Kind.MECHANISM: "mechanism",
    Kind.AGENCY: "agency",
    Kind.TARGET: "target",
    Kind.DEADLINE: "deadline",
    Kind.PLATFORM: "platform",
    Kind.INSTRUMENT: "instrument",
    Kind.BENEFICIARY: "beneficiary",
}
