"""Files that are there whole or not at all, whatever interrupts their writing."""

import os
import tempfile
from pathlib import Path

OWNER_ALONE = 0o600
"""The mode of a file that nobody else may read."""


def write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Put `content` into the file at `path`: written aside, where its owner alone can read it, synced, then renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(mode)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
