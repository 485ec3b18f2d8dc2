"""The pages of Neo4j Browser as our server serves them: those of its jar, with ours in front.

    HOME/web/browser/                Browser's own files, from its jar; index.html loads ours first
    HOME/web/browser/reformgraph/    pack.js, seed.js, guide.html, pad.js
    HOME/open.html                   opens Browser and logs in; for its owner alone

Neo4j serves the first folder `browser` on its class path, so HOME/web stands before the jars. What lies there can be
read by anybody on this machine, and a web browser keeps the addresses that it opened: so open.html holds the password
under a one-time pad, whose other half is pad.js, and both end with the server.
"""

import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from http.client import HTTPException
from importlib.resources import files
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from load.neo4j import browser
from load.writing import OWNER_ALONE, write
from reformgraph.errors import Neo4jError
from reformgraph.language import Language

_SCRIPTS = "".join(f'<script src="reformgraph/{name}.js"></script>' for name in ("pack", "pad", "seed"))
_VERSION = "VERSION"
_PAD = "pad.js"
_DIRECTLY = build_opener(ProxyHandler({}))  # no proxy knows this machine's own servers


def install(home: Path, jar: Path, bolt: str, language: Language) -> Path:
    """Write the pages into the home of a server at `bolt`; the folder to put first on its class path.

    Raises Neo4jError where the jar holds no Browser that ours can be put into.
    """
    web = home / "web"
    if not _is_unpacked(web, jar):
        _unpack(jar, web)
    fill(home, bolt, language)
    close_door(home)
    return web


def fill(home: Path, bolt: str, language: Language) -> None:
    """Write what is ours of the pages, in that language; Browser shows it when it is opened next.

    Raises Neo4jError where it cannot be written.
    """
    ours = _ours(home)
    with _writing(ours):
        ours.mkdir(exist_ok=True)
        write(ours / "pack.js", browser.pack(bolt, language).encode())
        write(ours / "seed.js", (files("load.neo4j") / "seed.js").read_bytes())
        write(ours / "guide.html", browser.guide(language).encode())


def serves(address: str) -> bool:
    """Whether what serves Browser at this address serves our pages with it."""
    with suppress(OSError, HTTPException), _DIRECTLY.open(f"{address}index.html") as page:
        return _SCRIPTS.encode() in page.read()
    return False


def _is_unpacked(web: Path, jar: Path) -> bool:
    try:
        pages = (web / "browser" / "index.html").read_text("utf-8")
        return (web / _VERSION).read_text("utf-8") == jar.name and _SCRIPTS in pages
    except (OSError, UnicodeDecodeError):
        return False


def _unpack(jar: Path, web: Path) -> None:
    aside = web.with_name(".web.part")
    shutil.rmtree(aside, ignore_errors=True)
    with zipfile.ZipFile(jar) as archive:
        archive.extractall(aside, [name for name in archive.namelist() if name.startswith("browser/")])
    index = aside / "browser" / "index.html"
    page = index.read_text("utf-8") if index.exists() else ""
    if "<script" not in page:
        raise Neo4jError(f"{jar}: holds no Neo4j Browser that reformgraph knows")
    index.write_text(page.replace("<script", f"{_SCRIPTS}<script", 1), "utf-8")
    (aside / _VERSION).write_text(jar.name, "utf-8")
    shutil.rmtree(web, ignore_errors=True)
    aside.rename(web)


def door(home: Path, address: str, password: str) -> Path:
    """Write the page that opens Browser at `address` and logs in; its file.

    Raises Neo4jError where it cannot be written.
    """
    page, secret = home / "open.html", password.encode()
    pad = secrets.token_bytes(len(secret))
    target = escape(f"{address}#door={bytes(a ^ b for a, b in zip(secret, pad, strict=True)).hex()}", quote=True)
    content = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>reformgraph</title>'
        f'<meta http-equiv="refresh" content="0;url={target}"></head><body><a href="{target}">Neo4j Browser</a>'
        "</body></html>\n"
    )
    with _writing(page):
        write(_ours(home) / _PAD, f'const REFORMGRAPH_PAD = "{pad.hex()}";\n'.encode())
        write(page, content.encode(), OWNER_ALONE)
    return page


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Neo4jError(f"{path}: cannot be written ({error.strerror}); free it, or log in by hand") from error


def close_door(home: Path) -> None:
    """Make addresses that `door` gave worthless: the page is taken away, and the pad."""
    (home / "open.html").unlink(missing_ok=True)
    if _ours(home).exists():
        write(_ours(home) / _PAD, b'const REFORMGRAPH_PAD = "";\n')


def _ours(home: Path) -> Path:
    return home / "web" / "browser" / "reformgraph"
