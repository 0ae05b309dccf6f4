"""Answers to frequent questions, from one YAML file or a folder of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.engine import Connection

from bot.data_files import read_text, read_yaml
from bot.domain.errors import BadData
from store.importing.merging import note_version
from store.tables import categories, faq_entries

REQUIRED = ("id", "category", "question", "answer", "source", "updated")
OPTIONAL = ("variants", "where", "bring", "phone", "hours")
MAX_ANSWER = 800
"""Characters; an answer has to be readable on a phone."""


def import_faq(connection: Connection, path: Path) -> dict[str, int]:
    """Replace all answers by those of the file or folder.

    Raises:
        BadData: a missing or unknown key, a category that does not exist, an id used twice.
    """
    files = sorted(path.glob("*.yml")) + sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise BadData(str(path), 1, "file", "no YAML file in this folder")
    codes = set(connection.execute(sa.select(categories.c.code)).scalars())
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for file in files:
        for line, entry in _entries(file):
            data = _check(file, line, entry, codes)
            if data["id"] in seen:
                raise BadData(str(file), line, "id", f"{data['id']!r} occurs twice")
            seen.add(data["id"])
            rows.append({"id": data["id"], "position": len(rows), "data": data})
    connection.execute(sa.delete(faq_entries))
    connection.execute(sa.insert(faq_entries), rows)
    note_version(connection, "faq", rows)
    return {"faq": len(rows)}


def _entries(file: Path) -> list[tuple[int, Any]]:
    content = read_yaml(file)
    if not isinstance(content, dict) or not isinstance(content.get("faq"), list) or not content["faq"]:
        raise BadData(str(file), 1, "faq", "not a list of answers under the key faq")
    node = yaml.compose(read_text(file), Loader=yaml.SafeLoader)
    sequence = next(value for key, value in (node.value if node else ()) if key.value == "faq")
    return list(zip((item.start_mark.line + 1 for item in sequence.value), content["faq"], strict=True))


def _check(file: Path, line: int, entry: Any, codes: set[str]) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise BadData(str(file), line, "faq", "an answer is not a mapping")
    for key in entry:
        if key not in REQUIRED + OPTIONAL:
            raise BadData(str(file), line, str(key), "unknown key")
    data = {key: str(entry.get(key) or "").strip() for key in REQUIRED + OPTIONAL if key != "variants"}
    for key in REQUIRED:
        if not data[key]:
            raise BadData(str(file), line, key, "empty")
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,79}", data["id"]):
        raise BadData(str(file), line, "id", "not lower-case letters, digits and underscores")
    if data["category"] not in codes:
        raise BadData(str(file), line, "category", f"no category has the code {data['category']!r}")
    if len(data["answer"]) > MAX_ANSWER:
        raise BadData(str(file), line, "answer", f"longer than {MAX_ANSWER} characters")
    variants = entry.get("variants") or []
    if not isinstance(variants, list) or not all(isinstance(v, (str, int, float)) for v in variants):
        raise BadData(str(file), line, "variants", "not a list of texts")
    return {**data, "variants": [str(v) for v in variants]}
