"""Tidy tables of a study as CSV or Parquet, for R, Stata and spreadsheets: `./resettle export`."""

from resettle.export.folder import export_study

__all__ = ["export_study"]
