"""Inbox and deliveries keep their promises on SQLite and PostgreSQL alike, also among threads and workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from databases import KINDS, make_database
from sqlalchemy.engine import Engine

from store import tables
from store.deliveries import Deliveries, Delivery
from store.engine import make_engine
from store.inbox import DONE, FAILED, Inbox, Received, Work
from store.vault import Vault

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=timezone.utc)
LEASE = 60.0


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    with make_database(request.param, tmp_path) as url:
        made = make_engine(url)
        tables.metadata.create_all(made)
        yield made
        made.dispose()


@pytest.fixture
def vault() -> Vault:
    """Keys of this test."""
    return Vault([Fernet.generate_key().decode()], "invented")


@pytest.fixture
def inbox(engine: Engine, vault: Vault) -> Inbox:
    """One worker's inbox."""
    return Inbox(engine, vault, "worker-1")


@pytest.fixture
def other(engine: Engine, vault: Vault) -> Inbox:
    """Another worker's."""
    return Inbox(engine, vault, "worker-2")


@pytest.fixture
def deliveries(engine: Engine, vault: Vault) -> Deliveries:
    """What goes out."""
    return Deliveries(engine, vault)


def receive(inbox: Inbox, key: str, user: str = "anne", **more: Any) -> Received:
    """Keep a message."""
    return inbox.receive("wechat", "demo", user, key, {"text": key}, NOW, **more)


def take(inbox: Inbox, received: Received, at: datetime = NOW) -> Work:
    """Begin the oldest row."""
    work = inbox.begin(received.conversation_id, at, LEASE)
    assert work is not None
    return work


def answer(inbox: Inbox, key: str, *texts: str) -> Received:
    """Keep and answer a message."""
    received = receive(inbox, key)
    assert inbox.finish(take(inbox, received), DONE, [{"text": text} for text in texts], NOW)
    return received


def join(found: Sequence[Delivery]) -> tuple[str, str]:
    """Five characters at a time."""
    text = "|".join(delivery.body["text"] for delivery in found)
    return text[:5], text[5:]


def at_once(count: int, work: Callable[[], Any]) -> list[Any]:
    """Results of the same work in several threads."""
    with ThreadPoolExecutor(count) as threads:
        return [future.result() for future in [threads.submit(work) for _ in range(count)]]


def test_same_message_at_once_is_kept_once(inbox: Inbox) -> None:
    """Eight deliveries of a first message make one row, one resident and one that is new."""
    found = at_once(8, lambda: receive(inbox, "k"))
    assert sorted(r.is_new for r in found) == [False] * 7 + [True]
    assert len({(r.inbox_id, r.conversation_id) for r in found}) == 1


def test_rows_come_in_order_one_at_a_time(inbox: Inbox, other: Inbox) -> None:
    """A row is taken by one worker; the next only when it is finished."""
    first, second = receive(inbox, "1"), receive(inbox, "2")
    work = take(inbox, first)
    assert inbox.open(work) == {"text": "1"}
    assert other.begin(first.conversation_id, NOW, LEASE) is None
    assert inbox.finish(work, DONE, [], NOW)
    assert take(other, second).inbox_id == second.inbox_id


def test_workers_at_once_never_share_a_row(inbox: Inbox, other: Inbox) -> None:
    """Of many workers one gets the row."""
    received = receive(inbox, "1")
    workers = iter([inbox, other])
    taken = at_once(2, lambda: next(workers).begin(received.conversation_id, NOW, LEASE))
    assert sum(work is not None for work in taken) == 1


def test_lease_ends(inbox: Inbox, other: Inbox) -> None:
    """What a dead worker holds is free after its lease; the late one cannot finish it any more."""
    received = receive(inbox, "1")
    work = take(inbox, received)
    later = NOW + timedelta(seconds=LEASE + 1)
    assert other.unfinished(NOW) == []
    assert other.unfinished(later) == [received.conversation_id]
    again = take(other, received, later)
    assert again.attempts == 2
    assert not inbox.finish(work, DONE, [{"text": "late"}], later)
    assert other.finish(again, DONE, [{"text": "right"}], later)


def test_finish_gives_replies_once(inbox: Inbox, deliveries: Deliveries) -> None:
    """A row is finished once, with its replies."""
    received = receive(inbox, "1")
    work = take(inbox, received)
    assert inbox.finish(work, DONE, [{"text": "a"}, {"text": "b"}], NOW)
    assert not inbox.finish(work, FAILED, [{"text": "c"}], NOW)
    found = deliveries.undelivered(received.conversation_id)
    assert [(d.kind, d.body["text"], d.inbox_id) for d in found] == [
        ("reply", "a", received.inbox_id),
        ("reply", "b", received.inbox_id),
    ]


def test_failed_finish_changes_nothing(inbox: Inbox, deliveries: Deliveries) -> None:
    """Replies that cannot be kept leave the row unfinished: both or neither."""
    received = receive(inbox, "1")
    work = take(inbox, received)
    with pytest.raises(TypeError):
        inbox.finish(work, DONE, [{"text": "a"}, {"text": object()}], NOW)
    assert not inbox.is_finished(received.inbox_id)
    assert deliveries.undelivered(received.conversation_id) == []


def test_interrupted_attempt_is_not_counted(inbox: Inbox) -> None:
    """A row given back is free at once; only a real attempt counts."""
    received = receive(inbox, "1")
    inbox.give_back(take(inbox, received), is_counted=False)
    inbox.give_back(take(inbox, received), is_counted=True)
    assert take(inbox, received).attempts == 2


def test_claim_gives_the_same_again(inbox: Inbox, deliveries: Deliveries) -> None:
    """A retry gets what the first got; what is left over waits for another message."""
    first = answer(inbox, "1", "abc", "defg")
    assert deliveries.claim(first.conversation_id, first.inbox_id, NOW, join) == "abc|d"
    second = answer(inbox, "2", "xy")
    assert deliveries.claim(first.conversation_id, first.inbox_id, NOW, join) == "abc|d"
    assert deliveries.claim(second.conversation_id, second.inbox_id, NOW, join) == "efg|x"


def test_claims_at_once_deliver_once(inbox: Inbox, deliveries: Deliveries) -> None:
    """Retries beside each other get the same text, and one rest is kept."""
    received = answer(inbox, "1", "abcdefg")
    texts = at_once(6, lambda: deliveries.claim(received.conversation_id, received.inbox_id, NOW, join))
    assert texts == ["abcde"] * 6
    assert [d.body["text"] for d in deliveries.undelivered(received.conversation_id)] == ["fg"]


def test_more_needs_no_turn_only_while_something_waits(inbox: Inbox, deliveries: Deliveries) -> None:
    """继续 is done at once when there is something to deliver, and a message like any other when not."""
    received = answer(inbox, "1", "abc")
    assert receive(inbox, "2", continues=True).is_finished
    deliveries.claim(received.conversation_id, received.inbox_id, NOW, join)
    assert not receive(inbox, "3", continues=True).is_finished


def test_after_gives_what_is_newer(inbox: Inbox, deliveries: Deliveries) -> None:
    """The web chat reads on from the last number it knows, delivered or not."""
    received = answer(inbox, "1", "a", "b")
    ids = [d.id for d in deliveries.after(received.conversation_id)]
    deliveries.mark_delivered(received.conversation_id, ids[0], NOW)
    assert [d.body["text"] for d in deliveries.after(received.conversation_id, ids[0])] == ["b"]
    assert [d.id for d in deliveries.undelivered(received.conversation_id)] == ids[1:]
    assert deliveries.after(received.conversation_id, ids[1]) == []


def test_scene_is_remembered_for_a_day(inbox: Inbox) -> None:
    """The code that was scanned last is a hint for later messages of the same resident."""
    receive(inbox, "1", scene="grid-1")
    received = receive(inbox, "2")
    assert inbox.finish(take(inbox, received), DONE, [], NOW)
    assert take(inbox, received).scene == "grid-1"
    inbox.end_all_leases()
    assert take(inbox, received, NOW + timedelta(hours=25)).scene == ""
