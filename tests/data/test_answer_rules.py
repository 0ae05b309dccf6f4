"""Rules for FAQ files and responses."""

from pathlib import Path

import pytest

from bot.domain.errors import BadData
from tests.data.made_up import write
from training import answer_rules as rules

ENTRY = {
    "id": "noise_hours",
    "category": "noise",
    "question": "几点",
    "answer": "晚十点",
    "source": "条例",
    "updated": "2026-01",
}


def make_answer(line: int = 1, **changed: object) -> rules.Answer:
    """An entry of an FAQ file, good unless changed."""
    return rules.Answer("faq.yml", line, ENTRY | changed)


def test_read_answers_gives_lines(tmp_path: Path) -> None:
    """Each entry carries the line it begins on."""
    write(tmp_path / "a.yml", "faq:\n- id: one\n  answer: 好\n\n- id: two\n")
    found = rules.read_answers(tmp_path)
    assert [(answer.line, answer.entry["id"]) for answer in found] == [(2, "one"), (5, "two")]


@pytest.mark.parametrize("text", ["faq: 1\n", "- a\n", ""])
def test_read_answers_refuses_other_files(tmp_path: Path, text: str) -> None:
    """A file without a list under the key faq is refused."""
    write(tmp_path / "a.yml", text)
    with pytest.raises(BadData, match="key faq"):
        rules.read_answers(tmp_path)


def test_find_bad_fields_is_silent_on_a_good_entry() -> None:
    """All required fields and an optional one."""
    assert rules.find_bad_fields([make_answer(variants=["几点以后不许吵"])]) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"answer": ""},
        {"source": None},
        {"colour": "red"},
        {"id": "Noise Hours"},
        {"answer": "长" * 801},
        {"variants": "一句"},
        {"variants": [{}]},
    ],
)
def test_find_bad_fields_finds_one_fault(changed: dict[str, object]) -> None:
    """Missing, unknown and malformed fields are found."""
    (found,) = rules.find_bad_fields([make_answer(7, **changed)])
    assert found.line == 7


def test_find_bad_fields_finds_what_is_no_mapping() -> None:
    """A bare text in the list is one finding, and the other rules pass over it."""
    answers = [rules.Answer("faq.yml", 2, "text")]
    assert [finding.problem for finding in rules.find_bad_fields(answers)] == ["not a mapping"]
    assert rules.find_repeated_ids(answers) + rules.find_unknown_topics(answers, []) == []


def test_find_repeated_ids_names_the_first() -> None:
    """The later entry is the finding."""
    (found,) = rules.find_repeated_ids([make_answer(1), make_answer(9)])
    assert (found.line, found.problem) == (9, "noise_hours stands at faq.yml:1")
    assert rules.find_repeated_ids([make_answer(1), make_answer(9, id="other")]) == []


def test_find_unknown_topics_asks_the_taxonomy() -> None:
    """A category of the taxonomy is fine, another is not."""
    assert rules.find_unknown_topics([make_answer()], ["noise"]) == []
    assert len(rules.find_unknown_topics([make_answer()], ["parking"])) == 1


def test_find_too_few_counts_answers() -> None:
    """As many as wanted are enough."""
    assert rules.find_too_few([make_answer()], "faq", least=1) == []
    assert [finding.problem for finding in rules.find_too_few([], "faq", least=1)] == ["0 answers of 1"]


def test_find_unknown_responses_reads_rules_and_code(tmp_path: Path) -> None:
    """Whole names in code and actions in rules are uses; stems are not."""
    texts = write(tmp_path / "responses.yml", "responses:\n  utter_greet:\n  - text: 您好\n")
    code = write(tmp_path / "names.py", 'GREET = "utter_greet"\nASK = "utter_ask_" + slot\nLOST = "utter_lost"\n')
    story = write(
        tmp_path / "rules.yml", "rules:\n- rule: a\n  steps:\n  - action: utter_greet\n  - action: utter_gone\n"
    )
    found = rules.find_unknown_responses(rules.read_uses([code, story]), rules.read_responses([texts]))
    assert [(Path(f.file).name, f.line, f.problem) for f in found] == [
        ("names.py", 3, "utter_lost has no text"),
        ("rules.yml", 5, "utter_gone has no text"),
    ]
