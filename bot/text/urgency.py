"""How urgent a matter is, by the signs of danger in its text.

Missing a fire costs more than a false alarm, so a sign counts as critical unless something near it takes its
force away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.text import urgency_guards as guards
from bot.text import urgency_rules as rules
from bot.text.normalise import NormalText, Span, as_normal, keep_stretches
from bot.text.urgency_rules import Emergency

Level = Literal["normal", "urgent", "critical"]

URGENCY_NAMES: Final[dict[Level, str]] = {"normal": "一般", "urgent": "紧急", "critical": "特急"}
"""What people see."""

_CLAUSE_END: Final = re.compile(r"[，。！？；!?;… ]")
_REACH: Final = 30
_SHORT: Final = 4


@dataclass(frozen=True)
class Urgency:
    """How urgent a matter is, and why."""

    level: Level
    """一般, 紧急 or 特急."""
    reasons: tuple[Span, ...]
    """The words that decided it, in order. Shape: offsets in characters of the original, end exclusive."""
    emergency: Emergency | None
    """What is happening to somebody, when the signs say so."""


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    level: Level
    rank: int
    emergency: Emergency | None


def assess_urgency(text: str | NormalText) -> Urgency:
    """Assess how urgent a matter is.

    Critical is life in danger now (着火了, 闻到煤气味, 有人晕倒, 正在打人, 电梯困人, 落水, 不想活了). Urgent is what
    cannot wait for the ordinary deadline, and danger that threatens, recurs or was a few days ago. Denials, questions
    and plans about danger, danger long past and figures of speech do not count.
    """
    normal = _tighten(as_normal(text))
    hits = list(_find_hits(normal.text))
    level: Level = "critical" if any(hit.level == "critical" for hit in hits) else "urgent" if hits else "normal"
    decisive = [hit for hit in hits if hit.level == level]
    named = min((hit for hit in decisive if hit.emergency), key=lambda hit: hit.rank, default=None)
    spans = sorted({(hit.start, hit.end) for hit in decisive})
    return Urgency(level, tuple(normal.span(start, end) for start, end in spans), named.emergency if named else None)


def _find_hits(text: str) -> Iterator[_Hit]:
    unmeant = [match.span() for match in guards.NOT_MEANT.finditer(text)]
    for rank, (emergency, sign) in enumerate(rules.CRITICAL.items()):
        for match in sign.pattern.finditer(text):
            if not _overlaps(match.span(), unmeant):
                level, is_happening = _weigh(text, match, emergency)
                if level != "normal":
                    yield _Hit(match.start(), match.end(), level, rank, emergency if is_happening else None)
    for sign in rules.URGENT.values():
        for match in sign.pattern.finditer(text):
            before, after = _clause_around(text, match)
            clause = before + match[0] + after
            is_past = guards.PAST.search(clause) and not guards.ONGOING.search(clause)
            if not (
                _overlaps(match.span(), unmeant)
                or guards.NEGATION.search(before)
                or is_past
                or _is_theory(before, after)
            ):
                yield _Hit(match.start(), match.end(), "urgent", len(rules.CRITICAL), None)


def _weigh(text: str, match: re.Match[str], emergency: Emergency) -> tuple[Level, bool]:
    """Give how much a sign of danger weighs where it stands, and whether it is about something that happens."""
    before, after = _clause_around(text, match)
    clause = before + match[0] + after
    if guards.NEGATION.search(before):
        return "normal", False
    if emergency == "suicide":
        if guards.HYPERBOLE.search(before[-8:]):
            return "urgent", True
        return ("normal", False) if _is_theory(before, after) or guards.PAST.search(clause) else ("critical", True)
    is_now = guards.ONGOING.search(clause) is not None
    if not is_now and (guards.PAST.search(clause) or _is_theory(before, after)):
        return "normal", False
    rest = after + text[match.end() + len(after) : match.end() + len(after) + 12]
    if guards.CONDITION.search(before) and guards.ASKING.search(rest):
        return "normal", False
    if not is_now and (
        guards.HYPOTHETICAL.search(before) or guards.HYPOTHETICAL.search(match[0]) or guards.RISK.match(after)
    ):
        return "urgent", False
    if not is_now and (guards.FREQUENT.search(before + match[0]) or guards.YESTERDAY.search(clause)):
        return "urgent", True
    return "critical", True


def _is_theory(before: str, after: str) -> bool:
    """Say whether a clause talks about danger without saying that there is one: 消防演练, but not 培训机构着火了."""
    if guards.ASSERTED.match(after) or re.search(r"有人|正在|突然", before):
        return False
    return guards.THEORY.search(before + " " + after) is not None


def _clause_around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Give what stands before and after a match in its clause, at most thirty characters each."""
    before = _CLAUSE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
    after = _CLAUSE_END.split(text[match.end() : match.end() + _REACH], maxsplit=1)[0]
    return before, after


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _tighten(normal: NormalText) -> NormalText:
    """Drop the spaces inside words (着 火 了, 着🔥火了) and keep those between clauses, which then end them."""
    words = list(re.finditer(r"[^ ]+", normal.text))
    kept: list[tuple[int, int]] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        parts_clauses = following is not None and min(len(word[0]), len(following[0])) >= _SHORT
        kept.append((word.start(), word.end() + parts_clauses))
    return keep_stretches(normal, kept) if len(words) > 1 else normal
