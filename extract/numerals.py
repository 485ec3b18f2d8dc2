"""Chinese numerals as numbers."""

from functools import lru_cache

import cn2an

HAN = "〇零一二三四五六七八九十百千万亿两"


@lru_cache(maxsize=4096)
def value_of(numeral: str) -> int | None:
    """The whole number that a numeral writes, Chinese or Arabic (half- or full-width); None where it is none."""
    try:
        return int(numeral)
    except ValueError:
        pass
    try:
        return int(cn2an.cn2an(numeral, "smart"))
    except ValueError:
        return None
