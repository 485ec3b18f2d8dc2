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


_SHARED_OUT = re.compile(
    r"[〔\[【]([^〔〕\[\]【】\n]*(?:单位|部门|牵头|负责|配合|时限|责任)[^〔〕\[\]【】\n]*[：、，][^〔〕\[\]【】\n]*)[〕\]】]"
)


def widened(text: str) -> str:
    """`text` with full-width punctuation, of the same length in code points; 〔责任单位：…〕 in round brackets."""
    wide = _NARROW.sub(lambda match: _TWINS[match[0]], text)
    return _SHARED_OUT.sub(r"（\1）", _STRAIGHT.sub(r"“\1”", wide))
