"""The gateway's own texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import BadData
from bot.intake.handlers import NOTICES
from connectors.notices import FILE, NEEDED, load_notices


@pytest.fixture
def text() -> str:
    """The file as it is."""
    return FILE.read_text("utf-8")


def test_texts_are_complete() -> None:
    """Every text that the gateway or a use case asks for is there."""
    notices = load_notices()
    assert {*NOTICES.values(), "handed_back"} <= set(NEEDED)
    assert all(notices.get(name).text for name in NEEDED)


def test_resolved_shows_its_values_and_asks() -> None:
    """The notice of a resolved ticket names it and offers the two verdicts."""
    reply = load_notices().render(
        {"notice": "resolved", "number": "JS2026", "matter": "路灯{number}", "department": "城管局"}
    )
    assert "JS2026" in reply.text
    assert "路灯{number}" in reply.text  # values are not filled in again
    assert reply.quick_replies == ("满意", "不满意")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{number}", "", "resolved: does not show {number}"),
        ("（未完", "（{number}未完", "continue_hint: shows {number}"),
        ("  apology:", "  sorry:", "apology: missing"),
        ("quick_replies:", "buttons:", "resolved.buttons: unknown key"),
        ("路灯不亮", "路灯不亮" * 200, "welcome: longer than"),
        ("{matter}", "{matter!r}", "resolved: does not show {matter}"),
    ],
)
def test_bad_texts_are_refused(tmp_path: Path, text: str, old: str, new: str, problem: str) -> None:
    """A text that cannot be used stops the start and is named with its line."""
    path = tmp_path / "notices.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData, match="line") as caught:
        load_notices(path)
    assert problem in str(caught.value)
