"""A study for spreadsheets, R and Stata: the comparison as a workbook, and tidy tables as CSV or
Parquet: `./resettle export`."""

from resettle.exporting.folder import export_study

__all__ = ["export_study"]
