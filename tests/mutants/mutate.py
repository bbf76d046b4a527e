"""Writes mutated copies of the model's processes and policies, and the list of the mutants.

    mutate.py SOURCE_DIR OUTPUT_DIR FILE...      with files as sim/processes/search.cpp

Every copy holds all mutants of its file, each behind a switch (mutant.h), so one library serves
them all. A mutant is found in the syntax tree, by what the expression is:

  coefficient  a parameter, or a number that multiplies: sign turned, dropped, doubled
  constant     any other number of law or definition: shifted
  condition    what decides between two ways: negated

Left out: what is no part of an equation (tables of parameters, descriptions, decisions' addresses,
numbers 0 and 1, numbers of types, bounds of loops, checks that throw), and what cannot be wrong:
whether a number is finite does not depend on its sign or on twice, whether it is above 0 not on twice.
"""

import csv
import multiprocessing
import pathlib
import re
import sys

from clang import cindex
from clang.cindex import CursorKind as Kind
from clang.cindex import TypeKind

INTEGERS = {
    TypeKind.INT, TypeKind.UINT, TypeKind.LONG, TypeKind.ULONG, TypeKind.LONGLONG, TypeKind.ULONGLONG,
    TypeKind.SHORT, TypeKind.USHORT, TypeKind.UCHAR, TypeKind.SCHAR,
}  # fmt: skip
FLOATS = {TypeKind.FLOAT, TypeKind.DOUBLE}
LITERALS = {Kind.INTEGER_LITERAL, Kind.FLOATING_LITERAL}
TRANSPARENT = {Kind.UNEXPOSED_EXPR, Kind.PAREN_EXPR}
LOOPS = {Kind.FOR_STMT, Kind.WHILE_STMT, Kind.DO_STMT}
CASTS = {Kind.CXX_STATIC_CAST_EXPR, Kind.CXX_FUNCTIONAL_CAST_EXPR}
LOGICAL = {"&&", "||", "&", "|"}
COMPARISONS = {"==", "!=", "<", ">", "<=", ">="}
ASKED_FOR_SIZE = {"isfinite", "isinf", "isnan"}
WITH_TYPES = {Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.LAMBDA_EXPR, Kind.PARM_DECL}
WAYS = {"coefficient": ("sign turned", "dropped", "doubled"), "constant": ("shifted",),
        "condition": ("negated",)}  # fmt: skip
# Not equations: what a process says of itself, and addresses of draws.
SKIPPED_TYPES = re.compile(r"ParameterTable|Decision|Description|unique_ptr<.*Process>|string")


def is_ordering(cursor):
    """a <= b of a class: in the tree (a <=> b) <= 0, whose inner places are not in the text."""
    children = list(cursor.get_children())
    if cursor.kind != Kind.UNEXPOSED_EXPR or len(children) != 1:
        return False
    if children[0].kind != Kind.CALL_EXPR or not children[0].spelling.startswith("operator"):
        return False
    first = next(iter(children[0].get_children()), None)
    return first is not None and first.spelling == "operator<=>"


def plain(cursor):
    """The expression below implicit conversions and parentheses that add nothing."""
    while cursor.kind in TRANSPARENT and not is_ordering(cursor):
        children = list(cursor.get_children())
        if len(children) != 1:
            break
        cursor = children[0]
    return cursor


def kind_of_type(cursor):
    return cursor.type.get_canonical().kind


def is_bool(cursor):
    return kind_of_type(cursor) == TypeKind.BOOL


class File:
    """Finds the mutants of one file and writes its mutated copy."""

    def __init__(self, source, relative, unit):
        self.source = source
        self.relative = relative
        self.text = source.read_bytes()
        self.unit = unit
        self.found = {}  # (begin, end) -> (kind, cast)
        self.harmless = {}  # (begin, end) -> ways that cannot matter there
        self.parameters = set()

    def within(self, cursor):
        place = cursor.location.file
        return place is not None and place.name == str(self.source)

    def span(self, cursor):
        return cursor.extent.start.offset, cursor.extent.end.offset

    def text_of(self, cursor):
        begin, end = self.span(cursor)
        return self.text[begin:end].decode()

    def operator(self, cursor):
        """The operator of a binary expression: what stands between its two sides."""
        left, right = list(cursor.get_children())
        between = self.text[left.extent.end.offset : right.extent.start.offset].decode()
        return re.sub(r"//.*", "", between).strip()

    def add(self, cursor, kind, cast=False):
        begin, end = self.span(cursor)
        if end <= begin or b"#" in self.text[begin:end]:
            return
        self.found.setdefault((begin, end), (kind, cast))

    def find(self):
        self.collect_parameters(self.unit.cursor)
        for cursor in self.unit.cursor.get_children():
            if self.within(cursor):
                self.visit(cursor)

    def collect_parameters(self, cursor):
        """The members that tables of parameters fill: &P::member."""
        if cursor.kind == Kind.UNARY_OPERATOR and "::*" in cursor.type.spelling:
            for child in cursor.get_children():
                if child.referenced is not None:
                    self.parameters.add(child.referenced.get_usr())
        for child in cursor.get_children():
            if self.within(child):
                self.collect_parameters(child)

    def visit(self, cursor):
        kind = cursor.kind
        if kind in {Kind.STATIC_ASSERT, Kind.ENUM_DECL, Kind.STRING_LITERAL, Kind.TYPE_ALIAS_DECL}:
            return None
        if kind in {Kind.FUNCTION_DECL, Kind.CXX_METHOD} and (
            SKIPPED_TYPES.search(cursor.result_type.spelling)
        ):
            return None
        if is_ordering(cursor):
            return self.add(cursor, "condition")
        if kind == Kind.VAR_DECL:
            return self.visit_variable(cursor)
        if kind == Kind.FIELD_DECL:  # the start values of members are overwritten
            return None
        if kind == Kind.CXX_THROW_EXPR:
            return None
        if kind in LOOPS:
            children = list(cursor.get_children())
            return self.visit(children[-1]) if kind != Kind.DO_STMT else self.visit(children[0])
        if kind == Kind.IF_STMT:
            return self.visit_if(cursor)
        if kind == Kind.CONDITIONAL_OPERATOR:
            children = list(cursor.get_children())
            self.condition(children[0])
            for child in children[1:]:
                self.visit(child)
            return None
        if kind == Kind.BINARY_OPERATOR:
            return self.visit_binary(cursor)
        if kind == Kind.CALL_EXPR:
            return self.visit_call(cursor)
        if kind == Kind.UNARY_OPERATOR:
            return self.visit_unary(cursor)
        if kind == Kind.MEMBER_REF_EXPR and self.is_parameter(cursor):
            return self.parameter(cursor)
        if kind == Kind.DECL_REF_EXPR and self.is_named_constant(cursor):
            return self.add(cursor, "constant")
        if kind in LITERALS and self.counts(cursor):
            return self.add(cursor, "constant")
        if kind == Kind.DECL_REF_EXPR:  # its children are arguments of a template
            return None
        for child in cursor.get_children():
            if kind not in WITH_TYPES or plain(child).kind not in LITERALS:
                self.visit(child)
        return None

    def visit_variable(self, cursor):
        if SKIPPED_TYPES.search(cursor.type.spelling):
            return
        if b"constexpr" in self.text[slice(*self.span(cursor))].split(b"=")[0]:
            return
        for child in cursor.get_children():
            if child.extent.start.offset > cursor.location.offset and child.kind.is_expression():
                self.visit(child)

    def visit_if(self, cursor):
        children = list(cursor.get_children())
        if any(
            c.kind == Kind.CXX_THROW_EXPR
            for c in children[1].walk_preorder()
        ):  # fmt: skip
            return
        if children[0].kind.is_expression():
            self.condition(children[0])
        else:
            self.visit(children[0])
        for child in children[1:]:
            self.visit(child)

    def visit_binary(self, cursor):
        sides = list(cursor.get_children())
        operator = self.operator(cursor)
        if operator in {"&&", "||"} or (operator in LOGICAL and is_bool(plain(sides[0]))):
            for side in sides:
                self.condition(side)
        elif operator in COMPARISONS:
            self.add(cursor, "condition")
            self.compared_with_zero(sides, operator)
            for side in sides:
                self.visit(side)
        elif operator == "*":
            for side in sides:
                self.factor(side)
        elif operator == "=":
            self.visit_target(sides[0])
            self.visit(sides[1])
        else:
            for side in sides:
                self.visit(side)

    def compared_with_zero(self, sides, operator):
        """Twice a number is above, below or at 0 as the number is; so is minus the number at 0."""
        for side, other in (sides, reversed(sides)):
            if plain(other).kind in LITERALS and self.text_of(other).rstrip("FU") in {"0", "0.0"}:
                ways = {"doubled"} | ({"sign turned"} if operator in {"==", "!="} else set())
                self.harmless[self.span(plain(side))] = ways

    def visit_target(self, cursor):
        """What is assigned to: only its indices are expressions."""
        for child in plain(cursor).get_children():
            if child.kind == Kind.CALL_EXPR:
                self.visit(child)

    def visit_call(self, cursor):
        arguments = list(cursor.get_arguments())
        if cursor.spelling == "when" and len(arguments) == 2:
            self.condition(arguments[0])
            self.visit(arguments[1])
            return
        if cursor.spelling == "at" and "Series" in self.callee_class(cursor):
            self.add(cursor, "coefficient")
            return
        if cursor.spelling == "require":  # throws if its condition does not hold
            return
        if cursor.spelling in ASKED_FOR_SIZE:
            for argument in arguments:
                self.harmless[self.span(plain(argument))] = {"sign turned", "doubled"}
        for child in cursor.get_children():
            self.visit(child)

    def callee_class(self, cursor):
        referenced = cursor.referenced
        parent = referenced.semantic_parent if referenced is not None else None
        return parent.spelling if parent is not None else ""

    def visit_unary(self, cursor):
        child = next(iter(cursor.get_children()))
        first = self.text[cursor.extent.start.offset : cursor.extent.start.offset + 2]
        if first[:1] == b"!":
            self.condition(child)
        elif first[:1] == b"&" or first in {b"++", b"--"} or self.text_of(cursor)[-2:] in {"++", "--"}:
            return
        else:
            self.visit(child)

    def condition(self, cursor):
        """A condition: every part of it that is not made of others is negated."""
        inner = plain(cursor)
        if inner.kind == Kind.BINARY_OPERATOR or is_ordering(inner):
            return self.visit(inner)
        if inner.kind == Kind.UNARY_OPERATOR and self.text_of(inner).startswith("!"):
            return self.visit_unary(inner)
        if inner.kind in CASTS and is_bool(inner):
            return self.condition(list(inner.get_children())[-1])
        if inner.kind in {Kind.CXX_BOOL_LITERAL_EXPR} | LITERALS:
            return None
        self.add(inner, "condition", cast=not is_bool(inner))
        if inner.kind == Kind.MEMBER_REF_EXPR and self.is_parameter(inner):
            return None  # a switch: its negation is the one mutant
        return self.visit(inner)

    def factor(self, cursor):
        inner = plain(cursor)
        if inner.kind in CASTS:
            inner = plain(list(inner.get_children())[-1])
        if (inner.kind in LITERALS and self.counts(inner)) or (
            inner.kind == Kind.DECL_REF_EXPR and self.is_named_constant(inner)
        ):
            self.add(inner, "coefficient")
        else:
            self.visit(cursor)

    def is_parameter(self, cursor):
        referenced = cursor.referenced
        if referenced is None:
            return False
        owner = referenced.semantic_parent
        return referenced.get_usr() in self.parameters or (
            owner is not None and owner.spelling == "Offer"
        )

    def parameter(self, cursor):
        kind = kind_of_type(cursor)
        if kind == TypeKind.BOOL:
            self.add(cursor, "condition")
        elif kind in INTEGERS or kind in FLOATS:
            self.add(cursor, "coefficient")

    def is_named_constant(self, cursor):
        referenced = cursor.referenced
        return (
            referenced is not None
            and referenced.kind == Kind.VAR_DECL
            and re.fullmatch(r"k[A-Z]\w*", cursor.spelling) is not None
            and kind_of_type(cursor) in INTEGERS | FLOATS
            and not self.spells(referenced, "size_t")
        )

    def spells(self, cursor, word):
        return word in cursor.type.spelling

    def counts(self, literal):
        """Whether a literal is a number of an equation: 0 and 1 are mostly none."""
        text = self.text_of(literal)
        if literal.kind == Kind.INTEGER_LITERAL:
            return text not in {"0", "1", "0U", "1U"} and not text.endswith("U")
        return text.rstrip("F") not in {"0.0", "1.0", "0x1p-7", "1e-6"}


def write_mutants(relative, text, found, harmless, first):
    """The copy, and the rows of the list. `first` is the first free number."""
    inserts = []
    rows = []
    for (begin, end), (kind, cast) in sorted(found.items()):
        opening = f"::resettle::mutants::{kind}({first}, "
        opening += "static_cast<bool>(" if cast else "("
        inserts.append((begin, 1, -end, opening))
        inserts.append((end, 0, -begin, "))"))
        line = text.count(b"\n", 0, begin) + 1
        code = " ".join(text[begin:end].decode().split())
        whole = " ".join(text.split(b"\n")[line - 1].decode().split())
        place = first  # the switch counts the ways from there
        for first, way in enumerate(WAYS[kind], place):
            if way not in harmless.get((begin, end), ()):
                rows.append([first, place, relative, line, kind, way, code, whole])
        first += 1
    pieces = []
    position = 0
    for offset, _, _, insert in sorted(inserts, key=lambda entry: entry[:3]):
        pieces.append(text[position:offset])
        pieces.append(insert.encode())
        position = offset
    pieces.append(text[position:])
    return b'#include "mutant.h"\n#line 1\n' + b"".join(pieces), rows, first


def mutants_of(task):
    source, relative = task
    path = source / relative
    arguments = ["-xc++", "-std=c++20", f"-I{source / 'sim'}", "-Wno-everything"]
    unit = cindex.Index.create().parse(str(path), args=arguments)
    errors = [d for d in unit.diagnostics if d.severity >= cindex.Diagnostic.Error]
    if errors:
        sys.exit(f"{path}: {errors[0]}")
    file = File(path, relative, unit)
    file.find()
    return file.text, file.found, file.harmless


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    output = pathlib.Path(sys.argv[2]).resolve()
    names = sys.argv[3:]
    with multiprocessing.Pool() as pool:
        results = pool.map(mutants_of, [(source, name) for name in names], chunksize=1)
    first = 1
    rows = []
    for name, (text, found, harmless) in zip(names, results, strict=True):
        copy = output / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        mutated, of_file, first = write_mutants(name, text, found, harmless, first)
        copy.write_bytes(mutated)
        rows += of_file
    with open(output / "mutants.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "place", "file", "line", "kind", "way", "code", "whole_line"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
