"""A stretch of a plan while its mentions are looked for: its edges and terms, and the left ends of names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.lexis import Edges, after_leading, alternation, words
from extract.terms import Term
from reformgraph.model import Kind, Span
from reformgraph.vocabulary import Concept

Resolve = Callable[[Kind, str], Concept | None]

HARD = "，。；：！？\n"
LONGEST_NAME = 40
FARTHEST = 3 * LONGEST_NAME
"""How far back the edge of a phrase is looked for, so that a text without edges stays cheap."""
SHORTEST = 2
"""Letters of the shortest modifier that makes a name."""
SHORT = 4
"""Letters at most of a word in a list that is one modifier (评估、反馈机制)."""
LIST_OF_SHORT = 8
"""Letters at most in front of a last word of two in such a list (共性组件收储、复用机制)."""
LONGEST_FUNCTION = 6

RANK = {
    Kind.PLATFORM: 1,
    Kind.INSTRUMENT: 2,
    Kind.AGENCY: 3,
    Kind.MECHANISM: 4,
    Kind.REGION: 5,
    Kind.BENEFICIARY: 6,
}
"""Which kind's name stands where two overlap: the lower."""
OWN_PLACE = re.compile(r"[本我全](?:市(?!场)|省|县|州|自治区)|[本我]区(?!域)")
OPEN_MODIFIER = re.compile(
    r"(?:各项|相关|有关|各种|等|方面|领域|改革和|示范和|作为|为|与|新技术新|工作和|建设和|本|其他|(?:技术|网络|信息)[和与及](?:网络|信息|技术)?)$|[？?]"
)
"""The end of a modifier that makes no name (各项 | 制度, 相关 | 平台)."""
_INSIDE = re.compile(r"(?:范围)?内的?(?!部)|符合条件的|注册的")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention; `kind` None only keeps others out of the stretch (the title of a document carried out)."""

    kind: Kind | None
    start: int
    end: int
    rule: str
    name: str = ""
    concept: Concept | None = None
    rank: int = 0


class Stretch:
    """`text[span]` being read. `known` are the vocabulary's regions, `places` regions and bodies found, by start."""

    def __init__(self, text: str, span: Span, terms: Sequence[Term], jurisdiction: str, resolve: Resolve) -> None:
        self.text, self.start, self.end = text, span.start, span.end
        self.jurisdiction, self.resolve = jurisdiction, resolve
        self.edges = Edges(text, span.start, span.end)
        self.terms: dict[Kind, list[Term]] = {kind: [] for kind in Kind}
        for term in terms:
            self.terms[term.kind].append(term)
        self.places: dict[int, int] = {}
        self.known = {term.start: term.end for term in self.terms[Kind.REGION]}

    def candidate(self, kind: Kind, start: int, end: int, rule: str, concept: Concept | None = None) -> Candidate:
        """A proposed mention, named as written."""
        return Candidate(kind, start, end, rule, self.text[start:end], concept, RANK[kind])

    def of_terms(self, kind: Kind) -> Iterator[Candidate]:
        """The vocabulary's terms of a kind."""
        for term in self.terms[kind]:
            yield self.candidate(kind, term.start, term.end, f"{kind_name(kind)}.term", term.concept)

    def clause(self, place: int) -> int:
        """Where the clause begins that `place` stands in."""
        text = self.text
        begin = max(self.start, place - 120)
        for at in range(place - 1, begin - 1, -1):
            if text[at] in HARD:
                return at + 1
        return begin

    def opens(self, place: int) -> bool:
        """Whether a clause begins here, the plan's own place aside."""
        return (
            place == self.start
            or self.text[place - 1] in HARD
            or OWN_PLACE.search(self.text, place - 3, place) is not None
        )

    def edge(self, place: int) -> int:
        """Where the phrase begins that ends in front of `place`, at most `FARTHEST` letters back."""
        return max(self.edges.before(place), place - FARTHEST)

    def before(self, place: int, letters: int = 1) -> str:
        """The letters in front of `place`, as far as they are in the stretch."""
        return self.text[max(self.start, place - letters) : place]

    def trimmed(self, begin: int, end: int) -> int:
        """`begin` moved behind 本市, 相关, conjunctions and the like."""
        return after_leading(self.text, self.own(begin, end), end)

    def own(self, begin: int, end: int) -> int:
        """`begin` moved behind the plan's own place (本市, 全省) wherever it stands in the stretch."""
        for own in OWN_PLACE.finditer(self.text, begin, end):
            begin = own.end()
        return begin

    def placed(self, begin: int, end: int) -> int:
        """`begin` moved behind places and bodies at the front of a name, too, as long as something is left of it."""
        own = self.own(begin, end)
        while True:
            after = self.places.get(own, end)
            inside = _INSIDE.match(self.text, after, end)
            after = inside.end() if inside else after
            if after >= end:
                after = after_leading(self.text, own, end)
                if after == own:
                    return own
            elif end - self.trimmed(after, end) < SHORTEST:
                return own
            own = after


@cache
def servers() -> re.Pattern[str]:
    """The verbs and prepositions by which people are served, asked or bound."""
    return re.compile(alternation(words("servers")))


def behind(leading: re.Pattern[str], text: str, begin: int, end: int) -> int:
    """`begin` moved behind what `leading` matches there."""
    match = leading.match(text, begin, end)
    return match.end() if match else begin


def kind_name(kind: Kind) -> str:
    """The English word of a kind, as rule ids begin."""
    return {Kind.AGENCY: "agency", Kind.BENEFICIARY: "beneficiary"}.get(kind, kind.value.removesuffix("s"))


def last_item(text: str, begin: int, head: int) -> int:
    """The start of the last item of a list that ends in the name at `head`: 市、县林业部门 stays one."""
    for at in range(head - 1, begin - 1, -1):
        if text[at] in "、和与及或" and not _is_joint(text, begin, at):
            if text[at : at + 2] in ("及时", "和谐", "与会") or text[max(begin, at - 1) : at + 1] == "参与":
                continue
            return at + 1
    return begin


def _is_joint(text: str, begin: int, at: int) -> bool:
    """Whether 、 at this place stands between levels of one body (市、区财政部门)."""
    return (
        text[at] == "、"
        and text[begin] != "各"
        and 1 <= at - begin <= SHORT
        and text[at - 1] in "市区县省镇乡州"
        and text[at + 1] in "市区县镇乡州街"
    )


def list_start(text: str, begin: int, head: int) -> int:
    """Where a device's modifier begins: a list of short words is one (评估、反馈), one of long words ends before it."""
    comma = text.rfind("、", begin, head)
    if comma < 0:
        return begin
    if head - comma - 1 <= SHORTEST and comma - begin <= LIST_OF_SHORT:
        return begin
    return comma + 1
