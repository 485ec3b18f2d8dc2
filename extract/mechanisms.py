"""Mechanisms: what stands in quotes, devices (机制, 制度, 模式), pilots, lists of ways, and the vocabulary's terms."""

import re
from collections.abc import Iterator, Mapping

from extract.lexis import words
from extract.mention_rules import MentionRule, mention_rules
from extract.stretch import LONGEST_NAME, OPEN_MODIFIER, RANK, SHORT, SHORTEST, Candidate, Stretch, list_start
from reformgraph.model import Kind

PUNCTUATION = re.compile(r"[、，,·\s“”‘’\"]")

JOINT = re.compile(r"(?:以及|[和与及或、，])")

LONGEST_QUOTE = 12

_ITEMS = re.compile(r"[、，]")

TAIL = re.compile(r"(?:管理)?(?:制度|机制|模式|改革)(?![化者])|制(?![度定造作订约])")

MODE_WORDS = ("试点", "示范点", "改革")

SPLIT = re.compile(r"[、和及与]")

_DEFINED = re.compile(r"称(?:为)?“([^”\n]{1,20})”")

_SLOGAN = re.compile(
    r"(?:[应能可愿宜该当须].[尽必则皆快早].、?)+|(?:谁.{1,6}、?)+|(?:[一-龥]{1,4}就[一-龥]{1,4})|(?:管.{1,6}必须管.{1,6}、?)+"
)
"""What is said in quotes of how far, how fast or by whom: an aim or a principle, no way of working."""

_AIMS = re.compile(r"[一二两三四五六七八九十\d]{1,2}[大项个类种]")
_PLACE_OR_THING = re.compile("(?:大模型|厅|馆|基地|园区|产业园|中心|工场|大道|谷|走廊|湾|岛|枢纽)$")
"""What is quoted as the name of a place or a thing (“…大模型”)."""
_TURNED = re.compile("成为|建成|打造成|发展成")
"""What a place is to become stands in quotes too (建设成为…的“…港”)."""

_SYSTEM = re.compile("(?:基层)?服务(?:体系|网络)")
"""What a term makes a part of: no device by itself (社区嵌入式养老 | 服务体系)."""
_OTHER_THING = re.compile("(?:结构|体系|办法|政策|措施|体制|平台|标准|委员会|队伍)[和与及]")
LONGEST_INNER = 4
_INNER = re.compile("（[一-龥]{1,2}）$")

_NO_WAY = re.compile(r"[的在将把等对以为由]|发放|提供|各(?!自)|并(?!联)|多种|多项")

_NO_ITEM = re.compile(
    r"体系|工程$|项目$|政策$|战略$|行动$|计划$|标准$|措施$|制度|机制|发展$|建设$|改造$|开放$|创新$|再造$|严格|设备$|设施$|场地$|功能$"
)

_IN_PILOTS = frozenset(
    {
        "赋予",
        "引入",
        "允许",
        "运用",
        "利用",
        "促进",
        "提升",
        "采用",
        "降低",
        "下放",
        "提高",
        "取消",
        "简化",
        "减少",
        "授权",
    }
)

_PLAIN = frozenset({"严格", "全面", "统一", "更加", "有效", "最严"})


def mechanisms(stretch: Stretch) -> Iterator[Candidate]:
    """Institutional devices that an analyst could look for in other plans."""
    rules = mention_rules("mechanisms")
    yield from _quoted(stretch, rules["mechanism.quoted-device"])
    yield from _quoted(stretch, rules["mechanism.quoted"])
    yield from _quoted(stretch, rules["mechanism.quoted-inside"])
    known = _established(stretch)
    yield from known.values()
    for rule in rules.values():
        if rule.grows:
            yield from _devices(stretch, rule, known)
        elif "items" in rule.pattern.groupindex:
            yield from _listed(stretch, rule, known)
    handling = rules["mechanism.handling"]
    for match in handling.pattern.finditer(stretch.text, stretch.start, stretch.end):
        yield stretch.candidate(Kind.MECHANISM, *match.span(), handling.id)


def _quoted(stretch: Stretch, rule: MentionRule) -> Iterator[Candidate]:
    plain = mention_rules("mechanisms")["mechanism.quoted"].words
    said = plain["faults"] | plain["slogans"]
    defined = {match[1] for match in _DEFINED.finditer(stretch.text, stretch.start, stretch.end)}
    for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
        quote = match["quote"]
        if _PLACE_OR_THING.search(quote):
            continue
        if quote in said or _SLOGAN.fullmatch(quote) or _AIMS.match(stretch.text, match.end()):
            continue
        if (
            rule.id == "mechanism.quoted"
            and stretch.before(match.start()) == "的"
            and _TURNED.search(stretch.text, stretch.clause(match.start()), match.start())
        ):
            continue
        if quote not in defined and _is_name(quote) and stretch.resolve(Kind.REGION, quote) is None:
            name = PUNCTUATION.sub("", quote)
            yield Candidate(Kind.MECHANISM, *match.span(), rule.id, name, None, 3)


def _established(stretch: Stretch) -> dict[int, Candidate]:
    """Terms of the vocabulary by their start, each with 制度, 机制, 模式 or 改革 behind it."""
    known = {}
    for term in stretch.terms[Kind.MECHANISM]:
        if _SYSTEM.match(stretch.text, term.end, stretch.end):
            continue
        tail = TAIL.match(stretch.text, term.end, stretch.end)
        finish = tail.end() if tail and not tail.group().startswith("管理") else term.end
        start = term.start
        if (
            stretch.text[start - 1 : start] == "“"
            and stretch.text[finish : finish + 1] == "”"
            and start > stretch.start
        ):
            start, finish = start - 1, finish + 1
        known[term.start] = stretch.candidate(Kind.MECHANISM, start, finish, "mechanism.term", term.concept)
    return known


def _devices(stretch: Stretch, rule: MentionRule, known: Mapping[int, Candidate]) -> Iterator[Candidate]:
    text = stretch.text
    last = stretch.start
    bare = words("bare")
    ends = {term.end: term.start for term in known.values()}
    for match in rule.pattern.finditer(text, stretch.start, stretch.end):
        head, finish = match.span()
        begin = max(stretch.edge(head), last)
        gap = text[last:head]
        if last in ends and len(gap) <= SHORT and not JOINT.search(gap) and rule.id == "mechanism.device":
            begin = ends[last]
        last = finish
        if stretch.before(begin) in ("”", "’", "》") or (
            stretch.before(begin, 2) == "”的" and head - begin <= SHORTEST
        ):
            continue
        if stretch.before(begin) in ("“", "‘") and text[finish : finish + 1] in ("”", "’"):
            continue
        begin = _last_part(text, _over_bracket(stretch, begin), head, finish, rule)
        inner = [known[place] for place in range(begin, head) if place in known]
        if text[finish : finish + 2] == "体系" or "等相关" in text[begin:head]:
            continue
        whole = [term for term in inner if term.end >= finish]
        if whole:
            continue
        begin = stretch.placed(list_start(text, begin, head), head)
        if rule.id == "mechanism.pilot" and stretch.before(begin, 2) in _IN_PILOTS:
            begin -= 2
        if inner and (rule.id == "mechanism.device" or (rule.id == "mechanism.pilot" and inner[-1].end == head)):
            first = inner[-1]
            yield Candidate(
                Kind.MECHANISM, first.start, finish, rule.id, first.name, first.concept, RANK[Kind.MECHANISM]
            )
            continue
        modifier = text[begin:head]
        if not SHORTEST <= len(modifier) <= LONGEST_NAME or modifier in bare or modifier.rstrip("新的") in bare:
            continue
        if "“" in modifier or "”" in modifier or OPEN_MODIFIER.search(modifier):
            continue
        name = text[begin:finish]
        for word in MODE_WORDS:
            name = name.removesuffix(word)
        if rule.id == "mechanism.pilot" and name.endswith(("改革", "开展", "推行", "探索", "推进", "启动")):
            continue
        yield Candidate(Kind.MECHANISM, begin, finish, rule.id, name, None, RANK[Kind.MECHANISM])


def _over_bracket(stretch: Stretch, begin: int) -> int:
    """`begin` moved back over a letter or two in brackets, which stand inside a name (抵（质）押登记制度)."""
    bracket = _INNER.search(stretch.text, max(stretch.start, begin - LONGEST_INNER), begin)
    return stretch.edge(bracket.start()) if bracket else begin


def _last_part(text: str, begin: int, head: int, finish: int, rule: MentionRule) -> int:
    """Where the name itself begins in a long modifier: behind 领域, 以及, 版 of a list, and the first of two things."""
    if "领域" in text[begin : head - 2]:
        begin = max(begin, text.rfind("领域", begin, head) + 2)
    for other in _OTHER_THING.finditer(text, begin, head):
        begin = other.end()
    if "以及" in text[begin:head]:
        begin = text.rfind("以及", begin, head) + 2
    if rule.id == "mechanism.negative-list":
        begin = max(begin, text.rfind("版", begin, head) + 1)
    return begin


def _listed(stretch: Stretch, rule: MentionRule, known: Mapping[int, Candidate]) -> Iterator[Candidate]:
    for match in rule.pattern.finditer(stretch.text, stretch.start, stretch.end):
        place, items = match.start("items"), SPLIT.split(match["items"])
        if len(items) == 1 and rule.single is not None and not rule.single.search(items[0]):
            continue
        for item in items:
            begin = place
            place += len(item) + 1
            if len(item) < SHORTEST or _NO_WAY.match(item) or _NO_ITEM.search(item):
                continue
            if len(items) == 1 and item[:2] in _PLAIN:
                continue
            if any(at in known for at in range(begin, begin + len(item))):
                continue
            yield stretch.candidate(Kind.MECHANISM, begin, begin + len(item), rule.id)


def _is_name(quote: str) -> bool:
    """Whether a quotation is short enough for a name; each item of a list counts for itself."""
    if "‘" in quote:
        return False
    items = _ITEMS.split(quote)
    return all(len(item) <= (LONGEST_QUOTE if len(items) == 1 else LONGEST_QUOTE - 2) for item in items)
