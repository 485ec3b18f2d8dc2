"""The numbers that Word writes before paragraphs, which stand in no paragraph's text: 一、（一）第一条 ①."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACEHOLDER = re.compile(r"%(\d)")
_LEVELS = 9
_NO_SPACE_BEHIND = ("、", "）", ")", "．")
_LONGEST_CHAIN = 20


def numeral(value: int, form: str) -> str:
    """A number as Word writes it in the form that a `w:numFmt` names; in digits where the form is none of ours."""
    write = _FORMS.get(form)
    return write(value) if write and value > 0 else "" if form in ("bullet", "none") else str(value)


def _counting(value: int) -> str:
    """一 … 十, 十一, 二十, 一百零一 …"""
    written = _with_units(value, "零" + _DIGITS[1:], ("", "十", "百", "千"), "万")
    return written.removeprefix("一") if written.startswith("一十") else written


def _legal(value: int) -> str:
    return _with_units(value, _LEGAL, ("", "拾", "佰", "仟"), "万")


def _with_units(value: int, digits: str, units: tuple[str, str, str, str], myriad: str) -> str:
    if value >= 10_000:  # noqa: PLR2004
        high, low = divmod(value, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""  # noqa: PLR2004
        return _with_units(high, digits, units, myriad) + myriad + gap + _with_units(low, digits, units, myriad)
    written, skipped = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            written += (digits[0] if skipped and written else "") + digits[digit] + units[power]
        skipped = digit == 0
    return written


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _cycled(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


def _enclosed(first: int, last: int) -> Callable[[int], str]:
    return lambda value: chr(first + value - 1) if value <= last else str(value)


def _circled(value: int) -> str:
    for low, high, first in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if low <= value <= high:
            return chr(first + value - low)
    return str(value)


def _letters(value: int) -> str:
    count, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (count + 1)


def _roman(value: int) -> str:
    written = ""
    for worth, sign in (*_ROMAN, *_ROMAN_SMALL):
        count, value = divmod(value, worth)
        written += sign * count
    return written


def _fullwidth(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _fullwidth,
    "decimalFullWidth2": _fullwidth,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "koreanDigital2": _digital,
    "taiwaneseDigital": _digital,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _cycled(_STEMS),
    "ideographZodiac": _cycled(_BRANCHES),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered: `text` with %1 … %9 for the numbers of the levels up to it."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False


class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, numbering: "_Element | None", styles: "_Element | None") -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._styles: dict[str, tuple[str | None, _Element | None]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarts: set[tuple[str, int]] = set()
        self._linked_levels: dict[tuple[str, str], int] = {}
        self._default: str | None = None
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def number(self, paragraph: "_Element") -> str:
        """The number before the next paragraph of the document, with the space behind it; "" where it has none."""
        found = self._of(paragraph)
        if found is None:
            return ""
        list_id, depth = found
        known = self._lists.get(list_id)
        if known is None:
            return ""
        abstract, overrides = known
        levels = {**self._abstract.get(abstract, {}), **overrides}
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if (list_id, depth) in self._restarts:
            self._restarts.remove((list_id, depth))
            counts.pop(depth, None)
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart != 0 and (restart is None or depth < restart):
                counts.pop(below, None)
        written = _PLACEHOLDER.sub(lambda match: _part(int(match[1]) - 1, counts, levels, level), level.text)
        if level.form == "bullet" or not written:
            return ""
        return written + (" " if level.suffix != "nothing" and not written.endswith(_NO_SPACE_BEHIND) else "")

    def style_name(self, paragraph: "_Element") -> str:
        """The id of a paragraph's style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return _value(style) or ""

    def _of(self, paragraph: "_Element") -> tuple[str, int] | None:
        """The list and the level of a paragraph, by itself or by its style; None where it has none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style: str | None = self.style_name(paragraph) or self._default
        list_id, depth = _list_of(own)
        for _ in range(_LONGEST_CHAIN):
            if style is None or (list_id is not None and depth is not None):
                break
            base, given = self._styles.get(style, (None, None))
            of_style, depth_of_style = _list_of(given)
            if list_id is None and of_style is not None:
                list_id = of_style
                depth = depth if depth is not None else depth_of_style
                depth = depth if depth is not None else self._level_of_style(of_style, style)
            style = base
        return None if list_id in (None, "0") else (str(list_id), depth or 0)

    def _level_of_style(self, list_id: str, style: str) -> int | None:
        return self._linked_levels.get((self._lists.get(list_id, ("", {}))[0], style))

    def _read_styles(self, styles: "_Element") -> None:
        for style in styles.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self._styles[name] = (_value(style.find(f"{W}basedOn")), style.find(f"{W}pPr/{W}numPr"))
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = name

    def _read_lists(self, numbering: "_Element") -> None:
        named: dict[str, str] = {}
        for abstract in numbering.iterchildren(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId") or ""
            self._abstract[name] = {}
            for element in abstract.iterchildren(f"{W}lvl"):
                depth = _integer(element.get(f"{W}ilvl"), 0)
                self._abstract[name][depth] = _level(element, _Level())
                if style := _value(element.find(f"{W}pStyle")):
                    self._linked_levels[name, style] = depth
            if own := _value(abstract.find(f"{W}styleLink")):
                named[own] = name
            if link := _value(abstract.find(f"{W}numStyleLink")):
                self._links[name] = link
        for num in numbering.iterchildren(f"{W}num"):
            abstract_id = _value(num.find(f"{W}abstractNumId")) or ""
            abstract_id = named.get(self._links.get(abstract_id, ""), abstract_id)
            list_id, overrides = num.get(f"{W}numId") or "", dict[int, _Level]()
            for override in num.iterchildren(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"), 0)
                level = self._abstract.get(abstract_id, {}).get(depth, _Level())
                given = override.find(f"{W}lvl")
                level = level if given is None else _level(given, level)
                start = _value(override.find(f"{W}startOverride"))
                if start is not None:
                    level = replace(level, start=_integer(start, level.start))
                    self._restarts.add((list_id, depth))
                overrides[depth] = level
            self._lists[list_id] = abstract_id, overrides


def _part(depth: int, counts: Mapping[int, int], levels: Mapping[int, _Level], current: _Level) -> str:
    level = levels.get(depth, _Level())
    return numeral(counts.get(depth, level.start), "decimal" if current.legal else level.form)


def _level(element: "_Element", base: _Level) -> _Level:
    def said(name: str) -> str | None:
        return _value(element.find(f"{W}{name}"))

    form = said("numFmt")
    text = said("lvlText")
    restart = said("lvlRestart")
    legal = element.find(f"{W}isLgl")
    return _Level(
        form=base.form if form is None else form,
        text=base.text if text is None else text,
        start=_integer(said("start"), base.start),
        suffix=said("suff") or base.suffix,
        restart=base.restart if restart is None else _integer(restart, 0),
        legal=legal is not None and (_value(legal) or "1") not in ("0", "false"),
    )


def _list_of(properties: "_Element | None") -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    depth = _value(properties.find(f"{W}ilvl"))
    return _value(properties.find(f"{W}numId")), None if depth is None else _integer(depth, 0)


def _value(element: "_Element | None") -> str | None:
    return None if element is None else element.get(f"{W}val")


def _integer(value: str | None, otherwise: int) -> int:
    try:
        return int(value) if value is not None else otherwise
    except ValueError:
        return otherwise
