"""YAML mappings with the line of each key, so that errors can name file, line and field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.data_files import read_text
from bot.domain.errors import BadData


def read_entries(path: Path, root: str) -> dict[str, yaml.Node]:
    """The nodes below the one key ``root`` of a file, by name.

    Raises:
        BadData: unreadable, not YAML, another shape, or a name that occurs twice.
    """
    try:
        node = yaml.compose(read_text(path), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadData(str(path), line, "yaml", "cannot be read") from error
    for name, value in pairs(path, node, root):
        if name != root:
            raise BadData(str(path), line_of(value), name, f"unknown key; only {root} is taken")
        return dict(pairs(path, value, root))
    raise BadData(str(path), 1, root, "missing")


def pairs(path: Path, node: yaml.Node | None, field: str) -> Iterator[tuple[str, yaml.Node]]:
    """Names and values of a mapping.

    Raises:
        BadData: not a mapping, or a name that occurs twice.
    """
    if not isinstance(node, yaml.MappingNode):
        raise BadData(str(path), line_of(node), field, "not a mapping")
    seen = set()
    for key, value in node.value:
        name = str(key.value)
        if name in seen:
            raise BadData(str(path), line_of(key), name, "occurs twice")
        seen.add(name)
        yield name, value


def scalar(path: Path, node: yaml.Node, field: str) -> str:
    """A value as it is written, trimmed; null is empty. Raises: BadData: a list or a mapping."""
    if not isinstance(node, yaml.ScalarNode):
        raise BadData(str(path), line_of(node), field, "not a single value")
    return "" if node.tag.endswith(":null") else str(node.value).strip()


def scalars(path: Path, node: yaml.Node, field: str) -> list[str]:
    """A list of values. Raises: BadData: something else."""
    if not isinstance(node, yaml.SequenceNode):
        raise BadData(str(path), line_of(node), field, "not a list")
    return [scalar(path, item, field) for item in node.value]


def line_of(node: yaml.Node | None) -> int:
    """1-based line on which a node begins."""
    return node.start_mark.line + 1 if node is not None else 1
