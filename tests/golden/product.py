"""The real product, started once: ``jiesu up`` with a WeChat platform of our own on loopback."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.wechat.accounts import AccountSecrets
from tests.fakes.fake_platform import FakePlatform

ROOT = Path(__file__).resolve().parents[2]
JIESU = Path(sys.executable).with_name("jiesu")
START_SECONDS = 400.0
"""How long ``jiesu up`` may take; it may have to train the model first."""
REQUEST_SECONDS = 30.0
ENGINES = ("DATABASE_URL", "REDIS_URL", "AMQP_URL")


@dataclass
class Running:
    """The product while it runs."""

    app: str
    """Its address."""
    data: Path
    account: AccountSecrets
    path: str
    """Of the callback."""
    platform: FakePlatform
    environment: dict[str, str]

    def post(self, query: dict[str, str], body: bytes, content_type: str) -> tuple[int, bytes]:
        """One callback, as the platform makes it."""
        address = f"{self.app}{self.path}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(address, body, {"Content-Type": content_type})  # noqa: S310 (loopback)
        try:
            with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def command(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON lines that a ``jiesu`` command prints."""
        return run_command(arguments, self.data, self.environment)


def run_command(arguments: tuple[str, ...], data: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """Run ``jiesu … --json`` and read what it prints."""
    command = [str(JIESU), *arguments, "--json", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)  # noqa: S603
    if done.returncode:
        raise AssertionError(f"jiesu {' '.join(arguments)} failed with {done.returncode}:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def run_product(data: Path) -> Iterator[Running]:
    """Start the product on an empty folder, give it when it is ready, stop it."""
    with _platform() as platform:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("JIESU_") and k not in ENGINES}
        environment = {**kept, "JIESU_WECHAT_API_BASE": platform.url, "PYTHONUNBUFFERED": "1"}
        log = data / "up.log"
        data.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as errors:
            child = subprocess.Popen(  # noqa: S603 (our own command)
                [str(JIESU), "up", "--json", "--port-base", str(free_ports()), "--data", str(data)],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        try:
            addresses = _await_ready(child, log)
            shown = run_command(("accounts", "show", "demo"), data, environment)[0]
            account = AccountSecrets(
                name=shown["name"],
                app_id=shown["app_id"],
                original_id=shown["original_id"],
                token=shown["token"],
                encoding_aes_key=shown["encoding_aes_key"],
                mode=shown["mode"],
            )
            yield Running(addresses["app"], data, account, shown["path"], platform, environment)
        finally:
            child.terminate()
            try:
                child.wait(60)
            except subprocess.TimeoutExpired:
                child.kill()


def free_ports(count: int = 3) -> int:
    """The first of so many free ports in a row."""
    for base in range(20_000 + os.getpid() % 20_000, 60_000, count):
        if all(_is_free(base + offset) for offset in range(count)):
            return base
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _await_ready(child: subprocess.Popen[str], log: Path) -> dict[str, str]:
    """Read the one line that says where everything is."""
    line: list[str] = []
    assert child.stdout is not None
    reader = threading.Thread(target=lambda: line.append(child.stdout.readline()), daemon=True)
    reader.start()
    reader.join(START_SECONDS)
    if not line or not line[0].strip():
        raise AssertionError(f"jiesu up did not get ready:\n{log.read_text(errors='replace')[-3000:]}")
    found: dict[str, str] = json.loads(line[0])
    return found


@contextmanager
def _platform() -> Iterator[FakePlatform]:
    """The fake platform, in a thread of its own so that plain tests can use it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    platform = FakePlatform()
    asyncio.run_coroutine_threadsafe(platform.start(), loop).result(10)
    try:
        yield platform
    finally:
        asyncio.run_coroutine_threadsafe(platform.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
