"""jiesu demo: the whole path, and the resident that walks it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.domain.errors import UpstreamUnavailable
from connectors.accounts import describe, ensure_demo_account, load_accounts
from connectors.wechat import open_callback, seal
from jiesu.demo import STORY, DemoFailed, check_ticket
from jiesu.demo.resident import Exchange, Resident
from tests.cli.commands import Jiesu


class App:
    """Answers callbacks: with nothing so many times, then with words."""

    def __init__(self, folder: Path) -> None:
        self.account = load_accounts(ensure_demo_account(folder))["demo"]
        self.silences = 0
        self.status = 200
        self.message_ids: list[object] = []
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                now = datetime.now(timezone.utc)
                opened = open_callback(app.account.secrets, dict(parse_qsl(urlsplit(self.path).query)), body, now)
                app.message_ids.append(opened.message.head.dedupe_key)
                words = "" if len(app.message_ids) <= app.silences else "您好"
                reply = seal(opened, words, now).body
                self.send_response(app.status)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def resident(self) -> Resident:
        """Somebody who knows what the command line shows."""
        return Resident(f"http://127.0.0.1:{self.server.server_address[1]}", describe(self.account), pause_seconds=0)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """It runs."""
    made = App(tmp_path / "app")
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_the_resident_hears_a_passive_reply(app: App) -> None:
    """Signed and encrypted both ways."""
    exchange = app.resident().say("在吗")
    assert (exchange.says, exchange.hears, exchange.attempts) == ("在吗", "您好", 1)


def test_an_empty_answer_has_the_same_message_sent_again(app: App) -> None:
    """Three attempts, one message id."""
    app.silences = 2
    assert app.resident().say("在吗").attempts == 3
    assert len(app.message_ids) == 3
    assert len(set(app.message_ids)) == 1


def test_silence_fails_after_three_attempts(app: App) -> None:
    """As the platform gives up."""
    app.silences = 9
    with pytest.raises(UpstreamUnavailable, match="3 times"):
        app.resident().say("在吗")
    assert len(app.message_ids) == 3


def test_a_refusal_fails_at_once(app: App) -> None:
    """A message that is refused is not sent again."""
    app.status = 403
    with pytest.raises(UpstreamUnavailable, match="status 403"):
        app.resident().say("在吗")
    assert len(app.message_ids) == 1


GOOD = {
    "number": "JS2611220001",
    "category": "elevator_fault",
    "place": "汇中花园3号楼",
    "grid": "10000161011400100901",
    "department_name": "某局",
    "due_at": "2026-11-24T09:00:00+00:00",
    "attachments": 1,
    "events": [{"name": "ticket.filed"}, {"name": "ticket.urged"}],
}
TOLD = [Exchange("确认", "已经登记好了，您的编号是 JS2611220001。", 1, 1)]


def test_a_good_ticket_is_taken() -> None:
    """It is what was said."""
    assert check_ticket(TOLD, [GOOD]) == GOOD


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"category": "noise"}, "category is noise"),
        ({"attachments": 0}, "0 attachments"),
        ({"grid": None}, "no grid"),
        ({"events": []}, "not urged"),
        ({"number": "JS2611220002"}, "was expected"),
    ],
)
def test_a_wrong_ticket_fails_with_what_is_wrong(changes: dict[str, object], words: str) -> None:
    """The message names it."""
    with pytest.raises(DemoFailed, match=words):
        check_ticket(TOLD, [{**GOOD, **changes}])


def test_a_folder_in_use_is_refused(jiesu: Jiesu) -> None:
    """The demo never talks to a product with real data."""
    outcome = jiesu("demo")
    assert outcome.code == 1
    assert "is not empty" in outcome.err


@pytest.mark.usefixtures("trained_model")
def test_the_demo_ends_with_a_ticket(jiesu: Jiesu, data: Path) -> None:
    """The whole path through the running product, from greeting to a helpful answer."""
    for file in data.iterdir():
        file.unlink()
    outcome = jiesu("demo", "--json")
    assert outcome.code == 0, outcome.err
    assert [exchange["says"] for exchange in outcome.row["conversation"]] == [line.says for line in STORY]
    assert outcome.row["ticket"]["state"] == "registered"
