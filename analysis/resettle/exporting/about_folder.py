"""The README of an exported folder."""

from __future__ import annotations

import pandas as pd

from resettle.exporting.selection import Selection
from resettle.study import Study

MOST_ROWS = 1_048_575  # of a spreadsheet, below the head


def too_long(rows: int) -> str:
    """A remark on tables that a spreadsheet shows in part only."""
    return " (more rows than a spreadsheet has)" if rows > MOST_ROWS else ""


def readme(study: Study, tables: pd.DataFrame, form: str, selection: Selection) -> str:
    """tables: what `export_study` gives back."""
    listed = [f"| {t.file} | {t.rows:,}{too_long(t.rows)} | {t.meaning} |" for t in tables.itertuples()]
    rows = "\n".join(listed)
    return f"""# {study.title}

{study.intent}

| file | rows | holds |
|---|---|---|
{rows}
| arms.csv, study.csv, scenario_ARM.yaml | | the arms, where the study is from, every arm's scenario |
| tables.csv | | every column with unit and meaning |
| suppressed.csv | | how many cells are empty, and why |

{_how_to_read(form, selection)}
* An empty cell is missing: a count of fewer than 20 simulated persons, a mean over fewer than 20
  persons, or nothing to take a mean of; in a table by year also where this is so in one of the months.
  Never read it as zero. Keep the rule when you add up or publish: no number that rests on fewer
  than 20 simulated persons.
* `..._simulated` counts simulated persons (or their months); the column beside it is divided by the
  simulated share ({study.provenance.get("scale", 1.0):g}) and stands for the population.
* Changes of type, ended jobs, subsidised hires, deaths and departures are sums of calendar years; who
  stays in a type is counted in each month. Money is nominal KRW, to be divided by `consumer_prices` /
  100 for constant prices; in a table by year `amount_constant` is so for each month.
* Compare arms within a replicate, then average: `replicate` pairs the same people with the same luck.
{_of_draws(study)}* Every person in these tables is simulated, composed from statistics and chance.
"""


def _of_draws(study: Study) -> str:
    if not study.has_draws:
        return ""
    return """\
* `draw` is the draw of the uncertain parameters that a replicate belongs to, 0 their central values,
  which are not among the draws: leave them out of means. Average over the replicates of a draw, then
  over draws. Draws differ by what is not known of the parameters, and by chance; the table `draws`
  has what was drawn.
"""


def _how_to_read(form: str, selection: Selection) -> str:
    reads = 'read.csv("FILE")' if form == "csv" else 'arrow::read_parquet("FILE")'
    r_line, stata_line = f"R: `d <- {reads}`", "Stata: `import delimited using FILE, clear`"
    if not selection.by_year:
        r_line += ", then `d$month <- as.Date(d$month)`"
        stata_line += ', then `gen m = monthly(substr(month, 1, 7), "YM")`'
    if form != "csv":
        stata_line = "Stata reads CSV: export again with `--format csv`"
    return f"{r_line}.\n{stata_line}.\n"
