"""YAML as an editor reads it before it holds a file against the JSON Schema: version 1.2, in which
`no` is a text, 01500 a number and 2012-01-01 no date; a key that stands twice is refused."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml

CORE = {
    "null": r"^(~|null|Null|NULL|)$",
    "bool": r"^(true|True|TRUE|false|False|FALSE)$",
    "int": r"^[-+]?[0-9]+$",
    "float": r"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.nan)$",
}


class EditorLoader(yaml.SafeLoader):
    """PyYAML reads version 1.1."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        pairs = [(key.value, self.construct_object(value, deep=True)) for key, value in node.value]
        found = dict(pairs)
        if len(found) < len(pairs):
            raise yaml.constructor.ConstructorError(None, None, "a key twice", node.start_mark)
        return found


def construct_map(loader: EditorLoader, node: yaml.MappingNode) -> dict[str, Any]:
    return loader.construct_mapping(node)


def construct_int(loader: EditorLoader, node: yaml.ScalarNode) -> int:
    return int(node.value)


def use_core_schema() -> None:
    for name, pattern in CORE.items():
        EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(pattern), None)
    EditorLoader.add_constructor("tag:yaml.org,2002:map", construct_map)
    EditorLoader.add_constructor("tag:yaml.org,2002:int", construct_int)


use_core_schema()


def read(text: str) -> Any:
    """Errors: yaml.YAMLError where no YAML parser could read the text."""
    return yaml.load(text, EditorLoader)
