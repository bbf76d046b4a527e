"""The two lists of packages: what users need, and what the tests need beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["project"]
USERS, TESTS = "requirements.lock", "requirements-tests.lock"


def pinned(name: str) -> dict[str, tuple[str, ...]]:
    """Package -> its version and hashes; every other line must be a comment."""
    packages: dict[str, tuple[str, ...]] = {}
    text = (FOLDER / name).read_text(encoding="utf-8").replace("\\\n", "")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            package, *hashes = line.split()
            assert re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+", package), line
            assert hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h) for h in hashes)
            key, _, version = package.partition("==")
            packages[key] = (version, *hashes)
    return packages


def asked(listed: list[str]) -> set[str]:
    return {name.lower() for name in listed}


def test_both_lists_agree_on_every_package_of_users() -> None:
    users, tests = pinned(USERS), pinned(TESTS)
    assert len(users) > 20
    assert {name: tests.get(name) for name in users} == users


@pytest.mark.parametrize("name", [USERS, TESTS])
def test_what_the_project_asks_for_is_pinned(name: str) -> None:
    assert asked(PROJECT["dependencies"]) <= set(pinned(name))


def test_tools_of_the_tests_are_not_what_users_get() -> None:
    tools = asked(PROJECT["optional-dependencies"]["tests"])
    assert tools and tools <= set(pinned(TESTS))
    assert not tools & set(pinned(USERS))
