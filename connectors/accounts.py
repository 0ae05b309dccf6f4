"""The channel accounts, from a YAML file; secrets stand there as ${VARIABLE} or as they are.

::

    accounts:
      district:
        channel: official_account      # or miniprogram, wecom_app
        mode: safe                     # or compatible, plain
        app_id: wx0123456789abcdef
        original_id: gh_0123456789ab
        token: ${WECHAT_TOKEN}
        encoding_aes_key: ${WECHAT_AES_KEY}
        previous_encoding_aes_key:     # while a key is being changed
        app_secret: ${WECHAT_APP_SECRET}
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.domain.errors import BadData
from bot.settings import Secret, Settings
from connectors.wechat import AccountSecrets, BadAccount, BadEncodingKey
from connectors.yaml_nodes import line_of, pairs, read_entries, scalar

DEMO = "demo"
"""The account of the embedded default; the only one whose secrets may be shown."""
FAMILIES = {"official_account": "wechat", "miniprogram": "wechat", "wecom_app": "wecom"}
"""Channels that are served, and the first part of their path, which is also the family's name."""
MASK = "***"
FIELDS = (
    "channel",
    "mode",
    "app_id",
    "original_id",
    "token",
    "encoding_aes_key",
    "previous_encoding_aes_key",
    "app_secret",
)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""A value that stands in the environment: ${WECHAT_TOKEN}."""


@dataclass(frozen=True)
class Account:
    """One account; its repr shows no secret."""

    secrets: AccountSecrets
    """What callbacks are checked with."""
    app_secret: Secret
    """For access tokens; empty where the platform's API is not used."""

    @property
    def name(self) -> str:
        """Our name of it."""
        return self.secrets.name

    @property
    def family(self) -> str:
        """First part of the path: wechat or wecom."""
        return FAMILIES[self.secrets.channel]

    @property
    def path(self) -> str:
        """Where its callbacks arrive."""
        return f"/{self.family}/{self.name}"

    @property
    def is_demo(self) -> bool:
        """Whether it is the account of the embedded default, which no platform knows."""
        return self.name == DEMO


def open_accounts(settings: Settings) -> dict[str, Account]:
    """All accounts by name: of JIESU_ACCOUNTS, else of the data folder, where ``demo`` is made on the first start.

    Raises:
        BadData: see ``load_accounts``.
    """
    return load_accounts(Path(settings.accounts) if settings.accounts else ensure_demo_account(settings.data))


def load_accounts(path: Path, environ: Mapping[str, str] | None = None) -> dict[str, Account]:
    """Read and check a file of accounts.

    Raises:
        BadData: names file, line and field; never a secret.
    """
    environ = os.environ if environ is None else environ
    accounts = {name: _read(path, name, node, environ) for name, node in read_entries(path, "accounts").items()}
    if not accounts:
        raise BadData(str(path), 1, "accounts", "no account")
    return accounts


def describe(account: Account) -> dict[str, str]:
    """What ``jiesu accounts show`` prints; the secrets of any account but demo are masked."""
    shown = account.secrets
    return {
        "channel": account.family,
        "name": account.name,
        "path": account.path,
        "app_id": shown.app_id,
        "original_id": shown.original_id,
        "token": shown.token if account.is_demo else MASK,
        "encoding_aes_key": shown.encoding_aes_key if account.is_demo else MASK,
        "mode": shown.mode,
    }


def ensure_demo_account(data: Path) -> Path:
    """The accounts file of a data folder; made with the account ``demo`` and random secrets when it is missing."""
    path = data / "accounts.yml"
    if path.exists():
        return path
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    demo = {
        "channel": "official_account",
        "mode": "safe",
        "app_id": f"wx{secrets.token_hex(8)}",
        "original_id": f"gh_{secrets.token_hex(6)}",
        "token": secrets.token_hex(16),
        "encoding_aes_key": _new_aes_key(),
        "app_secret": secrets.token_hex(16),
    }
    handle, temporary = tempfile.mkstemp(dir=data)  # mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        yaml.safe_dump({"accounts": {DEMO: demo}}, file, sort_keys=False)
    try:
        os.link(temporary, path)  # fails when another process was faster: then its file counts
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)
    return path


def _new_aes_key() -> str:
    """43 letters and digits that decode to 32 bytes."""
    while True:
        key = base64.b64encode(secrets.token_bytes(32)).decode()[:43]
        if key.isalnum():
            return key


def _read(path: Path, name: str, node: yaml.Node, environ: Mapping[str, str]) -> Account:
    where = f"accounts.{name}"
    if not _NAME.fullmatch(name):
        raise BadData(str(path), line_of(node), where, "a name is of lower-case letters, digits, - and _")
    nodes = dict(pairs(path, node, where))
    for field, value in nodes.items():
        if field not in FIELDS:
            raise BadData(str(path), line_of(value), f"{where}.{field}", "unknown key")
    values = {field: _value(path, value, f"{where}.{field}", environ) for field, value in nodes.items()}
    channel = values.get("channel") or "official_account"
    if channel not in FAMILIES:
        at = line_of(nodes.get("channel", node))
        raise BadData(str(path), at, f"{where}.channel", f"not one of {', '.join(FAMILIES)}")
    fields = {field: value for field, value in values.items() if field != "app_secret" and value}
    for field in ("app_id", "original_id", "token", "encoding_aes_key"):
        fields.setdefault(field, "")
    try:
        account = AccountSecrets(name=name, **{**fields, "channel": channel})  # type: ignore[arg-type]  # checked inside
    except (BadAccount, BadEncodingKey) as error:
        field = error.field or ("encoding_aes_key" if isinstance(error, BadEncodingKey) else "account")
        problem = str(error).partition(" ")[2]  # what stands before is the error's code
        raise BadData(str(path), line_of(nodes.get(field, node)), f"{where}.{field}", problem) from None
    return Account(account, Secret(values.get("app_secret", "")))


def _value(path: Path, node: yaml.Node, field: str, environ: Mapping[str, str]) -> str:
    text = scalar(path, node, field)
    match = _VARIABLE.fullmatch(text)
    if match is None:
        if "${" in text:
            raise BadData(str(path), line_of(node), field, "a variable has to be the whole value")
        return text
    if not environ.get(match[1]):
        raise BadData(str(path), line_of(node), field, f"the environment variable {match[1]} is not set")
    return environ[match[1]]
