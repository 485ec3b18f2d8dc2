"""The catalogue: questions that an analyst asks, each a file of SPARQL, of Cypher or both, whose head says what it is.

A head is made of comment lines (`#+` in SPARQL, `//+` in Cypher), in this order:

    #+ question: 中文问题 | English question
    #+ param: NAME TYPE required|optional | 中文说明 | English help      (any number of them)
    #+ columns: NAME = 中文标题 / English heading; …                      (may go on in further such lines)

TYPE is a class of ours (Region: its value is found by label, alias or IRI) or one of string, integer, date. In SPARQL a
parameter has a line `VALUES ?NAME { … }`, in Cypher a line `:param NAME => …;` before the query: for a required one its
value is an example, for an optional one what is taken where none is given (UNDEF, null: no restriction). Two settings,
where a query has such a line, are `lang` (of labels) and `exact` (the thing itself, without what lies within or under
it, was before or came after). So every file also runs as it stands, in a SPARQL editor or in Neo4j Browser.

The same name is the same question. A Cypher file that has a SPARQL twin takes its head from it; all of them begin with
`// 中文问题 / English question`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from reformgraph import assets, lookup
from reformgraph.engine import Engine, Iri, Value
from reformgraph.errors import QueryError
from reformgraph.language import Language, Text
from reformgraph.lookup import Naming
from reformgraph.sparql import VALUES, sound
from reformgraph.tables import Column, Table

FOLDER = assets.QUERIES
ENDINGS = {"rq": "sparql", "cypher": "cypher"}
"""A query language's file ending, and the folder of its files."""

DATATYPES = ("string", "integer", "date")
SETTINGS = ("exact", "lang")

_HEAD = re.compile(r"(?:#|//)\+ (\w+): (.+)")
_PARAM = re.compile(r"^:param (\w+) =>", re.MULTILINE)


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
    """A question of the catalogue with its runnable texts, by file ending (rq, cypher)."""

    name: str
    text: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    texts: Mapping[str, str]

    @property
    def takes_exact(self) -> bool:
        """Whether the question can be asked of a thing alone, without what lies within or under it."""
        return any("exact" in _bound(ending, text) for ending, text in self.texts.items())


@cache
def catalogue() -> tuple[Question, ...]:
    """All questions that come with reformgraph, by name; raises QueryError naming a file whose head is wrong."""
    return read_catalogue(FOLDER)


def read_catalogue(folder: Path) -> tuple[Question, ...]:
    """The questions of the files in a folder's sparql and cypher folders, by name."""
    found: dict[str, dict[str, str]] = {}
    for ending, language in ENDINGS.items():
        for path in (folder / language).glob(f"*.{ending}"):
            found.setdefault(path.stem, {})[ending] = path.read_text("utf-8")
    return tuple(read_question(name, texts) for name, texts in sorted(found.items()))


def read_question(name: str, texts: Mapping[str, str]) -> Question:
    """The question that its files' texts (by ending) state.

    Raises QueryError saying which file and what is wrong with it.
    """
    ending = next(each for each in ENDINGS if each in texts)
    file = f"{name}.{ending}"
    heads = [_head(file, line) for line in texts[ending].splitlines() if line.startswith(("#+", "//+"))]
    asked = [_both(file, value, "|") for key, value in heads if key == "question"]
    if ending == "cypher":
        asked = [_first_line(file, texts[ending])]
    parameters = tuple(_parameter(file, value) for key, value in heads if key == "param")
    columns = tuple(_columns(file, (value for key, value in heads if key == "columns")))
    if len(asked) != 1:
        raise QueryError(f"{file}: one “#+ question:” line is needed, not {len(asked)}")
    if "cypher" in texts and _first_line(f"{name}.cypher", texts["cypher"]) != asked[0]:
        raise QueryError(f"{name}.cypher: its first line should be “// {asked[0].zh} / {asked[0].en}”")
    for each, text in texts.items():
        _check_bound(f"{name}.{each}", _bound(each, text), parameters)
    return Question(name, asked[0], parameters, columns, texts)


def _bound(ending: str, text: str) -> list[str]:
    return VALUES.findall(text) if ending == "rq" else _PARAM.findall(text)


def _check_bound(file: str, bound: list[str], parameters: Iterable[Parameter]) -> None:
    line = "VALUES ?{} {{ … }}" if file.endswith(".rq") else ":param {} => …;"
    names = {wanted.name for wanted in parameters}
    for name in names:
        if name not in bound:
            raise QueryError(f"{file}: parameter {name} has no line “{line.format(name)}”")
    if surplus := sorted(set(bound) - names - set(SETTINGS)):
        raise QueryError(f"{file}: no “+ param:” line says what {surplus[0]} is")


def _first_line(file: str, text: str) -> Text:
    return _both(file, text.splitlines()[0].removeprefix("//"), " / ")


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
    engine: Engine,
    *,
    exact: bool = False,
    language: Language = Language.ZH,
) -> Table:
    """The answer to a question with the parameters as a user gave them (labels, aliases, IRIs, dates, words).

    A region, mechanism, agency or field takes in all that lies within or under it unless `exact`, an agency also what
    it was before and what it became. Labels in the answer are of that language, or Chinese where there is none. Raises
    QueryError for an unknown question or parameter, one that is missing, a name that fits nothing or several things,
    and a question that the engine's language lacks.
    """
    chosen = asked if isinstance(asked, Question) else question(asked)
    if engine.language not in chosen.texts:
        raise QueryError(f"{chosen.name} is asked in Cypher alone; add --engine neo4j")
    values = _values(chosen, parameters, engine)
    settings: dict[str, Value] = {"exact": exact, "lang": language.value}
    return Table(chosen.columns, tuple(engine.rows(chosen.texts[engine.language], values | settings)))


def _values(chosen: Question, given: Mapping[str, str], names: Naming) -> dict[str, Value]:
    known = [wanted.name for wanted in chosen.parameters]
    if unknown := [name for name in given if name not in known]:
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        raise QueryError(f"{chosen.name} has no parameter {unknown[0]}; {takes}")
    values: dict[str, Value] = {}
    for wanted in chosen.parameters:
        if wanted.name in given:
            values[wanted.name] = _value(wanted, sound(given[wanted.name]), names)
        elif wanted.required:
            raise QueryError(_missing(chosen, wanted, names))
        else:
            values[wanted.name] = None
    return values


def _missing(chosen: Question, wanted: Parameter, names: Naming) -> str:
    message = f"{chosen.name} needs --{wanted.name}: {wanted.help.en}（{wanted.help.zh}）"
    if not wanted.is_thing:
        return message
    return f"{message}; those in most measures are:\n{lookup.most_used(names, wanted.type)}"


def _value(wanted: Parameter, words: str, names: Naming) -> Value:
    if wanted.is_thing:
        return Iri(lookup.find(names, wanted.type, words.strip()).iri)
    if wanted.type == "string":
        if not words:
            raise QueryError(f"--{wanted.name} is empty; give {wanted.help.en}")
        return words
    parse = date.fromisoformat if wanted.type == "date" else int
    example = "2020-12-31" if wanted.type == "date" else "10"
    try:
        return parse(words)
    except ValueError as error:
        raise QueryError(f"--{wanted.name} takes a {wanted.type} such as {example}, not “{words}”") from error


def _head(file: str, line: str) -> tuple[str, str]:
    match = _HEAD.fullmatch(line.rstrip())
    if match is None or match[1] not in ("question", "param", "columns"):
        raise QueryError(f"{file}: cannot read the head line “{line}”")
    return match[1], match[2]


def _parameter(file: str, value: str) -> Parameter:
    declared, _, words = value.partition("|")
    match declared.split():
        case [parameter, kind, "required" | "optional" as need]:
            return Parameter(parameter, kind, need == "required", _both(file, words, "|"))
        case _:
            raise QueryError(f"{file}: “#+ param: {value}” should be: NAME TYPE required|optional | 中文 | English")


def _columns(file: str, values: Iterable[str]) -> Iterable[Column]:
    for value in values:
        for item in filter(None, (part.strip() for part in value.split(";"))):
            variable, _, headings = item.partition("=")
            yield Column(variable.strip(), _both(file, headings, "/"))


def _both(file: str, words: str, mark: str) -> Text:
    zh, found, en = (part.strip() for part in words.partition(mark))
    if not (zh and found and en):
        raise QueryError(f"{file}: “{words.strip()}” should be Chinese, then “{mark}”, then English")
    return Text(zh, en)
