"""Made-up studies, comparisons and programs, handed to the tests that ask for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib
import pytest
from drawn_study import write_drawn_study
from made_up_study import ARMS, LABELS, write_study
from report_sections import Arm, judged, verdict
from report_sections import comparison as made_up

from resettle import Comparison

matplotlib.use("Agg")


@pytest.fixture(scope="session")
def study_path(tmp_path_factory) -> Path:
    return write_study(tmp_path_factory.mktemp("study") / "settlement_subsidies.h5")


@pytest.fixture(scope="session")
def drawn_path(tmp_path_factory) -> Path:
    """A small study with draws of the parameters, made by the program."""
    return write_drawn_study(tmp_path_factory.mktemp("drawn"))


@pytest.fixture
def study(study_path):
    import resettle

    with resettle.open(study_path) as opened:
        yield opened


@pytest.fixture
def comparison() -> Comparison:
    """What the program's compare --json may hold, made up (sim/READINGS.md says what it means)."""
    arms = [
        Arm("wage_subsidy", LABELS[1], gain=5, error=0.5, verdict=verdict("negligible")),
        Arm("mentoring", LABELS[2], gain=30, error=0.5, same_as="wage_subsidy"),
    ]
    worth = [
        {"arm": arm, "worth": krw, "share_best": share, "best_on_average": share > 0.5}
        for arm, shares in zip(ARMS, ((1, 0.25, 0), (0, 0, 0), (0, 0.75, 1)), strict=True)
        for krw, share in zip((0, 1e6, 2e6), shares, strict=True)
    ]
    return made_up(
        *arms,
        never_act=["mentors_2040"],
        study="Settlement subsidies",
        reference=ARMS[0],
        reference_label=LABELS[0],
        acceptability=worth,
        frontier=[
            {"arm": arm, "gain": 1, "cost": 2, "icer": None, "standing": standing, "against": None}
            for arm, standing in zip(
                ARMS, ("worth_considering", "not_settled", "worth_considering"), strict=True
            )
        ],
        cost_by_line=[{"arm": "mentoring", "line": "mentoring", "label": "mentors"} | judged(1, 1, 5)],
    )


@pytest.fixture
def compared(comparison, monkeypatch) -> Comparison:
    """The made-up comparison in the place of what the program says of any study."""
    monkeypatch.setattr("resettle.study.Study.compare", lambda *_, **__: comparison)
    return comparison


@pytest.fixture
def fake_program(tmp_path, monkeypatch) -> Callable[[str], Path]:
    """Puts a shell script in the place of the simulator: fake_program("echo hello")."""

    def put(body: str) -> Path:
        script = tmp_path / "fake_resettle"
        script.write_text(f"#!/bin/sh\n{body}\n")
        script.chmod(0o755)
        monkeypatch.setenv("RESETTLE_BIN", str(script))
        return script

    return put
