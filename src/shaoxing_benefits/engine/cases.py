"""What an evaluation needs where something is open: the cases, the run over them, and the search among them."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from ..household import Household
from ..months import Month
from .bounds import OpenRun
from .diagrams import Diagrams, Form, Question, Split, Value, ends_of
from .paths import Path, beginning
from .scalar import Context, Plan
from .search import Search
from .uncertain import Symbol
from .unknowns import Unknowns

MANY = 1_000_000


class Cases:
    """The open side of one evaluation."""

    def __init__(self) -> None:
        self.diagrams = Diagrams()
        self.base = Path()
        self.summarised = False
        self.changes: dict[tuple[Question, Symbol], tuple[int, ...]] = {}
        """Where the answer to a question changes as a number varies."""

    def stated(self, plan: Plan, household: Household, month: Month) -> tuple[list[Value], list[list[Value]]]:
        """The facts that a plan takes, the household's and the members', as far as they are known.

        Raises:
            InputError: what is stated of what is not known contradicts the rest, whichever case it is.
        """
        unknowns = Unknowns(month, self.diagrams, household)
        facts = unknowns.of_household(plan.household_facts)
        rows = unknowns.of_members(plan.member_facts)
        unknowns.raise_any()
        self.base = self.diagrams.base = beginning(unknowns.parts)
        return facts, rows

    def run(self, context: Context, household: Sequence[Value], members: Sequence[Sequence[Value]]) -> list[Value]:
        """Every value, in the order of `layout`."""
        plan, values = context.plan, context.values
        names = plan.names if values is None else (*plan.names, *plan.folded)
        constants = dict(zip(names, context.parameters if values is None else values, strict=True))
        run = OpenRun(plan, self.diagrams, self.search)
        found = run.run(constants, household, members)
        self.summarised = run.summarised
        return found

    @cached_property
    def search(self) -> Search:
        """What looks for the least and the greatest."""
        return Search(self.diagrams, self.base)

    def is_split(self, value: Value) -> bool:
        """Whether a value differs by cases."""
        return isinstance(value, Split)

    def ends_of(self, value: Value) -> frozenset[int] | None:
        """The values that a value can have, where those are single whole numbers."""
        ends = ends_of([self.search.possible(value)])
        return frozenset(int(each) for each in ends if isinstance(each, int)) if all(isinstance(each, int) for each in ends) else None

    def origins_of(self, values: Iterable[Value]) -> frozenset[str]:
        """The parameters and facts that could still change these values."""
        possible = [self.search.possible(each) for each in values]
        found = [question.origins for value in possible for question in self.search.questions(value)]
        found += [each.number.origins for each in ends_of(possible) if isinstance(each, Form)]
        return frozenset[str]().union(*found)

    def picked(self, value: Value, high: bool) -> int:
        """A value for a fact that is not known: its least or its greatest; where there is no greatest, a large one."""
        while isinstance(value, Split):
            value = value.branches[-1 if high else 0]
        if isinstance(value, int):
            return value
        low, most = value.bounds
        if high:
            return MANY if most is None else most
        return low or 0
