"""The edge of the action server: errors become fixed words, logs hold nothing personal."""

from __future__ import annotations

import io
from typing import Any

import pytest
import structlog
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import edge
from actions.edge import ConversationAction
from actions.turn import Turn
from bot.domain.errors import TicketNotFound
from bot.logs import set_up_logs

SECRET = "我叫张三丰，电话19900000000，住在汇中花园3号楼"


class Failing(ConversationAction):
    """Raises what it is told to."""

    action_name = "action_failing"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def act(self, turn: Turn) -> None:
        """Fail."""
        raise self.error


def tracker() -> Tracker:
    """A conversation in which personal things were said."""
    message: dict[str, Any] = {"text": SECRET, "intent": {"name": "help"}, "entities": []}
    return Tracker("wechat:demo:x", {}, message, [], False, None, {}, "action_listen")


@pytest.mark.parametrize(
    ("error", "words"),
    [(RuntimeError(SECRET), "系统刚才出了点小问题"), (TicketNotFound(SECRET), "没有查到这个编号")],
)
async def test_errors_become_fixed_words(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the reply nor the log holds the error's text or the resident's words."""
    set_up_logs("debug", "json")
    monkeypatch.setattr(edge, "product", lambda: None)
    dispatcher = CollectingDispatcher()
    events = await Failing(error).run(dispatcher, tracker(), {})
    assert events == []
    (said,) = dispatcher.messages
    assert words in said["text"]
    captured = capsys.readouterr()
    for personal in ("张三丰", "19900000000", "汇中花园"):
        assert personal not in said["text"] + captured.err + captured.out


def test_unknown_keys_never_reach_the_log() -> None:
    """Words under keys that are not allowed are dropped by the real processors."""
    set_up_logs("debug", "json")
    out = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(out))
    structlog.get_logger("x").info("turn.done", text=SECRET, phone="19900000000", place="汇中花园", intent="help")
    set_up_logs("warning", "text")
    assert "turn.done" in out.getvalue()
    assert "help" in out.getvalue()
    for personal in ("张三丰", "19900000000", "汇中花园"):
        assert personal not in out.getvalue()
