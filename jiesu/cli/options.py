"""Options that every command takes, and the product they lead to."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from jiesu.compose import Product


def add_common(parser: argparse.ArgumentParser, *, with_json: bool = True) -> None:
    """--data, and --json where a command prints values."""
    parser.add_argument("--data", metavar="DIR", help="folder of the embedded default (JIESU_DATA)")
    if with_json:
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else on stdout")


def open_product(given: argparse.Namespace, *, ready: bool = True, **settings: Any) -> Product:
    """The product of the settings; with ``ready`` the database is upgraded and has the district's data."""
    folder = Path(given.data).expanduser().resolve() if given.data else None
    product = Product(read_settings(data=folder, **settings))
    if ready:
        product.upgrade_database()
        product.load_defaults()
    return product


def print_json(value: Any) -> None:
    """One line of JSON."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
