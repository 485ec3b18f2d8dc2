"""What a row is about ⇄ JSON, as the hidden sheet of a review file keeps it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from reformgraph.model import Deadline, Kind, Role, Stage, Target
from reformgraph.reviewing.table import About
from reformgraph.reviews import MeasureReading, MentionReading, Passage, Reading


def about_json(about: About) -> dict[str, Any]:
    """The value to be written as JSON."""
    found: dict[str, Any] = {
        "id": about.id,
        "plan": about.plan,
        "path": about.path,
        "measure": _passage_json(about.measure),
        "shown": _reading_json(about.shown),
    }
    if about.mention is not None:
        found |= {"kind": about.kind, "mention": _passage_json(about.mention)}
    return found


def read_about(found: Mapping[str, Any]) -> About:
    """What such a value says. Raises KeyError, TypeError or ValueError where it is none."""
    kind = Kind(found["kind"]) if "kind" in found else None
    return About(
        found["id"],
        found["plan"],
        found["path"],
        _passage(found["measure"]),
        _reading(found["shown"], kind),
        kind,
        _passage(found["mention"]) if kind else None,
    )


def _passage_json(passage: Passage) -> list[str | int]:
    return [passage.quote, passage.prefix, passage.suffix, passage.start]


def _passage(found: list[Any]) -> Passage:
    quote, before, after, start = found
    return Passage(str(quote), str(before), str(after), int(start))


def _reading_json(shown: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {"text": _passage_json(shown.passage)}
    if isinstance(shown, MeasureReading):
        return found | {"action": shown.action, "stage": shown.stage}
    found |= {"name": shown.name, "role": shown.role, "concept": shown.concept}
    match shown.value:
        case Target(comparator, value, unit):
            found["target"] = [comparator, value, unit]
        case Deadline(start, end):
            found["deadline"] = [start and start.isoformat(), end and end.isoformat()]
    return found


def _reading(found: Mapping[str, Any], kind: Kind | None) -> Reading:
    passage = _passage(found["text"])
    if kind is None:
        return MeasureReading(passage, found["action"], Stage(found["stage"]) if found["stage"] else None)
    value: Target | Deadline | None = None
    if "target" in found:
        value = Target(*found["target"])
    elif "deadline" in found:
        value = Deadline(*(date.fromisoformat(day) if day else None for day in found["deadline"]))
    role = Role(found["role"]) if found["role"] else None
    return MentionReading(passage, found["name"], role, found["concept"], value)
