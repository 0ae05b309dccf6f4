"""Typed keys of what the app's handlers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web

from connectors.accounts import Account
from connectors.database_threads import DatabaseThreads
from connectors.metrics import Metrics
from connectors.notices import Notices
from connectors.passive import PassiveAnswer
from connectors.rasa_client import RasaClient
from connectors.turns import Turns
from jiesu.compose import Product
from store.deliveries import Deliveries
from store.inbox import Inbox

PRODUCT = web.AppKey("product", Product)
ACCOUNTS = web.AppKey("accounts", Mapping[str, Account])
CLOCK: web.AppKey[Callable[[], datetime]] = web.AppKey("clock")
THREADS = web.AppKey("threads", DatabaseThreads)
INBOX = web.AppKey("inbox", Inbox)
DELIVERIES = web.AppKey("deliveries", Deliveries)
NOTICES = web.AppKey("notices", Notices)
ANSWER = web.AppKey("answer", PassiveAnswer)
METRICS = web.AppKey("metrics", Metrics)
ACTIONS_URL: web.AppKey[str] = web.AppKey("actions_url")
RASA = web.AppKey("rasa", RasaClient)
"""Set when the app starts."""
TURNS = web.AppKey("turns", Turns)
"""Set when the app starts."""
