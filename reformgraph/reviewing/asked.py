"""What a row asks for: which verdict on what, or which new row; and what it must not do."""

from reformgraph.reviewing.cells import Line
from reformgraph.reviewing.desk import flat, short
from reformgraph.reviewing.table import ADD, CHANGE, COLUMNS, VERDICTS, About, Sheet, shown_cells
from reformgraph.reviewing.workbook import ReviewFile

_GREY = {
    Sheet.MEASURES: ("path", "text", "action", "stage"),
    Sheet.MENTIONS: ("path", "kind", "text", "reads", "role"),
}
"""The columns that show what a row is about: to change them is a mistake, since nothing would come of it."""


def yours(sheet: Sheet) -> list[str]:
    """The columns that a reviewer fills in."""
    return [column.key for column in COLUMNS[sheet] if column.yours]


def asked(line: Line, file: ReviewFile) -> tuple[About | None, str | None]:
    """What a row is about (None: a new one), and its verdict; None where it asks for nothing, or wrongly."""
    sheet = line.filled.sheet
    given = line.has(*(key for key in yours(sheet) if key not in ("verdict", "comment")))
    typed = {column.key for column in COLUMNS[sheet] if column.yours or column.added}
    for key in sorted(line.filled.formulas & typed):
        line.fault(key, "holds a formula or an error; write the words or the number itself")
    name = line.words("id")
    if not name:
        return None, _of_new(line, given)
    about = file.abouts.get(name)
    if about is None or (about.kind is None) is not (sheet is Sheet.MEASURES):
        line.fault("id", f"“{name}” is no id of this sheet; restore it, or empty the cell where the row is new")
        return None, None
    if not line.has(*_GREY[sheet], *yours(sheet)):
        return about, None
    _untouched(line, about)
    verdict = line.choice(VERDICTS, "verdict")
    if verdict is None:
        if given and not line.has("verdict"):
            line.fault("verdict", f"is empty, but something is to be changed; choose “{_word(line, CHANGE)}”")
    elif verdict == ADD:
        line.fault("verdict", f"“{_word(line, ADD)}” is for new rows, which have no id")
    elif verdict == CHANGE and not given:
        line.fault("verdict", "nothing is changed: fill in what shall be otherwise")
    elif verdict != CHANGE and given:
        line.fault(given[0], f"goes with “{_word(line, CHANGE)}” alone; the verdict is “{_word(line, verdict)}”")
    return about, None if line.faults else verdict


def only_comments(line: Line) -> bool:
    """Whether a row has a comment and nothing else of the reviewer's."""
    return line.has(*yours(line.filled.sheet)) == ["comment"]


def repeated(line: Line, first: Line, about: About) -> None:
    """A second row about the same: a fault where it says something else."""
    columns = yours(line.filled.sheet)
    if line.given(columns) != first.given(columns):
        line.fault("id", f"row {first.number} is about the same ({about.id}) and says something else")


def _of_new(line: Line, given: list[str]) -> str | None:
    if not line.has("text", "verdict", *given):
        return None
    verdict = line.choice(VERDICTS, "verdict")
    if verdict not in (None, ADD):
        line.fault("verdict", f"the row has no id; a new row takes “{_word(line, ADD)}” or nothing")
    elif not line.words("new_text", "text"):
        line.fault("text", "is empty; a new row needs the words of the plan")
    return None if line.faults else ADD


def _untouched(line: Line, about: About) -> None:
    shown = shown_cells(about, line.language)
    for key in _GREY[line.filled.sheet]:
        was, now = str(shown.get(key) or ""), str(line.filled.cells.get(key) or "")
        cut = now.endswith("…") and flat(was).startswith(flat(now[:-1]))  # a cell holds only so much
        if flat(was) != flat(now) and not cut:
            line.fault(key, f"was changed from “{short(was)}”; restore it, and write what shall be into a green column")


def _word(line: Line, verdict: str) -> str:
    return VERDICTS[verdict].to(line.language)
