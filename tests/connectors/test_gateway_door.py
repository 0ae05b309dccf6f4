"""The door: what is refused, with which status, and that nothing of it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from gateway_kit import ANNE, STALE, Gateway, utc_now

from connectors.wechat import AccountSecrets
from connectors.wechat.platform_side import build_callback, build_url_check, compose, make_text


def change(account: AccountSecrets, **changes: str) -> AccountSecrets:
    """The account with other secrets."""
    names = ("name", "app_id", "original_id", "token", "encoding_aes_key")
    return AccountSecrets(**({name: getattr(account, name) for name in names} | changes))


async def assert_refused(gateway: Gateway, account: AccountSecrets, status: int, **changes: object) -> None:
    """Deliver what ``account`` would be sent; nothing of it may be kept."""
    inner = str(changes.get("inner") or compose(make_text(account, ANNE, "路灯坏了", 1, utc_now())))
    callback = build_callback(account, inner, changes.get("at") or utc_now())  # type: ignore[arg-type]
    answer = await gateway.post_body(callback.query, callback.body)
    assert (answer.status, answer.body) == (status, b"")
    assert (gateway.count("inbox"), gateway.count("residents")) == (0, 0)


async def test_address_check_gives_echo_back(gateway: Gateway) -> None:
    """The platform's GET gets its echostr and nothing else."""
    query = build_url_check(gateway.account.secrets, "5837204919", utc_now())
    async with gateway.client.get("/wechat/demo", params=query) as response:
        assert (response.status, await response.text()) == (200, "5837204919")


async def test_address_check_with_wrong_token_is_refused(gateway: Gateway) -> None:
    """A check that is signed with another token gets 403."""
    query = build_url_check(change(gateway.account.secrets, token="other"), "1", utc_now())
    async with gateway.client.get("/wechat/demo", params=query) as response:
        assert (response.status, await response.text()) == (403, "")


async def test_forged_signature_is_refused(gateway: Gateway) -> None:
    """A callback signed with another token gets 403."""
    await assert_refused(gateway, change(gateway.account.secrets, token="forged"), 403)


@pytest.mark.parametrize("direction", [-1, 1])
async def test_stale_timestamp_is_refused(gateway: Gateway, direction: int) -> None:
    """A rightly signed callback from outside the window gets 403."""
    await assert_refused(gateway, gateway.account.secrets, 403, at=utc_now() + direction * STALE)


async def test_plain_body_is_refused_in_safe_mode(gateway: Gateway) -> None:
    """A plain callback of somebody who knows the token gets 403."""
    plain = AccountSecrets(
        "demo", "", gateway.account.secrets.original_id, gateway.account.secrets.token, "", None, "plain"
    )
    await assert_refused(gateway, plain, 403)


async def test_wrong_app_id_is_refused(gateway: Gateway) -> None:
    """A frame that ends in another AppID gets 400."""
    await assert_refused(gateway, change(gateway.account.secrets, app_id="wx9999999999999999"), 400)


async def test_wrong_key_is_refused(gateway: Gateway) -> None:
    """What another key encrypted has broken padding and gets 400."""
    await assert_refused(gateway, change(gateway.account.secrets, encoding_aes_key="A" * 43), 400)


DTD = '<!DOCTYPE xml [<!ENTITY a "b">]><xml><ToUserName>&a;</ToUserName></xml>'


@pytest.mark.parametrize("inner", ["<xml><ToUserName>", DTD, "hello", "<xml></xml>", '{"ToUserName": '])
async def test_bad_inner_body_is_refused(gateway: Gateway, inner: str) -> None:
    """Malformed XML, a DTD, no document, no fields: 400, though rightly signed."""
    await assert_refused(gateway, gateway.account.secrets, 400, inner=inner)


@pytest.mark.parametrize("body", [b"<xml><Encrypt>", DTD.encode(), b"", b"\xff\xfe", b"<xml><Encrypt></Encrypt></xml>"])
async def test_bad_outer_body_is_refused(gateway: Gateway, body: bytes) -> None:
    """An unreadable envelope never gets as far as the store."""
    query = build_callback(gateway.account.secrets, "<xml/>", utc_now()).query
    answer = await gateway.post_body(query, body)
    assert answer.status in {400, 403}
    assert answer.body == b""
    assert gateway.count("inbox") == 0


@pytest.mark.parametrize("name", ["nobody", "DEMO", "demo%2F", "..%2Fdemo"])
async def test_unknown_account_is_not_found(gateway: Gateway, name: str) -> None:
    """Only accounts of the file have a path."""
    callback = build_callback(gateway.account.secrets, "<xml/>", utc_now())
    assert (await gateway.post_body(callback.query, callback.body, name)).status == 404
    async with gateway.client.get(f"/wechat/{name}") as response:
        assert response.status == 404


async def test_official_account_has_no_wecom_path(gateway: Gateway) -> None:
    """An account answers under its own family's path only."""
    async with gateway.client.post("/wecom/demo", data=b"<xml/>") as response:
        assert response.status == 404


async def send_pieces() -> AsyncIterator[bytes]:
    """A body of 72 KiB whose length is not announced."""
    for _ in range(9):
        yield b"x" * 8192


async def test_long_body_is_refused(gateway: Gateway) -> None:
    """More than 64 KiB gets 413, announced or in pieces of unknown number."""
    query = build_callback(gateway.account.secrets, "<xml/>", utc_now()).query
    assert (await gateway.post_body(query, b"x" * (64 * 1024 + 1))).status == 413
    assert (await gateway.post_body(query, send_pieces())).status == 413


async def test_body_of_64_kib_is_read(gateway: Gateway) -> None:
    """The cap itself is inside."""
    query = build_callback(gateway.account.secrets, "<xml/>", utc_now()).query
    assert (await gateway.post_body(query, b"x" * (64 * 1024))).status == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "hologram"},
        {"kind": "event", "Event": "FIRED_FROM_SPACE"},
        {"kind": "event", "Event": "VIEW", "EventKey": "https://example.cn/"},
        {"kind": "event", "Event": "LOCATION", "Latitude": "28.1", "Longitude": "112.9", "Precision": "10"},
        {"kind": "event", "Event": "CLICK", "EventKey": "V1001_TODAY"},
    ],
)
async def test_unknown_or_silent_kind_is_acknowledged(gateway: Gateway, fields: dict[str, str]) -> None:
    """What asks for no answer gets ``success`` and starts no turn."""
    answer = await gateway.post(gateway.fields(**fields))
    assert (answer.status, answer.body) == (200, b"success")
    assert gateway.count("inbox") == 0
    assert gateway.rasa.asked == []


async def test_headers_tell_nothing_and_protect(gateway: Gateway) -> None:
    """Every answer has the protecting headers and does not name the software."""
    async with gateway.client.get("/wechat/nobody") as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "Python" not in response.headers["Server"]
