"""The draft in a slot, and the summary that is confirmed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.draft import MAX_WORDS, Draft, Option
from bot.intake.place_words import is_part, parts_of, with_part
from bot.intake.questions import summary
from tests.intake.made_readings import LIFT, NOISE, TAXONOMY, UNSURE, ask, make_draft, make_reading, say

WORDS = st.text(max_size=20)
DRAFTS = st.builds(
    Draft,
    key=WORDS,
    kind=st.sampled_from(["help", "complain", "praise"]),
    category=st.none() | st.sampled_from(sorted(TAXONOMY)),
    guesses=st.lists(st.tuples(st.sampled_from(sorted(TAXONOMY)), st.floats(0, 1)), max_size=3),
    place=WORDS,
    grid=st.none() | WORDS,
    longitude=st.none() | st.floats(-180, 180),
    words=st.lists(WORDS, max_size=3),
    options=st.lists(st.builds(Option, about=st.just("place"), value=WORDS, label=WORDS, area=WORDS), max_size=3),
    asked=st.dictionaries(st.sampled_from(["category", "place"]), st.integers(0, 3)),
    skipped=st.lists(st.sampled_from(["category", "place"]), max_size=2),
    anonymous=st.booleans(),
    confirmed=st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(draft=DRAFTS)
def test_draft_survives_a_slot(draft: Draft) -> None:
    """As JSON and back it is the same draft."""
    assert Draft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


@pytest.mark.parametrize(
    ("text", "categories"), [("阳光花园很吵", NOISE), ("红旗小区电梯坏了", LIFT), ("有事", UNSURE)]
)
def test_asked_draft_survives_a_slot(text: str, categories: tuple) -> None:
    """With guesses, options and counts in it; the next answer works on the copy as on the draft."""
    draft = make_draft(text, categories=categories)
    ask(draft)
    copy = Draft.from_json(json.loads(json.dumps(draft.to_json())))
    assert copy == draft
    say(copy, "1", "choose")
    say(draft, "1", "choose")
    assert copy == draft


def test_summary_tells_all_that_will_be_filed() -> None:
    """One line each, in the resident's words."""
    draft = make_draft("汇中花园3号楼电梯昨晚坏了", categories=LIFT, occurred="昨晚", media=("a" * 64,), contact="x")
    assert summary(draft, TAXONOMY)["summary"].splitlines() == [
        "事项：电梯故障（求助）",
        "地点：汇中花园3号楼（新华路街道 阳光社区）",
        "时间：昨晚",
        "内容：汇中花园3号楼电梯昨晚坏了",
        "附件：1份",
        "联系电话：已留",
    ]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"category": None}, "事项：待工作人员判断（求助）"),
        ({"grid": None}, "地点：汇中花园3号楼（由工作人员进一步核实）"),
        ({"grid": None, "place": "", "skipped": ["place"]}, "地点：暂缺，由工作人员联系您核实"),
        ({"anonymous": True}, "匿名：是"),
        ({"contact": "sealed"}, "联系电话：已留"),
        ({"kind": "praise"}, "事项：电梯故障（表扬）"),
        ({"words": ["尊敬的领导：您好！", "电梯坏了"]}, "内容：电梯坏了"),
        ({"words": ["您好，电梯坏了", "快来修"]}, "内容：电梯坏了；快来修"),
    ],
)
def test_summary_says_what_is_open(changes: dict, line: str) -> None:
    """What is not known is said, salutations are not."""
    draft = replace(make_draft("汇中花园3号楼电梯坏了", categories=LIFT), **changes)
    lines = summary(draft, TAXONOMY)["summary"].splitlines()
    assert line in [part.replace("：；", "：") for part in lines]


def test_summary_never_shows_the_contact() -> None:
    """Not even sealed."""
    draft = replace(make_draft("汇中花园3号楼电梯坏了", categories=LIFT), contact="gAAAAsealed")
    assert "gAAAA" not in summary(draft, TAXONOMY)["summary"]


def test_anonymous_summary_mentions_no_contact() -> None:
    """One or the other."""
    draft = replace(make_draft("汇中花园3号楼电梯坏了", categories=LIFT), contact="x", anonymous=True)
    assert "联系电话" not in summary(draft, TAXONOMY)["summary"]


def test_long_words_are_cut_in_the_summary_and_kept_in_the_draft() -> None:
    """A letter of 4000 characters is filed whole."""
    draft = make_draft("长" * 4000, categories=LIFT)
    assert len(draft.description) == 4000
    assert summary(draft, TAXONOMY)["summary"].endswith("长…")


def test_description_is_bounded() -> None:
    """Many messages do not grow the slot's ticket without end."""
    draft = make_draft("长" * 4000, categories=LIFT)
    draft.absorb(make_reading("多" * 4000), TAXONOMY)
    assert len(draft.description) == MAX_WORDS


def test_second_message_overwrites_nothing_settled() -> None:
    """Category, place and time of the first message stay."""
    draft = make_draft("汇中花园3号楼电梯坏了", categories=LIFT, occurred="昨晚")
    draft.absorb(make_reading("人民路8号很吵", categories=NOISE, occurred="今天"), TAXONOMY)
    assert (draft.category, draft.place, draft.occurred) == ("elevator_fault", "汇中花园3号楼", "昨晚")
    assert len(draft.words) == 2


def test_guesses_of_two_messages_are_weighed_together() -> None:
    """What both speak for wins."""
    draft = make_draft("很吵", categories=NOISE)
    draft.absorb(make_reading("楼上", categories=(("neighbour_noise", 0.45), ("construction_noise", 0.1))), TAXONOMY)
    assert draft.guesses[0][0] == "neighbour_noise"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5号楼", True),
        ("说错了，应该是16号楼吧", True),
        ("二单元", True),
        ("汇中花园5号楼", False),
        ("5", False),
        ("", False),
    ],
)
def test_part_of_an_address_is_recognised(text: str, expected: bool) -> None:
    """Only a numbered part with words around it that say nothing."""
    assert is_part(text) is expected


@pytest.mark.parametrize(
    ("place", "part", "expected"),
    [
        ("汇中花园3号楼", "5号楼", "汇中花园5号楼"),
        ("汇中花园3栋", "5号楼", "汇中花园5号楼"),
        ("红旗小区", "2号楼", "红旗小区2号楼"),
        ("红旗小区2号楼", "三单元", "红旗小区2号楼三单元"),
        ("红旗小区2号楼1单元", "3号楼", "红旗小区3号楼1单元"),
        ("官道村3组", "五组", "官道村五组"),
        ("红旗小区", "东门", "红旗小区东门"),
    ],
)
def test_part_replaces_its_like_or_is_added(place: str, part: str, expected: str) -> None:
    """楼 for 楼, 单元 behind it."""
    assert with_part(place, part) == expected


def test_parts_are_taken_out_of_their_words() -> None:
    """应该是16号楼2单元吧."""
    assert parts_of("应该是16号楼2单元吧") == "16号楼2单元"
