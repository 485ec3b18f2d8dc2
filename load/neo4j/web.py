"""The pages of Neo4j Browser as our server serves them: those of its jar, with ours in front.

    HOME/web/browser/                Browser's own files, from its jar; index.html loads ours first
    HOME/web/browser/reformgraph/    pack.js, seed.js, guide.html
    HOME/open.html                   opens Browser and logs in; for its owner alone, since it holds the password

Neo4j serves the first folder `browser` on its class path, so HOME/web stands before the jars. What lies there can be
read by anybody on this machine: no secret is put there.
"""

import shutil
import zipfile
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from load.neo4j import browser
from load.writing import OWNER_ALONE, write
from reformgraph.errors import Neo4jError
from reformgraph.language import Language

_OURS = '<script src="reformgraph/pack.js"></script><script src="reformgraph/seed.js"></script>'
_VERSION = "VERSION"


def install(home: Path, jar: Path, http: str, bolt: str, language: Language) -> Path:
    """Write the pages into the home of a server at `http` and `bolt`; the folder to put first on its class path.

    Raises Neo4jError where the jar holds no Browser that ours can be put into.
    """
    web = home / "web"
    if not (web / _VERSION).exists() or (web / _VERSION).read_text("utf-8") != jar.name:
        _unpack(jar, web)
    ours = web / "browser" / "reformgraph"
    ours.mkdir(exist_ok=True)
    write(ours / "pack.js", browser.pack(bolt, f"{http}browser/reformgraph/guide.html", language).encode())
    write(ours / "seed.js", (files("load.neo4j") / "seed.js").read_bytes())
    write(ours / "guide.html", browser.guide(language).encode())
    return web


def is_installed(home: Path) -> bool:
    """Whether the server of this home serves our pages."""
    return (home / "web" / "browser" / "reformgraph" / "pack.js").exists()


def _unpack(jar: Path, web: Path) -> None:
    aside = web.with_name(".web.part")
    shutil.rmtree(aside, ignore_errors=True)
    with zipfile.ZipFile(jar) as archive:
        archive.extractall(aside, [name for name in archive.namelist() if name.startswith("browser/")])
    index = aside / "browser" / "index.html"
    page = index.read_text("utf-8") if index.exists() else ""
    if "<script" not in page:
        raise Neo4jError(f"{jar}: holds no Neo4j Browser that reformgraph knows")
    index.write_text(page.replace("<script", f"{_OURS}<script", 1), "utf-8")
    (aside / _VERSION).write_text(jar.name, "utf-8")
    shutil.rmtree(web, ignore_errors=True)
    aside.rename(web)


def door(home: Path, address: str, password: str) -> Path:
    """Write the page that opens Browser at `address` and logs in; its file."""
    page = home / "open.html"
    target = escape(f"{address}#password={quote(password, safe='')}", quote=True)
    write(
        page,
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>reformgraph</title>'
        f'<meta http-equiv="refresh" content="0;url={target}"></head><body><a href="{target}">Neo4j Browser</a>'
        "</body></html>\n".encode(),
        OWNER_ALONE,
    )
    return page
