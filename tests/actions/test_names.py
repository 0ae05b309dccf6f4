"""Names and texts that Python, domain.yml and data/responses share."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
import yaml

from actions import names
from bot.settings import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
TEXTS: dict[str, str] = {}
RESPONSES: set[str] = set()
for file in sorted((ROOT / "data/responses").glob("*.yml")):
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    TEXTS.update(content.get("replies") or {})
    RESPONSES |= set(content.get("responses") or {})


def used_replies() -> set[str]:
    """Names of replies that stand in the code as whole strings."""
    found = set()
    for path in [*(ROOT / "actions").glob("*.py"), *(ROOT / "bot").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("utter_"):
                found.add(node.value)
    return {name for name in found if not name.endswith("_")}


def test_actions_are_those_of_the_domain() -> None:
    """Every action of domain.yml has its name in Python, and the other way round."""
    written = {v for k, v in vars(names).items() if k.isupper() and v.startswith(("action_", "validate_"))}
    assert written == set(DOMAIN["actions"])


def test_slots_and_form_are_those_of_the_domain() -> None:
    """Slots and the form are spelt alike."""
    assert {v for k, v in vars(names).items() if k.startswith("SLOT_")} == set(DOMAIN["slots"])
    assert set(DOMAIN["forms"]) == {names.FORM}


@pytest.mark.parametrize("name", sorted(used_replies()))
def test_used_replies_are_written(name: str) -> None:
    """A reply that code names has a text."""
    assert name in TEXTS or name in RESPONSES


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_replies_can_be_filled_in(name: str) -> None:
    """The words in braces are plain names."""
    fields = [f for _, f, _, _ in string.Formatter().parse(TEXTS[name]) if f is not None]
    assert all(f.isidentifier() and f.isascii() for f in fields)


def test_response_files_are_found() -> None:
    """The checks above look at something."""
    assert Path(ROOT / "data/responses").is_dir()
    assert len(TEXTS) > 50
