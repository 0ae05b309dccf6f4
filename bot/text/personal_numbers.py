"""What makes a row of digits personal: phones, identity cards, bank cards."""

import re
from datetime import date
from typing import Final, NamedTuple

MOBILE: Final = re.compile(r"(?:(?:00)?86)?(1[3-9][0-9]{9})")
"""A mobile number, with or without the country: 13800138000, 8613800138000."""

LANDLINE: Final = re.compile(
    "(0(?:10|2[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7}|(?:00)?86(?:10|2[0-9])[2-8][0-9]{7})"
)
"""A landline with its area code: 01062345678, 05718765432. Short public numbers (01012345) are too short."""

ID_CARD: Final = re.compile(r"[1-9][0-9]{16}[0-9x]")
"""An identity card number of 18 places: 11010519491231002X."""

OLD_ID_CARD: Final = re.compile(r"[1-9][0-9]{14}")
"""An identity card number of the first generation, 15 places: 110105491231002."""

BANK_CARD: Final = re.compile(r"[3-69][0-9]{15,18}")
"""A bank card number of 16 to 19 places, before its check: 6222020200112233445."""

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10x98765432"
_PROVINCES: Final = frozenset(
    code
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in map(str, codes)
)


class Kind(NamedTuple):
    """What a row of digits is."""

    name: str
    """`phone`, `id_card` or `bank_card`."""
    value: str
    """The digits without country code or separators."""


def is_id_card(digits: str) -> bool:
    """Say whether a number is an identity card number: province, birthday and check character fit.

    Source: GB 11643-1999; 15 places are the form used before 1999, without check character.
    """
    if digits[:2] not in _PROVINCES:
        return False
    if OLD_ID_CARD.fullmatch(digits):
        return _is_date(f"19{digits[6:12]}")
    if ID_CARD.fullmatch(digits) is None or not _is_date(digits[6:14]):
        return False
    return (
        _CHECK[sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True)) % 11] == digits[17]
    )


def is_bank_card(digits: str) -> bool:
    """Say whether a number can be a bank card number.

    Source: ISO/IEC 7812-1 annex B (Luhn check).
    """
    if BANK_CARD.fullmatch(digits) is None or len(set(digits)) < 3:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def classify_digits(digits: str, cue: str | None = None) -> Kind | None:
    """Give what kind of personal number a row of digits is, or None.

    Args:
        digits: digits only, an x at the end of an identity card number.
        cue: what the text calls it, `id_card` or `bank_card`, so that a mistyped number still counts.
    """
    if match := MOBILE.fullmatch(digits):
        return Kind("phone", match[1])
    if is_id_card(digits) or (cue == "id_card" and (ID_CARD.fullmatch(digits) or OLD_ID_CARD.fullmatch(digits))):
        return Kind("id_card", digits.upper())
    if is_bank_card(digits) or (cue == "bank_card" and BANK_CARD.fullmatch(digits)):
        return Kind("bank_card", digits)
    if match := LANDLINE.fullmatch(digits):
        return Kind("phone", match[1])
    return None


def _is_date(digits: str) -> bool:
    try:
        return 1880 < date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False
