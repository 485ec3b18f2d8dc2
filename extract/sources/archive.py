"""Zip files: the plans packed in one, and the parts of a document that is one itself."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import PurePosixPath

from extract.sources.formats import READ, REFUSED
from reformgraph.errors import InputError

MOST_UNPACKED = 1 << 30
"""Bytes that all entries of an archive may unpack to: thousands of plans; more fills a machine's memory or time."""

LARGEST_ENTRY = 64 << 20
"""Bytes of one entry unpacked, as of one file: scanned annexes make PDFs of some ten MB, no plan is larger."""

HIGHEST_RATIO = 200
"""Of unpacked to packed size. XML of a document full of tables reaches 50; bombs go up to 1,000."""

MOST_ENTRIES = 10_000

_CHUNK = 1 << 20
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_MEGABYTE = 1 << 20


def entries(data: bytes, name: str) -> Iterator[tuple[str, bytes | InputError]]:
    """The plans packed in a zip, by name in order: each `archive.zip!folder/file.docx` with its bytes, or why not.

    Left out are folders, hidden files, what macOS and word processors leave behind, and files that no plan is kept
    in. Raises InputError where the archive cannot be opened or holds no plan.
    """
    with opened(data, name) as archive:
        if len(archive.infolist()) > MOST_ENTRIES:
            raise InputError(f"{name}: packs more than {MOST_ENTRIES:,} files; unpack it and give the plans in it")
        plans = plans_in(archive)
        if not plans:
            raise InputError(f"{name}: packs no file that a plan can be read from ({' '.join(READ)})")
        total = 0
        for path, info in plans:
            whole = f"{name}!{path}"
            try:
                content = unpacked(archive, info, whole, min(LARGEST_ENTRY, MOST_UNPACKED - total))
            except InputError as error:
                yield whole, error
            else:
                total += len(content)
                yield whole, content


def plans_in(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """The entries that plans are kept in, by name in order."""
    found = [(entry_name(info), info) for info in archive.infolist() if not info.is_dir()]
    return sorted(((path, info) for path, info in found if holds_plan(path)), key=itemgetter(0))


def holds_plan(path: str) -> bool:
    """Whether a file by its name may be a plan: neither hidden nor left behind, and of a suffix that plans have."""
    parts = PurePosixPath(path).parts
    if any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts):
        return False
    return PurePosixPath(path).suffix.lower() in (*READ, *REFUSED)


def entry_name(info: zipfile.ZipInfo) -> str:
    """An entry's name as its packer wrote it: UTF-8 where marked or well-formed, else the GBK of Chinese Windows."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename


@contextmanager
def opened(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive. Raises InputError where it is cut off or damaged."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{name}: is cut off or damaged ({error}); copy or download it again") from error
    with archive:
        yield archive


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int = LARGEST_ENTRY) -> bytes:
    """An entry's content. `name` is for messages.

    Read piece by piece, whatever size the archive states. Raises InputError where it is encrypted, damaged, packed in
    a way that is not known, larger than `limit` or packed tighter than a document can be.
    """
    if info.flag_bits & _ENCRYPTED:
        raise InputError(f"{name}: is encrypted; unpack it with its password first")
    content = bytearray()
    try:
        with archive.open(info) as file:
            while piece := file.read(_CHUNK):
                content += piece
                if len(content) > limit:
                    raise InputError(f"{name}: unpacks to more than {limit // _MEGABYTE} MB, which no plan does")
                if len(content) > max(_MEGABYTE, HIGHEST_RATIO * info.compress_size):
                    raise InputError(f"{name}: is packed {HIGHEST_RATIO} times smaller than it is, as no plan can be")
    except NotImplementedError as error:
        raise InputError(f"{name}: is packed in a way that is not known ({error}); pack it as a plain .zip") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise InputError(f"{name}: is cut off or damaged ({error}); copy or download it again") from error
    return bytes(content)
