"""Whether a study file is as it was written: the rule of the program (sim/io/seal.cpp), in Python.

A sealed file ends with a line that gives the number of bytes before it and their SHA-256 (format
version 3), or begins with a block of 512 bytes that holds the SHA-256 of all others (version 2).
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
from pathlib import Path
from typing import IO

from resettle.called_as import called_as, command_on
from resettle.errors import StudyError

SIGNATURE = b"\x89HDF\r\n\x1a\n"
TRAILER_MARK = b"\nSeal of a study file of resettle. Number of bytes before it and their SHA-256:\n"
TRAILER_BYTES = len(TRAILER_MARK) + 20 + 1 + 64 + 1
BLOCK_MARK = b"Study file of resettle (HDF5). SHA-256 of all bytes after the first 512:\n"
BLOCK_BYTES = 512
LARGE = 4 << 30  # bytes; of larger files only `resettle verify` reads all
NOWHERE = 2**64 - 1
NEAR = 4096  # of the end of a file, where words of a seal are looked for


def check_seal(path: Path) -> None:
    """Errors: StudyError unless the file is as the program wrote it, or if it is no file."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe would wait for its other end
        raise StudyError(f"'{path}' is no ordinary file. Give the .h5 file that a study has written.")
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        found = find_seal(file, size)
        if found and _is_whole_hdf5(file, *found[:2]):
            first, end, digest = found
            if size > LARGE or _digest(file, first, end) == digest:
                return
        if found or _bears_part(file, size) or _looks_like_hdf5(file, size):
            raise StudyError(
                f"'{path}' is not as it was written: its seal is {'broken' if found else 'missing'}"
                f". Copy it again from where it came; '{command_on('verify', path)}' says what has "
                "changed. If no run has written it, it is no study file: give the .h5 file that a "
                "study has written."
            )
    raise StudyError(
        f"'{path}' cannot be read as HDF5: it is another kind of file. Give the .h5 file that a "
        "study has written; a run that was cut off is finished with "
        f"'{called_as()} resume'."
    )


def find_seal(file: IO[bytes], size: int) -> tuple[int, int, bytes] | None:
    """First byte, end and digest of what a seal in exactly its form is the seal of."""
    end = size - TRAILER_BYTES
    if end >= 0:
        trailer = _read(file, end, TRAILER_BYTES)
        digest = trailer[-65:-1]
        if _is_digest(digest) and trailer == trailer_of(end, digest):
            return 0, end, digest
    block = _read(file, 0, BLOCK_BYTES)
    digest = block[len(BLOCK_MARK) :][:64]
    if _is_digest(digest) and block == (BLOCK_MARK + digest).ljust(BLOCK_BYTES, b"\n"):
        return BLOCK_BYTES, size, digest
    return None


def trailer_of(count: int, digest: bytes) -> bytes:
    return TRAILER_MARK + b"%020d %s\n" % (count, digest)


# ---- inside -------------------------------------------------------------------------------------


def _read(file: IO[bytes], first: int, count: int) -> bytes:
    file.seek(first)
    return file.read(count)


def _is_digest(text: bytes) -> bool:
    return len(text) == 64 and not text.strip(b"0123456789abcdef")


def _digest(file: IO[bytes], first: int, end: int) -> bytes:
    """Of the bytes up to `end`: the file's, or all but the seal behind it."""
    digest = hashlib.sha256()
    file.seek(first)
    left = end - first
    while left and (piece := file.read(min(left, 1 << 20))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode()


def _is_whole_hdf5(file: IO[bytes], first: int, end: int) -> bool:
    """Whether a file of HDF5 lies there from the first byte to the last, with a head of version 2
    and all that it names inside, not spread over several files."""
    head = _read(file, first, 48)
    if len(head) < 48 or not head.startswith(SIGNATURE) or head[8:12] != b"\x02\x08\x08\x00":
        return False
    base, extension, stated_end = struct.unpack("<3Q", head[12:36])
    return (base, extension, stated_end) == (first, NOWHERE, end)


def _bears_part(file: IO[bytes], size: int) -> bool:
    """Words of a seal at one of the ends of the file."""
    head = _read(file, 0, BLOCK_BYTES)
    tail = _read(file, max(0, size - NEAR), NEAR)
    return any(words in head for words in (BLOCK_MARK[:30], BLOCK_MARK[30:])) or any(
        words in tail for words in (TRAILER_MARK[:34], TRAILER_MARK[34:])
    )


def _looks_like_hdf5(file: IO[bytes], size: int) -> bool:
    """HDF5 looks at the start, then behind 512 bytes, 1024, 2048 and so on."""
    at = 0
    while at < size:
        if _read(file, at, len(SIGNATURE)) == SIGNATURE:
            return True
        at = max(BLOCK_BYTES, 2 * at)
    return False
