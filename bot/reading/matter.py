"""What a message is: dialogue act or kind of matter, and the category over all kinds."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.kinds import Kind
from bot.reading.linear import LinearModel, Ranked, prepare

KINDS = frozenset(kind.value for kind in Kind)
BY_RULE = frozenset({"send_media", "send_voice", "send_location", "blank"})
"""Intents that ``bot.reading.signals`` reads by rule; the model does not learn them."""
COURTESY = frozenset({"greet", "thank", "goodbye"})
"""Acts that say nothing; a message with a clear category beside them is a matter."""
CLEAR = 0.6
"""Probability of a category that outweighs courtesy."""
LONGEST_COURTESY = 12
"""Characters; a longer message says more than hello."""
TOP = 5
"""How many categories are told."""


@dataclass(frozen=True)
class Sentence:
    """A training sentence."""

    text: str
    intent: str
    """An act (``greet``) or a kind (``complain``)."""
    category: str | None
    """Category code for kinds."""


@dataclass(frozen=True)
class Matter:
    """What was read."""

    intents: tuple[Ranked, ...]
    """All intents, most probable first, summing to 1."""
    categories: tuple[Ranked, ...]
    """The most probable categories (TOP of them), given that the message is a matter at all."""

    length: int = 0
    """Characters that were read."""

    @property
    def intent(self) -> Ranked:
        """The most probable intent."""
        return self.intents[0]

    def decide(self) -> Ranked:
        """The intent to act on. Kinds are weighed together against each act, since they differ by wording only."""
        best = self.intents[0]
        if best.label in COURTESY and self.length > LONGEST_COURTESY and self.categories[0].p >= CLEAR:
            kind = self.kind()
            return Ranked(kind.label, self.categories[0].p)
        total = sum(r.p for r in self.intents if r.label in KINDS)
        if best.label in KINDS:
            return Ranked(best.label, total)
        return Ranked(self.kind().label, total) if total > best.p else best

    def kind(self) -> Ranked:
        """The most probable kind, its probability among the kinds alone."""
        kinds = [r for r in self.intents if r.label in KINDS]
        total = sum(r.p for r in kinds) or 1.0
        return Ranked(kinds[0].label, kinds[0].p / total)


class MatterModel:
    """Two linear models: one over intents, one over categories of all kinds."""

    def __init__(self, intents: LinearModel, categories: LinearModel) -> None:
        """Use ``fit`` or ``loads``."""
        self._intents, self._categories = intents, categories

    @classmethod
    def fit(cls, sentences: Iterable[Sentence]) -> MatterModel:
        """Train on sentences of acts and kinds. Raises: ValueError: too few labels."""
        rows = [s for s in sentences if s.intent not in BY_RULE]
        rows += augment(rows)
        matters = [s for s in rows if s.category]
        return cls(
            LinearModel.fit([s.text for s in rows], [s.intent for s in rows]),
            LinearModel.fit([s.text for s in matters], [s.category or "" for s in matters]),
        )

    def read(self, text: str) -> Matter:
        """Read one message."""
        return self.read_many([text])[0]

    def read_many(self, texts: list[str]) -> list[Matter]:
        """Read many messages at once."""
        intents = self._intents.rank_many(texts)
        categories = self._categories.rank_many(texts)
        return [
            Matter(tuple(i), tuple(c[:TOP]), len(prepare(text)))
            for text, i, c in zip(texts, intents, categories, strict=True)
        ]

    def dumps(self) -> bytes:
        """The models as one zip."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("intents", self._intents.dumps())
            archive.writestr("categories", self._categories.dumps())
        return out.getvalue()

    @classmethod
    def loads(cls, content: bytes) -> MatterModel:
        """The models again."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return cls(LinearModel.loads(archive.read("intents")), LinearModel.loads(archive.read("categories")))


SHORT = 40
"""Characters; longer sentences need no copy with a place."""


def augment(rows: list[Sentence]) -> list[Sentence]:
    """Copies of sentences with a place or a ticket number in front or behind, as residents also write them.

    Without them a place counts as evidence for ``give_place``, and its characters for a category (公园街 for parks).
    """
    draw = random.Random(0)  # noqa: S311 (reproducible, not secret)
    places = [s.text for s in rows if s.intent == "give_place" and len(s.text) <= 14]
    copies = []
    for sentence in rows:
        if sentence.category and len(sentence.text) <= SHORT and places:
            place, gap = draw.choice(places), draw.choice(("", "", " ", "，"))
            copies.append(Sentence(f"{place}{gap}{sentence.text}", sentence.intent, sentence.category))
        elif sentence.intent in {"track_progress", "urge", "withdraw"} and len(sentence.text) <= 12:
            copies.append(Sentence(f"{sentence.text} JS0", sentence.intent, None))
    return copies
