"""What somebody may ask of a report, on the command line or in Python."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from resettle.errors import visible


@dataclass(frozen=True)
class PageOptions:
    """budget: KRW a year, to learn how often a policy goes beyond it. title: of the page, in place of
    the study's question. author: who reports. arms: the policies the report is about, in this order;
    all without any. brief: two pages instead of everything."""

    language: str = "en"
    budget: float | None = None
    title: str = ""
    author: str = ""
    arms: Sequence[str] = ()
    brief: bool = False

    def as_typed(self) -> str:
        """As options of the command line."""
        words = ["--lang", self.language]
        words += ["--brief"] if self.brief else []
        words += ["--arms", ",".join(self.arms)] if self.arms else []
        words += ["--budget", f"{self.budget:g}"] if self.budget else []
        for name, text in (("--title", self.title), ("--author", self.author)):
            words += [f"{name}={text}"] if text else []
        return shlex.join(words)


def one_line(text: str | None) -> str:
    """A title or a name as a page can show it: in one line, and nothing that steers or turns it."""
    return visible(" ".join((text or "").split()))
