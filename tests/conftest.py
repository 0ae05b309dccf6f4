"""What all tests share: the real product, started once for those that need it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.golden.product import Running, run_product


@pytest.fixture(scope="session")
def running_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The product as ``jiesu up`` runs it, on an empty folder, with a WeChat platform of our own."""
    with run_product(tmp_path_factory.mktemp("product") / "data") as running:
        yield running
