"""Finds sentences that say almost the same in the same characters."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

THRESHOLD = 0.7
"""Jaccard similarity of the character bigrams from which two sentences count as near duplicates."""
_ROUNDING = 1e-9


class Pair(NamedTuple):
    """Two near duplicates, by their positions; ``first`` stands before ``second``."""

    first: int
    second: int
    similarity: float


def fold(text: str) -> str:
    """The letters and digits of a text, full-width forms and capitals folded, without punctuation and white space."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of a folded text; a text of one character is its own."""
    if len(text) == 1:
        return frozenset((text,))
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Jaccard similarity, 0 to 1; two empty sets have none."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def find_near_duplicates(texts: Sequence[str], threshold: float = THRESHOLD) -> list[Pair]:
    """All pairs at least this similar.

    Two sets can only be that similar when they share one of their rarest bigrams (prefix filtering), so that an
    inverted index of those alone gives the candidates.

    **Shape**: sorted by ``first``, then ``second``.
    """
    grams = [bigrams(fold(text)) for text in texts]
    counts = Counter(gram for of_text in grams for gram in of_text)
    index: defaultdict[str, list[int]] = defaultdict(list)
    pairs: list[Pair] = []
    for number, own in enumerate(grams):
        rare = sorted(own, key=lambda gram: (counts[gram], gram))[: _prefix_length(len(own), threshold)]
        for other in _candidates(index, rare):
            found = similarity(grams[other], own)
            if found >= threshold - _ROUNDING:
                pairs.append(Pair(other, number, found))
        for gram in rare:
            index[gram].append(number)
    return sorted(pairs)


def _prefix_length(size: int, threshold: float) -> int:
    return size - math.ceil(threshold * size - _ROUNDING) + 1 if size else 0


def _candidates(index: defaultdict[str, list[int]], grams: list[str]) -> Iterator[int]:
    yield from {number for gram in grams for number in index[gram]}
