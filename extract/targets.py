"""Targets: measurable aims, as `rules/targets.toml` says: comparator and number with unit, together or apart."""

import re
from collections.abc import Iterator

from extract.numerals import value_of
from extract.patterns import rules
from reformgraph.model import Kind, Mention, Span, Target

_RULES = {rule.id: rule.pattern for rule in rules("targets")}
_NUMBER = _RULES["target.number"]
_COMPARATORS = (("target.at-most", "<="), ("target.at-least", ">="), ("target.cut-or-growth", "="))
_APART = re.compile(r"[^，。；：\n\d]{1,30}")
_LINK = re.compile(r"(?:和|、|以及|及|，)[^，。；：、\n\d不]{0,14}")
_TITLE = re.compile(r"《[^》\n]{0,200}》")
_DIGITS = re.compile(r"\d")
_HOLDS_APART = ("不", "原则上不", "至少")
_TIME = frozenset(("工作日", "个工作日", "自然日", "天", "日", "小时", "个小时", "分钟", "个月"))
_AGES = _TIME | {"年", "倍"}
_COUNTED = frozenset(
    ("名", "人", "家", "个", "所", "座", "项", "套", "台", "辆", "张", "户", "亩", "公里", "场", "条", "处", "人次")
)
_MEASURED = frozenset(("平方米", "平方公里", "公顷", "吨", "株", "份", "件", "支", "次", "千瓦", "元"))
_LISTED = re.compile(r"[^，。；：、\n\d]{1,20}[、和及与]")
_STOP = frozenset("，。；、！）和并")
_REWARDED = re.compile("[^，。；]{0,8}，(?:一次性|可|分别|再|按[^，。；]{0,6})?(?:给予|予以|奖励|补助)")
"""Behind a number that must be reached for a reward (…达到50万元以上，给予…)."""
_OPEN_BRACKET = re.compile(r"（[^）]{0,200}$")
_FREE = ("收费", "费用", "成本")

_Found = tuple[int, int, Target, str]


def find_targets(text: str, start: int, end: int) -> tuple[Mention, ...]:
    """The targets in `text[start:end]`, in order, each as a mention whose name is its words.

    Where the comparator stands apart from its number, the words are the number with its unit alone.
    """
    words = text[start:end]
    found: list[_Found] = []
    free = bytearray(b"\1") * len(words)
    for title in _TITLE.finditer(words):
        free[title.start() : title.end()] = bytes(title.end() - title.start())

    def take(target: _Found) -> None:
        if 0 not in free[target[0] : target[1]]:
            free[target[0] : target[1]] = bytes(target[1] - target[0])
            found.append(target)

    for target in (*_all_compared(words), *_all_counted(words), *_all_counted_behind(words), *_all_plain(words)):
        take(target)
    for match in _RULES["target.full"].finditer(words):
        take((*match.span(), Target("=", 100, "%"), "target.full"))
    for match in _RULES["target.none"].finditer(words):
        take((*match.span(), Target("=", 0, "元" if any(word in match[0] for word in _FREE) else "次"), "target.none"))
    for match in _RULES["target.doubling"].finditer(words):
        take((*match.span(), Target("=", 4 if "两" in match[0] else 2, "倍"), "target.doubling"))
    return tuple(
        Mention(Kind.TARGET, Span(start + left, start + right), words[left:right], rule, value=target)
        for left, right, target, rule in sorted(found, key=lambda each: each[:2])
    )


def _all_compared(words: str) -> Iterator[_Found]:
    for rule, comparator in _COMPARATORS:
        for match in _RULES[rule].finditer(words):
            yield from _compared(words, match, rule, comparator)


def _all_counted(words: str) -> Iterator[_Found]:
    for match in _RULES["target.count"].finditer(words):
        yield from _counted(words, match)


def _all_counted_behind(words: str) -> Iterator[_Found]:
    """So many of something where the number ends its phrase (新建口袋公园30个、改造公厕12座)."""
    for match in _RULES["target.count-behind"].finditer(words):
        size = _NUMBER.match(words, match.end())
        if size is None or not size["value"] or words[size.end() : size.end() + 1] not in {"", *_STOP}:
            continue
        value, unit = _value(size)
        if value is not None and unit.lstrip("万亿") in _COUNTED | _MEASURED:
            bounded = _bounded(size["bound"] or "", "=")
            yield *size.span(), Target(bounded, value, unit), "target.count-behind"


def _all_plain(words: str) -> Iterator[_Found]:
    """Shares, times within which, and numbers that end their phrase with 以上."""
    for match in _NUMBER.finditer(words):
        value, unit = _value(match)
        bound = match["bound"] or ""
        within = unit in _TIME and bound.endswith("内")
        least = bound in ("以上", "及以上") and unit not in _AGES and match["number"] is None and _stands(words, match)
        if value is not None and (match["percent"] or match["han_percent"] or within or least):
            yield *match.span(), Target(_bounded(bound, "="), value, unit), "target.number"


def _stands(words: str, match: re.Match[str]) -> bool:
    """Whether a number with 以上 ends its phrase (归集目录2000项以上), and does not bound a noun (50人以上企业)."""
    return bool(_DIGITS.match(match["value"] or "")) and words[match.end() : match.end() + 1] in {"", *_STOP}


def _compared(words: str, match: re.Match[str], rule: str, comparator: str) -> list[_Found]:
    """The number of a comparator, directly behind it or apart, and those listed behind it in the same unit."""
    left = match.start()
    size = _NUMBER.match(words, match.end())
    if size is None and match[0].startswith(_HOLDS_APART) and (apart := _APART.match(words, match.end())):
        size = _NUMBER.match(words, apart.end())
        left = size.start() if size else left
    if size is None or (rule == "target.cut-or-growth" and not (_DIGITS.search(size[0]) or size["han_percent"])):
        return []
    value, unit = _value(size)
    if rule == "target.at-least" and not match[0].startswith("不") and _REWARDED.match(words, size.end()):
        return []
    if value is None or (match[0] == "超过" and _bounds_object(words, match.start(), size.end())):
        return []
    if rule == "target.at-least" and not match[0].startswith("不"):
        left = size.start()
    if "不少于" in match[0]:
        comparator = ">="
    comparator = _bounded(size["bound"] or "", comparator)
    found = [(left, size.end(), Target(comparator, value, unit), rule)]
    while (link := _LINK.match(words, size.end())) and (size := _NUMBER.match(words, link.end())):
        value, other = _value(size)
        if value is None or other.lstrip("万亿") != unit.lstrip("万亿"):
            break
        found.append((*size.span(), Target(comparator, value, other), rule))
    return found


def _counted(words: str, match: re.Match[str]) -> list[_Found]:
    """So many of something (引进100名教师), and those listed behind it in the same unit (、200名医生)."""
    found: list[_Found] = []
    comparator = ">=" if match[0].endswith(("不少于", "至少", "超过")) else "="
    size = _NUMBER.match(words, match.end())
    while size and size["value"] and _DIGITS.match(size["value"]) and size["unit"].lstrip("万") in _COUNTED:
        value, unit = _value(size)
        if value is None or (found and found[0][2].unit.lstrip("万") != unit.lstrip("万")):
            break
        bounded = _bounded(size["bound"] or "", comparator)
        found.append((*size.span(), Target(bounded, value, unit), "target.count"))
        link = _LISTED.match(words, size.end())
        size = _NUMBER.match(words, link.end()) if link else None
    return found


def _bounds_object(words: str, start: int, end: int) -> bool:
    """Whether an excess only says which things are meant: （总高度超过4.5米）, 超过三年的企业."""
    return words.startswith("的", end) or _OPEN_BRACKET.search(words, max(start - 200, 0), start) is not None


def _bounded(bound: str, comparator: str) -> str:
    if bound.endswith("上"):
        return ">="
    return comparator if bound in ("", "左右") else "<="


def _value(size: re.Match[str]) -> tuple[int | float | None, str]:
    """The number and its unit as written, % for 百分之; None where the numeral is none."""
    if size["han_percent"]:
        return value_of(size["han_percent"]), "%"
    digits = (size["number"] or size["value"]).replace(",", "")
    number = float(digits) if "." in digits else value_of(digits)
    if size["percent"]:
        return number, f"{size['tens'] or ''}%"
    unit = size["unit"]
    return number, unit[1:] if unit in ("个工作日", "个小时") else unit
