"""Every fact filled in, and every unpublished figure too: what a household of which a part is known may be, and what it gets then.

The rules run on whole numbers here and nothing else, so that none of what answers open questions stands behind what it is held to.
A completion is a value for each open fact (by path) and each unpublished parameter (by name); it never contradicts itself.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from attrs import frozen

from shaoxing_benefits import InputError, Month
from shaoxing_benefits.asking import asked
from shaoxing_benefits.engine.rule import Programme, Rule
from shaoxing_benefits.household import (
    Assets,
    Disability,
    Household,
    Income,
    Medical,
    NewJob,
    Person,
    ResidentMedical,
    ResidentPension,
)
from shaoxing_benefits.numbers import Hundredths, yuan
from shaoxing_benefits.rulebook import Entry

from .partial_households import OF_HOUSEHOLD, OF_MEMBER, Fact, Partial, fact_of, split
from .values_to_try import MOST_MONEY, drawn, inside, levels, possible

Completion = Mapping[str, Any]
PARTS = {
    "income": Income, "disability": Disability, "new_job": NewJob, "medical": Medical,
    "resident_pension": ResidentPension, "resident_medical": ResidentMedical,
}  # fmt: skip
TIED = (
    ("disability.kind", "disability.grade"),
    ("income.pension", "income.basic_pension"),
    ("income.wages", "new_job.since", "new_job.increase"),
    ("medical.year", "medical.in_scope", "medical.basic_paid", "medical.special_drugs", "medical.other_paid"),
)
"""Facts of a member that can contradict each other."""


@lru_cache(maxsize=65_536)
def yuan_of_fen(fen: int) -> Hundredths:
    return Hundredths(yuan(fen))


def built(cls: Any, facts: Mapping[str, Fact], values: Mapping[str, Any], prefix: str) -> Any:
    """An object from the values under a path."""
    given: dict[str, Any] = {}
    for path, value in values.items():
        if path.startswith(prefix):
            given[path.removeprefix(prefix)] = yuan_of_fen(value) if facts[path].is_hundredths else value
    return cls(**given)


@lru_cache(maxsize=65_536)
def part_of(name: str, values: tuple[tuple[str, Any], ...]) -> Any:
    """A part of a member; None where it contradicts itself."""
    try:
        return built(PARTS[name], OF_MEMBER, dict(values), f"{name}.")
    except InputError:
        return None


def person_of(name: str, values: Mapping[str, Any]) -> Person | None:
    """The member with these values; None where they contradict each other."""
    given: dict[str, Any] = {path: value for path, value in values.items() if "." not in path}
    for part in PARTS:
        found = part_of(part, tuple((path, value) for path, value in values.items() if path.startswith(f"{part}.")))
        if found is None:
            return None
        given[part] = found
    try:
        return Person(id=name, **given)
    except InputError:
        return None


class Case:
    """What one completion comes to: results at once, every other value of the rules when it is asked for."""

    def __init__(self, oracle: "Oracle", constants: Sequence[Any], household: Sequence[Any], members: Sequence[Sequence[Any]]) -> None:
        self.oracle, self.constants, self.household, self.members = oracle, constants, household, members
        plan = oracle.question.plan
        self.results: dict[str, int] = dict(zip(plan.wanted, plan.results(constants, household, members), strict=True))

    @cached_property
    def of_household(self) -> dict[str, Any]:
        plan = self.oracle.question.plan
        names = [*plan.names, *plan.folded, *(fact.name for fact in plan.household_facts), *plan.household_nodes]
        return dict(zip(names, (*self.constants, *self.household, *self._traced[0]), strict=True))

    @cached_property
    def of_members(self) -> list[dict[str, Any]]:
        plan = self.oracle.question.plan
        found = []
        for place, facts in enumerate(self.members):
            values = dict(zip((fact.name for fact in plan.member_facts), facts, strict=True))
            for of_pass, made in zip(plan.passes, self._traced[1], strict=True):
                values.update(zip(of_pass, made[place], strict=True))
            found.append(values)
        return found

    @cached_property
    def _traced(self) -> Any:
        return self.oracle.question.plan.trace(self.constants, self.household, self.members)

    def values(self, name: str) -> dict[str | None, int]:
        """The household's value (under None), or each member's."""
        if name not in self._values:
            own = self.of_household
            members = zip(self.oracle.ids, self.of_members, strict=True)
            self._values[name] = {None: int(own[name])} if name in own else {member: int(values[name]) for member, values in members}
        return self._values[name]

    @cached_property
    def _values(self) -> dict[str, dict[str | None, int]]:
        return {}

    def total(self, name: str) -> int:
        """A result; of what is a member's, the sum."""
        return int(self.results[name])

    def holding(self, programme: Programme) -> int:
        """How many conditions of the programme hold."""
        return sum(sum(self.values(each.name).values()) for each in self.oracle.conditions_of(programme))

    def status(self, programme: Programme) -> str:
        return "eligible" if self.results[programme.eligible] else "ineligible"


@frozen(slots=False)
class Oracle:
    """Answers the completions of one household."""

    partial: Partial
    price_index: str | None = None

    @cached_property
    def question(self) -> Any:
        return asked(str(self.partial.month), self.price_index, None, False, False, None)

    @cached_property
    def programmes(self) -> list[Programme]:
        return list(self.question.segment.programmes.values())

    @cached_property
    def ids(self) -> list[str]:
        return sorted(self.partial.truth.ids)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        district = self._household({}).district
        return tuple(self.question.context(district).entries)

    @cached_property
    def unpublished(self) -> dict[str, Entry]:
        """The parameters that have no value, by the name they have in a completion."""
        return {entry.name: entry for entry in self.entries if entry.value is None}

    @cached_property
    def _conditions(self) -> dict[str, list[Rule]]:
        nodes = self.question.segment.nodes
        found = {each.id: [nodes[name] for name in nodes[each.eligible].takes] for each in self.programmes}
        return {name: [each for each in rules if isinstance(each, Rule)] for name, rules in found.items()}

    def conditions_of(self, programme: Programme) -> list[Rule]:
        """Every condition of a programme that binds in the month."""
        return self._conditions[programme.id]

    def matters(self, programme: Programme) -> frozenset[str]:
        """What of the open things the programme's rules take at all."""
        if programme.id not in self._kept:
            plan = self.question.alone(programme.id)
            facts = {fact.path for fact in (*plan.household_facts, *plan.member_facts)}
            parameters = {definition.name for definition in plan.parameters}
            self._kept[programme.id] = frozenset(
                name for name in self.coordinates if name in parameters or (name not in self.unpublished and split(name)[1] in facts)
            )
        found: frozenset[str] = self._kept[programme.id]
        return found

    @cached_property
    def conditions(self) -> list[Rule]:
        """Every condition of every programme."""
        return [each for rules in self._conditions.values() for each in rules]

    @cached_property
    def coordinates(self) -> list[str]:
        """All that is open: facts by path, parameters by name."""
        return [*self.partial.opened, *self.unpublished]

    def _household(self, values: Mapping[str, Any]) -> Household:
        truth = self.partial.truth
        stated = {path: values.get(path, truth.values[path]) for path in OF_HOUSEHOLD}
        nobody = Person(id="nobody", birth_date=date(2000, 1, 1))
        return Household(
            district=truth.district,
            registration=truth.registration,
            unstated="none",
            assets=built(Assets, OF_HOUSEHOLD, {path: value for path, value in stated.items() if path.startswith("assets.")}, "assets."),
            emergency=stated["emergency"],
            members=(nobody,),
        )

    @cached_property
    def _kept(self) -> dict[Any, Any]:
        return {}

    def _member(self, place: int, values: Completion) -> Any:
        """The member's facts as the rules take them; None where they contradict each other."""
        own = [path for path in self.partial.opened if split(path)[0] == place]
        key = (place, *(values[path] for path in own))
        if key not in self._kept:
            stated = {path: self.partial.truth.values[f"members[{place}].{path}"] for path in OF_MEMBER}
            stated |= {split(path)[1]: values[path] for path in own}
            person = person_of(self.partial.truth.ids[place], stated)
            if person is not None and Month.number_of(person.birth_date) > self.partial.month.number:  # type: ignore[arg-type]  # known
                person = None
            self._kept[key] = None if person is None else self.question.plan.take_member(person, self.partial.month)
        return self._kept[key]

    def case(self, values: Completion) -> Case | None:
        """What a completion comes to; None where it is none, since it contradicts itself."""
        plan = self.question.plan
        ids = self.partial.truth.ids
        members = []
        for place in sorted(range(len(ids)), key=ids.__getitem__):
            row = self._member(place, values)
            if row is None:
                return None
            members.append(row)
        closed = ("parameters", *(values[name] for name in self.unpublished))
        if closed not in self._kept:
            known = [values[entry.name] if entry.value is None else entry.value for entry in self.entries]
            self._kept[closed] = plan.fold(tuple(known))
        owned = ("household", *(values.get(path) for path in OF_HOUSEHOLD))
        if owned not in self._kept:
            self._kept[owned] = plan.take_household(self._household(values), self.partial.month)
        return Case(self, self._kept[closed], self._kept[owned], members)

    def tried(self, name: str) -> tuple[Any, ...]:
        """The values worth trying for something open."""
        if name in self.unpublished:
            return levels(self.unpublished[name])
        return possible(fact_of(name), self.partial.opened[name], self.partial.month, len(self.ids))

    def drawn(self, chance: random.Random, name: str) -> Any:
        if name in self.unpublished:
            entry, tried = self.unpublished[name], self.tried(name)
            return chance.randint(tried[0], entry.high) if entry.high is not None and chance.random() < 0.3 else chance.choice(tried)
        return drawn(chance, fact_of(name), self.partial.opened[name], self.partial.month, len(self.ids))

    def value(self, path: str, values: Completion) -> Any:
        """A fact of a completion, whether it was open or stated."""
        return values.get(path, self.partial.truth.values[path])

    def allows(self, path: str, value: int) -> bool:
        """Whether an amount is one of those that are said to be possible."""
        return 0 <= value <= MOST_MONEY and inside(fact_of(path), self.partial.opened[path], value)

    @property
    def truth(self) -> dict[str, Any]:
        """The completion that the household was opened from, with every parameter at its least."""
        return {path: self.partial.truth.values[path] for path in self.partial.opened} | {
            name: self.tried(name)[0] for name in self.unpublished
        }

    def at_random(self, chance: random.Random) -> dict[str, Any]:
        """A completion that does not contradict itself: what is drawn in vain stays as it was before it was opened."""
        values = self.truth
        for group in self.groups:
            before = {name: values[name] for name in group}
            for _ in range(30):
                values |= {name: self.drawn(chance, name) for name in group}
                if self.is_sound(group[0], values):
                    break
            else:
                values |= before
        return values

    @cached_property
    def groups(self) -> list[tuple[str, ...]]:
        """What is open, together with what it could contradict."""
        found: dict[Any, list[str]] = {}
        for name in self.coordinates:
            place, path = split(name)
            tied = None if name in self.unpublished else next((number for number, each in enumerate(TIED) if path in each), None)
            found.setdefault(name if tied is None or place is None else (place, tied), []).append(name)
        return [tuple(names) for names in found.values()]

    def is_sound(self, name: str, values: Completion) -> bool:
        """Whether the member whose fact it is does not contradict himself or herself."""
        place = None if name in self.unpublished else split(name)[0]
        return place is None or self._member(place, values) is not None

    def completions(self, chance: random.Random, count: int) -> Iterator[tuple[dict[str, Any], Case]]:
        """Random completions, the one it was opened from first."""
        for number in range(count):
            values = self.truth if number == 0 else self.at_random(chance)
            case = self.case(values)
            if case is not None:
                yield values, case
