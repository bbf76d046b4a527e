"""Writing tables block by block, as CSV or Parquet."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from resettle.csv_text import plain_columns
from resettle.errors import StudyError
from resettle.exporting.fields import Block, as_arrow

FORMATS = ("csv", "parquet")
BYTES_AT_ONCE = 64 * 1024**2  # held in memory, and a row group of a Parquet file


class TableWriter:
    """One table on disk, under a temporary name until it is complete. Use as a context manager."""

    def __init__(self, folder: Path, name: str, form: str) -> None:
        if form not in FORMATS:
            raise StudyError(f"Tables are written as {' or '.join(FORMATS)}, not as '{form}'.")
        self.path = folder / f"{name}.{form}"
        self.rows = 0
        self._form = form
        self._part = folder / f".{name}.{form}.part"
        self._writer: Any = None
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        if self._writer is not None:
            self._writer.close()
        if kind is None and self._part.exists():
            self._part.replace(self.path)
        else:
            self._part.unlink(missing_ok=True)

    def write(self, block: Block) -> None:
        """Append rows; every block has the same columns."""
        columns = {n: as_arrow(v) if isinstance(v, np.ndarray) else v for n, v in block.items()}
        table = pa.table(columns)
        self.rows += table.num_rows
        self._waiting.append(table)
        if sum(one.nbytes for one in self._waiting) >= BYTES_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting)
        self._waiting = []
        if self._writer is None:
            self._writer = self._open(table.schema)
        self._writer.write_table(plain_columns(table) if self._form == "csv" else table)

    def _open(self, schema: pa.Schema) -> Any:
        if self._form == "parquet":
            return parquet.ParquetWriter(self._part, schema, compression="zstd")
        options = csv.WriteOptions(quoting_style="needed")
        return csv.CSVWriter(self._part, schema, write_options=options)
