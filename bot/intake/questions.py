"""What is asked next about a report, in which words, and how often."""

from __future__ import annotations

import re

from bot.domain.district import Category
from bot.domain.kinds import Kind
from bot.intake.draft import NONE_OF_THEM, OFFER, Draft, Option

SALUTATION = re.compile(r"^(?:\s*(?:尊敬的[^，。：:\n]{0,12}|各位领导|领导|您好|你好)[，。！：:,!\s]*)+")
"""尊敬的领导：您好！ — left out of the summary."""
ASK_AT_MOST = 2
"""The same question is never put a third time."""
MOST_OPTIONS = 4
"""Categories offered in one question."""

Question = tuple[str, dict[str, str], list[str]]
"""Reply key, values, quick replies."""


def ask(draft: Draft, question: str, taxonomy: dict[str, Category]) -> Question | None:
    """The next question. None when it was put often enough: then it is given up, and the report goes on without."""
    topic, asked = _choose_words(draft, question, taxonomy)
    if draft.asked.get(topic, 0) < ASK_AT_MOST:
        draft.asked[topic] = draft.asked.get(topic, 0) + 1
        draft.asked["unknown"] = int(draft.place_problem == "unknown")
        return asked
    if topic == "change":
        draft.changing = False
    elif question == "confirmation":
        draft.confirmed = True
    else:
        if question == "place":
            draft.settle_for_wider()
        draft.skipped.append(question)
    draft.options = []
    return None


def remind(draft: Draft, question: str, taxonomy: dict[str, Category]) -> Question | None:
    """What is still open, after a digression; it counts as asking. None when it was put often enough."""
    topic, _ = _choose_words(draft, question, taxonomy)
    if draft.asked.get(topic, 0) > ASK_AT_MOST:
        return None
    draft.asked[topic] = draft.asked.get(topic, 0) + 1
    if draft.options:
        return "utter_remind_choice", {"options": numbered(draft.options)}, [o.label for o in draft.options]
    return f"utter_remind_{question}", {}, ["确认", "修改"] if question == "confirmation" else []


def _choose_words(draft: Draft, question: str, taxonomy: dict[str, Category]) -> tuple[str, Question]:
    if draft.changing:
        return "change", ("utter_ask_change", {}, [])
    if question == "category":
        return _category(draft, taxonomy)
    if question == "place":
        return _place(draft)
    return "confirmation", ("utter_ask_confirmation", summary(draft, taxonomy), ["确认", "修改", "匿名提交"])


def _category(draft: Draft, taxonomy: dict[str, Category]) -> tuple[str, Question]:
    offered = [code for code, p in draft.guesses if p >= OFFER][:MOST_OPTIONS]
    if len(offered) < 2:
        draft.options = []
        again = bool(draft.asked.get("category") or draft.asked.get("category_choice"))
        return "category", ("utter_ask_category_again" if again else "utter_ask_category_open", {}, [])
    draft.options = [Option("category", code, taxonomy[code].name) for code in offered]
    draft.options.append(Option("category", "", NONE_OF_THEM))
    labels = [o.label for o in draft.options]
    return "category_choice", ("utter_ask_category_choice", {"options": numbered(draft.options)}, labels)


def _place(draft: Draft) -> tuple[str, Question]:
    place = {"place": draft.place}
    if draft.place_problem == "building":
        return "place_building", ("utter_ask_place_building", place, ["整个小区"])
    if draft.options and draft.place_problem == "ambiguous":
        labels = [o.label for o in draft.options]
        return "place_choice", ("utter_ask_place_choice", {**place, "options": numbered(draft.options)}, labels)
    if draft.place_problem == "wide":
        return "place_wide", ("utter_ask_place_wide", place, [])
    if draft.place_problem == "other":
        return "place", ("utter_ask_place_other", {}, [])
    if draft.place_problem == "outside":
        return "place", ("utter_ask_place_outside", place, [])
    if draft.place:
        key = "utter_ask_place_unknown_again" if draft.asked.get("unknown") else "utter_ask_place_unknown"
        return "place", (key, place, [])
    return "place", ("utter_ask_place_again" if draft.asked.get("place") else "utter_ask_place", {}, [])


def numbered(options: list[Option]) -> str:
    """The options as numbered lines."""
    return "\n".join(f"{n}. {o.label}" for n, o in enumerate(options, 1))


def summary(draft: Draft, taxonomy: dict[str, Category]) -> dict[str, str]:
    """The values of the summary that is confirmed before filing."""
    category = taxonomy.get(draft.category or "")
    lines = [f"事项：{category.name if category else '待工作人员判断'}（{Kind(draft.kind).label}）"]
    if draft.place:
        known = f"（{draft.area}）" if draft.area and draft.area not in draft.place else ""
        lines.append(f"地点：{draft.place}{known if draft.grid else '（由工作人员进一步核实）'}")
    elif "place" in draft.skipped:
        lines.append("地点：暂缺，由工作人员联系您核实")
    if draft.occurred:
        lines.append(f"时间：{draft.occurred}")
    words = SALUTATION.sub("", draft.description).replace("\n", "；")
    lines.append(f"内容：{words[:120]}{'…' if len(words) > 120 else ''}")
    if draft.attachments:
        lines.append(f"附件：{len(draft.attachments)}份")
    if draft.anonymous:
        lines.append("匿名：是")
    elif draft.contact:
        lines.append("联系电话：已留")
    return {"summary": "\n".join(lines)}
