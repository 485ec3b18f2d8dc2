"""The kinds of things: named as the ontology names them, and told apart by those who see few colours."""

from itertools import combinations

import pytest

from load.neo4j.schema import local, schema
from reformgraph.kinds import Look, by_plural, looks
from reformgraph.model import Kind, ProvisionKind

LOOKS = tuple(looks().values())
CONTRAST = 4.5
"""What WCAG asks of text."""
CONES = {
    "as most people": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "without green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "without blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""How linear RGB is seen without one kind of cones (Machado, Oliveira, Fernandes 2009)."""


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(seen: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(max(part, 0), 1) for part in seen)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, cones: tuple[tuple[float, ...], ...]) -> float:
    seen = [
        lab(tuple(sum(weight * part for weight, part in zip(row, linear(colour), strict=True)) for row in cones))
        for colour in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_kind_is_a_class_of_the_graph_and_bears_its_chinese_name(look: Look) -> None:
    labels = {label.name: label.words for label in schema().labels.values()}
    assert look.name in labels
    assert look.one.zh in labels[look.name].zh


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_what_a_node_shows_is_a_property_of_its_kind(look: Look) -> None:
    properties = {key.name for key in schema().keys.values() if look.name in key.domain}
    assert look.caption in {"name", *properties}


def test_every_class_that_a_node_may_show_has_a_look() -> None:
    above = {label.name: {local(iri) for iri in label.above} for label in schema().labels.values()}
    leaves = above.keys() - set().union(*above.values())
    assert not [name for name in leaves if not {name, *above[name]} & looks().keys()]


def test_what_an_annotation_names_has_a_look() -> None:
    assert {*Kind, *(f"{kind}s" for kind in ProvisionKind), "measures"} <= by_plural().keys()


def test_symbols_and_colours_are_each_one_kind_s() -> None:
    assert len({look.symbol for look in LOOKS}) == len({look.colour for look in LOOKS}) == len(LOOKS)
    assert all(len(look.symbol) == 1 for look in LOOKS)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_ink_can_be_read_on_its_colour(look: Look) -> None:
    dark, light = sorted((luminance(look.colour), luminance(look.ink)))
    assert (light + 0.05) / (dark + 0.05) >= CONTRAST


@pytest.mark.parametrize("cones", CONES.values(), ids=CONES)
def test_the_kinds_that_stand_side_by_side_most_differ_for_every_eye(cones: tuple[tuple[float, ...], ...]) -> None:
    near = [looks()[name].colour for name in ("Plan", "Measure", "Region", "Mechanism", "Agency", "Stage")]
    assert min(difference(one, other, cones) for one, other in combinations(near, 2)) > 12
