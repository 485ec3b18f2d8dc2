"""A connection to Neo4j: where from, and what can go wrong with it in words that say what to do."""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reformgraph.errors import Neo4jError

if TYPE_CHECKING:
    from neo4j import Driver, Session

OLDEST = (5, 23)
"""The oldest version of Neo4j that the projection and the questions run on; 2025.01 and later are newer than 5."""

_WAIT = 10.0
_LONGEST = 300
_SCHEME = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?")
_EXAMPLE = "an address looks like bolt://127.0.0.1:7687"
_START = "`reformgraph neo4j start` starts one on this machine"

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # or its warnings would be printed beside our own words


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who asks; `database` None is the user's home database."""

    uri: str
    username: str
    password: str
    database: str | None = None


def address(
    given: Mapping[str, str | None], environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> Address:
    """The address from options, else from NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE, else of the server
    that `reformgraph neo4j start` started in `home`, or in the default one.

    `given` has the keys uri, username, password, database. Raises Neo4jError where none of them says.
    """
    from load.neo4j.server import default_home, running  # noqa: PLC0415  most commands need no server

    said = {name: given.get(name) or environment.get(f"NEO4J_{name.upper()}") for name in Address.__slots__}
    uri, password = said["uri"], said["password"]
    server = running(home or default_home()) if uri is None or password is None else None
    if server and (uri is None or uri == server.uri):
        uri, password = server.uri, password or server.password
    if uri is None:
        raise Neo4jError(f"no Neo4j is named and none was started here; {_START}, --uri or NEO4J_URI names another")
    if password is None:
        raise Neo4jError(f"{uri}: no password is given; give --password or NEO4J_PASSWORD")
    return Address(uri, said["username"] or "neo4j", password, said["database"])


@contextmanager
def connected(to: Address) -> Iterator["Driver"]:
    """A driver for a database that answers and is new enough; what Neo4j refuses in the block becomes a Neo4jError."""
    from neo4j import GraphDatabase, NotificationMinimumSeverity  # noqa: PLC0415  takes half a second

    _check_address(to.uri)
    with explained(to):
        driver = GraphDatabase.driver(
            to.uri,
            auth=(to.username, to.password),
            connection_timeout=_WAIT,
            connection_acquisition_timeout=_WAIT,
            max_transaction_retry_time=60.0,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
        with driver:
            driver.verify_connectivity()
            _check_version(driver, to)
            yield driver


@contextmanager
def session_of(driver: "Driver", database: str | None) -> Iterator["Session"]:
    """A session that an interrupt does not close: closing waits for the server, which may be long at work.

    The connection that is closed with the driver ends its transaction as well.
    """
    session = driver.session(database=database)
    try:
        yield session
    except Exception:
        session.close()
        raise
    else:
        session.close()


def _check_address(uri: str) -> None:
    """Refuses what the driver would take otherwise than it was meant, such as a port of six digits, or not at all."""
    try:
        parts = urlsplit(uri)
        sound = _SCHEME.fullmatch(parts.scheme) and parts.hostname and parts.port != 0
        (parts.hostname or "").encode("idna")  # as a socket will; a label may be empty or too long
    except ValueError:
        sound = False
    if not sound:
        raise Neo4jError(f"{uri}: is no address that Neo4j's drivers connect to; {_EXAMPLE}")


def _check_version(driver: "Driver", to: Address) -> None:
    records, _, _ = driver.execute_query(
        "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version",
        database_=to.database,
        routing_="r",
    )
    version = str(records[0]["version"]) if records else ""
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    if numbers and numbers < OLDEST:
        raise Neo4jError(f"{to.uri}: is Neo4j {version}; {OLDEST[0]}.{OLDEST[1]} or later is needed")


@contextmanager
def explained(to: Address) -> Iterator[None]:
    """Errors of the driver and the server in words for the user."""
    from neo4j import exceptions  # noqa: PLC0415

    try:
        yield
    except (exceptions.DriverError, exceptions.Neo4jError) as error:
        raise Neo4jError(f"{to.uri}: {_reason(error, to)}") from error


def _reason(error: Exception, to: Address) -> str:
    from neo4j import exceptions  # noqa: PLC0415

    code = str(getattr(error, "code", None) or "")
    words = _short(str(error.message if isinstance(error, exceptions.Neo4jError) else error))
    reasons = (
        (
            any(said in words.lower() for said in ("space left", "disk space")),
            "the disk of Neo4j is full; what was being written was not kept; make room, then run the command again",
        ),
        (
            code.endswith(("TransactionCommitFailed", "TransactionLogError")) or "critical error" in words,
            "Neo4j has taken its database out of service, as it does when its disk is full (its log says why); make "
            "room, restart it (`reformgraph neo4j stop`, then `reformgraph neo4j start`) and run the command again; "
            "nothing is half-loaded",
        ),
        (
            code.endswith("DatabaseUnavailable"),
            "its database is not in service; wait, or look into Neo4j's log (`reformgraph neo4j status` names it)",
        ),
        (
            "MemoryPool" in code or "OutOfMemory" in code,
            "Neo4j has too little memory for this; give it more "
            "(`reformgraph neo4j stop`, then `reformgraph neo4j start --heap 2g`)",
        ),
        (
            code.endswith("AuthenticationRateLimit"),
            f"takes no password of user {to.username} for some seconds, after too many wrong ones; wait, check it, "
            "then run the command again",
        ),
        (
            isinstance(error, exceptions.AuthError),
            f"refuses user {to.username} with this password; check NEO4J_USERNAME and NEO4J_PASSWORD",
        ),
        (
            isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired),
            f"no Neo4j answers there; check the address, and that it runs ({_START}; {words})",
        ),
        (isinstance(error, exceptions.ConfigurationError), f"cannot be connected to: {words}; {_EXAMPLE}"),
        (
            code.endswith("DatabaseNotFound"),
            f"has no database {to.database}; name another with --database or NEO4J_DATABASE",
        ),
        (
            any(word in code for word in ("ReadOnly", "Forbidden", "AccessMode")),
            f"user {to.username} may not write there ({words}); use a user or a database that may be written",
        ),
    )
    return next((reason for applies, reason in reasons if applies), f"{words} ({code})" if code else words)


def _short(words: str) -> str:
    first = (words.strip().splitlines() or ["no reason given"])[0].rstrip(":")
    return first if len(first) <= _LONGEST else first[:_LONGEST] + " …"
