"""The trained model: named by what it was trained from, trained when that changes, found again when it does not."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import UpstreamUnavailable
from bot.reading.matter import MatterModel
from bot.settings import ROOT

FOLDER = ROOT / "models"
SOURCES = ("config.yml", "domain.yml", "data/nlu", "data/rules", "data/responses", "bot/nlu", "bot/reading", "bot/text")
"""What a model depends on."""
KEEP = 3
"""Models kept; older ones are removed after a training."""
RASA_ENV = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_HOST": "127.0.0.1",
}


def fingerprint() -> str:
    """16 hex digits over the content of all sources."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in {".yml", ".py"})
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of the present sources lies, or would lie."""
    return FOLDER / f"jiesu-{fingerprint()}.tar.gz"


def ensure_model(log: Path | None = None) -> Path:
    """The model of the present sources, trained now when there is none. Two processes never train at once.

    Raises:
        UpstreamUnavailable: the training failed; its output is in ``log``.
    """
    FOLDER.mkdir(exist_ok=True)
    with _one_at_a_time():
        path = model_path()
        if not path.is_file():
            _train(path, log or FOLDER / "train.log")
            _remove_old(path)
        return path


def rasa_environment() -> dict[str, str]:
    """The environment for a Rasa process: quiet, local, able to import our packages."""
    return {**os.environ, **RASA_ENV, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def _train(path: Path, log: Path) -> None:
    name = path.name.removesuffix(".tar.gz")
    partial = FOLDER / "partial"
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", name, "--out", str(partial)]
    with log.open("wb") as out:
        done = subprocess.run(command, cwd=ROOT, env=rasa_environment(), stdout=out, stderr=subprocess.STDOUT)  # noqa: S603 (our own command)
    if done.returncode or not (partial / path.name).is_file():
        raise UpstreamUnavailable(f"training failed; see {log}")
    os.replace(partial / path.name, path)


def _remove_old(keep: Path) -> None:
    models = sorted(FOLDER.glob("jiesu-*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in [m for m in models if m != keep][KEEP - 1 :]:
        old.unlink()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def load_matter_model(path: Path | None = None) -> MatterModel:
    """The classifier inside a trained Rasa model, without starting Rasa.

    Raises:
        UpstreamUnavailable: no model has been trained, or it holds no classifier.
    """
    path = path or model_path()
    if not path.is_file():
        path = ensure_model()
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name.endswith("/matter.model"):
                file = archive.extractfile(member)
                if file is not None:
                    return MatterModel.loads(file.read())
    raise UpstreamUnavailable(f"{path.name} holds no classifier; train again")
