"""The import rules cover every package that exists."""

from configparser import ConfigParser

from training.data_lint import ROOT

ROOMS = ("actions", "bot", "connectors", "desk", "jiesu", "store", "training")


def test_import_rules_cover_every_room() -> None:
    """A room that exists stands among the root packages, so that its imports are checked."""
    rules = ConfigParser()
    rules.read(ROOT / ".importlinter", encoding="utf-8")
    listed = rules["importlinter"]["root_packages"].split()
    assert sorted(listed) == [room for room in ROOMS if (ROOT / room / "__init__.py").is_file()]
