"""Finds the answer to a question among a few hundred; built in milliseconds, so texts change without training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.reading.linear import prepare

HIT = 0.42
"""Similarity above which the answer is given at once."""
NEAR = 0.2
"""Similarity above which a question is offered as a choice."""
FAVOUR = 0.5
"""By how much an answer of the category that was read is preferred."""
MOST_NEAR = 3


@dataclass(frozen=True)
class Found:
    """An answer with the similarity of its best wording to the question, 0 to 1."""

    entry: Mapping[str, Any]
    score: float


class AnswerIndex:
    """All answers, searchable."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Args: entries: as ``store.views.faq`` gives them."""
        self._entries = list(entries)
        wordings = [(n, text) for n, e in enumerate(self._entries) for text in (e["question"], *e.get("variants", ()))]
        self._owners = np.array([n for n, _ in wordings], dtype=int)
        self._categories = [str(e["category"]) for e in self._entries]
        self._vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, preprocessor=_strip)
        self._matrix = self._vectorizer.fit_transform([text for _, text in wordings]) if wordings else None

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self._entries)

    def search(self, question: str, limit: int = 5, likely: Mapping[str, float] | None = None) -> list[Found]:
        """The nearest answers, best first, at most ``limit``.

        Args:
            question: as it was asked.
            limit: how many.
            likely: probability by category; answers of probable categories come first.
        """
        if self._matrix is None:
            return []
        scores = (self._matrix @ self._vectorizer.transform([question]).T).toarray().ravel()
        if likely:
            scores = scores * np.array([1.0 + FAVOUR * likely.get(c, 0.0) for c in self._categories])[self._owners]
        best: dict[int, float] = {}
        for n in np.argsort(-scores)[: limit * 6]:
            best.setdefault(int(self._owners[n]), float(scores[n]))
        return [Found(self._entries[n], score) for n, score in list(best.items())[:limit]]

    def get(self, entry_id: str) -> Mapping[str, Any] | None:
        """The answer with this id."""
        return next((e for e in self._entries if e["id"] == entry_id), None)


_POLITE = ("请问", "你好", "您好", "想问一下", "问一下", "咨询一下", "麻烦", "谢谢", "想咨询", "我想", "我要", "一下")


def _strip(text: str) -> str:
    """Normal form without the words that every question has."""
    text = prepare(text)
    for words in _POLITE:
        shorter = text.replace(words, "")
        text = shorter if len(shorter) >= 2 else text
    return text
