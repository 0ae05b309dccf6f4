"""jiesu db, import and export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

from bot.domain.ticket import Ticket
from bot.settings import ROOT
from store import migrate
from tests.cli.commands import Jiesu

DISTRICT = ROOT / "data" / "district"
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


def test_db_upgrade_brings_an_empty_folder_to_the_newest_revision(jiesu: Jiesu, data: Path) -> None:
    """The folder and the database are made."""
    (data / "jiesu.db").unlink()
    assert jiesu("db", "upgrade", "--json").row == {"revision": migrate.head()}
    assert (data / "jiesu.db").is_file()


def test_db_upgrade_twice_changes_nothing(jiesu: Jiesu) -> None:
    """The second upgrade finds nothing to do."""
    outcomes = [jiesu("db", "upgrade") for _ in range(2)]
    assert {(o.code, o.out) for o in outcomes} == {(0, f"database is at revision {migrate.head()}\n")}


def test_db_downgrade_goes_back_and_up_again(jiesu: Jiesu) -> None:
    """Every migration has its way back."""
    assert jiesu("db", "downgrade", "base", "--json").row == {"revision": None}
    assert jiesu("db", "upgrade", "--json").row == {"revision": migrate.head()}


def test_import_counts_what_a_folder_of_grids_holds(jiesu: Jiesu) -> None:
    """One district, 7 streets, 105 communities and 180 grids."""
    counts = jiesu("import", "grids", DISTRICT, "--json").row
    assert counts["areas"] == 1 + 7 + 105 + 180
    assert counts["grid_workers"] == 180


@pytest.mark.parametrize(
    ("what", "source", "name"),
    [
        ("departments", DISTRICT / "departments.csv", "departments"),
        ("taxonomy", DISTRICT / "taxonomy.csv", "categories"),
        ("faq", ROOT / "data" / "faq", "faq"),
    ],
)
def test_import_takes_the_demo_district_again(jiesu: Jiesu, what: str, source: Path, name: str) -> None:
    """Importing the same file twice replaces it by itself."""
    assert jiesu("import", what, source, "--json").row[name] > 10


def test_import_takes_users(jiesu: Jiesu, tmp_path: Path) -> None:
    """Staff come from a CSV file and can be exported again."""
    file = tmp_path / "users.csv"
    file.write_text("login,name,role,department,grid\nop1,李敏,operator,,\n", encoding="utf-8")
    assert jiesu("import", "users", file, "--json").row == {"users": 1}
    assert [row["login"] for row in jiesu("export", "users", "--json").rows] == ["op1"]


WRONG = {
    "a missing column": ("departments", "code,name\nx,甲\n", 1, ""),
    "an empty name": ("departments", "code,name,short_name,area_code,phone,duties\nx,,甲,,,\n", 2, "name"),
    "an unknown role": ("users", "login,name,role,department,grid\nop1,李敏,king,,\n", 2, "role"),
    "an unknown department": ("users", "login,name,role,department,grid\nop1,李敏,operator,none,\n", 2, "department"),
    "an unknown grid": ("users", "login,name,role,department,grid\na,甲,operator,,\nb,乙,operator,,1\n", 3, "grid"),
    "a code twice": (
        "departments",
        "code,name,short_name,area_code,phone,duties\nx,甲,甲,,,\nx,乙,乙,,,\n",
        3,
        "code",
    ),
    "an unknown unit": (
        "taxonomy",
        "code,name,domain,domain_name,group,group_name,department,urgency,deadline,unit,portal7,place\n"
        "x,甲,d,丁,g,庚,grid_center,normal,1,moons,,required\n",
        2,
        "unit",
    ),
    "no UTF-8": ("users", b"login,name,role,department,grid\nop1,\xc0\xee,operator,,\n", 0, ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_import_names_file_line_and_field(jiesu: Jiesu, tmp_path: Path, case: str) -> None:
    """A file that cannot be taken is refused with its name, line and field, and nothing of it is kept."""
    what, content, line, field = WRONG[case]
    file = tmp_path / "given.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = jiesu("export", what, "--json").out
    outcome = jiesu("import", what, file)
    assert (outcome.code, outcome.out) == (1, "")
    assert str(file) in outcome.err
    assert field in outcome.err
    assert not line or f"{line}" in outcome.err
    assert "Traceback" not in outcome.err
    assert jiesu("export", what, "--json").out == before


def test_import_names_the_line_of_a_wrong_answer(jiesu: Jiesu, tmp_path: Path) -> None:
    """YAML errors are named like those of tables."""
    file = tmp_path / "faq.yml"
    file.write_text(
        "faq:\n- id: a_question\n  category: no_such_category\n  question: 怎么办？\n  answer: 这样办。\n"
        "  source: 来源\n  updated: 2026-01-01\n",
        encoding="utf-8",
    )
    outcome = jiesu("import", "faq", file)
    assert outcome.code == 1
    assert f"{file}" in outcome.err
    assert "category" in outcome.err


def test_import_of_a_missing_file_is_refused(jiesu: Jiesu, tmp_path: Path) -> None:
    """No stack trace, the file is named."""
    outcome = jiesu("import", "departments", tmp_path / "none.csv")
    assert outcome.code == 1
    assert "none.csv" in outcome.err


def test_export_tickets_prints_exactly_the_promised_keys(jiesu: Jiesu, ticket: Ticket) -> None:
    """One JSON object a line, with the keys that other tools are built on, in their order."""
    row = jiesu("export", "tickets", "--json").row
    assert list(row) == TICKET_KEYS
    assert row["number"] == ticket.number
    assert (row["kind"], row["kind_name"]) == ("help", "求助")
    assert (row["category"], row["category_name"]) == ("elevator_fault", "电梯故障")
    assert row["grid_name"].startswith("汇中社区")
    assert row["street_name"] == "凤凰路街道"
    assert (row["state"], row["anonymous"], row["attachments"]) == ("registered", False, 0)
    assert [list(event) for event in row["events"]] == [["name", "at", "actor_role"]]
    assert row["events"][0]["name"] == "ticket.filed"


def test_export_tickets_shows_nothing_personal(jiesu: Jiesu, ticket: Ticket) -> None:
    """Neither the resident's id on the platform nor the words are exported."""
    out = jiesu("export", "tickets", "--json").out
    assert "oInvented" not in out
    assert ticket.resident_id not in out
    assert "又停了" not in out


def test_export_tickets_of_an_empty_store_prints_nothing(jiesu: Jiesu) -> None:
    """No ticket, no line."""
    outcome = jiesu("export", "tickets", "--json")
    assert (outcome.code, outcome.out) == (0, "")


def test_export_tickets_as_csv_has_one_row_each(jiesu: Jiesu, ticket: Ticket) -> None:
    """Without --json tickets come as a table."""
    rows = list(csv.DictReader(io.StringIO(jiesu("export", "tickets").out)))
    assert [row["number"] for row in rows] == [ticket.number]


@pytest.mark.parametrize("what", ["departments", "taxonomy", "faq", "grids"])
def test_what_is_exported_can_be_imported(jiesu: Jiesu, tmp_path: Path, what: str) -> None:
    """An export without --json is a file that import takes, and it changes nothing."""
    suffix = {"faq": "yml", "grids": "geojson"}.get(what, "csv")
    file = tmp_path / f"areas.{suffix}"
    file.write_text(jiesu("export", what).out, encoding="utf-8")
    before = jiesu("export", what, "--json").out
    outcome = jiesu("import", what, file)
    assert outcome.code == 0, outcome.err
    assert jiesu("export", what, "--json").out == before


def test_exported_files_are_well_formed(jiesu: Jiesu) -> None:
    """GeoJSON is JSON, the FAQ is YAML."""
    assert json.loads(jiesu("export", "grids").out)["type"] == "FeatureCollection"
    assert len(yaml.safe_load(jiesu("export", "faq").out)["faq"]) >= 60
