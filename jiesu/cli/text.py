"""jiesu understand: what the product reads in a text."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bot.domain.errors import BadData
from jiesu.cli.options import add_common, open_product, print_json


def add_to(commands: Any) -> None:
    """The commands of this family."""
    understand = commands.add_parser("understand", help="read kind, category, place, time and urgency in texts")
    understand.add_argument("texts", nargs="*", metavar="TEXT")
    understand.add_argument("--in", dest="source", type=Path, metavar="FILE.jsonl", help='rows {"id","text"}')
    understand.add_argument("--out", type=Path, metavar="FILE.jsonl", help="one result per row (default: stdout)")
    add_common(understand)
    understand.set_defaults(run=run_understand)


def run_understand(given: argparse.Namespace) -> int:
    """Read texts from the command line, a file, or standard input (one per line)."""
    if given.texts and given.source:
        print("jiesu: give texts or --in, not both", file=sys.stderr)
        return 2
    from jiesu.understanding import Understander  # the model's libraries take seconds to import

    rows = _rows(given.source) if given.source else _given(given.texts)
    understander = Understander(open_product(given))
    with ExitStack() as stack:
        out = stack.enter_context(given.out.open("w", encoding="utf-8")) if given.out else None
        for row in rows:
            result = understander.read(row["id"], row["text"])
            if out is not None:
                out.write(json.dumps(result, ensure_ascii=False) + "\n")
            elif given.json or given.source:
                print_json(result)
            else:
                print(json.dumps(result, ensure_ascii=False, indent=2))
    return 0


def _given(texts: list[str]) -> Iterator[dict[str, str]]:
    for number, text in enumerate(texts or (line.rstrip("\n") for line in sys.stdin), 1):
        yield {"id": str(number), "text": text}


def _rows(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(str(path), 1, "file", "cannot be read as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadData(str(path), number, "json", error.msg) from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise BadData(str(path), number, "text", "not a text")
        rows.append({"id": row.get("id", str(number)), "text": row["text"]})
    return rows
