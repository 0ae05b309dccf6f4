"""Rules for what the assistant says: answers to frequent questions and responses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.data_files import read_text, read_yaml
from bot.domain.errors import BadData
from store.importing.faq import MAX_ANSWER, OPTIONAL, REQUIRED
from training.findings import Finding

LEAST_ANSWERS = 60
"""Answers that ship with the product."""
_ID = re.compile(r"[a-z][a-z0-9_]{2,79}")
_IN_PYTHON = re.compile(r"""["'](utter_[a-z0-9_/]*[a-z0-9])["']""")
"""A whole response name in quotes: "utter_greet"; a stem such as "utter_ask_" is not one."""
_IN_YAML = re.compile(r"^\s*-?\s*action:\s*[\"']?(utter_[a-z0-9_/]+)", re.MULTILINE)
"""The action of a rule or story: ``- action: utter_greet``."""


@dataclass(frozen=True)
class Answer:
    """One entry of an FAQ file, not yet checked."""

    file: str
    line: int
    """1-based."""
    entry: Any


def read_answers(folder: Path) -> list[Answer]:
    """The entries of ``*.yml`` in a folder.

    Raises:
        BadData: no such file, or one that is not a list under the key faq.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise BadData(str(folder), 1, "file", "no YAML file in this folder")
    return [answer for file in files for answer in _read_file(file)]


def _read_file(file: Path) -> Iterator[Answer]:
    content = read_yaml(file)
    if not isinstance(content, dict) or not isinstance(content.get("faq"), list):
        raise BadData(str(file), 1, "faq", "not a list of answers under the key faq")
    node = yaml.compose(read_text(file), Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    items = next(value for key, value in pairs if key.value == "faq").value
    for item, entry in zip(items, content["faq"], strict=True):
        yield Answer(str(file), item.start_mark.line + 1, entry)


def find_bad_fields(answers: Sequence[Answer]) -> list[Finding]:
    """An entry without a required field, with an unknown one, or with a value of the wrong form."""
    found = []
    for answer in answers:
        for problem in _field_problems(answer.entry):
            found.append(Finding(answer.file, answer.line, "faq.field", problem))
    return found


def _field_problems(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "not a mapping"
        return
    for key in entry:
        if key not in REQUIRED + OPTIONAL:
            yield f"{key}: unknown key"
    for key in REQUIRED:
        if not str(entry.get(key) or "").strip():
            yield f"{key}: empty"
    if entry.get("id") and not _ID.fullmatch(str(entry["id"])):
        yield "id: not lower-case letters, digits and underscores"
    if len(str(entry.get("answer") or "")) > MAX_ANSWER:
        yield f"answer: longer than {MAX_ANSWER} characters"
    variants = entry.get("variants") or []
    if not isinstance(variants, list) or not all(isinstance(variant, str) for variant in variants):
        yield "variants: not a list of texts"


def find_repeated_ids(answers: Sequence[Answer]) -> list[Finding]:
    """An id that an earlier entry has."""
    first: dict[str, Answer] = {}
    found = []
    for answer in answers:
        name = str(answer.entry.get("id") or "") if isinstance(answer.entry, dict) else ""
        earlier = first.setdefault(name, answer)
        if name and earlier is not answer:
            found.append(Finding(answer.file, answer.line, "faq.id", f"{name} stands at {earlier.file}:{earlier.line}"))
    return found


def find_unknown_topics(answers: Sequence[Answer], categories: Collection[str]) -> list[Finding]:
    """An entry whose category the taxonomy does not have."""
    found = []
    for answer in answers:
        category = answer.entry.get("category") if isinstance(answer.entry, dict) else None
        if category and category not in categories:
            problem = f"the taxonomy has no category {category!r}"
            found.append(Finding(answer.file, answer.line, "faq.category", problem))
    return found


def find_too_few(answers: Sequence[Answer], folder: str, least: int = LEAST_ANSWERS) -> list[Finding]:
    """Fewer answers than the product ships with."""
    if len(answers) >= least:
        return []
    return [Finding(folder, 1, "faq.count", f"{len(answers)} answers of {least}")]


def read_responses(files: Sequence[Path]) -> set[str]:
    """Names under the keys ``responses`` (Rasa's) and ``replies`` (said by actions) in these files.

    Raises:
        BadData: a file that is not YAML.
    """
    names: set[str] = set()
    for file in files:
        content = read_yaml(file)
        for key in ("responses", "replies"):
            names |= set((content.get(key) if isinstance(content, dict) else None) or {})
    return names


def read_uses(files: Sequence[Path]) -> dict[str, tuple[str, int]]:
    """Where each response is first used, by its name: file and line.

    **Shape**: in Python files every quoted ``utter_`` name counts, in YAML the actions of rules and stories.
    """
    uses: dict[str, tuple[str, int]] = {}
    for file in files:
        text = read_text(file)
        for match in (_IN_PYTHON if file.suffix == ".py" else _IN_YAML).finditer(text):
            uses.setdefault(match[1], (str(file), text.count("\n", 0, match.start(1)) + 1))
    return uses


def find_unknown_responses(uses: Mapping[str, tuple[str, int]], responses: Collection[str]) -> list[Finding]:
    """A response that is used but written nowhere."""
    return [
        Finding(file, line, "response.unknown", f"{name} has no text")
        for name, (file, line) in uses.items()
        if name not in responses
    ]
