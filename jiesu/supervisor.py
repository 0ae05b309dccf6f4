"""Starts the three processes (action server, Rasa, app), waits until each answers, and ends them together."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from sqlalchemy.engine import make_url

from bot.domain.errors import UpstreamUnavailable
from bot.settings import ROOT, BadSetting
from jiesu.compose import Product
from jiesu.model import rasa_environment

START_SECONDS = 180.0
"""How long a process may take until it answers."""
STOP_SECONDS = 15.0
"""How long a process may take to end before it is killed."""


@dataclass
class Process:
    """One of the three."""

    name: str
    command: list[str]
    probe: str
    """Address that answers 200 when it is ready."""
    environment: dict[str, str]
    log: Path
    child: subprocess.Popen[bytes] | None = None
    restarts: int = 0

    def start(self) -> None:
        """Start it with its output in its log."""
        out = self.log.open("ab")
        self.child = subprocess.Popen(  # noqa: S603 (our own command)
            self.command, cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        out.close()

    def has_ended(self) -> bool:
        """True when it ran and ended."""
        return self.child is not None and self.child.poll() is not None

    def answers(self) -> bool:
        """True when its probe answers 200."""
        try:
            with urllib.request.urlopen(self.probe, timeout=5) as reply:  # noqa: S310 (loopback address of ours)
                return int(reply.status) == 200
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def stop(self) -> None:
        """End it, first politely."""
        if self.child is None or self.child.poll() is not None:
            return
        self.child.terminate()
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


@dataclass
class Supervisor:
    """The running product."""

    product: Product
    model: Path
    processes: list[Process] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def addresses(self) -> dict[str, str]:
        """What ``jiesu up --json`` prints."""
        port, host = self.product.settings.port, self.product.settings.host
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
        return {
            "app": f"http://{shown}:{port}",
            "rasa": f"http://127.0.0.1:{port + 1}",
            "actions": f"http://127.0.0.1:{port + 2}",
        }

    def start(self) -> None:
        """Start all and wait until each is ready.

        Raises:
            BadSetting: a port is taken.
            UpstreamUnavailable: a process ended or did not answer in time; the message names its log.
        """
        settings = self.product.settings
        for offset, host in ((0, settings.host), (1, "127.0.0.1"), (2, "127.0.0.1")):
            _check_free(host, settings.port + offset)
        self.processes = self._describe()
        for process in self.processes[:2]:
            process.start()
        for process in self.processes[:2]:
            self._await(process)
        self.processes[2].start()
        self._await(self.processes[2])

    def watch(self) -> None:
        """Stay until told to stop; a process that ends is started again, with growing pauses.

        Raises:
            UpstreamUnavailable: a process ended ten times.
        """
        while not self.stopping.wait(1.0):
            for process in self.processes:
                if not process.has_ended():
                    continue
                process.restarts += 1
                if process.restarts > 10:
                    raise UpstreamUnavailable(f"{process.name} ended ten times; see {process.log}")
                if not self.stopping.wait(min(30.0, 2.0 ** (process.restarts - 1))):
                    process.start()

    def stop(self) -> None:
        """End all, the app first so that nothing new is taken in."""
        self.stopping.set()
        for process in reversed(self.processes):
            process.stop()

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end ``watch``."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())

    def _await(self, process: Process) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.answers():
                return
            if process.has_ended():
                raise UpstreamUnavailable(f"{process.name} ended at the start; see {process.log}")
            if self.stopping.wait(0.2):
                raise KeyboardInterrupt
        raise UpstreamUnavailable(f"{process.name} does not answer after {START_SECONDS:.0f} s; see {process.log}")

    def _describe(self) -> list[Process]:
        settings = self.product.settings
        folder = settings.data / "run"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = secrets.token_urlsafe(32)
        addresses, python = self.addresses, sys.executable
        endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
        _write(endpoints, rasa_endpoints(self.product, addresses["actions"]))
        _write(credentials, {"connectors.rasa_channel.GatewayInput": {"secret": secret}})
        environment = {
            **rasa_environment(),
            "JIESU_DATA": str(settings.data),
            "JIESU_PORT_BASE": str(settings.port),
            "JIESU_GATEWAY_SECRET": secret,
        }
        rasa = [python, "-m", "rasa", "run", "--model", str(self.model), "--endpoints", str(endpoints)]
        rasa += ["--credentials", str(credentials), "--interface", "127.0.0.1", "--port", str(settings.port + 1)]
        actions = [python, "-m", "jiesu.action_server"]
        return [
            Process("actions", actions, f"{addresses['actions']}/health", environment, folder / "actions.log"),
            Process("rasa", rasa, f"{addresses['rasa']}/webhooks/gateway/", environment, folder / "rasa.log"),
            Process("app", [python, "-m", "jiesu.app"], f"{addresses['app']}/health", environment, folder / "app.log"),
        ]


def rasa_endpoints(product: Product, actions: str) -> dict[str, object]:
    """What Rasa's endpoints.yml holds for these settings."""
    settings = product.settings
    endpoints: dict[str, object] = {"action_endpoint": {"url": f"{actions}/webhook"}}
    if settings.database_url:
        url = make_url(settings.database_url)
        endpoints["tracker_store"] = {
            "type": "SQL",
            "dialect": "postgresql" if url.drivername.startswith("postgres") else "sqlite",
            "url": url.host,
            "port": url.port,
            "username": url.username,
            "password": url.password,
            "db": url.database,
        }
    else:
        endpoints["tracker_store"] = {"type": "SQL", "dialect": "sqlite", "db": str(settings.data / "rasa.db")}
    if settings.redis_url:
        redis = make_url(settings.redis_url)
        endpoints["lock_store"] = {
            "type": "redis",
            "url": redis.host,
            "port": redis.port or 6379,
            "db": int(redis.database or 0),
            "password": redis.password,
            "use_ssl": redis.drivername == "rediss",
        }
    if settings.amqp_url:
        amqp = make_url(settings.amqp_url)
        endpoints["event_broker"] = {
            "type": "pika",
            "url": amqp.host,
            "port": amqp.port or 5672,
            "username": amqp.username or "guest",
            "password": amqp.password or "guest",
            "queues": ["jiesu.rasa"],
        }
    return endpoints


def _write(path: Path, value: object) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    path.chmod(0o600)


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadSetting(f"JIESU_PORT_BASE: port {port} on {host} cannot be used: {error.strerror}") from error
