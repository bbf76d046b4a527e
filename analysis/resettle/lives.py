"""One simulated life, month by month, as the program tells it (`resettle life --json`)."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

import pandas as pd

from resettle import program
from resettle.called_as import file_argument
from resettle.errors import StudyError
from resettle.number import whole_number

COLUMNS = ("arm", "month", "adjustment_type", "labour_state", "monthly_wage_krw", "assets_krw",
           "distress", "coethnic_ties", "host_ties")  # fmt: skip


def read_life(
    study: str | PathLike[str], person: int, replicate: int, arms: Sequence[str], draw: int = 0
) -> pd.DataFrame:
    """A person's months under the reference and `arms`, one row for each arm and month.

    The replicate is simulated again for every arm, which takes some seconds each.
    Errors: ProgramError if there is no such person, replicate or arm; StudyError if the person
    lived no month of the record.
    """
    person = whole_number(person, "The number of a person")
    replicate = whole_number(replicate, "The number of a replicate")
    draw = whole_number(draw, "The number of a draw")
    question = ["life", file_argument(study), "--person", str(person)]
    question += ["--replicate", str(replicate), "--json"]
    question += ["--draw", str(draw)] if draw > 0 else []
    told = [program.ask_json([*question, "--arm", arm]) for arm in arms]
    told = told or [program.ask_json(question)]
    if told[0]["background"] is None:
        raise StudyError(f"Person {person} of replicate {replicate} lived no month of the record.")
    lanes = [told[0]["arms"][0], *(life["arms"][1] for life in told if len(life["arms"]) > 1)]
    rows = [{"arm": lane["arm"], **month} for lane in lanes for month in lane["months"]]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table["month"] = pd.to_datetime(table["month"], format="%Y-%m")
    table.attrs.update(told[0]["background"], person=person, replicate=replicate, draw=draw)
    return table
