"""Shared data and builders for the WeChat door.

Vectors and samples stand outside the project, in `$JIESU_SHARED` or `../shared`. A test that asks for `vector` or
`sample` runs once for each of them; without the folder it is skipped, or fails if `JIESU_REQUIRE_ALL=1`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from connectors.wechat import AccountSecrets

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=timezone.utc)
PROJECT = Path(__file__).resolve().parents[3]
MISSING = "no shared WeChat data: set JIESU_SHARED, or put it at ../shared beside the project"


def find_shared() -> Path | None:
    """The folder with vectors.json, if it is there."""
    given = os.environ.get("JIESU_SHARED")
    roots = [Path(given)] if given else [PROJECT.parent / "shared", PROJECT.parent.parent / "shared"]
    return next((root / "wechat" for root in roots if (root / "wechat" / "vectors.json").is_file()), None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One run for each vector (of the kinds that the test is marked with) or each sample."""
    shared = find_shared()
    if "vector" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("vector_kinds")
        kinds = marker.args if marker else None
        rows = json.loads((shared / "vectors.json").read_text("utf-8"))["vectors"] if shared else []
        rows = [row for row in rows if kinds is None or row["kind"] in kinds]
        metafunc.parametrize("vector", rows or [None], ids=[row["id"] for row in rows] or ["absent"], indirect=True)
    if "sample" in metafunc.fixturenames:
        paths = sorted(path for path in (shared / "samples").iterdir() if path.name != "INDEX.json") if shared else []
        metafunc.parametrize("sample", paths or [None], ids=[path.name for path in paths] or ["absent"], indirect=True)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker that chooses vectors."""
    config.addinivalue_line("markers", "vector_kinds(*kinds): run only for shared vectors of these kinds")


def stop_without_shared() -> None:
    """Skip, or fail where everything is required."""
    if os.environ.get("JIESU_REQUIRE_ALL") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest.fixture
def vector(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One row of vectors.json."""
    if request.param is None:
        stop_without_shared()
    return request.param


@pytest.fixture
def sample(request: pytest.FixtureRequest) -> Path:
    """One file of samples/."""
    if request.param is None:
        stop_without_shared()
    return request.param


@pytest.fixture
def shared() -> Path:
    """The folder with vectors.json and samples/."""
    folder = find_shared()
    if folder is None:
        stop_without_shared()
    return folder


@pytest.fixture
def now() -> datetime:
    """The fixed clock."""
    return NOW


@pytest.fixture
def make_account() -> Callable[..., AccountSecrets]:
    """Builder of accounts: a safe official account unless told otherwise."""

    def make(**changes: Any) -> AccountSecrets:
        settings: dict[str, Any] = {
            "name": "demo",
            "app_id": "wx0123456789abcdef",
            "original_id": "gh_0123456789ab",
            "token": "tokenOfTheTests",
            "encoding_aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            "mode": "safe",
        }
        return AccountSecrets(**(settings | changes))

    return make
