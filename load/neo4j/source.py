"""The graph folder's files as projected graphs: the vocabulary and every plan, each with a hash of its making."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from load.neo4j.projection import Projected, graph_id, project
from load.neo4j.schema import Schema
from load.runs import files_hash
from reformgraph import assets
from reformgraph.errors import GraphError

T = TypeVar("T")

_STAY_OUT = frozenset({"runs", "reviews"})

_PROJECTING = ("merging", "projection", "schema")
"""Modules by which the same files become other nodes and relationships."""


def sources(graphs: Mapping[str, Sequence[Path]]) -> dict[str, tuple[Path, ...]]:
    """Of a graph folder's named graphs those that go to Neo4j, by id, the vocabulary first.

    Runs, reviews and the ontology stay out.
    """
    found = {
        graph_id(iri): tuple(file for file in files if file != assets.ONTOLOGY)
        for iri, files in graphs.items()
        if graph_id(iri) not in _STAY_OUT
    }
    return dict(sorted(found.items(), key=lambda item: (item[0] != "vocabulary", item[0])))


def changed(graphs: Mapping[str, Sequence[Path]], recorded: Mapping[str, str]) -> list[str]:
    """The graphs whose recorded hash is not that of their files and of the projection now.

    Raises GraphError where a file is no longer there.
    """
    return [graph for graph, files in graphs.items() if recorded.get(graph) != _hash(_contents(files))]


def projected(graph: str, files: Sequence[Path], schema: Schema) -> tuple[Projected, str]:
    """One graph from its Turtle files, each read once, and the hash to be recorded of it.

    Raises GraphError naming a file that is no Turtle, or no longer there.
    """
    contents = _contents(files)
    quads: list[ox.Quad] = []
    for file, content in zip(files, contents, strict=True):
        try:
            quads += ox.parse(content, format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise GraphError(f"{file}: is not Turtle: {error}; build its plan again") from error
    return project(graph, quads, schema), _hash(contents)


def _contents(files: Sequence[Path]) -> list[bytes]:
    try:
        return [file.read_bytes() for file in files]
    except OSError as error:
        raise GraphError(
            f"{error.filename}: cannot be read ({error.strerror}); if its plan was built anew or removed meanwhile, "
            "run the command again"
        ) from error


def _hash(contents: Sequence[bytes]) -> str:
    found = hashlib.sha256(_projection().encode())
    for content in contents:
        found.update(hashlib.sha256(content).digest())
    return found.hexdigest()


@cache
def _projection() -> str:
    return files_hash([assets.ONTOLOGY, *(Path(__file__).with_name(f"{name}.py") for name in _PROJECTING)])


def ahead(make: Callable[[str], T], names: Sequence[str]) -> Iterator[T]:
    """What `make` makes of each name, in order; the next is made in a thread while the one before is used."""
    with ThreadPoolExecutor(1) as pool, _without_collector():
        waiting = [pool.submit(make, name) for name in names[:_AHEAD]]
        for name in [*names[_AHEAD:], *[None] * len(waiting)]:
            done = waiting.pop(0)
            if name is not None:
                waiting.append(pool.submit(make, name))
            yield done.result()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Graphs hold no cycles; the collector would go through millions of live objects in vain, for half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_AHEAD = 24
"""Graphs that may stand ready: a transaction's worth, so that the next is complete when the one before is written."""
