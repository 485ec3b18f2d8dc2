"""The main job as one pure function: a plan's text to its graph, validated, in the forms that the store keeps."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reformgraph
from reformgraph import assets
from reformgraph.errors import InputError
from reformgraph.language import Text
from reformgraph.model import Plan
from reformgraph.summary import summarize
from reformgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extract.header import HeaderCorrections
    from extract.review import Reviewed
    from reformgraph.reviews import Review
    from reformgraph.validation import Report

LEAST_COVERED = 0.4
"""Share of a text in measures from which on it counts as (half) a plan though nothing else speaks for it."""


REVIEWS = "reviews.json"
"""The file in a plan's folder that says which reviews its graph was made with."""


def unreviewed(iri: str) -> "Iterable[Review]":
    """What nobody says of the plan with this IRI."""
    return ()


@dataclass(frozen=True, slots=True)
class Built:
    """A plan, its IRI, its graph as Turtle, how many triples that is, what the shapes say, and what is odd about it.

    `reviewed` is the plan with what its reviewers say, `reviews` that in Turtle (None where they say nothing).
    """

    plan: Plan
    iri: str
    turtle: bytes
    triples: int
    report: "Report"
    reviewed: "Reviewed"
    reviews: bytes | None = None
    warnings: tuple[Text, ...] = ()

    def review_files(self) -> dict[str, bytes]:
        """For the plan's folder: which reviews its graph was made with, and those that were not found again."""
        if self.reviews is None:
            return {}
        orphans = [
            {"review": orphan.review.id, "why": {"zh": orphan.why.zh, "en": orphan.why.en}}
            for orphan in self.reviewed.orphans
        ]
        found = {"reviews": f"sha256:{hashlib.sha256(self.reviews).hexdigest()}", "orphans": orphans}
        return {REVIEWS: json.dumps(found, ensure_ascii=False, indent=1).encode()}


def build_plan(
    text: str,
    vocabulary: Vocabulary,
    corrections: "HeaderCorrections",
    annotation: Mapping[str, Any] | None = None,
    reviews: "Callable[[str], Iterable[Review]]" = unreviewed,
) -> Built:
    """Build the plan in `text`, by the rules or from a hand-made annotation of it, and by what its reviewers say.

    `reviews` gives the reviews of the plan with an IRI. Same text, vocabulary, corrections, annotation and reviews:
    same bytes. Raises InputError where the text is no plan or the annotation does not quote it.
    """
    from extract import extract_plan  # noqa: PLC0415  spaCy takes more than a second to import
    from extract.annotation import read_annotation  # noqa: PLC0415
    from extract.review import apply_reviews  # noqa: PLC0415
    from load.mapping import plan_graph, plan_iri  # noqa: PLC0415
    from load.reviews import write_reviews  # noqa: PLC0415
    from load.serialization import serialize  # noqa: PLC0415
    from reformgraph.validation import validate  # noqa: PLC0415  pySHACL takes half a second

    plan = (
        extract_plan(text, vocabulary, corrections)
        if annotation is None
        else read_annotation(text, annotation, vocabulary)
    )
    if annotation is None and not _looks_like_plan(plan):
        raise InputError(
            "the text is no reform plan: it has neither numbered provisions nor a header, and hardly a sentence in it "
            "commits anybody to anything; check the file"
        )
    iri = plan_iri(plan.header, vocabulary)
    said = tuple(reviews(iri))
    reviewed = apply_reviews(plan, said, vocabulary)
    graph = plan_graph(reviewed.plan, vocabulary)
    return Built(
        reviewed.plan,
        iri,
        serialize(graph),
        len(graph),
        validate(graph, text, vocabulary),
        reviewed,
        write_reviews(iri, hashlib.sha256(text.encode()).hexdigest(), said) if said else None,
        (*_warnings(plan), *_lost(reviewed)),
    )


def versions(vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """What a build rests on: name → version and SHA-256 of the ontology, vocabulary, rules, shapes and code."""
    from load.runs import files_hash  # noqa: PLC0415

    version = reformgraph.__version__
    packages = [assets.CODE / name for name in ("reformgraph", "extract", "load")]
    return {
        "ontology": (version, files_hash([assets.ONTOLOGY])),
        "vocabulary": (version, files_hash(assets.VOCABULARIES.glob("*.ttl"))),
        "rules": (version, files_hash((assets.CODE / "extract" / "rules").glob("*.toml"))),
        "shapes": (version, files_hash(assets.SHAPES.rglob("*.*"))),
        "code": (version, files_hash(file for package in packages for file in package.rglob("*.py"))),
    }


def _looks_like_plan(plan: Plan) -> bool:
    """Whether anything speaks for a plan: measures, and numbers, a header or many measures around them."""
    header = plan.header
    identified = bool(plan.provisions or header.number or header.issuer or header.issued)
    return bool(plan.measures) and (identified or summarize(plan).covered >= LEAST_COVERED)


def _lost(reviewed: "Reviewed") -> Iterator[Text]:
    if count := len(reviewed.orphans):
        yield Text(
            f"警告：{count} 条审核意见在方案中找不到；见 reformgraph review list --orphans。",
            f"warning: {count} review verdicts were not found again; see reformgraph review list --orphans.",
        )


def _warnings(plan: Plan) -> Iterator[Text]:
    """What is odd about a plan that could be built all the same."""
    header = plan.header
    if not plan.provisions:
        yield Text(
            "警告：文中没有编号条款，全文按一段处理。",
            "warning: the text has no numbered provisions; it is read as one.",
        )
    missing = [
        (name, option)
        for name, option, stated in (
            (Text("发文机关", "issuer"), "--issuer", header.issuer),
            (Text("成文日期", "date of issue"), "--issued", header.issued),
            (Text("行政区域", "jurisdiction"), "--jurisdiction", header.jurisdiction),
        )
        if stated is None
    ]
    for name, option in missing:
        yield Text(
            f"警告：未读到{name.zh}；可用 {option} 补充。", f"warning: no {name.en} was found; {option} gives it."
        )
