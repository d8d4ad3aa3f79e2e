"""rules/ -> timelines: which value of a parameter holds on a day, as it was known on another day.

The tables are checked whole when they are loaded (see `rulebook_reading`); what stands here can rely on them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from attrs import field, frozen

from .kinds import District
from .numbers import What


class Status(StrEnum):
    """How sure a value is; what each word means stands in `rules/README.md`."""

    PUBLISHED = "published"
    STATUTE = "statute"
    DERIVED = "derived"
    PLANNED = "planned"
    SECONDARY = "secondary"
    ASSUMED = "assumed"
    UNPUBLISHED = "unpublished"
    LOCAL = "local"


@frozen(eq=False, repr=False)
class Definition:
    """What a parameter means. `name` is `programme.key` to people; a yearly programme's own are read as of the year's end.

    `most` is what the value cannot exceed by its nature: it bounds what is not published. `period` and `per` stand as in the tables.
    """

    name: str
    label: Mapping[str, str]
    kind: str
    unit: What
    by_district: bool
    read_by: str
    at_year_end: bool = False
    most: int | None = None
    period: str = ""
    per: str = ""

    @property
    def code_name(self) -> str:
        """The name as rules write it: `programme_key`."""
        return self.name.replace(".", "_")


@frozen(eq=False, repr=False)
class Entry:
    """One dated value, in the unit of its parameter; without a value it is unpublished, perhaps with bounds."""

    definition: Definition
    begins: date
    ends: date | None
    status: Status
    value: int | None
    low: int | None
    high: int | None
    sources: tuple[str, ...] = ()
    districts: frozenset[District] | None = None
    known: date = date.min
    start_is_assumed: bool = False
    note: Mapping[str, str] = field(factory=dict)
    file: str = ""

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.definition.name

    def concerns(self, district: District) -> bool:
        """Whether it is about the district."""
        return self.districts is None or district in self.districts

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in its time."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


def entry_content(entry: Entry) -> list[object]:
    """What an entry says of its parameter, in plain data: what digests are made of."""
    districts = None if entry.districts is None else sorted(entry.districts)
    value = [entry.status, entry.value, entry.low, entry.high, entry.start_is_assumed]
    return [entry.begins, entry.ends, entry.known, districts, value, list(entry.sources), dict(entry.note)]


@frozen
class Overlay:
    """Values of a county's own, or of a reform that is tried out: they stand above the tables, for their districts and dates only.

    `name` and `digest` say which it is; two of the same name and content are the same.
    """

    name: str
    digest: str
    entries: Mapping[str, tuple[Entry, ...]] = field(eq=False, repr=False)

    def holding(self, name: str, district: District, day: date) -> Entry | None:
        """The entry that holds, of those about the district the one that began last; None where the tables do."""
        begun = [entry for entry in self.entries.get(name, ()) if entry.concerns(district) and entry.begins <= day]
        found = max(begun, key=lambda entry: entry.begins, default=None)
        return found if found is not None and found.holds_on(day) else None

    def to_dict(self) -> dict[str, str]:
        """As in the output."""
        return {"name": self.name, "digest": self.digest}


GIVEN = MappingProxyType({"zh": "由提问者给出。", "en": "Given with the question."})
NOTHING_HELD = MappingProxyType({"zh": "规则表中没有该日的数值。", "en": "The tables hold no value for that day."})


class Question(NamedTuple):
    """For which district and day a value is sought, as of which knowledge.

    `given` are values that came with the question itself. Of several overlays a later one stands above those before it.
    """

    district: District
    day: date
    known_on: date | None = None
    assume_planned: bool = False
    given: tuple[tuple[str, int], ...] = ()
    overlays: tuple[Overlay, ...] = ()


@frozen(eq=False, repr=False)
class Rulebook:
    """All parameters with their entries, and the months they speak for."""

    edition: str
    begins: date
    horizon: date
    definitions: Mapping[str, Definition]
    timelines: Mapping[str, tuple[Entry, ...]]

    def holding(self, name: str, question: Question) -> Entry:
        """The entry that holds; where there is none the value is unpublished, without bounds."""
        definition = self.definitions[name]
        for asked, value in question.given:
            if asked == name:
                return Entry(definition, question.day, None, Status.LOCAL, value, None, None, note=GIVEN)
        if definition.at_year_end:
            question = question._replace(day=date(question.day.year, 12, 31))
        for overlay in reversed(question.overlays):
            local = overlay.holding(name, question.district, question.day)
            if local is not None:
                return local
        found = latest(self.timelines.get(name, ()), question)
        if found is None or (found.ends is not None and found.ends < question.day):
            return Entry(definition, self.begins, None, Status.UNPUBLISHED, None, None, definition.most, note=NOTHING_HELD)
        return found

    @property
    def of_code_name(self) -> dict[str, Definition]:
        """The definitions by the name that rules write."""
        return {each.code_name: each for each in self.definitions.values()}


def latest(entries: Iterable[Entry], question: Question) -> Entry | None:
    """Of the entries known by then, the one that began last; of two of the same day, the one known later.

    A plan, where it is asked for, stands in for the number that is not published for the same day.
    """
    candidates = [
        entry
        for entry in entries
        if entry.begins <= question.day
        and (question.known_on is None or entry.known <= question.known_on)
        and (entry.status != Status.PLANNED or question.assume_planned)
        and entry.concerns(question.district)
    ]
    planned = {entry.begins for entry in candidates if entry.status == Status.PLANNED}
    candidates = [entry for entry in candidates if entry.status != Status.UNPUBLISHED or entry.begins not in planned]
    return max(candidates, key=lambda entry: (entry.begins, entry.known, entry.status != Status.PLANNED), default=None)
