"""Reads a message as the running product does: the trained model, the rules and the store's places."""

from __future__ import annotations

from typing import Any

from bot.places.model import PlaceSpan
from bot.places.resolve import resolve
from bot.reading.signals import read_signals
from bot.text.redaction import find_personal
from jiesu.compose import Product, utc_now
from jiesu.model import load_matter_model

LONGEST = 20_000
"""Characters read of one text."""


class Understander:
    """Holds the model; one text takes about a millisecond."""

    def __init__(self, product: Product) -> None:
        """Loads the model that is in use.

        Raises:
            UpstreamUnavailable: there is none yet.
        """
        self._catalogue = product.catalogue
        self._model = load_matter_model()

    def read(self, row_id: str, text: str) -> dict[str, Any]:
        """What is read in ``text``. Offsets are characters of the given text, end exclusive."""
        text = text[:LONGEST]
        matter = self._model.read(text)
        decided, kind = matter.decide(), matter.kind()
        signals = read_signals(text, decided.label, decided.p, utc_now())
        places = resolve(text, self._catalogue.gazetteer)
        taxonomy = self._catalogue.taxonomy
        return {
            "id": row_id,
            "kind": kind.label,
            "kind_p": round(kind.p, 4),
            "intent": signals.intent or decided.label,
            "categories": [
                {
                    "code": r.label,
                    "name": taxonomy[r.label].name,
                    "p": round(r.p, 4),
                    "crosswalk": {"portal7": taxonomy[r.label].portal7},
                }
                for r in matter.categories
                if r.label in taxonomy
            ],
            "urgency": signals.urgency,
            "places": [self._place(span) for span in places.spans],
            "place_status": places.status,
            "times": [
                {
                    "text": t.text,
                    "start": t.start,
                    "end": t.end,
                    "begins": t.begins.isoformat() if t.begins else None,
                    "ends": t.ends.isoformat() if t.ends else None,
                    "recurring": t.recurring,
                }
                for t in signals.times
            ],
            "phones": sum(1 for p in find_personal(text) if p.kind == "phone"),
        }

    def _place(self, span: PlaceSpan) -> dict[str, Any]:
        best = span.candidates[0] if span.candidates and span.status == "resolved" else None
        return {
            "text": span.text,
            "start": span.start,
            "end": span.end,
            "grid": best.grid_code if best else None,
            "grid_name": best.grid_name if best else None,
            "p": round(best.p, 4) if best else 0.0,
        }
