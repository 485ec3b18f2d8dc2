"""Lineage: which measures of which plans are one reform, over years, levels and places.

`link_plans` finds the links, `changes` says what is new in the next plan of a series, `replacements` what a plan says
that it replaces. Pure: from plans to values.
"""

from reformgraph.lineage.changes import Changes, changes
from reformgraph.lineage.linking import link_plans
from reformgraph.lineage.order import Level, Replacement, Standing, replacements, same_series, standing
from reformgraph.lineage.types import Link, LinkRelation, MeasureOf, Reason, ReasonKind

__all__ = [
    "Changes",
    "Level",
    "Link",
    "LinkRelation",
    "MeasureOf",
    "Reason",
    "ReasonKind",
    "Replacement",
    "Standing",
    "changes",
    "link_plans",
    "replacements",
    "same_series",
    "standing",
]
