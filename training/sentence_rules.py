"""Rules for training sentences; each takes sentences and gives findings."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from bot.domain.kinds import Kind
from training.findings import Finding, at_sentence
from training.near_duplicates import find_near_duplicates, fold
from training.sentences import Sentence

LEAST_PER_CATEGORY = 25
"""Distinct sentences that a category needs."""
NEAR_SHARE = 0.005
"""Largest share of sentences that may be near duplicates of an earlier one."""
OPENING_LENGTH = 6
"""Characters, after punctuation and white space are removed."""
OPENING_SHARE = 0.02
"""Largest share of sentences that may begin alike."""
OPENING_LEAST = 5
"""As few sentences as this may begin alike however small the data are."""
KINDS = frozenset(kind.value for kind in Kind)
ANNOTATION = re.compile(r'[\[\]{}()"]|^/')
"""What Rasa reads as markup of an entity, or as an intent given directly: [红旗路](place), /restart."""
PERSONAL = {
    "mobile number": re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)"),  # 11 digits, +86 before it or not
    "identity card number": re.compile(r"(?<!\d)(?:\d{17}[\dx]|\d{15})(?!\d)"),  # 18 or 15 places
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # name@example.org
}
"""Searched in the folded text with blanks and hyphens between digits removed."""
_DIGIT_GAP = re.compile(r"(?<=\d)[\s-]+(?=\d)")


def find_unknown_kinds(sentences: Sequence[Sentence]) -> list[Finding]:
    """A response key under something that is no kind, and a kind without a response key."""
    found: dict[tuple[str, str], Finding] = {}
    for sentence in sentences:
        if bool(sentence.category) != (sentence.intent in KINDS):
            problem = "not a kind of matter" if sentence.category else "a kind without a category"
            found.setdefault(
                (sentence.file, sentence.label), at_sentence(sentence, "sentence.kind", f"{sentence.label}: {problem}")
            )
    return list(found.values())


def find_unknown_categories(sentences: Sequence[Sentence], categories: Collection[str]) -> list[Finding]:
    """A response key that the taxonomy does not have; one finding for each file and label."""
    found: dict[tuple[str, str], Finding] = {}
    for sentence in sentences:
        if sentence.category and sentence.category not in categories:
            problem = f"{sentence.label}: the taxonomy has no category {sentence.category!r}"
            found.setdefault((sentence.file, sentence.label), at_sentence(sentence, "sentence.category", problem))
    return list(found.values())


def find_thin_categories(
    sentences: Sequence[Sentence], categories: Sequence[str], taxonomy: str, least: int = LEAST_PER_CATEGORY
) -> list[Finding]:
    """A category with fewer distinct sentences than it needs, at its line of the taxonomy.

    Args:
        sentences: all of them.
        categories: codes in the order of the file, the first on line 2.
        taxonomy: name of that file.
        least: how many a category needs over all kinds.
    """
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        texts[sentence.category].add(fold(sentence.text))
    return [
        Finding(taxonomy, line, "category.thin", f"{code}: {len(texts[code])} distinct sentences of {least}")
        for line, code in enumerate(categories, 2)
        if len(texts[code]) < least
    ]


def find_duplicates(sentences: Sequence[Sentence]) -> list[Finding]:
    """A sentence that was there before, in the same intent or in another one."""
    first: dict[str, Sentence] = {}
    found = []
    for sentence in sentences:
        earlier = first.setdefault(sentence.text, sentence)
        if earlier is not sentence:
            problem = f"{sentence.label}: {sentence.text!r} stands at {earlier.file}:{earlier.line} ({earlier.label})"
            found.append(at_sentence(sentence, "sentence.duplicate", problem))
    return found


def find_near(sentences: Sequence[Sentence]) -> list[Finding]:
    """A sentence of almost the same characters as an earlier one; exact duplicates are not named again.

    **Shape**: one finding for each such sentence, with its most similar earlier one.
    """
    nearest: dict[int, tuple[float, int]] = {}
    for pair in find_near_duplicates([sentence.text for sentence in sentences]):
        if sentences[pair.first].text != sentences[pair.second].text:
            nearest[pair.second] = max(nearest.get(pair.second, (0.0, 0)), (pair.similarity, pair.first))
    found = []
    for number, (similarity, other) in sorted(nearest.items()):
        earlier = sentences[other]
        place = f"{earlier.file}:{earlier.line}"
        problem = f"{sentences[number].text!r} is {similarity:.2f} like {earlier.text!r} at {place}"
        found.append(at_sentence(sentences[number], "sentence.near_duplicate", problem))
    return found


def is_near_share_kept(near: int, total: int, share: float = NEAR_SHARE) -> bool:
    """Say whether so few near duplicates are a chance, not a habit."""
    return near <= share * total


def find_template_openings(
    sentences: Sequence[Sentence], share: float = OPENING_SHARE, least: int = OPENING_LEAST
) -> list[Finding]:
    """An opening that too many sentences share, at the first of them."""
    openings = [fold(sentence.text)[:OPENING_LENGTH] for sentence in sentences]
    counts = Counter(opening for opening in openings if len(opening) == OPENING_LENGTH)
    limit = max(least, math.floor(share * len(sentences)))
    found = []
    for opening, count in counts.most_common():
        if count <= limit:
            break
        problem = f"{count} sentences begin with {opening!r}, at most {limit} may"
        found.append(at_sentence(sentences[openings.index(opening)], "sentence.template", problem))
    return found


def find_personal_data(sentences: Sequence[Sentence]) -> list[Finding]:
    """A phone number, an identity card number or an e-mail address; the finding does not repeat it."""
    found = []
    for sentence in sentences:
        text = _DIGIT_GAP.sub("", unicodedata.normalize("NFKC", sentence.text).casefold())
        for name, pattern in PERSONAL.items():
            if pattern.search(text):
                found.append(at_sentence(sentence, "sentence.personal", f"holds what looks like a real {name}"))
    return found


def find_annotations(sentences: Sequence[Sentence]) -> list[Finding]:
    """A character that Rasa reads as markup."""
    return [
        at_sentence(sentence, "sentence.annotation", f"{match[0]!r} is markup to Rasa: {sentence.text!r}")
        for sentence in sentences
        if (match := ANNOTATION.search(sentence.text))
    ]
