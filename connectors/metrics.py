"""Counters of the gateway in Prometheus' text format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 4.2, 10.0, 20.0, 60.0)
"""Seconds."""


class Metrics:
    """Counts since the start of the process; used on the event loop only."""

    def __init__(self) -> None:
        """Begin at nought."""
        self._messages: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._buckets = [0] * len(BUCKETS)
        self._seconds = 0.0

    def count_message(self, channel: str) -> None:
        """One new message came in."""
        self._messages[channel] += 1

    def count_refused(self, code: str) -> None:
        """One callback was refused."""
        self._refused[code] += 1

    def count_turn(self, state: str, seconds: float) -> None:
        """One turn ended."""
        self._turns[state] += 1
        self._seconds += seconds
        for index, edge in enumerate(BUCKETS):
            self._buckets[index] += seconds <= edge

    def render(self, depths: Mapping[str, int]) -> str:
        """The text that /metrics answers.

        Args:
            depths: see ``store.inbox.Inbox.depths``.
        """
        lines = [
            *_counter("jiesu_messages_in_total", "New messages of residents.", "channel", self._messages),
            *_counter("jiesu_callbacks_refused_total", "Callbacks that were refused.", "code", self._refused),
            *_counter("jiesu_turns_total", "Turns by how they ended.", "state", self._turns),
            "# HELP jiesu_turn_seconds Duration of turns.",
            "# TYPE jiesu_turn_seconds histogram",
        ]
        lines += [
            f'jiesu_turn_seconds_bucket{{le="{edge:g}"}} {count}'
            for edge, count in zip(BUCKETS, self._buckets, strict=True)
        ]
        total = sum(self._turns.values())
        lines += [
            f'jiesu_turn_seconds_bucket{{le="+Inf"}} {total}',
            f"jiesu_turn_seconds_sum {self._seconds:.6f}",
            f"jiesu_turn_seconds_count {total}",
            *_gauge(
                "jiesu_waiting_conversations", "Conversations that wait for an operator.", depths.get("waiting", 0)
            ),
            *_gauge("jiesu_inbox_depth", "Messages not finished yet.", depths.get("unfinished", 0)),
        ]
        return "\n".join(lines) + "\n"


def _counter(name: str, meaning: str, label: str, counts: Counter[str]) -> list[str]:
    head = [f"# HELP {name} {meaning}", f"# TYPE {name} counter"]
    return head + [f'{name}{{{label}="{_escape(value)}"}} {count}' for value, count in sorted(counts.items())]


def _gauge(name: str, meaning: str, value: int) -> list[str]:
    return [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {value}"]


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
