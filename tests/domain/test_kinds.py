"""Kinds, urgency, and the tree of errors."""

from __future__ import annotations

import re
from itertools import product

import pytest

from bot.domain import errors
from bot.domain.kinds import Kind, Urgency, more_urgent

ERRORS = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.IntakeError)]


@pytest.mark.parametrize("kind", Kind)
def test_kind_is_found_again_by_its_label(kind: Kind) -> None:
    """咨询 is consult and back."""
    assert Kind.from_label(kind.label) is kind


@pytest.mark.parametrize("label", ["", "consult", "投訴", "投诉 "])
def test_unknown_label_is_no_kind(label: str) -> None:
    """Only the exact names count."""
    with pytest.raises(ValueError, match="no kind"):
        Kind.from_label(label)


@pytest.mark.parametrize(("first", "second"), list(product(Urgency, Urgency)))
def test_more_urgent_is_the_higher_rank_whatever_the_order(first: Urgency, second: Urgency) -> None:
    """A category's least urgency never lowers what the words say."""
    found = more_urgent(first, second)
    assert found.rank == max(first.rank, second.rank)
    assert found is more_urgent(second, first)


def test_urgencies_have_three_names() -> None:
    """一般, 紧急, 特急."""
    assert [u.label for u in sorted(Urgency, key=lambda u: u.rank)] == ["一般", "紧急", "特急"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: e.__name__)
def test_error_has_a_code_of_its_own_and_a_reply(error: type[errors.IntakeError]) -> None:
    """Logs and APIs tell errors apart by code; a resident hears a fixed text."""
    assert re.fullmatch(r"E\d{3}", error.code)
    assert [e.code for e in ERRORS].count(error.code) == 1
    assert error.reply.startswith("utter_")


def test_bad_data_names_file_line_and_field() -> None:
    """What an admin needs to mend it."""
    error = errors.BadData("roads.csv", 7, "side", "'left' is not one of odd, even")
    assert str(error) == "roads.csv: line 7: side: 'left' is not one of odd, even"
