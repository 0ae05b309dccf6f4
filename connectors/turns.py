"""Runs turns: each message once, in order within a conversation, conversations beside each other.

For channels::

    turns.submit(message: Inbound) -> int                 # kept in the inbox; gives the inbox id
    turns.receive(message, continues=False) -> Received   # the same, and what is known of the message
    turns.wait(inbox_id, seconds) -> bool                 # True when its turn ended in time
    deliveries.after(conversation_id, seq) -> list[Delivery]    # blocking; what to show, in order
    notices.render(delivery.body) -> Reply                      # as the resident sees it
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from connectors.database_threads import DatabaseThreads
from connectors.inbound import Inbound
from connectors.metrics import Metrics
from connectors.turn_runner import Outcome, TurnRunner
from store.inbox import FAILED, MAX_ATTEMPTS, Inbox, Received, Work

log = structlog.get_logger(__name__)
PARALLEL = 32
"""Turns at once."""
LEASE_SECONDS = 120.0
"""How long a row belongs to the worker that took it; longer than any turn."""
SWEEP_SECONDS = 10.0
"""How often rows are looked for that nobody processes."""
STOP_SECONDS = 10.0
"""How long a stop waits for running turns."""
POLL_SECONDS = 0.25
PAUSE_SECONDS = 0.2
"""Between attempts, times the attempt's number."""


class Turns:
    """The scheduler. Start it, stop it."""

    def __init__(
        self,
        inbox: Inbox,
        runner: TurnRunner,
        clock: Callable[[], datetime],
        metrics: Metrics,
        threads: DatabaseThreads,
        *,
        parallel: int = PARALLEL,
    ) -> None:
        """Nothing runs before ``start``.

        Args:
            inbox: where messages wait.
            runner: carries one out.
            clock: tells UTC.
            metrics: counts.
            threads: for the inbox. On SQLite no other process works on it: then a start takes over at once what an
                earlier process left, else when its leases end.
            parallel: turns at once.
        """
        self._inbox, self._runner, self._clock, self._metrics = inbox, runner, clock, metrics
        self._slots = asyncio.Semaphore(parallel)
        self._threads, self._is_alone = threads, threads.is_sqlite
        self._doors: WeakValueDictionary[tuple[str, str, str], asyncio.Lock] = WeakValueDictionary()
        self._is_stopping = False
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._ends: dict[int, asyncio.Future[None]] = {}
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Pick up what is unfinished, then go on looking for it."""
        if self._is_alone:
            await self._threads.run(self._inbox.end_all_leases)
        await self._sweep()
        self._sweeper = asyncio.create_task(self._keep_sweeping())

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Let running turns end, then interrupt them; what is unfinished waits in the inbox."""
        self._is_stopping = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        tasks = list(self._workers.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def submit(self, message: Inbound) -> int:
        """Keep a message and have its turn run; gives the inbox id, the same for a message that came before."""
        return (await self.receive(message)).inbox_id

    async def receive(self, message: Inbound, *, continues: bool = False) -> Received:
        """Keep a message durably, then have its turn run.

        Args:
            message: verified and parsed.
            continues: see ``store.inbox.Inbox.receive``.
        """
        door = self._doors.setdefault((message.channel, message.account, message.identity), asyncio.Lock())
        async with door:  # first come, first kept
            received = await self._threads.run(
                self._inbox.receive,
                message.channel,
                message.account,
                message.identity,
                message.dedupe_key,
                message.to_json(),
                message.received_at,
                scene=message.scene,
                continues=continues,
            )
        if received.is_new:
            self._metrics.count_message(message.channel)
        if not received.is_finished:
            self._ends.setdefault(received.inbox_id, asyncio.get_running_loop().create_future())
            self._wake(received.conversation_id)
        return received

    async def wait(self, inbox_id: int, seconds: float) -> bool:
        """Wait for the end of a turn, wherever it runs; True when it ended within so many seconds."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            end = self._ends.get(inbox_id)
            if end is None and await self._threads.run(self._inbox.is_finished, inbox_id):
                return True
            if end is None:
                await asyncio.sleep(min(POLL_SECONDS, left))
                continue
            # Another process may have taken the row: its end shows in the database only.
            await asyncio.wait([end], timeout=left if self._is_alone else min(POLL_SECONDS, left))
            if end.done() or (not self._is_alone and await self._threads.run(self._inbox.is_finished, inbox_id)):
                return True
        return False

    def _wake(self, conversation_id: str) -> None:
        """Have a worker look at the conversation, now or once more."""
        self._again.add(conversation_id)
        if conversation_id not in self._workers and not self._is_stopping:
            self._workers[conversation_id] = asyncio.create_task(self._serve(conversation_id))

    async def _serve(self, conversation_id: str) -> None:
        """Process the conversation's rows until none is left."""
        try:
            while conversation_id in self._again and not self._is_stopping:
                self._again.discard(conversation_id)
                while not self._is_stopping:
                    async with self._slots:
                        work = await self._threads.run(self._inbox.begin, conversation_id, self._clock(), LEASE_SECONDS)
                        if work is None:
                            break
                        await self._attempt(work)
        except Exception as error:  # the database is away: the sweeper comes back to it
            log.error("turns.worker.failed", error=type(error).__name__)
        finally:
            self._workers.pop(conversation_id, None)
            self._again.discard(conversation_id)

    async def _attempt(self, work: Work) -> None:
        started = time.monotonic()
        try:
            outcome = await self._runner.run(work)
        except asyncio.CancelledError:
            await self._threads.run(self._inbox.give_back, work, is_counted=False)
            raise
        except Exception as error:
            log.error("turn.attempt.failed", turn=work.inbox_id, attempts=work.attempts, error=type(error).__name__)
            if work.attempts < MAX_ATTEMPTS:
                await self._threads.run(self._inbox.give_back, work, is_counted=True)
                await asyncio.sleep(PAUSE_SECONDS * work.attempts)
                return
            outcome = Outcome(FAILED, self._runner.apology())
        await self._threads.run(
            self._inbox.finish,
            work,
            outcome.state,
            [reply.to_json() for reply in outcome.replies],
            self._clock(),
            is_leaving=outcome.is_leaving,
        )
        self._end(work.inbox_id)
        seconds = time.monotonic() - started
        self._metrics.count_turn(outcome.state, seconds)
        log.info(
            "turn.done",
            turn=work.inbox_id,
            channel=outcome.channel,
            kind=outcome.form,
            state=outcome.state,
            attempts=work.attempts,
            count=len(outcome.replies),
            ms=round(seconds * 1000),
        )

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self._sweep()
            except Exception as error:
                log.error("turns.sweep.failed", error=type(error).__name__)

    async def _sweep(self) -> None:
        """Wake the conversations with unfinished rows that nobody is at."""
        for conversation_id in await self._threads.run(self._inbox.unfinished, self._clock()):
            self._wake(conversation_id)
        if not self._is_alone:
            for inbox_id in list(self._ends):
                if await self._threads.run(self._inbox.is_finished, inbox_id):
                    self._end(inbox_id)

    def _end(self, inbox_id: int) -> None:
        end = self._ends.pop(inbox_id, None)
        if end is not None and not end.done():
            end.set_result(None)
