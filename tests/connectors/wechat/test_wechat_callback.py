"""The door: modes, receivers, key rotation, refusals, and replies back to the platform's side."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from connectors.wechat import (
    AccountSecrets,
    BadAccount,
    BadBody,
    BadCiphertext,
    BadEncodingKey,
    BadSignature,
    BodyTooLarge,
    CallbackError,
    PlainRefused,
    ReplyTooLong,
    StaleTimestamp,
    TextMessage,
    WrongReceiver,
    acknowledge,
    answer_url_check,
    open_callback,
    seal,
    seal_transfer,
)
from connectors.wechat.model import EnterSession, KfSignal
from connectors.wechat.platform_side import (
    build_callback,
    build_url_check,
    compose,
    make_text,
    make_user_fields,
    open_reply,
    read_reply_text,
)
from connectors.wechat.signature import sign

MakeAccount = Callable[..., AccountSecrets]
OPENID = "oCitizen0000000000000000001"
OLD_KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
HARD_TEXT = "楼下 ]]> 夜里施工🏗️👨‍👩‍👧 <b>&amp;\n第二行"


@pytest.mark.parametrize("body_format", ["xml", "json"])
@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_message_and_reply_pass_in_every_mode(
    make_account: MakeAccount, now: datetime, mode: str, body_format: str
) -> None:
    """A resident's text arrives whole, and so does the answer, in the callback's format and encryption."""
    account = make_account(mode=mode)
    inner = compose(make_text(account, OPENID, HARD_TEXT, 22220946756594166, now), body_format)
    callback = build_callback(account, inner, now, openid=OPENID)
    opened = open_callback(account, callback.query, callback.body, now)
    assert isinstance(opened.message, TextMessage)
    assert opened.message.content == HARD_TEXT
    assert opened.message.head.message_id == "22220946756594166"
    assert (opened.encrypted, opened.reply_format) == (mode != "plain", body_format)
    reply = seal(opened, HARD_TEXT, now)
    assert reply.content_type == callback.content_type
    text = open_reply(account, reply.body)
    assert read_reply_text(text) == HARD_TEXT
    assert OPENID in text
    assert (HARD_TEXT.encode()[:6] in reply.body) is (mode == "plain")


@pytest.mark.parametrize("channel", ["wecom_app", "wecom_kf"])
def test_wecom_message_and_url_check_pass(make_account: MakeAccount, now: datetime, channel: str) -> None:
    """A WeCom callback has only msg_signature, and its URL check is decrypted."""
    account = make_account(channel=channel, app_id="ww0123456789abcdef", original_id="")
    callback = build_callback(account, compose(make_text(account, "zhangsan", "你好", 1, now)), now)
    assert set(callback.query) == {"timestamp", "nonce", "msg_signature"}
    opened = open_callback(account, callback.query, callback.body, now)
    assert read_reply_text(open_reply(account, seal(opened, "收到", now).body)) == "收到"
    assert acknowledge(account).body == b""
    assert answer_url_check(account, build_url_check(account, "927138", now), now) == b"927138"
    with pytest.raises(WrongReceiver):
        answer_url_check(make_account(channel=channel, app_id="ww_other"), build_url_check(account, "1", now), now)
    with pytest.raises(BadCiphertext):
        answer_url_check(account, {"msg_signature": sign(account.token, "1", "2", ""), "timestamp": "1", "nonce": "2"})


def test_aibot_message_and_reply_pass(make_account: MakeAccount, now: datetime) -> None:
    """A 智能机器人 has lower-case JSON and an empty receiver; it is answered by a finished stream or a greeting."""
    account = make_account(channel="aibot", app_id="", original_id="")
    text = {
        "msgid": "CAIQ/Y=",
        "aibotid": "BOT",
        "from": {"userid": "u"},
        "msgtype": "text",
        "text": {"content": "你好"},
    }
    callback = build_callback(account, json.dumps(text), now)
    assert list(json.loads(callback.body)) == ["encrypt"]
    opened = open_callback(account, callback.query, callback.body, now)
    assert (opened.reply_format, opened.message.head.created_at) == ("json_lower", now)
    reply = seal(opened, "长" * 5000, now)
    envelope = json.loads(reply.body)
    assert set(envelope) == {"encrypt", "msgsignature", "timestamp", "nonce"}
    assert envelope["timestamp"] == int(now.timestamp())
    assert read_reply_text(open_reply(account, reply.body)) == "长" * 5000
    enter = {"msgid": "1", "aibotid": "B", "from": {"userid": "u"}, "msgtype": "event"}
    enter |= {"event": {"eventtype": "enter_chat"}}
    callback = build_callback(account, json.dumps(enter), now)
    opened = open_callback(account, callback.query, callback.body, now)
    assert isinstance(opened.message, EnterSession)
    inner = json.loads(open_reply(account, seal(opened, "您好", now).body))
    assert inner == {"msgtype": "text", "text": {"content": "您好"}}
    with pytest.raises(ValueError, match="transfer"):
        seal_transfer(opened, now)


def test_json_reply_envelope_has_official_names(make_account: MakeAccount, now: datetime) -> None:
    """The envelope of official account and mini program is capitalised, its TimeStamp a number."""
    account = make_account(channel="miniprogram")
    callback = build_callback(account, compose(make_text(account, OPENID, "x", 1, now), "json"), now)
    reply = seal(open_callback(account, callback.query, callback.body, now), "y", now, nonce="n", random16=b"r" * 16)
    envelope = json.loads(reply.body)
    assert set(envelope) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
    assert (envelope["TimeStamp"], envelope["Nonce"]) == (int(now.timestamp()), "n")


def test_transfer_reply_asks_for_human_service(make_account: MakeAccount, now: datetime) -> None:
    """A resident can be handed to a human in one passive answer."""
    account = make_account()
    for body_format in ("xml", "json"):
        callback = build_callback(account, compose(make_text(account, OPENID, "人工", 1, now), body_format), now)
        opened = open_callback(account, callback.query, callback.body, now)
        assert "transfer_customer_service" in open_reply(account, seal_transfer(opened, now).body)


def test_nothing_to_say_is_an_acknowledgement(make_account: MakeAccount, now: datetime) -> None:
    """No text gives `success`, never encrypted; too long a text is refused here, where it can be seen."""
    account = make_account()
    callback = build_callback(account, compose(make_text(account, OPENID, "x", 1, now)), now)
    opened = open_callback(account, callback.query, callback.body, now)
    assert seal(opened, None, now) == seal(opened, "", now) == acknowledge(account)
    assert open_reply(account, seal(opened, None, now).body) is None
    seal(opened, "字" * 682, now)
    with pytest.raises(ReplyTooLong):
        seal(opened, "字" * 683, now)


def test_kf_signal_cannot_be_answered_passively(make_account: MakeAccount, now: datetime) -> None:
    """The signal is from nobody; it is acknowledged and the messages fetched."""
    account = make_account(channel="wecom_kf")
    fields = {"ToUserName": account.original_id, "CreateTime": 1, "MsgType": "event", "Event": "kf_msg_or_event"}
    fields |= {"Token": "T", "OpenKfId": "wk1"}
    callback = build_callback(account, compose(fields), now)
    opened = open_callback(account, callback.query, callback.body, now)
    assert isinstance(opened.message, KfSignal)
    assert seal(opened, None, now).body == b""
    with pytest.raises(ValueError, match="API"):
        seal(opened, "x", now)


def test_safe_account_refuses_plain_post(make_account: MakeAccount, now: datetime) -> None:
    """A plain body is refused with 403, whatever signatures come with it."""
    safe, plain = make_account(), make_account(mode="plain")
    callback = build_callback(plain, compose(make_text(plain, OPENID, "x", 1, now)), now)
    queries = [callback.query, callback.query | {"msg_signature": callback.query["signature"]}]
    for query in queries:
        with pytest.raises(PlainRefused) as caught:
            open_callback(safe, query, callback.body, now)
        assert caught.value.http_status == 403
    with pytest.raises(PlainRefused):
        open_callback(safe, callback.query, b"not even parsed", now)


def test_safe_account_ignores_plain_signature(make_account: MakeAccount, now: datetime) -> None:
    """`signature` neither helps nor harms in safe mode: it does not cover the body."""
    account = make_account()
    callback = build_callback(account, compose(make_text(account, OPENID, "x", 1, now)), now)
    open_callback(account, callback.query | {"signature": "0"}, callback.body, now)
    with pytest.raises(BadSignature):
        open_callback(account, callback.query | {"msg_signature": callback.query["signature"]}, callback.body, now)


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
@pytest.mark.parametrize("mode", ["compatible", "safe"])
def test_changed_query_is_refused(make_account: MakeAccount, now: datetime, mode: str, name: str) -> None:
    """Each signed part of the query counts; missing is as bad as wrong."""
    account = make_account(mode=mode)
    callback = build_callback(account, compose(make_text(account, OPENID, "x", 1, now)), now)
    for query in (callback.query | {name: "1"}, {key: callback.query[key] for key in callback.query if key != name}):
        with pytest.raises((BadSignature, PlainRefused)) as caught:
            open_callback(account, query, callback.body, now)
        assert caught.value.http_status == 403


def test_plain_mode_checks_signature_and_age(make_account: MakeAccount, now: datetime) -> None:
    """Plain callbacks need the signature and a fresh timestamp."""
    account = make_account(mode="plain", encoding_aes_key="")
    callback = build_callback(account, compose(make_text(account, OPENID, "x", 1, now)), now)
    with pytest.raises(BadSignature):
        open_callback(account, callback.query | {"signature": ""}, callback.body, now)
    with pytest.raises(StaleTimestamp):
        open_callback(account, callback.query, callback.body, now + timedelta(hours=1))
    open_callback(account, callback.query, callback.body, now + timedelta(hours=1), window_seconds=None)


@pytest.mark.parametrize("body_format", ["xml", "json"])
def test_compatible_mode_trusts_only_decrypted_copy(make_account: MakeAccount, now: datetime, body_format: str) -> None:
    """Altering the plaintext half, its receiver too, changes nothing."""
    account = make_account(mode="compatible")
    inner = compose(make_text(account, OPENID, "本来的话", 1, now), body_format)
    callback = build_callback(account, inner, now)
    altered = callback.body.replace("本来的话".encode(), "改过的话".encode()).replace(
        account.original_id.encode(), b"gh_attacker0"
    )
    assert altered != callback.body
    opened = open_callback(account, callback.query, altered, now)
    assert opened.message.content == "本来的话"


def test_compatible_mode_without_encrypted_part(make_account: MakeAccount, now: datetime) -> None:
    """A body from which Encrypt was cut is refused; one that was sent plain is taken."""
    account, plain = make_account(mode="compatible"), make_account(mode="plain")
    inner = compose(make_text(account, OPENID, "x", 1, now))
    with pytest.raises(BadBody) as caught:
        open_callback(account, build_callback(account, inner, now).query, inner.encode(), now)
    assert caught.value.field == "Encrypt"
    callback = build_callback(plain, inner, now)
    assert not open_callback(account, callback.query, callback.body, now).encrypted


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_other_original_id_is_refused(make_account: MakeAccount, now: datetime, mode: str) -> None:
    """A message to another account's original id is refused; without one configured it is not looked at."""
    account, other = make_account(mode=mode), make_account(mode=mode, original_id="gh_other")
    callback = build_callback(other, compose(make_text(other, OPENID, "x", 1, now)), now)
    with pytest.raises(WrongReceiver) as caught:
        open_callback(account, callback.query, callback.body, now)
    assert (caught.value.http_status, caught.value.field) == (400, "ToUserName")
    open_callback(make_account(mode=mode, original_id=""), callback.query, callback.body, now)


def test_other_outer_receiver_is_refused_in_safe_mode(make_account: MakeAccount, now: datetime) -> None:
    """The outer ToUserName of a safe callback must be ours as well."""
    account = make_account()
    callback = build_callback(account, compose(make_text(account, OPENID, "x", 1, now)), now)
    with pytest.raises(WrongReceiver):
        open_callback(account, callback.query, callback.body.replace(b"gh_0123456789ab", b"gh_x"), now)


def test_other_app_id_is_refused(make_account: MakeAccount, now: datetime) -> None:
    """A frame for another AppID is refused with 400, though key and token agree."""
    other = make_account(app_id="wx_other")
    callback = build_callback(other, compose(make_text(other, OPENID, "x", 1, now)), now)
    with pytest.raises(WrongReceiver) as caught:
        open_callback(make_account(), callback.query, callback.body, now)
    assert (caught.value.http_status, caught.value.code) == (400, -40005)


def test_key_rotation_answers_with_the_key_that_worked(make_account: MakeAccount, now: datetime) -> None:
    """A callback under the previous key is opened and its reply sealed with that key."""
    old = make_account(encoding_aes_key=OLD_KEY)
    account = make_account(previous_encoding_aes_key=OLD_KEY)
    callback = build_callback(old, compose(make_text(old, OPENID, "旧", 1, now)), now)
    opened = open_callback(account, callback.query, callback.body, now)
    assert opened.key == old.keys[0]
    assert read_reply_text(open_reply(old, seal(opened, "回", now).body)) == "回"
    with pytest.raises(BadCiphertext):
        open_callback(make_account(), callback.query, callback.body, now)


def test_body_of_20000_bytes_passes(make_account: MakeAccount, now: datetime) -> None:
    """A long message passes in every mode; one beyond 64 KiB is 413."""
    for mode in ("plain", "compatible", "safe"):
        account = make_account(mode=mode)
        content = "长" * 6000
        callback = build_callback(account, compose(make_text(account, OPENID, content, 1, now)), now)
        assert len(callback.body) > 18000
        assert open_callback(account, callback.query, callback.body, now).message.content == content
    with pytest.raises(BodyTooLarge) as caught:
        open_callback(account, callback.query, b"<xml>" + b" " * 65536, now)
    assert caught.value.http_status == 413


@pytest.mark.parametrize("inner", ["", "hello", "<xml/>", "<xml><a></xml>", "[1]", "{}", "<xml>\udcff</xml>"])
def test_malformed_inner_body_is_bad_body(make_account: MakeAccount, now: datetime, inner: str) -> None:
    """Rightly signed and encrypted nonsense, non-UTF-8 among it, is 400."""
    from connectors.wechat.crypto import encrypt

    account = make_account()
    encrypted = encrypt(inner.encode("utf-8", "surrogateescape"), account.receive_id, account.keys[0])
    timestamp = str(int(now.timestamp()))
    query = {"timestamp": timestamp, "nonce": "n", "msg_signature": sign(account.token, timestamp, "n", encrypted)}
    with pytest.raises(BadBody):
        open_callback(account, query, compose({"Encrypt": encrypted}).encode(), now)


@pytest.mark.parametrize("encrypted", ["", "AAAA", "AAA", "!"])
def test_malformed_ciphertext_is_400(make_account: MakeAccount, now: datetime, encrypted: str) -> None:
    """Rightly signed ciphertext that cannot be opened is 400."""
    account = make_account()
    timestamp = str(int(now.timestamp()))
    query = {"timestamp": timestamp, "nonce": "n", "msg_signature": sign(account.token, timestamp, "n", encrypted)}
    with pytest.raises(BadCiphertext) as caught:
        open_callback(account, query, compose({"Encrypt": encrypted}).encode(), now)
    assert caught.value.http_status == 400


def test_url_check_of_official_account(make_account: MakeAccount, now: datetime) -> None:
    """The echo comes back as it is, under a right and fresh signature."""
    account = make_account()
    query = build_url_check(account, "4375120948345356249", now)
    assert answer_url_check(account, query, now) == b"4375120948345356249"
    with pytest.raises(StaleTimestamp):
        answer_url_check(account, query, datetime(2020, 1, 1, tzinfo=timezone.utc))
    with pytest.raises(BadBody):
        answer_url_check(account, query | {"echostr": ""}, now)
    with pytest.raises(BadSignature):
        answer_url_check(account, {}, now)


@pytest.mark.parametrize(
    "changes",
    [
        {"token": ""},
        {"mode": "Safe"},
        {"channel": "sms"},
        {"channel": "wecom_app", "mode": "plain"},
        {"app_id": ""},
        {"encoding_aes_key": ""},
        {"previous_encoding_aes_key": "short"},
    ],
)
def test_account_with_bad_settings_is_refused(make_account: MakeAccount, changes: dict[str, str]) -> None:
    """Bad settings stop the start and name the field."""
    with pytest.raises((BadAccount, BadEncodingKey)) as caught:
        make_account(**changes)
    assert isinstance(caught.value, CallbackError)
    assert caught.value.field is not None
    assert caught.value.field.removeprefix("previous_") in {name.removeprefix("previous_") for name in changes}


def test_opened_callback_hides_secrets_and_person(make_account: MakeAccount, now: datetime) -> None:
    """The repr of the whole result shows neither token, key, openid nor words."""
    account = make_account(previous_encoding_aes_key=OLD_KEY)
    callback = build_callback(account, compose(make_text(account, OPENID, "家门口", 1, now)), now)
    opened = open_callback(account, callback.query, callback.body, now)
    shown = repr(opened) + str(opened)
    for secret in (account.token, account.encoding_aes_key, OLD_KEY, OPENID, "家门口", repr(opened.key.aes)):
        assert secret not in shown


def test_retry_has_the_same_dedupe_key(make_account: MakeAccount, now: datetime) -> None:
    """A second delivery, newly signed and encrypted, is recognised as the same message."""
    account = make_account()
    inner = compose(make_text(account, OPENID, "x", 1, now))
    first, second = (build_callback(account, inner, now + timedelta(seconds=wait)) for wait in (0, 5))
    assert first.body != second.body
    keys = {open_callback(account, each.query, each.body, now).message.head.dedupe_key for each in (first, second)}
    assert len(keys) == 1


def test_platform_side_makes_events_too(make_account: MakeAccount, now: datetime) -> None:
    """The demo can send what the phone sends."""
    account = make_account()
    fields = make_user_fields(account, OPENID, now, "event", Event="subscribe", EventKey="qrscene_42")
    callback = build_callback(account, compose(fields), now)
    assert open_callback(account, callback.query, callback.body, now).message.scene == "42"
    with pytest.raises(BadBody):
        read_reply_text("<xml><MsgType>image</MsgType></xml>")
