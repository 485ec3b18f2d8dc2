"""How well links agree with hand-made ones: what was found, whether its relation is right, and what should not be.

A link is found where one between the two plans overlaps the linked words on both sides. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reformgraph.errors import InputError
from reformgraph.lineage.types import Link, LinkRelation, MeasureOf
from reformgraph.model import Plan, Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a plan that is known by its key."""

    plan: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldLink:
    """Two stretches that are linked with that relation, or, where it is None, that only look as if they were."""

    earlier: Quoted
    later: Quoted
    relation: LinkRelation | None
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A hand-made link or non-link, and the link that was found for it; None where there is none."""

    gold: GoldLink
    found: Link | None


@dataclass(frozen=True, slots=True)
class LinkScores:
    """What became of the hand-made links and non-links."""

    links: tuple[Judged, ...]
    non_links: tuple[Judged, ...]

    @property
    def missed(self) -> tuple[GoldLink, ...]:
        """The links that were not found."""
        return tuple(each.gold for each in self.links if each.found is None)

    @property
    def otherwise(self) -> tuple[Judged, ...]:
        """The links that were found with another relation."""
        return tuple(each for each in self.links if each.found and each.found.relation is not each.gold.relation)

    @property
    def wrong(self) -> tuple[Judged, ...]:
        """The non-links that were linked."""
        return tuple(each for each in self.non_links if each.found)

    @property
    def found(self) -> int:
        """How many of the links were found."""
        return len(self.links) - len(self.missed)

    @property
    def right(self) -> int:
        """How many were found with their relation."""
        return self.found - len(self.otherwise)


def read_links(value: Any) -> tuple[tuple[GoldLink, ...], tuple[GoldLink, ...]]:
    """The links and the non-links of a file in the form `{"links": […], "non_links": […]}`.

    Raises InputError where it has another form; the message says which entry.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("links"), list):
        raise InputError('has no list "links"; see evaluate --help')
    return _entries(value, "links"), _entries(value, "non_links")


def place(quoted: Quoted, plans: Mapping[str, Plan]) -> Span:
    """Where the words stand in their plan. Raises InputError where there is no such plan, or it has no such words."""
    if quoted.plan not in plans:
        raise InputError(f"names the plan {quoted.plan}, which is not there")
    at = plans[quoted.plan].text.find(quoted.text) if quoted.text else -1
    if at < 0:
        raise InputError(f"quotes words that {quoted.plan} has not: {quoted.text}")
    return Span(at, at + len(quoted.text))


def score(
    links: Sequence[GoldLink], non_links: Sequence[GoldLink], found: Iterable[Link], plans: Mapping[str, Plan]
) -> LinkScores:
    """Score the links that were `found` between `plans`. Raises InputError as `place` does."""
    by_plans: dict[tuple[str, str], list[Link]] = {}
    for link in found:
        by_plans.setdefault((link.earlier.plan, link.later.plan), []).append(link)

    def judged(gold: GoldLink) -> Judged:
        before, after = place(gold.earlier, plans), place(gold.later, plans)
        over = [
            link
            for link in by_plans.get((gold.earlier.plan, gold.later.plan), ())
            if _span(link.earlier, plans).overlaps(before) and _span(link.later, plans).overlaps(after)
        ]
        return Judged(gold, max(over, key=lambda link: link.score, default=None))

    return LinkScores(tuple(map(judged, links)), tuple(map(judged, non_links)))


def _span(side: MeasureOf, plans: Mapping[str, Plan]) -> Span:
    return side.among(plans).span


def _entries(value: Mapping[str, Any], name: str) -> tuple[GoldLink, ...]:
    entries = value.get(name, [])
    if not isinstance(entries, list):
        raise InputError(f'"{name}" is no list')
    return tuple(_entry(entry, f"{name}[{place_}]", name == "links") for place_, entry in enumerate(entries))


def _entry(entry: Any, where: str, linked: bool) -> GoldLink:
    try:
        earlier, later = (Quoted(str(entry[side]["plan"]), str(entry[side]["text"])) for side in ("earlier", "later"))
        relation = LinkRelation(entry["relation"]) if linked else None
        return GoldLink(earlier, later, relation, str(entry.get("why") or ""))
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f'{where}: needs "earlier" and "later", each with "plan" and "text"') from error
    except ValueError as error:
        known = ", ".join(LinkRelation)
        raise InputError(f'{where}: "relation" is {entry["relation"]!r}; it can be {known}') from error
