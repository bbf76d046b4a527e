"""What the command lines of export, report and sensitivity have in common."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from resettle.called_as import called_as, shell_word
from resettle.errors import visible


class CommandLine(argparse.ArgumentParser):
    """The words behind one command of the launcher. Exit code 2 for a word that is not taken."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(prog=f"{called_as()} {command}", description=description, allow_abbrev=False)
        self._typed: list[str] = []

    def parse_args(  # type: ignore[override]  # nobody here gives a namespace of another class
        self, args: Sequence[str] | None = None, namespace: None = None
    ) -> argparse.Namespace:
        self._typed = sys.argv[1:] if args is None else list(args)
        if "" in self._typed:
            self.error("a word of the command is empty")
        for number, word in enumerate(self._typed, 1):
            if any("\ud800" <= c <= "\udfff" for c in word):
                self.error(
                    f"the {number}. word, '{visible(word)}', is not text in UTF-8; rename a file or folder "
                    "whose name is written otherwise"
                )
        return super().parse_args(self._typed, namespace)

    def error(self, message: str) -> NoReturn:
        """Names the option that may be meant, and says what to write for a file whose name begins with
        a hyphen, which passes for an option."""
        known = self._option_string_actions
        for word in self._typed:
            option = word.split("=")[0]
            if word.startswith("-") and word != "--" and option not in known:
                near = get_close_matches(option.lower(), known, n=1)
                message += f"; did you mean {near[0]}?" if near else ""
                message += f"; if '{visible(word)}' is a file, write {shell_word('./' + word)}"
        super().error(message)
