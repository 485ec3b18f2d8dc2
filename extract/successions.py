"""Successions: which body took the place of which, or bears which new name, and since when, where the plan says so.

The ways of saying it stand in `rules/successions.toml`. A body that is merely called former (原市工商局) has none.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from extract.deadlines import EARLIEST, LATEST
from extract.lexis import Edges
from extract.patterns import Rule, rules
from reformgraph.model import Header, Kind, Span, Succession, succession_order
from reformgraph.vocabulary import Vocabulary

LONGEST_NAME = 26
"""Letters at most of a body's name with an open left end."""
LONGEST_LIST = 120
"""Letters at most of a list of bodies in front of what is said of them."""

_EDGE = re.compile(
    r"[^一-龥]|的|由|会同|向|报(?:送|请)?|经(?![济营贸])|请(?!示)|将|把|在|要(?!求)|对(?!外)|是|由|年|月|日|起|后"
    r"|(?<=[局委厅部署办会])[和与及]|(?:责任|牵头|配合)单位"
)
_LISTED = re.compile(r"(?<=[局委厅部署办会院心队处所站])(?:、|和|与|及|以及)(?:原)?")
_LEVEL = re.compile(r"[省市区县州](?!场|容|域|政(?!府))")
_PLACED = re.compile(r"国家|中国|国务院|中央|全国|[一-龥]{2,6}?[省市区县州](?!场|容|域|政(?!府))")
_SURE = re.compile(r"(?:局|委|委员会|管委会|监会|总工会|厅|部|署|办公室|法院|检察院|总队)$")
_NOT_ONE = re.compile("各|有关|相关|其他|该|本|我|等|原")
"""How names begin that are no one body's."""
_DAY = re.compile(
    r"(?:(?P<year>\d{4})|(?P<relative>[今本去]))年(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?)?"
    r"(?P<since>起|开始|以来)?"
)
_BETWEEN = re.compile(rf"(?:已|正式|统一|[自从于在]?{re.sub(r'[?]P<[a-z]+>', '?:', _DAY.pattern)})+$")
_SINCE = re.compile(rf"[自从于在]?{_DAY.pattern}，?(?:(?:根据|按照|经)[^，。；\n]{{0,40}}，)?(?:原|将|把)?$")
"""A day right in front of what is said of it."""
_INTENDED = re.compile("(?:研究|探索|拟|适时|争取|建议|不得|严禁)[^，。；\n]{0,6}$")
FARTHEST = 64
"""How many letters in front of a statement its day may begin."""


def read_successions(text: str, header: Header, vocabulary: Vocabulary) -> tuple[Succession, ...]:
    """The successions that the plan states, each pair of bodies once: where it says when, else where it says so first.

    `text` has full-width punctuation (`extract.widening`). Names are the full ones that the vocabulary gives in the
    plan's jurisdiction. A stated group of bodies (各区文旅局) follows none.
    """
    reading = _Reading(text, header, vocabulary)
    found: dict[tuple[str, str], Succession] = {}
    for rule in rules("successions"):
        for each in reading.by(rule):
            known = found.get((each.agency, each.former))
            if known is None or (known.until is None, known.span) > (each.until is None, each.span):
                found[each.agency, each.former] = each
    return tuple(sorted(found.values(), key=succession_order))


class _Reading:
    def __init__(self, text: str, header: Header, vocabulary: Vocabulary) -> None:
        self.text = text
        self.year = header.year
        self.jurisdiction = header.jurisdiction.value if header.jurisdiction else ""
        self.vocabulary = vocabulary

    def by(self, rule: Rule) -> Iterator[Succession]:
        for match in rule.pattern.finditer(self.text):
            start, end = match.span()
            named = match.groupdict()
            if rule.front:
                front = rule.front.search(self.text, max(start - LONGEST_LIST, 0), start)
                if front is None:
                    continue
                first, *_ = _LISTED.split(front["former"])
                start = self._open_name(front.start("former") + len(first)).start
                named = {**named, "former": self.text[start : front.end("former")]}
            elif not ("later" in named and "former" in named):
                name = self._open_name(start)
                start, named = name.start, {"later": name.of(self.text), "former": name.of(self.text), **named}
            yield from self._stated(rule.id, Span(start, end), named["later"], named["former"])

    def _stated(self, rule: str, span: Span, later: str, listed: str) -> Iterator[Succession]:
        formers = [each.removeprefix("原") for each in _LISTED.split(listed)]
        intended = _INTENDED.search(self.text, max(span.start - LONGEST_NAME, 0), span.start)
        if intended or not all(map(self._is_body, (later, *formers))):
            return
        span, until = self._until(span)
        agency, *names = self._in_full(later, *formers)
        for name in names:
            if name != agency:
                yield Succession(agency, name, span, rule, until)

    def _open_name(self, place: int) -> Span:
        """The name in front of `place`: the longest that is known, else all behind an edge."""
        between = _BETWEEN.search(self.text, max(place - LONGEST_NAME, 0), place)
        place = between.start() if between else place
        begin = max(place - LONGEST_NAME, 0)
        for edge in _EDGE.finditer(self.text, begin, place):
            begin = edge.end()
        known = (at for at in range(begin, place - 1) if self._is_known(self.text[at:place]))
        if (at := next(known, None)) is None:
            at = Edges(self.text, begin, place).before(place)
            at = at if _LEVEL.match(self.text, at, place) else begin
        return Span(at, place)

    def _is_known(self, label: str) -> bool:
        return (
            self.vocabulary.resolve(Kind.AGENCY, label, self.jurisdiction) is not None
            or self.vocabulary.agency_name(label, self.jurisdiction) != label
        )

    def _is_body(self, label: str) -> bool:
        if len(label) < 2 or _NOT_ONE.match(label):  # noqa: PLR2004
            return False
        return bool(_SURE.search(label) or _LEVEL.match(label) or _PLACED.match(label)) or self._is_known(label)

    def _in_full(self, *labels: str) -> Iterator[str]:
        """The full names; what stands beside a body of the city without a level (原工商局) is the city's, too."""
        place = next(filter(None, map(self._place, labels)), "")
        for label in labels:
            placed = _LEVEL.match(label) or _PLACED.match(label) or self._is_known(label)
            yield self.vocabulary.agency_name(label if placed else place + label, self.jurisdiction)

    def _place(self, label: str) -> str:
        """The level or region that a name begins with; "" where it begins with neither."""
        if _LEVEL.match(label):
            return label[0]
        if self.jurisdiction and label.startswith(self.jurisdiction):
            return self.jurisdiction[-1]
        named = _PLACED.match(label)
        return named[0] if named and self.vocabulary.resolve(Kind.REGION, named[0], self.jurisdiction) else ""

    def _until(self, span: Span) -> tuple[Span, date | None]:
        """The day of the change, in the words or right in front of them, and the words with it."""
        bracketed = self.text[span.end - 1] == "）"  # a day in front is that of what the body did
        front = None if bracketed else _SINCE.search(self.text, max(span.start - FARTHEST, 0), span.start)
        said = front or _DAY.search(self.text, span.start, span.end)
        day = self._day(said) if said else None
        return Span(front.start(), span.end) if front and day else span, day

    def _day(self, said: re.Match[str]) -> date | None:
        """自…起 means its first day; a year or month alone its last, by which the change was made."""
        year = int(said["year"]) if said["year"] else self.year - (said["relative"] == "去")
        if not EARLIEST <= year <= LATEST:
            return None
        month = int(said["month"] or (1 if said["since"] else 12))
        last = monthrange(year, month)[1]
        day = int(said["day"] or (1 if said["since"] else last))
        return date(year, month, day) if day <= last else None
