"""A study file that was changed in any way is noticed, named and never taken for good; no command
crashes on it. Files of other versions are told from damaged ones."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest
from small_studies import (
    DOES_NOT_HOLD,
    DONE,
    HOME,
    LONG,
    SEAL_BYTES,
    TO_MEND,
    command,
    environment,
    may_trace,
    needs_program,
    resettle,
    run,
    seal_again,
    times,
    write_study,
)

pytestmark = needs_program


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    return run(write_study(folder, replicates=1, scale=0.02), folder / "study.h5")


def reading_commands(file: Path) -> list[tuple[object, ...]]:
    return [
        ("compare", file),
        ("life", file, "--person", 3),
        ("extend", file, "--replicates", 2),
        ("merge", file, "-o", file.with_name("none.h5")),
    ]


def check_noticed(file: Path, other_commands: bool = True) -> str:
    """verify notices it, the other commands refuse it; returns what verify says."""
    verified = resettle("verify", file, "--rerun", 0)
    assert verified.returncode == DOES_NOT_HOLD, verified
    assert "CHANGED" in verified.stdout and str(file) in verified.stdout
    assert len(verified.stdout.splitlines()) > 1, "it names what has changed"
    if other_commands:
        for command in reading_commands(file):
            result = resettle(*command)
            assert result.returncode == TO_MEND, (command, result)
            assert str(file) in result.stderr and "To do: " in result.stderr, result.stderr
            assert not file.with_name("none.h5").exists()
    return verified.stdout


def test_a_changed_bit_is_noticed(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(20260201)
    content = sound.read_bytes()
    file = tmp_path / "changed.h5"
    named: Counter[str] = Counter()
    for n in range(times(40, 1000)):
        # The seal is a small part of the file and its own code: one in twenty flips goes there.
        place = chance.randrange(SEAL_BYTES if n % 20 == 0 else len(content))
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        said = check_noticed(file, other_commands=n % 8 == 0)
        if "what changed is the seal itself" in said:
            named["seal or unused bytes"] += 1
        elif "reading it fails" in said:
            named["structure, ends the reader"] += 1
        elif "cannot be read" in said:
            named["structure"] += 1
        else:
            named["values or labels"] += 1
    print("changed bits:", dict(named))  # pytest -rP shows it


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.choice([chance.randrange(len(content)), chance.randrange(1024), 0])]


def append(content: bytes, chance: random.Random) -> bytes:
    return content + chance.randbytes(chance.choice([1, 100, 10_000]))


def zero(content: bytes, chance: random.Random) -> bytes:
    """A page that the disk has lost."""
    place = chance.randrange(len(content) // 4096) * 4096
    length = min(4096, len(content) - place)
    lost = content[:place] + bytes(length) + content[place + length :]
    return lost if lost != content else content + b"\0"


@pytest.mark.parametrize("change", [cut, append, zero])
def test_other_damage_is_noticed(
    change: Callable[[bytes, random.Random], bytes], sound: Path, tmp_path: Path
) -> None:
    chance = random.Random(20260202)
    content = sound.read_bytes()
    file = tmp_path / "changed.h5"
    for _ in range(times(3, 200)):
        file.write_bytes(change(content, chance))
        check_noticed(file)


def test_a_check_that_was_broken_off_is_no_damage(sound: Path) -> None:
    if not may_trace():
        pytest.skip("ending the reading process from outside needs strace")
    trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=setitimer"]
    ended = subprocess.run(
        [*trace, "-e", "inject=setitimer:signal=KILL", *command("verify", sound)],
        capture_output=True, text=True, env=environment(), cwd=HOME, timeout=300, check=False,
    )  # fmt: skip
    assert ended.returncode == TO_MEND and "ended from outside (Killed)" in ended.stderr, ended
    assert "its seal is intact" in ended.stderr and "CHANGED" not in ended.stdout


def test_a_check_may_be_stopped_for_a_while(sound: Path) -> None:
    """Ctrl-Z, and going on later: the time it may take is that of its own work."""
    if not LONG:
        pytest.skip("takes longer than the half minute it may work; in the long form")
    process = subprocess.Popen(
        command("verify", sound), stdout=subprocess.PIPE, text=True, cwd=HOME, env=environment()
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and not children.read_text().split():
        pass
    group = [process.pid, *map(int, children.read_text().split())]
    assert len(group) == 2 and process.poll() is None, "it was met while it read"
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for one in group:
            os.kill(one, number)
        if number == signal.SIGSTOP:
            time.sleep(35)
    said = process.communicate()[0]
    assert process.returncode == DONE and "In order" in said, said


def test_a_newer_format_is_named(sound: Path, tmp_path: Path) -> None:
    file = tmp_path / "newer.h5"
    file.write_bytes(sound.read_bytes())
    with h5py.File(file, "r+") as study:
        study.attrs.modify("format_version", study.attrs["format_version"] + 1)
    seal_again(file)
    for command in [*reading_commands(file), ("resume", file), ("verify", file)]:
        result = resettle(*command)
        assert result.returncode == TO_MEND, (command, result)
        assert "format version 3, this program reads 2" in result.stderr
        assert "use the newer program that wrote it" in result.stderr


@pytest.mark.parametrize("content", [b"", b"study: not one\n", b"\x89HDF\r\n\x1a\n" + bytes(600)])
def test_what_is_no_study_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other.h5"
    file.write_bytes(content)
    check_noticed(file)
