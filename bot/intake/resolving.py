"""Settling a draft's place: looking words up, joining answers, and what to do when several grids remain."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.district import Category
from bot.intake.draft import Draft, area_words
from bot.intake.place_words import is_part, parts_of, with_part
from bot.intake.reading import Reading
from bot.places.model import Resolution

Resolve = Callable[[str], Resolution]
"""Finds the grid that words speak of."""
SAYS_NOTHING = frozenset({"affirm", "deny", "blank", "choose", "thank", "greet", "modify", "dont_know"})
"""Intents that hold no place."""
TELLING = frozenset({"consult", "supplement", "nlu_fallback"})
"""Intents whose words belong to the report although they do not name a matter."""
MOST_JOINED = 24
"""Characters; longer answers are not joined to the place before."""


def settle(draft: Draft, words: str, resolve: Resolve) -> None:
    """Look the words up and keep what comes of it."""
    words = words[:200]
    found = resolve(words)
    draft.place = words
    if found.status == "resolved":
        draft.settle_place(words, found.choices[0].grid_code, area_words(found.choices[0]))
    else:
        draft.take_found(found)


def answer_place(draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve) -> None:
    """Take an answer to the question for the place."""
    if reading.intent == "deny" and draft.options and reading.places.status == "none":
        draft.forget_place()
        draft.place_problem = "other"
        return
    if draft.place and _join(draft, reading, resolve):
        draft.learnt()
        return
    if reading.places.status == "none":
        _take_words(draft, reading, taxonomy)
        return
    if reading.intent in SAYS_NOTHING and reading.places.status == "unknown":
        return
    named = reading.places.main.text if reading.places.main else ""
    if reading.is_matter and len(reading.text) > len(named) + 6:
        draft.words.append(reading.text)
    if draft.place and reading.places.status == "unknown" and reading.is_matter:
        return
    draft.take_place(reading)
    draft.learnt()


def _join(draft: Draft, reading: Reading, resolve: Resolve) -> bool:
    """Join the answer to the place before: a building to an estate, a street to an ambiguous name."""
    text = reading.text.strip()
    if draft.place_problem == "building" and text.isdigit():
        text += "号楼"
    if reading.intent in SAYS_NOTHING and not is_part(text):
        return False
    if len(text) > MOST_JOINED or reading.places.status == "resolved":
        return False
    if is_part(text):
        settle(draft, with_part(draft.place, parts_of(text)), resolve)
        return True
    if reading.places.status == "none" or reading.is_matter:
        return False
    named = reading.places.main.text if reading.places.main else text
    for words in (f"{named}{draft.place}", f"{draft.place}{named}"):
        if resolve(words).status == "resolved":
            settle(draft, words, resolve)
            return True
    return False


def _take_words(draft: Draft, reading: Reading, taxonomy: dict[str, Category]) -> None:
    """An answer without a place that is known: a name we do not have, or more of the matter."""
    if reading.intent in {"give_place", "change_place"} and len(reading.text) >= 2 and not draft.options:
        draft.place, draft.place_problem = reading.text[:100], "unknown"
        draft.learnt()
    elif len(reading.text) > 3 and (reading.is_matter or reading.intent in TELLING):
        draft.absorb(reading, taxonomy)
