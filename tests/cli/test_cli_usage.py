"""What holds for every command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jiesu.cli import build_parser
from tests.cli.commands import Jiesu

JIESU = Path(sys.executable).with_name("jiesu")


def test_the_command_is_installed_and_prints_json_only(data: Path) -> None:
    """A program that reads stdout gets JSON and nothing else."""
    command = [str(JIESU), "db", "upgrade", "--json", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)  # noqa: S603 (our own command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith('{"revision": ')
    assert done.stdout.count("\n") == 1


def test_a_bad_setting_stops_the_command_and_is_named(jiesu: Jiesu, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, no stack trace."""
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")
    outcome = jiesu("db", "upgrade")
    assert outcome.code == 2
    assert "DATABASE_URL" in outcome.err


def test_an_unknown_setting_stops_the_command(jiesu: Jiesu, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt variable must not be ignored."""
    monkeypatch.setenv("JIESU_PORTBASE", "9000")
    outcome = jiesu("db", "upgrade")
    assert outcome.code == 2
    assert "JIESU_PORTBASE" in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        ("up", "--port-base", "9000"),
        ("demo",),
        ("understand",),
        ("import", "grids", "x"),
        ("import", "departments", "x"),
        ("import", "taxonomy", "x"),
        ("import", "faq", "x"),
        ("import", "users", "x"),
        ("export", "tickets"),
        ("db", "upgrade"),
        ("doctor",),
        ("accounts", "show", "demo"),
        ("tickets", "move", "JS1", "accept", "--reason", "x"),
        ("train",),
    ],
    ids=" ".join,
)
def test_every_command_takes_data_and_json(words: tuple[str, ...]) -> None:
    """The two options that other tools rely on."""
    given = build_parser().parse_args([*words, "--data", "folder", "--json"])
    assert (given.data, given.json) == ("folder", True)


def test_train_says_that_the_model_is_up_to_date(jiesu: Jiesu, trained_model: Path) -> None:
    """A second training finds nothing to do."""
    row = jiesu("train", "--json").row
    assert (row["model"], row["trained"]) == (trained_model.name, False)
