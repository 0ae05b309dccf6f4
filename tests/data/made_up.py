"""Small made-up data files."""

from __future__ import annotations

import json
from pathlib import Path

from training.sentences import Sentence


def make_sentence(text: str, label: str = "complain/noise", line: int = 1, file: str = "a.yml") -> Sentence:
    """A sentence as if it had been read."""
    intent, _, category = label.partition("/")
    return Sentence(file, line, intent, category, text)


def make_sentences(*texts: str, label: str = "complain/noise") -> list[Sentence]:
    """Sentences of one label, on lines counted from 1."""
    return [make_sentence(text, label, line) for line, text in enumerate(texts, 1)]


def write(path: Path, text: str) -> Path:
    """A file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_district(folder: Path, **changed: str) -> Path:
    """A district of one grid; ``changed`` gives the text of files by their stem."""
    levels = ("district", "street", "community", "grid")
    features = [{"type": "Feature", "properties": {"code": level[0], "level": level}} for level in levels]
    files = {
        "departments.csv": "code,area_code\ncity,d\nstreet_one,s\ngrid_center,d\n",
        "taxonomy.csv": "code,department\nnoise,city\nparking,@street\n",
        "roads.csv": "road,grid_code\n红旗路,g\n",
        "estates.csv": "estate,grid_code\n汇中花园,g\n",
        "villages.csv": "village,grid_code\n屈刘村,g\n",
        "pois.csv": "poi,grid_code\n红旗小学,g\n",
        "intersections.csv": "road_a,grid_code\n红旗路,g\n",
        "grid_workers.csv": "worker_id,grid_code\ngw001,g\n",
    }
    files |= {f"{stem}.csv": text for stem, text in changed.items()}
    for name, text in files.items():
        write(folder / name, text)
    write(folder / "areas.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    return folder
