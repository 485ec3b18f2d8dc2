"""Commands for reviewing in a spreadsheet: review out, review in, review list."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from reformgraph.cli.build import ANNOTATION, HEADER, header_corrections, keep, plan_files
from reformgraph.cli.console import GraphOption, LanguageOption, language, progress, put, read_bytes, say
from reformgraph.cli.kept import chosen, id_of, read_kept
from reformgraph.cli.read import read_json
from reformgraph.cli.terms import known_terms
from reformgraph.errors import InputError
from reformgraph.language import Text
from reformgraph.namespaces import BASE

if TYPE_CHECKING:
    from load.kept_reviews import KeptReviews
    from load.oxigraph import Entry, GraphFolder, Rewritten
    from reformgraph.building import Built
    from reformgraph.model import Reviewer
    from reformgraph.reviewing.desk import KnownPlan
    from reformgraph.reviewing.listing import KeptOf
    from reformgraph.reviewing.table import Row
    from reformgraph.reviewing.verdicts import Verdicts
    from reformgraph.reviewing.workbook import PlanSheet
    from reformgraph.reviews import Review
    from reformgraph.vocabulary import Vocabulary

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x7f-\U0010ffff]+")
_OURS = BASE + "reviewer"

app = typer.Typer(no_args_is_help=True, help="Correct measures and mentions in Excel. 在 Excel 中审核举措和提及")

PlanOption = Annotated[
    list[str] | None,
    typer.Option("--plan", help="A plan: 文号, title, id or IRI; several times for several. 只看某份方案，可重复"),
]

ReviewerIriOption = Annotated[
    str | None, typer.Option("--reviewer-iri", help="Their IRI, such as an ORCID. 审核人的 IRI")
]


@app.command("out")
def write_out(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The file to write. 要写出的文件")],
    plan: PlanOption = None,
    graph: GraphOption = Path("graph"),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there. 覆盖已有文件")] = False,
    lang: LanguageOption = None,
) -> None:
    """Write the measures and mentions of all plans, or of some, to be reviewed. 写出待审核的举措和提及。

    Example: `reformgraph review out review.xlsx --plan 沪府办〔2020〕26号`
    """
    from load.oxigraph import GraphFolder
    from load.writing import write
    from reformgraph.reviewing.table import label, rows
    from reformgraph.reviewing.workbook import PlanSheet, write_workbook

    if file.suffix.lower() != ".xlsx":
        raise InputError(f"{file}: the file is an Excel workbook; give it a name that ends in .xlsx")
    if file.exists() and not force:
        raise InputError(f"{file}: is there already, maybe with verdicts in it; name another file, or add --force")
    folder = GraphFolder(graph)
    entries, plans = chosen(folder, plan), _Plans(folder, known_terms(graph, None))
    sheets: list[PlanSheet] = []
    found: list[Row] = []
    with progress(entries, len(entries), "读取", "reading") as steps:
        for entry in steps:
            known = plans.known(entry)
            sheets.append(PlanSheet(entry.id, entry.text_hash, label(known.plan, entry.id)))
            found += rows(entry.id, known.reviewed, known.reviews, language())
    content = write_workbook(sheets, found, language())
    try:
        write(file, content)
    except OSError as error:
        raise InputError(f"{file}: cannot be written ({error.strerror}); choose another place") from error
    measures = sum(row.about.kind is None for row in found)
    say(
        f"{file}：{len(sheets)} 份方案，{measures} 条举措，{len(found) - measures} 处提及；填好后："
        f"reformgraph review in {file} --reviewer 姓名",
        f"{file}: {len(sheets)} plans, {measures} measures, {len(found) - measures} mentions; when it is filled in: "
        f"reformgraph review in {file} --reviewer NAME",
    )


@app.command("in")
def read_in(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The file as filled in. 填好的文件")],
    reviewer: Annotated[str, typer.Option("--reviewer", help="Who reviewed: a name. 审核人姓名")],
    reviewer_iri: ReviewerIriOption = None,
    graph: GraphOption = Path("graph"),
    lang: LanguageOption = None,
) -> None:
    """Keep what a file says, if all of it is right, and rebuild the plans. 读回意见，全部正确才保存，并重建方案。

    Example: `reformgraph review in review.xlsx --reviewer 王某`
    """
    from load.oxigraph import GraphFolder
    from reformgraph.reviewing.verdicts import read_verdicts
    from reformgraph.reviewing.workbook import read_workbook
    from reformgraph.validation import Severity

    person, time = reviewer_of(reviewer, reviewer_iri), datetime.now(UTC).replace(microsecond=0)
    content = read_bytes(file)
    folder = GraphFolder(graph)
    plans = _Plans(folder, known_terms(graph, None))
    try:
        verdicts = read_verdicts(read_workbook(content), plans.find, person, time, plans.vocabulary)
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
    _say_comments(verdicts.comments)
    if not verdicts.reviews:
        say("没有新的意见，图谱不变。", "There is no new verdict in it; the graph is as it was.")
        return
    made = []
    with progress(verdicts.reviews.items(), len(verdicts.reviews), "重建", "rebuilding") as steps:
        for plan_id, reviews in steps:
            made.append(plans.rebuilt(plan_id, reviews))
    for built, files, begun, rewritten in made:
        keep(folder, built, files, begun, plans.vocabulary, rewritten)
    _say_kept(verdicts, person)
    for built, *_ in made:
        for warning in built.warnings:
            say(*warning)
        if not built.report.conforms:
            put(built.report.as_text(language()))
    if any(built.report.fails_on(Severity.VIOLATION) for built, *_ in made):
        raise typer.Exit(1)


@app.command("list")
def list_kept(
    plan: PlanOption = None,
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Only those that were not found again. 只列找不到的")
    ] = False,
    graph: GraphOption = Path("graph"),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON")] = False,
    lang: LanguageOption = None,
) -> None:
    """List the verdicts that are kept, and which were not found again. 列出已保存的意见及找不到的。

    Example: `reformgraph review list --orphans`
    """
    from load.oxigraph import GraphFolder
    from reformgraph import tables
    from reformgraph.reviewing.listing import listing

    folder = GraphFolder(graph)
    table = listing(_kept(folder, plan), language(), only_orphans=orphans)
    if not table.rows:
        say("没有这样的意见。", "There are no such verdicts.")
    if as_json:
        put(tables.to_json(table, language()))
    elif table.rows:
        put(tables.to_terminal(table, language(), width=None))


def reviewer_of(name: str, iri: str | None) -> "Reviewer":
    """Who reviews, from what the command line says. Raises InputError where it names nobody."""
    from load.reviews import reviewer_iri
    from reformgraph.model import Reviewer

    name = " ".join(name.split())
    if not name:
        raise InputError("--reviewer is empty; give the name of who reviewed")
    if iri is not None and (not _IRI.fullmatch(iri) or (iri.startswith(BASE) and iri.rpartition("/")[0] != _OURS)):
        raise InputError(f"--reviewer-iri takes an absolute IRI such as https://orcid.org/0000-…, not “{iri}”")
    return Reviewer(iri or reviewer_iri(name), name)


class _Plans:
    """The plans of a folder, read when they are asked for."""

    def __init__(self, folder: "GraphFolder", vocabulary: "Vocabulary") -> None:
        self.folder = folder
        self.vocabulary = vocabulary
        self._entries = {entry.id: entry for entry in folder.plans()}
        self._read: dict[str, tuple[KnownPlan, KeptReviews]] = {}

    def known(self, entry: "Entry") -> "KnownPlan":
        """A plan as it is now, with what is kept of it. Raises GraphError where its files are damaged."""
        from extract.review import apply_reviews
        from load.kept_reviews import KeptReviews
        from reformgraph.reviewing.desk import KnownPlan

        plan, kept = read_kept(entry, self.vocabulary), KeptReviews(self.folder, entry.text)
        reviews = kept.of(f"{BASE}plan/{entry.id}")
        found = KnownPlan(entry.id, apply_reviews(plan, reviews, self.vocabulary), reviews)
        self._read[entry.id] = found, kept
        return found

    def find(self, sheet: "PlanSheet") -> "KnownPlan | None":
        """A plan of a review file: by its id, or by its text where its header was corrected since."""
        by_text = (entry for entry in self._entries.values() if entry.text_hash == sheet.text_hash)
        entry = self._entries.get(sheet.id) or next(by_text, None)
        return self.known(entry) if entry else None

    def rebuilt(self, plan_id: str, reviews: "tuple[Review, ...]") -> "_Made":
        """The plan built again from its own files, with these reviews; nothing is kept yet."""
        from reformgraph.building import REVIEWS, build_plan

        begun, entry = datetime.now(UTC), self._entries[plan_id]
        known, kept = self._read[plan_id]
        header = entry.folder / HEADER
        corrections = json.loads(header.read_bytes()) if header.is_file() else {}
        annotation = self._annotation(entry, known)
        built = build_plan(
            entry.text, self.vocabulary, header_corrections(corrections), annotation, lambda iri: reviews
        )
        others = {file.name: file.read_bytes() for file in entry.folder.iterdir() if file.is_file()}
        others.pop(REVIEWS, None)
        files = others | plan_files(entry.text, built, corrections, annotation)
        return _Made(built, files, begun, kept.rewritten(built.reviews))

    def _annotation(self, entry: "Entry", known: "KnownPlan") -> Any:
        """The annotation that the plan was built from; what its graph says, where it was built before that was kept."""
        from extract.annotation import RULE, write_annotation

        file = entry.folder / ANNOTATION
        if file.is_file():
            return read_json(file)
        annotated = not known.reviews and any(measure.rule == RULE for measure in known.plan.measures)
        return write_annotation(known.plan, self.vocabulary) if annotated else None


class _Made(NamedTuple):
    """A plan that was built, to be kept: its files, when that began, and the change of its reviews."""

    built: "Built"
    files: dict[str, bytes]
    begun: datetime
    rewritten: "Rewritten"


def _kept(folder: "GraphFolder", names: list[str] | None) -> Iterator["KeptOf"]:
    """What is kept of each plan, or of those that are named, and what its last build made of it."""
    from load.kept_reviews import parsed
    from reformgraph.building import REVIEWS
    from reformgraph.reviewing.listing import KeptOf

    entries = {entry.id: entry for entry in folder.plans()}
    files = folder.all_reviews()
    wanted = {id_of(folder, name, files.keys() | entries.keys()) for name in names} if names else files
    for plan_id, turtle in files.items():
        if plan_id not in wanted:
            continue
        reviews = parsed(folder, plan_id, turtle)
        record = entries[plan_id].folder / REVIEWS if plan_id in entries else None
        made = json.loads(record.read_bytes()) if record and record.is_file() else {}
        built = None if record is None else made.get("reviews") == f"sha256:{hashlib.sha256(turtle).hexdigest()}"
        orphans = {each["review"]: Text(each["why"]["zh"], each["why"]["en"]) for each in made.get("orphans", [])}
        yield KeptOf(plan_id, reviews, built, orphans)


def _say_comments(count: int) -> None:
    if count:
        say(
            f"{count} 行只有备注、没有意见，未保存。",
            f"{count} rows have a comment and no verdict; they were not kept.",
        )


def _say_kept(verdicts: "Verdicts", reviewer: "Reviewer") -> None:
    from reformgraph.reviewing.table import VERDICTS

    counts = "，".join(f"{VERDICTS[name].zh} {count}" for name, count in verdicts.counts.items())
    english = ", ".join(f"{count} {VERDICTS[name].en}" for name, count in verdicts.counts.items())
    say(
        f"已保存 {reviewer.name} 的意见（{counts}），重建 {len(verdicts.reviews)} 份方案。",
        f"Kept what {reviewer.name} says ({english}); {len(verdicts.reviews)} plans were rebuilt.",
    )
