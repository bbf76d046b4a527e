"""Completion in the shell and the manual page, both made from the command line itself; and output
that cannot be written."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from small_studies import (
    DONE,
    TO_MEND,
    command,
    done,
    environment,
    needs_program,
    resettle,
    run,
    write_study,
)

pytestmark = needs_program

# After this many words of the line the cursor stands in the last one.
TRY = r"""
source "$1"
COMP_WORDS=("${@:2}")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_resettle
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def bash_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    script = tmp_path_factory.mktemp("completion") / "resettle.bash"
    script.write_text(done(resettle("completion", "bash")), encoding="utf-8")
    return script


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("policy.yaml", "my study.yaml", "study.h5", "card.json", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "more").mkdir()
    return tmp_path


def completed(script: Path, words: list[str], folder: Path) -> set[str]:
    result = subprocess.run(
        ["bash", "--norc", "-c", TRY, "bash", str(script), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    return set(result.stdout.split("\n")) - {""}


def commands_in_help(*path: str) -> list[str]:
    """The commands that help lists below "Subcommands:"."""
    _, _, below = done(resettle(*path, "--help")).partition("\nSubcommands:\n")
    return re.findall(r"^  ([a-z-]+) ", below.partition("\n\n")[0], re.MULTILINE)


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("comp", {"compare", "completion"}),
        ("run ''", {"policy.yaml", "my study.yaml", "more"}),
        ("run my", {"my study.yaml"}),
        ("run policy.yaml --repl", {"--replace", "--replicates"}),
        ("run policy.yaml --replicates ''", set()),
        ("run policy.yaml -o ''", {"study.h5", "more"}),
        ("run policy.yaml --output = s", {"study.h5"}),
        ("run policy.yaml --output =", {"study.h5", "more"}),
        ("run policy.yaml --arm p", {"policy.yaml"}),
        ("run policy.yaml --arm name = p", {"policy.yaml"}),
        ("run policy.yaml --arm name =", {"policy.yaml", "my study.yaml", "more"}),
        ("compare s", {"study.h5"}),
        ("report-card --json ''", {"card.json", "more"}),
        ("plan --from ''", {"study.h5", "more"}),
        ("explain ''", {"month", "model", "instrument"}),
        ("explain model --b", {"--block"}),
        ("schema ''", {"scenario", "study"}),
        ("completion ''", {"bash", "zsh", "fish"}),
        ("no_such_command ''", set()),
        # Of the launcher:
        ("not", {"notebook"}),
        ("notebook ''", {"study.h5", "more"}),
        ("test --", {"--long", "--mutants"}),
        ("export study.h5 --format ''", {"csv", "parquet"}),
        ("report study.h5 --lang k", {"ko"}),
        ("report s", {"study.h5"}),
    ],
)
def test_bash_completes(line: str, proposed: set[str], bash_script: Path, folder: Path) -> None:
    assert completed(bash_script, ["./resettle", *shlex.split(line)], folder) == proposed


def test_every_command_is_completed_with_its_options(bash_script: Path, folder: Path) -> None:
    commands = commands_in_help()
    assert len(commands) > 15
    assert set(commands) <= completed(bash_script, ["resettle", ""], folder)
    for asked in commands:
        options = completed(bash_script, ["resettle", asked, "-"], folder)
        text = done(resettle(asked, "--help"))
        assert set(re.findall(r"^  (-[a-z]),", text, re.MULTILINE)) <= options
        assert set(re.findall(r"^  (?:-[a-z],)?(--[a-z-]+)", text, re.MULTILINE)) <= options


def test_without_the_launcher_its_commands_are_not_proposed() -> None:
    result = subprocess.run(
        [resettle("--version").args[0], "completion", "bash"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "report-card" in result.stdout
    assert "notebook" not in result.stdout


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_every_command_too(shell: str, tmp_path: Path) -> None:
    text = done(resettle("completion", shell))
    for asked in [*commands_in_help(), "notebook", "clean"]:
        assert re.search(rf"['\s]{asked}['\s:]", text), asked
    script = tmp_path / "script"
    script.write_text(text, encoding="utf-8")
    if shutil.which(shell):  # not among the packages that are installed for tests
        subprocess.run([shell, "-n", str(script)], check=True)  # reads, runs nothing


def test_zsh_proposes_again_what_may_be_given_again() -> None:
    text = done(resettle("completion", "zsh"))
    run_options = text.partition("\n    'run')\n")[2].partition("\n      ;;\n")[0]
    for option in ("set", "arm", "label"):
        assert f"'*--{option}[" in run_options
    assert "'--seed[" in run_options and "'(-o --output)'{-o,--output}'[" in run_options


def test_an_unknown_shell_is_refused() -> None:
    result = resettle("completion", "powershell")
    assert result.returncode == 2
    assert "bash" in result.stderr


# --- The manual page ------------------------------------------------------------------------------

MACROS = {"TH", "SH", "SS", "TP", "PP", "B", "RS", "RE", "nf", "fi"}


def test_the_manual_page_is_sound_roff() -> None:
    page = done(resettle("man"))
    assert page.isascii()
    assert page.startswith('.TH RESETTLE 1 "" "resettle ')
    opened: list[str] = []
    for line in page.splitlines():
        assert not line.startswith("'"), line
        assert set(re.findall(r"\\(.)", line)) <= set("-&ef"), line
        if not line.startswith("."):
            continue
        macro = line[1:].split()[0]
        assert macro in MACROS, line
        if macro in ("RS", "nf"):
            opened.append(macro)
        elif macro in ("fi", "RE"):
            assert opened.pop() == {"fi": "nf", "RE": "RS"}[macro]
    assert opened == []


def test_the_manual_page_has_every_command_and_exit_code() -> None:
    page = done(resettle("man")).replace("\\-", "-")
    for asked in [*commands_in_help(), "explain month", "test", "notebook", "export", "clean"]:
        assert re.search(rf'^\.SS "resettle {asked}[ "]', page, re.MULTILINE), asked
    status = page.partition(".SH EXIT STATUS\n")[2].partition(".SH")[0]
    assert re.findall(r"^\.TP\n(\d)$", status, re.MULTILINE) == ["0", "2", "3", "4", "1"]
    assert "something in your input or on your machine must be mended" in status
    for section in ("FILES", "EXAMPLES", "OPTIONS"):
        assert f"\n.SH {section}\n" in page


def test_groff_has_nothing_to_say_against_the_manual_page() -> None:
    result = subprocess.run(
        ["groff", "-man", "-ww", "-Tascii"],
        input=done(resettle("man")),
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    assert "resettle run scenarios/studies/settlement_subsidies.yaml" in result.stdout


# --- Output that cannot be written ----------------------------------------------------------------

MUCH = ("man",)  # more than is held back in memory
LITTLE = ("params", "mentoring")


def in_shell(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script, "bash", *words],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [MUCH, LITTLE, ("--help",), ("run", "--help")])
def test_lost_output_is_reported(arguments: tuple[str, ...]) -> None:
    result = in_shell('"$@" > /dev/full', *command(*arguments))
    assert result.returncode == TO_MEND, result
    assert result.stderr.startswith("The output could not be written (No space left on device)")
    assert result.stderr.count("To do: ") == 1
    unheard = in_shell('"$@" > /dev/full 2> /dev/full', *command(*arguments))
    assert unheard.returncode == TO_MEND, unheard


@pytest.mark.parametrize("arguments", [("params", "no_such_parameter"), ("no_such_command",)])
def test_an_error_that_nobody_can_read_is_still_one(arguments: tuple[str, ...]) -> None:
    assert in_shell('"$@" 2> /dev/full', *command(*arguments)).returncode == TO_MEND


@pytest.mark.parametrize("before", ["", "trap '' PIPE;"])
@pytest.mark.parametrize("arguments", [MUCH, ("params",)])
def test_a_reader_that_has_enough_is_no_problem(before: str, arguments: tuple[str, ...]) -> None:
    script = before + '"$@" | head -n 1; exit ${PIPESTATUS[0]}'
    result = in_shell(script, *command(*arguments))
    assert result.stderr == ""
    assert result.returncode in (DONE, 128 + signal.SIGPIPE)


def test_results_never_go_into_a_study_file(tmp_path: Path) -> None:
    study = write_study(tmp_path, replicates=1, scale=0.02)
    output = tmp_path / "study.h5"
    result = in_shell('"$@" >&-', *command("run", study, "-o", output))
    assert result.returncode == TO_MEND and "could not be written" in result.stderr
    done(resettle("verify", output, "--rerun", 0))
    other = run(study, tmp_path / "other.h5")
    assert abs(other.stat().st_size - output.stat().st_size) < 1000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("runn", "There is no command './resettle runn'. Did you mean 'run'? Commands: run,"),
        ("", "There is no command './resettle '. Commands: run, resume"),
        ("explain", "./resettle explain: say which command. Commands: month, model, instrument."),
        ("report x.h5", "'report' is a command of the launcher: './resettle report'."),
        ("--bogus", "./resettle has no option '--bogus'."),
        ("explain --foo", "./resettle explain has no option '--foo'."),
        ("explain foo", "There is no command './resettle explain foo'. Commands: month, model, instrument."),
        ("run", "./resettle run: file is required."),
        ("run --scal=0.1 x.yaml", "./resettle run has no option '--scal'. Did you mean '--scale'?"),
        ("run x.yaml --rep 3", "resettle run has no option '--rep'. Did you mean '--replicates'?"),
        ("run x.yaml --threads", "./resettle run: --threads needs a value."),
        ("run --seed 1 x.yaml --seed 2", "./resettle run: --seed is given more than once."),
        ("verify a.h5 b.h5", "./resettle verify: 'b.h5' is one word too many."),
        ("run x.yaml --replicates 0", "--replicates: 0 is outside what is allowed"),
    ],
)
def test_words_that_are_not_taken(words: str, told: str) -> None:
    refused = resettle(*words.split(" "))
    assert refused.returncode == TO_MEND and not refused.stdout
    assert told in refused.stderr and "--help' shows what it takes." in refused.stderr
