"""Accounts from YAML: the demo account, environment secrets, errors that name the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import BadData
from connectors.accounts import describe, ensure_demo_account, load_accounts

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
DISTRICT = f"""accounts:
  district:
    app_id: wx0123456789abcdef
    original_id: gh_0123456789ab
    token: ${{WECHAT_TOKEN}}
    encoding_aes_key: {KEY}
    app_secret: ${{WECHAT_SECRET}}
"""
ENVIRON = {"WECHAT_TOKEN": "tokenFromOutside", "WECHAT_SECRET": "secretFromOutside"}


def write(folder: Path, text: str) -> Path:
    """A file of accounts."""
    path = folder / "accounts.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_demo_account_is_made_once_and_private(tmp_path: Path) -> None:
    """The first start makes random secrets in a file of the owner's; later ones keep them."""
    path = ensure_demo_account(tmp_path / "data")
    demo = load_accounts(path)["demo"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert ensure_demo_account(tmp_path / "data") == path
    assert load_accounts(path)["demo"] == demo
    assert load_accounts(ensure_demo_account(tmp_path / "other"))["demo"].secrets.token != demo.secrets.token
    assert [p.name for p in path.parent.iterdir()] == ["accounts.yml"]


def test_demo_account_is_described_in_full(tmp_path: Path) -> None:
    """`jiesu accounts show demo` prints what a test needs to sign callbacks."""
    demo = load_accounts(ensure_demo_account(tmp_path))["demo"]
    shown = describe(demo)
    assert list(shown) == ["channel", "name", "path", "app_id", "original_id", "token", "encoding_aes_key", "mode"]
    assert (shown["channel"], shown["name"], shown["path"], shown["mode"]) == ("wechat", "demo", "/wechat/demo", "safe")
    assert shown["token"] == demo.secrets.token
    assert len(shown["encoding_aes_key"]) == 43
    assert (len(shown["app_id"]), len(shown["original_id"])) == (18, 15)


def test_secrets_come_from_the_environment_and_are_masked(tmp_path: Path) -> None:
    """A secret of another account is read, but shown nowhere."""
    account = load_accounts(write(tmp_path, DISTRICT), ENVIRON)["district"]
    assert (account.secrets.token, account.app_secret) == ("tokenFromOutside", "secretFromOutside")
    assert not {"tokenFromOutside", KEY} & set(describe(account).values())
    assert "FromOutside" not in repr(account)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("${WECHAT_TOKEN}", "${NOT_SET}", "line 5: accounts.district.token: the environment variable NOT_SET"),
        ("${WECHAT_TOKEN}", "a${WECHAT_TOKEN}", "line 5: accounts.district.token: a variable has to be"),
        ("${WECHAT_TOKEN}", "", "line 5: accounts.district.token: token is empty"),
        ("${WECHAT_TOKEN}", "[1]", "line 5: accounts.district.token: not a single value"),
        (KEY, "short", "line 6: accounts.district.encoding_aes_key: EncodingAESKey must be"),
        ("    token:", "    tokens:", "line 5: accounts.district.tokens: unknown key"),
        ("    app_secret:", "    token:", "line 7: token: occurs twice"),
        ("    app_id:", "    channel: pigeon\n    app_id:", "line 3: accounts.district.channel: not one of"),
        ("    app_id:", "    mode: odd\n    app_id:", "line 3: accounts.district.mode: unknown mode"),
        ("  district:", "  区:", "line 3: accounts.区: a name is of"),
        ("accounts:", "account:", "line 2: account: unknown key"),
        ("accounts:", "accounts: [", "cannot be read"),
    ],
)
def test_bad_file_names_line_and_field(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """Each error names file, line and field, and holds no secret."""
    path = write(tmp_path, DISTRICT.replace(old, new, 1))
    with pytest.raises(BadData) as caught:
        load_accounts(path, ENVIRON)
    assert f"{path}: " in str(caught.value)
    assert problem in str(caught.value)
    assert "FromOutside" not in str(caught.value)


def test_token_is_read_as_it_is_written(tmp_path: Path) -> None:
    """YAML would read 0123 as a number in base eight."""
    account = load_accounts(write(tmp_path, DISTRICT.replace("${WECHAT_TOKEN}", "0123")), ENVIRON)["district"]
    assert account.secrets.token == "0123"
