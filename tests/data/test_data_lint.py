"""The data lint as a whole, on made-up files and on the data that ship."""

from pathlib import Path

import pytest

from tests.data.made_up import write, write_district
from training.data_lint import ROOT, check_all, check_responses, main

NLU = "nlu:\n- intent: complain/noise\n  examples: |\n"


def make_project(root: Path, *sentences: str) -> Path:
    """A project with a small district, one answer and these sentences."""
    write_district(root / "data" / "district")
    entry = "- {id: noise_hours, category: noise, question: 几点, answer: 晚十点, source: 条例, updated: 2026-01}\n"
    write(root / "data" / "faq" / "noise.yml", f"faq:\n{entry}")
    write(root / "data" / "nlu" / "noise.yml", NLU + "".join(f"    - {sentence}\n" for sentence in sentences))
    return root


def test_check_all_names_files_from_the_root(tmp_path: Path) -> None:
    """Findings of all rules come sorted, with names relative to the project's folder."""
    found, _ = check_all(make_project(tmp_path, "太吵了", "太吵了", "[路](place)吵"))
    assert {(f.file, f.line, f.rule) for f in found if f.file.startswith("data/nlu")} == {
        ("data/nlu/noise.yml", 5, "sentence.duplicate"),
        ("data/nlu/noise.yml", 6, "sentence.annotation"),
    }
    assert found == sorted(found)
    assert str(tmp_path) not in "".join(map(str, found))


def test_check_all_fails_on_too_many_near_duplicates(tmp_path: Path) -> None:
    """More than half a percent near duplicates is something to mend."""
    found, near = check_all(make_project(tmp_path, "路灯坏了没人修 晚上黑得很", "路灯坏了没人修，晚上黑得很啊"))
    assert [f.problem for f in found if f.rule == "sentence.near_share"] == ["1 of 2 sentences, more than 0.5%"]
    assert len(near) == 1


def test_check_all_reports_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing folder or a broken file is a finding, not a crash."""
    root = make_project(tmp_path, "太吵了")
    write(root / "data" / "nlu" / "broken.yml", "nlu: [")
    assert "file.unreadable" in {finding.rule for finding in check_all(root)[0]}
    assert {finding.rule for finding in check_all(tmp_path / "nowhere")[0]} == {"file.unreadable"}


def test_check_responses_waits_for_the_folder(tmp_path: Path) -> None:
    """Without responses nothing is asked; with them every use needs its text, the domain's texts count too."""
    write(tmp_path / "bot" / "names.py", 'GREET = "utter_greet"\nBYE = "utter_bye"\n')
    assert check_responses(tmp_path) == []
    write(tmp_path / "data" / "responses" / "greet.yml", "responses:\n  utter_greet:\n  - text: 您好\n")
    assert [finding.problem for finding in check_responses(tmp_path)] == ["utter_bye has no text"]
    write(tmp_path / "domain.yml", "responses:\n  utter_bye:\n  - text: 再见\n")
    assert check_responses(tmp_path) == []


def test_main_prints_places_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 1 and each line begins with file and line."""
    assert main(["--root", str(make_project(tmp_path, "太吵了", "太吵了"))]) == 1
    assert "data/nlu/noise.yml:5: sentence.duplicate: " in capsys.readouterr().out


def test_shipped_data_are_clean() -> None:
    """The data of this repository pass the lint."""
    found, _ = check_all(ROOT)
    assert not found, "\n".join(map(str, found))
