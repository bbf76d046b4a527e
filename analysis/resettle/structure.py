"""What a study file may hold: the rule of the program (sim/io/labelled_structure.cpp), in Python.

HDF5 knows more than the program writes: links into other files, values kept in other files or put
together from them, code that unpacks values, and small files that declare more than fits any
memory. A file with any of these shows what is not in it, so it is refused before a value is read.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import h5py
from h5py import h5a, h5d, h5ds, h5g, h5l, h5o, h5s, h5t, h5z

from resettle.errors import StudyError

MOST_GROUPS = 64
MOST_IN_GROUP = 4096
MOST_ATTRIBUTES = 64
MOST_IN_LIST = 4096  # values of an attribute
MOST_DIMENSIONS = 8
LONGEST_NAME = 256
MOST_UNPACKED = 1032  # bytes that deflate makes of one
TEXT_REFERENCE = 16  # bytes of a text in its variable: where it is
NUMBERS = {
    kind.encode()
    for kind in (
        h5t.STD_U8LE, h5t.STD_I16LE, h5t.STD_I32LE, h5t.STD_I64LE, h5t.IEEE_F32LE, h5t.IEEE_F64LE
    )
}  # fmt: skip
PACKING = {h5z.FILTER_SHUFFLE: 1, h5z.FILTER_DEFLATE: 2}  # in this order, each at most once
Shape = tuple[int, ...]


def check_structure(file: h5py.File, path: Path) -> None:
    """Looks at every link, object and attribute, and at no value. Errors: StudyError."""
    _Structure(file, path).check_all()


class _Structure:
    def __init__(self, file: h5py.File, path: Path) -> None:
        self._root = h5g.open(file.id, b"/")
        self._path = path
        self._bytes = path.stat().st_size
        self._declared = 0  # bytes of all values, unpacked
        self._objects: set[object] = set()

    def check_all(self) -> None:
        self._check_once(self._root, b".", h5o.TYPE_GROUP, "/")
        self._check_attributes(self._root, "/", 0)
        for name in self._links(self._root, "/", MOST_GROUPS):
            place = "/" + _text(name)
            self._check_once(self._root, name, h5o.TYPE_GROUP, place)
            self._check_group(h5g.open(self._root, name), place)
        if self._declared > self._bytes * MOST_UNPACKED:
            what = f"a file of {self._bytes} bytes declares {self._declared} bytes of results"
            self._refuse("/", what)

    def _refuse(self, place: str, what: str) -> None:
        raise StudyError(
            f"'{self._path}' is not as the simulator writes study files: {place}: {what}. Copy the "
            "file again from where it came, or run the study again."
        )

    def _links(self, group: h5g.GroupID, place: str, most: int) -> list[bytes]:
        """The names in a group, whose links all lead to objects of this file."""
        if group.get_num_objs() > most:
            self._refuse(place, f"it holds {group.get_num_objs()} objects")
        names: list[bytes] = []
        group.links.iterate(names.append)
        for name in names:
            if name in (b"", b".") or b"/" in name or len(name) > LONGEST_NAME:
                self._refuse(place, "it holds an object without a usable name")
            if group.links.get_info(name).type != h5l.TYPE_HARD:
                inside = f"{place.rstrip('/')}/{_text(name)}"
                self._refuse(inside, "this is a link to something else")
        return names

    def _check_once(self, group: h5g.GroupID, name: bytes, kind: int, place: str) -> object:
        """The object is of that kind and has no other name; what tells it from others."""
        info = h5o.get_info(group, name)
        if info.type != kind:
            self._refuse(place, "this is no variable in a group of the file")
        identity = info.addr
        if identity in self._objects or (name != b"." and info.rc != 1):
            self._refuse(place, "this object has a second name")
        self._objects.add(identity)
        return identity

    def _check_group(self, group: h5g.GroupID, place: str) -> None:
        self._check_attributes(group, place, 0)
        axes: dict[object, int] = {}
        variables: list[tuple[h5d.DatasetID, str, Shape]] = []
        for name in self._links(group, place, MOST_IN_GROUP):
            inside = f"{place}/{_text(name)}"
            identity = self._check_once(group, name, h5o.TYPE_DATASET, inside)
            variable = h5d.open(group, name)
            shape = self._check_variable(variable, inside)
            self._check_attributes(variable, inside, len(shape))
            if h5ds.is_scale(variable):
                if len(shape) != 1:
                    self._refuse(inside, "this axis has other than one dimension")
                axes[identity] = shape[0]
            elif shape:
                variables.append((variable, inside, shape))
        for variable, inside, shape in variables:
            self._check_axes(variable, inside, shape, axes)

    def _check_variable(self, variable: h5d.DatasetID, place: str) -> Shape:
        """Where the values lie and how they are packed; the shape."""
        made = variable.get_create_plist()
        layout = made.get_layout()
        if layout == h5d.VIRTUAL:
            self._refuse(place, "its values are put together from other files")
        if made.get_external_count() != 0:
            self._refuse(place, "its values lie in another file")
        packing = [PACKING.get(made.get_filter(i)[0], 0) for i in range(made.get_nfilters())]
        if 0 in packing or packing != sorted(set(packing)):
            self._refuse(place, "its values are packed in an unknown way")
        kind = variable.get_type()
        text = _is_text(kind)
        if kind.committed() or not (text or _is_number(kind)):
            self._refuse(place, "it holds neither numbers nor text of a usual type")
        shape = self._shape(variable, place)
        size = math.prod(shape) * (TEXT_REFERENCE if text else kind.get_size())
        self._declared += size
        if size > self._bytes * MOST_UNPACKED:
            what = f"a file of {self._bytes} bytes declares more values than it can hold"
            self._refuse(place, what)
        if layout == h5d.CHUNKED and not text:
            chunk = made.get_chunk()
            if len(chunk) != len(shape) or any(c > s for c, s in zip(chunk, shape, strict=True)):
                self._refuse(place, "its chunks are not within itself")
        elif layout != h5d.CONTIGUOUS:
            self._refuse(place, "its values are stored in an unknown way")
        elif size:
            self._check_stored(variable, place, size, text)
        return shape

    def _shape(self, variable: h5d.DatasetID, place: str) -> Shape:
        space = variable.get_space()
        kind = space.get_simple_extent_type()
        if kind == h5s.SCALAR:
            return ()
        shape = space.get_simple_extent_dims() if kind == h5s.SIMPLE else ()
        if not 0 < len(shape) <= MOST_DIMENSIONS:
            self._refuse(place, "it has no shape or too many dimensions")
        if space.get_simple_extent_dims(True) != shape:
            self._refuse(place, "its dimensions may grow")
        return shape

    def _check_stored(self, variable: h5d.DatasetID, place: str, size: int, text: bool) -> None:
        """All values are there, inside the file; texts together are no longer than it."""
        offset = variable.get_offset()
        if offset is None or variable.get_storage_size() != size or offset + size > self._bytes:
            self._refuse(place, "not all values it declares are in the file")
        if not text:
            return
        with self._path.open("rb") as raw:
            raw.seek(offset)
            references = raw.read(size)
        lengths = struct.iter_unpack("<I12x", references)
        if sum(length for (length,) in lengths) > self._bytes:
            self._refuse(place, "its texts are longer than the file")

    def _check_attributes(self, thing: h5g.GroupID | h5d.DatasetID, place: str, rank: int) -> None:
        """`rank`: of a variable, 0 of other objects."""
        if h5a.get_num_attrs(thing) > MOST_ATTRIBUTES:
            self._refuse(place, f"it has {h5a.get_num_attrs(thing)} attributes")
        names: list[bytes] = []
        h5a.iterate(thing, lambda name, *_: names.append(name))
        for name in names:
            if not _is_usual(h5a.open(thing, name), name, rank):
                self._refuse(place, f"its attribute {_text(name)} is of an unusual type or size")

    def _check_axes(self, variable: h5d.DatasetID, place: str, shape: Shape, axes: dict[object, int]) -> None:
        """Every dimension of a variable is an axis of its own group."""
        for dimension, length in enumerate(shape):
            if _axes_of(variable, dimension, axes) != [length]:
                self._refuse(place, "its dimensions are not those of its group")


def _axes_of(variable: h5d.DatasetID, dimension: int, known: dict[object, int]) -> list[int | None]:
    """The lengths of the axes of a dimension, None where it is an axis of another group."""
    found: list[int | None] = []

    def add(axis: h5d.DatasetID) -> None:
        found.append(known.get(h5o.get_info(axis).addr))

    if h5ds.get_num_scales(variable, dimension) == 1:
        h5ds.iterate(variable, dimension, add, 0)
    return found


def _is_usual(attribute: h5a.AttrID, name: bytes, rank: int) -> bool:
    kind, shape = attribute.get_type(), attribute.shape
    if kind.committed() or len(shape) > 1 or not 0 < math.prod(shape) <= MOST_IN_LIST:
        return False
    if name in (b"CLASS", b"NAME"):  # of an axis
        fixed = isinstance(kind, h5t.TypeStringID) and not kind.is_variable_str()
        return fixed and shape == () and kind.get_size() <= LONGEST_NAME
    if name == b"DIMENSION_LIST":  # the axes of a variable
        return (
            isinstance(kind, h5t.TypeVlenID) and shape == (rank,) and kind.get_super().equal(h5t.STD_REF_OBJ)
        )
    if name == b"REFERENCE_LIST":  # the variables along an axis
        return isinstance(kind, h5t.TypeCompoundID)
    return _is_number(kind) or (shape == () and _is_text(kind))


def _is_number(kind: h5t.TypeID) -> bool:
    return kind.encode() in NUMBERS


def _is_text(kind: h5t.TypeID) -> bool:
    return (
        isinstance(kind, h5t.TypeStringID)
        and bool(kind.is_variable_str())
        and kind.get_cset() == h5t.CSET_UTF8
    )


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")
