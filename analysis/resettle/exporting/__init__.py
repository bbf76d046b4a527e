"""Tidy tables of a study as CSV or Parquet, for R, Stata and spreadsheets: `./resettle export`."""

from resettle.exporting.folder import export_study

__all__ = ["export_study"]
