"""Vectors of other people's suites, both ways where both exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from connectors.wechat import (
    AccountSecrets,
    BadCiphertext,
    BadEncodingKey,
    BadSignature,
    StaleTimestamp,
    TextMessage,
    WrongReceiver,
    answer_url_check,
    decrypt_user_data,
    open_callback,
)
from connectors.wechat.crypto import EncodingKey, decode_base64, decrypt, encrypt, pad, unpad
from connectors.wechat.envelope import parse_envelope
from connectors.wechat.fields import parse_document
from connectors.wechat.model import IgnoredEvent
from connectors.wechat.signature import sign, verify

KINDS = {"url_verify_plain", "signature_plain", "decrypt", "encrypt", "url_verify_encrypted", "wxa_userdata"}
ACCOUNT_CHANNELS = {"wecom_app": "wecom_app"}


def account_of(vector: dict[str, Any], mode: str) -> AccountSecrets:
    """The account that a vector was made for."""
    return AccountSecrets(
        name="vector",
        app_id=vector.get("receive_id", "wx"),
        original_id="",
        token=vector["token"],
        encoding_aes_key=vector.get("encoding_aes_key", ""),
        mode=mode,
        channel=ACCOUNT_CHANNELS.get(vector["channel"], "official_account"),
    )


def time_of(vector: dict[str, Any]) -> datetime:
    """When a vector was made."""
    return datetime.fromtimestamp(int(vector["timestamp"]), tz=timezone.utc)


def query_of(vector: dict[str, Any]) -> dict[str, str]:
    """The query of a vector."""
    names = ("timestamp", "nonce", "signature", "msg_signature", "echostr")
    return {name: vector[name] for name in names if name in vector}


def test_vectors_are_all_of_known_kinds(vector: dict[str, Any]) -> None:
    """A new kind of vector must not slip past the tests."""
    assert vector["kind"] in KINDS


@pytest.mark.vector_kinds("url_verify_plain", "signature_plain", "decrypt", "encrypt", "url_verify_encrypted")
def test_signatures_of_vectors_are_reproduced(vector: dict[str, Any]) -> None:
    """Every signature in a vector is the one that we make."""
    times = vector.get("timestamp"), vector.get("nonce")
    if "signature" in vector:
        assert sign(vector["token"], *times) == vector["signature"]
    if "msg_signature" in vector:
        covered = vector.get("encrypt") or vector["echostr"]
        assert sign(vector["token"], *times, covered) == vector["msg_signature"]
        verify(vector["msg_signature"], vector["token"], *times, covered)


@pytest.mark.vector_kinds("url_verify_plain", "url_verify_encrypted")
def test_url_check_answers_as_in_vector(vector: dict[str, Any]) -> None:
    """The URL check gives the expected body, and so it does when `+` arrived as a blank."""
    account = account_of(vector, "plain" if vector["kind"] == "url_verify_plain" else "safe")
    query = query_of(vector)
    assert answer_url_check(account, query, time_of(vector)) == vector["expect_body"].encode()
    blanked = query | {"echostr": query["echostr"].replace("+", " ")}
    assert answer_url_check(account, blanked, time_of(vector)) == vector["expect_body"].encode()


@pytest.mark.vector_kinds("url_verify_plain", "url_verify_encrypted")
def test_url_check_refuses_changed_query(vector: dict[str, Any]) -> None:
    """Any change of the query, those of the vector among them, is refused as a bad signature."""
    account = account_of(vector, "plain" if vector["kind"] == "url_verify_plain" else "safe")
    changes = [negative["change"] for negative in vector.get("negatives", [])]
    for change in [*changes, {"timestamp": "1"}, {"nonce": ""}, {"signature": "", "msg_signature": ""}]:
        with pytest.raises(BadSignature):
            answer_url_check(account, query_of(vector) | change)


@pytest.mark.vector_kinds("decrypt", "encrypt", "url_verify_encrypted")
def test_frame_of_vector_decrypts_and_encrypts_back(vector: dict[str, Any]) -> None:
    """The ciphertext opens to the plaintext, and with the same random bytes becomes the same ciphertext again."""
    key = EncodingKey.parse(vector["encoding_aes_key"])
    ciphertext = vector.get("encrypt") or vector["echostr"]
    plaintext, used = decrypt(ciphertext, [key], vector["receive_id"])
    assert plaintext.decode() == (vector.get("plaintext") or vector["expect_body"])
    assert used == key
    random16 = open_random(ciphertext, key)
    assert random16.decode("latin-1") == vector.get("random16", random16.decode("latin-1"))
    assert encrypt(plaintext, vector["receive_id"], key, random16) == ciphertext


def open_random(ciphertext: str, key: EncodingKey) -> bytes:
    """The sixteen random bytes of a frame."""
    from connectors.wechat.crypto import aes_cbc_decrypt

    return aes_cbc_decrypt(decode_base64(ciphertext), key.aes, key.aes[:16])[:16]


@pytest.mark.vector_kinds("decrypt", "encrypt", "url_verify_encrypted")
def test_frame_of_vector_is_refused_for_another_receiver(vector: dict[str, Any]) -> None:
    """A frame for one account does not open for another, nor for the empty receiver of a 智能机器人."""
    key = EncodingKey.parse(vector["encoding_aes_key"])
    for other in ("wx_other", "", vector["receive_id"] + "x", vector["receive_id"][:-1]):
        with pytest.raises(WrongReceiver):
            decrypt(vector.get("encrypt") or vector["echostr"], [key], other)


@pytest.mark.vector_kinds("decrypt")
def test_callback_of_vector_opens_through_the_door(vector: dict[str, Any]) -> None:
    """The whole request opens in the mode that it was made in, and only within its time."""
    account = account_of(vector, "compatible" if "compat" in vector["id"] else "safe")
    body = vector["body"].encode()
    opened = open_callback(account, query_of(vector), body, time_of(vector))
    assert opened.encrypted
    assert opened.reply_format == vector["format"]
    assert parse_envelope(body).encrypt == vector["encrypt"]
    with pytest.raises(StaleTimestamp):
        open_callback(account, query_of(vector), body, datetime(2026, 1, 1, tzinfo=timezone.utc))
    expected = vector.get("expect_fields") or json.loads(vector["plaintext"])
    assert opened.message.head.from_user == expected["FromUserName"]
    if expected["MsgType"] == "text":
        assert isinstance(opened.message, TextMessage)
        assert opened.message.content == expected["Content"]
        assert opened.message.head.message_id == expected["MsgId"]
        assert opened.message.head.created_at.timestamp() == int(expected["CreateTime"])
    else:
        assert opened.message == IgnoredEvent(opened.message.head, expected["Event"])


@pytest.mark.vector_kinds("signature_plain")
def test_plain_callback_of_vector_opens_through_the_door(vector: dict[str, Any]) -> None:
    """A plain JSON request opens in plain and in compatible mode."""
    plain = account_of(vector, "plain")
    opened = open_callback(plain, query_of(vector), vector["body"].encode(), time_of(vector))
    assert (opened.encrypted, opened.key, opened.reply_format) == (False, None, "json")
    assert isinstance(opened.message, IgnoredEvent)


@pytest.mark.vector_kinds("wxa_userdata")
def test_user_data_of_vector_decrypts(vector: dict[str, Any]) -> None:
    """User data open for their own mini program only, and altered ones not at all."""
    parts = vector["session_key"], vector["iv"], vector["encrypt"]
    data = decrypt_user_data(*parts, vector["receive_id"])
    assert {name: data.fields[name] for name in vector["expect_fields"]} == vector["expect_fields"]
    assert vector["expect_fields"]["openId"] not in repr(data)
    with pytest.raises(WrongReceiver):
        decrypt_user_data(*parts, "wx_other")
    session_key, iv, text = parts
    for bad in ((session_key, iv, text[:-4]), (session_key, iv, ""), (iv, iv, text), (session_key, "AAAA", text)):
        with pytest.raises(BadCiphertext, match="user data cannot be decrypted"):
            decrypt_user_data(*bad, vector["receive_id"])


def test_padding_cases_of_vectors(shared: Path) -> None:
    """Padding of block 32 is as in the shared cases, both ways."""
    cases = json.loads((shared / "vectors.json").read_text("utf-8"))["pkcs7_block32"]["cases"]
    for case in cases:
        data = bytes.fromhex(case["in_hex"]) if "in_hex" in case else b"x" * case["len"]
        assert pad(data) == data + bytes.fromhex(case["pad_hex"])
        assert unpad(pad(data)) == data


def test_bad_keys_of_vectors_are_refused(shared: Path) -> None:
    """Malformed EncodingAESKeys stop the account from being made."""
    for text in json.loads((shared / "vectors.json").read_text("utf-8"))["bad_encoding_aes_keys"]["keys"]:
        with pytest.raises(BadEncodingKey) as caught:
            EncodingKey.parse(text)
        assert not text or text not in str(caught.value)


@pytest.mark.vector_kinds("decrypt", "encrypt", "url_verify_encrypted")
def test_keys_of_vectors_are_accepted(vector: dict[str, Any], make_account: Callable[..., AccountSecrets]) -> None:
    """Genuine keys are accepted whatever their last character's spare bits."""
    account = make_account(encoding_aes_key=vector["encoding_aes_key"])
    assert len(account.keys[0].aes) == 32
    assert vector["encoding_aes_key"] not in repr(account) + repr(account.keys)


@pytest.mark.vector_kinds("decrypt")
def test_body_of_vector_parses_whatever_surrounds_it(vector: dict[str, Any]) -> None:
    """A byte order mark and blanks before a body do not hide its format."""
    assert parse_document(b"\xef\xbb\xbf \r\n" + vector["body"].encode()).format == vector["format"]
