"""The machine: interpreter, packages, room, ports."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import socket
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from bot.settings import Settings
from jiesu.doctor.findings import GIB, Finding, nearest_existing

KEY_PACKAGES = (
    "rasa",
    "rasa-sdk",
    "aiohttp",
    "sqlalchemy",
    "alembic",
    "cryptography",
    "scikit-learn",
    "numpy",
    "jieba",
)
"""Those whose versions matter most; the lock file knows all of them."""


def check_python() -> Finding:
    """The interpreter that Rasa needs."""
    version = platform.python_version()
    if version.startswith("3.10."):
        return Finding("python", "ok", version)
    return Finding("python", "fail", version, "Rasa 3.6 needs Python 3.10: remove .venv and run make setup")


def check_packages(lock: Path) -> Finding:
    """A few packages against the lock file."""
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))
    wrong = []
    for name in KEY_PACKAGES:
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        if not re.search(rf"^{name}=={re.escape(version)}\s", lock.read_text(encoding="utf-8"), re.MULTILINE):
            wrong.append(f"{name} is {version}, locked is {locked.get(name, 'none')}")
    if wrong:
        return Finding("packages", "fail", "; ".join(wrong), "run make setup")
    return Finding("packages", "ok", f"{len(KEY_PACKAGES)} of {len(locked)} compared with {lock.name}")


def check_disk(data: Path) -> Finding:
    """Room for models, messages and attachments."""
    free = shutil.disk_usage(nearest_existing(data)).free
    found = f"{free / GIB:.1f} GiB free for {data}"
    if free < 0.5 * GIB:
        return Finding("disk", "fail", found, "free at least 2 GiB, or choose another folder with JIESU_DATA")
    if free < 2 * GIB:
        return Finding("disk", "warn", found, "attachments and models grow: keep 2 GiB free")
    return Finding("disk", "ok", found)


def check_memory() -> Finding:
    """Room for three processes; the Rasa server is the largest."""
    memory = psutil.virtual_memory()
    found = f"{memory.available / GIB:.1f} of {memory.total / GIB:.1f} GiB free"
    if memory.total < 1.5 * GIB:
        return Finding("memory", "fail", found, "running needs 1.5 GiB, training 2 GiB: use a larger machine")
    if memory.available < 2 * GIB:
        return Finding("memory", "warn", found, "training needs 2 GiB: stop something else first")
    return Finding("memory", "ok", found)


def check_ports(settings: Settings) -> Finding:
    """The app's port and the two after it are free, or are ours."""
    ports = range(settings.port, settings.port + 3)
    taken = [str(port) for port in ports if not _is_free(settings.host if port == settings.port else "127.0.0.1", port)]
    if not taken:
        return Finding("ports", "ok", f"{ports[0]} to {ports[-1]} are free")
    if _is_ours(settings):
        return Finding("ports", "ok", f"{', '.join(taken)} are used by Jiesu, which is running")
    return Finding("ports", "fail", f"{', '.join(taken)} in use", "choose others with --port-base N or JIESU_PORT_BASE")


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _is_ours(settings: Settings) -> bool:
    """Whether the app's port answers like a running app."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 (compared, not bound)
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/health", timeout=3) as reply:
            return str(reply.headers.get("Server")) == "jiesu"
    except urllib.error.HTTPError as error:
        return error.headers.get("Server") == "jiesu"
    except (OSError, ValueError):
        return False
