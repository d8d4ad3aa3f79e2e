"""What running a plan on a household came to: every value by name, as far as it is known, and on which unknowns it still depends."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field

from ..household import Household, Person
from ..months import Month
from .graph import Segment
from .rule import Programme
from .scalar import Context, Plan, Values
from .uncertain import Symbol, Uncertain, Undecided

if TYPE_CHECKING:  # most answers need nothing of it, and loading it takes time
    from .cases import Cases
    from .diagrams import Value


class Spread(NamedTuple):
    """The least and the greatest a value can be; `high` is None where no limit is known. Flags are 0 and 1."""

    low: int
    high: int | None

    @property
    def exact(self) -> int | None:
        """The value, where it is certain."""
        return self.low if self.low == self.high else None


Named = tuple[str, int | None]
"""A value: the name of its rule, fact or parameter, and the member's place in the order of ids if it is a member's."""


@lru_cache(maxsize=256)
def layout(plan: Plan, members: int) -> Mapping[Named, int]:
    """Where each value stands in the row that holds all of them."""
    names: list[Named] = [(definition.code_name, None) for definition in plan.parameters]
    names += [(name, None) for name in (*plan.folded, *(fact.name for fact in plan.household_facts), *plan.household_nodes)]
    for of_member in ([fact.name for fact in plan.member_facts], *plan.passes):
        names += [(name, member) for member in range(members) for name in of_member]
    return {named: place for place, named in enumerate(names)}


@define(eq=False, repr=False)
class Evaluation:
    """The values of one household in one month. Members are in the order of their ids; a member is named by the place in that order.

    `results` is what was wanted, in the plan's order (of members' values the sum), unless a case that is open matters to it. The facts are
    values by cases where they are not known.
    """

    context: Context
    members: tuple[Person, ...]
    household_values: "Sequence[Value]"
    member_values: "Sequence[Sequence[Value]]"
    results: Values | None
    is_open: bool = False
    _cases: "Cases | None" = None
    _row: "list[Value] | None" = None
    _made: list[Any] | None = None
    _spreads: dict[int, Spread] = field(factory=dict)

    @property
    def row(self) -> "list[Value]":
        """Every value, in the order of `layout`, made when first asked for."""
        if self._row is None:
            self._row = self._formed(self._values())
        return self._row

    def _values(self) -> list[Any]:
        """The same as they were made: what is uncertain has no form yet by which it could be compared with others."""
        if self._made is None:
            if self.context.values is not None and not self.is_open:
                with suppress(Undecided):
                    self._made = self._straight(self.context.values)
            if self._made is None:
                self._made = self._row = self.cases.run(self.context, self.household_values, self.member_values)
        return self._made

    def _formed(self, row: list[Any]) -> list[Any]:
        if Uncertain not in set(map(type, row)):
            return row
        form = self.cases.diagrams.form
        return [form(each) if each.__class__ is Uncertain else each for each in row]

    @property
    def cases(self) -> "Cases":
        """What follows the cases that are open."""
        if self._cases is None:
            from .cases import Cases  # noqa: PLC0415 - see above

            self._cases = Cases()
        return self._cases

    @property
    def summarised(self) -> bool:
        """Whether too much is open for every case to be told apart: what is open may lie in wider bounds than it need."""
        return self._cases is not None and self._cases.summarised

    def _straight(self, constants: Values, facts: tuple[Values, Sequence[Values]] | None = None) -> list[Any]:
        """Every value, made by the plan's own function."""
        of_household, of_members = facts or (self.household_values, self.member_values)
        household, passes = self.context.plan.trace(constants, of_household, of_members)  # type: ignore[arg-type]  # all are known here: none is a range
        row = [*constants, *of_household, *household]
        for of_pass in (of_members, *passes):
            for values in of_pass:
                row += values
        return row

    def programme(self, name: str) -> Programme:
        """The programme with this id."""
        return self.context.plan.segment.programmes[name]

    def named(self, name: str | None) -> list[Named]:
        """The values of a name: each member's, or the household's; nothing for no name."""
        if name is None:
            return []
        of_member = name in self.context.plan.segment.of_member
        return [(name, member) for member in range(len(self.members))] if of_member else [(name, None)]

    def place(self, named: Named) -> int:
        """Where a value stands in the row."""
        return layout(self.context.plan, len(self.members))[named]

    def exact(self, name: str, member: int | None = None) -> int | None:
        """The value, where it is certain."""
        return self.exact_at(self.place((name, member)))

    def exact_at(self, place: int) -> int | None:
        """The same by the value's place."""
        value = (self._row or self._values())[place]
        # Rules give whole numbers, flags and kinds, all of them int.
        return value if isinstance(value, int) else self.spread_at(place).exact

    def spread(self, name: str, member: int | None = None) -> Spread:
        """The value as far as it is known, over all cases."""
        return self.spread_at(self.place((name, member)))

    def spread_at(self, place: int) -> Spread:
        """The same by the value's place."""
        value = (self._row or self._values())[place]
        if value.__class__ is not Uncertain and isinstance(value, int):
            return Spread(int(value), int(value))
        found = self._spreads.get(place)
        if found is None:
            found = self._spreads[place] = Spread(*self.cases.search.ends(self.row[place]))
        return found

    def differs_by_case(self, place: int) -> bool:
        """Whether other rules may lead to the value in one case than in another."""
        value = self.row[place]
        return not isinstance(value, int) and self.cases.is_split(value)

    def ends_at(self, place: int) -> frozenset[int] | None:
        """The values that a value can have, where those are single whole numbers."""
        return self.cases.ends_of(self.row[place])

    def case(self, *, high: bool) -> list[int]:
        """All values in one possible case, the same whatever else is asked for: with everything that is open low, or high."""
        plan, order = self.context.plan, _order(self.context.plan.segment)
        known = zip(plan.parameters, self.context.entries, self.context.symbols, strict=True)
        picked = [entry.value if symbol is None else _picked(symbol, order[about.code_name], high) for about, entry, symbol in known]
        facts = None
        if self.is_open:
            picked_fact = self.cases.picked
            household = tuple(picked_fact(each, high) for each in self.household_values)
            facts = household, [tuple(picked_fact(each, high) for each in row) for row in self.member_values]
        return self._formed(self._straight(plan.fold(tuple(picked)), facts))

    def spread_of_sum(self, wanted: Iterable[Named]) -> Spread:
        """The sum of several values, added up case by case: what excludes each other is never added."""
        places = [self.place(each) for each in wanted]
        made: list[Any] = self._row or self._values()
        if all(isinstance(made[place], int) for place in places):
            known = sum(made[place] for place in places)
            return Spread(known, known)
        return Spread(*self.cases.search.ends_of_sum([self.row[place] for place in places]))

    def depends_on(self, wanted: Iterable[Named]) -> frozenset[str]:
        """The parameters and facts that could still change these values."""
        places = [self.place(each) for each in wanted]
        made = self._row or self._values()
        if all(isinstance(made[place], int) for place in places):
            return frozenset()
        return self.cases.origins_of([self.row[place] for place in places])


@lru_cache(maxsize=64)
def _order(segment: Segment) -> Mapping[str, int]:
    """The place of every name, the same whatever is asked for."""
    return {name: place for place, name in enumerate(segment.nodes)}


def _picked(symbol: Symbol, place: int, high: bool) -> int:
    """A number for an unknown: not its lowest, since nought would hide that it matters, and another one for each."""
    low = symbol.low or 0
    if symbol.high is None:
        return low + (_MANY if high else 1) * (1 + place)
    return max(low, symbol.high - place) if high else min(low + 1 + place, symbol.high)


_MANY = 1_000_000


def evaluate(context: Context, household: Household, month: Month) -> Evaluation:
    """Run the plan: straight where everything that matters is known; else over every case that is open."""
    plan = context.plan
    if household.is_open:
        return _evaluate_open(context, household, month)
    facts = plan.take_household(household, month)
    rows = [plan.take_member(member, month) for member in household.by_id]
    results = None
    if context.values is not None:
        try:  # noqa: SIM105 - `suppress` costs more than many a rule
            results = plan.results(context.values, facts, rows)
        except Undecided:
            pass
    return Evaluation(context, household.by_id, facts, rows, results)


def _evaluate_open(context: Context, household: Household, month: Month) -> Evaluation:
    from .cases import Cases  # noqa: PLC0415 - see above

    cases = Cases()
    facts, rows = cases.stated(context.plan, household, month)
    return Evaluation(context, household.by_id, facts, rows, None, True, cases)
