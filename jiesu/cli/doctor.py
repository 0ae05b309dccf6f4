"""jiesu doctor: looks at the machine and says what to do about each failure."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.settings import BadSetting, read_settings
from jiesu.cli.options import add_common, print_json
from jiesu.doctor import Finding, examine, examine_without_settings

MARKS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


def add_to(commands: Any) -> None:
    """The commands of this family."""
    doctor = commands.add_parser("doctor", help="check this machine and say what to do about each failure")
    doctor.add_argument("--port-base", type=int, metavar="N", help="port of the app (JIESU_PORT_BASE)")
    add_common(doctor)
    doctor.set_defaults(run=run_doctor)


def run_doctor(given: argparse.Namespace) -> int:
    """Print every finding; 1 when something failed."""
    findings = _examine(given)
    failed = [finding for finding in findings if finding.status == "fail"]
    if given.json:
        print_json({"ok": not failed, "checks": [asdict(finding) for finding in findings]})
        return 1 if failed else 0
    for finding in findings:
        print(f"{MARKS[finding.status]}  {finding.name:<12} {finding.found}")
        if finding.advice:
            print(f"{'':<19}-> {finding.advice}")
    warned = sum(1 for finding in findings if finding.status == "warn")
    print(f"{len(findings)} checks, {len(failed)} failed, {warned} with a warning")
    return 1 if failed else 0


def _examine(given: argparse.Namespace) -> list[Finding]:
    folder = Path(given.data).expanduser().resolve() if given.data else None
    try:
        settings = read_settings(data=folder, port=given.port_base)
    except BadSetting as error:
        return list(examine_without_settings(error))
    return list(examine(settings))
