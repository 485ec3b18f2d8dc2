"""The catalogue: questions that an analyst asks, each a SPARQL file whose head says what it is.

A head is made of comment lines, in this order:

    #+ question: 中文问题 | English question
    #+ param: NAME TYPE required|optional | 中文说明 | English help      (any number of them)
    #+ columns: NAME = 中文标题 / English heading; …                      (may go on in further such lines)

TYPE is a class of ours (Region: its value is found by label, alias or IRI) or one of string, integer, date. Each
parameter has a line `VALUES ?NAME { … }` in the query: for a required one its value is an example, for an optional one
what is taken where none is given (UNDEF: no restriction). Two settings, where a query has such a line, are `?lang` (of
labels) and `?exact` (the thing itself, without what lies within or under it). So every file also runs as it stands.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from reformgraph import assets, lookup
from reformgraph.errors import QueryError
from reformgraph.language import Language, Text
from reformgraph.namespaces import PREFIXES
from reformgraph.sparql import VALUES, Term, ask, bind, rows_of, sound
from reformgraph.tables import Column, Table

FOLDER = assets.QUERIES / "sparql"
DATATYPES = ("string", "integer", "date")
SETTINGS = ("exact", "lang")

_HEAD = re.compile(r"#\+ (\w+): (.+)")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: a class of ours or a datatype, whether it must be given, and what it means."""

    name: str
    type: str
    required: bool
    help: Text

    @property
    def is_thing(self) -> bool:
        """Whether its value is a thing of the graph, found by its name."""
        return self.type not in DATATYPES


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue with its runnable SPARQL text."""

    name: str
    text: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str

    @property
    def takes_exact(self) -> bool:
        """Whether the question can be asked of a thing alone, without what lies within or under it."""
        return "exact" in VALUES.findall(self.sparql)


@cache
def catalogue() -> tuple[Question, ...]:
    """All questions that come with reformgraph, by name; raises QueryError naming a file whose head is wrong."""
    return read_catalogue(FOLDER)


def read_catalogue(folder: Path) -> tuple[Question, ...]:
    """The questions of a folder's .rq files, by name."""
    return tuple(read_question(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq")))


def read_question(name: str, text: str) -> Question:
    """The question that a file's text states; raises QueryError saying which file and what is wrong with its head."""
    heads = [_head(name, line) for line in text.splitlines() if line.startswith("#+")]
    questions = [value for key, value in heads if key == "question"]
    parameters = tuple(_parameter(name, value) for key, value in heads if key == "param")
    columns = tuple(_columns(name, (value for key, value in heads if key == "columns")))
    if len(questions) != 1:
        raise QueryError(f"{name}.rq: one “#+ question:” line is needed, not {len(questions)}")
    bound = VALUES.findall(text)
    for wanted in parameters:
        if wanted.name not in bound:
            raise QueryError(f"{name}.rq: parameter {wanted.name} has no line “VALUES ?{wanted.name} {{ … }}”")
    if surplus := sorted(set(bound) - {wanted.name for wanted in parameters} - set(SETTINGS)):
        raise QueryError(f"{name}.rq: no “#+ param:” line says what ?{surplus[0]} is")
    return Question(name, _both(name, questions[0], "|"), parameters, columns, text)


def question(name: str) -> Question:
    """The question of that name; raises QueryError with the nearest names."""
    by_name = {known.name: known for known in catalogue()}
    if name in by_name:
        return by_name[name]
    close = lookup.nearest(name, by_name) or [other for other in by_name if name in other]
    hint = f"did you mean {', '.join(close)}?" if close else f"there are: {', '.join(by_name)}"
    raise QueryError(f"no question is called “{name}”; {hint}")


def run(
    asked: Question | str,
    parameters: Mapping[str, str],
    store: ox.Store,
    *,
    exact: bool = False,
    language: Language = Language.ZH,
) -> Table:
    """The answer to a question with the parameters as a user gave them (labels, aliases, IRIs, dates, words).

    A region, mechanism, agency or field takes in all that lies within or under it unless `exact`. Labels in the answer
    are of that language, or Chinese where there is none. Raises QueryError for an unknown question or parameter, one
    that is missing, and a name that fits nothing or several things.
    """
    chosen = asked if isinstance(asked, Question) else question(asked)
    terms = _terms(chosen, parameters, store)
    settings: dict[str, Term | None] = {"exact": ox.Literal(exact), "lang": ox.Literal(language.value)}
    answer = ask(bind(chosen.sparql, terms | settings), store)
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError(f"{chosen.name}.rq is no SELECT query")
    return Table(chosen.columns, tuple(rows_of(answer)))


def _terms(chosen: Question, given: Mapping[str, str], store: ox.Store) -> dict[str, Term | None]:
    names = [wanted.name for wanted in chosen.parameters]
    if unknown := [name for name in given if name not in names]:
        takes = f"it takes {', '.join(names)}" if names else "it takes none"
        raise QueryError(f"{chosen.name} has no parameter {unknown[0]}; {takes}")
    terms: dict[str, Term | None] = {}
    for wanted in chosen.parameters:
        if wanted.name in given:
            terms[wanted.name] = _term(wanted, sound(given[wanted.name]), store)
        elif wanted.required:
            raise QueryError(_missing(chosen, wanted, store))
    return terms


def _missing(chosen: Question, wanted: Parameter, store: ox.Store) -> str:
    message = f"{chosen.name} needs --{wanted.name}: {wanted.help.en}（{wanted.help.zh}）"
    if not wanted.is_thing:
        return message
    return f"{message}; those in most measures are:\n{lookup.most_used(store, wanted.type)}"


def _term(wanted: Parameter, words: str, store: ox.Store) -> Term:
    if wanted.is_thing:
        return ox.NamedNode(lookup.find(store, wanted.type, words.strip()).iri)
    if wanted.type == "string":
        if not words:
            raise QueryError(f"--{wanted.name} is empty; give {wanted.help.en}")
        return ox.Literal(words)
    parse = date.fromisoformat if wanted.type == "date" else int
    example = "2020-12-31" if wanted.type == "date" else "10"
    try:
        return ox.Literal(str(parse(words)), datatype=ox.NamedNode(_XSD + wanted.type))
    except ValueError as error:
        raise QueryError(f"--{wanted.name} takes a {wanted.type} such as {example}, not “{words}”") from error


def _head(name: str, line: str) -> tuple[str, str]:
    match = _HEAD.fullmatch(line.rstrip())
    if match is None or match[1] not in ("question", "param", "columns"):
        raise QueryError(f"{name}.rq: cannot read the head line “{line}”")
    return match[1], match[2]


def _parameter(name: str, value: str) -> Parameter:
    declared, _, words = value.partition("|")
    match declared.split():
        case [parameter, kind, "required" | "optional" as need]:
            return Parameter(parameter, kind, need == "required", _both(name, words, "|"))
        case _:
            raise QueryError(f"{name}.rq: “#+ param: {value}” should be: NAME TYPE required|optional | 中文 | English")


def _columns(name: str, values: Iterable[str]) -> Iterable[Column]:
    for value in values:
        for item in filter(None, (part.strip() for part in value.split(";"))):
            variable, _, headings = item.partition("=")
            yield Column(variable.strip(), _both(name, headings, "/"))


def _both(name: str, words: str, mark: str) -> Text:
    zh, found, en = (part.strip() for part in words.partition(mark))
    if not (zh and found and en):
        raise QueryError(f"{name}.rq: “{words.strip()}” should be Chinese, then “{mark}”, then English")
    return Text(zh, en)
