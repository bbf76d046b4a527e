"""What a reader sees of a page: its texts, those of its figures included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"br", "meta", "link"}
NOT_READ = {"style", "script", "code", "pre"}


class _Reader(HTMLParser):
    """Texts of elements that are read; `left_out`: classes of those that a test does not look at."""

    def __init__(self, left_out: set[str]) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.data = ""
        self._left_out = left_out
        self._open: list[tuple[str, bool]] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        hidden = tag in NOT_READ or bool(self._left_out & set((told.get("class") or "").split()))
        if tag not in VOID:
            self._open.append((tag, hidden))
        self._in_data = told.get("id") == "report-data"
        if not self._is_hidden():
            self.texts += [told[key] or "" for key in ("aria-label", "data-head") if key in told]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += data
        elif not self._is_hidden() and data.strip():
            self.texts.append(data.strip())

    def _is_hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)


def texts_of(page: str, *left_out: str) -> list[str]:
    """left_out: classes of elements that are not looked at."""
    reader = _Reader(set(left_out))
    reader.feed(page)
    return reader.texts + list(_of_figures(json.loads(reader.data) if reader.data else {"figures": []}))


def _of_figures(data: dict) -> Iterator[str]:
    """Titles, choices, heads of columns, cells that are texts, and titles of axes."""
    for figure in data["figures"]:
        yield re.sub(r"\{\w+\}", "", figure["title"])
        yield from figure["places"].values()
        for choice in figure["choices"]:
            yield choice["label"]
            yield from (label for _, label in choice["options"])
        for column in figure["columns"]:
            yield column["label"]
            if column["kind"] == "text":
                yield from figure["fields"][column["key"]].get("levels", [])
        yield from re.findall(r'"title": "([^"]*)"', json.dumps(figure["spec"], ensure_ascii=False))
