"""Plays a conversation, keeps its transcript, and says what was not as written."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.golden.product import Running
from tests.golden.resident import Resident
from tests.golden.script import Conversation

NUMBER = re.compile(r"JS\d{10,14}")
MOVES = {"resolve": ("dispatch", "resolve"), "resolve_again": ("resolve",)}
"""What an operator's move stands for; the others are moves of the product."""
MOST_ASKED = 2
"""The same question is never put a third time."""
BEGINNING = "银鹰新城12号楼的物业太差了，门禁坏了不修，垃圾也不清，打电话没人接。"
LONG = (BEGINNING + "我们业主反映过很多次，每次都说尽快处理。" * 300)[:5000]
"""Written as LONG in the YAML: 5,000 characters."""
_hand_off = threading.Lock()


@dataclass
class Played:
    """What happened."""

    conversation: Conversation
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    """Ticket numbers in the order they were heard, with who heard them first."""

    def fault(self, text: str) -> None:
        """Note what is wrong, in the transcript too."""
        self.faults.append(text)
        self.lines.append(f"        !! {text}")

    @property
    def transcript(self) -> str:
        """Everything said and heard, with the faults where they occurred."""
        return "\n".join([f"{self.conversation.id}: {self.conversation.about}", *self.lines])


def play(conversation: Conversation, product: Running) -> Played:
    """Play all turns; a fault does not end the conversation."""
    played = Played(conversation)
    people: dict[str, Resident] = {}
    guard = _hand_off if conversation.hands_off else threading.Lock()
    with guard:
        for turn in conversation.turns:
            who = turn.get("by", "resident")
            person = people.setdefault(who, Resident(product))
            try:
                if "operator" in turn:
                    _operate(turn["operator"], played, product)
                else:
                    _talk(turn, who, person, played)
            except AssertionError as error:
                played.fault(str(error))
    if conversation.asks_once:
        for person in people.values():
            _check_questions(person, played)
    return played


def _talk(turn: dict[str, Any], who: str, person: Resident, played: Played) -> None:
    kind, fields, shown = _message(turn, person, played)
    played.lines.append(f"  {who} > {shown}")
    answers = person.send(kind, repeat=int(turn.get("repeat", 0)), silent=bool(turn.get("silent")), **fields)
    heard = answers[0]
    played.lines.append("      < " + (heard.replace("\n", "\n        ") or "(silence)"))
    for again in answers[1:]:
        if again != heard:
            played.fault(f"delivered again, the answer was another one: {again!r}")
    for number in NUMBER.findall(heard):
        if number not in [n for n, _ in played.numbers]:
            played.numbers.append((number, who))
    if turn.get("silent"):
        if heard:
            played.fault("expected silence")
        return
    if not heard:
        played.fault("no answer")
    for wanted in turn.get("hears", []):
        if not _matches(wanted, heard, played):
            played.fault(f"not heard: {wanted}")
    for unwanted in turn.get("hears_not", []):
        if _matches(unwanted, heard, played):
            played.fault(f"heard: {unwanted}")


def _message(turn: dict[str, Any], person: Resident, played: Played) -> tuple[str, dict[str, Any], str]:
    if "says" in turn:
        text = LONG if turn["says"] == "LONG" else _fill(str(turn["says"]), played)
        return "text", {"Content": text}, text if len(text) <= 300 else f"{text[:150]} … ({len(text)} characters)"
    if "photo" in turn:
        media_id = person.photo(str(turn["photo"]))
        return "image", {"PicUrl": "", "MediaId": media_id}, f"[photo {turn['photo']}]"
    if "voice" in turn:
        words = {"Recognition": turn["voice"]} if turn["voice"] else {}
        return "voice", {"Format": "amr", "MediaId": person.voice(), **words}, f"[voice: {turn['voice'] or 'unread'}]"
    if "location" in turn:
        at = turn["location"]
        fields = {"Location_X": str(at["lat"]), "Location_Y": str(at["lng"]), "Scale": 16, "Label": at["label"]}
        return "location", fields, f"[location {at['label']}]"
    raw = dict(turn["raw"])
    return raw.pop("MsgType"), raw, f"[{turn['raw']}]"


def _operate(move: dict[str, Any], played: Played, product: Running) -> None:
    played.lines.append(f"  operator: {move}")
    if "hand_back" in move:
        waiting = product.command("conversations", "waiting")
        assert waiting, "no conversation waits for a human"
        product.command("conversations", "hand-back", waiting[-1]["conversation"])
        return
    number = _fill(str(move.get("number", "{number}")), played)
    for name in MOVES.get(move["move"], (move["move"],)):
        product.command("tickets", "move", number, name, "--reason", move.get("reason", ""))


def _fill(text: str, played: Played) -> str:
    """{number} is the ticket heard last, {number1} the first one, {number2} the second."""
    numbers = [n for n, _ in played.numbers]
    values = {f"{{number{i}}}": n for i, n in enumerate(numbers, 1)}
    if numbers:
        values["{number}"] = numbers[-1]
    for name, value in values.items():
        text = text.replace(name, value)
    assert not re.search(r"\{number\d?\}", text), f"no such ticket was heard: {text}"
    return text


def _matches(wanted: Any, heard: str, played: Played) -> bool:
    if isinstance(wanted, dict):
        return re.search(_fill(str(wanted["re"]), played), heard) is not None
    return _fill(str(wanted), played) in heard


def _check_questions(person: Resident, played: Played) -> None:
    """A question is a paragraph with a question mark or an invitation to reply."""
    paragraphs = [p for heard in person.heard for p in set(heard.split("\n\n")) if "？" in p or "回复“" in p]
    for paragraph in sorted(set(paragraphs)):
        if (times := paragraphs.count(paragraph)) > MOST_ASKED:
            played.fault(f"asked {times} times: {paragraph}")


def check_tickets(played: Played, exported: dict[str, dict[str, Any]]) -> None:
    """Compare the tickets that were heard of with those expected."""
    wanted = played.conversation.tickets
    found = [(exported[n], who) for n, who in played.numbers if n in exported]
    for number, _ in played.numbers:
        if number not in exported:
            played.fault(f"{number} was told but is not in the export")
    for ticket, _ in found:
        shown = {k: v for k, v in ticket.items() if k not in {"events", "created_at", "channel", "kind_name"}}
        played.lines.append(f"  ticket: {shown} {[e['name'] for e in ticket['events']]}")
    if len(found) != len(wanted):
        played.fault(f"{len(found)} tickets, expected {len(wanted)}")
    for (ticket, who), expected in zip(found, wanted, strict=False):
        for key, value in expected.items():
            _check_field(played, key, value, ticket, who)
    everything = "\n".join(
        [*(str(t) for t, _ in found), *(line for line in played.lines if line.startswith("      <"))]
    )
    for words in played.conversation.export_not:
        if words in everything:
            played.fault(f"{words!r} is in a reply or in the export")


def _check_field(played: Played, key: str, value: Any, ticket: dict[str, Any], who: str) -> None:
    if key == "events":
        missing = _missing_events(value, [e["name"] for e in ticket["events"]])
        if missing:
            played.fault(f"{ticket['number']}: events lack {missing}")
        return
    if key == "place_not":
        if value in ticket["place"]:
            played.fault(f"{ticket['number']}: place {ticket['place']!r} holds {value!r}")
        return
    actual = {"by": who, **ticket}.get(key)
    if key == "grid" and isinstance(value, str) and not value.isdigit():
        is_right = value in str(ticket["grid_name"])
    elif key == "place":
        is_right = str(value) in str(actual)
    else:
        is_right = actual in value if isinstance(value, list) else actual == value
    if not is_right:
        played.fault(f"{ticket['number']}: {key} is {actual!r}, expected {value!r}")


def _missing_events(wanted: list[str], found: list[str]) -> list[str]:
    """Events that are missing; one written twice must have happened twice."""
    left = list(found)
    missing = []
    for name in wanted:
        left.remove(name) if name in left else missing.append(name)
    return missing
