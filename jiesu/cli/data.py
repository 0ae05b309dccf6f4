"""jiesu db, import and export."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Any

import yaml

from jiesu.cli.options import add_common, open_product, print_json
from store import exporting, migrate, views
from store.engine import reader
from store.importing import IMPORTERS


def add_to(commands: Any) -> None:
    """The commands of this family."""
    db = commands.add_parser("db", help="the database's shape").add_subparsers(required=True, metavar="WHAT")
    upgrade = db.add_parser("upgrade", help="bring the database to the newest shape")
    add_common(upgrade)
    upgrade.set_defaults(run=run_upgrade)
    downgrade = db.add_parser("downgrade", help="go back to an earlier shape")
    downgrade.add_argument("revision")
    add_common(downgrade)
    downgrade.set_defaults(run=run_downgrade)

    importing = commands.add_parser("import", help="take a data file into the store: all of it or nothing")
    importing.add_argument("what", choices=sorted(IMPORTERS))
    importing.add_argument("file", type=Path, help="a file; for grids and faq also a folder")
    add_common(importing)
    importing.set_defaults(run=run_import)

    export = commands.add_parser("export", help="print what the store holds")
    export.add_argument("what", choices=["departments", "faq", "grids", "taxonomy", "tickets", "users"])
    add_common(export)
    export.set_defaults(run=run_export)


def run_upgrade(given: argparse.Namespace) -> None:
    """Upgrade and say which revision was reached."""
    revision = open_product(given, ready=False).upgrade_database()
    print_json({"revision": revision}) if given.json else print(f"database is at revision {revision}")


def run_downgrade(given: argparse.Namespace) -> None:
    """Go back."""
    revision = migrate.downgrade(open_product(given, ready=False).engine, given.revision)
    print_json({"revision": revision or None}) if given.json else print(f"database is at revision {revision or 'none'}")


def run_import(given: argparse.Namespace) -> None:
    """Import one kind of data; counts are printed."""
    counts = open_product(given).import_data(given.what, given.file)
    if given.json:
        print_json(counts)
    else:
        print(", ".join(f"{name}: {count}" for name, count in counts.items()))


def run_export(given: argparse.Namespace) -> None:
    """Print as JSON lines, or in the format that ``jiesu import`` takes (tickets: CSV)."""
    product = open_product(given)
    with reader(product.engine) as connection:
        if given.what == "tickets":
            rows = list(views.export_tickets(connection))
        else:
            rows = exporting.rows(connection, given.what)
        if given.json:
            for row in rows:
                print_json(row)
        elif given.what == "grids":
            print_json(exporting.as_geojson(rows))
        elif given.what == "faq":
            print(yaml.safe_dump({"faq": rows}, allow_unicode=True, sort_keys=False, width=1000), end="")
        else:
            _print_csv(rows)


def _print_csv(rows: list[dict[str, Any]]) -> None:
    flat = [{k: v for k, v in row.items() if not isinstance(v, (list, dict))} for row in rows]
    writer = csv.DictWriter(sys.stdout, fieldnames=list(flat[0]) if flat else ["number"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
