"""jiesu accounts show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import Jiesu

KEYS = ["channel", "name", "path", "app_id", "original_id", "token", "encoding_aes_key", "mode"]
OTHER = """
accounts:
  district:
    mode: safe
    app_id: wx0123456789abcdef
    original_id: gh_0123456789ab
    token: ${TOKEN_OF_TEST}
    encoding_aes_key: abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG
"""


def test_demo_is_made_on_the_first_look(jiesu: Jiesu) -> None:
    """It has the keys that clients are built on, is in safe mode, and stays the same."""
    first = jiesu("accounts", "show", "demo", "--json").row
    assert list(first) == KEYS
    assert (first["channel"], first["name"], first["path"], first["mode"]) == ("wechat", "demo", "/wechat/demo", "safe")
    assert len(first["encoding_aes_key"]) == 43
    assert jiesu("accounts", "show", "demo", "--json").row == first


def test_secrets_of_two_folders_differ(jiesu: Jiesu, data: Path) -> None:
    """They are made at random."""
    first = jiesu("accounts", "show", "demo", "--json").row
    (data / "accounts.yml").unlink()
    second = jiesu("accounts", "show", "demo", "--json").row
    assert all(first[key] != second[key] for key in ("app_id", "original_id", "token", "encoding_aes_key"))


def test_secrets_of_other_accounts_are_masked(jiesu: Jiesu, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only demo shows its secrets."""
    monkeypatch.setenv("TOKEN_OF_TEST", "a-token-of-a-test")
    (data / "accounts.yml").write_text(OTHER, encoding="utf-8")
    outcome = jiesu("accounts", "show", "district", "--json")
    assert outcome.row["token"] == outcome.row["encoding_aes_key"] == "***"
    assert "a-token-of-a-test" not in jiesu("accounts", "list").out


def test_an_unset_variable_is_named(jiesu: Jiesu, data: Path) -> None:
    """File, line, field and variable."""
    (data / "accounts.yml").write_text(OTHER, encoding="utf-8")
    outcome = jiesu("accounts", "show", "district")
    assert outcome.code == 1
    assert all(word in outcome.err for word in ("accounts.yml", "token", "TOKEN_OF_TEST"))


def test_an_unknown_account_is_refused_with_the_known_names(jiesu: Jiesu) -> None:
    """The message helps to correct the name."""
    outcome = jiesu("accounts", "show", "nobody")
    assert (outcome.code, outcome.out) == (1, "")
    assert "demo" in outcome.err
