# ruff: noqa: PLC0415 (what comes with the extra, or takes long, is imported where it is needed)
"""The jars of the Neo4j server: which they are (`jars.txt`), and having them in the user's cache.

Whatever is interrupted, a jar in the folder is whole: it is fetched aside, compared with its pinned size and SHA-256,
and then renamed into place. So a later look at the sizes is enough.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from filelock import FileLock
from platformdirs import user_cache_path

from reformgraph.errors import Neo4jError

if TYPE_CHECKING:
    from jgo.maven import Artifact

LIST = Path(__file__).with_name("jars.txt")

_AT_ONCE = 8
_ATTEMPTS = 3
_TIMEOUT = 30

Report = Callable[[int, int], None]
"""Hears how many bytes have come, and how many there are to come in all."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One pinned jar, by its Maven coordinates."""

    group: str
    artifact: str
    version: str
    classifier: str
    size: int
    sha256: str

    @classmethod
    def of(cls, line: str) -> "Jar":
        """The jar of a line of `jars.txt`."""
        coordinates, size, sha256 = line.split()
        group, artifact, version, *classifier = coordinates.split(":")
        return cls(group, artifact, version, "".join(classifier), int(size), sha256)

    @property
    def name(self) -> str:
        """The name of its file."""
        return "-".join(filter(None, (self.artifact, self.version, self.classifier))) + ".jar"


@contextmanager
def extra() -> Iterator[None]:
    """What is imported within comes with the extra `neo4j-server`. Raises Neo4jError where it is not installed."""
    try:
        yield
    except ImportError as error:
        raise Neo4jError(
            f"{error.name} is not installed, which running a Neo4j server needs; "
            "install it: pip install 'reformgraph[neo4j-server]'"
        ) from error


def path_of(artifact: str) -> Path:
    """Where the jar of a pinned artifact lies, once it is fetched."""
    return folder() / next(jar.name for jar in pinned() if jar.artifact == artifact)


@cache
def pinned() -> tuple[Jar, ...]:
    """All jars that the server needs."""
    lines = LIST.read_text("utf-8").splitlines()
    return tuple(Jar.of(line) for line in lines if not line.startswith("#"))


def version() -> str:
    """The version of Neo4j that is pinned."""
    return next(jar.version for jar in pinned() if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))


def folder() -> Path:
    """Where the jars are kept: a folder for this very list, so that no other version's jars come in between."""
    digest = hashlib.sha256(LIST.read_bytes()).hexdigest()
    return user_cache_path("reformgraph") / f"neo4j-{version()}-{digest[:8]}"


def fetch(jars: Sequence[Jar], target: Path, report: Report) -> None:
    """Have these jars in the folder, whole: those that are missing or of another size are fetched.

    Raises Neo4jError, saying what to do, where that fails; what has come is kept.
    """
    if not _missing(jars, target):
        return
    try:
        target.mkdir(parents=True, exist_ok=True)
        with FileLock(target / "lock"):
            _fetch(_missing(jars, target), target, report)
    except OSError as error:
        raise Neo4jError(
            f"{target}: cannot be written ({error.strerror}); Neo4j's jars ({_megabytes(jars)} MB) are kept there: "
            "make room, or give yourself the right to write, then start again"
        ) from error


def _missing(jars: Sequence[Jar], target: Path) -> list[Jar]:
    sizes = {file.name: file.stat().st_size for file in target.glob("*.jar")}
    return [jar for jar in jars if sizes.get(jar.name) != jar.size]


def _fetch(jars: Sequence[Jar], target: Path, report: Report) -> None:
    """Fetch several at once; on an error or an interrupt all stop."""
    fetching = _Fetching(target)
    total = sum(jar.size for jar in jars)
    shutil.rmtree(fetching.staging, ignore_errors=True)
    report(0, total)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            pending = {pool.submit(fetching.one, jar) for jar in jars}
            while pending:
                done, pending = wait(pending, timeout=0.1, return_when=FIRST_EXCEPTION)
                for each in done:
                    each.result()
                report(min(sum(fetching.received.values()), total), total)
        finally:
            fetching.stopped.set()
            pool.shutdown(cancel_futures=True)
            shutil.rmtree(fetching.staging, ignore_errors=True)


class _Stopped(Exception):  # noqa: N818 (no error: somebody else's was first)
    """The download ends because another one failed or the user interrupted it."""


class _Fetching:
    """One download of many jars: how far each is, and whether to stop."""

    def __init__(self, target: Path) -> None:
        with extra():
            from jgo.config import GlobalSettings

        self.target = target
        self.staging = target / "staging"
        self.received: dict[str, int] = {}
        self.stopped = Event()
        self._repositories: dict[str, str] = GlobalSettings.load().repositories

    def one(self, jar: Jar) -> None:
        """Fetch one jar aside, check it and rename it into place."""
        aside = self._resolve(jar)
        content = aside.read_bytes()
        if (len(content), hashlib.sha256(content).hexdigest()) != (jar.size, jar.sha256):
            raise Neo4jError(
                f"{jar.name}: what was downloaded is not what it should be ({len(content)} bytes, {jar.size} expected, "
                "or another SHA-256) and was thrown away; something on the way changes it: try another network or "
                "mirror (under [repositories] in ~/.config/jgo.conf)"
            )
        aside.replace(self.target / jar.name)

    def _resolve(self, jar: Jar) -> Path:
        from requests import RequestException

        failure: Exception | None = None
        for attempt in range(_ATTEMPTS):
            try:
                path: Path = self._artifact(jar, self.staging / str(attempt)).resolve()
            except (RequestException, RuntimeError) as error:
                failure = error
                self.stopped.wait(attempt)
            else:
                return path
        raise Neo4jError(
            f"{jar.name}: cannot be downloaded ({_reason(failure)}); Neo4j's jars come from a Maven repository: "
            "check the network and the proxy (HTTPS_PROXY), or name a mirror under [repositories] in "
            "~/.config/jgo.conf; then start again: what has come is kept"
        ) from failure

    def _artifact(self, jar: Jar, repository: Path) -> "Artifact":
        """The artifact in a repository of its own for each attempt: jgo takes any file there for a whole one."""
        from jgo.maven import MavenContext, PythonResolver

        @contextmanager
        def progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
            self.received[jar.name] = 0

            def received(count: int) -> None:
                if self.stopped.is_set():
                    raise _Stopped
                self.received[jar.name] += count

            yield received

        context = MavenContext(
            PythonResolver(progress_callback=progress),
            repository,
            timeout=_TIMEOUT,
        )
        # the user's own first: where they have a mirror, the default may be out of reach
        context.remote_repos = self._repositories | context.remote_repos | self._repositories
        return context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier)


def _reason(error: Exception | None) -> str:
    """What is wrong with the network, without the names of the classes around it."""
    inner = error.args[0] if error and error.args else error
    return re.sub(r"^.*?(?:object at \w+>|port=\d+\)): ", "", str(getattr(inner, "reason", inner))).rstrip("\"')")[:200]


def _megabytes(jars: Sequence[Jar]) -> int:
    return round(sum(jar.size for jar in jars) / 1e6)
