"""The launcher ./resettle, with stand-ins for the system's tools: nothing is installed or built."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def packages(name: str) -> list[str]:
    lines = (CHECKOUT / ".ci" / name).read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


NEEDED = packages("debian-packages")
FOR_TESTS = packages("debian-packages-tests")
HARMLESS_TOOLS = (
    "bash env basename cat chmod cut dirname find flock grep head mkdir mv nproc readlink rm "
    "sha256sum stat tail tr"
)
USERS, TESTS = "requirements.lock", "requirements-tests.lock"
NOBODY = 65534


class Machine:
    """A checkout in a folder with spaces, and a PATH that holds stand-ins only."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "my checkout"
        self.tools = folder / "tools"
        self.calls = folder / "calls"
        (self.checkout / "sim").mkdir(parents=True)
        (self.checkout / "CMakeLists.txt").touch()
        shutil.copytree(CHECKOUT / ".ci", self.checkout / ".ci")
        shutil.copy(CHECKOUT / "resettle", self.checkout / "resettle")
        self.tools.mkdir()
        for name in HARMLESS_TOOLS.split():
            (self.tools / name).symlink_to(str(shutil.which(name)))
        self.tool("dpkg", "exit 0")
        self.tool("id", "echo 1000")
        self.installed(NEEDED)

    def tool(self, name: str, script: str) -> None:
        """A stand-in that notes its call, then does as `script` says."""
        path = self.tools / name
        path.unlink(missing_ok=True)  # it may be a link to the system's own tool, never to be written
        note = f'echo "{name} $*" >>"{self.calls}"'
        path.write_text(f"#!/usr/bin/env bash\n{note}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def installed(self, packages: list[str]) -> None:
        lines = "\n".join(f"{name} installed" for name in packages)
        self.tool("dpkg-query", f"cat <<'END'\n{lines}\nEND")

    def built_program(self, script: str) -> None:
        """A program as an earlier call would have left it, newer than every source."""
        program = self.checkout / "build/sim/resettle"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        (self.checkout / "build/.built").write_text(f"{self.checkout}\n", encoding="utf-8")

    def runner_of_mutants(self, script: str) -> None:
        runner = self.checkout / "tests/mutants/__main__.py"
        runner.parent.mkdir(parents=True)
        runner.write_text(script, encoding="utf-8")

    def built_python(self, *lists: str, script: str = "exit 0") -> None:
        """A Python environment in which the packages of these lists are installed."""
        python = self.checkout / "build/venv/bin/python"
        python.parent.mkdir(parents=True, exist_ok=True)
        note = f'echo "python $*" >>"{self.calls}"'
        python.write_text(f"#!/usr/bin/env bash\n{note}\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
        analysis = self.checkout / "analysis"
        analysis.mkdir(exist_ok=True)
        for name in (USERS, TESTS):
            (analysis / name).write_text(f"# {name}\n", encoding="utf-8")
        for name in lists:
            both = (analysis / USERS).read_bytes() + (analysis / name).read_bytes()
            mark = f"{hashlib.sha256(both).hexdigest()}  - {self.checkout}\n"
            (self.checkout / f"build/venv/.made-{name}").write_text(mark, encoding="utf-8")

    def run(
        self, *arguments: str, cwd: Path | None = None, user: int | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.checkout / "resettle"), *arguments],
            cwd=cwd or self.checkout,
            env={"PATH": str(self.tools)} | variables,
            user=user,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def called(self, tool: str) -> bool:
        calls = self.calls.read_text(encoding="utf-8") if self.calls.exists() else ""
        return any(line.split()[0] == tool for line in calls.splitlines())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path.resolve())


def test_without_rights_it_prints_the_command_for_an_administrator(machine: Machine) -> None:
    machine.installed([name for name in NEEDED if name not in ("cmake", "libhdf5-dev")])
    machine.tool("apt-get", "exit 0")
    result = machine.run("check")
    assert result.returncode == 2
    assert "Ask an administrator" in result.stderr
    command = "apt-get update && apt-get install --yes --no-install-recommends cmake libhdf5-dev\n"
    assert command in result.stderr
    assert result.stdout == ""
    assert not machine.called("apt-get")


def test_a_sudo_that_refuses_counts_as_no_rights(machine: Machine) -> None:
    machine.installed([])
    machine.tool("apt-get", "exit 0")
    machine.tool("sudo", "exit 1")
    result = machine.run("check")
    assert result.returncode == 2
    assert "Ask an administrator" in result.stderr
    assert not machine.called("apt-get")


def test_without_apt_get_it_names_the_packages(machine: Machine) -> None:
    machine.installed([])
    result = machine.run("check")
    assert result.returncode == 2
    assert "does not have" in result.stderr
    assert " ".join(NEEDED) in result.stderr


def test_a_failed_installation_is_exit_code_1_and_is_tried_again(machine: Machine) -> None:
    machine.installed(NEEDED[1:])
    machine.tool("id", "echo 0")
    machine.tool("apt-get", '[[ $1 == update ]] || { echo "E: no such package"; exit 100; }')
    for _ in range(2):
        machine.calls.unlink(missing_ok=True)
        result = machine.run("check")
        assert result.returncode == 1
        assert NEEDED[0] in result.stderr
        assert "E: no such package" in result.stderr
        assert machine.called("apt-get")


def test_a_package_half_installed_counts_as_missing(machine: Machine) -> None:
    rest = "\n".join(f"{name} installed" for name in NEEDED[1:])
    machine.tool("dpkg-query", f"cat <<'END'\n{NEEDED[0]} half-configured\n{rest}\nEND")
    result = machine.run("check")
    assert result.returncode == 2
    assert result.stderr.rstrip().endswith(NEEDED[0])


def test_a_failed_build_shows_its_log(machine: Machine) -> None:
    machine.tool("cmake", 'echo "CMake Error: cannot find it"; exit 1')
    result = machine.run("check")
    assert result.returncode == 1
    assert "CMake Error: cannot find it" in result.stderr
    assert "build/build.log" in result.stderr
    assert not (machine.checkout / "build/.built").exists()


def test_the_program_runs_in_the_callers_folder(machine: Machine, tmp_path: Path) -> None:
    machine.built_program('printf "%s\\n" "$PWD" "$RESETTLE_HOME" "$@"; exit 7')
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    result = machine.run("run", "my study.yaml", "", "a*", cwd=elsewhere)
    expected = [elsewhere.resolve(), machine.checkout, "run", "my study.yaml", "", "a*"]
    assert result.stdout.splitlines() == [str(line) for line in expected]
    assert result.stderr == ""
    assert result.returncode == 7
    assert not machine.called("dpkg-query"), "a later call should start at once"


def test_it_works_through_a_symbolic_link(machine: Machine, tmp_path: Path) -> None:
    machine.built_program('echo "$RESETTLE_HOME"')
    link = tmp_path / "link"
    link.symlink_to(machine.checkout / "resettle")
    result = subprocess.run(
        [str(link), "x"], env={"PATH": str(machine.tools)}, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == str(machine.checkout)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("./resettle", "./resettle"),
        ("'../my checkout/resettle'", "../my checkout/resettle"),
        ('"$PWD/resettle"', "{checkout}/resettle"),
        ("resettle", "resettle"),
        ("'{tools}/resettle'", "resettle"),
        ("bash resettle", "./resettle"),
        ("bash ./resettle", "./resettle"),
    ],
)
def test_the_program_is_told_what_was_typed(machine: Machine, typed: str, told: str) -> None:
    machine.built_program('printf %s "$RESETTLE_COMMAND"')
    (machine.tools / "resettle").symlink_to(machine.checkout / "resettle")
    places = {"checkout": machine.checkout, "tools": machine.tools}
    result = subprocess.run(
        ["bash", "-c", typed.format(**places) + " check"], cwd=machine.checkout,
        env={"PATH": str(machine.tools), "RESETTLE_COMMAND": "of another checkout"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout == told.format(**places)


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_help_begins_with_the_launchers_commands(
    machine: Machine, arguments: tuple[str, ...]
) -> None:
    machine.built_program('echo "the program: $*"')
    result = machine.run(*arguments)
    assert result.returncode == 0
    for command in ("test", "notebook", "export", "sensitivity", "bench", "clean"):
        assert f"\n  {command} " in result.stdout
    assert result.stdout.endswith("the program: --help\n")


def test_a_notebook_is_named_by_number_or_words(machine: Machine) -> None:
    machine.built_program('echo "$*" >&2; exit 2')  # it knows what is wrong with a study
    notebooks = machine.checkout / "analysis/notebooks"
    notebooks.mkdir(parents=True)
    for name in ("1_first_look", "2_comparing", "3_comparing_more"):
        (notebooks / f"{name}.ipynb").touch()
    for wrong in ("nonsense", "comparing", "4"):
        result = machine.run("notebook", wrong, "absent.h5")
        assert result.returncode == 2
        assert f"'{wrong}' names no notebook, or several" in result.stderr
        assert "2_comparing.ipynb" in result.stderr
    for right in ("first_look", "2", "3_comparing_more.ipynb"):
        result = machine.run("notebook", right, "absent.h5")
        assert result.returncode == 2
        assert result.stderr == "compare -- absent.h5\n"
    for words in (("--", "-x.h5"), ("-x.h5",), ("2", "-x.h5")):
        assert machine.run("notebook", *words).stderr == "compare -- -x.h5\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"), ("a\tb\rc\x7f", r"a\x09b\x0dc\x7f"), ("a\x9bb\x85", r"a\u009bb\u0085"),
        ("한글 é", "한글 é"), ("한\x1b글", r"한\x1b글"), ("no%sthing\\n", r"no%sthing\n"),
    ],
)  # fmt: skip
def test_what_steers_a_terminal_is_shown_as_an_escape(machine: Machine, name: str, shown: str) -> None:
    for words in (["notebook", name, "absent.h5"], ["test", name]):
        result = machine.run(*words)
        assert result.returncode == 2
        if words[0] == "notebook":
            assert f"'{shown}' names no notebook" in result.stderr
        assert not set(result.stderr) & {chr(c) for c in (*range(10), *range(11, 32), *range(127, 160))}


@pytest.mark.parametrize("command", ["test", "notebook", "clean"])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_its_own_commands_explain_themselves(machine: Machine, command: str, option: str) -> None:
    machine.built_program("exit 7")
    result = machine.run(command, option)
    assert result.returncode == 0
    assert result.stdout.startswith(f"  {command} ")
    assert all(line.startswith((f"  {command} ", " " * 24)) for line in result.stdout.splitlines())
    assert (machine.checkout / "build/sim/resettle").exists()
    assert not machine.called("cmake")


def test_the_table_lists_the_commands_that_the_launcher_has() -> None:
    script = (CHECKOUT / "resettle").read_text(encoding="utf-8")
    branches = re.findall(r"^    ([a-z-]+)\)", script.partition("\nmain() {")[2], re.MULTILINE)
    table = (CHECKOUT / ".ci/launcher-commands").read_text(encoding="utf-8").splitlines()
    listed = [line.split("|")[0] for line in table if line and not line.startswith("#")]
    branches.remove("compare")  # of the program; the launcher looks at its language
    assert sorted(branches) == sorted(listed) and len(listed) >= 4


def test_a_newer_source_is_noticed(machine: Machine) -> None:
    machine.built_program("echo old")
    source = machine.checkout / "sim/new.cpp"
    source.touch()
    later = (machine.checkout / "build/.built").stat().st_mtime + 5
    os.utime(source, (later, later))
    machine.tool("cmake", "exit 1")
    result = machine.run("check")
    assert machine.called("cmake")
    assert result.returncode == 1
    assert result.stdout == ""


def test_a_runner_that_ran_no_test_is_not_reported_as_passed(machine: Machine) -> None:
    machine.built_program("exit 0")
    (machine.checkout / "build/build.ninja").touch()
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", "exit 0")
    result = machine.run("test", "-R", "nothing")
    assert result.returncode == 1
    assert "Tests did not run: C++ tests" in result.stderr
    assert "passed" not in result.stdout


@pytest.mark.parametrize(
    ("failures", "exit_code", "last_line", "launcher_exit_code"),
    [(0, 0, "3 passed, 0 failed", 0), (1, 8, "2 passed, 1 failed", 1)],
)
def test_the_last_line_counts_the_tests(
    machine: Machine, failures: int, exit_code: int, last_line: str, launcher_exit_code: int
) -> None:
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    report = f'<testsuite name="x"\n\ttests="4"\n\tfailures="{failures}"\n\tskipped="1">'
    machine.tool(
        "ctest",
        'while [[ $1 != --output-junit ]]; do shift; done\n'
        f"printf '%s' '{report}' >\"$2\"; exit {exit_code}",
    )
    result = machine.run("test", "-R", "something")
    assert result.stdout.splitlines()[-1] == last_line
    assert result.returncode == launcher_exit_code


@pytest.mark.parametrize(("options", "long"), [((), ""), (("--long",), "1")])
def test_the_long_form_is_asked_for_in_the_environment(
    machine: Machine, options: tuple[str, ...], long: str
) -> None:
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", f'echo "long=$RESETTLE_LONG $*" >>"{machine.calls}"; exit 0')
    machine.run("test", *options, "-R", "something")
    calls = machine.calls.read_text(encoding="utf-8")
    assert f"\nlong={long} --test-dir" in calls
    assert "--long" not in calls


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--lon"], "'--lon'. Did you mean --long?"), (["long"], "Did you mean --long?"),
        (["--mutant"], "Did you mean --mutants?"), (["-j4"], "does not take '-j4'.\n"),
        (["laws"], " test -R 'laws'\n"), ([""], "does not take ''"), (["a b"], "test -R 'a b'"),
        (["-R"], "-R wants a pattern of names, such as"), (["-L", "--long"], "-L wants a kind of test"),
        (["--long", "--lnog"], "does not take '--lnog'"), (["-R", "budget", "money"], "test -R 'money'"),
        (["--rerun-failed"], "does not take"), (["--long", "--mutants"], "does not take '--mutants'"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_test_does_not_take_is_refused(machine: Machine, words: list[str], said: str) -> None:
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", "exit 0")
    result = machine.run("test", *words)
    assert result.returncode == 2
    assert said in result.stderr
    assert "wants" in said or "It takes nothing (all tests), --long" in result.stderr
    assert not machine.called("cmake") and not machine.called("ctest")


@pytest.mark.parametrize(
    ("exit_code", "last_line"), [(0, "13 passed, 0 failed"), (1, "12 passed, 1 failed")]
)
def test_checks_and_mutants_are_counted(machine: Machine, exit_code: int, last_line: str) -> None:
    machine.built_program("exit 0")
    machine.installed([*NEEDED, *FOR_TESTS])
    machine.tool("cmake", "exit 0")
    junit = 'while [[ $1 != --output-junit ]]; do shift; done; report=$2'
    machine.tool("ctest", f"{junit}; echo '<testsuite tests=\"3\">' >\"$report\"")
    machine.built_python(
        USERS, TESTS,
        script='for w; do [[ $w != --junitxml=* ]] || echo \'<testsuite tests="1">\' >"${w#*=}"; done',
    )  # fmt: skip
    lint = machine.checkout / ".ci/lint"
    report = f'<testsuite name="lint" tests="5" failures="{exit_code}">'
    lint.write_text(f"#!/usr/bin/env bash\necho '{report}' >\"$1\"; exit {exit_code}\n", encoding="utf-8")
    machine.runner_of_mutants(
        "import sys\nassert sys.argv[1:3] == ['--sample', '60']\n"
        "open(sys.argv[4], 'w').write('<testsuite name=\"mutants\" tests=\"4\" failures=\"0\">')\n"
    )
    result = machine.run("test")
    assert result.stdout.splitlines()[-1] == last_line, result.stderr
    assert result.returncode == exit_code


def test_a_failing_test_is_counted_and_no_mutant_tried(machine: Machine) -> None:
    machine.built_program("exit 0")
    machine.installed([*NEEDED, *FOR_TESTS])
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", "while [[ $1 != --output-junit ]]; do shift; done\n"
                          "echo '<testsuite tests=\"3\" failures=\"1\">' >\"$2\"; exit 8")  # fmt: skip
    machine.built_python(
        USERS, TESTS,
        script='for w; do [[ $w != --junitxml=* ]] || echo \'<testsuite tests="1">\' >"${w#*=}"; done',
    )  # fmt: skip
    lint = machine.checkout / ".ci/lint"
    lint.write_text("#!/usr/bin/env bash\necho '<testsuite tests=\"1\">' >\"$1\"\n", encoding="utf-8")
    machine.runner_of_mutants("import sys\nsys.exit(2)\n")
    result = machine.run("test")
    assert result.stdout.splitlines()[-1] == "4 passed, 1 failed", result.stderr
    assert "No mutants" in result.stderr and result.returncode == 1


def test_what_test_takes_selects_tests(machine: Machine) -> None:
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", "exit 0")
    machine.run("test", "-L", "laws", "--long", "-R", "a b", "-E", "c")
    assert machine.calls.read_text(encoding="utf-8").endswith(" -L laws -R a b -E c\n")


def test_mutants_have_a_runner_of_their_own(machine: Machine) -> None:
    machine.runner_of_mutants(
        "import sys\nwords = sys.argv[1:]\nif 'wrong' in words: sys.exit(2)\n"
        "if words[0] != '--check': print('|'.join(words)); sys.exit(4)\n"
    )
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    machine.installed([*NEEDED, *FOR_TESTS])
    result = machine.run("test", "--mutants", "search", "--every", "a b")
    assert (result.returncode, result.stdout) == (4, "search|--every|a b\n")
    built = machine.calls.read_text(encoding="utf-8")
    assert machine.run("test", "--mutants", "wrong").returncode == 2
    assert machine.calls.read_text(encoding="utf-8") == built  # nothing is built for wrong words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["a.h5", "--lang", "ko", "--full"], "python -m resettle.terminal --lang ko a.h5 --full"),
        (["--lang=ko", "--", "--lang"], "python -m resettle.terminal --lang ko -- --lang"),
        (["a b.h5", "--show", "types", "--lang=en"], "program compare a b.h5 --show types"),
        (["a.h5", "--json"], "program compare a.h5 --json"),
        (["--", "-a.h5", "--lang=ko"], "program compare -- -a.h5 --lang=ko"),
    ],
)
def test_a_comparison_is_told_in_the_language_asked_for(machine: Machine, words, told) -> None:
    machine.built_program('echo "program $*"')
    machine.built_python(USERS, script='echo "python ${*:3}"')
    result = machine.run("compare", *words)
    assert (result.returncode, result.stdout, result.stderr) == (0, f"{told}\n", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [(["a.h5", "--lang"], "--lang needs a value"), (["a.h5", "--lang=fr"], "no texts in 'fr'; use --lang")],
)
def test_another_language_is_refused(machine: Machine, words: list[str], told: str) -> None:
    machine.built_program("exit 0")
    result = machine.run("compare", *words)
    assert (result.returncode, result.stdout) == (2, "") and told in result.stderr


def test_clean_removes_the_build_only(machine: Machine) -> None:
    machine.built_program("exit 0")
    assert machine.run("clean").returncode == 0
    assert not (machine.checkout / "build").exists()
    assert (machine.checkout / "sim").exists()
    for words in (["now"], ["--dry-run"], ["sim"]):
        machine.checkout.joinpath("build").mkdir(exist_ok=True)
        result = machine.run("clean", *words)
        assert result.returncode == 2 and "takes nothing else" in result.stderr
        assert (machine.checkout / "build").exists()


# ---- nothing foreign ------------------------------------------------------------------------------

SHOW = 'env; printf "argument %s\\n" "$@"'


@pytest.mark.parametrize(
    "command", [["export", "s.h5"], ["report", "s.h5"], ["sensitivity", "s.h5"], ["notebook", "s.h5"]]
)
def test_python_is_started_apart_from_the_folder_and_the_variables_of_the_user(
    machine: Machine, tmp_path: Path, command: list[str]
) -> None:
    machine.built_program("exit 0")
    machine.built_python(USERS, script=SHOW)
    (machine.checkout / "analysis/notebooks").mkdir()
    (machine.checkout / "analysis/notebooks/1_first_look.ipynb").touch()
    (tmp_path / "s.h5").touch()
    foreign = ("PATH", "STARTUP", "HOME", "INSPECT", "USERBASE", "PLATLIBDIR", "WARNINGS", "BREAKPOINT")
    variables = {f"PYTHON{name}": str(tmp_path) for name in foreign}
    variables |= {"PYTEST_PLUGINS": "x", "PYTEST_ADDOPTS": "-p x", "CDPATH": str(tmp_path)}
    variables["PATH"] = f"{machine.tools}:.:"
    variables["LD_LIBRARY_PATH"] = ":/opt/library with spaces:lib::."
    result = machine.run(*command, cwd=tmp_path, **variables)
    assert result.returncode == 0, result.stderr
    shown = result.stdout.splitlines()
    assert shown[shown.index("argument -I") : shown.index("argument -m")] == [
        "argument -I", "argument -B",
    ]  # fmt: skip
    assert not [line for line in shown if line.startswith(("PYTHON", "PYTEST", "CDPATH"))]
    assert f"PATH={machine.tools}" in shown
    assert "LD_LIBRARY_PATH=/opt/library with spaces" in shown
    assert "HDF5_PLUGIN_PRELOAD=::" in shown


def test_a_tool_of_the_folder_one_works_in_is_not_run(machine: Machine, tmp_path: Path) -> None:
    machine.built_program("exit 7")
    for name in ("find", "dirname", "readlink", "cat"):
        (tmp_path / name).write_text("#!/bin/sh\ntouch foreign\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    result = machine.run("check", cwd=tmp_path, PATH=f".:{machine.tools}")
    assert result.returncode == 7
    assert not (tmp_path / "foreign").exists()


def test_of_what_is_set_for_pip_only_where_it_downloads_from_counts(machine: Machine) -> None:
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", "exit 0")
    machine.installed([*NEEDED, *FOR_TESTS])
    show = f'[[ $* != *" -m pip "* ]] || env >"{machine.calls}.pip"'
    machine.built_python(USERS, script=show)
    kept = {"PIP_INDEX_URL": "https://mirror", "PIP_CERT": "/c", "PIP_NO_CACHE_DIR": "1"}
    dropped = {"PIP_TARGET": "/t", "PIP_USER": "1", "PIP_PREFIX": "/p", "PIP_NO_DEPS": "1",
               "PIP_REQUIREMENT": "/r", "PIP_CONSTRAINT": "/x", "PIP_DRY_RUN": "1"}  # fmt: skip
    machine.run("test", **kept, **dropped)
    seen = Path(f"{machine.calls}.pip").read_text(encoding="utf-8").splitlines()
    assert sorted(line for line in seen if line.startswith("PIP_")) == sorted(
        f"{name}={value}" for name, value in kept.items()
    )


# ---- what users need, and what the tests need ------------------------------------------------------


def pip_calls(machine: Machine) -> list[str]:
    calls = machine.calls.read_text(encoding="utf-8").splitlines()
    return [line for line in calls if line.startswith("python") and " pip " in line]


def test_users_do_not_get_the_tools_of_the_tests(machine: Machine) -> None:
    machine.built_program("exit 0")
    machine.built_python(USERS)
    assert machine.run("export").returncode == 0
    assert pip_calls(machine) == []


def test_the_tests_add_theirs_to_what_users_have_once(machine: Machine) -> None:
    machine.built_program("exit 0")
    machine.tool("cmake", "exit 0")
    machine.tool("ctest", "exit 0")
    machine.installed([*NEEDED, *FOR_TESTS])
    machine.built_python(USERS)
    for _ in range(2):
        machine.run("test")
    (call,) = pip_calls(machine)
    assert "--require-hashes --only-binary :all: -r" in call
    assert call.endswith(f"analysis/{TESTS}")


def test_a_changed_list_of_packages_is_noticed(machine: Machine) -> None:
    """Here it cannot be installed, as there is no system to make an environment from."""
    machine.built_program("exit 0")
    machine.built_python(USERS)
    machine.tool("rm", "exit 1")
    (machine.checkout / "analysis" / USERS).write_text("# another\n", encoding="utf-8")
    result = machine.run("export")
    assert result.returncode == 1
    assert "making the Python environment" in result.stderr


# ---- who may only read ----------------------------------------------------------------------------


@pytest.fixture
def readable() -> Iterator[Machine]:
    """A checkout that another user can read: built, not to be written."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        machine = Machine(Path(folder).resolve())
        machine.built_program("exit 0")
        machine.built_python(USERS)
        machine.calls.touch()
        machine.calls.chmod(0o666)
        (machine.checkout / "analysis/notebooks").mkdir()
        (machine.checkout / "analysis/notebooks/1_first_look.ipynb").touch()
        yield machine


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")


@as_root
@pytest.mark.parametrize(
    "command",
    [["export", "s.h5"], ["report", "s.h5"], ["sensitivity", "s.h5"], ["notebook", "s.h5"], ["check"]],
)
def test_who_may_only_read_can_use_what_is_built(readable: Machine, command: list[str]) -> None:
    (readable.checkout / "s.h5").touch()
    result = readable.run(*command, user=NOBODY)
    assert (result.returncode, result.stderr) == (0, "")
    assert not (readable.checkout / ".resettle.lock").exists()


@as_root
@pytest.mark.parametrize("command", ["export", "report", "check", "test"])
def test_who_may_only_read_is_told_who_builds(readable: Machine, command: str) -> None:
    shutil.rmtree(readable.checkout / "build")
    result = readable.run(command, user=NOBODY)
    assert result.returncode == 2
    assert "Ask its owner" in result.stderr


@as_root
def test_a_notebook_without_a_study_tells_who_may_only_read_how_to_run_one(readable: Machine) -> None:
    result = readable.run("notebook", user=NOBODY)
    assert result.returncode == 2
    assert "quick_look.yaml' -o quick_look.h5\n" in result.stderr
    assert result.stderr.endswith("notebook 1 quick_look.h5\n")


@as_root
def test_who_may_only_read_is_not_let_to_remove_the_build(readable: Machine) -> None:
    result = readable.run("clean", user=NOBODY)
    assert result.returncode == 2 and "may not remove" in result.stderr
    assert (readable.checkout / "build/venv").exists()


@pytest.mark.parametrize(("checkout", "lock"), [(0o755, 0o600), (0o775, 0o660), (0o777, 0o666)])
def test_only_who_may_write_to_the_checkout_may_open_its_lock(
    machine: Machine, checkout: int, lock: int
) -> None:
    """Else anybody who may read it could hold it for ever; also a lock of an older version."""
    machine.tool("cmake", "exit 1")
    machine.checkout.chmod(checkout)
    file = machine.checkout / ".resettle.lock"
    for _ in range(2):
        machine.run("check")
        assert file.stat().st_mode & 0o777 == lock
        file.chmod(0o644)


@pytest.mark.parametrize("command", [["export"], ["report"], ["check"]])
def test_where_everything_is_built_no_lock_is_waited_for(
    machine: Machine, command: list[str]
) -> None:
    machine.built_program("exit 0")
    machine.built_python(USERS)
    with (machine.checkout / ".resettle.lock").open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = machine.run(*command)
    assert (result.returncode, result.stderr) == (0, "")


# ---- progress -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "lines"), [(40, 10), (237, 10), (10, 10), (3, 0)])
def test_a_build_that_is_not_on_a_terminal_says_how_far_it_is(
    machine: Machine, steps: int, lines: int
) -> None:
    build = f'[[ $1 == --build ]] && for ((i = 1; i <= {steps}; ++i)); do echo "[$i/{steps}] C"; done'
    machine.tool("cmake", f"{build}; exit 0")
    result = machine.run("check", NINJA_STATUS="%p ")
    told = re.findall(r"^resettle: building, (\d+) of (\d+)$", result.stderr, re.MULTILINE)
    assert len(told) == lines
    assert not lines or told[-1] == (str(steps), str(steps))
    assert result.stdout == ""
