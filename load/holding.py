"""Holding a folder against removal: readers hold the store that they have open, a writer removes only what none holds.

By `flock` on the folder itself, so that a reader that dies holds nothing. Windows has no such lock and needs none: it
does not remove files that are open.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep `folder` from being removed by `remove_unless_held`. Raises FileNotFoundError where it is not there."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def remove_unless_held(folder: Path) -> None:
    """Remove a folder with all that is in it, unless somebody holds it."""
    if fcntl is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
