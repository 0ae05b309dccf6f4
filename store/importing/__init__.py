"""Takes a district's data files into the store: all of a file or nothing, errors by file, line and field."""

from store.importing.district import import_departments, import_grids, import_taxonomy, import_users
from store.importing.faq import import_faq

IMPORTERS = {
    "grids": import_grids,
    "departments": import_departments,
    "taxonomy": import_taxonomy,
    "faq": import_faq,
    "users": import_users,
}
"""By the word after ``jiesu import``. Each takes a connection in a transaction and a path, and gives counts."""

__all__ = ["IMPORTERS", "import_departments", "import_faq", "import_grids", "import_taxonomy", "import_users"]
