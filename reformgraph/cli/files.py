"""The files that a user names, one by one, by folder or by pattern, their texts, and the folders to write into."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reformgraph.cli.console import read_bytes, say
from reformgraph.errors import InputError

if TYPE_CHECKING:
    from extract.sources import Source

_MAGIC_SUFFIX = re.compile(r"\.[^.*?\[\]/\\]+$")


def expand(named: Iterable[Path]) -> list[Path]:
    """The files that folders and patterns stand for, in order, each once.

    A folder stands for all files below it that a plan is kept in, less hidden ones, the lock files of word processors
    and the folder of a graph; a pattern (`*`, `?`, `**`) for what it matches, since not every shell expands it. A file
    that is named is kept whatever its name. Raises InputError where a folder or a pattern stands for nothing.
    """
    found: dict[Path, Path] = {}
    for path in named:
        try:
            for file in _files(path):
                found.setdefault(file.resolve(), file)
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return list(found.values())


def sources(files: Iterable[Path]) -> "Iterator[Source]":
    """The texts in files, packed ones too; a file that cannot be read is a source without text. Notes are said."""
    from extract.sources import Source, read

    for file in files:
        try:
            data = _bytes(file)
        except InputError as error:
            yield Source(str(file), error)
            continue
        for source in read(data, str(file)):
            for note in source.notes:
                say(*note)
            yield source


@contextmanager
def made(folder: Path, option: str) -> Iterator[None]:
    """A folder to write into, made where there is none.

    Raises InputError where it, or what the block writes into it, cannot be written; another is named by `option`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); choose another with {option}") from error


def _bytes(file: Path) -> bytes:
    from extract.sources import check_size

    try:
        size = file.stat().st_size
    except OSError:
        size = 0  # the reading says why
    check_size(size, str(file))
    return read_bytes(file)


def read_text(path: Path) -> str:
    """The one text in a file. Raises InputError where there is none, or where a zip packs several plans."""
    first, *more = islice(sources([path]), 2)
    if more:
        raise InputError(f"{path}: packs several plans; unpack it and name one of them")
    if isinstance(first.text, InputError):
        raise first.text
    return first.text


def count(files: Iterable[Path]) -> int:
    """How many plans the files hold, by the names of what is packed in them; to show progress by."""
    import zipfile

    from extract.sources.archive import plans_in

    total = 0
    for file in files:
        total += 1
        if file.suffix.lower() == ".zip" and file.is_file():
            try:
                with zipfile.ZipFile(file) as archive:
                    total += max(0, len(plans_in(archive)) - 1)
            except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
                continue  # the reading says why
    return total


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = _below(path)
        if not found:
            raise InputError(f"{path}: {_nothing()}")
        return found
    pattern = str(path)
    if path.exists() or not glob.has_magic(pattern):
        return [] if _is_lock(path) else [path]
    matched = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207  absolute ones too
    found = [file for match in matched if match.is_dir() for file in _below(match)]
    found += [match for match in matched if match.is_file() and _is_meant(match, pattern)]
    fixed = next(place for place, part in enumerate(path.parts) if glob.has_magic(part))
    found = [file for file in found if not _is_aside(file, fixed)]
    if not found:
        raise InputError(f"{path}: matches no file; check the pattern" if not matched else f"{path}: {_nothing()}")
    return sorted(found, key=lambda file: file.parts)


def _nothing() -> str:
    from extract.sources.formats import READ

    return f"holds no file that a plan can be read from ({' '.join(READ)})"


def _is_meant(file: Path, pattern: str) -> bool:
    """Whether a pattern means a file: any where it names a suffix, else those that a plan is kept in."""
    from extract.sources.archive import holds_plan

    return holds_plan(file.name) or (bool(_MAGIC_SUFFIX.search(pattern)) and not _is_lock(file))


def _is_aside(file: Path, fixed: int) -> bool:
    """Whether a file lies in a folder that no folder above it stands for; the first `fixed` ones are named."""
    above = file.parents[: len(file.parts) - 1 - fixed]
    return any(_is_left_out(folder) for folder in above)


def _is_left_out(folder: Path) -> bool:
    from extract.sources.archive import holds_plan

    graph = (folder / "LAYOUT").is_file() and (folder / "plans").is_dir()
    return graph or not holds_plan(f"{folder.name}/x.txt")


def _is_lock(file: Path) -> bool:
    return file.name.startswith("~$")


def _below(folder: Path) -> list[Path]:
    from extract.sources.archive import holds_plan

    def stop(error: OSError) -> None:
        raise error

    found = []
    for place, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not _is_left_out(Path(place, name))]
        found += [Path(place, name) for name in names if holds_plan(name)]
    return sorted(found, key=lambda file: file.parts)
