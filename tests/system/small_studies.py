"""What the system tests of study files share: a study that runs in a second, the program, and the
fingerprint of results. RESETTLE_LONG=1 (./resettle test --long) asks for the long forms."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import signal
import struct
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest

HOME = Path(__file__).resolve().parents[2]
SCENARIOS = HOME / "scenarios"
LONG = os.environ.get("RESETTLE_LONG") == "1"
SEAL_MARK = b"\nSeal of a study file of resettle. Number of bytes before it and their SHA-256:\n"
SEAL_BYTES = len(SEAL_MARK) + 20 + 1 + 64 + 1  # at the end of the file
# Of format version 2: the block before the file proper, with the SHA-256 of all that follows.
BLOCK_MARK = b"Study file of resettle (HDF5). SHA-256 of all bytes after the first 512:\n"
BLOCK_BYTES = 512

DONE, OUR_MISTAKE, TO_MEND, STOPPED, DOES_NOT_HOLD = range(5)

needs_program = pytest.mark.skipif(
    "RESETTLE_BIN" not in os.environ, reason="run by ./resettle test"
)


def times(short: int, long: int) -> int:
    return long if LONG else short


def command(*arguments: object, program: Path | None = None) -> list[str]:
    return [str(program or os.environ["RESETTLE_BIN"]), *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "RESETTLE_HOME": str(HOME)}


def resettle(
    *arguments: object, cwd: Path | None = None, program: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs the program, or that of another build, with further environment variables."""
    return subprocess.run(
        command(*arguments, program=program),
        capture_output=True,
        text=True,
        errors="replace",
        cwd=cwd or HOME,
        env=environment() | variables,
        timeout=600,
        check=False,
    )


def start(*arguments: object, threads: int = 2) -> subprocess.Popen[str]:
    """The program in the background; in two threads replicates overlap. Hangups count, also if the
    tests are run under nohup."""
    return subprocess.Popen(
        ["env", "--default-signal=HUP", *command(*arguments, "--threads", threads)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=HOME,
        env=environment(),
    )


def start_held(*arguments: object, threads: int = 1) -> subprocess.Popen[str]:
    """The same, held to whoever reads its messages: until a message is read there is room for no
    further one, so that however slow the reader is the run does not come to its end meanwhile."""
    return held(command(*arguments, "--threads", threads))


def held(words: list[str], **variables: str) -> subprocess.Popen[str]:
    """A command in the background that waits whenever its last message was not read yet."""
    messages, end_of_program = os.pipe2(os.O_CLOEXEC | os.O_DIRECT)  # every message is a packet
    fcntl.fcntl(end_of_program, fcntl.F_SETPIPE_SZ, 4096)  # a page, which is room for one packet
    process = subprocess.Popen(
        ["env", "--default-signal=HUP", *words],
        stdout=subprocess.DEVNULL,
        stderr=end_of_program,
        text=True,
        cwd=HOME,
        env=environment() | variables,
    )
    os.close(end_of_program)
    process.stderr = os.fdopen(messages, encoding="utf-8", errors="replace")
    return process


def wait_until_saved(process: subprocess.Popen[str]) -> None:
    """Until the first of some replicates is saved."""
    read_until(r" [1-7] of 8 replicates, ", process)


def read_until(pattern: str, process: subprocess.Popen[str]) -> None:
    """Reads the messages of a process up to one of these."""
    assert process.stderr
    assert any(re.search(pattern, line) for line in process.stderr), f"never said: {pattern}"


def pause(process: subprocess.Popen[str]) -> None:
    """Stops it as Ctrl-Z does, and waits until it has stopped."""
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    assert process.poll() is None, "it had ended before"


def go_on(process: subprocess.Popen[str], *signals: int) -> None:
    """Lets a paused process go on, with all these signals at the same instant."""
    for number in signals:
        process.send_signal(number)
    process.send_signal(signal.SIGCONT)


def done(result: subprocess.CompletedProcess[str]) -> str:
    """The output of a command that must have done its work."""
    assert result.returncode == DONE, f"exit code {result.returncode}\n{result.stderr}"
    return result.stdout


def write_study(
    folder: Path, *, replicates: int = 6, scale: float = 0.05, seed: int = 7, record: bool = True
) -> Path:
    """Two arms over four years."""
    recorded = f"record: {{persons: [adjustment_type, distress], replicates: {replicates}}}\n"
    study = folder / f"small-{replicates}-{scale}-{seed}-{record}.yaml"
    study.write_text(
        "study: small\nintent: To be interrupted.\n"
        f"baseline: {SCENARIOS / 'baseline.yaml'}\n"
        "period: {start: 2003-01, policy_start: 2004-01, end: 2006-12}\n"
        f"replicates: {replicates}\nseed: {seed}\nscale: {scale}\nreference: law\n"
        "arms:\n  law: {label: Law}\n"
        f"  mentors: {{overlay: {SCENARIOS / 'policies' / 'mentoring.yaml'}, label: Mentors}}\n"
        f"outcomes: [employment_rate]\nsubgroups: [sex]\n{recorded if record else ''}",
        encoding="utf-8",
    )
    return study


def run(study: Path, output: Path, *arguments: object) -> Path:
    done(resettle("run", study, "-o", output, *arguments))
    return output


def fingerprint(study: Path) -> str:
    """One number for all results; the file must be as it was written."""
    found = re.search(r"Fingerprint ([0-9a-f]{64})", done(resettle("verify", study, "--rerun", 0)))
    assert found
    return found[1]


def may_trace() -> bool:
    """Whether single steps of the program can be slowed down or disturbed."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "true"], capture_output=True, check=False).returncode == 0


def progress_of(study: Path) -> Path:
    return study.with_name(study.name + ".progress")


def partial_files(study: Path) -> list[Path]:
    return list(study.parent.glob(study.name + ".partial-*"))


def seal_again(study: Path) -> None:
    """Makes a changed file look untouched, as a program of another version would write it."""
    content = study.read_bytes()
    if content.startswith(BLOCK_MARK):
        study.write_bytes(with_block(content[BLOCK_BYTES:]))
        return
    if content[-SEAL_BYTES:].startswith(SEAL_MARK):
        content = content[:-SEAL_BYTES]
    digest = hashlib.sha256(content).hexdigest().encode()
    study.write_bytes(content + SEAL_MARK + b"%020d %s\n" % (len(content), digest))


def with_block(content: bytes) -> bytes:
    digest = hashlib.sha256(content).hexdigest().encode()
    return (BLOCK_MARK + digest).ljust(BLOCK_BYTES, b"\n") + content


def as_version_2(study: Path, output: Path) -> Path:
    """The same study as format version 2 had it: no `Conventions`, the seal before the file."""
    output.write_bytes(study.read_bytes())
    with h5py.File(output, "r+") as file:
        file.attrs.modify("format_version", np.int32(2))
        del file.attrs["Conventions"]
        texts = {name: str(file.attrs[name]) for name in ("format", "intent", "title")}
        labels = file["verification/label_sha256"]
        place = file["verification/object"].asstr()[()].tolist().index("/")
        words = sorted({**texts, "format_version": "2 "}.items())
        pieces = [word.encode() for pair in words for word in pair]
        digest = hashlib.sha256(b"".join(struct.pack("<Q", len(p)) + p for p in pieces))
        labels[place] = digest.hexdigest()
    content = bytearray(output.read_bytes())
    end = struct.unpack("<Q", content[28:36])[0]
    content[12:20] = struct.pack("<Q", BLOCK_BYTES)  # where the file begins
    content[28:36] = struct.pack("<Q", BLOCK_BYTES + end)
    content[44:48] = struct.pack("<I", lookup3(bytes(content[:44])))
    output.write_bytes(with_block(bytes(content)))
    return output


def lookup3(data: bytes) -> int:
    """HDF5's checksum of metadata: Bob Jenkins' hash "lookup3", of more than 12 bytes, no multiple
    of 12."""
    most = 0xFFFFFFFF

    def turned(value: int, by: int) -> int:
        return (value << by | value >> (32 - by)) & most

    a = b = c = (0xDEADBEEF + len(data)) & most
    whole = (len(data) - 1) // 12 * 12
    for at in range(0, whole, 12):
        x, y, z = struct.unpack("<3I", data[at : at + 12])
        a, b, c = (a + x) & most, (b + y) & most, (c + z) & most
        a = ((a - c) & most) ^ turned(c, 4)
        c = (c + b) & most
        b = ((b - a) & most) ^ turned(a, 6)
        a = (a + c) & most
        c = ((c - b) & most) ^ turned(b, 8)
        b = (b + a) & most
        a = ((a - c) & most) ^ turned(c, 16)
        c = (c + b) & most
        b = ((b - a) & most) ^ turned(a, 19)
        a = (a + c) & most
        c = ((c - b) & most) ^ turned(b, 4)
        b = (b + a) & most
    x, y, z = struct.unpack("<3I", data[whole:].ljust(12, b"\0"))
    a, b, c = (a + x) & most, (b + y) & most, (c + z) & most
    c = ((c ^ b) - turned(b, 14)) & most
    a = ((a ^ c) - turned(c, 11)) & most
    b = ((b ^ a) - turned(a, 25)) & most
    c = ((c ^ b) - turned(b, 16)) & most
    a = ((a ^ c) - turned(c, 4)) & most
    b = ((b ^ a) - turned(a, 14)) & most
    return ((c ^ b) - turned(b, 24)) & most
