"""Whatever interrupts a run, nothing saved is lost, the study that was there stays as it was until
it is replaced in one step, and after 'resume' the results are those of an uninterrupted run."""

from __future__ import annotations

import os
import pty
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_studies import (
    DONE,
    HOME,
    SCENARIOS,
    STOPPED,
    TO_MEND,
    command,
    done,
    environment,
    fingerprint,
    go_on,
    held,
    may_trace,
    needs_program,
    partial_files,
    pause,
    progress_of,
    read_until,
    resettle,
    run,
    start,
    start_held,
    times,
    wait_until_saved,
    write_study,
)

pytestmark = needs_program


@dataclass
class Whole:
    """The study as one run writes it, and what that took."""

    study: Path
    file: Path
    results: str
    older: Path
    replicates: int
    seconds_writing: float


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    replicates = 6
    study = write_study(folder, replicates=replicates)
    file = folder / "whole.h5"
    process = start("run", study, "-o", file)
    wait_for(lambda: bool(partial_files(file)), process)
    writing = time.monotonic()
    process.communicate()
    assert process.returncode == DONE
    end = time.monotonic()
    older = run(write_study(folder, replicates=1, seed=8), folder / "older.h5")
    return Whole(study, file, fingerprint(file), older, replicates, end - writing)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that can be stopped while it is being simulated: many persons."""
    return write_study(tmp_path_factory.mktemp("slow"), replicates=8, scale=0.3)


@pytest.fixture(scope="module")
def slow_results(slow: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return fingerprint(run(slow, tmp_path_factory.mktemp("slow_results") / "study.h5"))


def wait_for(condition, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and not condition():
        time.sleep(0.0005)


def kill_at_random(arguments: tuple[object, ...], output: Path, chance, whole: Whole) -> str:
    """Kills anywhere in the run: before anything is saved, after some replicates, or while the study
    file is written; returns the phase."""
    if chance.random() < 0.6:
        process = start_held(*arguments, threads=2)  # not much further than what was read of it
        wanted = chance.randrange(whole.replicates)
        reached = rf" [{wanted}-9] of {whole.replicates} replicates"
        assert process.stderr
        wanted == 0 or any(re.search(reached, line) for line in process.stderr)
        time.sleep(chance.uniform(0, 0.05))
    else:
        process = start(*arguments)
        wait_for(lambda: bool(partial_files(output)), process)
        time.sleep(chance.uniform(0, 1.1 * whole.seconds_writing))
    process.kill()
    process.communicate()
    if process.returncode == DONE:
        return "finished before"
    if partial_files(output):
        return "study file written"
    return "replicates simulated" if progress_of(output).exists() else "nothing saved"


def check_name(output: Path, before: bytes | None, results: str) -> None:
    """Under the final name is what was there before, or the complete new study."""
    content = output.read_bytes() if output.exists() else None
    if content != before:
        assert fingerprint(output) == results


def test_a_killed_run_is_resumed_to_the_same_results(whole: Whole, tmp_path: Path) -> None:
    chance = random.Random(20260101)
    phases: Counter[str] = Counter()
    for n in range(times(6, 200)):
        folder = tmp_path / str(n)
        folder.mkdir()
        output = folder / "study.h5"
        before = whole.older.read_bytes() if n % 2 == 0 else None
        if before is not None:
            output.write_bytes(before)
        for _ in range(chance.choice([1, 1, 2, 3])):
            arguments = ("resume", output) if progress_of(output).exists() else (
                "run", whole.study, "-o", output, "--replace")  # fmt: skip
            phases[kill_at_random(arguments, output, chance, whole)] += 1
            check_name(output, before, whole.results)
        if progress_of(output).exists():
            resettle("resume", output)
        if not output.exists() or output.read_bytes() == before:  # killed before it had saved
            done(resettle("run", whole.study, "-o", output, "--replace"))
        assert fingerprint(output) == whole.results, n
        assert [file.name for file in folder.iterdir()] == ["study.h5"], n
        shutil.rmtree(folder)
    print("kills:", dict(phases))  # pytest -rP shows it
    assert phases["replicates simulated"] + phases["study file written"] > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_run_says_how_to_go_on(
    number: int, slow: Path, slow_results: str, tmp_path: Path
) -> None:
    output = tmp_path / "study.h5"
    process = start_held("run", slow, "-o", output)
    wait_until_saved(process)
    process.send_signal(number)
    if number == signal.SIGHUP:
        read_until("will be finished and saved", process)
        process.send_signal(number)  # shell and system both send it
    message = process.communicate()[1]
    assert process.returncode == STOPPED, message
    assert number == signal.SIGHUP or "will be finished and saved" in message
    assert f"of 8 replicates are saved in {progress_of(output)}" in message.replace(" is ", " are ")
    assert f"resettle resume {output}" in message
    assert not output.exists()
    done(resettle("resume", output))
    assert fingerprint(output) == slow_results


def stop_early(output: Path, *arguments: object) -> str:
    """Stops a run as soon as a replicate is saved; returns what it says."""
    process = start_held(*arguments)
    wait_until_saved(process)
    process.send_signal(signal.SIGINT)
    message = process.communicate()[1]
    assert process.returncode == STOPPED, message
    return message


def test_a_run_stopped_again_still_counts_what_is_saved(slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    first = re.search(r"(\d) of 8 replicates", stop_early(output, "run", slow, "-o", output))
    process = start_held("resume", output)
    read_until("continuing the run", process)  # from then on a signal is a request
    process.send_signal(signal.SIGINT)
    message = process.communicate()[1]
    assert process.returncode == STOPPED, message
    second = re.search(r"(\d) of 8 replicates (is|are) saved", message)
    assert first and second and int(second[1]) >= int(first[1]) >= 1


def test_the_second_signal_ends_at_once(whole: Whole, slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    process = start_held("run", slow, "-o", output)
    wait_until_saved(process)
    pause(process)
    go_on(process, signal.SIGINT, signal.SIGTERM)  # two of one kind would count as one
    process.communicate()
    assert process.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    stopped = resettle("run", whole.study, "-o", output)  # the progress is that of another study
    assert stopped.returncode == TO_MEND
    assert "resettle resume" in stopped.stderr and "--restart" in stopped.stderr
    done(resettle("run", whole.study, "-o", output, "--restart"))
    assert fingerprint(output) == whole.results


# --- a full disk --------------------------------------------------------------------------------

# The disk has room for $1 bytes from the start (no $5), or loses the others after $5 seconds.
FULL_DISK = """
mount -t tmpfs -o size=$([ -z "$5" ] && echo "$1" || echo 1g) tmpfs "$2" || exit 77
[ -z "$3" ] || cp "$3" "$2/study.h5" || exit 78
"$RESETTLE_BIN" run "$4" -o "$2/study.h5" --replace >/dev/null &
[ -z "$5" ] || { sleep "$5"; mount -o remount,size=$1 "$2" || echo "was too late"; }
wait $!; echo "run $?"
ls "$2"
[ -z "$3" ] || { cmp -s "$3" "$2/study.h5" && echo "older study unchanged"; }
mount -o remount,size=1g "$2"
if [ -e "$2/study.h5.progress" ]; then "$RESETTLE_BIN" resume "$2/study.h5" >/dev/null 2>&1; fi
[ -e "$2/study.h5" ] && ! cmp -s "$3" "$2/study.h5" ||
  "$RESETTLE_BIN" run "$4" -o "$2/study.h5" --replace >/dev/null 2>&1
ls "$2" | wc -l
"$RESETTLE_BIN" verify "$2/study.h5" --rerun 0
"""


def on_small_disk(size: int, folder: Path, older: Path | None, study: Path, delay: float | None):
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", "bash", "-c", FULL_DISK, "full_disk"]
        + [str(size), str(folder), str(older or ""), str(study), str(delay or "")],
        capture_output=True, text=True, env=environment(), cwd=HOME, timeout=300, check=False,
    )  # fmt: skip


def may_mount(folder: Path) -> bool:
    """Whether this user may make a small disk of memory (user namespaces may be forbidden)."""
    make = 'mount -t tmpfs -o size=1m tmpfs "$1"'
    tried = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", make, "sh", str(folder)],
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def test_a_full_disk_is_named_and_nothing_is_lost(whole: Whole, tmp_path: Path) -> None:
    if shutil.which("unshare") is None or not may_mount(tmp_path):
        pytest.skip("a small disk needs root or user namespaces (unshare --map-root-user)")
    chance = random.Random(20260102)
    needed = 2.3 * whole.file.stat().st_size  # progress and study file side by side, about
    phases: Counter[str] = Counter()
    for n in range(times(6, 100)):
        older = whole.older if n % 2 == 0 else None
        share = chance.choice([chance.uniform(0.02, 0.5), chance.uniform(0.5, 1)])
        size = int(share * needed) + (older.stat().st_size if older else 0)
        delay = None if n % 3 == 0 else chance.uniform(0.2, 1.2)
        outcome = on_small_disk(size, tmp_path, older, whole.study, delay)
        said = outcome.stderr
        assert f"Fingerprint {whole.results}" in outcome.stdout, (n, size, outcome)
        assert "\n1\n" in outcome.stdout, "nothing but the study file is left"
        if "run 0" in outcome.stdout:
            phases["enough space"] += 1
            continue
        assert "run 2" in outcome.stdout, (n, size, outcome)
        assert ("disk is full" in said or "of disk, " in said) and "free space" in said, said
        assert str(tmp_path / "study.h5") in said
        assert older is None or "older study unchanged" in outcome.stdout
        assert ".partial" not in outcome.stdout
        if "nothing was run" in said:
            phases["refused before the start" if "of disk, " in said else "nothing saved"] += 1
            continue
        assert f"resettle resume {tmp_path / 'study.h5'}" in said
        complete = "6 of 6 replicates are saved" in said
        phases["study file written" if complete else "replicates simulated"] += 1
    print("full disks:", dict(phases))  # pytest -rP shows it


def test_a_limit_on_file_sizes_is_reported_like_a_full_disk(whole: Whole, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    kib = whole.file.stat().st_size // 2048
    limited = subprocess.run(
        ["bash", "-c", f'ulimit -f {kib}; exec "$RESETTLE_BIN" run "$1" -o "$2"', "limited"]
        + [str(whole.study), str(output)],
        capture_output=True, text=True, env=environment(), cwd=HOME, timeout=300, check=False,
    )  # fmt: skip
    assert limited.returncode == TO_MEND, limited
    assert "size limit" in limited.stderr and f"resettle resume {output}" in limited.stderr
    done(resettle("resume", output))
    assert fingerprint(output) == whole.results


# --- places where nothing can be written --------------------------------------------------------


def test_a_folder_that_cannot_be_written_to_is_named(whole: Whole, tmp_path: Path) -> None:
    if not may_mount(tmp_path):
        pytest.skip("a read-only disk needs root or user namespaces (unshare --map-root-user)")
    script = 'mount -t tmpfs -o ro tmpfs "$1"; exec "$RESETTLE_BIN" run "$2" -o "$1/study.h5"'
    result = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "bash", "-c", script, "sh"]
        + [str(tmp_path), str(whole.study)],
        capture_output=True, text=True, env=environment(), cwd=HOME, check=False,
    )  # fmt: skip
    assert result.returncode == TO_MEND
    assert str(tmp_path / "study.h5") in result.stderr
    assert "Read-only file system" in result.stderr and "To do: " in result.stderr


def test_outputs_that_cannot_be_are_refused_before_anything_is_run(whole: Whole, tmp_path: Path) -> None:
    folder = tmp_path / "folder.h5"
    folder.mkdir()
    places = [folder, tmp_path / "none" / "x.h5", whole.file / "x.h5", tmp_path / ("n" * 300)]
    for place in places:
        for arguments in (("run", whole.study, "-o", place), ("merge", whole.file, "-o", place)):
            result = resettle(*arguments)
            assert result.returncode == TO_MEND, (arguments, result)
            assert str(place) in result.stderr and "To do: " in result.stderr
        assert resettle("resume", place).returncode == TO_MEND
    assert list(tmp_path.iterdir()) == [folder] and not list(folder.iterdir())


def test_of_two_runs_of_the_same_file_one_is_refused(whole: Whole, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    first = start_held("run", whole.study, "-o", output)  # as long as nothing more is read
    read_until("needs about", first)
    again = ("run", whole.study, "-o", output)
    for arguments in (again, (*again, "--restart"), ("resume", output)):
        second = resettle(*arguments)
        assert second.returncode == TO_MEND, second
        assert "another process is running this study" in second.stderr
    first.communicate()
    assert first.returncode == DONE
    assert fingerprint(output) == whole.results


def start_slowed(
    words: list[str], file: Path, call: str, how: str, trace: Path
) -> subprocess.Popen[str]:
    """A command with a system call on this file slowed down; `trace` gets these calls."""
    strace = ["strace", "-f", "-qq", "-o", str(trace), "-P", str(file), "-e", f"trace={call}"]
    return held([*strace, "-e", f"inject={call}:{how}", *words])


@pytest.mark.parametrize(
    ("call", "how", "there_before"),
    [
        ("unlink", "delay_enter=3000000", True),  # while it gives up what is there
        ("openat", "delay_exit=3000000", False),  # between opening and locking
    ],
)
def test_no_process_takes_away_the_progress_of_another(
    call: str, how: str, there_before: bool, whole: Whole, tmp_path: Path
) -> None:
    if not may_trace():
        pytest.skip("slowing down single steps of the program needs strace")
    output, trace = tmp_path / "study.h5", tmp_path / "trace"
    if there_before:  # killed before it had saved what its task is
        progress_of(output).touch()
    arguments = command("run", whole.study, "-o", output)
    first = start_slowed(arguments, progress_of(output), call, how, trace)
    read_until("policies from", first)  # nothing more: it waits with its next message
    wait_for(lambda: trace.exists() and f" {call}(" in trace.read_text(), first)
    second = resettle("run", whole.study, "-o", output)
    said = [first.communicate()[1], second.stderr]
    codes = [first.returncode, second.returncode]
    assert sorted(codes) == [DONE, TO_MEND], said
    assert "another process is running this study" in said[codes.index(TO_MEND)]


def test_a_progress_is_removed_by_its_own_process_only(whole: Whole, tmp_path: Path) -> None:
    """The study is there, its progress not yet removed: a second run must not begin between."""
    if not may_trace():
        pytest.skip("slowing down single steps of the program needs strace")
    for seconds in (3, 20, 120):  # on a busy machine the second may come too late
        output, trace = tmp_path / f"{seconds}.h5", tmp_path / f"trace{seconds}"
        arguments = command("run", whole.study, "-o", output)
        how = f"delay_enter={seconds}000000"
        first = start_slowed(arguments, progress_of(output), "unlink", how, trace)
        read_until(" 6 of 6 replicates", first)
        wait_for(output.exists, first)
        second = resettle("run", whole.study, "-o", output, "--replace")
        in_time = "unlink(" in trace.read_text() and first.poll() is None
        said = [first.communicate()[1], second.stderr]
        if in_time or second.returncode == TO_MEND:
            break
    assert [first.returncode, second.returncode] == [DONE, TO_MEND], said
    assert "another process is running this study" in said[1]


# --- messages that nobody reads -----------------------------------------------------------------


def test_a_run_goes_on_when_its_terminal_is_gone(slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    try:
        terminal, end_of_program = pty.openpty()
    except OSError as error:
        pytest.skip(f"this machine gives no terminal: {error}")
    process = subprocess.Popen(
        command("run", slow, "-o", output, "--threads", 2),
        stdout=subprocess.DEVNULL, stderr=end_of_program, cwd=HOME, env=environment(),
    )  # fmt: skip
    os.close(end_of_program)
    seen = b""
    while b"of 8 replicates" not in seen:
        seen += os.read(terminal, 1000)
    os.close(terminal)
    assert process.wait() == DONE
    assert done(resettle("verify", output, "--rerun", 0))


def test_a_run_goes_on_when_nobody_reads_its_messages(slow: Path, tmp_path: Path) -> None:
    """As after 'resettle run ... 2>&1 | tee log' when tee is gone."""
    output = tmp_path / "study.h5"
    process = start_held("run", slow, "-o", output)
    wait_until_saved(process)
    pause(process)
    process.stderr.close()
    go_on(process, signal.SIGINT)
    assert process.wait() == STOPPED
    done(resettle("resume", output))
    assert done(resettle("verify", output, "--rerun", 0))


# --- files that are not the run's own -----------------------------------------------------------


def test_resume_replaces_no_file_that_came_meanwhile(
    whole: Whole, slow: Path, tmp_path: Path
) -> None:
    output = tmp_path / "study.h5"
    stop_early(output, "run", slow, "-o", output)
    foreign = whole.older.read_bytes()
    for content in (foreign, b"notes"):
        output.write_bytes(content)
        refused = resettle("resume", output)
        assert refused.returncode == TO_MEND, refused
        assert "a file has come to lie under this name" in refused.stderr
        assert output.read_bytes() == content and progress_of(output).exists()
    output.unlink()
    process = start_held("resume", output)
    read_until(r"of 8 replicates (is|are) there", process)
    output.write_bytes(foreign)  # while it simulates
    message = process.communicate()[1]
    assert process.returncode == TO_MEND and f"resettle resume {output}" in message, message
    assert output.read_bytes() == foreign and not partial_files(output)
    output.unlink()
    done(resettle("resume", output))
    assert done(resettle("verify", output, "--rerun", 0))


def test_what_may_be_replaced_can_be_said_later(whole: Whole, slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    stop_early(output, "run", slow, "-o", output)
    output.write_bytes(whole.older.read_bytes())
    stop_early(output, "run", slow, "-o", output, "--replace")
    done(resettle("resume", output))
    assert fingerprint(output) != fingerprint(whole.older)


def test_only_abandoned_files_of_its_own_are_removed(whole: Whole, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    process = subprocess.Popen(["true"])
    process.wait()
    abandoned = [tmp_path / f"study.h5.partial-{process.pid}{end}" for end in ("", "-1")]
    names = ("backup", "", "12x", "-3", "99999999999999999999", str(os.getpid()))
    kept = [tmp_path / f"study.h5.partial-{name}" for name in names]
    for file in (*abandoned, *kept):
        file.write_text("something")
    run(whole.study, output)
    assert all(file.read_text() == "something" for file in kept)
    assert not any(file.exists() for file in abandoned)


def test_a_run_under_way_is_told_from_an_interrupted_one(
    whole: Whole, slow: Path, tmp_path: Path
) -> None:
    output = tmp_path / "study.h5"
    process = start_held("run", slow, "-o", output)
    wait_until_saved(process)
    pause(process)
    unfinished = resettle("compare", output)
    assert unfinished.returncode == TO_MEND and "it is being run" in unfinished.stderr
    assert "another process is running this study" in resettle("resume", output).stderr
    output.write_bytes(whole.older.read_bytes())
    assert "is under way. What follows" in resettle("compare", output).stderr
    process.kill()
    process.communicate()
    assert f"was interrupted ('./resettle resume {output}')" in resettle("compare", output).stderr
    output.unlink()
    assert "its run was stopped or interrupted" in resettle("compare", output).stderr
    done(resettle("resume", output))


def paused_without_progress(slow: Path, output: Path) -> subprocess.Popen[str]:
    """A run held up after its first replicate, whose progress somebody removes."""
    process = start_held("run", slow, "-o", output)
    wait_until_saved(process)
    pause(process)
    progress_of(output).unlink()
    return process


def test_a_run_whose_progress_was_removed_ends_all_the_same(slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    first = paused_without_progress(slow, output)
    second = start_held("run", slow, "-o", output)  # with a progress of its own
    wait_until_saved(second)
    pause(second)
    journal = progress_of(output).with_name(progress_of(output).name + "-journal")
    assert journal.exists()
    go_on(first)
    message = first.communicate()[1]
    assert first.returncode == DONE, message
    assert "was removed or replaced by somebody. Let this run come to its end" in message
    assert progress_of(output).exists() and journal.exists()  # the other's are left alone
    second.kill()
    second.communicate()
    done(resettle("resume", output))
    assert [file.name for file in tmp_path.iterdir()] == ["study.h5"]


@pytest.mark.parametrize("ending", [signal.SIGINT, None])
def test_a_run_whose_folder_was_moved_is_resumed_there(
    ending: int | None, slow: Path, slow_results: str, tmp_path: Path
) -> None:
    folder = tmp_path / "before"
    folder.mkdir()
    process = start_held("run", slow, "-o", folder / "study.h5")
    wait_until_saved(process)
    pause(process)
    moved = folder.rename(tmp_path / "after") / "study.h5"
    go_on(process, *([] if ending is None else [ending]))
    message = process.communicate()[1]
    # At its end the run finds that there is no such folder.
    assert process.returncode == (TO_MEND if ending is None else STOPPED), message
    assert f"resettle resume {moved}\n" in message
    done(resettle("resume", moved))
    assert fingerprint(moved) == slow_results


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("signals", [(signal.SIGINT,), (signal.SIGINT, signal.SIGTERM)])
def test_a_run_stopped_without_progress_does_not_promise_to_resume(
    signals: tuple[int, ...], noticed: bool, slow: Path, tmp_path: Path
) -> None:
    output = tmp_path / "study.h5"
    process = paused_without_progress(slow, output)
    if noticed:
        go_on(process)
        read_until("was removed or replaced", process)
        pause(process)  # whoever reads this may send the signals in the same instant
    go_on(process, *signals)
    message = process.communicate()[1]
    at_once = [128 + number for number in signals]  # whichever comes second
    assert process.returncode in ([TO_MEND] if len(signals) == 1 else at_once), message
    assert "there is nothing of it to resume" in message and "resettle resume" not in message
    assert not output.exists() and not progress_of(output).exists()


def waits_to_say(process: subprocess.Popen[str], at_least: int = 1) -> bool:
    """Whether a thread waits with a message of so many bytes, since the last one was not read."""
    write = {"x86_64": "1", "aarch64": "64"}.get(os.uname().machine)
    for thread in Path(f"/proc/{process.pid}/task").iterdir():
        call = (thread / "syscall").read_text(encoding="utf-8").split()
        if call[:2] == [write, "0x2"] and int(call[3], 16) >= at_least:
            return True
    return False


def test_what_the_second_signal_says_is_ready_before_the_warning(
    slow: Path, tmp_path: Path
) -> None:
    """Whoever reads the warning may send both signals before the run does anything more."""
    if os.uname().machine not in ("x86_64", "aarch64"):
        pytest.skip("system calls have other numbers here")
    progress = progress_of(tmp_path / "study.h5")
    process = start_held("run", slow, "-o", tmp_path / "study.h5")
    wait_until_saved(process)
    wait_for(lambda: waits_to_say(process), process)  # the second replicate was told, unread
    pause(process)
    progress.unlink()
    progress.touch()  # another run's, as far as a name can tell
    go_on(process)
    wait_until_saved(process)
    wait_for(lambda: waits_to_say(process, len(f"{progress} was removed or replaced")), process)
    pause(process)
    go_on(process, signal.SIGINT, signal.SIGTERM)
    message = process.communicate()[1]
    assert process.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM), message
    assert "there is nothing of it to resume" in message and "resettle resume" not in message


def test_a_study_behind_a_link_is_extended_where_it_lies(slow: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    study = run(slow, archive / "study.h5", "--replicates", 1)
    link = tmp_path / "link.h5"
    link.symlink_to(study)
    stop_early(link, "extend", link, "--replicates", 8)
    assert progress_of(study).exists() and not progress_of(link).exists()
    done(resettle("resume", link))
    assert link.is_symlink() and link.resolve() == study.resolve()
    assert "8 replicates): there is nothing to resume" in done(resettle("resume", study))
    assert sorted(file.name for file in tmp_path.rglob("*.h5*")) == ["link.h5", "study.h5"]


# --- extensions ---------------------------------------------------------------------------------


def test_an_interrupted_extension_leaves_the_study_and_is_resumed(
    slow: Path, slow_results: str, tmp_path: Path
) -> None:
    output = tmp_path / "study.h5"
    few = run(slow, output, "--replicates", 2).read_bytes()
    stop_early(output, "extend", output, "--replicates", 8)
    assert output.read_bytes() == few
    assert "What follows is without it" in resettle("compare", output).stderr
    saved = progress_of(output).read_bytes()
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in (output, progress_of(output)):
        shutil.move(file, moved)
    done(resettle("resume", "study.h5", cwd=moved))  # at another place, seen from another folder
    assert fingerprint(moved / "study.h5") == slow_results
    # Killed between its last two steps, a run leaves its progress beside the complete study.
    complete = (moved / "study.h5").read_bytes()
    progress_of(moved / "study.h5").write_bytes(saved)
    done(resettle("resume", moved / "study.h5"))
    assert (moved / "study.h5").read_bytes() == complete
    assert [file.name for file in moved.iterdir()] == ["study.h5"]


def test_damaged_progress_is_refused(slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "study.h5"
    stop_early(output, "run", slow, "-o", output)
    saved = progress_of(output).read_bytes()
    chance = random.Random(20260103)
    results = fingerprint(run(slow, tmp_path / "whole.h5"))
    outcomes: Counter[str] = Counter()
    for _ in range(times(3, 100)):
        damaged = bytearray(saved)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        progress_of(output).write_bytes(damaged)
        result = resettle("resume", output)
        assert result.returncode in (DONE, TO_MEND), result  # some bytes are not in use
        if result.returncode == TO_MEND:
            assert str(progress_of(output)) in result.stderr and "--restart" in result.stderr
            assert "nothing was run" in result.stderr, "it is not found at the end"
            outcomes["refused"] += 1
        else:
            assert fingerprint(output) == results
            again = "simulated again" in result.stderr
            outcomes["result simulated again" if again else "nothing in use"] += 1
            output.unlink()
    print("damaged progress:", dict(outcomes))  # pytest -rP shows it
    assert outcomes["result simulated again"] > 0


def change_progress(progress: Path, *statements: str) -> None:
    database = sqlite3.connect(progress)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


OTHER_TABLES = (
    "PRAGMA writable_schema = ON",
    "UPDATE sqlite_master SET sql = replace(sql, 'CREATE TABLE chunk (arm', "
    "'CREATE TABLE chunk (x INTEGER, arm')",
)


@pytest.mark.parametrize(
    "changes",
    [
        OTHER_TABLES,
        ("ALTER TABLE about RENAME TO other",),
        ("DROP TABLE digest",),
        ("CREATE TRIGGER quiet AFTER INSERT ON cell BEGIN DELETE FROM chunk; END",),
        ("CREATE VIEW all_cells AS SELECT * FROM cell",),
        ("CREATE INDEX one_more ON cell (replicate)",),
        ("CREATE TABLE one_more (x)",),
        ("DROP INDEX chunk_of_cell", "CREATE INDEX chunk_of_cell ON chunk (first)"),
        ("ALTER TABLE about ADD COLUMN more AS (upper(name))",),
        ("UPDATE about SET value = '1' WHERE name = 'version'",),
        (),  # no database at all
    ],
)
def test_restart_gives_up_a_progress_that_cannot_be_used(
    changes: tuple[str, ...], slow: Path, tmp_path: Path
) -> None:
    output = tmp_path / "study.h5"
    progress = progress_of(output)
    stop_early(output, "run", slow, "-o", output)
    if changes:
        change_progress(progress, *changes)
    else:
        progress.write_text("Not what it should be. " * 100)
    before = progress.read_bytes()
    small = write_study(tmp_path, replicates=1, scale=0.02)
    for arguments in (("resume", output), ("run", small, "-o", output)):
        refused = resettle(*arguments)
        assert refused.returncode == TO_MEND, refused
        assert str(progress) in refused.stderr and "--restart" in refused.stderr
        assert progress.read_bytes() == before
    done(resettle("run", small, "-o", output, "--restart"))
    assert not progress.exists()
    done(resettle("verify", output, "--rerun", 0))


def test_a_run_refused_for_want_of_room_leaves_nothing(tmp_path: Path) -> None:
    output = tmp_path / "results" / "study.h5"
    output.parent.mkdir()
    large = SCENARIOS / "studies" / "settlement_subsidies.yaml"
    most = ("--draws", 0, "--replicates", 100_000, "--threads", 1024)
    refused = resettle("run", large, "-o", output, *most)
    assert refused.returncode == TO_MEND and "the run needs" in refused.stderr
    assert not list(output.parent.iterdir())
    run(write_study(tmp_path, replicates=1, scale=0.02), output)
