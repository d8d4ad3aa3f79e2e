"""Households of which only a part is known: a full one, drawn at random, some facts of which are opened again.

Everything is drawn from a `random.Random`, so that scripts and Hypothesis share it (`partial_households` is the strategy). A fact is named
by its path, as in `missing.facts`. Amounts and areas are whole hundredths in here; all else is as in the household's classes.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
from attrs import frozen
from hypothesis import strategies as st

from shaoxing_benefits import Month, read_household
from shaoxing_benefits.household import Assets, Household, Person
from shaoxing_benefits.kinds import Absence, DisabilityKind, Emergency, Group, Guardianship, Placement, SelfCare, Supporter
from shaoxing_benefits.numbers import AREA, FLAG, GRADE, Hundredths, Unit
from shaoxing_benefits.stated import UNKNOWN, Between, OneOf, Open, Stated

from .households import DISTRICTS, MONTHS, yuan_of

GROUPS = ("one", "few", "five", "part", "member", "two members", "all")
"""How much is opened: one fact, two to four, five, parts such as an income, all of one or two members but their ids, or everything."""
PARTS = ("income", "disability", "new_job", "medical", "resident_pension", "resident_medical", "assets")
STANDARD = 85_000
AGES = (0, 15, 16, 17, 18, 59, 60, 64, 65, 69, 70, 74, 75, 79, 80)
TIERS = (0, 10_000, 20_000, 30_000, 50_000, 80_000, 100_000, 150_000, 200_000, 300_000, 500_000)
MONTHLY = (0, 10_000, 18_000, 21_500, 81_000, 85_000, 89_000, 121_500, 127_500, 170_000, 255_000)
BILLS = (0, 400_000, 1_250_000, 2_500_000, 6_000_000, 9_250_000, 23_750_000, 30_000_000)
WEALTH = (0, 3_060_000, 4_080_000, 6_120_000, 8_160_000, 12_240_000, 20_000_000)
AREAS = (0, 5_290, 6_870, 10_580, 13_740, 20_610)


@frozen
class Fact:
    """A fact that can be open: its path inside a member or the household, and its unit."""

    path: str
    unit: Any

    @property
    def is_hundredths(self) -> bool:
        """Whether it is an amount or an area."""
        return self.unit is AREA or (isinstance(self.unit, Unit) and self.unit.name == "fen")

    @property
    def is_number(self) -> bool:
        """Whether it can lie in a range."""
        return self.path in ("birth_date", "new_job.since") or (isinstance(self.unit, Unit) and self.unit is not FLAG)


def facts_of(cls: type[Stated], prefix: str = "") -> Iterator[Fact]:
    for each in attrs.fields(cls):
        path = prefix + each.name
        if isinstance(each.type, type) and issubclass(each.type, Stated):
            yield from facts_of(each.type, f"{path}.")
        elif path == "birth_date" or each.metadata.get("none") is not None or path == "new_job.since":
            yield Fact(path, each.metadata.get("unit"))


OF_HOUSEHOLD = {f"assets.{fact.path}": attrs.evolve(fact, path=f"assets.{fact.path}") for fact in facts_of(Assets)}
OF_HOUSEHOLD["emergency"] = Fact("emergency", Emergency)
OF_MEMBER = {fact.path: fact for fact in facts_of(Person)}


def split(path: str) -> tuple[int | None, str]:
    """The member's place, if there is one, and the path inside the member or household."""
    if not path.startswith("members["):
        return None, path
    place, _, inside = path.removeprefix("members[").partition("].")
    return int(place), inside


def fact_of(path: str) -> Fact:
    place, inside = split(path)
    return (OF_HOUSEHOLD if place is None else OF_MEMBER)[inside]


def paths_of(count: int) -> list[str]:
    """The paths of all facts that a household of so many members has."""
    return [*OF_HOUSEHOLD, *(f"members[{place}].{path}" for place in range(count) for path in OF_MEMBER)]


@frozen
class Full:
    """A household of which every fact is known, as values by path."""

    district: str
    registration: str
    ids: tuple[str, ...]
    values: Mapping[str, Any]


@frozen
class Partial:
    """The same household with some facts opened, and the month for which it is asked."""

    truth: Full
    opened: Mapping[str, Open]
    month: Month
    unstated: str = "unknown"

    @property
    def data(self) -> dict[str, Any]:
        """As it is read: what is wholly unknown is left out, or said to be unknown."""
        return data_of(self.truth, {**self.truth.values, **self.opened}, self.unstated)


def plain(fact: Fact, value: Any) -> Any:
    """A value or a marker as it stands in a document."""
    if value is UNKNOWN:
        return "unknown"
    if isinstance(value, Between):
        ends = {"low": value.low, "high": value.high}
        return {end: plain(fact, number) for end, number in ends.items() if number is not None}
    if isinstance(value, OneOf):
        return {"one_of": [plain(fact, each) for each in value.values]}
    if fact.is_hundredths:
        return yuan_of(value)
    if fact.unit is Group:
        return sorted(each.name.lower() for each in value)
    if isinstance(fact.unit, type):
        return fact.unit(value).name.lower()
    return value if value is None or type(value) in (int, bool) else str(value)


def data_of(full: Full, values: Mapping[str, Any], unstated: str) -> dict[str, Any]:
    members: list[dict[str, Any]] = [{"id": name} for name in full.ids]
    found: dict[str, Any] = {"id": "H", "district": full.district, "registration": full.registration, "unstated": unstated}
    for path, value in values.items():
        place, inside = split(path)
        if value is UNKNOWN and unstated == "unknown" and inside != "birth_date":
            continue
        part, _, name = inside.rpartition(".")
        holder = found if place is None else members[place]
        (holder.setdefault(part, {}) if part else holder)[name] = plain(fact_of(path), value)
    return found | {"members": members}


def values_of(household: Household) -> Full:
    """A household that was read, as values by path."""
    values: dict[str, Any] = {}
    for path in paths_of(len(household.members)):
        place, inside = split(path)
        value: Any = household if place is None else household.members[place]
        for name in inside.split("."):
            value = getattr(value, name)
        values[path] = value.hundredths if isinstance(value, Hundredths) else value
    ids = tuple(member.id for member in household.members)
    return Full(household.district.name.lower(), household.registration.name.lower(), ids, values)


def near(chance: random.Random, lines: Sequence[int]) -> int:
    """Nought, a number near one of the lines, or any."""
    how = chance.random()
    if how < 0.35:
        return 0
    return max(0, chance.choice(lines) + chance.choice((-1, 0, 0, 1))) if how < 0.7 else chance.randint(0, 2 * max(lines))


def born(chance: random.Random, month: Month) -> date:
    """A date of birth, of a line's age to the day or of any."""
    age = chance.choice(AGES) if chance.random() < 0.5 else chance.randint(0, 95)
    birthday = date(month.year - age, month.month, 1) + timedelta(days=chance.choice((-1, 0, 1, -chance.randint(2, 360))))
    return min(birthday, month.first_day)


def random_member(chance: random.Random, month: Month) -> dict[str, Any]:
    wages, pension = near(chance, MONTHLY), near(chance, MONTHLY)
    kind = chance.choice((DisabilityKind.NONE, DisabilityKind.NONE, *DisabilityKind))
    has_job, has_bills, contributes = wages > 0 and chance.random() < 0.3, chance.random() < 0.4, chance.random() < 0.4
    in_scope = near(chance, BILLS) if has_bills else 0
    began = divmod(month.number - chance.randint(-1, 13), 12)
    return {
        "birth_date": born(chance, month),
        "absence": chance.choice((*(Absence.NONE,) * 8, *Absence)),
        "income.wages": wages,
        "income.business": chance.choice((0, 0, 0, near(chance, MONTHLY))),
        "income.property": chance.choice((0, 0, 0, near(chance, MONTHLY))),
        "income.transfers": chance.choice((0, 0, near(chance, MONTHLY))),
        "income.pension": pension,
        "income.basic_pension": chance.choice((0, pension, chance.randint(0, pension))),
        "income.old_age_allowance": near(chance, MONTHLY),
        "income.entitled_group": near(chance, MONTHLY),
        "disability.kind": kind,
        "disability.grade": chance.randint(1, 4) if kind else 0,
        "serious_illness": chance.random() < 0.3,
        "supporter": chance.choice(tuple(Supporter)),
        "self_care": chance.choice(tuple(SelfCare)),
        "guardianship": chance.choice((Guardianship.PARENTS, *Guardianship)),
        "placement": chance.choice(tuple(Placement)),
        "groups": frozenset(each for each in Group if chance.random() < 0.12),
        "new_job.since": Month(began[0], began[1] + 1) if has_job else None,
        "new_job.increase": chance.choice((wages, chance.randint(0, wages))) if has_job else 0,
        "medical.year": chance.choice((month.year, month.year, month.year, 2019)) if has_bills else 0,
        "medical.in_scope": in_scope,
        "medical.basic_paid": chance.choice((0, chance.randint(0, in_scope))),
        "medical.special_drugs": near(chance, BILLS) if has_bills else 0,
        "medical.other_paid": chance.choice((0, near(chance, BILLS))) if has_bills else 0,
        "resident_pension.receiving": chance.random() < 0.3,
        "resident_pension.tier": chance.choice(TIERS) if contributes else 0,
        "resident_medical.insured": chance.random() < 0.5,
        "resident_medical.student": chance.random() < 0.2,
        "resettled": chance.random() < 0.2,
    }


def random_full(chance: random.Random, month: Month, most: int = 4) -> Full:
    """A household with everything known, near the lines that the rules draw."""
    count = chance.randint(1, most)
    values: dict[str, Any] = {
        "assets.money": near(chance, [line * count for line in WEALTH]),
        "assets.vehicles": chance.choice((0, 0, 0, 0, 1)),
        "assets.vehicle_value": near(chance, WEALTH),
        "assets.homes": chance.choice((0, 1, 1, 1, 2, 3)),
        "assets.floor_area": near(chance, [line * count for line in AREAS]),
        "assets.shops": chance.choice((0, 0, 0, 0, 1)),
        "assets.business_capital": chance.choice((0, near(chance, WEALTH))),
        "emergency": chance.choice((Emergency.NONE, *Emergency)),
    }
    for place in range(count):
        values |= {f"members[{place}].{path}": value for path, value in random_member(chance, month).items()}
    ids = [f"P{place}" for place in range(1, count + 1)]
    chance.shuffle(ids)
    return Full(chance.choice(DISTRICTS), chance.choice(("urban", "rural")), tuple(ids), values)


def to_open(chance: random.Random, count: int, group: str) -> list[str]:
    """The paths to open."""
    everything = paths_of(count)
    if group in ("one", "few", "five"):
        return chance.sample(everything, {"one": 1, "few": chance.randint(2, 4), "five": 5}[group])
    if group == "part":
        parts = chance.sample(PARTS, chance.randint(1, 3))
        return [path for path in everything if split(path)[1].partition(".")[0] in parts]
    whole = {"member": 1, "two members": min(2, count), "all": count}[group]
    places = chance.sample(range(count), whole)
    return [path for path in everything if split(path)[0] in places or group == "all"]


def marker(chance: random.Random, fact: Fact, truth: Any, month: Month) -> Open:
    """One of the ways of saying that a fact is not known exactly; the truth is always possible."""
    how = chance.random()
    if how < 0.4:
        return UNKNOWN
    if how < 0.7 and fact.is_number and truth is not None:
        low, high = (_moved(chance, fact, truth, month, sign) for sign in (-1, 1))
        ends = chance.choice(((low, high), (low, high), (None, high), (low, None), (truth, high), (low, truth)))
        return Between(*ends) if ends != (None, None) else UNKNOWN
    others = _others(chance, fact, month)
    return OneOf(tuple(dict.fromkeys(chance.sample([truth, *others], 1 + len(others)))))


def _moved(chance: random.Random, fact: Fact, truth: Any, month: Month, sign: int) -> Any:
    """A number below or above the truth, by little or by much."""
    if isinstance(truth, date):
        return max(truth + sign * timedelta(days=chance.choice((0, 1, 31, 366, 3000))), date(1900, 1, 1))
    if isinstance(truth, Month):
        year, rest = divmod(truth.number + sign * chance.choice((0, 1, 3, 7, 12)), 12)
        return Month(year, rest + 1)
    if fact.is_hundredths:
        return max(0, truth + sign * chance.choice((0, 1, 2, 100, 10_000, STANDARD, 1_000_000, 4_000_000)))
    return min(max(0, truth + sign * chance.choice((0, 1, 2))), 4 if fact.unit is GRADE else 2100)


def _others(chance: random.Random, fact: Fact, month: Month) -> list[Any]:
    """Some values that are possible beside the truth: what a random household has there."""
    drawn: list[Any] = []
    for _ in range(chance.randint(1, 3)):
        full = random_full(chance, month, most=1).values
        drawn.append(full[fact.path if fact.path in full else f"members[0].{fact.path}"])
    return drawn


def opened(chance: random.Random, truth: Full, month: Month, group: str) -> Partial:
    """The household with as much opened as the group says; what is opened one by one may keep a range, whole members keep nothing."""
    whole = group in ("member", "two members", "all")
    found: dict[str, Open] = {}
    for path in to_open(chance, len(truth.ids), group):
        fact = fact_of(path)
        found[path] = UNKNOWN if whole or (group == "part" and chance.random() < 0.7) else marker(chance, fact, truth.values[path], month)
    return Partial(truth, found, month, chance.choice(("unknown", "none")))


def random_partial(chance: random.Random, group: str = "", *, month: str = "", most: int = 4) -> Partial:
    """A household of which a part is known, with a month to ask for."""
    when = Month.parse(month or chance.choice(MONTHS))
    return opened(chance, random_full(chance, when, most), when, group or chance.choice(GROUPS))


@st.composite
def partial_households(draw: st.DrawFn, households: st.SearchStrategy[dict[str, Any]], groups: Sequence[str] = GROUPS) -> Partial:
    """The households of another strategy with something opened; who is born after the month is left out of it."""
    truth = values_of(read_household(draw(households)))
    births = [value for path, value in truth.values.items() if path.endswith("birth_date")]
    when = draw(st.sampled_from([month for month in map(Month.parse, MONTHS) if month.first_day > max(births)]))
    return opened(random.Random(draw(st.integers(0, 2**32))), truth, when, draw(st.sampled_from(list(groups))))
