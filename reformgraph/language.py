"""The two languages that we speak to people, and which one to choose."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """A language of messages, headings and labels."""

    ZH = "zh"
    EN = "en"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Language":
        """The language of the locale: REFORMGRAPH_LANG, then LC_ALL, LC_MESSAGES, LANG; English where none says zh."""
        for name in ("REFORMGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
            if value := environment.get(name):
                return cls.ZH if value.lower().startswith("zh") else cls.EN
        return cls.EN


class Text(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """The words in that language."""
        return self.zh if language is Language.ZH else self.en


KINDS: Mapping[str, Text] = {
    "sections": Text("部分", "sections"),
    "groups": Text("任务组", "groups"),
    "tasks": Text("任务", "tasks"),
    "measures": Text("举措", "measures"),
    "regions": Text("区域", "regions"),
    "mechanisms": Text("机制", "mechanisms"),
    "agencies": Text("机构", "agencies"),
    "targets": Text("目标", "targets"),
    "deadlines": Text("时限", "deadlines"),
    "platforms": Text("平台", "platforms"),
    "instruments": Text("制度文件", "instruments"),
    "beneficiaries": Text("受益对象", "beneficiaries"),
}
"""What we call the things that are counted; the keys are those of the annotation."""
