"""Passive replies as XML or JSON text, and long answers cut to what a channel shows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from connectors.wechat.limits import SPLIT_TEXT_BYTES
from connectors.wechat.readers import clean_text

_SENTENCE_END = re.compile("[。！？；!?;]")
_JOINERS = "\u200d\ufe0e\ufe0f"
"""Zero-width joiner and variation selectors: they belong to the character before them."""
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Regional indicators: two of them make one flag."""
_MAX_CLUSTER = 12
"""Longest run of characters that is kept together, so that a run of marks cannot stop the cutting."""


def compose_xml(fields: Mapping[str, str | int | float]) -> str:
    """Fields as a flat `<xml>` document: texts in CDATA, numbers bare.

    A `]]>` inside a text is spread over two CDATA sections, so that it reaches the reader unchanged; control
    characters, which XML cannot hold, become blanks.
    """
    return "<xml>" + "".join(f"<{name}>{_xml_value(value)}</{name}>" for name, value in fields.items()) + "</xml>"


def compose_json(fields: Mapping[str, object]) -> str:
    """Fields as JSON with Chinese written out: escapes would reach the resident as they are."""
    return json.dumps(fields, ensure_ascii=False)


def text_reply_xml(to: str, from_: str, text: str, created: datetime) -> str:
    """A passive text reply.

    Args:
        to: The resident (FromUserName of the message).
        from_: The account (ToUserName of the message).
        text: The answer.
        created: Aware.

    Source:
        被动回复用户消息 (official account); WeCom path/90241.
    """
    return compose_xml(_text_fields(to, from_, text, created))


def text_reply_json(to: str, from_: str, text: str, created: datetime) -> str:
    """The same as JSON, for mini programs set to JSON."""
    return compose_json(_text_fields(to, from_, text, created))


def transfer_reply_xml(to: str, from_: str, created: datetime) -> str:
    """A reply that hands the resident over to the platform's human customer service.

    Source:
        消息转发到客服 (official account); miniprogram/…/customer-message/trans.html.
    """
    return compose_xml(_head_fields(to, from_, created, "transfer_customer_service"))


def transfer_reply_json(to: str, from_: str, created: datetime) -> str:
    """The same as JSON."""
    return compose_json(_head_fields(to, from_, created, "transfer_customer_service"))


def aibot_text_json(text: str) -> str:
    """The greeting with which a 智能机器人 answers enter_chat. Source: WeCom path/101031."""
    return compose_json({"msgtype": "text", "text": {"content": clean_text(text)}})


def aibot_stream_json(stream_id: str, text: str) -> str:
    """A finished stream, the passive answer of a 智能机器人 to a message. Source: WeCom path/101031."""
    return compose_json({"msgtype": "stream", "stream": {"id": stream_id, "finish": True, "content": clean_text(text)}})


def split_text(text: str, limit_bytes: int = SPLIT_TEXT_BYTES) -> list[str]:
    """Cut a text into parts of at most `limit_bytes` of UTF-8.

    Cuts stand at the last line end of a part, else at its last end of a sentence, as long as that leaves more than a
    quarter of what fits; else between two characters, where an emoji made of several stays whole. Line ends at a cut
    and around the text are dropped, nothing else is.

    Raises:
        ValueError: The limit is below 4 bytes, the longest single character.
    """
    if limit_bytes < 4:
        raise ValueError("limit_bytes must be at least 4")
    parts: list[str] = []
    rest = text.strip("\n")
    while rest:
        end = _find_cut(rest, limit_bytes)
        parts.append(rest[:end].rstrip("\n"))
        rest = rest[end:].lstrip("\n")
    return [part for part in parts if part]


def _find_cut(text: str, limit: int) -> int:
    """How many characters the next part takes."""
    room = 0
    size = 0
    for char in text:
        size += len(char.encode("utf-8", "surrogatepass"))
        if size > limit:
            break
        room += 1
    if room == len(text):
        return room
    least = room // 4
    line_end = text.rfind("\n", 0, room + 1)
    if line_end > least:
        return line_end
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, room)]
    if ends and ends[-1] > least:
        return ends[-1]
    for end in range(room, max(0, room - _MAX_CLUSTER), -1):
        if not _is_inside_cluster(text, end):
            return end
    return room


def _is_inside_cluster(text: str, index: int) -> bool:
    after = text[index]
    if after in _FLAG_LETTERS:
        before = text[:index]
        return (len(before) - len(before.rstrip(_FLAG_LETTERS))) % 2 == 1
    is_tone = _SKIN_TONES[0] <= after <= _SKIN_TONES[1]
    return bool(after in _JOINERS or is_tone or unicodedata.combining(after) or text[index - 1] == _JOINERS[0])


def _xml_value(value: str | int | float) -> str:
    if isinstance(value, str):
        return "<![CDATA[" + clean_text(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return str(value)


def _head_fields(to: str, from_: str, created: datetime, kind: str) -> dict[str, str | int | float]:
    return {"ToUserName": to, "FromUserName": from_, "CreateTime": int(created.timestamp()), "MsgType": kind}


def _text_fields(to: str, from_: str, text: str, created: datetime) -> dict[str, str | int | float]:
    return _head_fields(to, from_, created, "text") | {"Content": clean_text(text)}
