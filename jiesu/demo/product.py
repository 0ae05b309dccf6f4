"""The running product, seen from outside: started, asked and stopped by its commands."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.domain.errors import UpstreamUnavailable

JIESU = str(Path(sys.executable).with_name("jiesu"))
ENGINES = ("DATABASE_URL", "REDIS_URL", "AMQP_URL")
STOP_SECONDS = 60.0


class RunningProduct:
    """``jiesu up`` on a data folder of its own and free ports while it is entered."""

    def __init__(self, data: Path, wechat_api_base: str) -> None:
        """Args: data: its folder. wechat_api_base: address of the platform."""
        self.data = data
        self.addresses: dict[str, str] = {}
        kept = {n: v for n, v in os.environ.items() if not n.startswith("JIESU_") and n not in ENGINES}
        self._environment = kept | {"JIESU_WECHAT_API_BASE": wechat_api_base, "JIESU_DATA": str(data)}
        self._up: subprocess.Popen[str] | None = None

    def __enter__(self) -> RunningProduct:
        """Start it and wait until it is ready.

        Raises:
            UpstreamUnavailable: it ended instead.
        """
        command = [JIESU, "up", "--json", "--port-base", str(find_ports())]
        self._up = subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own command)
        assert self._up.stdout is not None  # noqa: S101 (a pipe was asked for)
        try:
            line = self._up.stdout.readline()
        except BaseException:
            self.stop()
            raise
        if not line:
            self.stop()
            raise UpstreamUnavailable(f"the product did not start; its logs are in {self.data / 'run'}")
        self.addresses = json.loads(line)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def ask(self, *arguments: str) -> list[dict[str, Any]]:
        """What a ``jiesu … --json`` command prints, line by line.

        Raises:
            UpstreamUnavailable: the command failed.
        """
        command = [JIESU, *arguments, "--json"]
        done = subprocess.run(command, env=self._environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own command)
        if done.returncode:
            raise UpstreamUnavailable(f"jiesu {' '.join(arguments)} ended with {done.returncode}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def stop(self) -> None:
        """End it, politely first."""
        if self._up is None or self._up.poll() is not None:
            return
        self._up.send_signal(signal.SIGTERM)
        try:
            self._up.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._up.kill()
            self._up.wait()


def find_ports(count: int = 3) -> int:
    """The first of so many free ports in a row on loopback."""
    for _ in range(100):
        base = random.randrange(20_000, 32_000)  # noqa: S311 (no secret)
        if all(_is_free(port) for port in range(base, base + count)):
            return base
    raise UpstreamUnavailable("no free ports were found")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
