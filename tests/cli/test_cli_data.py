"""jiesu db, import and export."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from bot.domain.ticket import Ticket
from bot.settings import ROOT
from store import migrate

Jiesu = pytest.FixtureRequest  # the real type is tests.cli.conftest.Jiesu; a conftest cannot be imported by its name

TICKET_KEYS = [
    "number",
    "kind",
    "kind_name",
    "category",
    "category_name",
    "urgency",
    "place",
    "grid",
    "grid_name",
    "street_name",
    "department_name",
    "state",
    "due_at",
    "channel",
    "anonymous",
    "attachments",
    "created_at",
    "events",
]
