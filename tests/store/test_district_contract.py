"""Migrations, imports and exports, on every engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.domain.errors import BadData
from bot.settings import ROOT
from jiesu.compose import Product
from store import exporting, migrate, tables, views
from store.engine import reader
from tests.store.conftest import make_report


def test_migrations_give_the_tables_of_the_code(empty: Product) -> None:
    """An upgraded database differs in nothing from the metadata."""
    empty.upgrade_database()
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_migrations_go_back_to_nothing(empty: Product) -> None:
    """Down to base leaves no table of ours, up again works."""
    empty.upgrade_database()
    migrate.downgrade(empty.engine, "base")
    assert set(sa.inspect(empty.engine).get_table_names()) <= {"alembic_version"}
    assert empty.upgrade_database() == migrate.head()


def test_district_has_the_size_it_says(product: Product) -> None:
    """One district, 7 streets, 105 communities and villages, 180 grids, each grid with a worker."""
    with reader(product.engine) as connection:
        areas = views.areas(connection)
    levels = [a["level"] for a in areas]
    assert [levels.count(level) for level in ("district", "street", "community", "grid")] == [1, 7, 105, 180]
    assert all(a["worker_name"] for a in areas if a["level"] == "grid")


def test_importing_again_changes_nothing(product: Product) -> None:
    """The same files give the same data version."""
    names = ("grids", "departments", "taxonomy", "faq")
    with reader(product.engine) as connection:
        before = [views.data_version(connection, n) for n in names]
    district = ROOT / "data/district"
    paths = (district, district / "departments.csv", district / "taxonomy.csv", ROOT / "data/faq")
    for name, path in zip(names, paths, strict=True):
        product.import_data(name, path)
    with reader(product.engine) as connection:
        assert [views.data_version(connection, n) for n in names] == before


@pytest.mark.parametrize("what", ["departments", "taxonomy"])
def test_exports_can_be_imported(product: Product, tmp_path: Path, what: str) -> None:
    """What is exported is taken back unchanged."""
    with reader(product.engine) as connection:
        rows = exporting.rows(connection, what)
    path = tmp_path / f"{what}.csv"
    lines = [",".join(rows[0])] + [",".join(f'"{v}"' for v in row.values()) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    product.import_data(what, path)
    with reader(product.engine) as connection:
        assert exporting.rows(connection, what) == rows


def test_grids_can_be_exported_and_imported(product: Product, tmp_path: Path) -> None:
    """The GeoJSON that comes out goes in again."""
    with reader(product.engine) as connection:
        collection = exporting.as_geojson(exporting.rows(connection, "grids"))
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert product.import_data("grids", path) == {"areas": 293}


@pytest.mark.parametrize(
    ("what", "name", "content", "where"),
    [
        ("departments", "d.csv", "code,name\nx,y\n", "line 1: short_name"),
        ("departments", "d.csv", "", "line 1: code"),
        (
            "taxonomy",
            "t.csv",
            "code,name,domain,domain_name,group,group_name,department,urgency,deadline,unit,portal7,place\n"
            "a,b,c,d,e,f,urban_management,normal,soon,hours,,required\n",
            "line 2: deadline",
        ),
        (
            "taxonomy",
            "t.csv",
            "code,name,domain,domain_name,group,group_name,department,urgency,deadline,unit,portal7,place\n"
            "a,b,c,d,e,f,nobody,normal,1,hours,,required\n",
            "line 2: department",
        ),
        ("grids", "areas.geojson", "{", "line 1: json"),
        ("grids", "areas.geojson", '{"features": [{"properties": {"code": "1"}}]}', "line 1: name"),
        ("grids", "roads.csv", "road,aliases,side,from_no,to_no,grid_code\n甲路,,all,9,1,1\n", "line 2: grid_code"),
        ("grids", "other.csv", "a\n1\n", "line 1: file"),
        ("users", "u.csv", "login,name,role,department,grid\na,b,king,,\n", "line 2: role"),
        ("faq", "f.yml", "faq:\n- id: a_b\n  category: nothing\n", "line 2: question"),
        ("faq", "f.yml", "faq: [\n", "line 2: yaml"),
    ],
)
def test_bad_files_are_refused_whole(
    product: Product, tmp_path: Path, what: str, name: str, content: str, where: str
) -> None:
    """The error names file, line and field, and the data stay as they were."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with reader(product.engine) as connection:
        before = views.counts(connection)
    with pytest.raises(BadData, match=where):
        product.import_data(what, path)
    with reader(product.engine) as connection:
        assert views.counts(connection) == before


def test_data_in_use_cannot_vanish(product: Product, resident, tmp_path: Path) -> None:
    """A category that a ticket has stays until the ticket is gone."""
    product.intake.file_report(make_report(resident))
    lines = (ROOT / "data/district/taxonomy.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "taxonomy.csv"
    path.write_text("\n".join(x for x in lines if not x.startswith("elevator_fault,")), encoding="utf-8")
    with pytest.raises(BadData, match="elevator_fault is missing"):
        product.import_data("taxonomy", path)


def test_users_missing_from_the_file_become_inactive(product: Product, tmp_path: Path) -> None:
    """Staff are never deleted: their names stand in histories."""
    path = tmp_path / "users.csv"
    path.write_text("login,name,role,department,grid\na1,甲,operator,,\nb1,乙,dispatcher,,\n", encoding="utf-8")
    product.import_data("users", path)
    path.write_text("login,name,role,department,grid\na1,甲,operator,,\n", encoding="utf-8")
    product.import_data("users", path)
    with reader(product.engine) as connection:
        active = dict(connection.execute(sa.select(tables.users.c.login, tables.users.c.is_active)).all())
    assert active == {"a1": True, "b1": False}
