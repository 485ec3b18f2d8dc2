"""The closed word classes of `rules/lexis.toml` and the edges that they draw in a text.

A name in a plan has a clear right end (机制, 平台, 清单) and an open left end: it reaches back to the verb that governs
it, to 的 or to punctuation. `Edges` finds all such places of a text in one pass, so that a name costs one bisection.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

Trie = dict[str, "Trie"]
CLOSING = "的，。；：！？、（）“”‘’《》"


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of the words, as a trie: each position is tried once."""
    root: Trie = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(root)


def _branch(node: Trie) -> str:
    endings = [re.escape(letter) + _branch(below) for letter, below in sorted(node.items()) if letter]
    if not endings:
        return ""
    if len(endings) == 1 and "" not in node:
        return endings[0]
    return f"(?:{'|'.join(endings)})" + ("?" if "" in node else "")


@cache
def words(name: str) -> frozenset[str]:
    """One word class of `rules/lexis.toml`, by name. KeyError where there is none."""
    return frozenset(_lexis()[name])


@cache
def particles() -> tuple[str, ...]:
    """The one-letter adverbs and prepositions, as regular expressions that spare the words they begin."""
    return tuple(_lexis()["particles"])


@cache
def _lexis() -> Mapping[str, list[str]]:
    return tomllib.loads((files("extract") / "rules" / "lexis.toml").read_text("utf-8"))


@cache
def _edge() -> re.Pattern[str]:
    hard = r"[，。；：！？,;:!?\s（）()《》“”‘’〔〕\[\]…—－]"
    fixed = f"{hard}|{alternation(words('adverbs'))}"
    loose = f"{alternation(words('openers'))}|{'|'.join(particles())}"
    return re.compile(
        f"((?:{fixed})+)(?:{loose}){{0,2}}|{alternation(words('starters'))}(?:应用|升级|改造|运用|使用)?|的"
    )


_COUNTED = re.compile(
    r"(?:不少于|至少|约|近|前|首批)?(?:每?(?:\d{1,9}(?:\.\d{1,4})?万?|[一二两三四五六七八九十百千万]{1,6})余?|若干|每|多)"
    r"(?:家|个|名|户|批|项|类|种|所|位|条|座|处|支|款|套|场|次|人)(?:以上)?(?=.{2})"
)


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('leading'))}|{'|'.join(particles())})+")


def after_leading(text: str, start: int, end: int) -> int:
    """Where the name itself begins in `text[start:end]`, behind 本市, 相关, 各类, conjunctions and prepositions."""
    if counted := _COUNTED.match(text, start, end):
        start = counted.end()
    match = _leading().match(text, start, end)
    return match.end() if match else start


class Edges:
    """The edges in `text[start:end]`: punctuation, governing verbs with their adverbs, and 的."""

    __slots__ = ("_ends", "_fixed", "_starts", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._starts, self._ends, self._fixed = [start], [start], [start]
        for match in _edge().finditer(text, start, end):
            self._starts.append(match.start())
            self._ends.append(match.end())
            self._fixed.append(match.end(1))

    def before(self, place: int) -> int:
        """Where the phrase begins that ends in front of `place`.

        A verb right in front belongs to the name where it is itself governed (加强工作落实 | 机制) or loose
        (，动态调整 | 机制); else the phrase is empty and `place` comes back.
        """
        at = bisect_left(self._ends, place)
        if at == len(self._ends) or self._starts[at] >= place:
            return self._ends[max(at - 1, 0)]
        if self._ends[at] > place:
            return place
        if self._fixed[at] >= 0:
            return self._fixed[at]
        inside = self._starts[at] > self._ends[at - 1] and self._text[place - 1] not in CLOSING
        return self._ends[at - 1] if inside else place
