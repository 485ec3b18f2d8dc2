"""What the cells of a filled row say, and what is wrong with them: words, numbers, days, and choices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reformgraph.language import Language, Text
from reformgraph.reviewing.table import COLUMNS, NONE, STAGES, TITLES, meaning
from reformgraph.reviewing.workbook import Filled

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_OPEN = frozenset({"-", "—", "/"})

Open = Literal["open"]
OPEN: Open = "open"
"""A day that is said to be none."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, or with one cell of it, in the words of its file."""

    sheet: str
    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"sheet “{self.sheet}”, row {self.row}"
        return f"{where}, column “{self.column}”: {self.problem}" if self.column else f"{where}: {self.problem}"


@dataclass(slots=True)
class Line:
    """A row under reading. What is found wrong with it is collected; a value that is wrong reads as None."""

    filled: Filled
    language: Language
    faults: list[Fault] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The row's number in its sheet."""
        return self.filled.number

    def fault(self, key: str, problem: str) -> None:
        """Something is wrong with the cell in that column ("" for the row)."""
        heading = next((c.heading.to(self.language) for c in COLUMNS[self.filled.sheet] if c.key == key), "")
        self.faults.append(Fault(TITLES[self.filled.sheet].to(self.language), self.number, heading, problem))

    def has(self, *keys: str) -> list[str]:
        """Those of the columns that hold something."""
        return [key for key in keys if key in self.filled.cells or key in self.filled.formulas]

    def words(self, *keys: str) -> str:
        """What one of these columns says, "" where none does; a fault where two say different things."""
        first, *others = [(key, _words(self.filled.cells[key])) for key in keys if key in self.filled.cells] or [
            ("", "")
        ]
        for key, said in others:
            if said != first[1]:
                self.fault(key, f"is not the same as “{first[1]}” in another column")
        return first[1]

    def choice(self, words: Mapping[str, Text], *keys: str) -> str | None:
        """The key of what was chosen; None where nothing was, or what is no choice (a fault)."""
        said = self.words(*keys)
        if not said:
            return None
        found = meaning(words, said)
        if found is None:
            listed = ", ".join(text.to(self.language) for text in words.values())
            self.fault(self.has(*keys)[0], f"“{said}” is none of: {listed}")
        return found

    def number_in(self, key: str) -> int | float | None:
        """A number; a fault where there is something else."""
        value = self.filled.cells.get(key)
        if value is None:
            return None
        try:
            number = float(str(value).replace(",", "").replace("，", ""))
        except ValueError:
            self.fault(key, f"“{_words(value)}” is no number")
            return None
        return int(number) if number.is_integer() else number

    def day(self, key: str) -> date | Open | None:
        """A day, or that there shall be none; a fault where there is something else."""
        value = self.filled.cells.get(key)
        if value is None or isinstance(value, date):
            return value
        said = _words(value)
        if said in _OPEN or meaning({NONE: STAGES[NONE]}, said):
            return OPEN
        match = _DAY.fullmatch(said)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        self.fault(key, f"“{said}” is no date such as 2024-12-31")
        return None

    def given(self, keys: Sequence[str]) -> tuple[str | int | float | date | None, ...]:
        """What stands in these columns, to compare rows by."""
        return tuple(self.filled.cells.get(key) for key in keys)


def _words(value: str | int | float | date) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
