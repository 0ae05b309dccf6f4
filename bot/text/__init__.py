"""Reading Chinese text: text in, values out, no I/O.

Every function takes the text as it came in; offsets are in characters of that text, end exclusive.
"""

from bot.text.choices import parse_choice
from bot.text.corrections import Correction, find_correction
from bot.text.fillers import strip_fillers
from bot.text.normalise import NormalText, Span, as_normal, normalise
from bot.text.numerals import NumberSpan, find_numbers, format_number, parse_number
from bot.text.redaction import PersonalSpan, find_personal, redact
from bot.text.short_replies import is_blank, is_noise, read_short_reply
from bot.text.split import split_matters
from bot.text.times import TimeSpan, find_times
from bot.text.urgency import URGENCY_NAMES, Urgency, assess_urgency

__all__ = [
    "URGENCY_NAMES",
    "Correction",
    "NormalText",
    "NumberSpan",
    "PersonalSpan",
    "Span",
    "TimeSpan",
    "Urgency",
    "as_normal",
    "assess_urgency",
    "find_correction",
    "find_numbers",
    "find_personal",
    "find_times",
    "format_number",
    "is_blank",
    "is_noise",
    "normalise",
    "parse_choice",
    "parse_number",
    "read_short_reply",
    "redact",
    "split_matters",
    "strip_fillers",
]
