"""jiesu understand, with the trained model and the demo district."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import Jiesu

pytestmark = pytest.mark.usefixtures("trained_model")
KEYS = {"id", "kind", "kind_p", "intent", "categories", "urgency", "places", "place_status", "times", "phones"}
LIFT = "汇中花园3号楼电梯昨天晚上又停了，我电话13900000000"


def test_a_text_gives_one_row_with_the_promised_keys(jiesu: Jiesu) -> None:
    """Kind, five categories at most, places with offsets, times, and the number of phone numbers."""
    row = jiesu("understand", LIFT, "--json").row
    assert set(row) == KEYS
    assert row["id"] == "1"
    assert row["categories"][0]["code"] == "elevator_fault"
    assert set(row["categories"][0]) == {"code", "name", "p", "crosswalk"}
    assert set(row["categories"][0]["crosswalk"]) == {"portal7"}
    assert 1 <= len(row["categories"]) <= 5
    assert row["place_status"] == "resolved"
    assert row["phones"] == 1


def test_offsets_slice_back_to_the_given_text(jiesu: Jiesu) -> None:
    """Offsets are characters of the given text, end exclusive."""
    row = jiesu("understand", LIFT, "--json").row
    assert row["places"]
    for span in row["places"] + row["times"]:
        assert LIFT[span["start"] : span["end"]] == span["text"]
    assert set(row["places"][0]) == {"text", "start", "end", "grid", "grid_name", "p"}


def test_probabilities_are_between_0_and_1_and_fall(jiesu: Jiesu) -> None:
    """The best category stands first."""
    chances = [category["p"] for category in jiesu("understand", LIFT, "--json").row["categories"]]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= p <= 1 for p in chances)
    assert sum(chances) <= 1.001


def test_a_file_of_rows_gives_a_file_of_rows(jiesu: Jiesu, tmp_path: Path) -> None:
    """Ids are kept, in order; stdout stays empty."""
    texts = {"a": "红旗小区路灯不亮", "b": "居住证怎么办", "c": ""}
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in texts.items()]
    source.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    outcome = jiesu("understand", "--in", source, "--out", target)
    assert (outcome.code, outcome.out) == (0, "")
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == list(texts)
    assert rows[0]["categories"][0]["code"] == "street_lighting" or "灯" in rows[0]["categories"][0]["name"]
    assert rows[1]["kind"] == "consult"


@pytest.mark.parametrize("text", ["", "😀😀😀", "\u200b\x07", "停电" * 2500, "/restart", "<script>alert(1)</script>"])
def test_odd_texts_are_read_without_an_error(jiesu: Jiesu, text: str) -> None:
    """Whatever a resident sends gives a row."""
    outcome = jiesu("understand", text, "--json")
    assert outcome.code == 0
    assert set(outcome.row) == KEYS


@pytest.mark.parametrize(
    ("content", "words"),
    [('{"id": "a", "text": "好"}\n{"id"', ("2", "json")), ('{"id": "a"}\n', ("1", "text")), ("[1]\n", ("1", "text"))],
)
def test_a_bad_row_is_named(jiesu: Jiesu, tmp_path: Path, content: str, words: tuple[str, ...]) -> None:
    """File, line and field."""
    source = tmp_path / "in.jsonl"
    source.write_text(content, encoding="utf-8")
    outcome = jiesu("understand", "--in", source)
    assert outcome.code == 1
    assert all(word in outcome.err for word in (str(source), *words))


def test_texts_and_a_file_together_are_wrong_usage(jiesu: Jiesu, tmp_path: Path) -> None:
    """One or the other."""
    assert jiesu("understand", "好", "--in", tmp_path / "in.jsonl").code == 2
