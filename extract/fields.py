"""Fields: which areas of policy a measure belongs to, by the labels of the vocabulary's fields.

They are looked for in the title of the measure's task; where it has none, in those of the levels above, from the inside
out; else in the measure itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from extract.lexis import alternation
from reformgraph.model import Measure, Plan, Provision, Span, Stated
from reformgraph.vocabulary import Vocabulary


def read_fields(plan: Plan, vocabulary: Vocabulary) -> Plan:
    """The plan whose measures state their fields, each by the IRI of its concept and the words that show it."""
    reader = _Reader(plan, vocabulary)
    return replace(plan, measures=tuple(replace(measure, fields=reader.fields(measure)) for measure in plan.measures))


@lru_cache(maxsize=4)
def _labels(vocabulary: Vocabulary) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """An expression for the labels of all fields and for the words that are none, and the labels' concepts."""
    iris: dict[str, str] = {}
    vetoes: set[str] = set()
    for concept in vocabulary.of_class("Field"):
        vetoes.update(concept.not_labels)
        for label in (concept.pref, *concept.alt, *concept.hidden):
            iris.setdefault(label, concept.iri)
    return re.compile(alternation({*iris, *vetoes}) or r"(?!)"), iris


class _Reader:
    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._text = plan.text
        self._provisions: Mapping[str, Provision] = {provision.path: provision for provision in plan.provisions}
        self._pattern, self._iris = _labels(vocabulary)
        self._titles: dict[str, tuple[Stated[str], ...]] = {}

    def fields(self, measure: Measure) -> tuple[Stated[str], ...]:
        titled = self._of_titles(measure.provision)
        return titled or tuple(self._found(measure.span, "field.measure"))

    def _of_titles(self, path: str) -> tuple[Stated[str], ...]:
        if path not in self._titles:
            provision = self._provisions.get(path)
            found: tuple[Stated[str], ...] = ()
            if provision is not None:
                if provision.heading is not None:
                    found = tuple(self._found(provision.heading, f"field.{provision.kind.value}-title"))
                if not found and provision.parent is not None:
                    found = self._of_titles(provision.parent)
            self._titles[path] = found
        return self._titles[path]

    def _found(self, span: Span, rule: str) -> Iterator[Stated[str]]:
        seen: set[str] = set()
        for match in self._pattern.finditer(self._text, span.start, span.end):
            iri = self._iris.get(match.group())
            if iri is not None and iri not in seen:
                seen.add(iri)
                yield Stated(iri, Span(*match.span()), rule)
