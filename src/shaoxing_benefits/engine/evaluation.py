"""What running a plan on a household came to: every value by name, as far as it is known, and on which unknowns it still depends."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from attrs import define, field, frozen

from ..household import Household, Person
from ..months import Month
from .bounds import Leaf, Path, TooManyPathsError, explore
from .rule import Programme
from .scalar import Context, Values
from .uncertain import Uncertain, Undecided

Traced = tuple[Values, tuple[list[Values], ...], Values]
"""What a trace gives (see `scalar.Trace`), and the values of parameters and of what depends on them alone."""
MOST_PATHS = 500
"""Past this many ways through undecided comparisons an evaluation is given up as wholly open: it stays right, and says so."""


class Spread(NamedTuple):
    """The least and the greatest a value can be; `high` is None where no limit is known. Flags are 0 and 1."""

    low: int
    high: int | None

    @property
    def exact(self) -> int | None:
        """The value, where it is certain."""
        return self.low if self.low == self.high else None


@define(eq=False, repr=False)
class Evaluation:
    """The values of one household in one month. Members are in the order of their ids; a member is named by the place in that order.

    `results` is what was wanted, in the plan's order (of members' values the sum), where no comparison was left undecided.
    """

    context: Context
    members: tuple[Person, ...]
    household_values: Values
    member_values: Sequence[Values]
    results: Values | None
    _leaves: Sequence[Leaf[Traced]] | None = None
    given_up: bool = False
    _spreads: dict[tuple[str, int | None], Spread] = field(factory=dict)

    @property
    def leaves(self) -> Sequence[Leaf[Traced]]:
        """Every value, path by path; where nothing was left undecided there is one, and it is made when it is first asked for."""
        if self._leaves is None:
            values = self.context.values
            assert values is not None
            traced = self.context.plan.trace(values, self.household_values, self.member_values)
            self._leaves = (Leaf(NO_PATH, (*traced, values)),)
        return self._leaves

    def programme(self, name: str) -> Programme:
        """The programme with this id."""
        return self.context.plan.segment.programmes[name]

    def named(self, name: str | None) -> list[tuple[str, int | None]]:
        """The values of a name: each member's, or the household's; nothing for no name."""
        if name is None:
            return []
        of_member = name in self.context.plan.segment.of_member
        return [(name, member) for member in range(len(self.members))] if of_member else [(name, None)]

    def _value(self, name: str, member: int | None, leaf: Leaf[Traced]) -> Any:
        where, number, place = self.context.plan.place_of[name]
        if where == "household":
            return leaf.result[0][place]
        if where == "member":
            return leaf.result[1][number][member][place]  # type: ignore[index]  # a member's value is asked for with the member
        if where == "member_fact":
            return self.member_values[member][place]  # type: ignore[index]  # as above
        if where == "household_fact":
            return self.household_values[place]
        return leaf.result[2][place]

    def exact(self, name: str, member: int | None = None) -> int | None:
        """The value, where it is certain."""
        if len(self.leaves) == 1:
            value = self._value(name, member, self.leaves[0])
            if not isinstance(value, Uncertain):
                return value  # type: ignore[no-any-return]  # rules give whole numbers, flags and kinds, all of them int
        return self.spread(name, member).exact

    def spread(self, name: str, member: int | None = None) -> Spread:
        """The value as far as it is known, over all paths."""
        if self.given_up:
            return self._spread_given_up(name, member)
        if len(self.leaves) == 1:
            leaf = self.leaves[0]
            return Spread(*bounds_of(self._value(name, member, leaf), leaf.path))
        found = self._spreads.get((name, member))
        if found is None:
            found = _hull(bounds_of(self._value(name, member, leaf), leaf.path) for leaf in self.leaves)
            self._spreads[name, member] = found
        return found

    def spread_of_sum(self, wanted: Iterable[tuple[str, int | None]]) -> Spread:
        """The sum of several values, added up path by path: what excludes each other is never added."""
        if self.given_up:
            return Spread(0, None)
        named = list(wanted)
        return _hull(bounds_of(sum(self._value(*each, leaf) for each in named), leaf.path) for leaf in self.leaves)

    def _spread_given_up(self, name: str, member: int | None) -> Spread:
        where, _, place = self.context.plan.place_of[name]
        if where == "household_fact":
            return Spread(self.household_values[place], self.household_values[place])
        if where == "member_fact":
            value = self.member_values[member][place]  # type: ignore[index]  # as above
            return Spread(value, value)
        if where == "constant" and self.context.values is not None:
            return Spread(*bounds_of(self.context.values[place], NO_PATH))
        return Spread(0, None)

    def depends_on(self, wanted: Iterable[tuple[str, int | None]]) -> frozenset[str]:
        """The parameters and facts that could still change these values."""
        if self.given_up:
            return frozenset().union(*(symbol.origins for symbol in self.context.symbols if symbol is not None))
        named = list(wanted)
        cases = [_case(leaf.path, [self._value(*each, leaf) for each in named]) for leaf in self.leaves]
        return _tree(cases, 0).all_origins()


def _hull(bounds: Iterable[tuple[int, int | None]]) -> Spread:
    found = list(bounds)
    highs = [high for _, high in found if high is not None]
    return Spread(min((low for low, _ in found), default=0), max(highs, default=0) if len(highs) == len(found) else None)


@frozen(eq=False, repr=False)
class _Case:
    """One path, what the values are on it (forms included), and what those forms stem from."""

    path: Path
    outcome: tuple[Any, ...]
    origins: frozenset[str]


@frozen
class _Tree:
    """What the values come to, by the answers to the comparisons that make a difference to them."""

    origins: frozenset[str]
    outcome: tuple[Any, ...] = ()
    yes: "_Tree | None" = None
    no: "_Tree | None" = None

    def all_origins(self) -> frozenset[str]:
        """Everything the values depend on."""
        below = (tree.all_origins() for tree in (self.yes, self.no) if tree is not None)
        return self.origins.union(*below)


def _case(path: Path, values: list[Any]) -> _Case:
    origins = (_origins(value, path) for value in values)
    return _Case(path, tuple(_form(value, path) for value in values), frozenset().union(*origins))


def _tree(cases: list[_Case], depth: int) -> _Tree:
    """Ask the comparisons in the order in which they came up; one whose two answers lead to the same is left out."""
    if len(cases) == 1:
        return _Tree(cases[0].origins, cases[0].outcome)
    yes = [case for case in cases if case.path.answers[depth]]
    no = [case for case in cases if not case.path.answers[depth]]
    if not yes or not no:
        return _tree(yes or no, depth + 1)
    one, other = _tree(yes, depth + 1), _tree(no, depth + 1)
    return one if one == other else _Tree(cases[0].path.origins[depth], (), one, other)


NO_PATH = Path()


def bounds_of(value: Any, path: Path) -> tuple[int, int | None]:
    """The least and the greatest a value can be on a path."""
    if isinstance(value, Uncertain):
        low, high = Uncertain(value.terms, value.constant, path, value.scale).bounds()
        # No rule makes less than nothing of what it is for (amounts, counts, ages): where nothing is known, nought is the least.
        return low or 0, high
    return int(value), int(value)


def _form(value: Any, path: Path) -> Any:
    """What tells two values apart: a number, or a form; what is known of its symbols is another matter."""
    low, high = bounds_of(value, path)
    return low if low == high or not isinstance(value, Uncertain) else value.key


def _origins(value: Any, path: Path) -> frozenset[str]:
    if not isinstance(value, Uncertain):
        return frozenset()
    low, high = Uncertain(value.terms, value.constant, path, value.scale).bounds()
    return frozenset() if low == high else value.origins


def evaluate(context: Context, household: Household, month: Month) -> Evaluation:
    """Run the plan: straight where everything that matters is known, else along every way the unknowns leave open."""
    plan = context.plan
    members = household.by_id
    facts = plan.take_household(household, month)
    rows = [plan.take_member(member, month) for member in members]
    if context.values is not None:
        with suppress(Undecided):
            return Evaluation(context, members, facts, rows, plan.results(context.values, facts, rows))

    def along(path: Path) -> Traced:
        constants = context.values_on(path)
        return (*plan.trace(constants, facts, rows), constants)

    try:
        leaves = list(explore(along, MOST_PATHS))
    except TooManyPathsError:
        return Evaluation(context, members, facts, rows, None, (), True)
    return Evaluation(context, members, facts, rows, None, leaves)
