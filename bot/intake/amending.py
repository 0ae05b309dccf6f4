"""Corrections of a report, understood whatever was asked: 不是3号楼，是5号楼; 类别不对，是噪音; 说错了，是16号楼."""

from __future__ import annotations

from bot.domain.district import Category
from bot.intake.draft import ACCEPT, Draft
from bot.intake.place_words import is_part, parts_of, with_part
from bot.intake.reading import Reading
from bot.intake.resolving import Resolve, settle
from bot.text.corrections import find_correction

FEW = 5
"""As many categories may share a word (噪音) and still be offered as a choice."""


def amend(draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve) -> bool:
    """Take a correction into the draft; False when the message is none."""
    exact = [c.code for c in taxonomy.values() if c.name == reading.text.strip() and c.code != draft.category]
    if exact:
        _set_category(draft, exact[0])
        return True
    found = find_correction(reading.text)
    if found is None and reading.intent not in {"change_place", "change_category"}:
        return False
    right = found.right if found else ""
    if draft.place and is_part(right or reading.text):
        _set_place(draft, with_part(draft.place, parts_of(right or reading.text)), resolve)
        return True
    about = found.about if found and found.about else reading.intent.removeprefix("change_")
    if about == "place":
        return _amend_place(draft, reading, found.wrong if found else None, right, resolve)
    if about == "category":
        _amend_category(draft, reading, right, taxonomy)
        return True
    return False


def named_categories(words: str, taxonomy: dict[str, Category]) -> list[str]:
    """Categories whose name the words are, or are part of; exact names alone when there are any."""
    words = words.strip("的了吧啊呢。，！、 ")
    exact = [c.code for c in taxonomy.values() if words == c.name]
    if exact or len(words) < 2:
        return exact
    return [c.code for c in taxonomy.values() if words in c.name or c.name in words]


def named_category(words: str, taxonomy: dict[str, Category]) -> str | None:
    """The one category that the words name, or None."""
    named = named_categories(words, taxonomy)
    return named[0] if len(named) == 1 else None


def _amend_category(draft: Draft, reading: Reading, right: str, taxonomy: dict[str, Category]) -> None:
    named = named_categories(right, taxonomy) if right else []
    if len(named) == 1:
        _set_category(draft, named[0])
        return
    guesses = [(c, p) for c, p in reading.categories if c in taxonomy and c != draft.category]
    if 2 <= len(named) <= FEW:
        likely = dict(guesses)
        guesses = sorted(((c, max(likely.get(c, 0.0), 0.2)) for c in named), key=lambda g: -g[1])
    elif guesses and guesses[0][1] >= ACCEPT:
        _set_category(draft, guesses[0][0])
        return
    draft.category, draft.guesses, draft.options = None, guesses, []
    draft.skipped = [s for s in draft.skipped if s != "category"]
    draft.learnt()


def _set_category(draft: Draft, code: str) -> None:
    draft.category = code
    draft.options = [o for o in draft.options if o.about != "category"]
    draft.learnt()


def _amend_place(draft: Draft, reading: Reading, wrong: str | None, right: str, resolve: Resolve) -> bool:
    right = right or (reading.places.main.text if reading.places.main else "")
    if not right:
        if draft.grid is None or not reading.is_surely("change_place"):
            return False
        draft.forget_place()
        draft.learnt()
        return True
    whole = draft.place.replace(wrong, right) if wrong and wrong in draft.place else right
    _set_place(draft, whole, resolve)
    return True


def _set_place(draft: Draft, whole: str, resolve: Resolve) -> None:
    """The new place, in the resident's words too, so that the department reads one place only."""
    before = draft.place
    draft.forget_place()
    settle(draft, whole, resolve)
    if before:
        draft.words = [words.replace(before, draft.place) for words in draft.words]
    draft.learnt()
