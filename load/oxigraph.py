"""The graph folder: every plan's files, and the embedded Oxigraph store that is made from them.

    GRAPH/LAYOUT                 number of this layout
    GRAPH/plans/ID/              plan.txt, plan.ttl, report.*, header.json: the source of truth
    GRAPH/reviews/ID.ttl         what reviewers say of each plan; kept when a plan is removed
    GRAPH/links.ttl              which measures follow up which of other plans, as of the plans that it names
    GRAPH/link-reviews.json      what reviewers say of links
    GRAPH/terms/*.ttl            the user's own terms
    GRAPH/runs.ttl               when and with what each plan was built
    GRAPH/store/N/, GRAPH/CURRENT  the store, and which N counts

A writer holds GRAPH/lock. It copies the store, changes the copy, puts the files in place by renaming and then renames
CURRENT; a reader opens the current store read-only, and holds it against removal. Whatever is interrupted, the files
are the old ones or the new ones, whole, and a store that does not match them is brought up to date when it is opened.
"""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from filelock import FileLock, Timeout

from load.holding import held, remove_unless_held
from load.writing import write
from reformgraph import assets
from reformgraph.errors import GraphError
from reformgraph.namespaces import GRAPH

LAYOUT = 1
TEXT, TURTLE, HEADER = "plan.txt", "plan.ttl", "header.json"

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OURS = frozenset(
    {"LAYOUT", "CURRENT", "lock", "plans", "store", "terms", "reviews", "links.ttl", "link-reviews.json", "runs.ttl"}
)
_PLAN_ID = re.compile(r"[a-z0-9-]+(?:/\d+)?")
_KEPT = 2  # stores: the current one, and the one before for readers that are about to open it
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One plan in the folder: its id (310000-2020-hufuban-26, with /2 for a second part) and where its files stand."""

    id: str
    folder: Path

    @property
    def text(self) -> str:
        """The decoded text that the plan was read from."""
        return (self.folder / TEXT).read_bytes().decode("utf-8")

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text in UTF-8."""
        return _hash(self.folder / TEXT)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Reviews of one plan: the files that they were read from (see `GraphFolder.reviews`), and what takes their place.

    Nothing takes their place (None) where there are none.
    """

    read: Mapping[str, bytes]
    written: bytes | None


_Prints = dict[str, list[list[object]]]
"""Named graph → [name, SHA-256, size, time of change] of each file that it is loaded from."""


class GraphFolder:
    """A graph on disk. Nothing is touched before a method is called.

    Every method raises GraphError, saying what to do, where the folder is foreign, of another layout, locked by
    another writer for longer than `wait` seconds, unreadable, or the disk is full.
    """

    def __init__(self, path: Path, wait: float = 10.0) -> None:
        self.path = path
        self.wait = wait
        self.terms = path / "terms"
        self._reviews = path / "reviews"
        self._plans = path / "plans"
        self._stores = path / "store"
        self._links = path / "links.ttl"
        self._link_reviews = path / "link-reviews.json"
        self._new = self._plans / ".new"
        self._old = self._plans / ".old"

    def plans(self) -> tuple[Entry, ...]:
        """The plans in the folder, by id."""
        self._check()
        return self._entries()

    def plan(self, plan_id: str) -> Entry:
        """One plan by its id. Raises GraphError where it is not there."""
        for entry in self.plans():
            if entry.id == plan_id:
                return entry
        known = ", ".join(entry.id for entry in self._entries()) or "none"
        raise GraphError(f"{self.path}: holds no plan {plan_id}; it holds: {known}")

    def corrections(self, text_hash: str) -> bytes | None:
        """The header corrections (header.json) kept with the plan of this very text, for building it again."""
        if not self._plans.is_dir():
            return None
        for entry in self.plans():
            file = entry.folder / HEADER
            if file.is_file() and entry.text_hash == text_hash:
                return file.read_bytes()
        return None

    def all_reviews(self) -> dict[str, bytes]:
        """Every file of reviews by the id of its plan, those of plans that are not in the folder too."""
        self._check()
        return {name: self._review_file(name).read_bytes() for name in self._reviewed()}

    def reviews(self, plan_id: str, text_hash: str) -> dict[str, bytes]:
        """The files of reviews that belong to the plan with this id or of this text, by the id that they stand under.

        Those under another id were made before the plan's header was corrected. Empty where nothing was reviewed.
        """
        known = {entry.id: entry for entry in self._entries()}
        found = {}
        for name in self._reviewed():
            other = known.get(name)
            if name == plan_id or other is None or other.text_hash == text_hash:
                content = self._review_file(name).read_bytes()
                if name == plan_id or other or text_hash.encode("ascii") in content:
                    found[name] = content
        return found

    def build(
        self, plan_id: str, files: Mapping[str, bytes], runs: bytes | None = None, reviews: Rewritten | None = None
    ) -> None:
        """Put a plan into the graph, in place of what the folder holds under its id or made from the same text.

        `files` are the plan's whole folder by name and must hold plan.txt and plan.ttl; `runs` is the new content of
        runs.ttl, `reviews` the reviews that the plan was built with. No other plan's graph is touched. Fails whole:
        then everything is as it was before. Raises GraphError too where others changed the reviews meanwhile.
        """
        if not _PLAN_ID.fullmatch(plan_id):
            raise ValueError(f"{plan_id} is no plan id")
        if missing := {TEXT, TURTLE} - set(files):
            raise ValueError(f"a plan needs {', '.join(sorted(missing))}")
        with self._writing():
            text_hash = hashlib.sha256(files[TEXT]).hexdigest()
            if reviews and self.reviews(plan_id, text_hash) != reviews.read:
                raise GraphError(f"{self.path}: the reviews of {plan_id} were changed meanwhile; run the command again")
            replaced = [entry.id for entry in self._entries() if entry.id != plan_id and entry.text_hash == text_hash]
            try:
                staged = self._stage(plan_id, files)
                with self._rewriting(plan_id, reviews):
                    number = self._prepare(self._wanted({plan_id: staged, **dict.fromkeys(replaced)}))
                if runs is not None:
                    write(self.path / "runs.ttl", runs)
                self._swap(plan_id)
                for other in replaced:
                    self._discard(other)
                self._publish(number)
            finally:
                shutil.rmtree(self._new, ignore_errors=True)
            self._refresh()

    @contextmanager
    def _rewriting(self, plan_id: str, reviews: Rewritten | None) -> Iterator[None]:
        """The new reviews in place; the old ones again where what follows fails."""
        before = reviews.read if reviews else {}
        after = {plan_id: reviews.written} if reviews and reviews.written is not None else {}
        try:
            self._put_reviews(before, after)
            yield
        except BaseException:
            self._put_reviews(after, before)
            raise

    def _put_reviews(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        for name, content in after.items():
            if before.get(name) != content:
                self._reviews.mkdir(exist_ok=True)
                write(self._review_file(name), content)
        for name in before.keys() - after.keys():
            self._review_file(name).unlink(missing_ok=True)

    def _review_file(self, plan_id: str) -> Path:
        return self._reviews / f"{self._folder(plan_id).name}.ttl"

    def _reviewed(self) -> list[str]:
        """The ids of the plans that there are reviews of."""
        files = sorted(self._reviews.glob("[!.]*.ttl")) if self._reviews.is_dir() else []
        return [file.stem.replace("_", "/") for file in files]

    def remove(self, plan_id: str) -> None:
        """Take a plan out of the graph; what was said of it is kept. Raises GraphError where it is not there."""
        with self._writing():
            self.plan(plan_id)
            number = self._prepare(self._wanted({plan_id: None}))
            self._discard(plan_id)
            self._publish(number)

    def link(self, links: bytes, runs: bytes, reviews: bytes | None = None) -> None:
        """Put these links (Turtle) in the place of those that are there, and with them what reviewers say, if given.

        `runs` is the new content of runs.ttl.
        """
        with self._locked():
            if reviews is not None:
                write(self._link_reviews, reviews)
            write(self._links, links)
            write(self.path / "runs.ttl", runs)
            self._refresh()

    def unlinked(self) -> tuple[str, ...]:
        """The ids of the plans that were built after the links were made; of all plans where nothing was linked yet."""
        made = self._links.stat().st_mtime_ns if self._links.is_file() else 0
        return tuple(entry.id for entry in self.plans() if (entry.folder / TURTLE).stat().st_mtime_ns > made)

    def link_reviews(self) -> bytes:
        """The content of link-reviews.json; empty where nothing was reviewed yet."""
        self._check()
        return self._link_reviews.read_bytes() if self._link_reviews.is_file() else b""

    def teach(self, files: Mapping[str, bytes]) -> None:
        """Keep files of the user's own terms, by name, each whole; a folder that does not exist is made.

        Raises GraphError where the folder is no graph's or cannot be written.
        """
        try:
            if self.path.exists():
                self._refuse_foreign()
            self.terms.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                write(self.terms / name, content)
        except OSError as error:
            raise GraphError(f"{self.terms}: cannot be written ({error.strerror or error})") from error

    def files(self) -> dict[str, list[Path]]:
        """The graph's source of truth: named graph → the Turtle files that it is loaded from.

        None is missing for a build that is under way, or that was killed; once they are returned, they may change.
        """
        self._check()
        if not os.access(self.path, os.W_OK):
            return self._sources()
        with self._locked():
            return self._sources()

    def runs(self) -> bytes:
        """The content of runs.ttl; empty where nothing was built yet."""
        file = self.path / "runs.ttl"
        return file.read_bytes() if file.is_file() else b""

    @contextmanager
    def reader(self) -> Iterator[ox.Store]:
        """The store, read-only, up to date with the files. Query it with `use_default_graph_as_union=True`.

        Within the block it stays as it was opened, however much writers build meanwhile.
        """
        self._check()
        if self._stale():
            self._bring_up_to_date()
        with ExitStack() as holding:
            yield self._open(holding)

    def _open(self, holding: ExitStack) -> ox.Store:
        for attempt in range(_ATTEMPTS):
            try:
                holding.enter_context(held(self._store()))
                return ox.Store.read_only(str(self._store()))
            except OSError as error:
                holding.close()
                if attempt == _ATTEMPTS - 1:
                    raise GraphError(f"{self.path}: the store cannot be opened: {error}") from error
                self._mend()
        raise AssertionError

    def _mend(self) -> None:
        """Make a store that cannot be opened again from the files."""
        with self._writing():
            try:
                ox.Store.read_only(str(self._store()))
            except OSError:
                self._publish(self._prepare(self._sources()))

    def _bring_up_to_date(self) -> None:
        """Load what has changed. Where another process is at it, or may write and we not, its store serves."""
        try:
            with self._writing(wait=0.0 if self._readable() else self.wait):
                pass
        except GraphError:
            if not self._readable():
                raise

    def _readable(self) -> bool:
        return self._number() > 0 and (self._store() / "CURRENT").is_file()

    def _check(self) -> None:
        if not self.path.is_dir():
            raise GraphError(f"{self.path}: no graph there; build a plan first, or name its folder with --graph")
        file = self.path / "LAYOUT"
        if not file.is_file():
            if self._names() <= {"terms", "lock"}:
                raise GraphError(f"{self.path}: no plan was built there yet")
            raise GraphError(f"{self.path}: not a reformgraph folder; name another with --graph")
        found = file.read_text("utf-8").strip()
        if found != str(LAYOUT):
            raise GraphError(
                f"{self.path}: has layout {found[:20]}, this version reads layout {LAYOUT}; "
                f"build its plans (plans/*/{TEXT}) into a new folder"
            )

    def _names(self) -> set[str]:
        return {each.name for each in self.path.iterdir()}

    @contextmanager
    def _writing(self, wait: float | None = None) -> Iterator[None]:
        """Hold the lock over a folder that is set up, tidied and whose store matches its files."""
        with self._locked(wait):
            self._refresh()
            yield

    @contextmanager
    def _locked(self, wait: float | None = None) -> Iterator[None]:
        """Hold the lock over a folder that is set up and tidied."""
        try:
            self._set_up()
            with FileLock(self.path / "lock", timeout=self.wait if wait is None else wait):
                self._recover()
                yield
        except Timeout:
            raise GraphError(
                f"{self.path / 'lock'}: another process is writing this graph; try again when it has finished"
            ) from None
        except OSError as error:
            if error.errno in _FULL or "space" in str(error).lower() or "too large" in str(error).lower():
                raise GraphError(f"{self.path}: the disk is full; nothing was changed ({error})") from error
            raise GraphError(f"{self.path}: cannot be written; nothing was changed ({error})") from error

    def _set_up(self) -> None:
        if self.path.exists():
            self._refuse_foreign()
        self.path.mkdir(parents=True, exist_ok=True)
        if not (self.path / "LAYOUT").exists():
            write(self.path / "LAYOUT", f"{LAYOUT}\n".encode())
        self._plans.mkdir(exist_ok=True)
        self._stores.mkdir(exist_ok=True)

    def _refuse_foreign(self) -> None:
        if not self.path.is_dir():
            raise GraphError(f"{self.path}: is a file; name a folder with --graph")
        if (self.path / "LAYOUT").exists():
            self._check()
        elif foreign := {name for name in self._names() if not name.startswith(".LAYOUT")} - _OURS:
            raise GraphError(
                f"{self.path}: not a reformgraph folder (it holds {sorted(foreign)[0]}); "
                "name an empty or a new one with --graph"
            )

    def _entries(self) -> tuple[Entry, ...]:
        if not self._plans.is_dir():
            return ()
        folders = (folder for folder in self._plans.iterdir() if not folder.name.startswith("."))
        found = (Entry(folder.name.replace("_", "/"), folder) for folder in folders if (folder / TURTLE).is_file())
        return tuple(sorted(found, key=lambda entry: entry.id))

    def _folder(self, plan_id: str) -> Path:
        return self._plans / plan_id.replace("/", "_")

    def _stage(self, plan_id: str, files: Mapping[str, bytes]) -> Path:
        """Write the plan's new folder; under `.new` it stands only when complete."""
        aside = self._plans / ".aside"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            aside.mkdir()
            for name, content in files.items():
                write(aside / name, content)
            self._new.mkdir(exist_ok=True)
            staged = self._new / self._folder(plan_id).name
            aside.rename(staged)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return staged

    def _swap(self, plan_id: str) -> None:
        self._discard(plan_id)
        self._folder(plan_id).parent.mkdir(exist_ok=True)
        (self._new / self._folder(plan_id).name).rename(self._folder(plan_id))
        shutil.rmtree(self._old, ignore_errors=True)

    def _discard(self, plan_id: str) -> None:
        """Move a plan's files out of the way in one step."""
        folder = self._folder(plan_id)
        if folder.exists():
            self._old.mkdir(exist_ok=True)
            aside = self._old / folder.name
            shutil.rmtree(aside, ignore_errors=True)
            folder.rename(aside)

    def _recover(self) -> None:
        """Finish a swap that was interrupted between its two renames; drop all other leavings."""
        if self._new.is_dir():
            for staged in self._new.iterdir():
                replaced = self._old / staged.name
                if replaced.is_dir() and not (self._plans / staged.name).exists():
                    staged.rename(self._plans / staged.name)
        for leaving in (self._new, self._old, self._plans / ".aside"):
            shutil.rmtree(leaving, ignore_errors=True)

    def _sources(self) -> dict[str, list[Path]]:
        """Named graph → the files that it is loaded from."""
        shipped = [*sorted(assets.VOCABULARIES.glob("*.ttl"))]
        if assets.ONTOLOGY.is_file():
            shipped.insert(0, assets.ONTOLOGY)
        own = sorted(self.terms.glob("*.ttl")) if self.terms.is_dir() else []
        found = {GRAPH + entry.id: [entry.folder / TURTLE] for entry in self._entries()}
        found[GRAPH + "vocabulary"] = shipped + own
        if (self.path / "runs.ttl").is_file():
            found[GRAPH + "runs"] = [self.path / "runs.ttl"]
        if self._links.is_file():
            found[GRAPH + "links"] = [self._links]
        if reviews := [self._review_file(plan_id) for plan_id in self._reviewed()]:
            found[GRAPH + "reviews"] = reviews
        return found

    def _wanted(self, changes: Mapping[str, Path | None]) -> dict[str, list[Path]]:
        """The sources as they will be: plans by id whose folder is another, or (None) that go."""
        sources = self._sources()
        for plan_id, folder in changes.items():
            sources.pop(GRAPH + plan_id, None)
            if folder is not None:
                sources[GRAPH + plan_id] = [folder / TURTLE]
        return sources

    def _number(self) -> int:
        try:
            return int((self.path / "CURRENT").read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def _store(self) -> Path:
        return self._stores / str(self._number())

    def _loaded(self) -> _Prints:
        try:
            found: _Prints = json.loads((self._store() / "graphs.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return found

    def _stale(self) -> bool:
        if not self._readable():
            return True
        loaded, sources = self._loaded(), self._sources()
        return loaded.keys() != sources.keys() or any(_changed(loaded[name], sources[name]) for name in sources)

    def _refresh(self) -> None:
        """Bring the store up to date with the files, and remove stores that no reader comes for any more."""
        if self._stale():
            self._publish(self._prepare(self._sources()))
        self._tidy()

    def _prepare(self, sources: Mapping[str, list[Path]]) -> int:
        """A new store that holds exactly these graphs, from a copy of the current one; its number."""
        current = self._number()
        number = max([current, *(int(p.name) for p in self._stores.iterdir() if p.name.isdigit())]) + 1
        target = self._stores / str(number)
        try:
            loaded = self._copy(target) if current else {}
            store = ox.Store(str(target))
            for name in loaded.keys() - sources.keys():
                store.remove_graph(ox.NamedNode(name))
            for name, files in sources.items():
                if name not in loaded or _changed(loaded[name], files):
                    self._load(store, ox.NamedNode(name), files)
            store.flush()
            del store
            prints = {name: [_print(file) for file in files] for name, files in sorted(sources.items())}
            write(target / "graphs.json", json.dumps(prints, indent=1).encode("utf-8"))
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        return number

    def _copy(self, target: Path) -> _Prints:
        """Copy the current store; where it is missing or broken, nothing, and all is loaded again."""
        try:
            store = ox.Store.read_only(str(self._store()))
            store.backup(str(target))
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            if error.errno in _FULL:
                raise
            return {}
        return self._loaded()

    @staticmethod
    def _load(store: ox.Store, name: ox.NamedNode, files: list[Path]) -> None:
        if store.contains_named_graph(name):
            store.remove_graph(name)
        for file in files:
            try:
                store.bulk_load(file.read_bytes(), format=ox.RdfFormat.TURTLE, to_graph=name)
            except (SyntaxError, ValueError) as error:
                raise GraphError(f"{file}: is not Turtle: {error}; mend the file or build its plan again") from error

    def _publish(self, number: int) -> None:
        write(self.path / "CURRENT", f"{number}\n".encode("ascii"))
        shutil.rmtree(self._old, ignore_errors=True)
        self._tidy()

    def _tidy(self) -> None:
        current = self._number()
        numbers = sorted((int(p.name) for p in self._stores.iterdir() if p.name.isdigit()), reverse=True)
        kept = [number for number in numbers if number <= current][:_KEPT]
        for number in numbers:
            if number not in kept:
                remove_unless_held(self._stores / str(number))


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _print(file: Path) -> list[object]:
    status = file.stat()
    return [file.name, _hash(file), status.st_size, status.st_mtime_ns]


def _changed(prints: list[list[object]], files: list[Path]) -> bool:
    """Whether files differ from what was loaded; one of unchanged size and time is not read."""
    if [each[0] for each in prints] != [file.name for file in files]:
        return True
    for (_, digest, size, changed), file in zip(prints, files, strict=True):
        status = file.stat()
        if (status.st_size, status.st_mtime_ns) != (size, changed) and _hash(file) != digest:
            return True
    return False
