"""What a check of the data found, in one shape."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import BadData
from training.sentences import Sentence


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend in a data file."""

    file: str
    line: int
    """1-based."""
    rule: str
    """Dotted name of the rule."""
    problem: str

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        return f"{self.file}:{self.line}: {self.rule}: {self.problem}"


def at_sentence(sentence: Sentence, rule: str, problem: str) -> Finding:
    """A finding in the line of a sentence."""
    return Finding(sentence.file, sentence.line, rule, problem)


def from_error(error: BadData) -> Finding:
    """A file that cannot be read, as a finding."""
    return Finding(error.file, error.line, "file.unreadable", f"{error.field}: {error.problem}")
