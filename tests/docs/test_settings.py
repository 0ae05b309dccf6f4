"""The docs name every setting, and the settings are what the docs say."""

from __future__ import annotations

import pytest

from bot.settings import ROOT, TABLE, TEST_VARIABLES, read_settings
from jiesu import settings_table

PAGE = settings_table.PAGE.read_text(encoding="utf-8")


def test_the_table_in_the_docs_is_up_to_date() -> None:
    """``make docs`` has been run."""
    assert settings_table.main(["--check"]) == 0


@pytest.mark.parametrize("name", [*(v.name for v in TABLE), *sorted(TEST_VARIABLES)])
def test_every_variable_is_explained(name: str) -> None:
    """Settings stand in the table, variables of tests below it."""
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("variable", TABLE, ids=lambda v: v.name)
def test_the_example_file_has_every_setting(variable: object) -> None:
    """``.env.example`` names each with its default, switched off."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert f"#{variable.name}={variable.default}\n" in example


def test_an_outdated_page_is_found(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The check names the command that mends it."""
    monkeypatch.setattr(settings_table, "TABLE", TABLE[:-1])
    assert settings_table.main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().err


def test_the_page_keeps_what_stands_around_its_table() -> None:
    """Only the table is generated."""
    assert settings_table.renew(PAGE) == PAGE
    with pytest.raises(ValueError, match="marks"):
        settings_table.renew("no marks here")


def test_defaults_can_be_used() -> None:
    """An empty environment is a good one."""
    assert read_settings({}).port == 8080
