"""jiesu doctor: each check is seen well and ill."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ticket import Ticket
from jiesu.demo.product import find_ports
from jiesu.doctor import machine
from tests.cli.commands import Jiesu


@pytest.fixture
def ports() -> str:
    """The first of three free ports."""
    return str(find_ports())


def checks(jiesu: Jiesu, ports: str) -> dict[str, dict[str, Any]]:
    """The findings by name."""
    return {check["name"]: check for check in jiesu("doctor", "--json", "--port-base", ports).row["checks"]}


@pytest.fixture
def taken(ports: str) -> Iterator[str]:
    """Three ports, the second of which somebody else uses."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(ports) + 1))
        other.listen()
        yield ports


def test_a_ready_machine_passes(jiesu: Jiesu, ports: str, ticket: Ticket) -> None:
    """Nothing fails, every finding has its four fields, and what fails or warns says what to do."""
    outcome = jiesu("doctor", "--json", "--port-base", ports)
    assert outcome.row["ok"] is True
    assert outcome.code == 0
    for check in outcome.row["checks"]:
        assert set(check) == {"name", "status", "found", "advice"}
        assert check["status"] in {"ok", "warn"}
        assert check["status"] == "ok" or check["advice"]
    found = {check["name"]: check["found"] for check in outcome.row["checks"]}
    assert "293 areas" in found["district"]
    assert "1 tickets" in found["district"]
    assert "can be opened" in found["sealed data"]


def test_a_person_reads_the_same_with_advice(jiesu: Jiesu, taken: str) -> None:
    """Failures stand out and the last line sums up; the exit code tells."""
    outcome = jiesu("doctor", "--port-base", taken)
    assert outcome.code == 1
    assert "FAIL  ports" in outcome.out
    assert "-> choose others with --port-base" in outcome.out
    assert "1 failed" in outcome.out.splitlines()[-1]


def test_a_new_folder_is_well_and_stays_unmade(jiesu: Jiesu, data: Path, ports: str) -> None:
    """The doctor looks and changes nothing."""
    for file in data.iterdir():
        file.unlink()
    data.rmdir()
    found = checks(jiesu, ports)
    assert found["data folder"]["status"] == found["database"]["status"] == found["keys"]["status"] == "ok"
    assert not data.exists()


def test_a_taken_port_fails(jiesu: Jiesu, taken: str) -> None:
    """The port is named."""
    finding = checks(jiesu, taken)["ports"]
    assert finding["status"] == "fail"
    assert str(int(taken) + 1) in finding["found"]


def test_an_empty_database_is_a_warning(jiesu: Jiesu, data: Path, ports: str) -> None:
    """The next start mends it."""
    (data / "jiesu.db").unlink()
    sqlite3.connect(data / "jiesu.db").close()
    finding = checks(jiesu, ports)["database"]
    assert finding["status"] == "warn"
    assert "jiesu db upgrade" in finding["advice"]


def test_a_damaged_database_fails(jiesu: Jiesu, data: Path, ports: str) -> None:
    """No stack trace."""
    for file in data.glob("jiesu.db*"):
        file.unlink()
    (data / "jiesu.db").write_bytes(b"this is no database at all" * 100)
    assert checks(jiesu, ports)["database"]["status"] == "fail"


def test_an_unreachable_database_fails_without_its_password(
    jiesu: Jiesu, ports: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is shown, the password is not."""
    monkeypatch.setenv("DATABASE_URL", f"postgresql://jiesu:invented-password@127.0.0.1:{ports}/jiesu")
    outcome = jiesu("doctor", "--json", "--port-base", ports)
    finding = {check["name"]: check for check in outcome.row["checks"]}["database"]
    assert finding["status"] == "fail"
    assert "DATABASE_URL" in finding["advice"]
    assert "invented-password" not in outcome.out + outcome.err


def test_a_database_of_a_newer_version_fails(jiesu: Jiesu, data: Path, ports: str) -> None:
    """An older program must not touch it."""
    with sqlite3.connect(data / "jiesu.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert checks(jiesu, ports)["database"]["status"] == "fail"


def test_lost_keys_fail(jiesu: Jiesu, data: Path, ports: str, ticket: Ticket) -> None:
    """Other keys than those that sealed the data are found out."""
    keys = json.loads((data / "keys.json").read_text(encoding="utf-8"))
    keys["data_key"] = "A" * 43 + "="
    (data / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    assert checks(jiesu, ports)["sealed data"]["status"] == "fail"


def test_a_broken_key_file_fails(jiesu: Jiesu, data: Path, ports: str) -> None:
    """It is named, its content is not shown."""
    (data / "keys.json").write_text("{", encoding="utf-8")
    finding = checks(jiesu, ports)["keys"]
    assert finding["status"] == "fail"
    assert "keys.json" in finding["found"]


def test_keys_that_others_may_read_are_a_warning(jiesu: Jiesu, data: Path, ports: str) -> None:
    """The advice is the command that mends it."""
    (data / "keys.json").chmod(0o644)
    finding = checks(jiesu, ports)["keys"]
    assert finding["status"] == "warn"
    assert finding["advice"].startswith("chmod 600")


def test_a_bad_accounts_file_fails(jiesu: Jiesu, data: Path, ports: str) -> None:
    """The finding names line and field."""
    (data / "accounts.yml").write_text("accounts:\n  demo:\n    colour: red\n", encoding="utf-8")
    finding = checks(jiesu, ports)["accounts"]
    assert finding["status"] == "fail"
    assert "colour" in finding["found"]


def test_plain_mode_is_a_warning(jiesu: Jiesu, data: Path, ports: str) -> None:
    """Messages would arrive unencrypted."""
    (data / "accounts.yml").write_text(
        "accounts:\n  open:\n    mode: plain\n    app_id: wx1\n    token: invented\n    app_secret: invented\n",
        encoding="utf-8",
    )
    assert checks(jiesu, ports)["wechat"]["status"] == "warn"


@pytest.mark.parametrize(
    ("variable", "scheme", "name"), [("REDIS_URL", "redis", "redis"), ("AMQP_URL", "amqp", "rabbitmq")]
)
def test_a_server_that_is_away_fails(
    jiesu: Jiesu, ports: str, monkeypatch: pytest.MonkeyPatch, variable: str, scheme: str, name: str
) -> None:
    """Only a configured server is asked; its password is not shown."""
    assert name not in checks(jiesu, ports)
    monkeypatch.setenv(variable, f"{scheme}://user:invented-password@127.0.0.1:{ports}")
    outcome = jiesu("doctor", "--json", "--port-base", ports)
    finding = {check["name"]: check for check in outcome.row["checks"]}[name]
    assert finding["status"] == "fail"
    assert variable in finding["advice"]
    assert "invented-password" not in outcome.out


def test_a_bad_setting_fails_and_names_the_variable(jiesu: Jiesu, ports: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor still says what it can."""
    monkeypatch.setenv("JIESU_REPLY_SECONDS", "soon")
    outcome = jiesu("doctor", "--json")
    found = {check["name"]: check for check in outcome.row["checks"]}
    assert outcome.code == 1
    assert "JIESU_REPLY_SECONDS" in found["settings"]["found"]
    assert found["python"]["status"] == "ok"


def test_another_version_than_the_locked_one_fails(tmp_path: Path) -> None:
    """Both versions are named."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("".join(f"{name}==0.0.1\n" for name in machine.KEY_PACKAGES), encoding="utf-8")
    finding = machine.check_packages(lock)
    assert finding.status == "fail"
    assert "rasa is 3.6.21, locked is 0.0.1" in finding.found
    assert finding.advice == "run make setup"
