"""Voice-transcript noise: the words people say while they think."""

import re
from typing import Final

from bot.text.normalise import NormalText, as_normal, keep_stretches

_CLAUSE_START: Final = r"(?:^|(?<=[，。！？；、,.!?;…]))"
_PAUSE: Final = r"[，、。…, ]"

HESITATION: Final = re.compile(rf"(?:嗯|呃|唔){_PAUSE}?|{_CLAUSE_START} ?(?:额|啊|哦|噢|诶|欸|哎){_PAUSE}")
"""Sounds of thinking: 嗯，电梯坏了. Words such as 额 or 啊 count only at the start of a clause, before a pause."""

EMPTY_PHRASE: Final = re.compile(
    rf"(?:也?就是说|怎么说呢|你知道吧|就是那个|就是这个)(?:呢|啊)?{_PAUSE}?"
    rf"|(?:那个|这个)(?:呢|啊)?{_PAUSE}|{_CLAUSE_START} ?(?:那个|这个)(?=我|咱|你|他|请问|想|那个|这个|就是)"
)
"""Phrases without content: 就是说电梯坏了; 那个 and 这个 only where they point at nothing (那个，我想问)."""

STUTTER: Final = re.compile(rf"(然后|就是|这个|那个|我们|咱们|他们|一个|我|他|你)(?={_PAUSE}?\1)")
"""A word said twice in a row: 然后然后, 我，我想问. The last one stays."""


def strip_fillers(text: str | NormalText) -> NormalText:
    """Give the normal form without fillers and stutters; a text of nothing but fillers is given back whole."""
    normal = as_normal(text)
    reduced = normal
    for pattern in (STUTTER, HESITATION, EMPTY_PHRASE):
        reduced = _drop(reduced, pattern)
    return reduced if any(char.isalnum() for char in reduced.text) else normal


def _drop(normal: NormalText, pattern: re.Pattern[str]) -> NormalText:
    kept: list[tuple[int, int]] = []
    done = 0
    for match in pattern.finditer(normal.text):
        end = match.end()
        if pattern is STUTTER:  # the pause between the two sayings goes with the first one
            end += 1 if normal.text[end : end + 1] in set("，、。…, ") else 0
        kept.append((done, match.start()))
        done = end
    return keep_stretches(normal, [*kept, (done, len(normal.text))]) if kept else normal
