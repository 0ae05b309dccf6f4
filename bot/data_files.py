"""Reading CSV, JSON and YAML so that every error names file, line and field."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import BadData


@dataclass(frozen=True)
class Line:
    """One row of a CSV file."""

    file: str
    number: int
    """1-based; the header is line 1."""
    values: dict[str, str]

    def text(self, field: str, *, required: bool = True, limit: int = 400) -> str:
        """The trimmed value.

        Raises:
            BadData: empty though required, too long, or with control characters.
        """
        value = (self.values.get(field) or "").strip()
        if required and not value:
            raise self.bad(field, "empty")
        if len(value) > limit:
            raise self.bad(field, f"longer than {limit} characters")
        if any(ord(c) < 32 for c in value):
            raise self.bad(field, "holds a control character")
        return value

    def number_of(self, field: str, low: float, high: float) -> float:
        """The value as a number within bounds, both inclusive.

        Raises:
            BadData: not a number, or out of bounds.
        """
        text = self.text(field)
        try:
            value = float(text)
        except ValueError:
            raise self.bad(field, f"{text!r} is not a number") from None
        if not low <= value <= high:
            raise self.bad(field, f"{text} is not between {low:g} and {high:g}")
        return value

    def one_of(self, field: str, allowed: Iterable[str]) -> str:
        """The value when it is among ``allowed``.

        Raises:
            BadData: it is not.
        """
        value = self.text(field)
        names = list(allowed)
        if value not in names:
            shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
            raise self.bad(field, f"{value!r} is not one of {shown}")
        return value

    def many(self, field: str) -> list[str]:
        """The parts of a value written a|b|c."""
        return [part.strip() for part in self.text(field, required=False).split("|") if part.strip()]

    def bad(self, field: str, problem: str) -> BadData:
        """The error to raise for this line."""
        return BadData(self.file, self.number, field, problem)


def read_text(path: Path) -> str:
    """The file as UTF-8 text.

    Raises:
        BadData: unreadable, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadData(str(path), 1, "file", error.strerror or "unreadable") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadData(str(path), line, "file", "not UTF-8") from error


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[Line]:
    """The rows of a CSV file with at least these columns.

    Raises:
        BadData: a column is missing, a row has more values than the header, or the file is empty.
    """
    reader = csv.DictReader(read_text(path).splitlines())
    header = reader.fieldnames or []
    for column in columns:
        if column not in header:
            raise BadData(str(path), 1, column, "this column is missing")
    seen = False
    for row in reader:
        seen = True
        if None in row:
            raise BadData(str(path), reader.line_num, "row", "more values than columns")
        if None in row.values():
            raise BadData(str(path), reader.line_num, "row", "fewer values than columns")
        yield Line(str(path), reader.line_num, row)
    if not seen:
        raise BadData(str(path), 2, "row", "the file has no rows")


def read_json(path: Path) -> Any:
    """The value of a JSON file. Raises: BadData: not JSON."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise BadData(str(path), error.lineno, "json", error.msg) from error


def read_yaml(path: Path) -> Any:
    """The value of a YAML file. Raises: BadData: not YAML."""
    try:
        return yaml.safe_load(read_text(path))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadData(str(path), line, "yaml", error.problem or "cannot be read") from error
