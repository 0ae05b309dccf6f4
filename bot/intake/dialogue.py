"""The conversation about one report: what a message changes. No framework, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.district import Category
from bot.domain.kinds import Kind
from bot.intake.amending import amend, named_category
from bot.intake.draft import Draft
from bot.intake.place_words import WHOLE, is_part, parts_of, with_part
from bot.intake.reading import Reading
from bot.intake.resolving import SAYS_NOTHING, Resolve, answer_place, settle
from bot.text.choices import parse_choice

DIGRESSIONS = frozenset(
    {
        "track_progress",
        "urge",
        "rate",
        "hand_off",
        "greet",
        "thank",
        "goodbye",
        "ask_identity",
        "ask_capability",
        "out_of_scope",
        "abuse",
        "start_report",
    }
)
"""Acts that are answered in the middle of a report without changing it."""
OFFER_ALONE = 0.3
"""Probability from which a word or two are taken for a category."""
SURE_OF_YES = 0.8
"""Probability from which words that no rule knows file a report."""
SHORTEST_NAME = 3
"""Characters of a category's name, or of a part of it."""
DONT_KNOW = ("不知道", "不清楚", "说不清", "不晓得", "不记得", "跳过", "没有地址", "不方便说", "随便")


@dataclass
class Outcome:
    """What a message did."""

    says: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Reply keys with their values, in order."""
    is_digression: bool = False
    """Somebody else has to answer; the report stays as it is."""
    is_cancelled: bool = False
    """The resident does not want to report any more."""


def answer(
    draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve, *, has_tickets: bool = True
) -> Outcome:
    """Take one message into the draft. Without tickets, words about one (快点) belong to the report."""
    question = draft.next_question(taxonomy)
    about_tickets = reading.intent in {"urge", "track_progress", "rate"}
    if (has_tickets or not about_tickets) and _digresses(draft, reading, question):
        return Outcome(is_digression=True)
    if reading.intent == "withdraw" and (reading.p >= 0.5 or question == "confirmation"):
        return Outcome(is_cancelled=True)
    outcome = Outcome()
    if reading.is_media or reading.location is not None:
        return _take_media(draft, reading, outcome)
    draft.take_extras(reading, with_files=reading.intent not in SAYS_NOTHING)
    before = Draft.from_json(draft.to_json())
    _take_in(draft, reading, question, taxonomy, resolve, outcome)
    if draft.is_same(before):  # said again: the same question is not counted anew
        draft.asked = before.asked
    return outcome


def _take_in(
    draft: Draft,
    reading: Reading,
    question: str | None,
    taxonomy: dict[str, Category],
    resolve: Resolve,
    outcome: Outcome,
) -> None:
    if _take_aside(draft, reading, question, outcome):
        return
    if draft.options and _choose(draft, reading):
        return
    if reading.intent == "choose" and question in {"category", "place"} and draft.place_problem != "building":
        if draft.options:
            outcome.says.append(("utter_choose_again", {"count": str(len(draft.options))}))
        return
    if amend(draft, reading, taxonomy, resolve):
        return
    if question == "category":
        _answer_category(draft, reading, taxonomy)
    elif question == "place" and not draft.changing:
        answer_place(draft, reading, taxonomy, resolve)
    else:
        _answer_confirmation(draft, reading, taxonomy, resolve, outcome)


def _take_aside(draft: Draft, reading: Reading, question: str | None, outcome: Outcome) -> bool:
    """What can be said whatever was asked: don't know, anonymous, a phone number, 修改."""
    if question in {"category", "place"} and _gives_up(reading):
        if question == "place":
            draft.settle_for_wider()
        if question == "place" or draft.asked.get("category", 0) + draft.asked.get("category_choice", 0) > 1:
            draft.skipped.append(question)
            draft.options = []
        return True
    if question == "place" and draft.place_problem == "building" and WHOLE.search(reading.text):
        draft.settle_for_wider()
        draft.learnt()
        return True
    if reading.is_surely("request_anonymous"):
        draft.anonymous, draft.contact = True, ""
        outcome.says.append(("utter_anonymous_taken", {}))
        draft.learnt()
        return True
    if reading.contact:
        outcome.says.append(("utter_contact_taken", {}))
        draft.learnt()
        return reading.intent == "give_contact" and reading.places.status == "none"
    if reading.is_surely("modify"):
        draft.changing = True
        return True
    return False


def _digresses(draft: Draft, reading: Reading, question: str | None) -> bool:
    if reading.intent == "report_emergency" or reading.intent == "hand_off":
        return True
    if question == "place" and reading.places.status != "none" and reading.intent not in {"track_progress", "urge"}:
        return False
    if reading.intent in DIGRESSIONS:
        return reading.p >= 0.5
    return reading.intent == Kind.CONSULT.value and reading.p >= 0.5 and question != "category" and not draft.changing


def _take_media(draft: Draft, reading: Reading, outcome: Outcome) -> Outcome:
    before = len(draft.attachments)
    draft.take_extras(reading)
    if reading.location is not None:
        if reading.location_grid:
            outcome.says.append(("utter_location_taken", {"place": draft.place}))
        else:
            outcome.says.append(("utter_location_outside", {}))
        draft.learnt()
    elif reading.intent == "send_voice" and not reading.text:
        outcome.says.append(("utter_voice_unread", {}))
    elif len(draft.attachments) > before:
        outcome.says.append(("utter_photo_taken", {"count": str(len(draft.attachments))}))
    else:
        outcome.says.append(("utter_photo_known", {}))
    return outcome


def _choose(draft: Draft, reading: Reading) -> bool:
    chosen = parse_choice(reading.text, len(draft.options), [o.label for o in draft.options])
    if chosen is None:
        return draft.narrow(reading.text)
    option = draft.options[chosen - 1]
    draft.options = []
    if option.about == "category":
        if option.value:
            draft.category = option.value
        else:
            draft.guesses = []
    elif option.value:
        draft.settle_place(draft.place or option.label, option.value, option.area)
    else:
        draft.forget_place()
        draft.place_problem = "other"
    draft.learnt()
    return True


def _answer_category(draft: Draft, reading: Reading, taxonomy: dict[str, Category]) -> None:
    if reading.intent in SAYS_NOTHING or (
        len(reading.text) <= SHORTEST_NAME and (not reading.categories or reading.categories[0][1] < OFFER_ALONE)
    ):
        return
    named = named_category(reading.text, taxonomy)
    draft.options = []
    draft.absorb(reading, taxonomy)
    if named:
        draft.category = named
    if reading.is_matter:
        draft.kind = reading.kind.value
    draft.learnt()


def _answer_confirmation(
    draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve, outcome: Outcome
) -> None:
    if reading.intent == "affirm" and reading.p >= SURE_OF_YES and not draft.changing:
        draft.confirmed = True
        return
    if reading.intent in {"deny", "modify"}:
        draft.changing = True
        return
    if len(reading.text) >= SHORTEST_NAME and (named := named_category(reading.text, taxonomy)):
        draft.category = named
        draft.learnt()
        return
    if draft.place and is_part(reading.text):
        settle(draft, with_part(draft.place, parts_of(reading.text)), resolve)
        draft.learnt()
        return
    is_place = reading.intent in {"give_place", "change_place"}
    if is_place and reading.places.status in {"resolved", "ambiguous"}:
        draft.forget_place()
        draft.take_place(reading)
        draft.learnt()
        return
    if reading.intent in SAYS_NOTHING or reading.intent == "nlu_fallback" or not reading.text:
        return
    draft.absorb(reading, taxonomy)
    outcome.says.append(("utter_noted", {}))
    draft.learnt()


def _gives_up(reading: Reading) -> bool:
    if reading.intent == "dont_know" and reading.p >= 0.5:
        return True
    return (
        len(reading.text) <= 12
        and any(words in reading.text for words in DONT_KNOW)
        and reading.places.status == "none"
    )
