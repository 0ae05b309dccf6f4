"""Reads the training sentences of Rasa NLU YAML files, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.domain.errors import BadData

_BULLET = "- "


@dataclass(frozen=True)
class Sentence:
    """One training sentence."""

    file: str
    """As the path was given."""
    line: int
    """1-based."""
    intent: str
    """The kind of a matter, or the act of a conversation; without the response key."""
    category: str
    """The response key, empty for an act."""
    text: str

    @property
    def label(self) -> str:
        """The intent as it is written in the file."""
        return f"{self.intent}/{self.category}" if self.category else self.intent


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a file, or of all ``*.yml`` under a folder.

    **Shape**: in the order of file names and lines.

    Raises:
        BadData: a file that is not Rasa NLU YAML, or a folder without such files.
    """
    files = sorted(path.rglob("*.yml")) if path.is_dir() else [path]
    if not files:
        raise BadData(str(path), 1, "file", "no YAML file in this folder")
    return [sentence for file in files for sentence in _read_file(file)]


def _read_file(file: Path) -> Iterator[Sentence]:
    root = _compose(file)
    items = _value_of(root, "nlu")
    if not isinstance(items, yaml.SequenceNode):
        raise BadData(str(file), 1, "nlu", "not a list under the key nlu")
    for item in items.value:
        intent = _value_of(item, "intent")
        if intent is not None:
            yield from _read_intent(file, item, intent)


def _compose(file: Path) -> yaml.Node | None:
    try:
        return yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise BadData(str(file), 1, "file", error.strerror or "unreadable") from error
    except UnicodeDecodeError as error:
        raise BadData(str(file), error.object[: error.start].count(b"\n") + 1, "file", "not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadData(str(file), line, "yaml", error.problem or "cannot be read") from error
    except yaml.YAMLError as error:
        raise BadData(str(file), 1, "yaml", "cannot be read") from error


def _value_of(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _read_intent(file: Path, item: yaml.Node, intent: yaml.Node) -> Iterator[Sentence]:
    line = intent.start_mark.line + 1
    if not isinstance(intent, yaml.ScalarNode) or not intent.value:
        raise BadData(str(file), line, "intent", "not a name")
    name, _, category = intent.value.partition("/")
    examples = _value_of(item, "examples")
    if not isinstance(examples, yaml.ScalarNode) or examples.style != "|":
        raise BadData(str(file), line, "examples", f"{intent.value}: not a block written with |")
    first = examples.start_mark.line + 2
    found = False
    for number, row in enumerate(examples.value.splitlines(), first):
        if not row.strip():
            continue
        if not row.startswith(_BULLET) or not row[len(_BULLET) :].strip():
            raise BadData(str(file), number, "examples", "not a sentence after a dash and a space")
        found = True
        yield Sentence(str(file), number, name, category, row[len(_BULLET) :].strip())
    if not found:
        raise BadData(str(file), line, "examples", f"{intent.value}: no sentence")
