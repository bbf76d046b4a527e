"""A small study with draws of the uncertain parameters, run by the program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from resettle import program

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
DRAWS, EACH = 24, 2  # draws beside the central values, replicates of each
needs_program = pytest.mark.skipif(
    "RESETTLE_BIN" not in os.environ, reason="needs the built program: set RESETTLE_BIN"
)
STUDY = f"""\
study: small_draws
intent: What does a mentor add, whatever the parameters are?
baseline: {SCENARIOS}/baseline.yaml
period: {{start: 1990-01, policy_start: 1998-01, end: 2001-12}}
parameters: {{from: prior, draws: {DRAWS}}}
replicates: {EACH}
seed: 5
scale: 0.05
reference: status_quo
arms:
  status_quo: {{label: "Law of the day"}}
  mentoring: {{overlay: {SCENARIOS}/policies/mentoring.yaml, label: "Mentors"}}
outcomes: [employment_rate]
subgroups: [sex]
"""


def write_drawn_study(folder: Path) -> Path:
    """Runs it in some seconds."""
    written = folder / "small_draws.yaml"
    written.write_text(STUDY, encoding="utf-8")
    return Path(program.run_study(written, folder / "drawn.h5", quiet=True))
