"""Runs: when a plan was built, and with which versions; and the description of the whole data set.

They have times in them, so they stand in a graph and a file of their own, apart from what is the same in every build.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, Literal, URIRef

from load.iris import digest, graph_iri
from load.mapping import integer, moment
from load.ontology import PROV
from reformgraph.namespaces import BASE, GRAPH, ONTOLOGY, PREFIXES

DATASET = URIRef(BASE + "dataset")


def files_hash(files: Iterable[Path]) -> str:
    """One SHA-256 over the names and contents of files, in the order of their names."""
    found = hashlib.sha256()
    for file in sorted(files, key=lambda each: each.name):
        found.update(file.name.encode("utf-8") + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def add_run(
    runs: Graph,
    graph_id: str,
    times: tuple[datetime, datetime],
    versions: Mapping[str, tuple[str, str]],
    triples: int,
    *,
    plans: Iterable[str] = (),
) -> Graph:
    """A new graph: the runs so far and this one, with the data set's description brought up to date.

    `graph_id` is that of the graph that was made: a plan's id, or links. `versions` says for each of what was used
    (ontology, vocabulary, rules, code) its version and hash; `triples` is the size of the graph, `times` when the run
    began and ended, `plans` the ids of the plans whose graphs it was made from.
    """
    found = Graph(identifier=URIRef(GRAPH + "runs"), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    for triple in runs:
        found.add(triple)
    graph = URIRef(graph_iri(graph_id))
    begun, done = (moment(time) for time in times)
    run = URIRef(f"{BASE}run/{times[0].astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest(graph_id, str(begun), length=8)}")
    found.add((run, RDF.type, PROV.Activity))
    found.add((run, PROV.startedAtTime, begun))
    found.add((run, PROV.endedAtTime, done))
    found.add((run, PROV.generated, graph))
    for plan_id in plans:
        found.add((run, PROV.used, URIRef(graph_iri(plan_id))))
    for name, (version, sha) in sorted(versions.items()):
        used = URIRef(f"{BASE}version/{name}/{sha[:12]}")
        found.add((run, PROV.used, used))
        found.add((used, RDF.type, PROV.Entity))
        found.add((used, DCTERMS.title, Literal(name)))
        found.add((used, DCTERMS.hasVersion, Literal(version)))
        found.add((used, DCTERMS.identifier, Literal(f"sha256:{sha}")))
    _describe(found, graph, done, triples)
    return found


def _describe(found: Graph, graph: URIRef, modified: Literal, triples: int) -> None:
    for kind in (DCAT.Dataset, VOID.Dataset):
        found.add((DATASET, RDF.type, kind))
    for lang, title in (("zh", "改革方案知识图谱"), ("en", "Knowledge graph of reform plans")):
        found.add((DATASET, DCTERMS.title, Literal(title, lang=lang)))
    found.add((DATASET, VOID.uriSpace, Literal(BASE)))
    found.add((DATASET, VOID.vocabulary, URIRef(ONTOLOGY.rstrip("#"))))
    found.set((DATASET, DCTERMS.modified, modified))
    found.add((DATASET, VOID.subset, graph))
    found.add((graph, RDF.type, VOID.Dataset))
    found.set((graph, VOID.triples, integer(triples)))
    found.set((graph, DCTERMS.modified, modified))
