"""What goes wrong, in words that say why and what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from resettle.called_as import command_on

_STEERING = frozenset(
    [*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F),
     *range(0x2066, 0x2070)]
)  # fmt: skip


def visible(text: object) -> str:
    """The text for a terminal: what would steer it, or turn the line around, as an escape."""
    return "".join(
        c if c in "\n\t" or not (ord(c) in _STEERING or 0xD800 <= ord(c) < 0xE000) else
        (f"\\x{ord(c):02x}" if ord(c) < 0x20 else f"\\u{ord(c):04x}")
        for c in str(text)
    )  # fmt: skip


def refused_by_system(error: OSError, place: object) -> str:
    """What the system refuses while something is written to a place, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk of '{place}' is full, so it cannot be written. Make room, or name a place "
            "on another disk."
        )
    if error.errno == errno.ENAMETOOLONG:
        return f"'{error.filename or place}' is a name too long for this disk. Give a shorter one."
    why = error.strerror or str(error)
    return f"'{error.filename or place}' cannot be read or written: {why}. Mend that, or name another place."


class StudyError(ValueError):
    """The file or the question cannot be used; the message says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        return _in_a_notebook(self)


class ProgramError(RuntimeError):
    """The simulator is missing, refused the question or stopped; the message holds its words."""

    def __init__(self, message: str, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def _render_traceback_(self) -> list[str]:
        return _in_a_notebook(self)


def _in_a_notebook(error: Exception) -> list[str]:
    """IPython shows these lines in place of where the error came from, which is of no use here."""
    return f"{type(error).__name__}: {error}".splitlines()


@contextmanager
def reading(study: str | PathLike[str]) -> Iterator[None]:
    """Whatever goes wrong here, goes wrong over a study file that does not hold what the simulator
    writes, and is told as StudyError; what the system refuses (a full disk) is left as it is."""
    try:
        yield
    except (StudyError, ProgramError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise StudyError(
            f"'{study}' does not hold what the simulator writes ({type(error).__name__}: {error}). "
            f"Ask '{command_on('verify', study)}' about it; copy it again from where it came, or run "
            "the study again."
        ) from error
