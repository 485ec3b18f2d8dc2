"""Half-width punctuation read as full-width, place by place: rules know one form, and every offset stays.

Plans on the web write (一), 责任单位: or a plain comma as often as their full-width twins. Straight quotes are paired
line by line. Punctuation between digits (1,000; 9:00) is left.
"""

import re

_TWINS = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"} | dict(
    zip("「」『』", "“”‘’", strict=True)
)
_NARROW = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;()!?「」『』]")
_STRAIGHT = re.compile(r'"([^"\n]*)"')


def widened(text: str) -> str:
    """`text` with full-width punctuation, of the same length in code points."""
    wide = _NARROW.sub(lambda match: _TWINS[match[0]], text)
    return _STRAIGHT.sub(r"“\1”", wide)
