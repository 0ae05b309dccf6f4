"""A model of a handful of sentences, trained once."""

from __future__ import annotations

import pytest

from bot.reading.matter import MatterModel
from tests.reading.made_sentences import SENTENCES


@pytest.fixture(scope="session")
def small_model() -> MatterModel:
    """The model."""
    return MatterModel.fit(SENTENCES)
