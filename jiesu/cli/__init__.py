"""The ``jiesu`` command: one module per family of commands."""

from __future__ import annotations

import argparse
import sys

from bot.domain.errors import IntakeError
from bot.logs import set_up_logs
from bot.settings import BadSetting
from jiesu.cli import accounts, conversations, data, demo, doctor, run, text, tickets, training

FAMILIES = (run, demo, doctor, text, data, tickets, accounts, conversations, training)


def build_parser() -> argparse.ArgumentParser:
    """All commands."""
    parser = argparse.ArgumentParser(prog="jiesu", description="接诉: citizen intake for grid governance.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for family in FAMILIES:
        family.add_to(commands)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when it succeeded, 1 when it refused, 2 for wrong usage."""
    given = build_parser().parse_args(arguments)
    set_up_logs("warning", "text")
    try:
        return int(given.run(given) or 0)
    except BadSetting as error:
        print(f"jiesu: {error}", file=sys.stderr)
        return 2
    except IntakeError as error:
        print(f"jiesu: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
