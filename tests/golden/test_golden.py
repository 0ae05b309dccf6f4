"""Whole conversations, written in YAML, held with the real product through the encrypted WeChat callback."""

from __future__ import annotations

import pytest

from tests.golden.player import Played
from tests.golden.script import Conversation, load_all


@pytest.mark.slow
@pytest.mark.parametrize("conversation", load_all(), ids=lambda conversation: conversation.id)
def test_conversation_goes_as_written(conversation: Conversation, played: dict[str, Played]) -> None:
    """What is wrong is shown with the whole transcript."""
    result = played[conversation.id]
    if result.faults:
        pytest.fail(result.transcript, pytrace=False)
