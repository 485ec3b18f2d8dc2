"""The measures of a block: clauses joined to stretches that commit to one action each.

One pass over the clauses of a sentence. A clause with a verb and its own object begins a measure; a result, a bare
verb and a bound join the measure before; a phrase or topic waits for the clause behind it.
"""

import re
from dataclasses import dataclass, replace

from extract.clauses import Clause, sentences
from extract.grammar import Kind, Reading, read_clause
from extract.lexis import words
from extract.outline import Block
from extract.stages import read_stage
from reformgraph.model import Measure, Span, Stated

_LIST_NUMBER = re.compile(
    r"[一二三四五六七八九十]+是(?:要)?|第[一二三四五六七八九十]+[，、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳●■—·]+"
)
_DUTY = re.compile(
    "(?:符合条件的|有条件的|[一-龥]{2,6}时)?"
    "(?:要(?![求素件])|应当|应(?![急用对])|可以|可(?![持再])|必须|须|不得|免于|免予|由(?!于))"
)
_MUST = re.compile("应当|应(?![急用对])|必须|须|不得|免于|免予|要(?![求素件])")
_GIVES = re.compile(
    "给予|予以|进行|实行|实施|开展|加强|加大|减免|减征|免征|免收|提供|落实|安排|采取|建立|推行|强化|明确|完善|提高|优化"
)
"""Heads behind 对… that take an object with 的 (对企业给予…的补贴); any other verb there describes the topic."""
_GRANTED = re.compile("(?:可|应|要|均)?(?:优先|适当|一次性|分别|另行|按[^，]{1,10})?(?:给予|予以|享受)")
_REACHED = frozenset(["达到", "达", "超过", "突破", "不低于", "不少于", "高于", "位居"])
"""What is to be reached so that something is granted (产值达到3亿元的，给予…)."""
_SINCE = ("由于", "鉴于")
_AS = re.compile("作为[^，。；]{2,40}(?:主体|责任人|部门|单位|人)$")
_AS_FOLLOWS = re.compile("(?:如下|以下|下列)[^，。；]{0,12}$")
_AND_THEN = re.compile("(?<![合一归兼吞])并(?![联行轨网购重发入列存且未不])")
_STRIVES = re.compile("力争(?:保持|达到|控制|超过|降|提高到|不)")
_SHARES_OUT = re.compile(
    "(?:局|委|办|厅|部|会|政府|部门|单位|中心|机构|主体|各?[区县市镇]|组)(?:牵头|配合|参与|协助|协同|负责|主办|协办|承办)$"
    "|牵头[^，。；的]{0,24}(?:部门|单位|局|委|办|厅)$"
)
"""Who leads and who helps, in front of what is to be done (水务局牵头，城管局配合，…)."""
_LIMITS = re.compile("原则上(?:不超过|不低于|不少于|不高于|不得超过|控制在)")
_BOUNDED = re.compile("(?:不超过|不低于|不少于|不高于)\\d")
_DIGITS = re.compile("\\d")
_RATE = re.compile(r"(?:率|比例|比重)\d+(?:\.\d+)?[%％](?:以上|左右)?$")
_SO_MANY = re.compile(r"\d+万?[名人家个户]")
_BOUND = re.compile("[各该其省市区县有国][^，。；的]{0,30}?(?:都要|均要|均应|应当|应|须|必须|要|可以|不得|负责)")
_TOPIC = re.compile("对|针对|凡|关于")
_MATTER = re.compile("的[^，。；的]{0,8}(?:情况|问题|事项|信息|结果|数据)$")
_FRAME_END = re.compile("为(?:主|重点|基础|核心|导向|目标|抓手|依托|载体|契机|支撑|引领|突破口)[^，。；]{0,8}$")
LONGEST_RATE = 16
SAYING = 4
_SAYING = re.compile("(?![在为以从对向按据因如若当经依凭除凡由至到每年])[一-龥]{4}")
"""Four letters that begin with no preposition."""
FRAMED = 4
"""Clauses at most between 以 and its 为主, 按照 and its 的要求."""
_DEMANDS = ("的要求", "的原则", "的思路", "的部署")
_CONJUNCTION = re.compile("并且|并(?![联行网轨购])|而且|从而|进而")


@dataclass(slots=True)
class _Draft:
    """A measure while its clauses come in."""

    start: int
    end: int
    reading: Reading
    outcome: Span | None = None


def read_measures(text: str, block: Block, skip: tuple[Span, ...] = ()) -> tuple[Measure, ...]:
    """The measures of a block, in order, with action, stage and outcome; none where the block holds none.

    `skip` are stretches that belong to no measure, such as （责任单位：…）. Relations stay empty.
    """
    if not block.holds_measures:
        return ()
    drafts = [draft for sentence in sentences(text, block.span, skip) for draft in _drafts(text, sentence)]
    return tuple(_measure(text, block.path, draft) for draft in drafts)


def _measure(text: str, path: str, draft: _Draft) -> Measure:
    reading = draft.reading
    span = Span(draft.start, draft.end)
    verb = Span(reading.start, reading.end)
    return Measure(
        provision=path,
        span=span,
        rule=reading.rule.replace("clause.", "measure."),
        action=Stated(verb.of(text), verb, reading.rule.replace("clause.", "action.")),
        stage=read_stage(text, span, verb, draft.outcome),
        outcome=draft.outcome,
    )


def _drafts(text: str, sentence: list[Clause]) -> list[_Draft]:
    return _Sentence(text, sentence).read()


class _Sentence:
    """The drafts of one sentence, and the phrases that still wait for their verb."""

    __slots__ = ("clauses", "drafts", "fresh", "pending", "text", "topic", "waiting")

    def __init__(self, text: str, clauses: list[Clause]) -> None:
        self.text = text
        self.clauses = clauses
        self.drafts: list[_Draft] = []
        self.pending: int | None = None
        self.waiting: list[tuple[Reading, Clause]] = []
        self.topic = False
        self.fresh = True

    def read(self) -> list[_Draft]:
        self.clauses = [part for clause in self.clauses for part in self._parts(clause)]
        framed = self._framed()
        for at, (clause, after) in enumerate(zip(self.clauses, [*self.clauses[1:], None], strict=True)):
            start = self._begin(clause)
            if start >= clause.end:
                continue
            reading = self._read(start, clause, after, framed=at < framed)
            self._take(reading, start, clause)
            if clause.mark in "；;":
                self._flush()
                if self.drafts:
                    self.drafts[-1].reading = replace(self.drafts[-1].reading, open=False)
                self.fresh = True
        self._flush()
        return self.drafts

    def _read(self, start: int, clause: Clause, after: Clause | None, *, framed: bool) -> Reading:  # noqa: PLR0911
        """The clause by itself, or what it is beside the clauses around it."""
        text = self.text
        if framed:
            return Reading(Kind.PHRASE, start, start, "clause.phrase")
        if clause.mark in "：:" and self.pending is None and _AS_FOLLOWS.search(text, start, clause.end):
            return Reading(Kind.STATEMENT, start, start, "clause.statement")
        if self.pending is not None and text.startswith(("特别是", "尤其是"), start) and clause.mark == "，":
            return Reading(Kind.PHRASE, start, start, "clause.phrase")
        if self.drafts and self._goes_on(start, clause.end):
            return Reading(Kind.JOINED, start, start, "clause.joined")
        if clause.mark == "，" and text.startswith("一旦", start):
            return Reading(Kind.TOPIC, start, start, "clause.topic")
        reading = read_clause(text, start, clause.end)
        if clause.mark == "，" and reading.rule == "clause.subject":
            together = clause.end - start == SAYING and reading.end == clause.end and self.drafts and not self.fresh
            if together or _SHARES_OUT.search(text, start, clause.end):
                return Reading(Kind.PHRASE, start, start, "clause.phrase")
        if (
            after
            and clause.mark == "，"
            and reading.kind is Kind.HEAD
            and self._is_subject(reading, start, clause, after)
        ):
            return Reading(Kind.TOPIC, start, start, "clause.topic")
        return reading

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a clause only goes on with what the last measure lists: shares, numbers, limits, 是否….

        (…率90%，…率95%; 300名…，100名…; 原则上不超过…，其中…)
        """
        last = self.drafts[-1]
        text = self.text
        if text.find("是否", start, end) >= 0:
            return True
        if not _DIGITS.search(text, start, end):
            return False
        among = text.startswith("其中", start) and _LIMITS.search(text, last.start, last.end)
        bounded = _BOUNDED.search(text, start, end) and text.find("其中", last.start, last.end) > 0
        if among or bounded or _LIMITS.search(text, start, end):
            return True
        if _STRIVES.match(text, start):
            return bool(_DIGITS.search(text, last.start, last.end))
        if _SO_MANY.match(text, start) and _SO_MANY.search(text, last.reading.end, last.end):
            return True
        return _RATE.search(text, max(start, end - LONGEST_RATE), end) is not None

    def _parts(self, clause: Clause) -> list[Clause]:
        """A clause cut where 并 begins an action with an object of its own (履行主体责任 | 并负责做好维护)."""
        if self.text.find("并", clause.start + 4, clause.end - 4) < 0:
            return [clause]
        for cut in _AND_THEN.finditer(self.text, clause.start + 4, clause.end - 4):
            begin = self._begin(clause)
            if begin < cut.start() and self._acts(begin, cut.start()) and self._acts(cut.end(), clause.end):
                return [Clause(clause.start, cut.start(), "，"), Clause(cut.end(), clause.end, clause.mark)]
        return [clause]

    def _acts(self, start: int, end: int) -> bool:
        rule = read_clause(self.text, start, end).rule
        to_whom = rule == "clause.phrase-verb" and self.text[start] in "向将"
        return (rule == "clause.verb" or to_whom) and self.text[end - 1] not in "等的"

    def _framed(self) -> int:
        """How many clauses at the beginning stand between 以 and a later 为主, 为重点, 为主要…."""
        first, *others = self.clauses
        if self.text.startswith(("根据", "按照"), first.start):
            return self._demanded(others)
        if self.text[first.start] != "以" or "为" in self.text[first.start : first.end]:
            return 0
        for count, clause in enumerate(others[:FRAMED], 2):
            if self.text[clause.start] == "以" or self.clauses[count - 2].mark != "，":
                return 0
            if _FRAME_END.search(self.text, clause.start, clause.end):
                return count
        return 0

    def _demanded(self, others: list[Clause]) -> int:
        """How many clauses at the beginning state a demand that is met (按照推出一批…，建设一批…的要求，…)."""
        for count, clause in enumerate(others[:FRAMED], 2):
            if self.clauses[count - 2].mark != "，":
                return 0
            if self.text.endswith(_DEMANDS, clause.start, clause.end):
                return count
            if not read_clause(self.text, clause.start, clause.end).rule.endswith("verb"):
                return 0
        return 0

    def _is_subject(self, reading: Reading, start: int, clause: Clause, after: Clause) -> bool:  # noqa: PLR0911
        """Whether a clause that seems to have a head is what the next one binds (进入市场的产品，应当…)."""
        text = self.text
        if _DUTY.match(text, start, clause.end):
            return False
        must = bool(_MUST.match(text, after.start, after.end))
        granted = _GRANTED.match(text, after.start, after.end)
        if granted and reading.rule == "clause.subject" and text[reading.start : reading.end] in _REACHED:
            return True
        if _TOPIC.match(text, start) and granted:
            return not _GIVES.match(text, reading.start)
        if _TOPIC.match(text, start) and (text[after.end - 1] == "的" or text.startswith(_SINCE, after.start)):
            return True
        last_of = text.rfind("的", start, clause.end)
        if last_of < 0:
            return must and bool(_AS.search(text, start, clause.end))
        duty = bool(_DUTY.match(text, after.start, after.end))
        inside = reading.end <= last_of
        describes = _TOPIC.match(text, start) and not _GIVES.match(text, reading.start)
        if inside and (describes or text[after.end - 1] == "的"):
            return True
        if _MATTER.search(text, start, clause.end) or (inside and _TOPIC.match(text, start)):
            return duty or bool(_BOUND.match(text, after.start, after.end))
        if (
            inside
            and duty
            and text[after.start] != "由"
            and (reading.start > start or text[reading.start : reading.end] not in words("starters"))
        ):
            return True
        if must and (inside or _AS.search(text, start, clause.end)):
            return True
        return duty and reading.start == start and text[reading.start : reading.end] not in words("starters")

    def _begin(self, clause: Clause) -> int:
        start = clause.start
        for lead in (_LIST_NUMBER, _CONJUNCTION):
            if match := lead.match(self.text, start, clause.end):
                start = match.end()
        return start

    def _take(self, reading: Reading, start: int, clause: Clause) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last and last.reading.open and self.pending is None:
            last.reading = replace(last.reading, open=False)
            last.end = clause.end
            return
        match reading.kind:
            case Kind.HEAD:
                self._begin_measure(reading, start, clause.end)
            case Kind.RESULT if last is None or self.fresh or self.pending is not None:
                self._begin_measure(reading, start, clause.end)
            case Kind.RESULT if last:
                last.outcome = Span(last.outcome.start if last.outcome else start, clause.end)
                last.end = clause.end
            case Kind.BARE if self.topic or (self.pending is not None and (last is None or self.text[start] == "由")):
                self._begin_measure(reading, start, clause.end)
            case Kind.BARE | Kind.JOINED if last is not None:
                self._join(last, clause.end)
            case Kind.STATEMENT:
                self.pending, self.topic, self.waiting = None, False, []
            case Kind.PHRASE if last and self._is_saying(reading, start, clause):
                self._join(last, clause.end)
            case _:
                if self.pending is None:
                    self.pending = start
                self.waiting.append((reading, clause))
                self.topic = self.topic or reading.kind is Kind.TOPIC

    def _is_saying(self, reading: Reading, start: int, clause: Clause) -> bool:
        """Whether four letters without a verb only say how the last measure is done (…，市区联动，…)."""
        four = self.pending is None and not self.fresh and clause.end - start == SAYING and clause.mark == "，"
        return four and reading.rule == "clause.phrase" and _SAYING.match(self.text, start) is not None

    def _begin_measure(self, reading: Reading, start: int, end: int) -> None:
        self.drafts.append(_Draft(start if self.pending is None else self.pending, end, reading))
        self.pending, self.topic, self.waiting, self.fresh = None, False, [], False

    def _join(self, last: _Draft, end: int) -> None:
        if last.outcome and last.outcome.end == last.end:
            last.outcome = Span(last.outcome.start, end)
        last.end = end
        self.pending, self.topic, self.waiting = None, False, []

    def _flush(self) -> None:
        """Phrases that no verb came for: a measure where one of them has a verb of its own, else part of the last."""
        if self.pending is None:
            return
        end = self.waiting[-1][1].end
        own = next((r for r, _ in self.waiting if r.kind is Kind.PHRASE and r.end > r.start), None)
        if own and not self.text.startswith("坚持", own.start):
            self._begin_measure(own, self.pending, end)
        elif self.drafts:
            self._join(self.drafts[-1], end)
        self.pending, self.topic, self.waiting = None, False, []
