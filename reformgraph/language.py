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
