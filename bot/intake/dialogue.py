"""The conversation about one report: what an answer changes, and what to ask next. No framework, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.district import Category
from bot.domain.kinds import Kind, Urgency, more_urgent
from bot.intake.draft import ACCEPT, MOST_OPTIONS, NONE_OF_THEM, OFFER, Draft, Option, area_words, place_words
from bot.intake.reading import Reading
from bot.places.model import Resolution
from bot.text.choices import parse_choice
from bot.text.corrections import find_correction

ASK_AT_MOST = 2
"""The same question is never put a third time."""
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
TELLING = frozenset({"consult", "supplement", "nlu_fallback"})
"""Intents whose words belong to the report although they do not name a matter."""
DONT_KNOW = ("不知道", "不清楚", "说不清", "不晓得", "不记得", "跳过", "没有地址", "不方便说", "随便")


Resolve = Callable[[str], Resolution]
"""Finds the grid that words speak of."""


@dataclass
class Outcome:
    """What a message did."""

    says: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Reply keys with their values, in order."""
    is_digression: bool = False
    """Somebody else has to answer; the report stays as it is."""
    is_cancelled: bool = False
    """The resident does not want to report any more."""


def answer(draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve) -> Outcome:
    """Take one message into the draft."""
    question = draft.next_question(taxonomy)
    if _digresses(draft, reading, question):
        return Outcome(is_digression=True)
    if reading.intent == "withdraw" and (reading.p >= 0.5 or question == "confirmation"):
        return Outcome(is_cancelled=True)
    outcome = Outcome()
    if reading.is_media or reading.location is not None:
        return _take_media(draft, reading, outcome)
    if question in {"category", "place"} and _gives_up(reading):
        if question == "place" or draft.asked.get("category", 0) + draft.asked.get("category_choice", 0) > 1:
            draft.skipped.append(question)
            draft.options = []
        return outcome
    if reading.is_surely("request_anonymous"):
        draft.anonymous, draft.contact = True, ""
        outcome.says.append(("utter_anonymous_taken", {}))
        draft.learnt()
        return outcome
    if reading.contact and reading.intent in {"give_contact", "nlu_fallback"}:
        draft.take_extras(reading)
        outcome.says.append(("utter_contact_taken", {}))
        draft.learnt()
        return outcome
    draft.take_extras(reading)
    if draft.options and _choose(draft, reading):
        return outcome
    if reading.intent == "choose" and question in {"category", "place"}:
        if draft.options:
            outcome.says.append(("utter_choose_again", {"count": str(len(draft.options))}))
        return outcome
    if _correct(draft, reading, taxonomy, resolve):
        return outcome
    if question == "category":
        _answer_category(draft, reading, taxonomy)
    elif question == "place":
        _answer_place(draft, reading, taxonomy, resolve)
    else:
        _answer_confirmation(draft, reading, taxonomy, outcome)
    return outcome


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
        return False
    option = draft.options[chosen - 1]
    draft.options = []
    if option.about == "category":
        if option.value:
            draft.category = option.value
        else:
            draft.guesses = []
    elif option.value:
        draft.settle_place(draft.place or option.label, option.value, option.label)
    else:
        draft.place_problem = "unknown"
    draft.learnt()
    return True


def _correct(draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve) -> bool:
    found = find_correction(reading.text)
    if found is None and reading.intent not in {"change_place", "change_category"}:
        return False
    about = found.about if found and found.about else reading.intent.removeprefix("change_")
    if about == "place":
        return _correct_place(draft, reading, found.wrong if found else None, found.right if found else "", resolve)
    if about != "category":
        return False
    if found is not None and (named := named_category(found.right, taxonomy)):
        draft.category, draft.options = named, []
    else:
        guesses = [(c, p) for c, p in reading.categories if c in taxonomy and c != draft.category]
        draft.category, draft.guesses = None, guesses
        draft.skipped = [s for s in draft.skipped if s != "category"]
        if guesses and guesses[0][1] >= ACCEPT:
            draft.category = guesses[0][0]
    draft.learnt()
    return True


def _correct_place(draft: Draft, reading: Reading, wrong: str | None, right: str, resolve: Resolve) -> bool:
    right = right or place_words(reading)
    if not right:
        if draft.grid is None and not draft.place:
            return False
        draft.forget_place()
        draft.learnt()
        return True
    if wrong and wrong in draft.description:
        draft.words.append(reading.text)
    whole = draft.place.replace(wrong, right) if wrong and wrong in draft.place else right
    draft.forget_place()
    _settle(draft, whole, resolve)
    draft.learnt()
    return True


def _settle(draft: Draft, words: str, resolve: Resolve) -> None:
    """Look the words up and keep what comes of it."""
    found = resolve(words)
    draft.place = words[:200]
    if found.status == "resolved":
        draft.settle_place(draft.place, found.choices[0].grid_code, area_words(found.choices[0]))
    else:
        draft.take_found(found)


def named_category(words: str, taxonomy: dict[str, Category]) -> str | None:
    """The category whose name the words are, or are part of, when only one is."""
    words = words.strip("的了吧啊呢。，！ ")
    hits = [c.code for c in taxonomy.values() if words == c.name]
    hits = hits or [c.code for c in taxonomy.values() if len(words) >= 2 and (words in c.name or c.name in words)]
    return hits[0] if len(hits) == 1 else None


def _answer_category(draft: Draft, reading: Reading, taxonomy: dict[str, Category]) -> None:
    named = named_category(reading.text, taxonomy)
    draft.options = []
    draft.absorb(reading, taxonomy)
    if named:
        draft.category = named
    if reading.is_matter:
        draft.kind = reading.kind.value
    draft.learnt()


def _answer_place(draft: Draft, reading: Reading, taxonomy: dict[str, Category], resolve: Resolve) -> None:
    if draft.place and reading.places.status != "resolved":
        joined = resolve(f"{draft.place}{reading.text}"[:200])
        if joined.status == "resolved" or (joined.status == "ambiguous" and reading.places.status == "none"):
            before = (draft.grid, draft.options)
            _settle(draft, f"{draft.place}{reading.text}"[:200], resolve)
            if (draft.grid, draft.options) != before:
                draft.learnt()
                return
    if reading.places.status == "none":
        if reading.intent in {"give_place", "change_place"} and len(reading.text) >= 2:
            draft.place, draft.place_problem = reading.text[:100], "unknown"
        elif len(reading.text) > 3 and (reading.is_matter or reading.intent in TELLING):
            draft.absorb(reading, taxonomy)
        return
    if reading.is_matter or len(reading.text) > len(place_words(reading)) + 6:
        draft.words.append(reading.text)
        draft.urgency = more_urgent(Urgency(draft.urgency), reading.urgency).value
    earlier = draft.place
    draft.take_place(reading)
    if draft.grid is None and earlier and earlier not in draft.place:
        _settle(draft, f"{earlier}{draft.place}"[:200], resolve)
    draft.learnt()


def _answer_confirmation(draft: Draft, reading: Reading, taxonomy: dict[str, Category], outcome: Outcome) -> None:
    if reading.intent == "affirm" and not draft.changing:
        draft.confirmed = True
        return
    if reading.intent in {"deny", "modify"}:
        draft.changing = True
        return
    if draft.changing and (named := named_category(reading.text, taxonomy)):
        draft.category = named
        draft.learnt()
        return
    if reading.intent in {"give_place", "change_place"} and reading.places.status in {"resolved", "ambiguous"}:
        draft.forget_place()
        draft.take_place(reading)
        draft.learnt()
        return
    if reading.intent in {"blank", "choose", "affirm"} or not reading.text:
        return
    draft.changing = False
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


def ask(draft: Draft, question: str, taxonomy: dict[str, Category]) -> tuple[str, dict[str, str], list[str]] | None:
    """The next question: reply key, values, quick replies. None when it was put often enough: then it is given up."""
    if question == "category":
        topic, asked = _ask_category(draft, taxonomy)
    elif question == "place":
        topic, asked = _ask_place(draft)
    elif draft.changing:
        topic, asked = "change", ("utter_ask_change", {}, [])
    else:
        topic, asked = (
            "confirmation",
            ("utter_ask_confirmation", summary(draft, taxonomy), ["确认", "修改", "匿名提交"]),
        )
    if draft.asked.get(topic, 0) >= ASK_AT_MOST:
        if question == "confirmation":
            draft.confirmed = True
        else:
            draft.skipped.append(question)
        draft.options = []
        return None
    draft.asked[topic] = draft.asked.get(topic, 0) + 1
    return asked


def _ask_category(draft: Draft, taxonomy: dict[str, Category]) -> tuple[str, tuple[str, dict[str, str], list[str]]]:
    offered = [code for code, p in draft.guesses if p >= OFFER][:MOST_OPTIONS]
    if len(offered) < 2:
        draft.options = []
        again = bool(draft.asked.get("category") or draft.asked.get("category_choice"))
        return "category", ("utter_ask_category_again" if again else "utter_ask_category_open", {}, [])
    draft.options = [Option("category", code, taxonomy[code].name) for code in offered]
    draft.options.append(Option("category", "", NONE_OF_THEM))
    labels = [o.label for o in draft.options]
    return "category_choice", ("utter_ask_category_choice", {"options": numbered(draft.options)}, labels)


def _ask_place(draft: Draft) -> tuple[str, tuple[str, dict[str, str], list[str]]]:
    place = {"place": draft.place}
    if draft.options and draft.place_problem == "ambiguous":
        labels = [o.label for o in draft.options]
        return "place_choice", ("utter_ask_place_choice", {**place, "options": numbered(draft.options)}, labels)
    if draft.place_problem == "outside":
        return "place", ("utter_ask_place_outside", place, [])
    if draft.place:
        return "place", ("utter_ask_place_unknown", place, [])
    return "place", ("utter_ask_place_again" if draft.asked.get("place") else "utter_ask_place", {}, [])


def numbered(options: list[Option]) -> str:
    """The options as numbered lines."""
    return "\n".join(f"{n}. {o.label}" for n, o in enumerate(options, 1))


def summary(draft: Draft, taxonomy: dict[str, Category]) -> dict[str, str]:
    """The values of the summary that is confirmed before filing."""
    category = taxonomy.get(draft.category or "")
    lines = [f"事项：{category.name if category else '待工作人员判断'}（{Kind(draft.kind).label}）"]
    if draft.place:
        known = f"（{draft.area}）" if draft.area else ""
        lines.append(f"地点：{draft.place}{known if draft.grid else '（由工作人员进一步核实）'}")
    elif draft.skipped:
        lines.append("地点：暂缺，由工作人员联系您核实")
    if draft.occurred:
        lines.append(f"时间：{draft.occurred}")
    words = draft.description.replace("\n", "；")
    lines.append(f"内容：{words[:120]}{'…' if len(words) > 120 else ''}")
    if draft.attachments:
        lines.append(f"照片等附件：{len(draft.attachments)}份")
    if draft.anonymous:
        lines.append("匿名：是")
    elif draft.contact:
        lines.append("联系电话：已留")
    return {"summary": "\n".join(lines)}
