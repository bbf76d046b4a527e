"""The checks of the sources (.ci/lint), with stand-ins for its tools: what it says and counts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


class Sources:
    """A checkout under git with two C++ files, one of which changed last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "my checkout"
        self.tools = folder / "tools"
        self.tools.mkdir()
        (self.folder / ".ci").mkdir(parents=True)
        shutil.copy(CHECKOUT / ".ci/lint", self.folder / ".ci/lint")
        for name in ("sim", "tests", "benchmarks", "analysis", "build/venv/bin"):
            (self.folder / name).mkdir(parents=True)
        for name in ("clang-format", "shellcheck", "cmake", "clang-tidy"):
            self.tool(name)
        self.tool("../my checkout/build/venv/bin/python")
        self.git("init", "--quiet")
        for number in range(7):
            (self.folder / f"sim/old_{number}.cpp").touch()
            (self.folder / f"sim/old_{number}.h").touch()
            self.git("add", "sim")
            self.git("commit", "--quiet", "--message", "x")
        (self.folder / "sim/new.cpp").touch()
        self.git("add", "sim")

    def git(self, *words: str) -> None:
        named = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *named, *words], cwd=self.folder, check=True)

    def tool(self, name: str, script: str = "exit 0") -> None:
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def lint(self, **variables: str) -> tuple[int, str, str]:
        """Exit code, what was said, and the head of the report."""
        report = self.folder / "build/out/lint.xml"
        result = subprocess.run(
            [self.folder / ".ci/lint", report], capture_output=True, text=True, check=False,
            env={"PATH": f"{self.tools}:{os.environ['PATH']}"} | variables,
        )  # fmt: skip
        head = report.read_text(encoding="utf-8").partition("\n")[0] if report.exists() else ""
        return result.returncode, result.stdout + result.stderr, head


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path)


def counts(head: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r'="(\d+)"', head))


def test_what_holds_is_counted(sources: Sources) -> None:
    code, _, head = sources.lint()
    assert (code, counts(head)) == (0, (5, 0, 0))


@pytest.mark.parametrize(
    ("tool", "mend"),
    [("clang-format", "clang-format -i"), ("shellcheck", "wiki"), ("clang-tidy", "clang-tidy -p")],
)
def test_what_does_not_hold_is_shown_with_what_to_do(sources: Sources, tool: str, mend: str) -> None:
    sources.tool(tool, 'echo "x.cpp:1:1: error: odd"; exit 1')
    code, said, head = sources.lint()
    assert (code, counts(head)) == (1, (5, 1, 0))
    assert "x.cpp:1:1: error: odd" in said
    assert f"{tool}: the above does not hold." in said and mend in said


def test_both_python_tools_count(sources: Sources) -> None:
    sources.tool("../my checkout/build/venv/bin/python", "exit 1")
    code, said, head = sources.lint()
    assert (code, counts(head)) == (1, (5, 2, 0))
    assert "ruff check --config analysis/pyproject.toml --fix" in said and "-m mypy" in said


def read_by_tidy(sources: Sources, **variables: str) -> list[str]:
    sources.tool("clang-tidy", 'for last; do :; done; echo "read $last"')
    code, said, _ = sources.lint(**variables)
    assert code == 0
    return re.findall(r"^read (.*)$", said, re.MULTILINE)


def test_clang_tidy_reads_what_changed_last_or_everything(sources: Sources) -> None:
    (sources.folder / "sim/old_0.h").write_text("// changed\n", encoding="utf-8")
    (sources.folder / "sim/old_6.cpp").unlink()
    (sources.folder / "sim/old_6.h").unlink()
    last = ["new", "old_0", "old_5", "old_4", "old_3", "old_2"]
    assert sorted(read_by_tidy(sources)) == sorted(f"sim/{name}.cpp" for name in last)
    everything = read_by_tidy(sources, RESETTLE_LONG="1")
    assert sorted(everything) == sorted(["sim/new.cpp", *(f"sim/old_{n}.cpp" for n in range(6))])


def test_without_git_it_is_said_that_clang_tidy_reads_nothing(sources: Sources) -> None:
    shutil.rmtree(sources.folder / ".git")
    code, said, head = sources.lint()
    assert (code, counts(head)) == (0, (5, 0, 1))
    assert "clang-tidy: no repository of git says what changed" in said
