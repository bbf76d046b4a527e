"""Starting the simulator from Python: finding it, running a study, asking it for results.

The program is a separate command, so it is called as one. It is looked for in this order: the file
named by the environment variable RESETTLE_BIN; the launcher `resettle` at the root of the
repository this package lies in (it builds the program if needed); `resettle` on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

from resettle.called_as import called_as, file_argument, shell_word
from resettle.errors import ProgramError, StudyError
from resettle.near_file import DESCRIPTIONS, did_you_mean
from resettle.number import is_number, is_true_or_false, number

NUMBERS = ("replicates", "scale", "seed", "threads")  # options of which True says nothing
NO_RUN = ("help", "h", "version")  # options that only tell something
STOPPED = 3  # exit code: stopped, can be resumed
RESULTS_LINE = "Results: "  # how the program ends its report of a run


def find_program() -> str:
    """Path of the simulator or of its launcher. Errors: ProgramError that says where it looked."""
    named = os.environ.get("RESETTLE_BIN")
    if named:
        if not _is_program(Path(named)):
            raise ProgramError(
                f"RESETTLE_BIN names '{named}', which is no program. Set it to the built program "
                "(build/sim/resettle) or remove it from the environment."
            )
        return named
    launcher = _repository() / "resettle"
    if _is_program(launcher):
        return str(launcher)
    on_path = shutil.which("resettle")
    if on_path:
        return on_path
    raise ProgramError(
        f"The simulator was not found: RESETTLE_BIN is not set, there is no launcher at "
        f"'{launcher}', and no 'resettle' on the PATH. Set RESETTLE_BIN to the program, or use this "
        "package from a checkout of the repository."
    )


def run_study(
    study: str | PathLike[str],
    output: str | PathLike[str] | None = None,
    *,
    quiet: bool = False,
    **options: Any,
) -> Path:
    """Run a study or a scenario (YAML) with the simulator; the path of the study file it wrote.

    options: those of `resettle run`, as `./resettle run --help` lists them: `replicates=8`,
    `scale=0.1`, `threads=2`, `seed=7`, `replace=True`, `set={"search.gain_slope": 0}`,
    `arm=["scenarios/mine/my_policy.yaml"]` or `arm={"mine": "scenarios/mine/my_policy.yaml"}`.
    quiet: do not pass on the program's progress.
    Errors: ProgramError with the program's own message.
    """
    if not Path(study).is_file():
        near = did_you_mean(Path(study), DESCRIPTIONS)
        raise StudyError(f"There is no study at '{study}' (YAML).{near} Check the name and folder.")
    command = [find_program(), "run", file_argument(study)]
    if output is not None:
        command += ["--output", file_argument(output)]
    command += _as_arguments(options)
    printed = _run_with_progress(command, quiet)
    if output is not None:
        return Path(output)
    for line in reversed(printed.splitlines()):
        if line.startswith(RESULTS_LINE):
            return Path(line.removeprefix(RESULTS_LINE).strip())
    raise ProgramError("The run ended without saying where its results are; give `output`.")


def check_files(*files: str | PathLike[str]) -> str:
    """Check scenarios and studies without running them; the program's answer.
    Errors: ProgramError that names all mistakes, with line and remedy."""
    return ask(["check", *map(file_argument, files)])


def ask(arguments: Sequence[str | PathLike[str]]) -> str:
    """What the program prints for these arguments. Errors: ProgramError with its message."""
    command = [find_program(), *_words(arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=_environment()
    )
    if done.returncode != 0:
        raise _failure(command, done.returncode, done.stderr or done.stdout)
    return done.stdout


def ask_json(arguments: Sequence[str | PathLike[str]]) -> dict[str, Any]:
    """Like `ask`, for answers in JSON."""
    answer = ask(arguments)
    try:
        return json.loads(answer)
    except json.JSONDecodeError as error:
        raise ProgramError(
            f"'{_in_words([find_program(), *_words(arguments)])}' did not answer in JSON ({error})."
        ) from error


def home() -> Path:
    """The folder in which scenarios/ lies: what RESETTLE_HOME names, else this repository."""
    return Path(os.environ.get("RESETTLE_HOME") or _repository())


# ---- inside -------------------------------------------------------------------------------------


def _words(arguments: Sequence[str | PathLike[str]]) -> list[str]:
    return [os.fspath(argument) for argument in arguments]


def _repository() -> Path:
    return Path(__file__).resolve().parents[2]


def _environment() -> dict[str, str]:
    """Ours, and where the scenarios lie, which the launcher tells the program as well."""
    home = {"RESETTLE_HOME": str(_repository())} if (_repository() / "scenarios").is_dir() else {}
    return {**home, **os.environ}


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _as_arguments(options: Mapping[str, Any]) -> list[str]:
    """Keyword options in the form of the command line: `--name value`, repeated for several.
    Errors: StudyError for what is no number where one stands for something."""
    arguments: list[str] = []
    for name, value in options.items():
        if name in NO_RUN:
            raise StudyError(f"With {name} nothing would be run. Ask for it on the command line.")
        if name in NUMBERS and is_true_or_false(value):
            raise StudyError(f"{name} is a number, not {value}.")
        flag = "--" + name.replace("_", "-")
        if is_true_or_false(value):
            arguments += [flag] if value else []
        elif value is not None:
            for one in _several(name, value):
                arguments += [flag, one]
    return arguments


def _several(name: str, value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        return [f"{key}={_plain(f'{name} {key}', one)}" for key, one in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(name, one) for one in value]
    return [_plain(name, value)]


def _plain(name: str, value: Any) -> str:
    """A value as YAML writes it: true and false in small letters, a whole number without decimals.
    Its range is judged by the program."""
    if is_true_or_false(value):
        return str(value).lower()
    if not is_number(value):
        return str(value)
    told = number(value, name)
    if told.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, float | np.floating) else repr(told)


def _run_with_progress(command: list[str], quiet: bool) -> str:
    """Run, pass on what the program says while it works, give back what it prints.

    An interrupt reaches the program as well, which then saves the replicates under way: it is
    waited for.
    """
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=_environment(),
    ) as process:  # fmt: skip
        said: list[str] = []
        assert process.stderr is not None
        assert process.stdout is not None
        listener = threading.Thread(target=_pass_on, args=(process.stderr, said, quiet), daemon=True)
        listener.start()
        try:
            printed = process.stdout.read()
        except KeyboardInterrupt:
            process.wait()
            raise
        finally:
            listener.join()
        code = process.wait()
    if code != 0:
        raise _failure(command, code, "".join(said))
    return printed


def _pass_on(source: IO[str], said: list[str], quiet: bool) -> None:
    for line in source:
        said.append(line)
        if not quiet:
            sys.stderr.write(line)
            sys.stderr.flush()


def _failure(command: Sequence[str], code: int, message: str) -> ProgramError:
    hint = " What was finished is kept: resume it." if code == STOPPED else ""
    text = f"'{_in_words(command)}' ended with exit code {code}.{hint}"
    message = message.strip()
    return ProgramError(f"{text}\n{message}" if message else text, code)


def _in_words(command: Sequence[str]) -> str:
    return " ".join([called_as(), *map(shell_word, command[1:])])
