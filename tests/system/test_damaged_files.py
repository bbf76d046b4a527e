"""A study file that was changed in any way is noticed, named and never taken for good; no command
crashes on it, nor does the Python package. Files of other versions are told from damaged ones."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from small_studies import (
    DOES_NOT_HOLD,
    DONE,
    HOME,
    LONG,
    SEAL_BYTES,
    TO_MEND,
    as_version_2,
    command,
    done,
    environment,
    fingerprint,
    may_trace,
    needs_program,
    resettle,
    run,
    seal_again,
    times,
    write_study,
)

import resettle as package

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
        ("diverge", file, file),
        ("merge", file, "-o", file.with_name("none.h5")),
    ]


def check_noticed(file: Path, other_commands: bool = True) -> str:
    """verify notices it, the other commands refuse it; returns what verify says."""
    verified = resettle("verify", file, "--rerun", 0)
    assert verified.returncode == DOES_NOT_HOLD, verified
    assert "CHANGED" in verified.stdout and str(file) in verified.stdout
    assert len(verified.stdout.splitlines()) > 1, "it names what has changed"
    if other_commands:
        for asked in reading_commands(file):
            result = resettle(*asked)
            assert result.returncode == TO_MEND, (asked, result)
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
        place = chance.randrange(SEAL_BYTES) - SEAL_BYTES if n % 20 == 0 else 0
        place = place or chance.randrange(len(content))
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
    for asked in [*reading_commands(file), ("resume", file), ("verify", file)]:
        result = resettle(*asked)
        assert result.returncode == TO_MEND, (asked, result)
        assert "format version 5, this program reads 2 to 4" in result.stderr
        assert "use the newer program that wrote it" in result.stderr


@pytest.mark.parametrize("content", [b"", b"study: not one\n", b"\x89HDF\r\n\x1a\n" + bytes(600)])
def test_what_is_no_study_file_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other.h5"
    file.write_bytes(content)
    check_noticed(file)


def check_refused(file: Path, *words: str) -> None:
    """By every command and by the package, at once."""
    for asked in [*reading_commands(file), ("resume", file), ("verify", file, "--rerun", 0)]:
        began = time.monotonic()
        result = resettle(*asked)
        assert result.returncode == TO_MEND, (asked, result)
        assert str(file) in result.stderr and "To do: " in result.stderr, result.stderr
        for word in words:
            assert word in result.stderr, (asked, result.stderr)
        assert time.monotonic() - began < 20
        assert not file.with_name("none.h5").exists()
    check_refused_in_python(file)


def check_refused_in_python(file: Path) -> None:
    with pytest.raises(package.StudyError):
        package.open(file)
    with pytest.raises(package.StudyError):
        package.export(file, file.with_name("tables"))
    assert not file.with_name("tables").exists()


def test_every_byte_of_the_seal_counts_in_the_program_and_in_python(
    sound: Path, tmp_path: Path
) -> None:
    file = tmp_path / "changed.h5"
    for study in (sound, as_version_2(sound, tmp_path / "version2.h5")):
        content = study.read_bytes()
        file.write_bytes(content)
        package.open(file).close()
        seal = [*range(600), *range(len(content) - SEAL_BYTES - 50, len(content))]
        for n, place in enumerate(seal):
            damaged = bytearray(content)
            damaged[place] ^= 1 << n % 8
            file.write_bytes(damaged)
            with pytest.raises(package.StudyError, match="not as it was written"):
                package.open(file)
            if n % times(40, 1) == 0:
                refused = resettle("compare", file)
                assert refused.returncode == TO_MEND, (place, refused)
                assert "not as it was written" in refused.stderr


@pytest.mark.parametrize("lost", [512, 1, 2048])
def test_a_lost_beginning_is_noticed_by_all(lost: int, sound: Path, tmp_path: Path) -> None:
    file = tmp_path / "changed.h5"
    for study in (sound, as_version_2(sound, tmp_path / "version2.h5")):
        file.write_bytes(bytes(lost) + study.read_bytes()[lost:])
        check_noticed(file)
        check_refused_in_python(file)


def test_files_of_version_2_are_read_extended_and_merged(sound: Path, tmp_path: Path) -> None:
    older = as_version_2(sound, tmp_path / "older.h5")
    assert fingerprint(older) == fingerprint(sound)
    said = done(resettle("verify", older, "--rerun", 1))
    assert "In order" in said and "the same in every bit" in said
    for options in (("--json",), ()):
        ours, theirs = (done(resettle("compare", file, *options)) for file in (sound, older))
        assert ours.replace(str(sound), "") == theirs.replace(str(older), "")
    with package.open(older) as study:
        assert study.arms == ["law", "mentors"]
    assert len(package.export(older, tmp_path / "tables")) > 5
    done(resettle("life", older, "--person", 3))
    done(resettle("diverge", older, sound))
    done(resettle("merge", older, "-o", tmp_path / "merged.h5"))
    assert fingerprint(tmp_path / "merged.h5") == fingerprint(sound)
    done(resettle("extend", older, "--replicates", 2))
    for file in (older, tmp_path / "merged.h5"):
        assert file.read_bytes().startswith(b"\x89HDF") and fingerprint(file)
        with h5py.File(file) as content:
            assert content.attrs["format_version"] == 4


def virtual(file: h5py.File, _: Path) -> None:
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("elsewhere.h5", "x", (2,))
    file["aggregates"].create_virtual_dataset("extra", layout)


def external(file: h5py.File, _: Path) -> None:
    del file["provenance/study"]
    file["provenance"].create_dataset("study", (1,), "S64", external=[("/etc/passwd", 0, 64)])


def pipe(file: h5py.File, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    name = "employment_rate"
    shape = file["aggregates"][name].shape
    del file["aggregates"][name]
    size = 4 * int(np.prod(shape))
    file["aggregates"].create_dataset(name, shape, "f4", external=[(str(folder / "pipe"), 0, size)])


def link_to_pipe(file: h5py.File, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    del file["society"]
    file["society"] = h5py.ExternalLink(str(folder / "pipe"), "/")


def link_to_itself(file: h5py.File, folder: Path) -> None:
    file["aggregates/extra"] = h5py.ExternalLink(file.filename, "/ledger")


def cycle(file: h5py.File, _: Path) -> None:
    file["aggregates/all"] = file["/"]


def other_packing(file: h5py.File, _: Path) -> None:
    file["aggregates"].create_dataset(
        "extra", (8,), "f4", chunks=(8,), compression=32015, allow_unknown_filter=True
    )


def many_replicates(file: h5py.File, _: Path) -> None:
    file["provenance"].attrs["replicates"] = np.int32(800_000_000)
    for group in file.values():
        if "replicate" in group:
            del group["replicate"]
            group.create_dataset("replicate", (800_000_000,), "i4").make_scale("replicate")


def many_cells(file: h5py.File, _: Path) -> None:
    group = file["verification"]
    shape = (*group["cell_sha256"].shape[:1], 800_000_000, *group["cell_sha256"].shape[2:])
    del group["cell_sha256"]
    group.create_dataset("cell_sha256", shape, "u1", chunks=(1, 1, *shape[2:]))


@pytest.mark.parametrize(
    "change",
    [
        virtual, external, pipe, link_to_pipe, link_to_itself, cycle, other_packing,
        many_replicates, many_cells,
    ],
)  # fmt: skip
def test_what_no_run_writes_is_refused_whatever_its_seal_says(
    change: Callable[[h5py.File, Path], None], sound: Path, tmp_path: Path
) -> None:
    file = tmp_path / "made_up.h5"
    file.write_bytes(sound.read_bytes())
    with h5py.File(file, "r+", libver=("v108", "v110")) as study:
        change(study, tmp_path)
    seal_again(file)
    check_refused(file, "which no study file has")
    # Nor is anything outside the file asked for while damage is looked for.
    file.write_bytes(file.read_bytes()[:-1])
    check_noticed(file)


def named(*arms: str) -> Callable[[h5py.File], None]:
    def change(file: h5py.File) -> None:
        for group in file.values():
            if "arm" in group:
                group["arm"][...] = arms

    return change


def numbered(number: int) -> Callable[[h5py.File], None]:
    def change(file: h5py.File) -> None:
        for group in file.values():
            if "replicate" in group:
                group["replicate"][...] = number

    return change


def settings(study: h5py.File, **changed: object) -> None:
    known = json.loads(study["provenance"].attrs["settings"])
    study["provenance"].attrs["settings"] = json.dumps(known | changed)


@pytest.mark.parametrize(
    "change",
    [
        named("law", "law"),
        named("law", ""),
        named("law", "a/b"),
        named("law", ".."),
        named("law", "two\nlines"),
        named("nobody", "mentors"),
        numbered(-1),
        numbered(800_000_000),
        lambda file: file["provenance"].attrs.update(replicates=np.int32(800_000_000)),
        lambda file: file["provenance"].attrs.update(replicates=np.int32(0)),
        lambda file: file["provenance"].attrs.update(replicates=0.5),
        lambda file: file["aggregates/arm"].attrs.update(reference="nobody"),
        lambda file: file["ledger/arm"].__setitem__(1, "other"),
        lambda file: file.__delitem__("verification"),
    ],
)
def test_arms_and_replicates_that_were_made_up_are_refused(
    change: Callable[[h5py.File], None], sound: Path, tmp_path: Path
) -> None:
    file = tmp_path / "made_up.h5"
    file.write_bytes(sound.read_bytes())
    with h5py.File(file, "r+") as study:
        change(study)
    seal_again(file)
    check_refused(file)


@pytest.mark.parametrize(
    "change",
    [
        named("law", "mentor"),
        numbered(7),
        lambda file: settings(file, replicates=800_000_000),
        lambda file: settings(file, replicates=-1),
        lambda file: settings(file, extended_to=[800_000_000]),
        lambda file: settings(file, extended_to=["x"]),
        lambda file: settings(file, arms=[["more", "more.yaml"]]),
        lambda file: settings(file, file="nowhere.yaml"),
        lambda file: file["provenance"].attrs.update(settings="[" * 1000),
    ],
)
def test_a_file_that_is_not_what_its_settings_give_is_not_gone_on_with(
    change: Callable[[h5py.File], None], sound: Path, tmp_path: Path
) -> None:
    file = tmp_path / "made_up.h5"
    file.write_bytes(sound.read_bytes())
    with h5py.File(file, "r+") as study:
        if "provenance" in study:
            study["provenance"].attrs["replicates"] = np.int32(8)
        change(study)
    seal_again(file)
    for asked in reading_commands(file)[1:]:
        began = time.monotonic()
        result = resettle(*asked)
        assert result.returncode == TO_MEND, (asked, result)
        assert "To do: " in result.stderr and "internal error" not in result.stderr
        assert time.monotonic() - began < 20


def test_a_pipe_is_no_study(tmp_path: Path) -> None:
    file = tmp_path / "pipe.h5"
    os.mkfifo(file)
    for asked in [*reading_commands(file), ("verify", file), ("resume", file)]:
        result = resettle(*asked)
        assert result.returncode == TO_MEND and "no ordinary file" in result.stderr, result
    check_refused_in_python(file)
    os.mkfifo(tmp_path / "study.h5.progress")
    for asked in (("resume", tmp_path / "study.h5"), ("compare", tmp_path / "study.h5")):
        result = resettle(*asked)
        assert result.returncode == TO_MEND and "To do: " in result.stderr, result


def test_made_up_content_gives_no_internal_error(sound: Path, tmp_path: Path) -> None:
    """Values of every kind put in the place of others, below an intact seal."""
    chance = random.Random(20260203)
    file = tmp_path / "made_up.h5"
    content = sound.read_bytes()
    with h5py.File(sound) as study:
        places: list[str] = []
        study.visit(places.append)
    for n in range(times(6, 300)):
        file.write_bytes(content)
        with h5py.File(file, "r+") as study:
            for place in chance.sample(places, 1 + n % 3):
                if place in study:
                    make_up(study, place, chance)
        seal_again(file)
        for asked in (*reading_commands(file), ("verify", file, "--rerun", 1)):
            result = resettle(*asked)
            assert result.returncode in (DONE, TO_MEND, DOES_NOT_HOLD), (n, asked, result)
            assert "internal error" not in result.stderr, (n, asked, result.stderr)
            file.with_name("none.h5").unlink(missing_ok=True)
        try:
            with package.open(file) as study:
                _ = (study.provenance, study.labels, study.policy_start, study.parameters())
            package.export(file, tmp_path / f"full{n}", persons=True, full=True, workbook=False)
            package.export(file, tmp_path / f"tables{n}")
        except (package.StudyError, package.ProgramError):
            pass


def make_up(study: h5py.File, place: str, chance: random.Random) -> None:
    thing = study[place]
    name = chance.choice([*thing.attrs, "new"])
    what = chance.randrange(4)
    if what == 0:
        del study[place]
    elif what == 1:
        thing.attrs[name] = chance.choice(["", "x", "1e999", 7, -1.5, np.int32(2**31 - 1)])
    elif what == 2 and name in thing.attrs:
        del thing.attrs[name]
    elif isinstance(thing, h5py.Dataset) and thing.size:
        texts = ["", "x", "null", "[[", "999999999999"]
        value = chance.choice(texts if thing.dtype.kind == "O" else [0, 1, 100])
        thing[(0,) * thing.ndim] = value
