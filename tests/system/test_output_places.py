"""Where a command is to write is judged before it does its work: what cannot be written, or would
take something away, is refused with a reason and a remedy, and nothing is left behind."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from small_studies import (
    DONE,
    HOME,
    SCENARIOS,
    TO_MEND,
    command,
    done,
    environment,
    fingerprint,
    held,
    needs_program,
    progress_of,
    read_until,
    resettle,
    run,
    start_held,
    wait_until_saved,
    write_study,
)

pytestmark = needs_program

LONGEST = 255 - len(".probe-000000000000")  # of a name, in most file systems


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("study"), replicates=2, scale=0.02)


@pytest.fixture(scope="module")
def finished(study: Path) -> Path:
    return run(study, study.parent / "finished.h5")


@pytest.fixture(scope="module")
def parts(study: Path) -> list[Path]:
    return [run(study, study.parent / f"{n}.h5", "--part", f"{n}/2") for n in (1, 2)]


def names_in(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


def file_below_file(folder: Path) -> Path:
    (folder / "notes").write_text("kept")
    return folder / "notes" / "sub" / "x"


def folder_of_that_name(folder: Path) -> Path:
    (folder / "x.h5").mkdir()
    return folder / "x.h5"


def pipe_of_that_name(folder: Path) -> Path:
    os.mkfifo(folder / "x.h5")
    return folder / "x.h5"


def socket_of_that_name(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as one:
        before = os.getcwd()
        os.chdir(folder)  # its path may be short only
        one.bind("x.h5")
        os.chdir(before)
    return folder / "x.h5"


def link_to_nowhere(folder: Path) -> Path:
    (folder / "x.h5").symlink_to(folder / "none" / "y.h5")
    return folder / "x.h5"


def links_in_a_circle(folder: Path) -> Path:
    (folder / "x.h5").symlink_to("y.h5")
    (folder / "y.h5").symlink_to("x.h5")
    return folder / "x.h5"


def link_with_another_ending(folder: Path) -> Path:
    (folder / "x.h5").symlink_to("results.dat")
    return folder / "x.h5"


def link_to_a_folder(folder: Path) -> Path:
    (folder / "x.h5").symlink_to(folder)
    return folder / "x.h5"


def folder_that_leads_nowhere(folder: Path) -> Path:
    (folder / "results").symlink_to("none")
    return folder / "results" / "x.h5"


def folder_of_progress(folder: Path) -> Path:
    progress_of(folder / "x.h5").mkdir()
    return folder / "x.h5"


def long_path(folder: Path) -> Path:
    deep = folder
    while len(str(deep)) < 505:
        deep /= "d" * 60
    deep.mkdir(parents=True)
    return deep / "x.h5"


Place = Callable[[Path], object]

# What the output is, and what must be said of it.
IMPOSSIBLE: list[tuple[str, Place, list[str]]] = [
    ("another ending", lambda folder: folder / "x.yaml", ["must end with .h5", "x.h5\n"]),
    ("an ending in capitals", lambda folder: folder / "x.H5", ["must end with .h5", "x.h5\n"]),
    ("no ending", lambda folder: folder / "x", ["must end with .h5", "x.h5\n"]),
    ("only an ending", lambda folder: folder / ".h5", ["must end with .h5", "/RESULTS.h5\n"]),
    ("a date as ending", lambda folder: folder / "x.2024", ["must end with .h5", "x.2024.h5\n"]),
    ("a progress", lambda folder: folder / "x.h5.progress", ["must end with .h5", "x.h5\n"]),
    ("an existing folder", lambda folder: folder, ["this is a folder", "/RESULTS.h5"]),
    ("a name of a folder", lambda folder: f"{folder}/x.h5/", ["a folder", "x.h5/RESULTS.h5"]),
    ("a folder of that name", folder_of_that_name, ["this is a folder", "x.h5/RESULTS.h5"]),
    ("here", lambda folder: ".", ["names a folder", "./RESULTS.h5"]),
    ("a missing folder", lambda folder: folder / "none" / "x.h5", ["there is no folder", "mkdir -p"]),
    ("below a file", lambda folder: file_below_file(folder) / "x.h5", ["notes is no folder"]),
    ("a folder that is a lost link", folder_that_leads_nowhere, ["a folder that is not there"]),
    ("a pipe", pipe_of_that_name, ["this is a pipe"]),
    ("a socket", socket_of_that_name, ["this is a socket"]),
    ("a device", lambda folder: "/dev/null", ["this is a device"]),
    ("a line break", lambda folder: f"{folder}/a\nb.h5", ["line break", "-o RESULTS.h5"]),
    ("a link to a missing folder", link_to_nowhere, ["there is no folder", "none"]),
    ("a link to a folder", link_to_a_folder, ["this is a folder"]),
    ("links in a circle", links_in_a_circle, ["lead in a circle"]),
    ("a link to another ending", link_with_another_ending, ["leads to", "results.dat"]),
    (
        "a name that leaves no room for files beside it",
        lambda folder: folder / ("x" * (LONGEST - 2) + ".h5"),
        ["name is too long", f"{LONGEST + 1} bytes where {LONGEST} are possible"],
    ),
    (
        "a Korean name of that length",
        lambda folder: folder / ("가" * (LONGEST // 3) + ".h5"),
        ["name is too long", "2 to 4 bytes"],
    ),
    ("a name that is too long", lambda folder: folder / ("x" * 300 + ".h5"), ["too long"]),
    ("a path that is too long", long_path, ["path is too long"]),
    ("a progress that is a folder", folder_of_progress, ["x.h5.progress", "no file"]),
]


@pytest.mark.parametrize(
    ("place", "says"), [row[1:] for row in IMPOSSIBLE], ids=[row[0] for row in IMPOSSIBLE]
)
@pytest.mark.parametrize("verb", ["run", "merge"])
def test_an_output_that_cannot_be_is_refused_at_once(
    verb: str, place: Place, says: list[str], study: Path, parts: list[Path], tmp_path: Path
) -> None:
    output = place(tmp_path)
    before = names_in(tmp_path)
    refused = resettle(verb, *([study] if verb == "run" else parts), "-o", output)
    assert refused.returncode == TO_MEND, refused
    for text in (*says, "To do: ", "nothing was run" if verb == "run" else "nothing was written"):
        assert text in refused.stderr, refused.stderr
    assert names_in(tmp_path) == before and refused.stdout == ""


@pytest.mark.parametrize("command", ["run", "merge"])
def test_an_output_without_a_name_is_refused(command: str, study: Path, tmp_path: Path) -> None:
    refused = resettle(command, study, "-o", "", cwd=tmp_path)
    assert refused.returncode == TO_MEND and "-o: the value is empty" in refused.stderr
    assert not names_in(tmp_path)


@pytest.mark.parametrize("words", [("--output=-x.h5",), ("-o=-x.h5",), ("-o", "./-x.h5")])
def test_a_name_may_begin_like_an_option(
    words: tuple[str, ...], study: Path, tmp_path: Path
) -> None:
    done(resettle("run", study, *words, cwd=tmp_path))
    assert names_in(tmp_path) == ["-x.h5"]


@pytest.mark.parametrize("length", [LONGEST, LONGEST - 1])
def test_the_longest_name_can_do_everything(length: int, study: Path, tmp_path: Path) -> None:
    output = tmp_path / ("x" * (length - 3) + ".h5")
    run(study, output)
    done(resettle("extend", output, "--replicates", 3))
    done(resettle("verify", output, "--rerun", 0))
    assert names_in(tmp_path) == [output.name]


def test_the_longest_path_can_do_everything(study: Path, tmp_path: Path) -> None:
    room = 504 - len(str(progress_of(tmp_path / "x.h5"))) + 1
    folder = tmp_path / ("d" * 200)
    folder /= "e" * (room - 203)
    folder.mkdir(parents=True)
    longest = folder / "x.h5"
    assert len(str(progress_of(longest))) == 504
    done(resettle("run", study, "-o", "x.h5", cwd=folder))  # counted from the root all the same
    refused = resettle("run", study, "-o", folder / "xx.h5")
    assert refused.returncode == TO_MEND and "path is too long" in refused.stderr
    assert "496 bytes where 495 are possible" in refused.stderr
    assert names_in(folder) == ["x.h5"]


def test_a_link_to_a_file_that_is_not_there_is_followed(study: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    first, second = tmp_path / "first.h5", tmp_path / "second.h5"
    first.symlink_to("second.h5")
    second.symlink_to(Path("archive") / "study.h5")
    said = done(resettle("run", study, "-o", first))
    assert f"Results: {tmp_path / 'archive' / 'study.h5'}\n" in said
    assert names_in(tmp_path) == ["archive", "archive/study.h5", "first.h5", "second.h5"]
    assert first.is_symlink() and second.is_symlink()


def test_a_run_behind_a_link_is_resumed_by_the_link(tmp_path: Path) -> None:
    slow = write_study(tmp_path, replicates=8, scale=0.3)
    (tmp_path / "archive").mkdir()
    link = tmp_path / "link.h5"
    link.symlink_to(Path("archive") / "study.h5")
    process = start_held("run", slow, "-o", link)
    wait_until_saved(process)
    process.kill()
    process.communicate()
    assert progress_of(tmp_path / "archive" / "study.h5").exists()
    done(resettle("resume", link))
    assert names_in(tmp_path / "archive") == ["study.h5"] and link.is_symlink()


def test_what_is_joined_behind_a_link_lies_there(parts: list[Path], tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    link = tmp_path / "link.h5"
    link.symlink_to(Path("archive") / "study.h5")
    done(resettle("merge", *parts, "-o", link))
    assert names_in(tmp_path / "archive") == ["study.h5"] and link.is_symlink()


def test_no_part_is_joined_into_itself(parts: list[Path], tmp_path: Path) -> None:
    copies = [Path(shutil.copy(part, tmp_path)) for part in parts]
    link, twin = tmp_path / "link.h5", tmp_path / "twin.h5"
    link.symlink_to(copies[0].name)
    twin.hardlink_to(copies[1])
    before = {name: (tmp_path / name).read_bytes() for name in names_in(tmp_path)}
    for output in (*copies, link, twin, tmp_path / "." / "1.h5"):
        refused = resettle("merge", *copies, "-o", output)
        assert refused.returncode == TO_MEND, refused
        assert "to be read and written" in refused.stderr and "-o OTHER.h5" in refused.stderr
        assert "remove that one" not in refused.stderr
    assert before == {name: (tmp_path / name).read_bytes() for name in names_in(tmp_path)}
    for output in copies:  # a run does not replace what it reads, either
        text = Path(shutil.copy(write_study(tmp_path), output))
        refused = resettle("run", text, "-o", output, "--replace")
        assert refused.returncode == TO_MEND and output.read_text().startswith("study: ")


# --- the name that a study gives -----------------------------------------------------------------


def named(folder: Path, study: Path, name: str) -> Path:
    file = folder / "named.yaml"
    text = study.read_text(encoding="utf-8").replace("study: small", f"study: {json.dumps(name)}")
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["a/b", "../a", "/tmp/a", "-a", "a\nb", "a\tb", " "])
def test_a_study_whose_name_is_no_file_name_is_refused(
    name: str, study: Path, tmp_path: Path
) -> None:
    file = named(tmp_path, study, name)
    refused = resettle("run", file, cwd=tmp_path)
    assert refused.returncode == TO_MEND, refused
    assert "nothing was run" in refused.stderr and "study" in refused.stderr, refused.stderr
    assert names_in(tmp_path) == ["named.yaml"]


@pytest.mark.parametrize("name", ["두번째_연구", "a.b", "study.h5"])
def test_other_names_of_studies_make_file_names(name: str, study: Path, tmp_path: Path) -> None:
    done(resettle("run", named(tmp_path, study, name), cwd=tmp_path))
    assert names_in(tmp_path) == sorted(["named.yaml", f"{name}.h5"])


def test_a_long_name_of_a_study_is_refused(study: Path, tmp_path: Path) -> None:
    refused = resettle("run", named(tmp_path, study, "x" * 250), cwd=tmp_path)
    assert refused.returncode == TO_MEND and "at most 64 characters" in refused.stderr
    assert names_in(tmp_path) == ["named.yaml"]


# --- places that the system refuses --------------------------------------------------------------

READ_ONLY = (
    'mount -t tmpfs tmpfs "$1" && cp "$2" "$1/study.h5" && mount -o remount,ro "$1" || exit 77; '
)
FULL = (
    'mount -t tmpfs -o size=1m,nr_inodes=3 tmpfs "$1" && cp "$2" "$1/study.h5" && touch "$1/last" '
    "|| exit 77; "
)


def may_mount(folder: Path) -> bool:
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", str(folder)],
        capture_output=True, check=False,
    ).returncode == 0  # fmt: skip


def in_namespace(
    before: str, folder: Path, file: Path, *arguments: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", "bash", "-c", before + 'shift 2; exec "$@"', "sh"]
        + [str(folder), str(file), *command(*arguments)],
        capture_output=True, text=True, env=environment(), cwd=HOME, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "reason"),
    [(READ_ONLY, "Read-only file system"), (FULL, "No space left on device")],
    ids=["read-only", "full"],
)
def test_a_place_that_takes_no_file_is_named_before_anything_is_run(
    before: str, reason: str, study: Path, parts: list[Path], finished: Path, tmp_path: Path
) -> None:
    if shutil.which("unshare") is None or not may_mount(tmp_path):
        pytest.skip("such a disk needs root or user namespaces (unshare --map-root-user)")
    output, card = tmp_path / "x.h5", tmp_path / "card.json"
    commands: list[tuple[object, ...]] = [
        ("run", study, "-o", output),
        ("run", study, "-o", tmp_path / "study.h5", "--replace"),
        ("extend", tmp_path / "study.h5", "--replicates", 3),
        ("merge", *parts, "-o", output),
        ("report-card", "--json", card),
        ("trial", "ep1", "--json", card),
    ]
    for arguments in commands:
        refused = in_namespace(before, tmp_path, finished, *arguments)
        assert refused.returncode == TO_MEND, (arguments, refused)
        assert reason in refused.stderr and "To do: " in refused.stderr, refused.stderr
        assert "nothing was" in refused.stderr and refused.stdout == "", (arguments, refused)


def test_what_cannot_be_replaced_is_known_before(
    study: Path, finished: Path, tmp_path: Path
) -> None:
    if shutil.which("unshare") is None or not may_mount(tmp_path):
        pytest.skip("needs root or user namespaces (unshare --map-root-user)")
    file = Path(shutil.copy(finished, tmp_path / "study.h5"))
    mounted = 'mount --bind "$1/study.h5" "$1/study.h5" || exit 77; '
    for arguments in (
        ("run", study, "-o", file, "--replace"),
        ("extend", file, "--replicates", 3),
    ):
        refused = in_namespace(mounted, tmp_path, file, *arguments)
        assert refused.returncode == TO_MEND and "is a mount point" in refused.stderr, refused
        assert names_in(tmp_path) == ["study.h5"]


# --- JSON beside what is printed -----------------------------------------------------------------

QUICK = ("--scale", "0.02", "--replicates", 1)


@pytest.mark.parametrize("command", [("report-card", *QUICK), ("trial", "ep1", *QUICK)])
def test_a_file_of_json_is_judged_before_the_run(
    command: tuple[object, ...], finished: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "study.h5").write_bytes(finished.read_bytes())
    (tmp_path / "link.json").symlink_to("study.h5")
    (tmp_path / "baseline.json").symlink_to(SCENARIOS / "baseline.yaml")
    before = names_in(tmp_path)
    for name, said in (
        (tmp_path, "this is a folder"), (tmp_path / "x", "x.json"),
        (tmp_path / "study.h5", "must end with .json"), (tmp_path / "link.json", "leads to"),
        (tmp_path / "baseline.json", "leads to"), (tmp_path / "pipe.json", "is a pipe"),
        (tmp_path / "no" / "x.json", "there is no folder"), (f"{tmp_path}/x.json/", "folder"),
        (tmp_path / ("x" * 240 + ".json"), "name is too long"),
    ):  # fmt: skip
        refused = resettle(*command, "--json", name)
        assert refused.returncode == TO_MEND, (name, refused)
        assert said in refused.stderr and "nothing was run" in refused.stderr, refused.stderr
        assert refused.stdout == "", "nothing was simulated"
    assert names_in(tmp_path) == before
    assert (tmp_path / "study.h5").read_bytes() == finished.read_bytes()


def test_a_list_of_trials_is_not_written(tmp_path: Path) -> None:
    refused = resettle("trial", "--json", tmp_path / "x.json")
    assert refused.returncode == TO_MEND and "no trial is named" in refused.stderr


def test_a_study_without_a_name_is_asked_for() -> None:
    for arguments in (("resume", ""), ("extend", "", "--replicates", 3)):
        refused = resettle(*arguments)
        assert refused.returncode == TO_MEND and "a word of the command is empty" in refused.stderr


def test_json_replaces_json_and_goes_where_the_shell_says(tmp_path: Path) -> None:
    card = tmp_path / "card.json"
    card.write_text("old")
    card.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to("card.json")
    done(resettle("trial", "ep1", *QUICK, "--json", link))
    written = json.loads(card.read_text())
    assert link.is_symlink() and card.stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == ["card.json", "link.json"]
    words = command("trial", "ep1", *QUICK, "--json")
    piped = subprocess.run(
        ["bash", "-c", '"$@" >(cat >&2) >/dev/null', "sh", *words],
        capture_output=True, text=True, env=environment(), cwd=HOME, check=False,
    )  # fmt: skip
    assert piped.returncode == DONE
    assert json.loads(piped.stderr[piped.stderr.index("{") :]) == written
    both = tmp_path / "both.txt"
    with both.open("w", encoding="utf-8") as stream:
        subprocess.run([*words, "/dev/stdout"], stdout=stream, env=environment(), check=True)
    text = both.read_text(encoding="utf-8")
    assert "Published" in text and json.loads(text[text.index("{") :]) == written


def test_a_scenario_is_not_overwritten_by_its_card(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.json"
    slope = {"value": 0, "unit": "logit per unit gain", "status": "policy", "source": "none"}
    changes = {"intent": "No response.", "search": {"gain_slope": slope}}
    scenario.write_text(json.dumps({"based_on": str(SCENARIOS / "baseline.yaml")} | changes))
    before = scenario.read_text()
    refused = resettle("report-card", scenario, *QUICK, "--json", scenario)
    assert refused.returncode == TO_MEND and "to be read and written" in refused.stderr, refused
    assert scenario.read_text() == before


def test_after_a_run_nobody_says_that_nothing_was_run(study: Path, tmp_path: Path) -> None:
    failed = resettle("trial", "ep1", *QUICK, "--json", "/dev/full")
    assert failed.returncode == TO_MEND and "nothing was run" not in failed.stderr
    assert "stands above, but in no file" in failed.stderr and "Published" in failed.stdout
    process = held(command("run", study, "-o", tmp_path / "x.h5", "--threads", 1))
    read_until("1 of 2 replicates, ", process)
    (tmp_path / "x.h5").write_text("notes")
    said = process.communicate()[1]
    assert process.returncode == TO_MEND and "nothing was run" not in said, said
    assert "the run ended early" in said and (tmp_path / "x.h5").read_text() == "notes"


# --- the folder of a pilot -----------------------------------------------------------------------


def test_the_folder_of_a_pilot_is_judged_before_it_runs(study: Path, tmp_path: Path) -> None:
    deep = long_path(tmp_path).parent
    file = tmp_path / "file"
    file.touch()
    for folder in (deep, file, tmp_path / "none"):
        before = names_in(tmp_path)
        refused = resettle("plan", study, TMPDIR=str(folder))
        assert refused.returncode == TO_MEND and "nothing was run" in refused.stderr, refused
        assert "TMPDIR=/path/to/folder" in refused.stderr and str(folder) in refused.stderr
        assert "make the pilot smaller" not in refused.stderr
        assert names_in(tmp_path) == before


# --- going on ------------------------------------------------------------------------------------


def test_a_run_is_resumed_only_where_it_can_be_kept(finished: Path, tmp_path: Path) -> None:
    slow = write_study(tmp_path, replicates=8, scale=0.3)
    process = start_held("run", slow, "-o", tmp_path / "study.h5")
    wait_until_saved(process)
    process.kill()
    process.communicate()
    results = fingerprint(run(slow, tmp_path / "at_once.h5"))
    long_name = tmp_path / ("x" * 240 + ".h5")  # there is room for the name of its progress
    progress_of(tmp_path / "study.h5").rename(progress_of(long_name))
    refused = resettle("resume", long_name)
    assert refused.returncode == TO_MEND and "name is too long" in refused.stderr, refused
    assert "with the .progress beside it" in refused.stderr
    progress_of(long_name).rename(progress_of(tmp_path / "study.h5"))
    done(resettle("resume", tmp_path / "study.h5"))
    assert fingerprint(tmp_path / "study.h5") == results
    extended = tmp_path / ("y" * 240 + ".h5")
    shutil.copy(finished, extended)
    refused = resettle("extend", extended, "--replicates", 3)
    assert refused.returncode == TO_MEND and "name is too long" in refused.stderr, refused
    assert extended.read_bytes() == finished.read_bytes()
    assert not progress_of(extended).exists()
