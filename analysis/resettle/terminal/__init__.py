"""A comparison told in a terminal in the words of the report: `./resettle compare STUDY.h5 --lang ko`.

The program tells it in English. In other languages it is told here, from the sentences, tables and terms
that the report has, so that nothing is written twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from resettle.called_as import command_on
from resettle.comparison import Comparison
from resettle.report.answer import Answer
from resettle.report.table import Cell, Table
from resettle.report.tables import Tables
from resettle.report.words import Words

from .layout import heading, padded, paragraph, room, table_text
from .listing import Listing

__all__ = ["tell"]


def tell(
    comparison: Comparison,
    language: str,
    file: str,
    *,
    shown: Sequence[str] = (),
    full: bool = False,
    below: Sequence[str] = (),
) -> str:
    """The comparison in short, then the tables `below`; with `shown` (topics or tables) or `full` these
    alone. file: of the study, for commands.
    Errors: StudyError for a word in `shown` that is neither."""
    words = Words(language, comparison.drawn_from)
    told = comparison.in_language(language)
    answer = Answer(told, words)
    if not told.compared:
        return _question(answer) + _same(answer) + paragraph(words("terminal.nothing"))
    tables = Tables(told, words, answer, {})
    listing = Listing(tables)
    if shown or full:
        names = listing.names([*shown, *(listing.topics if full else ())])
        return _same(answer) + "".join(_shown(listing, name) for name in names)
    text = _question(answer) + _in_short(answer, tables)
    if told.rows("overrun"):
        text += _shown(listing, "overrun")
    text += _limits(answer) + _more(words, listing, file)
    return text + "".join(_shown(listing, name) for name in below)


def short_table(tables: Tables) -> Table:
    """Of every arm what it gains, how sure that is, what it costs and the price of one more."""
    words, answer = tables.words, tables.answer
    cost, main = words.at("tables.cost.head"), words.at("tables.main.head")
    rows = [
        [
            tables.arm(headline.arm),
            tables.difference(headline.result["difference"], "count"),
            Cell(tables.verdict(headline.result["verdict"]).text),
            tables.difference(tables.over_horizon(headline.arm, "programme_cost")["difference"], "krw"),
            tables.price(headline.price),
        ]
        for headline in answer.found
    ]
    head = [cost[0], cost[1], main[3], cost[2], cost[4]]
    caption = tables.make("cost", [], "").caption
    return Table("short", head, rows, caption, "", [False, True, False, True, True])


# ---- parts --------------------------------------------------------------------------------------


def _question(answer: Answer) -> str:
    words, head = answer.words, answer.comparison.raw
    name = words.term("studies", head["study"], head["study"].replace("_", " "))
    text = paragraph(f"{words('kicker')} · {name}")
    text += paragraph(answer.question().text) + paragraph(answer.facts())
    if head["changed_on_command_line"]:
        text += paragraph(words("changed", list=", ".join(head["changed_on_command_line"])))
    if head.get("with"):
        text += paragraph(words("terminal.two_files", file=head["with"], replicates=head["replicates"]))
    if head["definition"] != "a":
        definition = words.term("definitions", head["definition"])
        text += paragraph(words("terminal.definition", definition=definition))
    if head["replicates_stored"] < head["replicates_of_study"]:
        told = {"replicates": head["replicates_stored"], "of": head["replicates_of_study"]}
        text += paragraph(words("part_of_study", **told))
    return text + paragraph(" ".join(answer.preliminary())) if answer.preliminary() else text


def _same(answer: Answer) -> str:
    return "".join(paragraph(sentence, indent=2) for sentence in answer.same())


def _in_short(answer: Answer, tables: Tables) -> str:
    words = answer.words
    text = heading(words("headings.answer"))
    for number, sentence in enumerate(answer.sentences(), 1):
        text += paragraph(sentence, f"{number}. ", 3)
    text += paragraph(words("not_known")) + _same(answer)
    if answer.found:
        text += "\n" + table_text(short_table(tables))
    text += "\n" + paragraph(answer.rule())
    return text + (paragraph(answer.definitions()) if answer.definitions() else "")


def _limits(answer: Answer) -> str:
    notes = "".join(paragraph(text.replace("`", ""), "- ", 2) for text in answer.limits())
    return heading(answer.words("headings.limits")) + notes


def _more(words: Words, listing: Listing, file: str) -> str:
    text = heading(words("terminal.more"))
    text += paragraph(words("terminal.how", command=f"{command_on('compare', file)} --lang {words.language}"))
    known = words.at("terminal.topics")
    column = max(map(room, listing.topics)) + 2
    for topic in listing.topics:
        text += paragraph(known.get(topic, ""), "  " + padded(topic, column), column + 2)
    return text


def _shown(listing: Listing, name: str) -> str:
    text = heading(f"{listing.title(name)} ({name})")
    if listing.note(name):
        return text + paragraph(listing.note(name))
    made = listing.of(name)
    if not made:
        return text + paragraph(listing.words("terminal.no_rows"))
    return text + "\n".join(table_text(table) for table in made)
