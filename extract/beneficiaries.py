"""Beneficiaries: people, bodies and projects that a measure serves or binds."""

import re
from collections.abc import Iterator

from extract.mention_rules import mention_rules
from extract.stretch import Candidate, Stretch, behind, last_item, servers
from reformgraph.model import Kind

LONGEST_GROUP = 10

_GROUP_LEADING = re.compile(
    r"(?:.*(?:业(?=企业|经营主体|市场主体)|上下游|等领域|领域|以外|以内|等行业|行业(?!协会)|地区|范围内|之间|涉及|等|所属|符合条件|有需求|各级各类|各类|各级|各(?!自)|的))?"
)

_LEVEL = re.compile("[省市区县](?=[^级属管直辖内外场域民县区城])(?=..)")
_QUANTITY = re.compile("[\\d万千百]$")
"""A number that counts them in a rate (每10万居民), where no group is served."""
_ABOVE = re.compile("以[上下内外]")

_SERVED = re.compile(r"(?:为|支持|供|减少|允许|鼓励|加快|推动)(?:各类|相关|一批)?$")

_BOUND = re.compile(r"(?:对|针对|面向|向)(?:[^，。；：！？\n]{0,12}[、和])?(?:各类|相关|一批)?$|类$")


def beneficiaries(stretch: Stretch) -> Iterator[Candidate]:
    """Groups outside government that the stretch names."""
    yield from stretch.of_terms(Kind.BENEFICIARY)
    text = stretch.text
    for rule in mention_rules("beneficiaries").values():
        for match in rule.pattern.finditer(text, stretch.start, stretch.end):
            head, finish = match.span()
            begin = min(head, stretch.placed(last_item(text, stretch.edge(head), head), finish))
            for verb in servers().finditer(text, begin, head):
                if not _ABOVE.match(text, verb.start()):
                    begin = verb.end()
            begin = min(head, stretch.trimmed(min(head, behind(_GROUP_LEADING, text, begin, finish)), finish))
            if text[begin:head] in ("服务", "企业"):
                begin = head
            begin = behind(_LEVEL, text, begin, head)
            if match.group() == "公众" and text[head - 2 : head] != "社会":
                begin = head
            if begin == head and _QUANTITY.search(text, max(stretch.start, head - 4), head):
                continue
            if head - begin > LONGEST_GROUP:
                begin = head
            if rule.id == "beneficiary.project":
                if match.group() == "项目" and not _is_served(text, max(stretch.start, begin - 14), begin, finish):
                    continue
                if head == begin and match.group() == "项目":
                    continue
            if match.group() in rule.bare and begin == head:
                continue
            yield stretch.candidate(Kind.BENEFICIARY, begin, finish, rule.id)


def _is_served(text: str, start: int, begin: int, end: int) -> bool:
    """Whether the project `text[begin:end]` is one that the measure serves (支持…) or binds (对…，)."""
    if _SERVED.search(text, start, begin):
        return True
    return text[end : end + 1] in ("，", "、", "和") and _BOUND.search(text, start, begin) is not None
