"""What the system tests of study files share: a study that runs in a second, the program, and the
fingerprint of results. RESETTLE_LONG=1 (./resettle test --long) asks for the long forms."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
SCENARIOS = HOME / "scenarios"
LONG = os.environ.get("RESETTLE_LONG") == "1"
SEAL_BYTES = 512  # the block before the file proper, with the SHA-256 of all that follows

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
    content = bytearray(study.read_bytes())
    place = content.index(b"\n") + 1
    content[place : place + 64] = hashlib.sha256(content[SEAL_BYTES:]).hexdigest().encode()
    study.write_bytes(content)
