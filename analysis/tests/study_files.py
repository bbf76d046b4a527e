"""Files in exactly the documented format (sim/FILE_FORMAT.md), written with h5py alone, so that the
reader is tested against the format, not itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import h5py
import numpy as np

TEXT = h5py.string_dtype("utf-8")
MONTH_UNITS = {"units": "days since 1990-01-01", "calendar": "proleptic_gregorian"}


def months_from(first: str, count: int) -> np.ndarray:
    months = np.arange(np.datetime64(first, "M"), np.datetime64(first, "M") + count)
    return (months.astype("datetime64[D]") - np.datetime64("1990-01-01")).astype("int32")


def scale(group: h5py.Group, name: str, values, dtype=None, **attributes) -> None:
    data = group.create_dataset(name, data=values, dtype=dtype)
    data.make_scale(name)
    data.attrs.update(attributes)


def variable(group: h5py.Group, name: str, dims: str, values, dtype=None, **attributes) -> None:
    data = group.create_dataset(name, data=values, dtype=dtype)
    for axis, dim in enumerate(dims.split()):
        data.dims[axis].attach_scale(group[dim])
    data.attrs.update(attributes)


@contextmanager
def new_file(path: Path) -> Iterator[h5py.File]:
    """A file of the versions of HDF5 that the format allows, sealed when it is complete."""
    with h5py.File(path, "w", libver=("v108", "v110")) as file:
        yield file
    seal(path)


@contextmanager
def changed(path: Path) -> Iterator[h5py.File]:
    """A study to be changed, then sealed anew, as if it had been written so."""
    with h5py.File(path, "r+", libver=("v108", "v110")) as file:
        yield file
    seal(path)


def seal(path: Path) -> None:
    """Appends the seal; closing the file for writing has cut off an earlier one."""
    content = path.read_bytes()
    mark = b"Seal of a study file of resettle. Number of bytes before it and their SHA-256:"
    digest = hashlib.sha256(content).hexdigest().encode()
    path.write_bytes(content + b"\n%s\n%020d %s\n" % (mark, len(content), digest))
