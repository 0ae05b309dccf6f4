"""Health, metrics and the start of the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from gateway_kit import ANNE, Gateway

from bot.settings import BadSetting, read_settings
from connectors.app import create_app
from jiesu.compose import Product


async def read_health(gateway: Gateway) -> tuple[int, dict[str, str]]:
    """Status and body of /health."""
    async with gateway.client.get("/health") as response:
        return response.status, await response.json()


async def test_health_is_ok_when_all_parts_answer(gateway: Gateway) -> None:
    """200 with every part by name."""
    assert await read_health(gateway) == (200, {"status": "ok", "database": "ok", "rasa": "ok", "actions": "ok"})


async def test_health_names_the_part_that_fails(gateway: Gateway) -> None:
    """503 while Rasa has no model, and while nothing listens; no error text is shown."""
    gateway.rasa.is_away = True
    status, body = await read_health(gateway)
    assert (status, body["rasa"], body["database"]) == (503, "failing", "ok")
    await gateway.rasa.stop()
    assert await read_health(gateway) == (
        503, {"status": "failing", "database": "ok", "rasa": "failing", "actions": "failing"}
    )  # fmt: skip


async def test_metrics_count(gateway: Gateway) -> None:
    """Messages, turns, their seconds and what waits, in Prometheus' text format, about nobody."""
    await gateway.say("路灯坏了")
    await gateway.post_inner("<xml/>")
    gateway.own("waiting")
    async with gateway.client.get("/metrics") as response:
        lines = (await response.text()).splitlines()
    assert 'jiesu_messages_in_total{channel="wechat"} 1' in lines
    assert 'jiesu_turns_total{state="done"} 1' in lines
    assert 'jiesu_callbacks_refused_total{code="-40002"} 1' in lines
    assert 'jiesu_turn_seconds_bucket{le="+Inf"} 1' in lines
    assert "jiesu_waiting_conversations 1" in lines
    assert "jiesu_inbox_depth 0" in lines
    assert not any(ANNE in line for line in lines)


async def test_web_chat_is_there(gateway: Gateway) -> None:
    """A message of the web chat goes through the same turns."""
    async with gateway.client.get("/chat") as response:
        assert response.status == 200
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_start_without_gateway_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable that is missing is named."""
    monkeypatch.delenv("JIESU_GATEWAY_SECRET", raising=False)
    with pytest.raises(BadSetting, match="JIESU_GATEWAY_SECRET"):
        create_app(Product(read_settings({}, data=tmp_path)))
