"""How the commands of the launcher that are written in Python begin and end, as the program's do."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn, TextIO

from resettle.errors import ProgramError, StudyError, refused_by_system, visible

TO_MEND = 2


def judged(command: str, work: Callable[[], int], place: object = None) -> int:
    """What `work` returns; 2, with the reason on standard error, where the user must mend something.

    place: what is written, for what the system refuses."""
    try:
        return work()
    except BrokenPipeError:
        raise
    except (StudyError, ProgramError) as error:
        told: object = error
    except OSError as error:
        told = refused_by_system(error, place or "standard output")
    print(visible(f"resettle {command}: {told}"), file=sys.stderr)
    return TO_MEND


def run(main: Callable[[], int]) -> NoReturn:
    """Runs a command as a process, and ends it. What stops it from outside (Ctrl-C, TERM, a terminal that
    has gone) ends it in order: what is unfinished is removed, and the exit code is that of the signal."""
    _fill_closed_streams()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, _stop)
    try:
        code = main()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else TO_MEND
    except OSError as error:  # of standard output: everything else is told by `judged`
        code = _lost(error)
    _drop_what_is_left()
    sys.exit(code)


# ---- inside -------------------------------------------------------------------------------------


def _stop(number: int, frame: FrameType | None) -> None:
    """Ends the command by an exception. Python drops what is raised while it clears up behind an object
    that has gone: then this waits until that is done."""

    def again(_: int, now: FrameType | None) -> None:
        _stop(number, now)

    if _clears_up(frame):
        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, 0.01)
    else:
        raise SystemExit(128 + number)


def _clears_up(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "__del__" or frame.f_code.co_filename.endswith("weakref.py"):
            return True
        frame = frame.f_back
    return False


def _fill_closed_streams() -> None:
    """A stream that was closed when the command began: else the first file that is opened would take its
    place. Results that nobody can read must not pass for written."""
    for stream, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_RDWR)):
        try:
            os.fstat(stream)
        except OSError:
            os.open("/dev/null", flags)
    # As the program writes, whatever the language of the system.
    sys.stdout = _as_utf8(sys.stdout, 1)
    sys.stderr = _as_utf8(sys.stderr, 2)


def _as_utf8(stream: TextIO | None, number: int) -> TextIO:
    buffering = stream.line_buffering if isinstance(stream, TextIOWrapper) else False
    opened = os.fdopen(number, "w", encoding="utf-8", errors="replace", closefd=False)
    opened.reconfigure(line_buffering=buffering or number == 2)
    return opened


def _lost(error: OSError) -> int:
    """Standard output cannot be written."""
    if error.errno == errno.EPIPE:
        return 128 + signal.SIGPIPE  # as the shell has it: its reader has enough
    print(
        f"The output could not be written ({error.strerror}): what was printed is not complete. Free space "
        "where it goes, or send it to another file, and give the command again.",
        file=sys.stderr,
    )
    return TO_MEND


def _drop_what_is_left() -> None:
    """What is left in a buffer cannot be written either, and Python would say so once more."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open("/dev/null", os.O_WRONLY)
        os.dup2(nowhere, 1)
