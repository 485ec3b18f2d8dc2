"""The rim: where the command line's words go, and in which language.

Data goes to stdout, messages and progress to stderr; colours only on a terminal.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from reformgraph.errors import InputError, UserError
from reformgraph.language import Language, Text

T = TypeVar("T")


_SPOKEN: ContextVar[Language | None] = ContextVar("language", default=None)


def _choose(context: typer.Context, value: Language | None) -> Language | None:
    if value:  # until this run ends, messages about its failure included
        context.find_root().call_on_close(partial(_SPOKEN.reset, _SPOKEN.set(value)))
    return value


LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang", help="Language of messages: zh or en (else by locale). 信息语言", callback=_choose, is_eager=True
    ),
]
GraphOption = Annotated[
    Path,
    typer.Option("--graph", "-g", envvar="REFORMGRAPH_GRAPH", help="The graph's folder. 图谱文件夹", show_default=True),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="Write to this file instead of stdout (-). 输出文件",
        callback=lambda file: None if file == Path("-") else file,
    ),
]


def language() -> Language:
    """The language of this run: `--lang`, else the locale's."""
    return _SPOKEN.get() or Language.of(os.environ)


def asked() -> Language | None:
    """The language that was asked for, by `--lang` or REFORMGRAPH_LANG; None where the locale alone says one."""
    return _SPOKEN.get() or (Language.of(os.environ) if os.environ.get("REFORMGRAPH_LANG") else None)


def say(zh: str, en: str) -> None:
    """A message for the user, on stderr."""
    typer.echo(Text(zh, en).to(language()), err=True)


def fail(error: UserError) -> None:
    """The one message that ends a command."""
    label = typer.style(Text("错误", "error").to(language()), fg=typer.colors.RED, bold=True)
    typer.echo(f"{label}: {error}", err=True)


def put(text: str, output: Path | None = None, *, bom: bool = False) -> None:
    """Data: to stdout, or whole or not at all into a file. Raises InputError where the file cannot be written."""
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    aside = output.with_name(f".{output.name}.part")
    try:
        aside.write_text(text, "utf-8-sig" if bom else "utf-8", newline="")
        aside.replace(output)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise InputError(
            f"{output}: cannot be written ({error.strerror}); choose another place with --output"
        ) from error


@contextmanager
def progress(items: Iterable[T], total: int, zh: str, en: str) -> Iterator[Iterator[T]]:
    """The items, with a progress bar on stderr where that is a terminal and there is more than one."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    disabled, beside = total == 1 or not console.is_terminal, sys.stdout.isatty()  # data in a pipe stays there
    with Progress(console=console, disable=disabled, transient=True, redirect_stdout=beside) as bar:
        task = bar.add_task(Text(zh, en).to(language()), total=total)

        def steps() -> Iterator[T]:
            for item in items:
                yield item
                bar.advance(task)

        yield steps()


def read_bytes(path: Path) -> bytes:
    """The bytes of a user's file. Raises InputError where there is none, it is a folder or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the name, or give the full path") from error
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a folder; name a file in it") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
