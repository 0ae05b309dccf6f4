"""The demo district's gazetteer, built once for all tests of places."""

from __future__ import annotations

import pytest
from district_files import load_gazetteer

from bot.places import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer of the demo district."""
    return load_gazetteer()
