"""Checks the shipped data: ``python -m training.data_lint [--root DIR]``.

The exit code is 1 when something is to be mended, else 0.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain.errors import BadData
from training import answer_rules, district_rules, sentence_rules
from training.findings import Finding, from_error
from training.sentences import Sentence, read_sentences

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""
REPORTED_NEAR = 40
"""Near duplicates that are printed when they are too many."""


def check_sentences(sentences: Sequence[Sentence], categories: Sequence[str], taxonomy: str) -> list[Finding]:
    """All rules for sentences but the near duplicates."""
    return [
        *sentence_rules.find_unknown_kinds(sentences),
        *sentence_rules.find_unknown_categories(sentences, categories),
        *sentence_rules.find_thin_categories(sentences, categories, taxonomy),
        *sentence_rules.find_duplicates(sentences),
        *sentence_rules.find_template_openings(sentences),
        *sentence_rules.find_personal_data(sentences),
        *sentence_rules.find_annotations(sentences),
    ]


def check_answers(folder: Path, categories: Sequence[str]) -> list[Finding]:
    """All rules for FAQ files."""
    try:
        answers = answer_rules.read_answers(folder)
    except BadData as error:
        return [from_error(error)]
    return [
        *answer_rules.find_bad_fields(answers),
        *answer_rules.find_repeated_ids(answers),
        *answer_rules.find_unknown_topics(answers, categories),
        *answer_rules.find_too_few(answers, str(folder)),
    ]


def check_responses(root: Path) -> list[Finding]:
    """That each response used in rules, stories and code is written; nothing while there are no responses."""
    if not (root / "data" / "responses").is_dir():
        return []
    domain = [root / "domain.yml", *(root / "domain").rglob("*.yml")]
    texts = sorted((root / "data" / "responses").rglob("*.yml")) + [file for file in domain if file.is_file()]
    users = [file for name in ("rules", "stories") for file in sorted((root / "data" / name).rglob("*.yml"))]
    users += [file for name in ("actions", "bot") for file in sorted((root / name).rglob("*.py"))]
    try:
        uses, responses = answer_rules.read_uses(users), answer_rules.read_responses(texts)
    except BadData as error:
        return [from_error(error)]
    return answer_rules.find_unknown_responses(uses, responses)


def check_all(root: Path) -> tuple[list[Finding], list[Finding]]:
    """What must be mended, and near duplicates few enough to stay.

    **Shape**: both sorted by file and line; file names relative to ``root`` where they lie in it.
    """
    taxonomy = root / "data" / "district" / "taxonomy.csv"
    found = district_rules.check_district(root / "data" / "district")
    near: list[Finding] = []
    try:
        categories = [row.values["code"] for row in district_rules.read_rows(taxonomy, "code")]
        found += check_answers(root / "data" / "faq", categories) + check_responses(root)
        sentences = read_sentences(root / "data" / "nlu")
    except BadData as error:
        found.append(from_error(error))
    else:
        found += check_sentences(sentences, categories, str(taxonomy))
        near = sentence_rules.find_near(sentences)
        if not sentence_rules.is_near_share_kept(len(near), len(sentences)):
            problem = f"{len(near)} of {len(sentences)} sentences, more than {sentence_rules.NEAR_SHARE:.1%}"
            found.append(Finding(str(root / "data" / "nlu"), 1, "sentence.near_share", problem))
    return _relative(found, root), _relative(near, root)


def _relative(findings: Sequence[Finding], root: Path) -> list[Finding]:
    prefix = f"{root}/"
    shown = (replace(f, file=f.file.removeprefix(prefix), problem=f.problem.replace(prefix, "")) for f in set(findings))
    return sorted(shown)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings; 1 when something is to be mended, else 0."""
    parser = argparse.ArgumentParser(prog="python -m training.data_lint", description="Check the data that ship.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    root = parser.parse_args(arguments).root.resolve()
    found, near = check_all(root)
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    for finding in near[:REPORTED_NEAR]:
        sys.stdout.write(f"note: {finding}\n")
    sys.stdout.write(f"data lint: {len(found)} to mend, {len(near)} near duplicates\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
