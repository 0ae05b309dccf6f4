"""A linear text classifier on character n-grams whose scores are calibrated probabilities."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.text.normalise import normalise

FOLDS = 4


@dataclass(frozen=True)
class Ranked:
    """One label with its probability."""

    label: str
    p: float


class LinearModel:
    """TF-IDF of characters and pairs of characters, one linear SVM per label, softmax with a fitted temperature.

    The temperature is fitted on held-out folds, so that ``p`` says how often the label is right.
    """

    def __init__(self, vectorizer: TfidfVectorizer, svm: LinearSVC, temperature: float) -> None:
        """Use ``fit`` or ``loads``."""
        self._vectorizer, self._svm, self._temperature = vectorizer, svm, temperature
        self.labels: tuple[str, ...] = tuple(str(c) for c in svm.classes_)

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str]) -> LinearModel:
        """Train.

        Args:
            texts: as residents wrote them; normalised here.
            labels: one per text.

        Raises:
            ValueError: fewer than two labels, or texts and labels differ in number.
        """
        if len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts but {len(labels)} labels")
        if len(set(labels)) < 2:
            raise ValueError("at least two different labels are needed")
        prepared = [prepare(text) for text in texts]
        names = np.asarray(labels, dtype=object).astype(str)
        temperature = _fit_temperature(prepared, names)
        vectorizer = _new_vectorizer()
        return cls(vectorizer, _fit_svm(vectorizer.fit_transform(prepared), names), temperature)

    def rank(self, text: str) -> list[Ranked]:
        """All labels, the most probable first; the probabilities sum to 1."""
        return self.rank_many([text])[0]

    def rank_many(self, texts: Sequence[str]) -> list[list[Ranked]]:
        """``rank`` for many texts at once."""
        scores = _decision(self._svm, self._vectorizer.transform([prepare(text) for text in texts]))
        probabilities = _softmax(scores / self._temperature)
        order = np.argsort(-probabilities, axis=1, kind="stable")
        return [
            [Ranked(self.labels[i], float(row[i])) for i in best]
            for row, best in zip(probabilities, order, strict=True)
        ]

    def dumps(self) -> bytes:
        """The model as bytes; see ``loads``."""
        out = io.BytesIO()
        joblib.dump((self._vectorizer, self._svm, self._temperature), out, compress=3)
        return out.getvalue()

    @classmethod
    def loads(cls, content: bytes) -> LinearModel:
        """The model again. Only for files that this product wrote: the format can carry code."""
        return cls(*joblib.load(io.BytesIO(content)))


def prepare(text: str) -> str:
    """Normal form without white space, every number as 0: what the n-grams are cut from."""
    return _DIGITS.sub("0", "".join(normalise(text).text.split()))


_DIGITS = re.compile(r"\d+")


def _new_vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, lowercase=False, dtype=np.float32)


def _fit_svm(features: csr_matrix, labels: Any) -> LinearSVC:
    return LinearSVC(C=0.5, class_weight="balanced", random_state=0).fit(features, labels)


def _decision(svm: LinearSVC, features: csr_matrix) -> Any:
    scores = svm.decision_function(features)
    return np.column_stack([-scores, scores]) if scores.ndim == 1 else scores


def _softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _fit_temperature(texts: Sequence[str], labels: Any) -> float:
    """The temperature with the smallest log-loss on held-out folds; labels with too few texts stay out of them.

    Each fold has its own vocabulary: with a common one, scores of held-out texts are smaller than those of new texts.
    """
    counts = Counter(labels)
    usable = [n for n, label in enumerate(labels) if counts[label] >= FOLDS]
    names = labels[usable]
    if len(set(names)) < 2:
        return 0.3
    part = np.asarray([texts[n] for n in usable], dtype=object)
    classes = np.unique(names)
    scores = np.zeros((len(names), len(classes)))
    for train, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(part, names):
        vectorizer = _new_vectorizer()
        svm = _fit_svm(vectorizer.fit_transform(part[train]), names[train])
        scores[held] = _decision(svm, vectorizer.transform(part[held]))
    right = np.searchsorted(classes, names)

    def loss(log_temperature: float) -> float:
        chosen = _softmax(scores / np.exp(log_temperature))[np.arange(len(right)), right]
        return float(-np.log(np.clip(chosen, 1e-12, 1)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 2.0), method="bounded").x))
