"""Reading the YAML that a study file keeps."""

from __future__ import annotations

from typing import Any

import yaml

from resettle.errors import StudyError

DEEPEST = 100  # maps and lists inside one another: a scenario has 8


def plain_yaml(text: str) -> Any:
    """What a text says. Errors: StudyError where it is nested as no study is: the reader would fall over
    it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise StudyError("The study that the file keeps is nested as no study is. Run the study again.")
    return yaml.load(text, Loader=yaml.CSafeLoader)
