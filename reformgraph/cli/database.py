"""The options that name a Neo4j database, and the connection that they give."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from neo4j import Driver

UriOption = Annotated[
    str | None,
    typer.Option("--uri", help="Neo4j's address (else NEO4J_URI, else the server started here). 数据库地址"),
]
UsernameOption = Annotated[
    str | None, typer.Option("--username", help="Neo4j user (else NEO4J_USERNAME, else neo4j). 用户名")
]
PasswordOption = Annotated[
    str | None,
    typer.Option("--password", help="Its password; better NEO4J_PASSWORD, which no process list shows. 密码"),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option("--database", help="Neo4j database (else NEO4J_DATABASE, else the user's own). 数据库名"),
]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder of the server started here: data, password, logs (else REFORMGRAPH_NEO4J_HOME, else in your data "
        "folder). 本机服务器的文件夹",
    ),
]


@contextmanager
def database(
    uri: str | None, username: str | None, password: str | None, name: str | None, home: Path | None
) -> Iterator[tuple["Driver", str | None]]:
    """A connected driver and the name of the database that the options, the environment or the started server give.

    Raises Neo4jError, also for what Neo4j refuses within the block.
    """
    from load.neo4j.connection import address, connected

    given = {"uri": uri, "username": username, "password": password, "database": name}
    found = address(given, home=home)
    with connected(found) as driver:
        yield driver, found.database
