"""Runs blocking database work beside the event loop, in the order in which it is asked for where that matters.

SQLite has one writer at a time and lets the others wait by sleeping, in no order. One thread for all of the gateway's
work on it is both quicker and fair.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from sqlalchemy.engine import Engine

Given = ParamSpec("Given")
Result = TypeVar("Result")
POSTGRES_THREADS = 8


class DatabaseThreads:
    """Threads for one engine."""

    def __init__(self, engine: Engine) -> None:
        """Args: engine: whose work is run."""
        self.is_sqlite = engine.dialect.name == "sqlite"
        # SQLite folds up its log whenever the last connection closes: one that stays open saves a third of the time.
        self._kept_open = engine.raw_connection() if self.is_sqlite else None
        self._threads = ThreadPoolExecutor(1 if self.is_sqlite else POSTGRES_THREADS, "database")

    async def run(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """The result of ``work(*args, **kwargs)``; on SQLite calls are run in the order in which they were made."""
        return await asyncio.wrap_future(self._threads.submit(work, *args, **kwargs))

    def close(self) -> None:
        """Let running work end and take no more."""
        self._threads.shutdown(wait=True)
        if self._kept_open is not None:
            self._kept_open.close()
