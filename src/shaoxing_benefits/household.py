"""What the user tells us: frozen classes, one field per fact.

Amounts are yuan (given as text, whole number or Decimal; held as Decimal), monthly averages, net. What is not given is `UNSTATED`; a
household with `unstated="none"` fills that in with "none, nought, no". Every class reports all its mistakes together as an `InputError`.

The metadata of a field say what the rules see of it: its unit (or its enum), and what "none" means for it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

from attrs import field, frozen

from .converters import (
    to_absence,
    to_area,
    to_count,
    to_date,
    to_disability_kind,
    to_district,
    to_emergency,
    to_flag,
    to_groups,
    to_guardianship,
    to_money,
    to_month,
    to_placement,
    to_registration,
    to_self_care,
    to_supporter,
    to_text,
)
from .errors import InputError, Problem
from .kinds import (
    Absence,
    DisabilityKind,
    District,
    Emergency,
    Group,
    Guardianship,
    Placement,
    Registration,
    SelfCare,
    Supporter,
)
from .months import Month
from .numbers import AREA, COUNT, FEN, FEN_A_MONTH, FEN_A_YEAR, FLAG, GRADE, YEAR, Hundredths, Unit
from .stated import UNSTATED, Misfit, Open, Stated, filled_at, has_open, shown, suggestion

NOUGHT = Hundredths("0.00")
EARLIEST_BIRTH = date(1900, 1, 1)
YEARS_OF_BILLS = range(2000, 2101)
MOST_MEMBERS = 100
"""No household comes near it: what is longer is the list of a village, and would take minutes to assess as one household."""


def _fact(unit: Unit | type[IntEnum], none: Any) -> dict[str, Any]:
    return {"unit": unit, "none": none}


_MONTHLY = _fact(FEN_A_MONTH, NOUGHT)
_YEARLY = _fact(FEN_A_YEAR, NOUGHT)
_STOCK = _fact(FEN, NOUGHT)
_COUNT = _fact(COUNT, 0)
_FLAG = _fact(FLAG, False)


def _exceeds(part: object, whole: object) -> bool:
    return isinstance(part, Decimal) and isinstance(whole, Decimal) and part > whole


@frozen(kw_only=True)
class Income(Stated):
    """A member's income in yuan a month, averaged and net (income tax and social contributions taken off)."""

    wages: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    business: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    property: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    transfers: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    pension: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    basic_pension: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    old_age_allowance: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)
    entitled_group: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)

    def _contradictions(self) -> Iterator[Problem]:
        if _exceeds(self.basic_pension, self.pension):
            yield Problem(
                "basic_pension",
                "The basic pension ({part}) is more than all pension income ({whole}).",
                "It is a part of `pension`: state all pension income there.",
                {"part": self.basic_pension, "whole": self.pension},
            )


@frozen(kw_only=True)
class Disability(Stated):
    """The disability certificate: kind, and grade 1 (most severe) to 4."""

    kind: DisabilityKind | Open = field(default=UNSTATED, converter=to_disability_kind, metadata=_fact(DisabilityKind, DisabilityKind.NONE))
    grade: int | Open = field(default=UNSTATED, converter=to_count, metadata=_fact(GRADE, 0))

    def _contradictions(self) -> Iterator[Problem]:
        if isinstance(self.grade, Open) or isinstance(self.kind, Open):
            return
        if self.kind != DisabilityKind.NONE and not 1 <= self.grade <= 4:
            yield Problem("grade", "Grade {grade} does not exist.", "Write the certificate's grade: 1, 2, 3 or 4.", {"grade": self.grade})
        if self.kind == DisabilityKind.NONE and self.grade:
            yield Problem(
                "kind", "A grade is stated but no kind of disability.", "Write the kind on the certificate, or leave out the grade."
            )


@frozen(kw_only=True)
class NewJob(Stated):
    """A job taken up while on dibao: its first month, and by how many yuan a month it raised the income (a part of wages)."""

    since: Month | Open | None = field(default=UNSTATED, converter=to_month, metadata=_fact(COUNT, None))
    increase: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_MONTHLY)

    def _contradictions(self) -> Iterator[Problem]:
        if self.since is None and isinstance(self.increase, Decimal) and self.increase:
            yield Problem("since", "An increase is stated but not since when.", "Write the first month of the job, such as 2020-02.")


@frozen(kw_only=True)
class Medical(Stated):
    """A year's medical bills in yuan: the in-scope cost and what others have paid of it."""

    year: int | Open = field(default=UNSTATED, converter=to_count, metadata=_fact(YEAR, 0))
    in_scope: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_YEARLY)
    basic_paid: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_YEARLY)
    special_drugs: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_YEARLY)
    other_paid: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_YEARLY)

    def _contradictions(self) -> Iterator[Problem]:
        if isinstance(self.year, int) and self.year and self.year not in YEARS_OF_BILLS:
            say = {"year": self.year, "first": YEARS_OF_BILLS.start, "last": YEARS_OF_BILLS.stop - 1}
            yield Problem("year", "Medical bills of {year}?", "Write the year of the bills, from {first} to {last}.", say)
        amounts = (self.in_scope, self.basic_paid, self.special_drugs, self.other_paid)
        if isinstance(self.year, int) and not self.year and any(isinstance(each, Decimal) and each for each in amounts):
            yield Problem("year", "Medical bills are stated but not their year.", "Write the year of the bills, such as 2020.")
        if _exceeds(self.basic_paid, self.in_scope):
            yield Problem(
                "basic_paid",
                "Basic insurance paid more ({part}) than the in-scope cost ({whole}).",
                "Check both against the bill.",
                {"part": self.basic_paid, "whole": self.in_scope},
            )


@frozen(kw_only=True)
class ResidentPension(Stated):
    """Resident basic pension: whether it is being received, and the contribution tier in yuan a year (0: none)."""

    receiving: bool | Open = field(default=UNSTATED, converter=to_flag, metadata=_FLAG)
    tier: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_YEARLY)


@frozen(kw_only=True)
class ResidentMedical(Stated):
    """Resident basic medical insurance: whether insured, and whether as a university student."""

    insured: bool | Open = field(default=UNSTATED, converter=to_flag, metadata=_FLAG)
    student: bool | Open = field(default=UNSTATED, converter=to_flag, metadata=_FLAG)


@frozen(kw_only=True)
class Person(Stated):
    """A member of the household. `id` settles ties when an amount is shared out; `birth_date` is always needed."""

    id: str = field(converter=to_text)
    name: str = field(default="", converter=to_text)
    birth_date: date | Open = field(converter=to_date, metadata={"none": None})
    absence: Absence | Open = field(default=UNSTATED, converter=to_absence, metadata=_fact(Absence, Absence.NONE))
    income: Income = field(factory=Income)
    disability: Disability = field(factory=Disability)
    serious_illness: bool | Open = field(default=UNSTATED, converter=to_flag, metadata=_FLAG)
    supporter: Supporter | Open = field(default=UNSTATED, converter=to_supporter, metadata=_fact(Supporter, Supporter.CAPABLE))
    self_care: SelfCare | Open = field(default=UNSTATED, converter=to_self_care, metadata=_fact(SelfCare, SelfCare.FULL))
    guardianship: Guardianship | Open = field(
        default=UNSTATED, converter=to_guardianship, metadata=_fact(Guardianship, Guardianship.PARENTS)
    )
    placement: Placement | Open = field(default=UNSTATED, converter=to_placement, metadata=_fact(Placement, Placement.COMMUNITY))
    groups: frozenset[Group] | Open = field(default=UNSTATED, converter=to_groups, metadata=_fact(Group, frozenset()))
    new_job: NewJob = field(factory=NewJob)
    medical: Medical = field(factory=Medical)
    resident_pension: ResidentPension = field(factory=ResidentPension)
    resident_medical: ResidentMedical = field(factory=ResidentMedical)
    resettled: bool | Open = field(default=UNSTATED, converter=to_flag, metadata=_FLAG)

    def _contradictions(self) -> Iterator[Problem]:
        if not self.id:
            yield Problem("id", "The member has no id.", "Give each member a short id of its own, such as P1.")
        if isinstance(self.birth_date, date) and self.birth_date < EARLIEST_BIRTH:
            yield Problem("birth_date", "Born in {year}?", "Check the year of birth.", {"year": self.birth_date.year})
        if _exceeds(self.new_job.increase, self.income.wages):
            yield Problem(
                "new_job.increase",
                "The new job's increase ({part}) is more than the wages ({whole}).",
                "It is a part of `income.wages`: state all wages there.",
                {"part": self.new_job.increase, "whole": self.income.wages},
            )


@frozen(kw_only=True)
class Assets(Stated):
    """What the household owns: money and its values in yuan, areas in square metres."""

    money: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_STOCK)
    vehicles: int | Open = field(default=UNSTATED, converter=to_count, metadata=_COUNT)
    vehicle_value: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_STOCK)
    homes: int | Open = field(default=UNSTATED, converter=to_count, metadata=_COUNT)
    floor_area: Hundredths | Open = field(default=UNSTATED, converter=to_area, metadata=_fact(AREA, NOUGHT))
    shops: int | Open = field(default=UNSTATED, converter=to_count, metadata=_COUNT)
    business_capital: Hundredths | Open = field(default=UNSTATED, converter=to_money, metadata=_STOCK)


def _members(value: Iterable[Person]) -> tuple[Person, ...]:
    given: Any = value
    return tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)


UNSTATED_MEANS = ("unknown", "none")


def too_many_members(path: str, count: int) -> Problem:
    """The mistake of stating a whole list of people as one household."""
    say = {"count": count, "most": MOST_MEMBERS}
    problem = "The household has {count} members; at most {most} can be assessed together."
    return Problem(path, problem, "List each household by itself.", say)


@frozen(kw_only=True)
class Household(Stated):
    """A household as it stands in the month that is assessed; district and registration are always needed."""

    id: str = field(default="", converter=to_text)
    district: District = field(converter=to_district, metadata={"none": None})
    registration: Registration = field(converter=to_registration, metadata=_fact(Registration, None))
    unstated: str = field(default="unknown")
    assets: Assets = field(factory=Assets)
    emergency: Emergency | Open = field(default=UNSTATED, converter=to_emergency, metadata=_fact(Emergency, Emergency.NONE))
    members: tuple[Person, ...] = field(converter=_members)
    is_open: bool = field(init=False, default=False, eq=False, repr=False)
    by_id: tuple[Person, ...] = field(init=False, default=(), eq=False, repr=False)
    last_birth: int = field(init=False, default=0, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        # What every assessment asks of a household is worked out once.
        is_open = self._has_open()
        if is_open and self.unstated == "none":
            self._fill()
            is_open = self._has_open()
        object.__setattr__(self, "is_open", is_open)
        object.__setattr__(self, "by_id", tuple(sorted(self.members, key=lambda member: member.id)))
        births = (Month.number_of(member.birth_date) for member in self.members if isinstance(member.birth_date, date))
        object.__setattr__(self, "last_birth", max(births, default=0))

    def _has_open(self) -> bool:
        return has_open(self) or any(has_open(member) for member in self.members)

    def _fill(self) -> None:
        problems: list[Problem] = []
        members = tuple(filled_at(f"members[{place}]", member, problems) for place, member in enumerate(self.members))
        assets = filled_at("assets", self.assets, problems)
        if problems:
            raise InputError(problems)
        # Frozen means frozen once built; this is still the building.
        set_ = object.__setattr__
        set_(self, "members", members)
        set_(self, "assets", assets)
        if self.emergency is UNSTATED:
            set_(self, "emergency", Emergency.NONE)

    def _contradictions(self) -> Iterator[Problem]:
        if not isinstance(self.unstated, str) or self.unstated not in UNSTATED_MEANS:
            near = suggestion(self.unstated, UNSTATED_MEANS)
            yield Problem("unstated", "{value} is not known here.", "Write one of: {all}.", {"value": shown(self.unstated), "all": near})
        for name in ("district", "registration"):
            value = getattr(self, name)
            if isinstance(value, Open) and not isinstance(value, Misfit):
                yield Problem(name, "It must be known.", "State it: every figure depends on it.")
        given: tuple[Any, ...] = self.members
        if len(given) > MOST_MEMBERS:
            yield too_many_members("members", len(given))
            return
        for place, member in enumerate(given):
            if not isinstance(member, Person):
                say = {"value": shown(member), "kind": "Person"}
                remedy = "Build it, such as {kind}(…), or give the whole household as a dict."
                yield Problem(f"members[{place}]", "{value} is no {kind}.", remedy, say)
        if not self.members:
            yield Problem("members", "The household has no members.", "List everybody who lives in it, at least one person.")
        seen: dict[str, int] = {}
        for place, member in enumerate(each for each in given if isinstance(each, Person)):
            if member.id in seen:
                yield Problem(
                    f"members[{place}].id",
                    "The id {id} is already used by member {other}.",
                    "Give each member an id of its own.",
                    {"id": shown(member.id), "other": f"members[{seen[member.id]}]"},
                )
            seen.setdefault(member.id, place)
