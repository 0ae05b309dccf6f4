"""The normal form of a resident's text, with the way back to the original characters."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from opencc import OpenCC

from bot.text.glyphs import HAN_NUMERALS, WECHAT_FACES, fold_char, is_han

_FACE: Final = re.compile(r"\[([^\[\]\s]{1,5})\]")
_COMBINING: Final = re.compile("[\u0300-\u036f\u3099\u309a]")
_RUN: Final = re.compile(r"([^0-9])\1+")
_LATIN_CONTEXT: Final = re.compile(r"(?<=[0-9a-z])[，！？；](?=[0-9a-z])")
_ZHU_FOR_ZHE: Final = re.compile(r"(?<![显原名专编巨土卓昭论译遗])著(?![名作称述书录])")
_TO_ASCII: Final[dict[str, str]] = {"，": ",", "！": "!", "？": "?", "；": ";"}
_UNSQUEEZED: Final[frozenset[str]] = frozenset("/")


class Span(NamedTuple):
    """A stretch of the original text."""

    text: str
    """The characters themselves, `original[start:end]`."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset after the last character."""


@dataclass(frozen=True)
class NormalText:
    """A text in normal form beside its original.

    Shape: offsets are in characters, end exclusive, one pair for each character of `text`, in order.
    """

    original: str
    """The text as it came in."""
    text: str
    """The normal form."""
    offsets: tuple[tuple[int, int], ...]
    """For each character of `text`, the stretch of `original` it stands for."""

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the original behind `text[start:end]`.

        Shape: (start, end) in characters of the original, end exclusive; an empty stretch stays empty.

        Raises:
            ValueError: if the stretch is not inside the normal form.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no stretch {start}:{end} in a text of {len(self.text)} characters")
        if start == end:
            point = self.offsets[start][0] if start < len(self.offsets) else len(self.original)
            return point, point
        return self.offsets[start][0], self.offsets[end - 1][1]

    def span(self, start: int, end: int) -> Span:
        """Give the stretch of the original behind `text[start:end]` with its characters."""
        first, last = self.to_original(start, end)
        return Span(self.original[first:last], first, last)


def normalise(text: str, *, squeeze: bool = True) -> NormalText:
    """Give the normal form of a text: one width, simplified characters, lower case, single spaces, no decoration.

    Full width and look-alike characters are folded (１２３ is 123, ⻓ is 长), traditional ones simplified, zero-width
    and control characters dropped, emoji and WeChat faces read as a space, dashes and quotes made alike. Sentence
    marks take their Chinese width except inside Latin text (1,000).

    Args:
        text: what was written, any length.
        squeeze: shorten repetitions (！！！！ to ！, 哈哈哈哈 to 哈哈); digits and Chinese numerals never are.
    """
    folded, offsets = _fold(text)
    folded = _simplify(folded)
    folded, offsets = _squeeze(folded, offsets, squeeze=squeeze)
    folded = _LATIN_CONTEXT.sub(lambda match: _TO_ASCII[match[0]], folded)
    start = 1 if folded.startswith(" ") else 0
    end = len(folded) - (1 if len(folded) > start and folded.endswith(" ") else 0)
    return NormalText(text, folded[start:end], tuple(offsets[start:end]))


def as_normal(text: str | NormalText) -> NormalText:
    """Give the normal form, made now unless the caller already has it."""
    return text if isinstance(text, NormalText) else normalise(text)


def keep_stretches(normal: NormalText, stretches: list[tuple[int, int]]) -> NormalText:
    """Give the normal text reduced to some of its stretches.

    Shape: `stretches` are in characters of `normal.text`, in order and apart.
    """
    text = "".join(normal.text[start:end] for start, end in stretches)
    offsets = tuple(pair for start, end in stretches for pair in normal.offsets[start:end])
    return NormalText(normal.original, text, offsets)


def _fold(text: str) -> tuple[str, list[tuple[int, int]]]:
    text = _FACE.sub(lambda face: " " * len(face[0]) if face[1] in WECHAT_FACES else face[0], text)
    pieces = list(map(fold_char, text))
    folded = "".join(pieces)
    offsets = list(zip(range(len(text)), range(1, len(text) + 1), strict=True))
    if len(folded) != len(text) or "" in pieces:
        offsets = [pair for pair, piece in zip(offsets, pieces, strict=True) for _ in piece]
    return _compose(folded, offsets) if _COMBINING.search(folded) else (folded, offsets)


def _compose(text: str, offsets: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    chars: list[str] = []
    kept: list[tuple[int, int]] = []
    for char, pair in zip(text, offsets, strict=True):
        composed = unicodedata.normalize("NFC", chars[-1] + char) if chars and _COMBINING.match(char) else ""
        if len(composed) == 1:
            chars[-1] = composed
            kept[-1] = (kept[-1][0], pair[1])
        else:
            chars.append(char)
            kept.append(pair)
    return "".join(chars), kept


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplify(text: str) -> str:
    simplified = _converter().convert(text)
    if len(simplified) != len(text):  # a phrase rule changed the length: fall back to rules of one character
        converted = (_converter().convert(char) for char in text)
        simplified = "".join(new if len(new) == 1 else old for old, new in zip(text, converted, strict=True))
    return _ZHU_FOR_ZHE.sub("着", simplified) if "著" in simplified else simplified


@lru_cache(maxsize=8192)
def _allowed_run(char: str, *, squeeze: bool) -> int | None:
    if char == " ":
        return 1
    if not squeeze or char.isdigit() or char in HAN_NUMERALS or char in _UNSQUEEZED:
        return None
    if is_han(char):
        return 2
    return 3 if char.isalpha() else 1


def _squeeze(text: str, offsets: list[tuple[int, int]], *, squeeze: bool) -> tuple[str, list[tuple[int, int]]]:
    pieces: list[str] = []
    kept: list[tuple[int, int]] = []
    done = 0
    for match in _RUN.finditer(text):
        allowed = _allowed_run(match[1], squeeze=squeeze)
        if allowed is None or match.end() - match.start() <= allowed:
            continue
        cut = match.start() + allowed
        pieces.append(text[done:cut])
        kept.extend(offsets[done:cut])
        kept[-1] = (kept[-1][0], offsets[match.end() - 1][1])
        done = match.end()
    return "".join(pieces) + text[done:], kept + offsets[done:]
