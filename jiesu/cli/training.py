"""jiesu train: the model of the present sentences, rules and configuration."""

from __future__ import annotations

import argparse
import time
from typing import Any

from jiesu.cli.options import add_common, print_json


def add_to(commands: Any) -> None:
    """The commands of this family."""
    train = commands.add_parser("train", help="train the model unless it is up to date")
    add_common(train)
    train.set_defaults(run=run_train)


def run_train(given: argparse.Namespace) -> None:
    """Train and name the model."""
    from jiesu.model import ensure_model, model_path  # its libraries take seconds to import

    started, is_new = time.monotonic(), not model_path().is_file()
    path = ensure_model()
    seconds = round(time.monotonic() - started, 1)
    if given.json:
        print_json({"model": path.name, "trained": is_new, "seconds": seconds})
    else:
        print(f"{path.name} ({f'trained in {seconds} s' if is_new else 'up to date'})")
