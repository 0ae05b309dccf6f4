"""One passive answer out of everything a resident is to be told: a WeChat callback takes a single text."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.notices import Notices
from connectors.wechat import split_text
from store.deliveries import Delivery

MORE = "继续"
"""What residents write to get the rest."""
ANSWER_BYTES = 1_800
"""Longest answer in UTF-8, the hint included. Source: see SPLIT_TEXT_BYTES in connectors.wechat.limits."""


class PassiveAnswer:
    """Composes answers; see ``store.deliveries.Compose``."""

    def __init__(self, notices: Notices, limit_bytes: int = ANSWER_BYTES) -> None:
        """Args: notices: renders deliveries. limit_bytes: longest answer."""
        self._notices = notices
        self._hint = "\n" + notices.get("continue_hint").text
        self._limit = limit_bytes

    def __call__(self, deliveries: Sequence[Delivery]) -> tuple[str, str]:
        """All texts with a blank line between, cut to the limit; and the rest."""
        texts = (self._notices.render(delivery.body).text.strip() for delivery in deliveries)
        whole = "\n\n".join(text for text in texts if text)
        if len(whole.encode("utf-8", "surrogatepass")) <= self._limit:
            return whole, ""
        first = split_text(whole, self._limit - len(self._hint.encode()))[0]
        return first + self._hint, whole[len(first) :].lstrip("\n")
