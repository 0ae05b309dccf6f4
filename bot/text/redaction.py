"""Personal data in a text: finding all of it and writing it over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.text.normalise import normalise
from bot.text.numerals import DIGITS
from bot.text.personal_numbers import Kind, classify_digits

PLACEHOLDERS: Final[dict[str, str]] = {
    "phone": "[电话]",
    "id_card": "[身份证]",
    "bank_card": "[银行卡]",
    "email": "[邮箱]",
    "plate": "[车牌]",
    "wechat": "[微信]",
    "qq": "[QQ]",
}
"""What stands in the place of each kind."""

_DIGIT: Final = "[0-9〇零一二三四五六七八九幺]"

DIGIT_ROW: Final = re.compile(rf"{_DIGIT}(?:[-. ·()、，,]{{0,3}}{_DIGIT})+[xX]?")
"""Digits with little between them: 138-0013-8000, (010)62345678, 幺三八零零幺三八零零零, 138，0013，8000."""

EMAIL: Final = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64} ?@ ?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
"""An e-mail address: zhang.san@example.com."""

PLATE: Final = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][-· "
    ".]?(?=[a-z0-9]{0,5}[0-9])[a-z0-9]{4,5}[a-z0-9挂学警港澳](?![a-z0-9])"
)
"""A car's number plate, new energy included: 京A12345, 粤B·D12345, 沪A1234学.

Source: GA 36-2018.
"""

WECHAT_ID: Final = re.compile(
    r"(?:微信|薇信|威信|v信|wechat|weixin|(?<![a-z])(?:wx|vx)|加v)(?:号码?|id)?(?:是|为|[:：])? ?"
    r"(?P<id>[a-z][a-z0-9_-]{5,19}|[1-9][0-9]{5,11})(?![a-z0-9_])"
)
"""A WeChat id after its cue: 微信号：zhangsan_88, vx abc12345.

Source: WeChat account rules (6 to 20 places, a letter first).
"""

QQ_ID: Final = re.compile(r"(?<![a-z])(?:qq|扣扣|企鹅)(?:号码?)?(?:是|为|[:：])? ?(?P<id>[1-9][0-9]{4,11})(?![0-9])")
"""A QQ number after its cue: QQ：12345678."""

CUED_PHONE: Final = re.compile(
    "(?:电话|座机|固话|手机|联系方式|打给我|tel)号?码?(?:是|为|[:：])? ?(?P<id>[2-8][0-9]{2,3}[- ]?[0-9]{4})(?![0-9])"
)
"""A local number of 7 or 8 digits after its cue: 电话62345678."""

_CUE: Final = re.compile(r"(?:(?P<id_card>身份证|证件)|(?P<bank_card>银行卡|卡|账户|账))(?:号码?)?(?:是|为|[:：])? ?$")
_EXTENSION: Final = re.compile(r"(?:转|-|分机) ?[0-9]{1,6}(?![0-9])")
_READ_ALOUD: Final = re.compile(rf"{_DIGIT}{{3}}[、，,]{_DIGIT}{{4}}[、，,]{_DIGIT}{{4}}")
_LONGEST: Final = 22


@dataclass(frozen=True)
class PersonalSpan:
    """One piece of personal data."""

    kind: str
    """`phone`, `id_card`, `bank_card`, `email`, `plate`, `wechat` or `qq`."""
    start: int
    """Offset of the first character in the original."""
    end: int
    """Offset after the last character."""
    value: str
    """The datum in plain form: ASCII digits without separators, upper-case plates."""


def find_personal(text: str) -> tuple[PersonalSpan, ...]:
    """Find every phone, identity card, bank card, e-mail, number plate, WeChat and QQ id in a text.

    Public numbers (110, 12345, 95598, 10086, 400 numbers) are nobody's and stay.

    Returns:
        The pieces in order, apart from each other. Shape: offsets in characters of the original, end exclusive.
    """
    normal = normalise(text, squeeze=False)
    found = sorted(_find_all(normal.text), key=lambda piece: (piece[0], -piece[1]))
    pieces: list[tuple[int, int, Kind]] = []
    for piece in found:
        if not pieces or piece[0] >= pieces[-1][1]:
            pieces.append(piece)
    return tuple(PersonalSpan(kind.name, *normal.to_original(start, end), kind.value) for start, end, kind in pieces)


def redact(text: str) -> str:
    """Give the text with a placeholder over each piece of personal data: 打[电话]找我.

    Doing it twice changes nothing more.
    """
    while pieces := find_personal(text):
        for piece in reversed(pieces):
            text = text[: piece.start] + PLACEHOLDERS[piece.kind] + text[piece.end :]
    return text


def _find_all(text: str) -> Iterator[tuple[int, int, Kind]]:
    for match in EMAIL.finditer(text):
        yield match.start(), match.end(), Kind("email", match[0].replace(" ", ""))
    for match in PLATE.finditer(text):
        yield match.start(), match.end(), Kind("plate", re.sub(r"[-· .]", "", match[0]).upper())
    for name, pattern in (("wechat", WECHAT_ID), ("qq", QQ_ID), ("phone", CUED_PHONE)):
        for match in pattern.finditer(text):
            value = re.sub(r"[- ]", "", match["id"]) if name == "phone" else match["id"]
            yield match.start("id"), match.end("id"), classify_digits(value) or Kind(name, value)
    for match in DIGIT_ROW.finditer(text):
        yield from _find_in_row(text, match.start(), match.end())


def _find_in_row(text: str, start: int, end: int) -> Iterator[tuple[int, int, Kind]]:
    """Find the numbers of a row; each begins and ends where a group of digits does, or groups are cut into mobiles."""
    places = [index for index in range(start, end) if text[index] in DIGITS or text[index].isalnum()]
    digits = "".join(str(DIGITS.get(text[index], text[index])) for index in places)
    stops = _group_stops(places)
    first = 0
    may_begin = True
    while first < len(places):
        length, kind = _longest_number(text, places, digits, stops, first) if may_begin else (0, None)
        if kind is None:
            first += 1
            may_begin = first < len(places) and stops[first - 1] == first
            continue
        last = places[first + length - 1] + 1
        extension = _EXTENSION.match(text, last) if kind.name == "phone" and kind.value[0] == "0" else None
        head = places[first]
        head -= 1 if head and text[head - 1] in "+(" else 0
        yield head, extension.end() if extension else last, kind
        first += length
        may_begin = True


def _group_stops(places: list[int]) -> list[int]:
    """Give, for each digit of a row, which digit comes after its group."""
    stops = [len(places)] * len(places)
    for index in range(len(places) - 2, -1, -1):
        stops[index] = stops[index + 1] if places[index] + 1 == places[index + 1] else index + 1
    return stops


def _longest_number(text: str, places: list[int], digits: str, stops: list[int], first: int) -> tuple[int, Kind | None]:
    cue = _CUE.search(text, max(0, places[first] - 10), places[first])
    for length in range(min(_LONGEST, len(places) - first), 9, -1):
        end = first + length
        if stops[end - 1] != end:
            continue
        kind = classify_digits(digits[first:end], cue.lastgroup if cue else None)
        if kind is not None and _is_plausible(kind, text[places[first] : places[end - 1] + 1]):
            return length, kind
    glued = stops[first] - first  # several mobile numbers without a gap
    kind = classify_digits(digits[first : first + 11]) if glued > 11 and glued % 11 == 0 else None
    return (11, kind) if kind is not None and kind.name == "phone" else (0, None)


def _is_plausible(kind: Kind, written: str) -> bool:
    """Say whether the gaps suit the number: commas only in a mobile read aloud (138，0013，8000), few groups else."""
    if any(mark in written for mark in "、，,"):
        return kind.name == "phone" and _READ_ALOUD.fullmatch(written) is not None
    is_mobile = kind.name == "phone" and kind.value[0] == "1"
    return is_mobile or len(re.split(r"[^0-9〇零一二三四五六七八九幺xX]+", written)) <= 6
