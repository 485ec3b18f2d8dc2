"""Links → RDF: the named graph of links, one file for all plans of a graph's folder.

Pure: the same plans and links give the same bytes. Tasks follow each other up where measures of theirs do.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, Graph, Literal, URIRef

from load.iris import digest, measure_iris, provision_iris
from load.mapping import day, describe_reviewer, double
from load.ontology import PROV, RG
from reformgraph.language import Text
from reformgraph.lineage import Changes, Link, MeasureOf
from reformgraph.model import Plan, ProvisionKind, Reviewer
from reformgraph.namespaces import BASE, GRAPH, ONTOLOGY, PREFIXES

LINKS_ID = "links"
_PLAN_OF = re.compile(rf"{re.escape(BASE)}plan/(.+?)(?:/(?:measure|provision)/.*)?$")
LINKS = GRAPH + LINKS_ID
RULE = "link.score"
"""The rule of every link that no reviewer states."""


@dataclass(frozen=True, slots=True)
class Places:
    """The IRIs of a plan, of its measures in order, and of the task that each is a part of ("" where none is)."""

    plan: str
    measures: tuple[str, ...]
    tasks: tuple[str, ...]

    @classmethod
    def of(cls, plan_id: str, plan: Plan) -> "Places":
        """The IRIs in the plan with this id."""
        base = f"{BASE}plan/{plan_id}"
        measures = measure_iris(base, (measure.span.of(plan.text) for measure in plan.measures))
        tasks = [
            (part.span, iri)
            for part, iri in zip(plan.provisions, provision_iris(base, plan.provisions), strict=True)
            if part.kind is ProvisionKind.TASK
        ]
        within = (next((iri for span, iri in tasks if each.span in span), "") for each in plan.measures)
        return cls(base, measures, tuple(within))


@dataclass(frozen=True, slots=True)
class Successor:
    """A plan that follows another of its series, by their ids, and what changed."""

    earlier: str
    later: str
    changes: Changes


def link_graphs(
    places: Mapping[str, Places],
    links: Iterable[Link],
    series: Iterable[Successor],
    reviewers: Mapping[tuple[MeasureOf, MeasureOf], Reviewer],
) -> Iterator[Graph]:
    """The graph of links in pieces, one for each later plan, in the order of their ids.

    `places` are the plans' by their ids; `reviewers` says who stands for a link, by its earlier and later measure.
    """
    by_plan: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_plan[link.later.plan].append(link)
    followed = {each.later: each for each in series}
    for plan_id in sorted(by_plan.keys() | followed.keys()):
        graph = _empty()
        for link in by_plan[plan_id]:
            _link(graph, link, places, reviewers.get((link.earlier, link.later)))
        if plan_id in followed:
            _successor(graph, followed[plan_id], places)
        yield graph


def stated_elsewhere(links: Graph, places: Mapping[str, Places], plans: Mapping[str, Plan]) -> Graph:
    """What the plans' own graphs say of the measures and plans that a piece of the graph of links speaks of."""
    graph = _empty()
    named = {str(node) for node in links.all_nodes()}
    spoken_of = {found[1] for iri in named if (found := _PLAN_OF.match(iri))}
    for plan_id in sorted(spoken_of & places.keys()):
        place, header = places[plan_id], plans[plan_id].header
        plan = URIRef(place.plan)
        graph.add((plan, RDF.type, RG.Plan))
        if header.issued:
            graph.add((plan, RG.issued, day(header.issued.value)))
        for measure in named.intersection(place.measures):
            graph.add((URIRef(measure), RDF.type, RG.Measure))
            graph.add((URIRef(measure), RG.inPlan, plan))
        for task in named.intersection(place.tasks):
            graph.add((URIRef(task), RDF.type, RG.Task))
    return graph


def _empty() -> Graph:
    graph = Graph(identifier=URIRef(LINKS), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _successor(graph: Graph, each: Successor, places: Mapping[str, Places]) -> None:
    earlier, later = places[each.earlier], places[each.later]
    graph.add((URIRef(later.plan), RG.succeeds, URIRef(earlier.plan)))
    for measure in each.changes.new:
        graph.add((URIRef(later.measures[measure.index]), RG.newSince, URIRef(earlier.plan)))
    for measure in each.changes.dropped:
        graph.add((URIRef(earlier.measures[measure.index]), RG.droppedIn, URIRef(later.plan)))


def _link(graph: Graph, link: Link, places: Mapping[str, Places], reviewer: Reviewer | None) -> None:
    before, after = places[link.earlier.plan], places[link.later.plan]
    later, earlier = after.measures[link.later.index], before.measures[link.earlier.index]
    iri = URIRef(f"{later}/link/{digest(earlier)}")
    relation = URIRef(ONTOLOGY + link.relation)
    graph.add((URIRef(later), relation, URIRef(earlier)))
    for each in (RG.Link, RDF.Statement, PROV.Entity):
        graph.add((iri, RDF.type, each))
    graph.add((iri, RDF.subject, URIRef(later)))
    graph.add((iri, RDF.predicate, relation))
    graph.add((iri, RDF.object, URIRef(earlier)))
    graph.add((iri, RG.rule, Literal("review" if reviewer else RULE)))
    graph.add((iri, RG.score, double(round(link.score, 3))))
    reasons = [reason.text for reason in link.reasons]
    if reviewer:
        graph.add((iri, RG.reviewedBy, describe_reviewer(graph, reviewer)))
        reasons.append(Text(f"审核人所定：{reviewer.name}", f"so says a reviewer: {reviewer.name}"))
    for reason in reasons:
        graph.add((iri, RG.reason, Literal(reason.zh, lang="zh")))
        graph.add((iri, RG.reason, Literal(reason.en, lang="en")))
    tasks = after.tasks[link.later.index], before.tasks[link.earlier.index]
    if all(tasks):
        graph.add((URIRef(tasks[0]), RG.followsUp, URIRef(tasks[1])))
