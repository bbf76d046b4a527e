"""Commands in messages: they begin as the user called the launcher, and can be copied as they are.

`sim/core/called_as.h` does the same for the program.
"""

from __future__ import annotations

import os
import re
from os import PathLike


def called_as() -> str:
    """What calls the program: as the user has called the launcher, which says so."""
    typed = os.environ.get("RESETTLE_COMMAND")
    return shell_word(typed) if typed else "./resettle"


def shell_word(text: str) -> str:
    """Text as a shell takes it for one word; as it is, if that needs nothing."""
    if re.fullmatch(r"[A-Za-z0-9/._\-+,:@%=\x80-\U0010ffff]+", text):
        return text
    # Most messages put commands into single quotes, so double ones are the easier to read.
    if not re.search(r'[$`"\\!]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "'\\''") + "'"


def file_argument(file: str | PathLike[str]) -> str:
    """A file's name as an argument that is never taken for an option: "./-x.h5" for "-x.h5"."""
    name = os.fspath(file)
    return f"./{name}" if name.startswith("-") else name


def command_on(command: str, file: str | PathLike[str]) -> str:
    """A command on a file, to be copied: ./resettle resume "my study.h5"."""
    return f"{called_as()} {command} {shell_word(file_argument(file))}"
