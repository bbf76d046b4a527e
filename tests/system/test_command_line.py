"""Completion in the shell and the manual page: both are made from the command line itself."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from small_studies import done, needs_program, resettle

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
        ("explain ''", {"month", "model"}),
        ("explain model --b", {"--block"}),
        ("schema ''", {"scenario", "study"}),
        ("completion ''", {"bash", "zsh", "fish"}),
        ("no_such_command ''", set()),
        # Of the launcher:
        ("not", {"notebook"}),
        ("notebook ''", {"study.h5", "more"}),
        ("test --", {"--long"}),
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
    for command in commands:
        options = completed(bash_script, ["resettle", command, "-"], folder)
        text = done(resettle(command, "--help"))
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
    for command in [*commands_in_help(), "notebook", "clean"]:
        assert re.search(rf"['\s]{command}['\s:]", text), command
    script = tmp_path / "script"
    script.write_text(text, encoding="utf-8")
    if shutil.which(shell):  # not among the packages that are installed for tests
        subprocess.run([shell, "--no-execute", str(script)], check=True)


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
    for command in [*commands_in_help(), "explain month", "test", "notebook", "export", "clean"]:
        assert re.search(rf'^\.SS "resettle {command}[ "]', page, re.MULTILINE), command
    status = page.partition(".SH EXIT STATUS\n")[2].partition(".SH")[0]
    assert re.findall(r"^\.TP\n(\d)$", status, re.MULTILINE) == ["0", "2", "3", "4", "1"]
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
