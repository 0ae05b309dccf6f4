"""Sounds of characters, so that a name written with the wrong character of the same sound is still found."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import lazy_pinyin

_FUZZY = (("ZH", "Z"), ("CH", "C"), ("SH", "S"), ("NG", "N"), ("L", "N"), ("F", "H"))
"""Pairs that speakers of many dialects do not tell apart; the first becomes the second."""
_PAIR = re.compile("^(?:ZH|CH|SH|L|F)|NG$")


@lru_cache(maxsize=30000)
def syllable(char: str) -> str:
    """The toneless sound of a character in upper case (凤 is FENG), the character itself when it has none."""
    return lazy_pinyin(char)[0].upper()


@lru_cache(maxsize=30000)
def fuzzy_id(char: str) -> int:
    """A number that is the same for characters that sound alike (凤 and 奉, 新 and 星)."""
    sound = syllable(char)
    if sound != char:
        sound = _PAIR.sub(lambda match: dict(_FUZZY)[match[0]], sound)
    return zlib.crc32(sound.encode()) & 0x7FFFFFFF


def sound_key(text: str) -> tuple[int, ...]:
    """The fuzzy sounds of a text. Shape: one number for each character."""
    return tuple(map(fuzzy_id, text))


def is_same_sound(one: str, other: str) -> bool:
    """Whether two texts have the very same toneless sounds."""
    return len(one) == len(other) and all(a == b or syllable(a) == syllable(b) for a, b in zip(one, other, strict=True))


_SHAPES = (
    "天夭 未末 己已 土士 千干 日曰 人入 大太 田由 汇江 花化 阎间 屯电 凤风 苑宛 "
    "苑范 润涧 润闰 武式 宾兵 迎仰 航舫 昌晶 石右 王玉 牛午 杨扬 清请"
)
_LOOKS = frozenset(pair for both in _SHAPES.split() for pair in (both, both[::-1]))


def is_look_alike(one: str, other: str) -> bool:
    """Whether two characters are easily taken for each other by their shape (天 and 夭)."""
    return one + other in _LOOKS


def near_keys(name: str) -> Iterator[str]:
    """Keys under which names that differ in one character meet, each position masked in turn."""
    for index in range(len(name)):
        yield f"{name[:index]}*{name[index + 1 :]}"
