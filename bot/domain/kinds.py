"""The six kinds of matter and the three levels of urgency, with the names residents and operators read.

Source: record fields of Chinese government hotlines (国办发〔2020〕53号).
"""

from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
    """诉求类型: what the resident wants of the district."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAIN = "complain"
    TIP = "tip"
    SUGGEST = "suggest"
    PRAISE = "praise"

    @property
    def label(self) -> str:
        """The Chinese name operators use."""
        return _KIND_LABELS[self]

    @classmethod
    def from_label(cls, label: str) -> Kind:
        """The kind with this Chinese name.

        Raises:
            ValueError: no kind has that name.
        """
        for kind, name in _KIND_LABELS.items():
            if name == label:
                return kind
        raise ValueError(f"no kind is called {label!r}")


_KIND_LABELS = {
    Kind.CONSULT: "咨询",
    Kind.HELP: "求助",
    Kind.COMPLAIN: "投诉",
    Kind.TIP: "举报",
    Kind.SUGGEST: "建议",
    Kind.PRAISE: "表扬",
}


class Urgency(str, Enum):
    """紧急程度: normal 一般, urgent 紧急, critical 特急."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"

    @property
    def label(self) -> str:
        """The Chinese name operators use."""
        return {"normal": "一般", "urgent": "紧急", "critical": "特急"}[self.value]

    @property
    def rank(self) -> int:
        """0 for normal, 1 for urgent, 2 for critical."""
        return ("normal", "urgent", "critical").index(self.value)


def more_urgent(first: Urgency, second: Urgency) -> Urgency:
    """The more urgent of the two."""
    return first if first.rank >= second.rank else second
