"""A callback body, XML or JSON, as plain fields: every scalar a string, nothing executed, nothing fetched.

Both formats end in the same shape, so that the parsers behind need not know which one came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from connectors.wechat.errors import BadBody, BodyTooLarge
from connectors.wechat.limits import MAX_BODY_BYTES, MAX_DEPTH

Format = Literal["xml", "json"]
Value: TypeAlias = str | Mapping[str, "Value"] | tuple["Value", ...]
Fields: TypeAlias = Mapping[str, Value]

_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 does not know, yet residents' messages can hold. Example: "a\\x08b"."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed body."""

    format: Format
    """What it was written in, which is also what the sender reads."""
    fields: Fields = field(repr=False)
    """Top-level fields by name. JSON `null` is left out; repeated inner XML elements are a tuple."""


def parse_document(body: bytes) -> Document:
    """Read a body as XML or JSON, by its first byte that is not blank; Content-Type is not asked.

    Raises:
        BodyTooLarge: It is longer than `MAX_BODY_BYTES`.
        BadBody: It is empty, not UTF-8, malformed, nested too deep, has a DTD, or repeats a top-level field.

    Source:
        The platform lets mini programs choose the format; official account pages disagree.
    """
    if len(body) > MAX_BODY_BYTES:
        raise BodyTooLarge("body is too large")
    try:
        text = body.removeprefix(_BOM).decode("utf-8").strip(" \t\r\n")
    except UnicodeDecodeError as error:
        raise BadBody("body is not UTF-8") from error
    if text.startswith("<"):
        return Document("xml", _parse_xml(text))
    if text.startswith("{"):
        return Document("json", _parse_json(text))
    raise BadBody("body is neither XML nor JSON")


class _Frame:
    """An XML element that is still open."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.children: dict[str, list[Value]] = {}


class _FieldBuilder:
    """Target of the XML parser: keeps fields, counts depth."""

    def __init__(self) -> None:
        self._stack: list[_Frame] = []
        self._root: Fields = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self._stack and tag != "xml":
            raise BadBody("root element is not xml")
        if len(self._stack) >= MAX_DEPTH:
            raise BadBody("body is nested too deep")
        self._stack.append(_Frame())

    def data(self, text: str) -> None:
        self._stack[-1].texts.append(text)

    def end(self, tag: str) -> None:
        frame = self._stack.pop()
        inner: dict[str, Value] = {
            name: values[0] if len(values) == 1 else tuple(values) for name, values in frame.children.items()
        }
        if self._stack:
            value: Value = inner or "".join(frame.texts)
            siblings = self._stack[-1].children.setdefault(tag, [])
            if siblings and len(self._stack) == 1:
                raise BadBody("a field is repeated")
            siblings.append(value)
        else:
            self._root = inner

    def close(self) -> Fields:
        return self._root


def _parse_xml(text: str) -> Fields:
    builder = _FieldBuilder()
    # A text is read as UTF-8 whatever encoding its declaration claims.
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(_XML_FORBIDDEN.sub(" ", text))
        parser.close()
    except (ParseError, DefusedXmlException) as error:
        raise BadBody("body is not well-formed XML") from error
    return builder.close()


def _parse_json(text: str) -> Fields:
    try:
        # Numbers stay text: a MsgId passes 2**53, and "1" and 1 mean the same here.
        document = json.loads(
            text,
            strict=False,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_pairs,
        )
    except (ValueError, RecursionError) as error:
        raise BadBody("body is not well-formed JSON") from error
    return convert_json(document)


def _refuse_constant(name: str) -> object:
    raise ValueError("not a number")


def _unique_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    unique = dict(pairs)
    if len(unique) != len(pairs):
        raise BadBody("a field is repeated")
    return unique


def convert_json(document: Mapping[str, object]) -> Fields:
    """Bring an object that is already decoded from JSON into the same shape.

    Raises:
        BadBody: It is nested too deep.
    """
    return _convert_object(document, 1)


def _convert_object(value: Mapping[str, object], depth: int) -> dict[str, Value]:
    return {name: _convert(inner, depth) for name, inner in value.items() if inner is not None}


def _convert(value: object, depth: int) -> Value:
    if depth >= MAX_DEPTH and isinstance(value, dict | list):
        raise BadBody("body is nested too deep")
    if isinstance(value, dict):
        return _convert_object(value, depth + 1)
    if isinstance(value, list):
        return tuple(_convert(inner, depth + 1) for inner in value if inner is not None)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
