"""Expected answers of the catalogue: read from files, written to them, and what an extracted graph's answers are worth.

A file holds cases of one question; each says which graph was asked, with which parameters, and every row in order.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reformgraph.catalogue import run
from reformgraph.engine import Engine
from reformgraph.namespaces import BASE
from reformgraph.tables import Row


@dataclass(frozen=True, slots=True)
class Case:
    """One asking of a question: the graph's name, the parameters as a user gives them, and the rows to be found."""

    question: str
    graph: str
    parameters: Mapping[str, str]
    exact: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How many rows were expected of a question, how many found, and how many of those are right."""

    question: str
    expected: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the found rows that are right; 1 where none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected rows that were found; 1 where none was expected."""
        return self.right / self.expected if self.expected else 1.0


def read_cases(question: str, text: str) -> tuple[Case, ...]:
    """The cases of an answer file's text."""
    return tuple(
        Case(question, case["graph"], case["parameters"], case["exact"], tuple(map(tuple, case["rows"])))
        for case in json.loads(text)
    )


def written(cases: Iterable[Case]) -> str:
    """The cases as the text of an answer file: JSON, a row a line, so that a change is read row by row."""
    return "[\n" + ",\n".join(map(_written, cases)) + "\n]\n"


def score_answers(cases: Iterable[Case], engine: Engine) -> tuple[AnswerScore, ...]:
    """What the engine's answers to the cases are worth, one score a case; rows count without their IRIs of ours."""
    scores = []
    for case in cases:
        expected = Counter(map(_words, case.rows))
        found = Counter(map(_words, run(case.question, case.parameters, engine, exact=case.exact).rows))
        scores.append(AnswerScore(case.question, expected.total(), found.total(), (expected & found).total()))
    return tuple(scores)


def _words(row: Row) -> Row:
    return tuple(cell for cell in row if not (isinstance(cell, str) and cell.startswith(BASE)))


def _written(case: Case) -> str:
    rows = ",\n   ".join(_json(row) for row in case.rows)
    head = f'"graph": {_json(case.graph)}, "parameters": {_json(case.parameters)}, "exact": {_json(case.exact)}'
    return f' {{{head}, "rows": [\n   {rows}]}}'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
