"""What a message changes: choices, places, corrections, extras."""

from __future__ import annotations

import pytest

from bot.domain.kinds import Urgency
from bot.intake.draft import Draft
from tests.intake.made_readings import (
    HARM_1,
    LIFT,
    NOISE,
    RED_1,
    RED_2,
    SUN_1,
    UNSURE,
    asked_key,
    make_draft,
    make_reading,
    say,
)

FIRST = ["1", "１", "一", "第一个", "①", "1.", "选1", "施工噪音", "施工噪音吧"]
SHA = "a" * 64


def make_choosing() -> Draft:
    """Asked: 1 施工噪音, 2 邻里噪音, 3 路灯不亮, 4 都不是."""
    draft = make_draft("汇中花园3号楼很吵", categories=NOISE)
    assert asked_key(draft) == "utter_ask_category_choice"
    return draft


def make_confirming(text: str = "汇中花园3号楼电梯坏了") -> Draft:
    """Asked to confirm."""
    draft = make_draft(text, categories=LIFT)
    assert asked_key(draft) == "utter_ask_confirmation"
    return draft


# ---- choices ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FIRST)
def test_first_option_is_chosen_in_many_ways(text: str) -> None:
    """A digit of either width, a numeral, an ordinal, the label."""
    draft = make_choosing()
    say(draft, text, "choose")
    assert draft.category == "construction_noise"
    assert asked_key(draft) == "utter_ask_confirmation"


@pytest.mark.parametrize("text", ["2", "２", "二", "第二个", "邻里噪音", "邻里"])
def test_second_option_is_not_the_first(text: str) -> None:
    """The number counts."""
    draft = make_choosing()
    say(draft, text, "choose")
    assert draft.category == "neighbour_noise"


@pytest.mark.parametrize("text", ["12", "１２", "十二", "0", "5", "第十个"])
def test_number_outside_the_list_chooses_nothing(text: str) -> None:
    """12 is never 1; the resident is told the range and asked again."""
    draft = make_choosing()
    outcome = say(draft, text, "choose")
    assert draft.category is None
    assert outcome.says == [("utter_choose_again", {"count": "4"})]


@pytest.mark.parametrize("text", ["4", "都不是", "第四个", "最后一个"])
def test_none_of_them_asks_openly(text: str) -> None:
    """The same list is not shown again."""
    draft = make_choosing()
    say(draft, text, "choose")
    assert draft.category is None
    assert asked_key(draft) == "utter_ask_category_again"


@pytest.mark.parametrize(("text", "grid"), [("1", SUN_1), ("２", HARM_1), ("第二个", HARM_1), ("振兴街道", HARM_1)])
def test_place_is_chosen_by_number_or_street(text: str, grid: str) -> None:
    """阳光花园 stands in two streets."""
    draft = make_draft("阳光花园电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, text, "choose" if text != "振兴街道" else "give_place")
    assert draft.grid == grid
    assert "阳光花园" in draft.place


@pytest.mark.parametrize(("text", "intent"), [("3", "choose"), ("都不是", "deny"), ("不是", "deny")])
def test_none_of_the_places_asks_where_then(text: str, intent: str) -> None:
    """The choice is not repeated."""
    draft = make_draft("阳光花园电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, text, intent)
    assert draft.grid is None
    assert asked_key(draft) == "utter_ask_place_other"


# ---- places -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "answer", "place", "grid"),
    [
        ("阳光花园电梯坏了", "新华路街道", "阳光花园", SUN_1),
        ("红旗小区电梯坏了", "5号楼", "红旗小区5号楼", RED_1),
        ("红旗小区电梯坏了", "12号楼", "红旗小区12号楼", RED_2),
        ("红旗小区电梯坏了", "5", "红旗小区5号楼", RED_1),
        ("红旗小区电梯坏了", "应该是5号楼吧", "红旗小区5号楼", RED_1),
        ("人民路路灯坏了", "人民路120号", "人民路120号", HARM_1),
        ("电梯坏了", "汇中花园3号楼", "汇中花园3号楼", SUN_1),
        ("金色港湾小区电梯坏了", "就是汇中花园3号楼", "汇中花园3号楼", SUN_1),
    ],
)
def test_place_is_joined_from_answers(start: str, answer: str, place: str, grid: str) -> None:
    """An answer completes the place before, or replaces it when it is a place by itself."""
    draft = make_draft(start, categories=LIFT)
    asked_key(draft)
    say(draft, answer, "give_place")
    assert draft.grid == grid
    assert place in draft.place


@pytest.mark.parametrize("text", ["整个小区", "门口", "整个小区都这样"])
def test_whole_estate_is_a_place(text: str) -> None:
    """A grid of its community takes it; an operator can move it."""
    draft = make_draft("红旗小区电梯坏了", categories=LIFT)
    assert asked_key(draft) == "utter_ask_place_building"
    say(draft, text, "give_place")
    assert draft.grid == RED_1
    assert draft.place == "红旗小区"


@pytest.mark.parametrize("text", ["好的", "嗯嗯", "不是", "谢谢"])
def test_words_without_a_place_never_join_it(text: str) -> None:
    """红旗小区好的 is no place (defect D6)."""
    draft = make_draft("红旗小区电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, text, {"不是": "deny", "谢谢": "thank"}.get(text, "affirm"), 0.4)
    assert draft.place in {"红旗小区", ""}


@pytest.mark.parametrize("text", ["不知道", "不清楚", "说不清楚", "我也不晓得"])
def test_not_knowing_the_place_goes_on_without(text: str) -> None:
    """The place is given up at once, the report is confirmed and filed."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, text, "dont_know")
    assert draft.skipped == ["place"]
    assert asked_key(draft) == "utter_ask_confirmation"


def test_not_knowing_the_building_keeps_the_estate() -> None:
    """The estate's community is sure."""
    draft = make_draft("红旗小区电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, "不知道", "dont_know")
    assert draft.grid == RED_1


def test_name_that_nobody_knows_is_kept_for_the_department() -> None:
    """The words are filed although no grid has them."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, "金色港湾小区", "give_place")
    assert (draft.place, draft.grid, draft.place_problem) == ("金色港湾小区", None, "unknown")
    assert asked_key(draft) == "utter_ask_place_unknown"


# ---- corrections ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent", "place"),
    [
        ("不是3号楼，是5号楼", "change_place", "汇中花园5号楼"),
        ("不是3号楼，是5号楼", "give_place", "汇中花园5号楼"),
        ("说错了，应该是16号楼", "change_place", "汇中花园16号楼"),
        ("地点改成人民路120号", "change_place", "人民路120号"),
        ("地址不对，是红旗小区9号楼", "change_place", "红旗小区9号楼"),
    ],
)
def test_place_is_corrected_at_the_confirmation(text: str, intent: str, place: str) -> None:
    """A part replaces the same part, a whole place replaces the whole (defect D25); the summary is shown afresh."""
    draft = make_confirming()
    say(draft, text, intent)
    assert draft.place == place
    assert draft.grid is not None
    assert "3号楼" not in draft.description
    assert asked_key(draft) == "utter_ask_confirmation"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("类别不对，是施工噪音", "change_category"), ("施工噪音", "nlu_fallback"), ("不是电梯故障，是施工噪音", "deny")],
)
def test_category_is_corrected_at_the_confirmation(text: str, intent: str) -> None:
    """By the name of the right one."""
    draft = make_confirming()
    say(draft, text, intent)
    assert draft.category == "construction_noise"
    assert asked_key(draft) == "utter_ask_confirmation"


def test_word_of_several_categories_offers_them() -> None:
    """噪音 is two of them."""
    draft = make_confirming()
    say(draft, "类别不对，是噪音", "change_category")
    assert asked_key(draft) == "utter_ask_category_choice"
    assert [o.value for o in draft.options] == ["construction_noise", "neighbour_noise", ""]


@pytest.mark.parametrize(
    ("start", "categories"), [("阳光花园电梯坏了", LIFT), ("红旗小区电梯坏了", LIFT), ("电梯坏了", LIFT)]
)
def test_category_is_corrected_while_the_place_is_asked(start: str, categories: tuple) -> None:
    """A correction is taken whatever was asked (defect D7)."""
    draft = make_draft(start, categories=categories)
    asked_key(draft)
    say(draft, "类别不对，是施工噪音", "change_category")
    assert draft.category == "construction_noise"


def test_modify_asks_what_and_then_takes_it() -> None:
    """修改, then the change, then the summary again."""
    draft = make_confirming()
    say(draft, "修改", "modify")
    assert asked_key(draft) == "utter_ask_change"
    say(draft, "不是3号楼，是5号楼", "change_place")
    assert draft.place == "汇中花园5号楼"
    assert asked_key(draft) == "utter_ask_confirmation"


def test_denied_summary_asks_what_to_change() -> None:
    """不对 is not a withdrawal."""
    draft = make_confirming()
    assert not say(draft, "不对", "deny").is_cancelled
    assert asked_key(draft) == "utter_ask_change"


def test_unsure_yes_files_nothing() -> None:
    """Words that no rule knows file a report only when the model is sure."""
    draft = make_confirming()
    say(draft, "可能吧", "affirm", 0.6)
    assert not draft.confirmed


def test_more_words_at_the_confirmation_are_added() -> None:
    """The resident is told, and the summary shown again."""
    draft = make_confirming()
    outcome = say(draft, "里面还有老人出不来门", "supplement")
    assert outcome.says == [("utter_noted", {})]
    assert draft.words[-1] == "里面还有老人出不来门"
    assert draft.category == "elevator_fault"


# ---- extras -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["有个事", "电梯坏了", "汇中花园3号楼电梯坏了"])
def test_anonymity_is_taken_whatever_was_asked(start: str) -> None:
    """A contact given before is removed, and the open question stays open."""
    draft = make_draft(start, categories=LIFT if "电梯" in start else UNSURE, contact="sealed")
    before = asked_key(draft)
    outcome = say(draft, "匿名", "request_anonymous")
    assert outcome.says == [("utter_anonymous_taken", {})]
    assert (draft.anonymous, draft.contact) == (True, "")
    assert (asked_key(draft) or "").removesuffix("_again") == (before or "").replace("_open", "")


def test_contact_is_taken_and_the_question_stays() -> None:
    """A phone number answers no question."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    outcome = say(draft, "我的电话〔手机号〕", "give_contact", contact="sealed")
    assert outcome.says == [("utter_contact_taken", {})]
    assert draft.contact == "sealed"
    assert asked_key(draft) == "utter_ask_place_again"


def test_contact_and_place_in_one_message_are_both_taken() -> None:
    """The place is not lost (defect D44)."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    say(draft, "汇中花园3号楼，我姓王，〔手机号〕", "give_contact", contact="sealed")
    assert (draft.contact, draft.grid) == ("sealed", SUN_1)


def test_photos_are_collected_once_each() -> None:
    """The same photo twice is one; each answer says how many there are."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    heard = [say(draft, "", "send_media", media=(digest,)).says[0] for digest in (SHA, "b" * 64, SHA)]
    assert heard == [
        ("utter_photo_taken", {"count": "1"}),
        ("utter_photo_taken", {"count": "2"}),
        ("utter_photo_known", {}),
    ]
    assert draft.attachments == [SHA, "b" * 64]
    assert draft.next_question({}) == "place"


def test_voice_without_words_asks_to_type() -> None:
    """The recording is kept all the same."""
    draft = make_draft("电梯坏了", categories=LIFT)
    outcome = say(draft, "", "send_voice", media=(SHA,))
    assert outcome.says == [("utter_voice_unread", {})]
    assert draft.attachments == [SHA]


def test_location_inside_settles_the_place() -> None:
    """Point, grid and label are kept."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    outcome = say(
        draft,
        "",
        "send_location",
        location=(109.2, 34.6),
        location_grid=SUN_1,
        location_name="新华路街道 阳光社区",
        location_label="小广场",
    )
    assert outcome.says == [("utter_location_taken", {"place": "小广场"})]
    assert (draft.grid, draft.longitude, draft.latitude) == (SUN_1, 109.2, 34.6)
    assert asked_key(draft) == "utter_ask_confirmation"


def test_location_outside_settles_nothing() -> None:
    """The resident is told, and the place is asked again."""
    draft = make_draft("电梯坏了", categories=LIFT)
    asked_key(draft)
    outcome = say(draft, "", "send_location", location=(116.4, 39.9))
    assert outcome.says == [("utter_location_outside", {})]
    assert draft.grid is None
    assert asked_key(draft) == "utter_ask_place_again"


def test_urgency_only_rises() -> None:
    """A calmer second message does not lower it."""
    draft = make_draft("电梯坏了", categories=LIFT, urgency=Urgency.URGENT)
    draft.absorb(make_reading("三号楼"), {})
    assert draft.urgency == "urgent"
