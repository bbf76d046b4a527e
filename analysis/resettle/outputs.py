"""Where something may be written: judged before any work, in words that say what to do."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path

from resettle.errors import StudyError


def checked_file(name: str | PathLike[str], endings: tuple[str, ...], what: str) -> Path:
    """The file to write, links followed. `what` it is, for messages: "A report".

    Errors: StudyError if the name is empty, has another ending or is too long, or names something
    that is no file, and if no file can be made in its folder.
    """
    text = os.fspath(name)
    if not text:
        raise StudyError(f"The name to write to is empty. {_such_as(what, endings)}")
    path = Path(text)
    if text.endswith("/") or _is_folder(path):
        raise StudyError(
            f"'{text}' is a folder. Name a file in it, such as '{path / ('report' + endings[0])}'."
        )
    if path.suffix.lower() not in endings:
        raise StudyError(f"'{text}' does not end in {' or '.join(endings)}. {_such_as(what, endings)}")
    target = _resolved(path)
    _check_folder_of(target)
    if target.exists() and not target.is_file():
        raise StudyError(f"'{text}' is no ordinary file, so nothing is written to it. Name another.")
    return target


def check_new_folder(name: str | PathLike[str]) -> Path:
    """A folder that is new or empty. Errors: StudyError if it is not, or cannot be made."""
    text = os.fspath(name)
    if not text:
        raise StudyError("The name of the folder is empty. Name a new one, such as -o tables.")
    folder = _resolved(Path(text))
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise StudyError(f"The folder '{text}' cannot be looked into: {error.strerror}.") from error
    if taken:
        raise StudyError(f"'{text}' is there already and not an empty folder. Give another one, or empty it.")
    if folder.is_dir():
        _try_to_write(folder)
    else:
        _check_folder_of(folder, made=True)
    return Path(text)


def check_replaceable(file: Path, is_mine: Callable[[bytes], bool], refusal: str) -> None:
    """Refuse a file that is there and is another's, by its content. Errors: StudyError; `refusal`
    ends its sentence and says what to do."""
    if not file.exists():
        return
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StudyError(
            f"'{file}' is there already and cannot be read: {error.strerror}. Give another name."
        ) from error
    if content and not is_mine(content):
        raise StudyError(f"'{file}' is there already and {refusal}")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, whose files go to `folder` when all are complete, or are removed."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".unfinished-{os.getpid()}"
    try:
        unfinished.mkdir()
        yield unfinished
        for file in unfinished.iterdir():
            file.replace(folder / file.name)
        unfinished.rmdir()
    except BaseException:  # also if it is interrupted
        shutil.rmtree(unfinished, ignore_errors=True)
        with suppress(OSError):  # somebody else may have put something there
            for one in made:
                one.rmdir()
        raise


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A place to write to, which gets the name of `file` when all is written; else nothing stays.
    Errors: StudyError if it cannot be written."""
    unfinished = file.with_name(f".resettle-{os.getpid()}.unfinished")
    try:
        yield unfinished
        unfinished.replace(file)
    except OSError as error:
        raise StudyError(f"'{file}' cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


# ---- inside -------------------------------------------------------------------------------------


def _such_as(what: str, endings: tuple[str, ...]) -> str:
    return f"{what} is written as {' or '.join(endings)}: name it so, such as -o report{endings[0]}."


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # such as a name that is too long
        return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise StudyError(f"'{path}' cannot be followed to a file: {error}. Name another.") from error


def _check_folder_of(path: Path, made: bool = False) -> None:
    """made: folders on the way are made when they are missing."""
    folder = path.parent
    while made and not _exists(folder):
        folder = folder.parent
    if not _exists(folder):
        raise StudyError(f"There is no folder '{folder}'. Make it first, or name another.")
    if not folder.is_dir():
        raise StudyError(f"'{folder}' is a file and no folder. Name another place.")
    _try_to_write(folder, path.relative_to(folder).parts)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise StudyError(f"'{path}' cannot be looked at: {error.strerror}. Name another.") from error


def _try_to_write(folder: Path, names: tuple[str, ...] = ()) -> None:
    """Rights, full disks and read-only places are best known by trying."""
    longest = os.pathconf(folder, "PC_NAME_MAX")
    if any(len(os.fsencode(name)) > longest for name in names):
        raise StudyError(f"The name '{max(names, key=len)[:40]}...' is too long: at most {longest} bytes.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        raise StudyError(
            f"Nothing can be written in the folder '{folder}': {reason}. Name another place."
        ) from error
