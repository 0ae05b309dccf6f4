"""A report while it is being taken in. Plain values: it lives in a slot of the conversation as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.domain.district import Category
from bot.domain.kinds import Kind, Urgency, more_urgent
from bot.intake.reading import Reading
from bot.places.model import Candidate, Resolution

ACCEPT = 0.5
"""Category probability above which nothing is asked."""
ACCEPT_ALONE = 0.34
"""Lower bound that is enough when the next category is less than half as probable."""
ACCEPT_PRAISE = 0.7
"""The same for praise, which often names no matter."""
OFFER = 0.08
"""Categories below this are not offered as a choice."""
NONE_OF_THEM = "都不是"
MAX_WORDS = 5_000
"""Characters of a resident's words kept in the draft."""


@dataclass
class Option:
    """One line of a numbered choice."""

    about: str
    """category or place."""
    value: str
    """Category code or grid code; empty for none of them."""
    label: str
    """What the resident reads."""
    area: str = ""
    """Street and community, for a place."""


@dataclass
class Draft:
    """What is known so far."""

    key: str
    """Request key of the ticket to be."""
    kind: str = Kind.HELP.value
    category: str | None = None
    guesses: list[tuple[str, float]] = field(default_factory=list)
    """Categories with probabilities, most probable first."""
    place: str = ""
    """The place in words, as far as known."""
    grid: str | None = None
    area: str = ""
    """Street and community of the grid, for the resident to check."""
    wider: str = ""
    """Code of the area that surely holds the place although its grid is not known."""
    place_problem: str = ""
    """Why the place is not settled: unknown, ambiguous, building (which one of an estate), wide (a whole road or
    community), other (none of those offered), outside, or empty."""
    longitude: float | None = None
    latitude: float | None = None
    words: list[str] = field(default_factory=list)
    occurred: str = ""
    urgency: str = Urgency.NORMAL.value
    contact: str = ""
    anonymous: bool = False
    attachments: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    """How often each question was put since something new was learnt."""
    skipped: list[str] = field(default_factory=list)
    """Questions given up: the ticket is filed without."""
    confirmed: bool = False
    changing: bool = False
    """The resident said 修改 and is about to say what."""
    seen: str = ""
    """Id of the last message taken in."""

    def to_json(self) -> dict[str, Any]:
        """Plain values for a slot."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Draft:
        """The draft again."""
        values = dict(value)
        values["options"] = [Option(**o) for o in values.get("options") or []]
        values["guesses"] = [(str(c), float(p)) for c, p in values.get("guesses") or []]
        return cls(**values)

    def is_same(self, other: Draft) -> bool:
        """True when a message changed nothing of the report itself."""
        return replace(self, seen="", asked={}) == replace(other, seen="", asked={})

    @property
    def description(self) -> str:
        """All the resident's words, in order."""
        return "\n".join(self.words)[:MAX_WORDS]

    def absorb(self, reading: Reading, taxonomy: dict[str, Category]) -> None:
        """Take everything a descriptive message holds, without overwriting what is settled."""
        if reading.text:
            self.words.append(reading.text)
        self.take_extras(reading)
        self.urgency = more_urgent(Urgency(self.urgency), reading.urgency).value
        if reading.occurred and not self.occurred:
            self.occurred = reading.occurred
        if self.category is None:
            self.take_category(reading, taxonomy)
        if self.grid is None:
            self.take_place(reading)
        if self.kind in {Kind.PRAISE.value, Kind.CONSULT.value} and self.place_problem in {"unknown", "outside"}:
            self.forget_place()

    def take_extras(self, reading: Reading, *, with_files: bool = True) -> None:
        """Files, contact and location that came along."""
        if with_files:
            self.attachments += [digest for digest in reading.media if digest not in self.attachments]
        if reading.contact:
            self.contact = reading.contact
        if reading.location is not None:
            self.longitude, self.latitude = reading.location
            if reading.location_grid:
                label = reading.location_label.strip()
                self.settle_place(label or reading.location_name, reading.location_grid, reading.location_name)

    def take_category(self, reading: Reading, taxonomy: dict[str, Category]) -> None:
        """Settle the category when it is clear, else keep the guesses."""
        guesses = [(code, p) for code, p in reading.categories if code in taxonomy]
        if self.guesses and guesses:
            before = dict(self.guesses)
            guesses = sorted(((c, (p + before.get(c, 0.0)) / 2) for c, p in guesses), key=lambda g: -g[1])
        self.guesses = guesses
        is_clear_enough = bool(guesses) and (guesses[0][1] >= ACCEPT_PRAISE or self.kind != Kind.PRAISE.value)
        if guesses and is_clear(guesses) and is_clear_enough:
            self.category = guesses[0][0]

    def take_place(self, reading: Reading) -> None:
        """Settle the place when it is clear; else keep its words and what is the matter with it."""
        found = reading.places
        if found.status == "none" or found.main is None:
            return
        words = place_words(reading)
        if found.status == "resolved":
            self.settle_place(words, found.choices[0].grid_code, area_words(found.choices[0]))
        else:
            self.place = words
            self.take_found(found)

    def take_found(self, found: Resolution) -> None:
        """Keep what is the matter with the place, and the choices when there are several."""
        self.place_problem, self.options = found.status, []
        self.wider = found.area.code if found.area and found.area.level != "district" else ""
        if found.status == "unknown" and found.area:
            self.place_problem = "wide"
        if found.status != "ambiguous":
            return
        communities = {c.path[:-1] for c in found.choices}
        if len(communities) == 1:
            self.place_problem, self.wider = "building", found.choices[0].grid_code
            self.area = area_words(found.choices[0])
        else:
            self.options = [_place_option(c) for c in found.choices] + [Option("place", "", NONE_OF_THEM)]

    def narrow(self, text: str) -> bool:
        """Keep the offered places whose street or community is named; False when that leaves all or none."""
        kept = [o for o in self.options if o.area and any(_stem(name) in text for name in o.area.split())]
        if not kept or len(kept) == len([o for o in self.options if o.area]):
            return False
        street = kept[0].area.split()[0]
        if self.place and street not in self.place:
            self.place = f"{street}{self.place}"
        if len(kept) == 1:
            self.settle_place(self.place, kept[0].value, kept[0].area)
        elif len({o.area for o in kept}) == 1:
            self.place_problem, self.wider, self.area = "building", kept[0].value, kept[0].area
            self.options = []
        else:
            self.options = [*kept, Option("place", "", NONE_OF_THEM)]
        self.learnt()
        return True

    def settle_for_wider(self) -> None:
        """Nothing nearer is to be had: the area that surely holds the place is its place."""
        if self.wider and self.grid is None:
            self.grid, self.place_problem, self.options = self.wider, "", []

    def settle_place(self, words: str, grid: str, area: str = "") -> None:
        """This is the place."""
        self.place, self.grid, self.area, self.place_problem = words, grid, area, ""
        self.options = [o for o in self.options if o.about != "place"]

    def forget_place(self) -> None:
        """The place was wrong."""
        self.place, self.grid, self.area, self.place_problem, self.wider = "", None, "", "", ""
        self.longitude = self.latitude = None
        self.options = [o for o in self.options if o.about != "place"]
        self.skipped = [s for s in self.skipped if s != "place"]

    def next_question(self, taxonomy: dict[str, Category]) -> str | None:
        """category, place, confirmation, or None when the report is complete."""
        is_praise = self.kind == Kind.PRAISE.value
        if self.category is None and "category" not in self.skipped and not is_praise:
            return "category"
        if self.grid is None and "place" not in self.skipped and self._needs_place(taxonomy):
            return "place"
        return None if self.confirmed else "confirmation"

    def _needs_place(self, taxonomy: dict[str, Category]) -> bool:
        if self.kind in {Kind.CONSULT.value, Kind.PRAISE.value}:
            return self.place_problem in {"ambiguous", "building"}
        category = taxonomy.get(self.category or "")
        return category is None or category.needs_place or self.place_problem in {"ambiguous", "building"}

    def learnt(self) -> None:
        """Something new is known: the summary may be shown afresh."""
        self.asked = {topic: n for topic, n in self.asked.items() if topic not in {"confirmation", "change"}}
        self.changing = False


def is_clear(guesses: list[tuple[str, float]]) -> bool:
    """True when the first guess needs no question."""
    first = guesses[0][1]
    second = guesses[1][1] if len(guesses) > 1 else 0.0
    return first >= ACCEPT or (first >= ACCEPT_ALONE and second <= first / 2)


def place_words(reading: Reading) -> str:
    """The main place as the resident wrote it."""
    return reading.places.main.text.strip() if reading.places.main else ""


def _stem(name: str) -> str:
    """新华路 for 新华路街道, as residents say it."""
    return name.removesuffix("街道").removesuffix("社区").removesuffix("村") or name


def area_words(candidate: Candidate) -> str:
    """Street and community of a candidate."""
    return " ".join(candidate.path[1:-1])


def _place_option(candidate: Candidate) -> Option:
    return Option("place", candidate.grid_code, candidate.label, area_words(candidate))
