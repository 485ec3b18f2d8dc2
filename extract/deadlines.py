"""Deadlines: by when, or within which time, something is to be done, as `rules/deadlines.toml` says.

Dates inside 《》 and 〔〕, and those that only bound an object (2019年12月31日前出台的政策), are none.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from extract.numerals import value_of
from extract.patterns import rules
from reformgraph.model import Deadline, Kind, Mention, Span

_RULES = rules("deadlines")
_HINT = re.compile(r"[年月季五]")
_QUOTED = re.compile(r"《[^》]{0,200}》|〔[^〕]{0,20}〕")
_LISTED = re.compile(r"[、和及]")
_DAY_OF_LIST = re.compile(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日")
_PLANS = {"十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
EARLIEST, LATEST = 1900, 2200
"""Years outside are no years of a plan."""

_Found = tuple[int, int, Deadline]


def find_deadlines(text: str, start: int, end: int, year: int, issued: date | None) -> tuple[Mention, ...]:
    """The deadlines in `text[start:end]`, in order, each as a mention whose name is its words.

    `year` stands in where the words give none; 三年内 counts from `issued` and is left out where that is None.
    """
    if not _HINT.search(text, start, end):
        return ()
    words = text[start:end]
    free = bytearray(b"\1") * len(words)
    for quoted in _QUOTED.finditer(words):
        free[quoted.start() : quoted.end()] = bytes(quoted.end() - quoted.start())
    found = []
    for rule in _RULES:
        for match in rule.pattern.finditer(words):
            left, right = match.span()
            if 0 in free[left:right]:
                continue
            for begin, stop, deadline in _read(rule.id, match, year, issued):
                free[begin:stop] = bytes(stop - begin)
                span = Span(start + begin, start + stop)
                found.append(Mention(Kind.DEADLINE, span, words[begin:stop], rule.id, value=deadline))
    return tuple(sorted(found, key=lambda mention: mention.span))


def _read(rule: str, match: re.Match[str], year: int, issued: date | None) -> Iterator[_Found]:
    """What a match of the rule means; nothing where its numbers make no date."""
    try:
        if rule == "deadline.by-in-the-year":
            yield from _in_the_year(match, year)
        elif deadline := _meant(rule, match, year, issued):
            yield *match.span(), deadline
    except ValueError:
        return


def _meant(rule: str, match: re.Match[str], year: int, issued: date | None) -> Deadline | None:
    group = match.groupdict()
    if rule == "deadline.years":
        number = value_of(group["number"])
        until = _later(issued, number if group["months"] else 12 * number) if issued and number else None
        return Deadline(None, until) if until else None
    if rule == "deadline.five-year-plan":
        first = _PLANS[group["five"] or group["five_span"]]
        return Deadline(None if group["to"] or group["end"] else date(first, 1, 1), date(first + 4, 12, 31))
    if rule == "deadline.span-of-years":
        span = Deadline(date(int(group["first"]), 1, 1), date(int(group["last"]), 12, 31))
        return span if group["first"] < group["last"] else None
    begins, ends = _period(group, year, match[0])
    if rule == "deadline.from":
        said = any(value for name, value in group.items() if name in ("year", "relative", "half", "quarter", "month"))
        return Deadline(begins, None) if said else None
    return Deadline(begins if rule == "deadline.during" else None, ends)


def _period(group: dict[str, str | None], year: int, words: str) -> tuple[date, date]:
    """The first and the last day of the half-year, quarter, month, day or year that the groups name."""

    def said(name: str) -> str:
        return group.get(name) or group.get(name + "2") or ""

    of = int(said("year") or year)
    if not EARLIEST <= of <= LATEST:
        raise ValueError(of)
    first, last = 1, 12
    if said("half"):
        first = 1 if said("half")[0] == "上" else 7
        last = first + 5
    elif said("quarter"):
        last = 3 * (value_of(said("quarter")) or 1)
        first = last - 2
    elif said("month"):
        first = last = int(said("month"))
    begin, end = 1, monthrange(of, last)[1]
    if said("day"):
        begin = end = int(said("day"))
    elif said("third"):
        begin, end = _THIRDS[said("third")][0], min(_THIRDS[said("third")][1], end)
    elif words.rstrip("之以前").endswith("初"):
        end, last = (10, last) if said("month") else (monthrange(of, first)[1], first)
    return date(of, first, begin), date(of, last, end)


def _in_the_year(match: re.Match[str], year: int) -> Iterator[_Found]:
    """One deadline, or one for each day of a list (6月20日、9月20日前)."""
    group = match.groupdict()
    if not group["day"]:
        yield *match.span(), Deadline(None, _period(group, year, match[0])[1])
        return
    month, at = int(group["month"] or 1), match.start()
    for part in _LISTED.split(match[0]):
        if day := _DAY_OF_LIST.match(part):
            month = int(day["month"] or month)
            yield at, at + len(part), Deadline(None, date(year, month, int(day["day"])))
        at += len(part) + 1


def _later(day: date, months: int) -> date | None:
    """The same day of the month so many months later, or the last one that month has."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > LATEST:
        return None
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))
