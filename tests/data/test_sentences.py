"""Reading Rasa NLU YAML with file and line."""

from pathlib import Path

import pytest

from bot.domain.errors import BadData
from tests.data.made_up import write
from training.sentences import read_sentences

GOOD = """version: "3.1"
nlu:
- intent: complain/noise
  examples: |
    - 楼下天天吵

    - 工地半夜打桩
- synonym: 城管
  examples: |
    - 城管局
- intent: greet
  examples: |
    - 你好
"""


def test_read_sentences_gives_intent_category_text_and_line(tmp_path: Path) -> None:
    """Each sentence carries the line it stands on; blank lines count, synonyms are no sentences."""
    found = read_sentences(write(tmp_path / "nlu.yml", GOOD))
    assert [(s.line, s.intent, s.category, s.text) for s in found] == [
        (5, "complain", "noise", "楼下天天吵"),
        (7, "complain", "noise", "工地半夜打桩"),
        (13, "greet", "", "你好"),
    ]


def test_read_sentences_reads_folders_in_order(tmp_path: Path) -> None:
    """All YAML files below a folder are read, sorted by name."""
    write(tmp_path / "b" / "two.yml", GOOD)
    write(tmp_path / "a" / "one.yml", GOOD)
    assert [Path(s.file).name for s in read_sentences(tmp_path)][::3] == ["one.yml", "two.yml"]


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("nlu: [", 1, "yaml"),
        ("version: '3.1'\n", 1, "nlu"),
        ("", 1, "nlu"),
        ("nlu:\n- intent: a\n", 2, "examples"),
        ("nlu:\n- intent: a\n  examples: [x]\n", 2, "examples"),
        ("nlu:\n- intent: a\n  examples: |\n    - 好\n    坏\n", 5, "examples"),
        ("nlu:\n- intent: a\n  examples: |\n    - 好\n    -\n", 5, "examples"),
        ("nlu:\n- intent: a\n  examples: |\n\n", 2, "examples"),
        ("nlu:\n- intent:\n  examples: |\n    - 好\n", 2, "intent"),
    ],
)
def test_read_sentences_names_file_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    """A file that cannot be taken is refused with the place of the fault."""
    path = write(tmp_path / "nlu.yml", text)
    with pytest.raises(BadData) as refused:
        read_sentences(path)
    assert (refused.value.file, refused.value.line, refused.value.field) == (str(path), line, field)


def test_read_sentences_refuses_an_empty_folder(tmp_path: Path) -> None:
    """A folder without sentences is a mistake, not an empty result."""
    with pytest.raises(BadData, match="no YAML file"):
        read_sentences(tmp_path)


def test_read_sentences_refuses_other_encodings(tmp_path: Path) -> None:
    """A file in GBK is named with the line of the first wrong byte."""
    path = tmp_path / "nlu.yml"
    path.write_bytes("nlu:\n- intent: 吵\n".encode("gbk"))
    with pytest.raises(BadData, match="line 2: file: not UTF-8"):
        read_sentences(path)
