"""A tiny district, and readings as the pipeline would give them."""

from __future__ import annotations

import itertools
from typing import Any

from bot.domain.deadlines import Deadline
from bot.domain.district import Category
from bot.domain.kinds import Kind, Urgency
from bot.intake import dialogue, questions
from bot.intake.dialogue import Outcome
from bot.intake.draft import Draft
from bot.intake.questions import Question
from bot.intake.reading import NOWHERE, Reading
from bot.places import Area, EstatePart, Gazetteer, Region, Resolution, RoadRange, resolve

DISTRICT, XINHUA, ZHENXING = "900001", "900001001", "900001002"
RED_FLAG, SUNSHINE, HARMONY = "900001001001", "900001001002", "900001002001"


def grid_code(community: str, number: int) -> str:
    """The code of a community's grid."""
    return f"{community}{number:08d}"


AREAS = [
    Area(DISTRICT, "样板区", "district"),
    Area(XINHUA, "新华路街道", "street", DISTRICT),
    Area(ZHENXING, "振兴街道", "street", DISTRICT),
    Area(RED_FLAG, "红旗社区", "community", XINHUA),
    Area(SUNSHINE, "阳光社区", "community", XINHUA),
    Area(HARMONY, "和谐社区", "community", ZHENXING),
    *(
        Area(grid_code(community, n), f"{name}{n}网格", "grid", community)
        for community, name in ((RED_FLAG, "红旗"), (SUNSHINE, "阳光"), (HARMONY, "和谐"))
        for n in (1, 2)
    ),
]
RED_1, RED_2 = grid_code(RED_FLAG, 1), grid_code(RED_FLAG, 2)
SUN_1, HARM_1 = grid_code(SUNSHINE, 1), grid_code(HARMONY, 1)
PLACES = [
    EstatePart("红旗小区", (), RED_FLAG, RED_1, "1-6"),
    EstatePart("红旗小区", (), RED_FLAG, RED_2, "7-12"),
    EstatePart("阳光花园", (), SUNSHINE, SUN_1),
    EstatePart("阳光花园", (), HARMONY, HARM_1),
    EstatePart("汇中花园", (), SUNSHINE, SUN_1),
    RoadRange("人民路", (), "all", 1, 99, SUN_1),
    RoadRange("人民路", (), "all", 100, 199, HARM_1),
    Region("上海市", "city", "", ("上海",)),
]
GAZETTEER = Gazetteer(AREAS, PLACES, within=("样板市",))
_message_ids = itertools.count(1)


def find(text: str) -> Resolution:
    """The resolve function of the conversation."""
    return resolve(text, GAZETTEER)


def make_category(code: str, name: str, *, needs_place: bool = True) -> Category:
    """A category of the police."""
    return Category(
        code,
        name,
        "d",
        "领域",
        "g",
        "小类",
        "police",
        Urgency.NORMAL,
        Deadline(5, "working_days"),
        "help",
        needs_place,
    )


TAXONOMY = {
    c.code: c
    for c in (
        make_category("elevator_fault", "电梯故障"),
        make_category("construction_noise", "施工噪音"),
        make_category("neighbour_noise", "邻里噪音"),
        make_category("street_light", "路灯不亮"),
        make_category("permit", "居住证办理", needs_place=False),
    )
}
LIFT = (("elevator_fault", 0.9), ("street_light", 0.05))
NOISE = (("construction_noise", 0.3), ("neighbour_noise", 0.28), ("street_light", 0.1))
UNSURE = (("street_light", 0.05), ("permit", 0.04))


def make_reading(text: str, intent: str = "help", p: float = 0.95, **more: Any) -> Reading:
    """A message as it is read; its places are looked up in the tiny district."""
    kind = Kind(intent) if intent in {k.value for k in Kind} else Kind.HELP
    values: dict[str, Any] = {
        "kind": kind,
        "places": find(text) if text else NOWHERE,
        "message_id": f"m{next(_message_ids)}",
    }
    return Reading(text=text, intent=intent, p=p, **{**values, **more})


def make_draft(text: str = "", intent: str = "help", **more: Any) -> Draft:
    """A draft that has taken in one message, or none."""
    draft = Draft(key="c:m0", kind=intent)
    if text:
        draft.absorb(make_reading(text, intent, **more), TAXONOMY)
    return draft


def say(draft: Draft, text: str, intent: str = "nlu_fallback", p: float = 0.95, **more: Any) -> Outcome:
    """One message into the draft."""
    return dialogue.answer(draft, make_reading(text, intent, p, **more), TAXONOMY, find)


def ask(draft: Draft) -> Question | None:
    """The next question as the form puts it; None when the report is complete."""
    while (question := draft.next_question(TAXONOMY)) is not None:
        asked = questions.ask(draft, question, TAXONOMY)
        if asked is not None:
            return asked
    return None


def asked_key(draft: Draft) -> str | None:
    """The reply key of the next question."""
    asked = ask(draft)
    return asked[0] if asked else None
