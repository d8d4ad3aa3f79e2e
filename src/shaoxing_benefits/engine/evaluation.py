"""What running a plan on a household came to: every value by name, as far as it is known, and on which unknowns it still depends."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from attrs import define, field, frozen

from ..household import Household, Person
from ..months import Month
from .bounds import Leaf, Path, TooManyPathsError, explore
from .graph import Segment
from .rule import Programme
from .scalar import Context, Plan, Values
from .uncertain import Symbol, Uncertain, Undecided, narrower

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


Named = tuple[str, int | None]
"""A value: the name of its rule, fact or parameter, and the member's place in the order of ids if it is a member's."""


@lru_cache(maxsize=256)
def layout(plan: Plan, members: int) -> Mapping[Named, int]:
    """Where each value stands in a leaf, which holds all of them in one row."""
    names: list[Named] = [(definition.code_name, None) for definition in plan.parameters]
    names += [(name, None) for name in (*plan.folded, *(fact.name for fact in plan.household_facts), *plan.household_nodes)]
    for of_member in ([fact.name for fact in plan.member_facts], *plan.passes):
        names += [(name, member) for member in range(members) for name in of_member]
    return {named: place for place, named in enumerate(names)}


@define(eq=False, repr=False)
class Evaluation:
    """The values of one household in one month. Members are in the order of their ids; a member is named by the place in that order.

    `results` is what was wanted, in the plan's order (of members' values the sum), unless an undecided comparison matters to it.
    """

    context: Context
    members: tuple[Person, ...]
    household_values: Values
    member_values: Sequence[Values]
    results: Values | None
    _leaves: Sequence[Leaf[list[Any]]] | None = None
    _spreads: dict[int, Spread] = field(factory=dict)

    @property
    def leaves(self) -> Sequence[Leaf[list[Any]]]:
        """Every value, path by path, made when first asked for; where nothing was left undecided there is one, where too much was, none."""
        if self._leaves is None:
            self._leaves = self._traced()
        return self._leaves

    @property
    def given_up(self) -> bool:
        """There are too many ways through what is undecided: values that are not firm anyway count as wholly open."""
        return not self.leaves

    def _traced(self) -> Sequence[Leaf[list[Any]]]:
        if self.context.values is not None:
            with suppress(Undecided):
                return (Leaf(NO_PATH, self._row(self.context.values)),)
        try:
            return list(explore(lambda path: self._row(self.context.values_on(path)), MOST_PATHS))
        except TooManyPathsError:
            return ()

    def _row(self, constants: Values) -> list[Any]:
        """Every value, in the order of `layout`."""
        household, passes = self.context.plan.trace(constants, self.household_values, self.member_values)
        row = [*constants, *self.household_values, *household]
        for of_member in (self.member_values, *passes):
            for values in of_member:
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
        """Where a value stands in every leaf."""
        return layout(self.context.plan, len(self.members))[named]

    def exact(self, name: str, member: int | None = None) -> int | None:
        """The value, where it is certain."""
        return self.exact_at(self.place((name, member)))

    def exact_at(self, place: int) -> int | None:
        """The same by the value's place."""
        leaves = self.leaves if self._leaves is None else self._leaves
        if len(leaves) == 1:
            value = leaves[0].result[place]
            if value.__class__ is not Uncertain:
                return value  # type: ignore[no-any-return]  # rules give whole numbers, flags and kinds, all of them int
        return self.spread_at(place).exact

    def spread(self, name: str, member: int | None = None) -> Spread:
        """The value as far as it is known, over all paths."""
        return self.spread_at(self.place((name, member)))

    def spread_at(self, place: int) -> Spread:
        """The same by the value's place."""
        found = self._spreads.get(place)
        if found is None:
            over_paths = [bounds_of(leaf.result[place], leaf.path) for leaf in self.leaves]
            found = self._spreads[place] = _hull(over_paths) if over_paths else self._spread_given_up(place)
        return found

    def case(self, *, high: bool) -> list[int]:
        """All values in one possible case, the same whatever else is asked for: with everything that is open low, or high."""
        plan, order = self.context.plan, _order(self.context.plan.segment)
        known = zip(plan.parameters, self.context.entries, self.context.symbols, strict=True)
        picked = [entry.value if symbol is None else _picked(symbol, order[about.code_name], high) for about, entry, symbol in known]
        return self._row(plan.fold(tuple(picked)))

    def _spread_given_up(self, place: int) -> Spread:
        """What is stated, and the parameters, are still known."""
        constants = self.context.values
        facts = len(self.context.plan.parameters) + len(self.context.plan.folded)
        if place < facts:
            return Spread(0, None) if constants is None else Spread(*bounds_of(constants[place], NO_PATH))
        if place < facts + len(self.household_values):
            return Spread(self.household_values[place - facts], self.household_values[place - facts])
        stated = place - facts - len(self.household_values) - len(self.context.plan.household_nodes)
        if 0 <= stated < len(self.members) * len(self.context.plan.member_facts):
            member, fact = divmod(stated, len(self.context.plan.member_facts))
            return Spread(self.member_values[member][fact], self.member_values[member][fact])
        return Spread(0, None)

    def spread_of_sum(self, wanted: Iterable[Named]) -> Spread:
        """The sum of several values, added up path by path: what excludes each other is never added."""
        if self.given_up:
            return Spread(0, None)
        places = [self.place(each) for each in wanted]
        return _hull(_bounds_of_sum([leaf.result[place] for place in places], leaf.path) for leaf in self.leaves)

    def depends_on(self, wanted: Iterable[Named]) -> frozenset[str]:
        """The parameters and facts that could still change these values."""
        if self.given_up:
            return frozenset().union(*(symbol.origins for symbol in self.context.symbols if symbol is not None))
        places = [self.place(each) for each in wanted]
        cases = [_case(leaf.path, [leaf.result[place] for place in places]) for leaf in self.leaves]
        return _tree(cases, 0).all_origins()


def _hull(bounds: Iterable[tuple[int, int | None]]) -> Spread:
    found = list(bounds)
    highs = [high for _, high in found if high is not None]
    return Spread(min((low for low, _ in found), default=0), max(highs, default=0) if len(highs) == len(found) else None)


def _bounds_of_sum(values: list[Any], path: Path) -> tuple[int, int | None]:
    """Added up as forms, what they have in common cancels; added up as ranges, what each was rounded to is kept. Both hold."""
    low, high = bounds_of(sum(values), path)
    each = [bounds_of(value, path) for value in values]
    highs = [most for _, most in each if most is not None]
    low = max(low, sum(least for least, _ in each))
    return low, narrower((low, high), (None, sum(highs) if len(highs) == len(each) else None))[1]


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
    asked: tuple[Any, ...] = ()

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
    asked = cases[0].path
    return one if one == other else _Tree(asked.origins[depth], (), one, other, asked.asked[depth])


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
NO_PATH = Path()


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same number, or the same form of the same unknowns."""
    if one.__class__ is Uncertain or other.__class__ is Uncertain:
        return one.__class__ is other.__class__ and bool(one.key == other.key)
    return bool(one == other)


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
    """Run the plan: straight where everything that matters is known; else the values are found along every way the unknowns leave open."""
    plan = context.plan
    facts = plan.take_household(household, month)
    rows = [plan.take_member(member, month) for member in household.by_id]
    results = None
    if context.values is not None:
        try:  # noqa: SIM105 - `suppress` costs more than many a rule
            results = plan.results(context.values, facts, rows)
        except Undecided:
            pass
    return Evaluation(context, household.by_id, facts, rows, results)
