"""How a plan's facts were found: each measure of a provision with each of its facts, the rule, the quote and its place.

Pure: from a plan to plain values that the command line prints as text or JSON.
"""

import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from reformgraph.errors import InputError
from reformgraph.model import Deadline, Measure, Plan, Span, Target


@dataclass(frozen=True, slots=True)
class Derivation:
    """One fact: what kind it is of, what it says, its role, and the quote, place and rule that it comes from."""

    kind: str
    value: str
    role: str
    quote: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One measure and all that was read in it, in the order of the text."""

    path: str
    quote: str
    span: Span
    rule: str
    derivations: tuple[Derivation, ...]


def explain(plan: Plan, path: str) -> tuple[Explanation, ...]:
    """The explanations of all measures at or below `path` (三/（九）, or 三 for the whole section; 总体要求, 结尾).

    Brackets and digits may be half-width. Raises InputError where the plan has no such provision, naming the nearest.
    """
    wanted = _folded(path)
    paths = {provision.path for provision in plan.provisions} | {measure.provision for measure in plan.measures}
    if not any(_at_or_below(known, wanted) for known in paths):
        near = difflib.get_close_matches(wanted, sorted(paths), n=3, cutoff=0.3) or sorted(paths)[:3]
        raise InputError(f"the plan has no provision {path}; near it: {', '.join(near)}")
    return tuple(
        Explanation(
            measure.provision,
            measure.span.of(plan.text),
            measure.span,
            measure.rule,
            tuple(sorted(_derivations(plan, measure), key=lambda d: (d.span, d.kind, d.value))),
        )
        for measure in plan.measures
        if _at_or_below(measure.provision, wanted)
    )


def _at_or_below(path: str, wanted: str) -> bool:
    folded = _folded(path)
    return folded == wanted or folded.startswith(wanted + "/")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFKC", path).strip().strip("/")


def _derivations(plan: Plan, measure: Measure) -> Iterator[Derivation]:
    text = plan.text
    for kind, stated in (("action", measure.action), ("stage", measure.stage)):
        if stated and stated.span:
            yield Derivation(kind, stated.value, "", stated.span.of(text), stated.span, stated.rule)
    if measure.outcome:
        quote = measure.outcome.of(text)
        yield Derivation("outcome", quote, "", quote, measure.outcome, measure.rule)
    for field in measure.fields:
        if field.span:
            yield Derivation("field", field.value, "", field.span.of(text), field.span, field.rule)
    for relation in measure.relations:
        mention = relation.mention
        rule = mention.rule if relation.rule == mention.rule else f"{mention.rule} → {relation.rule}"
        value = _value(mention.value) if mention.value else mention.name
        role = relation.role.value if relation.role else ""
        yield Derivation(mention.kind.value, value, role, mention.span.of(text), mention.span, rule)
    for delegation in measure.delegations:
        quote = delegation.what.of(text)
        yield Derivation("delegation", delegation.region.name, "", quote, delegation.what, delegation.rule)


def _value(value: Target | Deadline) -> str:
    if isinstance(value, Target):
        return f"{value.comparator} {value.value:g} {value.unit}"
    return f"{value.start or ''}…{value.end or ''}"
