"""One clause of a plan read by its closed word classes: its head verb, and whether it stands by itself.

A clause is turned into words of the classes in `rules/measures.toml` (the longest word wins; what no class knows is
noun). Its beginning is then peeled: adverbs and modals, or a subject up to its modal or adverb, or a phrase of place,
means or topic up to the verb that it ends before. Reading is bounded: only the first `REACH` letters of a clause count.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from extract.lexis import alternation

REACH = 400
"""How many letters of a clause are read."""
OWN_OBJECT = 4
"""The letters between 进行 and its verb noun from which they are an object (进行书面安全技术交底)."""
LONG = 3
"""The letters from which a word is too long to stand inside another, and an unknown verb may have an object."""


class Word:
    """The classes of a word as bits of an int (plain, since an IntFlag costs most of the reading time); 0 is a noun."""

    ADVERB = 1 << 0
    MODAL = 1 << 1
    PREPOSITION = 1 << 2
    TOPIC = 1 << 3
    CLAUSAL = 1 << 4
    HEAD_AT_END = 1 << 5
    BASIS = 1 << 6
    VERB = 1 << 7
    NOMINAL = 1 << 8
    GOVERNOR = 1 << 9
    LIGHT = 1 << 10
    WHOLE = 1 << 11
    ATTITUDE = 1 << 12
    RESULT = 1 << 13
    JOINING = 1 << 14
    STATEMENT = 1 << 15
    PREDICATE = 1 << 16
    NEGATION = 1 << 17
    CLOSER = 1 << 18
    CAUSATIVE = 1 << 19
    PASSIVE = 1 << 20
    FINISHING = 1 << 21
    FOR_FRAME = 1 << 22
    TRANSITIVE = 1 << 23
    STATE = 1 << 24
    FIRM = 1 << 25
    OF = 1 << 26
    AND = 1 << 27
    CARRIER = 1 << 28


_CLASSES = {
    "adverbs": Word.ADVERB,
    "modals": Word.MODAL,
    "nouns": 0,
    "prepositions": Word.PREPOSITION,
    "topics": Word.TOPIC,
    "clausal": Word.CLAUSAL,
    "heads_at_end": Word.HEAD_AT_END,
    "basis": Word.BASIS,
    "verbs": Word.VERB,
    "nominal": Word.VERB | Word.NOMINAL,
    "governors": Word.VERB | Word.GOVERNOR,
    "light": Word.VERB | Word.LIGHT,
    "whole": Word.VERB | Word.WHOLE,
    "attitudes": Word.VERB | Word.ATTITUDE,
    "results": Word.VERB | Word.RESULT,
    "joining": Word.JOINING,
    "statements": Word.STATEMENT,
    "predicates": Word.PREDICATE,
    "negations": Word.NEGATION,
    "closers": Word.CLOSER,
    "causatives": Word.VERB | Word.CAUSATIVE,
    "passives": Word.PASSIVE,
    "finishing": Word.FINISHING,
    "for_frame": Word.VERB | Word.FOR_FRAME,
    "transitive": Word.VERB | Word.TRANSITIVE,
    "firm": Word.ADVERB | Word.FIRM,
    "states": Word.VERB | Word.STATE,
    "carriers": Word.VERB | Word.CARRIER,
}
_LEADING = Word.ADVERB | Word.MODAL


class Kind(Enum):
    """What a clause is to its neighbours."""

    HEAD = auto()
    """A verb with an object: a measure."""
    BARE = auto()
    """A verb without an object of its own: part of the measure before."""
    RESULT = auto()
    """A result: the outcome of the measure before."""
    JOINED = auto()
    """It widens or bounds the measure before."""
    TOPIC = auto()
    """What the next clause is about."""
    PHRASE = auto()
    """Place, means, condition or attitude: the beginning of the next clause."""
    STATEMENT = auto()
    """It commits to nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a clause: its kind, the place of its head verb (empty where it has none), and the rule.

    `open` is set where the next clause still belongs to it.
    """

    kind: Kind
    start: int
    end: int
    rule: str
    open: bool = False


class Token(NamedTuple):
    """A word of the clause with its classes, or the letters between two of them."""

    kind: int
    start: int
    end: int


T = TypeVar("T")


@cache
def rules() -> dict[str, frozenset[str]]:
    """The word classes of `rules/measures.toml`, by name."""
    data = tomllib.loads((files("extract") / "rules" / "measures.toml").read_text("utf-8"))
    return {name: frozenset(value.split()) for name, value in data.items() if isinstance(value, str)}


@cache
def words() -> dict[str, int]:
    """Every word with all its classes."""
    known: dict[str, int] = {}
    for name, kind in _CLASSES.items():
        for word in rules()[name]:
            known[word] = known.get(word, 0) | kind
    return known


def _grouped(choices: Iterable[str], size: int = 10) -> str:
    """The longest of thousands of words: first letters are looked for in groups of groups, which halves the time."""
    by_letter: dict[str, list[str]] = {}
    for word in choices:
        by_letter.setdefault(word[0], []).append(word)
    groups = _chunks(sorted(by_letter), size)
    return "|".join(
        f"(?={_any(letter for group in outer for letter in group)})(?:"
        + "|".join(
            f"(?={_any(group)}){alternation(w for letter in group for w in by_letter[letter])}" for group in outer
        )
        + ")"
        for outer in _chunks(groups, size)
    )


def _chunks(items: list[T], size: int) -> list[list[T]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def _any(letters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, letters))}]"


_OPAQUE = r"(?P<opaque>“[^”\n]{0,300}”|《[^》\n]{0,300}》|（[^（）\n]{0,400}）|\([^()\n]{0,400}\))"
_TIME = (
    r"(?P<time>(?:(?:力争|争取)?(?:到|自|从|截至|于)?(?:“十[一二三四五六七八九]五”(?:期间|末|时期)|\d{4}年|\d{1,2}月(?!度))"
    r"(?:[\d年月日底末初]|上半年|下半年|中期|以前|之前|前|起|[一二三四]季度|期间|至)*)|[一二三四五六七八九十两\d]{1,3}年(?:时间)?内|年底前|年内|[上下]半年|每年|[本今明]年)"
)


@cache
def _token() -> re.Pattern[str]:
    first = _any({word[0] for word in words()} | set("“《（(0123456789到自从截于力争确年上下每本今明的、/"))
    rest = "(?P<of>的)|(?P<and>[、/])"
    return re.compile(f"(?={first})(?:{_OPAQUE}|{_TIME}|(?P<word>{_grouped(words())})|{rest})")


def tokens(text: str, start: int, end: int) -> list[Token]:
    """`text[start:end]` as words and the gaps between them, without holes."""
    known = words()
    found: list[Token] = []
    at = start
    for match in _token().finditer(text, start, end):
        begin, finish = match.span()
        if begin < at:
            continue
        if at < begin:
            found.append(Token(0, at, begin))
        group = match.lastgroup
        if group == "word":
            kind = known[match[0]]
            if (
                kind & (Word.VERB | Word.PREDICATE)
                and text[finish : finish + 1] in _KIND_OF
                and not text.startswith(_LEADS, finish)
            ):
                kind, finish = 0, finish + 1
            if kind & Word.ADVERB and text[finish : finish + 1] == "地" and _ADVERBIAL.match(text, finish, end):
                finish += 1
        elif group == "of":
            kind = Word.OF
        elif group == "and":
            kind = Word.AND
        elif group == "time":
            kind = Word.ADVERB
        else:
            kind = 0
        found.append(Token(kind, begin, finish))
        at = finish
    if at < end:
        found.append(Token(0, at, end))
    return found


@cache
def _ending() -> re.Pattern[str]:
    guarded = (
        r"(?<![及实同平随即准按小工课临历限定])时"
        r"|(?<![先滞前背落今售产幕])后|(?<![目提超当生学售事])前|(?:工作|实践|进程|执法|建设)中"
        r"|(?:工作日|\d日|个月|\d年|小时)(?:以|之)?内"
    )
    return re.compile(f"(?:{alternation(rules()['endings'])}|{guarded})$")


@cache
def _basis_ending() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(rules()['basis_endings'])}|等)$")


@cache
def _support() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(rules()['supports'])})$")


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(f"[一-龥](?:{'|'.join(rules()['complements'])})(?=..)")


_LEADS = ("率先", "率领")
_KIND_OF = frozenset("式型率")
"""Behind a verb they make a noun of it (嵌入式, 服务型, 覆盖率)."""
_ADVERBIAL = re.compile("地(?![区方市块域理质铁下级点段籍产价灾震面位标图名租役税毯膜热形带处段])")
_HAN = re.compile("[一-龥]{2}")
_BODIES = frozenset("门府委局会位厅署院校市省区县乡镇州")
_BODY = re.compile("(?:单位|部门|机构|机关|主体|小组|人员|方(?![式案法向面针]))(?!责任|职责|作用|地位|功能|意识)")
_IN_FULL = re.compile("“?([应能].[尽必].)”?$")
_SO_MANY = re.compile(r"(?:不少于|至少|约)?\d{1,6}万?[名个家所台套人座张件项条处户]")
_WHITHER = ("到", "至", "给", "于", "为", "入")
_MEANS = ("机制", "体系", "平台", "网络", "优势", "资源", "力量")
_WAYS = ("方式", "形式", "手段", "办法")
_SAYS = re.compile("(?<![作做]出)(?:明确规定|明确要求|明确提出)$")
_KEPT = ("制度", "红线", "底线")
_FURTHERED = re.compile("(?:发展|建设|改革|实施|开展)$")
_TOGETHER = ("相结合", "并重", "并举")
_SINCE = re.compile("由于|鉴于|加之|考虑到")
_CONDITIONS = frozenset(
    ["符合", "涉及", "属于", "具备", "存在", "违反", "满足", "发生", "达到", "超过", "未经", "通过"]
)
_CONDITION_FIRST = frozenset(condition[0] for condition in _CONDITIONS)
_OPENS_PHRASE = frozenset("对将在")
_JOINS = frozenset("和与及")
_AIMED = re.compile(r"\d|作为")
_INTO = frozenset(["列入", "纳入", "并入", "归入", "编入", "计入"])
_ANSWERS = re.compile(r"[^，的]{2}(?:要|应当?|须)?对[^，]{2,60}(负责)$")
_DEMANDS = ("的要求", "的原则", "的思路", "的规定")
_PRINCIPLES = re.compile(
    r"(?:坚持|始终坚持|遵循|本着|秉承|秉持).*"
    r"(?:原则|方针|理念|导向|思路|[宜应能].[则尽].|优先|并重|结合|为主|并举|(?<=坚持)[一-龥]{4}(?<!制度))$"
)
_TAKEN_AS = re.compile(
    r"以.*为(?:基本|主要|重要|根本|总|核心|最终)?[^，。；的]{0,4}"
    r"(?:单元|单位|主体|依据|标准|内容|方向|载体|平台|纽带|手段|路径)$"
)
_ACCORDING = frozenset(["根据", "按照", "按", "依照", "依据", "遵照", "参照", "对照", "本着", "遵循", "秉承", "对标"])
_SPACE_OF_TIME = re.compile("自(?:[^，。；]{1,20}(?:之日)?起)(?:至|到)[^，。；]{2,16}(?:[年月日止底]|期间)$")
_AMONG_OTHERS = re.compile(
    "(?:围绕|聚焦|针对|紧扣|紧盯|瞄准|面向).*等[^，。；]{0,6}"
    "(?:领域|行业|方面|重点|工作|任务|问题|环节|实事|事项|内容|目标|产业|需求|要素|项目|工程|场所|区域|群体|人群)$"
)
_WITH_A_CORE = re.compile("以[^，。；]{2,16}为[^，。；]{1,6}的")
"""A modifier, behind an adverb that is the verb (加快以备案制为主的…改革)."""
_AIM_IN_TIME = re.compile(r"[至到在过于达]\d[^，。；]{0,8}内$")
_SHARE = re.compile("\\d+(?:\\.\\d+)?[%％](?:以上)?$")
"""Nothing but how much of the object in front is to be done (完成 | 80%以上)."""
_HURRIED = frozenset(["加快", "严格"])
_ALSO_HEADS = frozenset(["加快", "严格", "密切", "统筹", "规范"])
"""Adverbs that are the head where no verb follows them and the adverbs behind them (加快跨区域政务服务一体化进程)."""
_NORMS = re.compile(
    "(?:原则|精神|思路|方针|理念|计划|规划|方案|意见|办法|条例|通知|规定|标准|规范|指引|清单|目录|部署|要求)$"
)
_SETTLED = re.compile("坚持.*定位$|贯彻.*原则$")
_PHRASE_FORMS = (
    ("由鉴加考", _SINCE),
    ("围聚针紧瞄面", _AMONG_OTHERS),
    ("自", _SPACE_OF_TIME),
    ("以", _TAKEN_AS),
    ("坚始遵本秉", _PRINCIPLES),
    ("坚贯", _SETTLED),
)
_PHRASES = {
    letter: tuple(form for letters, form in _PHRASE_FORMS if letter in letters)
    for letter in {letter for letters, _ in _PHRASE_FORMS for letter in letters}
}
"""By first letter, what is the beginning of the next clause whatever verbs it holds."""
_NUMERAL = re.compile("[一二三四五六七八九十百千两各每第本该其此某首]")


def read_clause(text: str, start: int, end: int) -> Reading:
    """Read `text[start:end]`, one clause without its punctuation."""
    return _Clause(text, start, end).read()


class _Clause:
    """The words of one clause while it is read."""

    __slots__ = ("end", "start", "text", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = min(end, start + REACH)
        self.words = tokens(text, start, self.end)

    def read(self) -> Reading:  # noqa: PLR0911, PLR0912
        text, words = self.text, self.words
        last = text[self.end - 1]
        if last == "的":
            return self._nothing(Kind.TOPIC, "clause.topic")
        first = words[0].kind
        if first & Word.JOINING and not (first & Word.MODAL and not any(word.kind & Word.PREDICATE for word in words)):
            return self._nothing(Kind.JOINED, "clause.joined")
        closed = bool(_ending().search(text, max(self.start, self.end - 8), self.end)) or (
            text[self.start] == "在" and text[self.end - 1] in "中内上下里" and text[self.end - 2] not in "线以"
        )
        if closed and last == "内" and _AIM_IN_TIME.search(text, max(self.start, self.end - 14), self.end):
            closed = False
        if fixed := self._fixed(text[self.start], last):
            return fixed
        if text[self.start] in "将把" and "作为" in text[self.start : self.end]:
            closed = False
        if text.find("是", self.start + 1, self.end) > 0 and any(
            word.kind & Word.STATEMENT and text[word.start : word.end] == "是" for word in words[1:]
        ):
            return self._nothing(Kind.STATEMENT, "clause.statement")
        at = self._lead(0)
        if at is not None and not closed and (self._is_subject(at) or self._describes(at)):
            at = None
        if at is not None:
            head = words[at]
            if head.kind & Word.HEAD_AT_END and (means := self._light_behind(at)):
                return self._light(means, subject=False, phrase=None)
            if head.kind & Word.HEAD_AT_END and _basis_ending().search(text, max(head.end, self.end - 4), self.end):
                return self._phrase()
            if closed and not self._holds_demand(head) and not self._joins_ways(head):
                if head.kind & Word.CAUSATIVE:
                    return Reading(Kind.HEAD, head.start, head.end, "clause.verb", open=True)
                if head.kind & Word.RESULT and text.endswith(_TOGETHER, self.start, self.end):
                    return Reading(Kind.RESULT, head.start, head.end, "clause.result")
                return self._phrase()
            if head.kind & Word.CAUSATIVE and self._left_open(at):
                return Reading(Kind.HEAD, head.start, head.end, "clause.verb", open=True)
            return self._headed(at, subject=False, phrase=None)
        if closed:
            return self._phrase()
        begin = self._skip_leading(0)
        if begin < len(words) and words[begin].kind & Word.PREPOSITION:
            reading = self._after_preposition(begin, subject=False)
            if reading.kind is Kind.TOPIC and text[words[0].start : words[0].end] in _ALSO_HEADS:
                return Reading(Kind.HEAD, words[0].start, words[0].end, "clause.verb")
            return reading
        return self._after_subject(begin)

    def _fixed(self, first: str, last: str) -> Reading | None:  # noqa: PLR0911
        """A construction that its first or last letters tell by themselves; None for any other clause."""
        text, start, end = self.text, self.start, self.end
        if last in "定求出" and _SAYS.search(text, start, end) and self._lead(0) != len(self.words) - 1:
            return self._nothing(Kind.PHRASE, "clause.phrase")
        if first == "对" and (whole := _IN_FULL.search(text, start, end)):
            return Reading(Kind.HEAD, *whole.span(1), "clause.in-full")
        if text.startswith("有效期", start):
            return self._nothing(Kind.STATEMENT, "clause.statement")
        if first in "对针" and last == "等":
            return self._nothing(Kind.TOPIC, "clause.topic")
        if text.startswith("坚持", start) and text.endswith(_KEPT, start, end):
            return Reading(Kind.HEAD, start, start + 2, "clause.verb")
        if met := self._condition_met():
            return self._headed(met, subject=True, phrase=None)
        if text.endswith("负责", start, end) and (answer := _ANSWERS.search(text, start, end)):
            return Reading(Kind.HEAD, *answer.span(1), "clause.answers")
        if any(form.match(text, start, end) for form in _PHRASES.get(first, ())):
            return self._phrase()
        if first in "向重优" and text.endswith("倾斜", start, end):
            return self._nothing(Kind.BARE, "clause.bare")
        return None

    def _holds_demand(self, head: Token) -> bool:
        """Whether the clause ends like a phrase, but is its verb's object (落实…的要求, 不得提出…的要求)."""
        carried = head.kind & Word.CARRIER and self.text.endswith(_DEMANDS, self.start, self.end)
        return bool(carried or head.kind & Word.NEGATION)

    def _light_behind(self, at: int) -> int | None:
        """The light verb behind a means (运用技术手段 | 进行监控)."""
        return next((place for place in range(at + 1, len(self.words)) if self._kind(place) & Word.LIGHT), None)

    def _joins_ways(self, head: Token) -> bool:
        """Whether two ways of working together are what is to be done (实行甲与乙相结合)."""
        carried_out = self.text[head.start : head.end] in {"实行", "推行", "采取"}
        return carried_out and self.text.endswith(_TOGETHER, self.start, self.end)

    def _nothing(self, kind: Kind, rule: str) -> Reading:
        return Reading(kind, self.start, self.start, rule)

    def _phrase(self) -> Reading:
        """A phrase; where its preposition could be the verb itself, its place is kept."""
        for token in self.words:
            if token.kind & Word.HEAD_AT_END:
                return Reading(Kind.PHRASE, token.start, token.end, "clause.phrase")
            if token.kind & Word.VERB and not token.kind & (_LEADING | Word.NOMINAL):
                break
        return self._nothing(Kind.PHRASE, "clause.phrase")

    def _kind(self, at: int) -> int:
        return self.words[at].kind if 0 <= at < len(self.words) else 0

    def _skip_leading(self, at: int) -> int:
        while self._kind(at) & _LEADING or (
            self._kind(at) & Word.AND and self._kind(at - 1) & self._kind(at + 1) & _LEADING
        ):
            at += 1
        return at

    def _lead(self, at: int) -> int | None:
        """The verb behind nothing but adverbs and modals, from word `at` on; the last adverb that is a verb else."""
        after = self._skip_leading(at)
        kind = self._kind(after)
        before = after - 1
        fallback = before if before >= at and self.words[before].kind & Word.VERB else None
        if fallback is None and after > at and self.text[self.words[at].start : self.words[at].end] in _ALSO_HEADS:
            fallback = at
        if kind & Word.PREPOSITION:
            if kind & Word.HEAD_AT_END and after == at and self._kind(before) & Word.CLOSER:
                return after
            said = self.text[self.words[after].start : self.words[after].end]
            if (said == "作为" and self._kind(before) & Word.MODAL) or (
                said == "对标" and after > at and not _basis_ending().search(self.text, self.end - 4, self.end)
            ):
                return after
            modifies = said == "以" and after > at and _WITH_A_CORE.match(self.text, self.words[after].start, self.end)
            return fallback if modifies or self.text[self.words[after].start] in "与和同" else None
        if kind & (Word.VERB | Word.NEGATION | Word.PREDICATE):
            if fallback is None or not kind & Word.NOMINAL or kind & Word.CARRIER:
                return after
            hurried = self.text[self.words[before].start : self.words[before].end] in _HURRIED
            alone = self._kind(after + 1) & Word.AND or all(word.kind & Word.VERB for word in self.words[after + 1 :])
            return fallback if hurried and alone else after
        return fallback

    def _left_open(self, at: int) -> bool:
        """Whether a phrase behind the head waits for a verb in the next clause (鼓励各地根据…，制定…)."""
        if self.text[self.words[at].end : self.words[at].end + 1] in _OPENS_PHRASE or (
            self._kind(at + 1) & Word.BASIS and not self._kind(at + 1) & Word.VERB
        ):
            found = self._governed(at + 1)
            last_of = max((place for place, word in enumerate(self.words) if word.kind & Word.OF), default=-1)
            if found is None or (found[0] < last_of and not found[1] and self._kind(at + 1) & Word.TOPIC):
                return True
        modified = False
        for place in range(len(self.words) - 1, at + 1, -1):
            kind = self.words[place].kind
            if kind & Word.OF:
                modified = True
            if kind & Word.BASIS and self.words[place].end - self.words[place].start > 1 and not self._listed(place):
                return not (kind & Word.VERB or modified)
            if kind & Word.VERB and not kind & Word.NOMINAL:
                return False
        return False

    def _listed(self, at: int) -> bool:
        """Whether a word is one of a list (收集、利用与处置)."""
        beside = self._kind(at - 1) | self._kind(at + 1)
        return bool(beside & Word.AND) or self.text[self.words[at].end : self.words[at].end + 1] in _JOINS

    def _is_subject(self, at: int) -> bool:
        """Whether the verb at the very beginning is a noun here, since a modal or passive verb follows (抽查可以…)."""
        if at or not self.words[0].kind & Word.NOMINAL or self.words[0].kind & Word.ADVERB:
            return False
        for place in range(1, len(self.words)):
            kind = self.words[place].kind
            if kind & Word.MODAL and self._lead(place) is not None:
                return True
            if kind & Word.PASSIVE and place + 1 < len(self.words) and not self._kind(place + 1) & Word.OF:
                return not self._kind(place - 1) & Word.AND
        return False

    def _governed(self, at: int) -> tuple[int, bool] | None:  # noqa: PLR0912
        """The head behind the phrase or subject that starts at word `at`, and whether an adverb or modal marks it."""
        marked: list[int] = []
        plain: list[int] = []
        weak: list[int] = []
        behind_closer: set[int] = set()
        last_of = -1
        size = len(self.words)
        moved = self.text[self.words[at].start : self.words[at].end] in {"将", "把"}
        given = self.text[self.words[at].start] == "由" and not self._kind(at) & Word.CLAUSAL
        place = self._inside(at)
        clausal = place > at + 1 and self.text[self.words[at].start : self.words[at].end] in {"通过", "经过"}
        while place < size:
            kind = self.words[place].kind
            listed = self._kind(place - 1) & Word.AND
            if kind & Word.OF:
                last_of = place
            elif kind & (_LEADING | Word.CLOSER) and not (clausal and not self._closes_means(place)):
                after = place + 1 if kind & Word.CLOSER and not kind & _LEADING else place
                clausal = clausal and not kind & Word.CLOSER
                verb = self._lead(after)
                short = kind & Word.CLOSER and self.words[place].end - self.words[place].start == 1
                if short and verb is not None and self._kind(verb) & Word.NOMINAL:
                    verb = None
                if verb is not None and self._can_head(verb) and not listed:
                    (marked if verb > place or kind & Word.MODAL else plain).append(verb)
                    if kind & Word.CLOSER and not short:
                        behind_closer.add(verb)
                    place = max(verb, place)
            elif clausal or listed or not self._can_head(place):
                pass
            elif kind & Word.VERB and _SO_MANY.match(self.text, self.words[place].end, self.end):
                marked.append(place)
            elif moved and kind & Word.VERB and self.text.startswith(_WHITHER, self.words[place].end, self.end):
                plain.append(place)
            elif kind & (Word.LIGHT | Word.NEGATION) or (given and self._acts_behind_body(place)):
                marked.append(place)
            elif kind & Word.PREDICATE or (
                kind & Word.VERB
                and (not kind & Word.NOMINAL or (place == size - 1 and kind & (Word.WHOLE | Word.RESULT)))
            ):
                governed = kind & Word.PREDICATE and self._kind(place - 1) & Word.VERB and place - 1 > at
                if not (plain and plain[-1] == place - 1):
                    plain.append(place - 1 if governed else place)
            elif kind & Word.TRANSITIVE and at + 1 < place < size - 1 and (moved or not self._kind(at) & Word.TOPIC):
                weak.append(place)
            place += 1
        found = self._chosen(at, marked, plain, last_of, behind_closer)
        if found is not None:
            return found
        if given and (acting := self._acts_after_body(at)):
            return acting, True
        if (loose := self._loosely(at, weak, last_of)) is not None:
            return loose, False
        if clausal:
            return None
        if size - 1 > at + 1 and self._kind(size - 1) & Word.VERB and not self._kind(size - 2) & (Word.AND | Word.OF):
            return self._first_of_chain(size - 1, at + 2), False
        return None

    def _loosely(self, at: int, weak: list[int], last_of: int) -> int | None:
        """Of the verbs that are nouns too, with an object behind them, the one that a preposition leaves the head."""
        kind = self._kind(at)
        if not weak or not kind & Word.PREPOSITION:
            return None
        behind = [place for place in weak if place > last_of]
        if kind & Word.HEAD_AT_END:
            named = [place for place in behind if self.text[self.words[place].end] in "“《"]
            return named[0] if named else None
        return (behind or weak)[0] if behind or not kind & (Word.TOPIC | Word.BASIS) else None

    def _acts_after_body(self, at: int) -> int | None:
        """The first verb behind the body that 由 names, though a noun too (由主管部门按权限 | 审核 | 材料)."""
        named = False
        for place in range(at + 1, len(self.words) - 1):
            word = self.words[place]
            if named and word.kind & Word.VERB and not word.kind & Word.CLOSER and not self.words[place + 1].kind:
                return place
            named = named or (not word.kind and self.text[word.end - 1] in "门府委局位厅署院办构")
        return None

    def _acts_behind_body(self, place: int) -> bool:
        """Whether a verb that is a noun too stands right behind a body, with an object (由县政府 | 约谈 | 负责人)."""
        word = self.words[place]
        nominal = word.kind & Word.NOMINAL and place < len(self.words) - 1
        return bool(nominal) and self.text[word.start - 1] in "门府委局位厅署院办"

    def _inside(self, at: int) -> int:
        """The first word that may lie outside the phrase: 为深化改革 | 营造, 通过建立机制 | …"""
        place = at + 1
        if not self._kind(at) & Word.CLAUSAL or self._is_time(place):
            return place
        size = len(self.words)
        if (
            self.text[self.words[at].start : self.words[at].end] in {"通过", "经过"}
            and self._kind(place) & Word.PREPOSITION
        ):
            return place + 1
        place = self._skip_leading(place)
        if place < size - 1 and self._kind(place) & Word.VERB:
            place += 1
            while place < size - 1 and self._kind(place) & Word.NOMINAL:
                place += 1
        return place

    def _is_time(self, at: int) -> bool:
        """Whether the word is a time (2018年底前): with it a phrase of time is complete."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        return bool(word.kind & Word.ADVERB) and self.text[word.start : word.end] not in words()

    def _chosen(
        self, at: int, marked: list[int], plain: list[int], last_of: int, behind_closer: set[int]
    ) -> tuple[int, bool] | None:
        """Of the verbs found, the head: behind the last 的 rather than before it, marked rather than plain."""
        opener = self._kind(at)
        if framed := self._framed(at, plain):
            return framed
        size = len(self.words)
        light = [place for place in marked if self._kind(place) & Word.LIGHT and place > last_of]
        if light:
            return light[0], True
        if last_of >= 0:
            marked_behind = [place for place in marked if place > last_of]
            plain_behind = [place for place in plain if last_of < place < size - 1]
            gives = [
                p for p in plain if p < last_of and self._kind(p) & Word.GOVERNOR and not self._kind(p) & Word.NOMINAL
            ]
            if gives and marked_behind == [size - 1] and self._kind(size - 1) & Word.NOMINAL:
                return gives[-1], False
            if marked_behind or plain_behind:
                marked, plain = marked_behind, plain_behind
            elif opener & (Word.TOPIC | Word.BASIS) and self.text[self.words[at].start] not in "在将把以":
                plain = [p for p in plain if self._kind(p) & Word.GOVERNOR and not self._kind(p) & Word.ADVERB]
                marked = [p for p in marked if p in behind_closer or self._kind(p) & (Word.GOVERNOR | Word.NEGATION)]
        if marked and plain and plain[0] < marked[0]:
            kind = self._kind(marked[0])
            weaker = kind & Word.NOMINAL or marked[0] == size - 1 or not opener & (Word.TOPIC | Word.BASIS)
            weaker = weaker and marked[0] not in behind_closer
            return (plain[0], False) if weaker else (marked[0], True)
        if marked:
            return marked[0], True
        return (plain[0], False) if plain else None

    def _framed(self, at: int, plain: list[int]) -> tuple[int, bool] | None:
        """The head that 为…提供… or 将…纳入… frames."""
        opener = self.text[self.words[at].start : self.words[at].end]
        if opener == "为":
            for place in range(len(self.words) - 2, at, -1):
                if self._kind(place) & Word.FOR_FRAME and self._can_head(place):
                    firm = [p for p in plain if p < place and not self._kind(p) & Word.NOMINAL]
                    return (firm[0] if firm and self._kind(place) & Word.NOMINAL else place), True
        if opener in {"将", "把"}:
            for place in reversed(plain):
                if self._kind(place) & Word.PASSIVE:
                    return place, True
        return None

    def _closes_means(self, at: int) -> bool:
        word = self.words[at]
        return bool(word.kind & Word.CLOSER) and self.text[word.end - 1] in "式段道径法"

    def _first_of_chain(self, at: int, floor: int) -> int:
        while at > floor and self._kind(at - 1) & Word.VERB:
            at -= 1
        return at

    def _can_head(self, at: int) -> bool:
        return not self._kind(at + 1) & Word.OF and not self._describes(at)

    def _describes(self, at: int) -> bool:
        """Whether a verb that is a noun too stands in front of the body that it describes (承担单位, 委托方)."""
        if not self._kind(at) & Word.NOMINAL or at + 1 == len(self.words):
            return False
        follower = self.words[at + 1]
        return not follower.kind and _BODY.match(self.text, follower.start, follower.end) is not None

    def _after_preposition(self, at: int, *, subject: bool) -> Reading:  # noqa: PLR0911
        preposition = self.words[at].kind
        if self.text[self.words[at].start : self.words[at].end] == "以":
            verb = self._lead(at + 1)
            if verb is not None and self._kind(verb) & Word.RESULT:
                return Reading(Kind.RESULT, self.words[verb].start, self.words[verb].end, "clause.result")
        if self._is_bare_grant():
            return Reading(Kind.HEAD, self.end - 2, self.end, "clause.grants")
        if not subject and self._joins(at):
            return self._nothing(Kind.BARE, "clause.bare")
        found = self._governed(at)
        if found is None:
            kind = Kind.TOPIC if preposition & Word.TOPIC else Kind.PHRASE
            return self._phrase() if kind is Kind.PHRASE else self._nothing(kind, "clause.topic")
        head, mark = found
        named = preposition & Word.HEAD_AT_END and self._kind(head) & Word.NOMINAL
        if (
            named
            and preposition & Word.BASIS
            and not mark
            and head == len(self.words) - 1
            and self._plain_before(at, head)
        ):
            return self._phrase()
        if named and self.text.endswith(_MEANS, self.start, self.end):
            return self._phrase()
        if preposition & Word.BASIS and _basis_ending().search(self.text, self.end - 2, self.end):
            opener = self.text[self.words[at].start : self.words[at].end]
            firm = (
                not (self._kind(head) & Word.NOMINAL or self._kind(head + 1))
                and self.end - self.words[head].end > OWN_OBJECT
            )
            firm = firm and not _NORMS.search(self.text, self.end - 2, self.end)
            if not (mark or firm) or (opener in _ACCORDING and self._norm_stated(head)):
                return self._phrase()
        return self._headed(head, subject=subject, phrase=at)

    def _plain_before(self, at: int, head: int) -> bool:
        """Whether only nouns stand between the preposition and a verb noun that ends the clause (聚焦青年就业)."""
        return all(not word.kind & ~Word.NOMINAL & ~Word.VERB for word in self.words[at + 1 : head])

    def _norm_stated(self, head: int) -> bool:
        """Whether the clause ends in a norm that its verb does not make (按照区域统筹、一体推进原则)."""
        verb = self.words[head]
        made = verb.kind & (Word.CARRIER | Word.FOR_FRAME) or self.text[verb.start : verb.end] in rules()["norm_makers"]
        return not made and _NORMS.search(self.text, self.end - 2, self.end) is not None

    def _condition_met(self) -> int | None:
        """The head of 符合救助条件的及时纳入保障范围: those that meet a condition stand in front of it."""
        if self.text[self.start] not in _CONDITION_FIRST:
            return None
        if self.text[self.words[0].start : self.words[0].end] not in _CONDITIONS:
            return None
        for place, word in enumerate(self.words[:-1]):
            if word.kind & Word.OF and self._kind(place + 1) & (Word.FIRM | Word.MODAL):
                verb = self._lead(place + 1)
                if verb is not None and self._can_head(verb):
                    return verb
        return None

    def _is_bare_grant(self) -> bool:
        """向新区放权: whom it is given stands in front, what is given in the verb."""
        return self.text[self.start] == "向" and self.text.endswith(
            ("放权", "赋权", "授权", "让利"), self.start, self.end
        )

    def _joins(self, at: int) -> bool:
        """与X衔接融合: nothing but joined verbs at the end, which have no object of their own."""
        if self.text[self.words[at].start : self.words[at].end] not in {"与", "和", "同"}:
            return False
        last = len(self.words) - 1
        first = self._first_of_chain(last, at + 1)
        inner = self.words[at + 1 : first]
        return self._kind(last) & Word.VERB != 0 and not any(
            word.kind & (Word.MODAL | Word.FIRM | Word.CLOSER)
            or (word.kind & Word.VERB and not word.kind & Word.NOMINAL)
            for word in inner
        )

    def _after_subject(self, begin: int) -> Reading:  # noqa: PLR0911
        words = self.words
        settled = False
        for at, token in enumerate(words[begin:], begin):
            kind = token.kind
            subjected = at > begin and not words[at - 1].kind & (Word.OF | _LEADING)
            if kind & Word.STATEMENT and not settled and (subjected or token.end - token.start >= LONG):
                return self._nothing(Kind.STATEMENT, "clause.statement")
            if kind & Word.MODAL:
                after = self._skip_leading(at)
                if self._kind(after) & Word.PREPOSITION and self.text[words[after].start] not in "与和":
                    return self._after_preposition(after, subject=True)
                verb = self._lead(at)
                if verb is not None and self._can_head(verb):
                    return self._headed(verb, subject=True, phrase=None)
                if self.text.endswith("负责", token.start, words[after - 1].end) and words[-1].kind & Word.VERB:
                    last = words[-1]
                    return Reading(Kind.HEAD, last.start, last.end, "clause.duty")
            elif kind & Word.BASIS and token.end - token.start > 1 and at > begin and not settled:
                return self._after_preposition(at, subject=True)
            settled = settled or bool(kind & (_LEADING | Word.VERB) and not kind & Word.NOMINAL)
        if begin == len(words):
            return self._phrase()
        if stated := self._stated_aim(begin):
            return stated
        last = words[-1]
        if last.kind & Word.STATE and self._kind(len(words) - 2) & Word.ADVERB and len(words) - 2 > begin:
            return Reading(Kind.RESULT, last.start, last.end, "clause.result")
        found = self._governed(begin)
        if found is not None:
            head, mark = found
            acts = begin > 0 or self.text[words[head].start - 1] in _BODIES
            if mark or acts or not any(token.kind & Word.OF for token in words[head:]):
                return self._headed(head, subject=True, phrase=self._preposition(begin, head))
        return self._guess(begin)

    def _stated_aim(self, begin: int) -> Reading | None:
        """What a subject is to reach (时限压缩至3天) or be taken as (结果作为考核依据): the predicate is the head."""
        if not _AIMED.search(self.text, self.start, self.end):
            return None
        acts = False
        for at, token in enumerate(self.words[begin + 1 :], begin + 1):
            word = self.text[token.start : token.end]
            counted = token.kind & Word.PREDICATE and self.text[token.end : token.end + 1].isdigit()
            if counted or (word == "作为" and not acts):
                if self._kind(at - 1) & (Word.OF | Word.MODAL) or at + 1 == len(self.words):
                    return None
                return self._headed(at, subject=True, phrase=None)
            acts = acts or bool(token.kind & (Word.VERB | Word.PREPOSITION) and not token.kind & Word.NOMINAL)
        return None

    def _preposition(self, begin: int, head: int) -> int | None:
        for at in range(begin, head):
            if self._kind(at) & Word.PREPOSITION and self.words[at].end - self.words[at].start > 1:
                return at
        return None

    def _guess(self, begin: int) -> Reading:
        """A verb that no list knows: two letters behind an adverb, or a letter with a complement (织密, 用足)."""
        if begin < len(self.words):
            at = self.words[begin].start
            adverb = (
                begin > 0
                and self._kind(begin - 1) & Word.FIRM
                and _HAN.match(self.text, at, self.end)
                and not _NUMERAL.match(self.text, at)
            )
            if (adverb and self.end - at > LONG) or (
                self._kind(begin) == 0 and _unknown().match(self.text, at, self.end)
            ):
                return Reading(Kind.HEAD, at, at + 2, "clause.unknown-verb")
        return self._phrase()

    def _headed(self, at: int, *, subject: bool, phrase: int | None) -> Reading:  # noqa: PLR0911
        words = self.words
        head = words[at]
        if head.kind & Word.ATTITUDE and at == len(words) - 1:
            return self._nothing(Kind.PHRASE, "clause.attitude")
        start, end = head.start, head.end
        if phrase is None and not subject and _SHARE.match(self.text, end, self.end):
            return Reading(Kind.BARE, start, end, "clause.bare")
        if head.kind & Word.LIGHT:
            return self._light(at, subject=subject, phrase=phrase)
        if head.kind & Word.NEGATION and self._kind(at + 1) & (Word.VERB | Word.PREDICATE):
            end = words[at + 1].end
            if not subject and all(
                w.kind & Word.VERB or self.text[w.start : w.end] in "和或、" for w in words[at + 1 :]
            ):
                return Reading(Kind.BARE, start, end, "clause.bare")
        if subject and head.kind & Word.HEAD_AT_END and self.text.endswith(_WAYS, self.start, self.end):
            return self._phrase()
        topic = phrase is not None and bool(words[phrase].kind & Word.TOPIC)
        topic = topic and not self.text.startswith(("对社会", "对外"), words[phrase or 0].start)
        topic = topic or self.text[self.start] in "既又"
        if subject and phrase is None and head.kind & Word.STATE and at == len(words) - 1 and not self._modal(at):
            return Reading(Kind.RESULT, start, end, "clause.result")
        if head.kind & Word.RESULT and self._is_result(at, subject=subject, phrase=phrase):
            return Reading(Kind.RESULT, start, end, "clause.result")
        if phrase is not None and self._is_support(phrase, head):
            return Reading(Kind.RESULT, start, end, "clause.result")
        alone = phrase is None and at == self._skip_leading(0)
        passive = alone and (
            self.text[head.start : head.end] in _INTO or self.text.startswith(("到", "至", "给"), head.end, self.end)
        )
        if (self._is_bare(at) or passive) and not subject and not topic:
            return Reading(Kind.BARE, start, end, "clause.bare")
        rule = "clause.subject" if subject else "clause.phrase-verb" if phrase is not None else "clause.verb"
        return Reading(Kind.HEAD, start, end, rule)

    def _is_support(self, phrase: int, head: Token) -> bool:
        """为…提供支撑: what the measure before is good for."""
        text = self.text
        offered = text.startswith("为", self.words[phrase].start) and text[head.start : head.end] in {"提供", "奠定"}
        furthers = text.endswith(("支持", "便利"), self.start, self.end) and _FURTHERED.search(
            text, self.start, head.start
        )
        return offered and bool(furthers or _support().search(text, self.end - 2, self.end))

    def _is_result(self, at: int, *, subject: bool, phrase: int | None) -> bool:
        if phrase is not None:
            return self.text[self.words[phrase].start] == "以"
        return not (subject and self._modal(at))

    def _modal(self, at: int) -> bool:
        return any(token.kind & Word.MODAL for token in self.words[:at])

    def _light(self, at: int, *, subject: bool, phrase: int | None) -> Reading:
        """进行清理: the action is 清理, and its object stands in front."""
        action = self.words[at]
        for place, token in enumerate(self.words[at + 1 :], at + 1):
            if token.kind & Word.VERB and not (token.kind & Word.ADVERB and self._kind(place + 1) & Word.VERB):
                action = token
                if self.text[self.words[at].start] != "作":
                    break
        if action is self.words[at] and self.end - action.end > 1:
            action = Token(Word.VERB, self.end - 2, self.end)
        topic = phrase is not None and bool(self.words[phrase].kind & Word.TOPIC)
        between = action.start - self.words[at].end
        kind = Kind.HEAD if topic or subject or between >= OWN_OBJECT else Kind.BARE
        return Reading(kind, action.start, action.end, "clause.light-verb")

    def _is_bare(self, at: int) -> bool:
        """Whether no object follows the head: only verbs joined to it, or nothing."""
        words = self.words
        head = words[at]
        if head.kind & (Word.WHOLE | Word.PREDICATE):
            return False
        rest = words[at + 1 :]
        if not rest:
            return True
        if not all(
            token.kind & (Word.VERB | Word.ADVERB) or self.text[token.start : token.end] in "和与、并" for token in rest
        ):
            return False
        if rest[-1].kind & Word.WHOLE:
            return False
        governs = head.kind & Word.GOVERNOR or not head.kind & Word.NOMINAL
        return not governs or bool(rest[-1].kind & Word.FINISHING)
