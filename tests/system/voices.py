"""What each voice of the program says of a study, in one form: the program's JSON, CSV and text, the
tables of Python, the workbook, the report and the text of a terminal in both languages.

A voice gives `Said` by where it is said: (table, arm, outcome and what else names the row). Words are those
of the program; a number comes with the half of its last digit, as a voice may round and no more."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from small_studies import done, resettle

import resettle as package
from resettle.comparison import Comparison, words_of
from resettle.exporting.selection import Selection
from resettle.exporting.sheets import sheets_of
from resettle.report import write_report
from resettle.report.words import Words
from resettle.terminal import tell

Key = tuple[str, ...]
Row = Mapping[str, Any]


class Number(NamedTuple):
    """As a voice writes it: it stands for what is at most `half` away."""

    value: float
    half: float = 0.0

    def means(self, exact: float | None) -> bool:
        if exact is None:
            return False
        return abs(self.value - exact) <= self.half * 1.001 + 1e-9 * max(abs(exact), abs(self.value))


class Said(NamedTuple):
    """`numbers`: mean, low and high, or what else the row has; None where there is none."""

    words: str | None
    numbers: tuple[Number | None, ...] = ()


Voice = dict[Key, Said]
JUDGED = ("horizon", "at_end", "subgroups", "definitions")
NAMED_BY = {"subgroups": "subgroup", "definitions": "definition"}
HEADLINE = "integrated_person_months"
# What is said in a row of these tables beside judged differences: its words, its numbers.
OTHERS = {
    "cost_per_unit": ("finding", ("price",)),
    "frontier": ("standing", ("gain", "cost", "icer")),
    "ranking": (None, ("share_best", "expected_regret")),
}


def key_of(table: str, row: Row) -> Key:
    if table == "cost_per_unit":
        return table, row["arm"], row["outcome"], row["perspective"], f"{float(row['discount_rate']):g}"
    names = [row[key] for key in ("outcome", NAMED_BY.get(table, "")) if row.get(key)]
    return table, row["arm"], *names


def exact(value: Any) -> Number | None:
    """NaN and nothing are the same."""
    return None if value is None or value == "" or math.isnan(float(value)) else Number(float(value))


# ---- the program --------------------------------------------------------------------------------


def ask(file: Path, *options: str) -> Comparison:
    return Comparison(json.loads(done(resettle("compare", file, "--json", *options))))


def of_json(told: Comparison) -> Voice:
    """With which the others are compared."""
    said: Voice = {}
    for table in JUDGED:
        for row in told.rows(table):
            ends = row["difference"] or {}
            said[key_of(table, row)] = Said(
                words_of(row["verdict"]), tuple(exact(ends.get(end)) for end in ("mean", "low", "high"))
            )
    for table, (words, numbers) in OTHERS.items():
        for row in told.rows(table):
            found = tuple(exact(_first(row[name])) for name in numbers)
            said[key_of(table, row)] = Said(row[words] if words else None, found)
    return said


def _first(cell: Any) -> Any:
    return next(iter(cell.values())) if isinstance(cell, Mapping) else cell


def of_csv(text: str) -> Voice:
    rows: dict[Key, dict[str, Row]] = {}
    for line in csv.DictReader(io.StringIO(text)):
        if line["table"] not in (*JUDGED, *OTHERS):
            continue
        parts = line["other_keys"].split("; ")  # a crossing of subgroups is one: "sex=man, age=50+"
        more = dict(part.split("=", 1) for part in parts if part)
        rows.setdefault(key_of(line["table"], line | more), {})[line["column"]] = line
    said: Voice = {}
    for key, columns in rows.items():
        if key[0] in JUDGED:
            found = columns["difference"]
            numbers = tuple(exact(found[name]) for name in ("value", "low", "high"))
            said[key] = Said(columns["verdict"]["words"], numbers)
        else:
            words, names = OTHERS[key[0]]
            numbers = tuple(exact(columns[name]["value"]) for name in names)
            said[key] = Said(columns[words]["words"] if words else None, numbers)
    return said


NUMBER = re.compile(r"[+\-\u2212]?[\d,]*\.?\d+")


def _number(text: str, factor: float = 1.0) -> Number | None:
    """A number as people write it, in units of `factor`; the half of its last digit."""
    found = NUMBER.search(text.replace("KRW ", ""))  # a sign stands before it
    if not found:
        return None
    plain = found[0].replace("\u2212", "-").replace(",", "")
    last = -len(plain.partition(".")[2])
    if last == 0:  # of a number with three digits that count the rest are zeros
        last = max(0, len(plain.lstrip("+-")) - 3)
    return Number(float(plain) * factor, 0.5 * 10.0**last * factor)


def of_text(text: str, told: Comparison) -> Voice:
    """The English text of `compare --full`: lines of what is judged, of ranking and frontier."""
    said: Voice = {}
    sections = _sections(text)
    for table in ("horizon", "at_end", "subgroups"):
        rows = told.rows(table)
        blocks = _blocks(sections[told.raw["tables"][table]["title"]], rows, "outcome")
        for block, of_block in blocks:
            lines = [line for line in block.splitlines() if line.startswith("  ") and line.strip()]
            title = " ".join(block[: block.index("\n  ")].split())
            factor = _factor(title, of_block[0]["unit"])
            for line, row in zip(lines[-len(of_block) :], of_block, strict=True):
                said[key_of(table, row)] = _judged_line(line, row, factor)
    for block, of_block in _blocks(
        sections.get("How often is an arm the best?", ""), told.rows("ranking"), "outcome"
    ):
        factor = _factor(block.partition("\n")[0], of_block[0]["unit"])
        for line, row in zip(block.splitlines()[-len(of_block) :], of_block, strict=True):
            cells = line.split()
            assert cells[0] == row["arm"]
            said[key_of("ranking", row)] = Said(None, (_number(cells[-2], 0.01), _number(cells[-1], factor)))
    standing = sections.get("Which policies are worth considering", "")
    for row in told.rows("frontier"):
        words = row["standing"].replace("_", " ")
        assert re.search(rf"^  {row['arm']} .*\b{words}", standing, re.MULTILINE), (row, standing)
        said["frontier", row["arm"]] = Said(row["standing"])
    return said


def of_short_text(text: str, told: Comparison) -> Voice:
    """What stands on top of the English text: of every arm the gain, the cost and the price."""
    short = text.partition("\nIn short")[2].partition("In brackets")[0]
    said: Voice = {}
    for arm in told.compared:
        label = re.escape(told.labels[arm])
        lines = re.search(rf"^  {label} .*\n.*\n?.*", short, re.MULTILINE)
        assert lines, (label, short)
        first, second, third = (lines[0].splitlines() + [""])[:3]
        cells = re.split(r" {2,}", first.strip())
        more = re.split(r" {2,}", second.strip())
        interval = re.search(r"\(([^()]*) to ([^()]*)\)", third)
        cost_interval = re.search(r"\((\S+) to (\S+)\)", second)
        ends = [_number(one) for one in interval.groups()] if interval and "(" not in more[0] else [None] * 2
        said["horizon", arm, HEADLINE] = Said(cells[1], (_number(more[0]), *ends))
        cost = [_number(one, 1e6) for one in cost_interval.groups()] if cost_interval else [None] * 2
        said["horizon", arm, "programme_cost"] = Said(None, (_number(cells[2], 1e6), *cost[:2]))
        said["cost_per_unit", arm, HEADLINE, "programme", "0"] = _price(cells[3])
    return said


PRICES = {
    "-": "too_few", "no gain to pay for": "no_gain", "gain not sure": "gain_not_sure", "a loss": "loses",
    "saves money": "saves_money", "no cost": "no_cost",
}  # fmt: skip


def _price(cell: str) -> Said:
    """A price stands for itself: whether the cost is sure is said elsewhere."""
    if cell in PRICES:
        return Said(PRICES[cell], (None,))
    return Said(None, (_number(cell, 1e6 if cell.endswith("million") else 1.0),))


def _sections(text: str) -> dict[str, str]:
    """By heading, which is underlined."""
    parts = re.split(r"^(\S.*)\n=+\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _blocks(section: str, rows: list[Row], by: str) -> Iterator[tuple[str, list[Row]]]:
    """The blocks of a section that hold rows, beside the rows of the program that they are of."""
    names = list(dict.fromkeys(row[by] for row in rows))
    blocks: list[str] = []
    before = ""
    for block in re.split(r"\n{2,}", section.strip("\n")):
        if block.startswith("  ") and "\n  " in before:  # further columns of a table that is too wide
            blocks[-1] = _beside(blocks[-1], block)
        elif "\n  " in block:
            blocks.append(block)
        before = block
    for block, name in zip(blocks[-len(names) :] if names else [], names, strict=True):
        yield block, [row for row in rows if row[by] == name]


def _beside(block: str, further: str) -> str:
    """The rows of a block with the last cells of its further columns."""
    lines, more = block.splitlines(), further.splitlines()
    kept = len(lines) - len(more)
    cells = [re.split(r" {2,}", line.strip())[-1] for line in more]
    return "\n".join([*lines[:kept], *(f"{a}  {b}" for a, b in zip(lines[kept:], cells, strict=True))])


def _factor(title: str, unit: str) -> float:
    if unit == "share":
        return 0.01
    return 1e6 if "million KRW" in title else 1.0


FINDINGS = "more|less|negligible|no difference|too few"


def _judged_line(line: str, row: Row, factor: float) -> Said:
    """ "mentors  sex=man  13,500  +225  -193 to +643  more, likely"."""
    found = re.search(rf"  +(({FINDINGS})[a-z, ]*)$", line)
    assert found, line
    cells = re.split(r" {2,}", line[: found.start()].strip())
    names = [row["arm"], *([row["subgroup"]] if "subgroup" in row else [])]
    assert cells[: len(names)] == names, (line, row)
    cells = cells[len(names) :]
    ends: list[Number | None] = [None, None]
    if " to " in cells[-1]:
        ends = [_number(end, factor) for end in cells.pop().split(" to ")]
    mean = None if "too few" in cells[-1] else _number(cells[-1], factor)
    return Said(found[1], (mean, *ends))


# ---- Python -------------------------------------------------------------------------------------


def of_package(file: Path, asked: Mapping[str, Any]) -> Voice:
    """The tables of `resettle.open(...).compare()`."""
    said: Voice = {}
    with package.open(file) as study:
        told = study.compare(**asked)
        for table in JUDGED:
            for row in told[table].to_dict("records"):
                finding, sureness = row["verdict"], row["verdict_sureness"]
                sure = None if sureness != sureness else sureness
                numbers = (row["difference"], row["difference_low"], row["difference_high"])
                words = words_of({"finding": finding, "sureness": sure})
                said[key_of(table, row)] = Said(words, tuple(map(exact, numbers)))
        for table, (words, names) in OTHERS.items():
            for row in told[table].to_dict("records"):
                numbers = tuple(exact(row[name]) for name in names)
                said[key_of(table, row)] = Said(row[words] if words else None, numbers)
    return said


def of_workbook(told: Comparison) -> Voice:
    """What stands on the sheets of an export."""
    said: Voice = {}
    everything = Selection(True, False, tuple(told.labels), None, frozenset(), None, None)
    for sheet in sheets_of(told, everything):
        if sheet.table not in (*JUDGED, *OTHERS):
            continue
        heads = [re.sub(r" \(.*\)$", "", column.head).replace(" ", "_") for column in sheet.columns]
        for at in range(sheet.rows):
            row = dict(zip(heads, (column.values[at] for column in sheet.columns), strict=True))
            if sheet.table in JUDGED:
                ends = tuple(exact(row[f"difference_{end}"]) for end in ("mean", "low", "high"))
                said[key_of(sheet.table, row)] = Said(row["verdict"], ends)
            else:
                words, names = OTHERS[sheet.table]
                numbers = tuple(exact(row[name]) for name in names)
                spelt = row[words].replace(" ", "_") if words else None
                said[key_of(sheet.table, row)] = Said(spelt, numbers)
    return said


def of_readable(told: Comparison) -> Voice:
    """A table as notebooks show it, in numbers as people write them."""
    said: Voice = {}
    shown = package.readable(told.horizon)
    for row, judged in zip(shown.to_dict("records"), told.rows("horizon"), strict=True):
        sure = row["verdict_sureness"] or None
        words = words_of({"finding": row["verdict"], "sureness": sure})
        numbers = tuple(_shown(row[f"difference{end}"]) for end in ("", "_low", "_high"))
        said[key_of("horizon", judged)] = Said(words, numbers)
    return said


def _shown(text: str) -> Number | None:
    """Three digits that count, or with an exponent."""
    if text == "":
        return None
    value = float(text.replace(",", ""))
    size = math.floor(math.log10(abs(value))) if value else 0
    return Number(value, 0.5 if abs(value) >= 100 else 0.5 * 10.0 ** (size - 2))


# ---- in the words of a language -----------------------------------------------------------------


class Language:
    """Words and numbers of a language, turned back into those of the program."""

    def __init__(self, language: str, told: Comparison) -> None:
        self.words = Words(language, told.drawn_from)
        self.told = told.in_language(language)
        self.arms = {self.words.term("arms", label): arm for arm, label in self.told.labels.items()}
        self.verdicts = {text: _as_program(key) for key, text in self.words.at("verdict").items()}
        self.prices = {text: key for key, text in self.words.at("price_finding").items() if text}

    def verdict(self, text: str) -> str:
        """With its sign: "△ more, likely"."""
        return self.verdicts[" ".join(text.split())]

    def signed(self, text: str) -> tuple[set[str], str]:
        """What a sign before a number may stand for, and the number."""
        sign, _, rest = text.partition(" ")
        may = {words for told, words in self.verdicts.items() if told.startswith(sign)}
        return may, rest

    def number(self, text: str) -> Number | None:
        """With its unit: "+8.28억 원", "0.36 pp", "KRW 828 million"."""
        return _number(text, self._factor(text))

    def ends(self, text: str) -> tuple[Number | None, Number | None]:
        """An interval, whose unit stands once."""
        low, between, high = re.split("( to | ~ )", text) if re.search(" to | ~ ", text) else ("", "", "")
        factor = self._factor(text)
        return (_number(low, factor), _number(high, factor)) if between else (None, None)

    def difference(self, text: str, below: str) -> tuple[Number | None, ...]:
        return (self.number(text), *self.ends(below))

    def price(self, text: str) -> Said:
        if text in self.prices:
            return Said(self.prices[text], (None,))
        doubt = self.words("price_not_sure", price="")
        return Said("cost_not_sure" if doubt in text else "price", (self.number(text.replace(doubt, "")),))

    def _factor(self, text: str) -> float:
        if "%" in text or " pp" in text:
            return 0.01
        for step in self.words.at("krw_steps"):
            if all(part in text for part in str(step["text"]).replace("{number}", " ").split()):
                return float(step["unit"])
        return 1.0


def _as_program(key: str) -> str:
    """ "very_likely_more" -> "more, very likely"."""
    for sureness in ("very_likely", "likely", "about_as_likely_as_not"):
        if key.startswith(f"{sureness}_"):
            return words_of({"finding": key.removeprefix(f"{sureness}_"), "sureness": sureness})
    return words_of({"finding": key, "sureness": None})


def of_terminal(language: str, file: Path, told: Comparison) -> Voice:
    """`compare --lang`: what stands on top, then the tables of whole periods and of subgroups."""
    own = Language(language, told)
    short = tell(told, language, str(file))
    said: Voice = {}
    for lines in _rows_of_arms(_sections(short)[own.words("headings.answer")], own):
        cells = [re.split(r" {2,}", line.strip()) for line in lines]
        arm = own.arms[cells[0][0]]
        if ("horizon", arm, HEADLINE) in said:
            continue  # further columns of a table that is too wide
        said["horizon", arm, HEADLINE] = Said(_broken(cells, 2, own), (own.number(cells[0][1]),))
    full = tell(told, language, str(file), full=True)
    for table in ("horizon", "subgroups"):
        section = next((text for head, text in _sections(full).items() if f"({table})" in head), "")
        for block, of_block in _blocks(section, told.rows(table), "outcome"):
            found = list(_rows_of_arms(block, own))
            for lines, row in zip(found, of_block, strict=True):
                cells = [re.split(r" {2,}", line.strip()) for line in lines]
                assert own.arms[cells[0][0]] == row["arm"], lines
                numbers: tuple[Number | None, ...] = (None, None, None)
                if row["difference"] is not None:
                    below = next((c for one in cells[1:] for c in one if own.ends(c)[0]), "")
                    numbers = own.difference(cells[0][-2], below)
                said[key_of(table, row)] = Said(_broken(cells, -1, own), numbers)
    return said


def _rows_of_arms(text: str, own: Language) -> Iterator[list[str]]:
    """Lines of a table that begin with an arm, each with those below that belong to it."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if re.match(r"  \S.* {2}", line) and re.split(r" {2,}", line[2:])[0] in own.arms:
            rows.append([line])
        elif rows and (not line or (rows[-1][-1] and line.startswith("    "))):
            rows[-1].append(line)
    for lines in rows:
        yield [line for line in lines if line]


def _broken(cells: list[list[str]], column: int, own: Language) -> str:
    """A verdict that is broken into lines, of each of which it has one cell or none."""
    for pieces in product([cells[0][column]], *([*one, ""] for one in cells[1:])):
        told = " ".join(piece for piece in pieces if piece)
        if told in own.verdicts:
            return own.verdict(told)
    raise AssertionError(f"no verdict in {cells}")


def of_page(language: str, page: str, told: Comparison) -> Voice:
    """The report: its first figure and tables, and the data of the figure of subgroups."""
    own = Language(language, told)
    soup = BeautifulSoup(page, "html.parser")
    said: Voice = {}
    for gain in soup.select("figure.gains .gain"):
        arm = own.arms[_text(gain.select_one(".gain-arm"))]
        result, paid = gain.select(".gain-says")
        ends = own.ends(_text(result.find("small")))
        words = own.verdict(_text(result.find("span")))
        said["horizon", arm, HEADLINE] = Said(words, (own.number(_text(result.strong)), *ends))
        cost = [text for text in paid.find("span").find_all(string=True, recursive=False) if text.strip()]
        said["horizon", arm, "programme_cost"] = Said(None, (own.number(str(cost[0])),))
        said["cost_per_unit", arm, HEADLINE, "programme", "0"] = own.price(_text(paid.strong))
    tables = [_Table(one) for one in soup.select("#results table")]
    for name, cells in tables[0].rows:  # again, so that the two are held against one another
        arm = own.arms[name]
        found = Said(own.verdict(cells[2][0]), own.difference(*cells[0]))
        assert _same(found, said["horizon", arm, HEADLINE]), (found, said["horizon", arm, HEADLINE])
    if not soup.select("#report-data"):
        return said  # the brief page
    at_end = soup.find("summary", string=own.words("tables.at_end.name"))
    for table in map(_Table, at_end.parent.find_all("table") if at_end else []):
        arms = [own.arms[head] for head in table.head[2:]]
        outcomes = list(dict.fromkeys(row["outcome"] for row in told.rows("at_end")))
        for outcome, (_, cells) in zip(outcomes, table.rows, strict=True):
            for arm, cell in zip(arms, cells[1:], strict=True):
                said["at_end", arm, outcome] = _signed(
                    cell, own, told.row("at_end", arm=arm, outcome=outcome)
                )
    data = json.loads(soup.select_one("#report-data").string)
    return said | _figure_of_subgroups(data, own) | _frontier(soup, own)


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag else ""


class _Table:
    """Heads, and for each row its name and cells: text and what stands small below it."""

    def __init__(self, table: Tag) -> None:
        self.head = [_text(one) for one in table.select("thead th")]
        self.rows = [
            (self._cell(row.find("th"))[0], [self._cell(one) for one in row.find_all("td")])
            for row in table.select("tbody tr")
        ]

    @staticmethod
    def _cell(cell: Tag) -> tuple[str, str]:
        below = _text(cell.find("small"))
        return _text(cell).removesuffix(below).strip(), below


def _same(one: Said, other: Said) -> bool:
    pairs = zip(one.numbers, other.numbers, strict=True)
    return one.words == other.words and all(a == b for a, b in pairs)


def _signed(cell: tuple[str, str], own: Language, row: Row) -> Said:
    """Of a cell whose verdict is a sign, the words of the program if the sign may stand for them."""
    told = words_of(row["verdict"])
    if row["difference"] is None:
        return Said("too few persons" if cell[0] == own.words("suppressed") else cell[0], (None,) * 3)
    may, number = own.signed(cell[0])
    return Said(told if told in may else " or ".join(sorted(may)), own.difference(number, cell[1]))


def _figure_of_subgroups(data: Row, own: Language) -> Voice:
    """Numbers have five digits in figures."""
    figure = next((one for one in data["figures"] if one["key"] == "subgroups"), None)
    if figure is None:
        return {}
    columns = {
        name: [packed["levels"][code] for code in packed["codes"]] if "levels" in packed else packed["values"]
        for name, packed in figure["fields"].items()
    }
    names = {own.words.subgroup(row["subgroup"]): row["subgroup"] for row in own.told.rows("subgroups")}
    said: Voice = {}
    for at, arm in enumerate(columns["arm"]):
        key = ("subgroups", arm, columns["outcome"][at], names[columns["subgroup_label"][at]])
        numbers = tuple(_five_digits(columns[name][at]) for name in ("difference", "low", "high"))
        said[key] = Said(own.verdict(columns["certainty_label"][at]), numbers)
    return said


def _five_digits(value: float | None) -> Number | None:
    return None if value is None else Number(value, 0.5e-4 * abs(value))


def _frontier(soup: BeautifulSoup, own: Language) -> Voice:
    """Which policies are worth considering."""
    heads = own.words.at("tables.frontier.head")
    table = next((t for t in map(_Table, soup.select("#cost table")) if t.head == heads), None)
    patterns = {
        re.sub(r"\\\{.*?\\\}", ".+", re.escape(text)): key for key, text in own.words.at("standing").items()
    }
    said: Voice = {}
    for name, cells in table.rows if table else []:
        key = next(key for pattern, key in patterns.items() if re.fullmatch(pattern, cells[2][0]))
        numbers = tuple(own.number(cells[at][0]) if cells[at][0] != "–" else None for at in (0, 1, 3))
        standing = "worth_considering" if key in ("first", "no_price") else key
        said["frontier", own.arms[name]] = Said(standing, numbers)
    return said


def page_of(file: Path, output: Path, language: str, *, brief: bool = False) -> str:
    return write_report(file, output, language, brief=brief).read_text(encoding="utf-8")
