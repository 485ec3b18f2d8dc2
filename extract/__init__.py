"""Text → Plan: the rules that read a plan."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.header import HeaderCorrections
    from reformgraph.model import Plan
    from reformgraph.vocabulary import Vocabulary


def extract_plan(text: str, vocabulary: "Vocabulary", corrections: "HeaderCorrections | None" = None) -> "Plan":
    """The plan that `text` states, read by the rules with the terms of `vocabulary`.

    `text` is decoded, with LF line ends; every place in the result is in code points of it. `corrections` stand in for
    what the header does not say or says wrongly. Raises nothing of its own: a text without measures gives a plan
    without.
    """
    from extract import pipeline  # noqa: PLC0415  spaCy takes more than a second to import

    return pipeline.extract_plan(text, vocabulary, corrections)
