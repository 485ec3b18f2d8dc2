"""Platforms, and the documents that a measure makes, changes or withdraws."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from extract.lexis import alternation, words
from extract.mention_rules import MentionRule, mention_rules
from extract.stretch import (
    LONGEST_FUNCTION,
    LONGEST_NAME,
    OPEN_MODIFIER,
    SHORTEST,
    Candidate,
    Stretch,
    behind,
    list_start,
)
from reformgraph.model import Kind

_ENDS_GOVERNMENT = re.compile(r"[，。；：！？\n]|(?:通过|依托|根据|按照|落实|执行)")

_BY_RULE = re.compile(r"根据|按照|依照|依据|遵守")

_CHANGED_NEXT = re.compile(
    r"的?(?:编制|修订|修改|制定|制订|制修订|立改废|清理|废止|起草|更新)|进行(?:全面)?(?:清理|修订|修改|动态调整)"
)

_CHANGED_LATER = re.compile(
    r"(?:应|可|要|由|实行|同时|根据|及时|每年)[^，。；：！？\n]{0,30}(?:动态调整|动态更新|修订|更新|废止|公布|调整)"
    r"|由[^，。；：！？\n]{1,30}(?:制定|制订|编制|起草|拟定|发布)"
)

_INTO_PLATFORM = re.compile(
    r"[从将把]|牵头|负责|(?<!直)达到|在(?![线职校])|嵌入|接入|进入|登录|使用|熟悉|完成|归集[到至]|推送[到至]|上传[到至]|共享[到至]|录入|改造|对接|或|要以|以(?=国家|全国|[省市])|以下(?:简)?称"
)

_ALL_OF = re.compile(r"等[\d一二三四五六七八九十两]{1,3}个$")
"""A list that the head counts is one name (甲、乙等3个平台)."""

_DEVICE_BEHIND = re.compile("(?:工作|管理|运行)?(?:机制|制度|模式|改革)")

_DEVICE_AND = re.compile("(?:机制|制度|体系|模式)(?:[和与及]|以及)")

_ACTION = re.compile("(?:提升|深化|优化|强化|攻坚|整治|推进|促进|专项|创建|保障|改造)$")
"""What makes one word with 行动 behind it (提升行动方案)."""

_INTO_DOCUMENT = re.compile(r"对(?![口外象])|提出|等(?!级)|(?<=有)关于|方面的?(?=.)")


LONGEST_PURPOSE = 14
_LISTED = re.compile("[、和与及或]*")
_PURPOSE = re.compile(
    "[^，。；：、的和与及]{0,8}(?<!组织)(?:促进|推进|推动|加快|支持|鼓励|加强|深化|提升)[^，。；：、的和与及]{0,6}"
)

_BUILT = re.compile("(?<=[商业构院校会门方])建设(?!项目|工程|用地|单位)")


def platforms(stretch: Stretch) -> Iterator[Candidate]:
    """Named systems, platforms, halls and windows."""
    yield from stretch.of_terms(Kind.PLATFORM)
    for rule in mention_rules("platforms").values():
        if not rule.grows:
            for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
                yield stretch.candidate(Kind.PLATFORM, *match.span(), rule.id)
            continue
        for begin, head, finish in _grown(stretch, rule):
            if head - begin >= SHORTEST:
                yield stretch.candidate(Kind.PLATFORM, begin, finish, rule.id)


def documents(stretch: Stretch) -> Iterator[Candidate]:
    """Titles in 《》: instruments where the measure makes or changes them, else only kept free of other mentions."""
    rule = mention_rules("instruments")["instrument.titled"]
    for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
        made = _titled_is_made(stretch.text, stretch.clause(match.start()), match.start(), match.end())
        kind = Kind.INSTRUMENT if made else None
        yield Candidate(kind, match.start(), match.end(), rule.id, match.group(), None, 0)


def instruments(stretch: Stretch) -> Iterator[Candidate]:
    """Documents, standards and lists without title marks, where a verb makes, changes or withdraws them."""
    yield from stretch.of_terms(Kind.INSTRUMENT)
    rule = mention_rules("instruments")["instrument.document"]
    makers = _Makers(stretch.text, stretch.start, stretch.end, rule.words["strong"])
    waiting: list[Candidate] = []
    last = made = stretch.start
    for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
        head, finish = match.span()
        joined = stretch.edge(head) < last
        found = _instrument(stretch, makers, match, last, made)
        if found is None:
            begin = stretch.placed(max(stretch.edge(head), last), head)
            if not waiting or not joined:
                waiting.clear()
            if head - begin <= LONGEST_NAME and finish - begin >= SHORTEST:
                waiting.append(stretch.candidate(Kind.INSTRUMENT, begin, finish, rule.id))
        else:
            changed, candidate = found
            if changed and joined:
                yield from waiting
            waiting.clear()
            made = finish
            yield candidate
        last = finish


def _instrument(
    stretch: Stretch, makers: "_Makers", match: re.Match[str], last: int, made: int
) -> tuple[bool, Candidate] | None:
    """The document that ends in the match, if it is made or changed, and whether the words behind it change it."""
    text = stretch.text
    rule = mention_rules("instruments")["instrument.document"]
    head, finish = match.span()
    word = match.group()
    begin = max(stretch.edge(head), last)
    clause = stretch.clause(head)
    verb, opened = makers.governing(clause, head)
    governed = bool(verb) and not _ENDS_GOVERNMENT.search(text, opened, max(begin, opened))
    if governed and opened == head and verb in words("starters"):
        begin = head
    changed = _CHANGED_NEXT.match(text, finish, stretch.end) is not None or (
        begin <= clause + 8 and _CHANGED_LATER.match(text, finish, stretch.end) is not None
    )
    changed = changed and not _BY_RULE.search(text, clause, max(clause, begin))
    strong = changed or (governed and verb in rule.words["strong"])
    if not (governed or changed) or (word in rule.words["policies"] and not strong):
        return None
    if verb in words("weak_makers") and not changed and word not in ("清单", "目录", "指南", "规范性文件"):
        return None
    if text.startswith("行动", begin) and (compound := _ACTION.search(text, clause, begin)):
        begin = max(stretch.edge(compound.start()), last)
    joined = last == made > stretch.start and text[last:head] in ("、", "和", "与", "及", "以及")
    for way in _INTO_DOCUMENT.finditer(text, begin, head):
        begin = way.end()
    if governed and verb in rule.words["strong"]:
        begin = opened if begin < opened < head else begin
        begin = _with_purpose(text, max(opened, last), begin) if word in rule.words["plans"] else begin
    if stretch.before(begin) == "”" and begin > last and text[begin : begin + 2] not in ("相关", "有关"):
        quote = text.rfind("“", clause, begin)
        if quote >= 0:
            begin = max(stretch.edge(quote), clause, opened if governed else clause)
    for device in _DEVICE_AND.finditer(text, begin, head):
        begin = device.end()
    begin = stretch.placed(list_start(text, begin, head), head)
    if (
        governed
        and stretch.before(begin) == "的"
        and (text[begin:head] in rule.words["title"] or (begin == head and word in rule.words["titled"]))
    ):
        whole = stretch.placed(opened, head)
        begin = whole if whole < begin and text[whole] != "的" and "的" not in text[whole : begin - 1] else begin
    modifier = text[begin:head]
    bare = modifier in rule.bare or len(modifier) == 1
    if (bare and not strong and not joined) or (not modifier and not joined and word in rule.words["never_bare"]):
        return None
    if head - begin > LONGEST_NAME or stretch.before(begin) == "》":
        return None
    return changed, stretch.candidate(Kind.INSTRUMENT, begin, finish, rule.id)


def _with_purpose(text: str, opened: int, begin: int) -> int:
    """`begin` moved back over the verb that a plan's name begins with (编制 | 促进文旅融合行动方案)."""
    opened = behind(_LISTED, text, opened, begin)
    if 0 < begin - opened <= LONGEST_PURPOSE and _PURPOSE.fullmatch(text, opened, begin):
        return opened
    return begin


def _grown(stretch: Stretch, rule: MentionRule) -> Iterator[tuple[int, int, int]]:
    """Begin of the name, begin of its head and end, for each place where the rule's head has a modifier."""
    text = stretch.text
    last = stretch.start
    for match in rule.pattern.finditer(text, stretch.start, stretch.end):
        head, finish = match.span()
        begin = max(stretch.edge(head), last)
        if stretch.before(begin) == "”" and text[begin : begin + 2] not in ("相关", "有关"):
            opening = text.rfind("“", max(stretch.start, begin - LONGEST_NAME), begin)
            begin = opening if opening >= 0 else begin
        else:
            for cut in (_INTO_PLATFORM, _BUILT):
                for way in cut.finditer(text, begin, head):
                    begin = way.end()
            comma = -1 if _ALL_OF.search(text, begin, head) else text.rfind("、", begin, head)
            if comma >= 0 and "等" in text[comma:head]:
                continue
            begin = stretch.trimmed(max(begin, comma + 1), head)
        last = finish
        if text[finish : finish + 1] == "”" and _DEVICE_BEHIND.match(text, finish + 1):
            continue
        modifier = text[begin:head]
        if len(modifier) <= LONGEST_NAME and modifier not in rule.bare and not OPEN_MODIFIER.search(modifier):
            yield begin, head, finish


class _Makers:
    """The verbs in a stretch that make, change or withdraw a document, and which of them governs a place."""

    def __init__(self, text: str, start: int, end: int, strong: frozenset[str]) -> None:
        self._found = [(match.start(), match.end(), match.group()) for match in _makers().finditer(text, start, end)]
        self._starts = [start for start, _, _ in self._found]
        self._strong = strong

    def governing(self, clause: int, place: int) -> tuple[str, int]:
        """The verb and its end: the first strong one between the two, else the last; "" and `place` where none."""
        near = self._found[bisect_left(self._starts, clause) : bisect_left(self._starts, place)]
        near = [verb for verb in near if verb[1] <= place]
        strong = [verb for verb in near if verb[2] in self._strong]
        for _, end, verb in (*strong[:1], *near[-1:]):
            return verb, end
        return "", place


@cache
def _makers() -> re.Pattern[str]:
    return re.compile(alternation(words("makers")))


def _titled_is_made(text: str, clause: int, start: int, end: int) -> bool:
    """Whether the measure makes, changes or withdraws the document `text[start:end]`, by the verbs around it."""
    front = text[clause:start].rstrip("、和及与》")
    front = re.sub(r"《[^》]*》?[、和及与]?", "", front)
    last = None
    for last in _makers().finditer(front):  # noqa: B007
        pass
    if (
        last is not None
        and len(front) - last.end() <= LONGEST_FUNCTION
        and not front.endswith("的", last.end())
        and not _ENDS_GOVERNMENT.search(front, last.end())
    ):
        return True
    return (
        re.match(
            r"(?:（[^）]*）)?(?:等)?(?:的?修订|的?修改|的?制定|的?编制|同时废止|即行废止|予以废止|废止)",
            text[end : end + 40],
        )
        is not None
    )
