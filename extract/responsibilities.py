"""Assignments: the lines and brackets that say who is to do what a provision asks, and by when.

One parser reads every line or bracket of the form key：body、body（；key：…）, whatever the key is (责任单位, 牵头部门,
配合单位, 完成时限, 适用范围 …), and the brackets without a key (…牵头，…参与), (…按职责分工负责). A table's cell is
read as if the head of its column were its key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.outline import Block
from reformgraph.model import Role, Span


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line or bracket. `span` is all of it, which no measure takes in; `scope` the text of the block it speaks for.

    `bodies` are the organizations with their roles; `deadlines` the stretches that say by when, `places` those that
    say where.
    """

    span: Span
    scope: Span
    bodies: tuple[tuple[Span, Role], ...]
    deadlines: tuple[Span, ...]
    places: tuple[Span, ...]
    rule: str


KEY = r"[一-龥]{0,8}(?:单位|部门|时限|时间|节点|期限|进度|范围|主体|责任人|分工|机构|处室|领导|区域)(?:及分工|和分工)?"
_LINE = re.compile(rf"(?:(?<=^)|(?<=[\n。；）]))[ \t\u3000]*[【\[〔]?{KEY}[】\]〕]?[：:][^\n]*", re.M)
_BRACKET = re.compile(r"（((?:[^（）\n]|（[^（）\n]{0,30}）){2,500})）|\(([^()\n]{2,500})\)")
_HAS_KEY = re.compile(rf"{KEY}[：:]")
_SECTION = re.compile(rf"(?:^|(?<=[；;。，,（(\s】〕\]【〔\[]))({KEY})[】\]〕]?[：:]")
_DUTY = re.compile(r"(?:牵头|负责|参与|参加|配合|落实|指导|组织实施|协助|承办|主办|协办)")
_EXPLAINS = re.compile("包括|含|如|即|指|主要|以下|简称|不含|除")
_CLOSES = re.compile(r"[。；;，！]?\s*(?:\n|$)|[。；]")
_PIECE = re.compile(r"[^，,；;。]+")
_LEVELS = (
    "(?:自治区|直辖市|县级市|自治县|自治州|直管市|乡镇|街道|功能区|开发区|园区|省|市|州|盟|县|区|旗|镇)"
    "(?:（[^（）]{1,8}）)?"
)
_ITEM = re.compile(
    rf"各[一-龥]{{1,4}}(?:（[^（）]{{1,8}}）)?(?:、{_LEVELS}){{1,4}}(?:人民政府|政府|管委会)?(?=[，,；;。、）]|$)"
    r"|(?:（[^（）]*）|[^、，,；;。（）\s])+"
)
_TAIL = re.compile(
    r"(?:按照?(?:各自)?(?:的)?职责(?:分工)?|按分工|结合职责|结合实际|根据职责(?:分工)?)?(?:分别|共同|具体|依职责|分工|统一|要|会同)*"
    r"(?:牵头|负责|参与|参加|配合|落实|指导|组织实施|组织|实施|协助|承办|主办|协办|推进)+(?:(?:牵头|负责|落实|实施|推进|执行|监督|做好)+)?(?:以下[^。]*)?$"
)
_AND = re.compile(
    r"(?<=[委局办部厅署院会府心门位司团县区处站所])(?:和|及|以及|与)(?=.{2})|会同|等(?:和|及|以及|与)(?=.{2})|等(?=各?有关部门|各?相关部门|各?有关单位|各?相关单位)"
)
_ORGANIZATION = re.compile(
    r"(?:[委局办部厅署院行府]|委员会|中心|部门|单位|公司|集团|机构|法院|检察院|总局|海关|总会|协会|联合会|工商联|总工会|公安机关|街道|各区|各市|各县|各地|各镇|政府（?[^）]*）?)$"
)
_ASIDE = re.compile(r"^以下|下同|不再[一-龥]{0,4}列出|排在|列第一|排名|为牵头")
_WHEN = re.compile(
    r"(?:力争|确保|于|在|自|从|每年)*(?:\d{4}年|\d{1,2}月|[本今明当]年|年[底内]|[上下]半年|[一二三四]季度|“十[一-九]五”|长期|持续)"
    r"[^、，；。]{0,16}?(?:前|底|内|间|末|初|起|完成|推进|实施|落实|坚持|启动|到位|见效)?"
)
_FIRST_LEADS = re.compile(r"(?:第一|首)[^，。]*牵头")
_FIRST_LEADS_BELOW = re.compile(r"(?:第一|首)位?的?[^，。）\n]{0,8}牵头[^）\n]{0,12}下同")
LONGEST_DUTY = 200
_TIME = re.compile(r"时限|时间|节点|期限|进度")
_PLACE = re.compile(r"范围|区域|地区")
_NO_BODY = frozenset({"有关", "相关", "单位", "部门", "机构", "处室", "科室", "有关方面"})
_TRIM = re.compile(
    r"^(?:由|请|以及|和|及|与|各自|分别由)*|(?:等(?:有关|相关)?(?:部门|单位)?|（[^）]*(?:牵头|负责|下同)[^）]*）)$"
)


def first_leads_throughout(text: str) -> bool:
    """Whether the plan says that the body that is named first always leads (排在第一位的部门为牵头部门，下同)."""
    return _FIRST_LEADS_BELOW.search(text) is not None


def read_assignments(text: str, block: Block, first_leads: bool = False) -> tuple[Assignment, ...]:
    """The assignments of one block, in order; the scope of each reaches back to the one before or to the block's start.

    `first_leads` where the plan says that the first body of a bracket leads.
    """
    start, end = block.span.start, block.span.end
    if block.head:
        said = _Said()
        said.read(text, block.head, block.span, first_leads)
        return (said.assignment(block.span, block.span, "assignment.column"),)
    if not block.holds_measures and _is_duty_line(text, block.span):
        said = _Said()
        said.share(text, block.span, Role.RESPONSIBLE, first_leads)
        return (said.assignment(block.span, block.span, "assignment.line"),)
    if text.find("：", start, end) < 0 and text.find("（", start, end) < 0 and text.find(":", start, end) < 0:
        return ()
    found: list[Assignment] = []
    since = start
    for span, body, keyed in _stretches(text, start, end):
        said = _parse(text, body, keyed, first_leads)
        if not said.bodies and not said.deadlines and not keyed:
            continue
        scope = Span(min(since, span.start), span.start)
        found.append(said.assignment(span, scope, "assignment.keyed" if keyed else "assignment.duty"))
        since = span.end
    return tuple(found)


def _is_duty_line(text: str, span: Span) -> bool:
    """Whether a line without key and brackets says nothing but whose it is (市水务局牵头，市财政局配合)."""
    words = span.of(text)
    if len(words) > LONGEST_DUTY or re.search("[。；：《]", words) or not _TAIL.search(words):
        return False
    return _is_duty(text, span, span.end, span.end)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[Span, Span, bool]]:
    """The whole, what is to be parsed, and whether it has keys; lines before brackets, free of overlaps, in order."""
    taken: list[tuple[Span, Span, bool]] = []
    brackets = list(_BRACKET.finditer(text, start, end))
    for match in _LINE.finditer(text, start, end):
        if not any(bracket.start() < match.start() < bracket.end() for bracket in brackets):
            span = Span(*match.span())
            taken.append((span, span, True))
    for match in brackets:
        if any(span.start <= match.start() < span.end for span, _, _ in taken):
            continue
        inner = Span(*match.span(1)) if match[1] is not None else Span(*match.span(2))
        keyed = _HAS_KEY.search(text, inner.start, inner.end) is not None
        if keyed or _is_duty(text, inner, match.end(), end):
            taken.append((Span(*match.span()), inner, keyed))
    taken.sort(key=lambda stretch: stretch[0].start)
    yield from taken


def _is_duty(text: str, inner: Span, after: int, end: int) -> bool:
    """Whether a bracket without a key names bodies with a duty, or nothing but bodies at the end of a sentence."""
    if _EXPLAINS.match(text, inner.start, inner.end):
        return False
    pieces = [match.group() for match in _PIECE.finditer(text, inner.start, inner.end)]
    items = [
        _TAIL.sub("", item) for piece in pieces if not _ASIDE.search(piece) for item in _ITEM.findall(piece) if item
    ]
    bodies = [item for item in items if _ORGANIZATION.search(_TRIM.sub("", item))]
    if not bodies or 2 * len(bodies) < len(items):
        return False
    if any(_TAIL.search(piece) for piece in pieces if _DUTY.search(piece)):
        return True
    return len(bodies) == len(items) and _CLOSES.match(text, after, end) is not None and text[after - 1] in "）)"


class _Said:
    """What the values of one line, bracket or cell say, while they are read."""

    def __init__(self) -> None:
        self.bodies: list[tuple[Span, Role]] = []
        self.deadlines: list[Span] = []
        self.places: list[Span] = []

    def read(self, text: str, key: str, value: Span, first_leads: bool) -> None:
        """Take in one value by its key."""
        if _TIME.search(key):
            self.deadlines.extend(_trimmed(text, value))
        elif _PLACE.search(key):
            self.places.extend(_trimmed(text, value))
        else:
            self.share(text, value, _role(key), first_leads)

    def share(self, text: str, value: Span, role: Role, first_leads: bool) -> None:
        """Take in a list of bodies, in which a piece may say by when (…，6月底前完成)."""
        self.bodies.extend(_bodies(text, value, role, first_leads))
        for piece in _PIECE.finditer(text, value.start, value.end):
            if _WHEN.fullmatch(piece[0].strip()):
                self.deadlines.extend(_trimmed(text, Span(*piece.span())))

    def assignment(self, span: Span, scope: Span, rule: str) -> Assignment:
        return Assignment(span, scope, tuple(self.bodies), tuple(self.deadlines), tuple(self.places), rule)


def _parse(text: str, stretch: Span, keyed: bool, first_leads: bool) -> _Said:
    said = _Said()
    if not keyed:
        said.share(text, stretch, Role.RESPONSIBLE, first_leads)
        return said
    keys = list(_SECTION.finditer(text, stretch.start, stretch.end))
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        said.read(text, key[1], Span(key.end(), following.start() if following else stretch.end), first_leads)
    return said


def _role(word: str) -> Role:
    if "牵头" in word:
        return Role.LEAD
    if re.search(r"配合|参与|参加|协办|协助|协同|会同", word):
        return Role.COOPERATING
    return Role.RESPONSIBLE


def _trimmed(text: str, value: Span) -> Iterator[Span]:
    inner = value.of(text)
    words = inner.strip(" \t\u3000\n。；;，,（）()")
    if words:
        start = value.start + inner.index(words)
        yield Span(start, start + len(words))


def _bodies(text: str, value: Span, role: Role, first_leads: bool) -> Iterator[tuple[Span, Role]]:
    """The bodies of one value with their roles; a duty at the end of a piece counts for it and the pieces before it."""
    waiting: list[Span] = []
    named: list[tuple[Span, Role]] = []
    first_leads = first_leads or _FIRST_LEADS.search(text, value.start, value.end) is not None
    for piece in _PIECE.finditer(text, value.start, value.end):
        if _ASIDE.search(piece.group()) or _WHEN.fullmatch(piece.group().strip()):
            continue
        duty = _TAIL.search(piece.group())
        finish = piece.start() + duty.start() if duty else piece.end()
        own = list(_items(text, piece.start(), finish))
        joined = re.search(r"会同|商(?=各?市|各?省|有关|相关)", text[piece.start() : finish])
        if duty:
            given = _role(duty.group())
            for span in (*waiting, *own):
                helps = joined is not None and span.start > piece.start() + joined.start()
                named.append((span, Role.COOPERATING if helps else given))
            waiting = []
        else:
            waiting.extend(own)
    named.extend((span, role) for span in waiting)
    named.sort(key=lambda body: body[0].start)
    for place, (span, given) in enumerate(named):
        leads = first_leads and place == 0 and given is Role.RESPONSIBLE and len(named) > 1
        yield span, Role.LEAD if leads else given


def _items(text: str, start: int, end: int) -> Iterator[Span]:
    for item in _ITEM.finditer(text, start, end):
        cuts = [match.span() for match in _AND.finditer(text, item.start(), item.end())]
        begins = [item.start(), *(finish for _, finish in cuts)]
        ends = [*(begin for begin, _ in cuts), item.end()]
        for begin, finish in zip(begins, ends, strict=True):
            words = text[begin:finish]
            body = _TRIM.sub("", words)
            if len(body) > 1 and body not in _NO_BODY:
                at = begin + words.index(body)
                yield Span(at, at + len(body))
