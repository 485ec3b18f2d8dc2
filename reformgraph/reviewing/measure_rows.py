"""Rows of the measures' sheet → reviews of measures."""

from dataclasses import replace

from extract.outline import CLOSING, PREAMBLE
from extract.quoting import places
from load.reviews import review_id
from reformgraph.model import Span, Stage
from reformgraph.reviewing.cells import Line
from reformgraph.reviewing.desk import Desk, Given, flat, short
from reformgraph.reviewing.table import ADD, CHANGE, NONE, REJECT, STAGES, About
from reformgraph.reviews import MeasureReading, Passage, Review, Verdict
from reformgraph.scoring import PUNCTUATION, share


def read_measure(line: Line, desk: Desk, about: About, verdict: str) -> None:
    """A verdict on a measure that was read."""
    shown = about.shown
    if not isinstance(shown, MeasureReading) or desk.withdraws(line, about, verdict):
        return
    measure, place = desk.fresh(about.measure), desk.place(shown.passage)
    passage = measure if shown.passage == about.measure else desk.fresh(shown.passage)
    states: MeasureReading | None = replace(shown, passage=passage)
    if verdict == CHANGE:
        states = _changed(line, desk, replace(shown, passage=passage), place)
    if states is None:
        return
    desk.give(line, verdict, Given(about.id, measure, states, about.path))
    index = desk.index(about)
    span = None if verdict == REJECT else states.passage.span if verdict == CHANGE else place
    if index is not None:
        desk.moved[index] = span, line
    elif span is not None:
        desk.added.append((span, line))


def add_measure(line: Line, desk: Desk) -> tuple[str, Review] | None:
    """A measure that was missed: its words, and its review."""
    key = line.has("new_text", "text")[0]
    words, path = line.words("new_text", "text").strip(PUNCTUATION), _path(line, desk)
    if line.faults:
        return None
    spans = [Span(at, at + len(words)) for at in places(desk.text, words)] if words else []
    if path not in ("", PREAMBLE, CLOSING):
        parts = [part.span for part in desk.plan.provisions if part.path == path]
        spans = [span for span in spans if any(span in part for part in parts)]
    by = desk.known.reviewed.measures
    taken = {span for span, _ in desk.added} | {
        measure.span
        for index, measure in enumerate(desk.plan.measures)
        if index not in desk.moved and not (index in by and by[index].verdict is Verdict.ADD)
    }
    free = [span for span in spans if span not in taken]
    if not free:
        missing = "is not in the plan" + (f" at {path}" if path else "") + ", letter by letter"
        line.fault(key, f"“{short(words)}” {'is a measure already' if spans else missing}")
        return None
    if len(free) > 1 and not path:
        line.fault("path", f"is empty, but “{short(words)}” stands {len(free)} times in the plan")
        return None
    span = _in_one_part(line, desk, key, free[0])
    action, stage = _action_and_stage(line, desk, span, None, new=True)
    if line.faults or span is None:
        return None
    passage, part = Passage.of(desk.text, span), desk.plan.part_around(span)
    name, measure = _before(desk, span) or (review_id(desk.known.id, passage), passage)
    states = MeasureReading(passage, action, stage)
    if (index := desk.indexes.get(span)) is None:
        desk.added.append((span, line))
    else:
        desk.moved[index] = span, line
    return words, desk.give(line, ADD, Given(name, measure, states, path or (part.path if part else "")))


def _before(desk: Desk, span: Span) -> tuple[str, Passage] | None:
    """The id and passage of a kept review about the same stretch, which the new one takes the place of."""
    for review in desk.kept.values():
        if review.kind is None and review.id not in desk.given:
            measure = desk.fresh(review.measure)
            if measure.span == span and measure.quote == span.of(desk.text):
                return review.id, measure
    return None


def _changed(line: Line, desk: Desk, shown: MeasureReading, place: Span | None) -> MeasureReading | None:
    if place is None:
        line.fault("text", "is not in the plan any more; run `reformgraph review out` again")
        return None
    words = line.words("new_text").strip(PUNCTUATION)
    span = _near(line, desk, words, place) if words else place
    action, stage = _action_and_stage(line, desk, span, shown.action, new=False)
    if line.faults or span is None:
        return None
    passage = Passage.of(desk.text, span) if words else shown.passage
    return MeasureReading(passage, action, stage if line.has("new_stage") else shown.stage)


def _action_and_stage(
    line: Line, desk: Desk, span: Span | None, was: str | None, *, new: bool
) -> tuple[str | None, Stage | None]:
    """The verb, which must be in the text, and the stage that a row gives: where it is new, in grey columns too."""
    keys = ("new_action", "action") if new else ("new_action",)
    action = line.words(*keys) or was
    if span and action and action not in span.of(desk.text):
        given = line.has(*keys)
        problem = "is not in the measure's text" if given else "is not in the new text; say which verb is"
        line.fault(given[0] if given else "new_action", f"“{action}” {problem}")
    stage = line.choice(STAGES, *(("new_stage", "stage") if new else ("new_stage",)))
    return action, Stage(stage) if stage and stage != NONE else None


def _near(line: Line, desk: Desk, words: str, place: Span) -> Span | None:
    """Where the new words stand: over the old ones, else nearest to them in the same part of the plan."""
    spans = [Span(at, at + len(words)) for at in places(desk.text, words)]
    if not spans:
        line.fault("new_text", f"“{short(words)}” is not in the plan, letter by letter")
        return None
    bounds = desk.bounds(place)
    near = [span for span in spans if span.overlaps(place) or span in bounds]
    if not near:
        line.fault("new_text", f"“{short(words)}” is in the plan, but not near this measure")
        return None
    span = max(near, key=lambda span: (share(span, place), -abs(span.start - place.start)))
    return _in_one_part(line, desk, "new_text", span)


def _in_one_part(line: Line, desk: Desk, key: str, span: Span) -> Span | None:
    across = next((part for part in desk.plan.provisions if span.start < part.span.start < span.end), None)
    if across is None:
        return span
    line.fault(key, f"reaches over the beginning of {across.path}; a measure stands in one provision")
    return None


def _path(line: Line, desk: Desk) -> str:
    said = line.words("path")
    paths = [part.path for part in desk.plan.provisions] + [PREAMBLE, CLOSING]
    found = next((path for path in paths if flat(path) == flat(said)), "")
    if said and not found:
        line.fault("path", f"“{said}” is no provision of the plan")
    return found
