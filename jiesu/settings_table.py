"""Writes docs/settings.md from the table of settings, or checks that it is up to date.

::

    python -m jiesu.settings_table            # print
    python -m jiesu.settings_table --write
    python -m jiesu.settings_table --check
"""

from __future__ import annotations

import argparse
import sys

from bot.settings import ROOT, TABLE

PAGE = ROOT / "docs" / "settings.md"
BEGIN, END = "<!-- table: begin, written by `make docs` -->", "<!-- table: end -->"


def render_table() -> str:
    """The settings as a Markdown table."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for variable in TABLE:
        default = f"`{variable.default}`" if variable.default else "(empty)"
        rows.append(f"| `{variable.name}` | {default} | {variable.meaning} |")
    return "\n".join(rows)


def renew(page: str) -> str:
    """The page with the present table between its marks.

    Raises:
        ValueError: the marks are missing.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has lost the marks around its table")
    return f"{before}{BEGIN}\n{render_table()}\n{END}{after}"


def main(arguments: list[str] | None = None) -> int:
    """Print, write or check; 1 when the page is out of date."""
    parser = argparse.ArgumentParser(description="The table of settings in docs/settings.md.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write it into docs/settings.md")
    what.add_argument("--check", action="store_true", help="fail when docs/settings.md is out of date")
    given = parser.parse_args(arguments)
    if not (given.write or given.check):
        print(render_table())
        return 0
    page = PAGE.read_text(encoding="utf-8")
    renewed = renew(page)
    if given.write:
        PAGE.write_text(renewed, encoding="utf-8")
    elif renewed != page:
        print("docs/settings.md is out of date: run make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
