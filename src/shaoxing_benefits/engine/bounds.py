"""One household of which not everything is known: the plan's rules, run over every case that is open.

Rules see whole numbers, numbers known only to lie in a range (`Uncertain`), and values that differ by cases, which stop them at the
question to be put first (`diagrams`). So a rule runs once for each combination of cases that it tells apart, and knows of none of it.

Where a rule would tell apart too many, what it takes is summarised first: a value by cases becomes one unknown within the same bounds.
The answer stays sound; it may be wider than it need be.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import add, attrgetter
from typing import Any, NamedTuple

from .diagrams import Diagrams, Face, Form, Split, TooManyCasesError, Unsettled, Value, bounds_of, ends_of, questions_in
from .graph import AllOf
from .paths import Leaf, Path, TooManyPathsError, explore
from .rule import Rule, Total
from .scalar import Plan
from .search import Search
from .uncertain import Symbol, Uncertain, Undecided

MOST_CASES = 150
"""A rule tells apart so many combinations of cases; with more, what it takes is summarised."""
MOST_SPLITS = 5_000
MANY_SPLITS = 30_000
"""A rule makes so many values by cases; a tenth of that once there are many, as with ten members of whom nothing is known."""
MOST_PATHS = 100
"""So many ways through the comparisons of one rule on given numbers."""
MOST_CHOICES = 128
"""A summarised value keeps its ends where they are at most so many whole numbers."""


class Call(NamedTuple):
    """A rule as it is run: what it makes, of what, by which function."""

    name: str
    function: Callable[..., Any]
    takes: tuple[str, ...]


class Calls(NamedTuple):
    """A plan as it is run: what depends on parameters alone, and the stages."""

    folded: tuple[Call, ...]
    stages: tuple[tuple[tuple[Call, ...], tuple[Call | Total, ...], tuple[Total, ...]], ...]


@lru_cache(maxsize=256)
def _calls(plan: Plan) -> Calls:
    nodes = plan.segment.nodes

    def call(name: str) -> Call:
        node = nodes[name]
        assert isinstance(node, Rule | AllOf)
        return Call(name, _all if isinstance(node, AllOf) else node.function, tuple(node.takes))

    def of_member(name: str) -> Call | Total:
        node = nodes[name]
        return node if isinstance(node, Total) else call(name)

    stages = []
    for own, of_members, totals in plan.stages:
        made = tuple(node for node in map(nodes.__getitem__, totals) if isinstance(node, Total))
        stages.append((tuple(map(call, own)), tuple(map(of_member, of_members)), made))
    return Calls(tuple(map(call, plan.folded)), tuple(stages))


class OpenRun:
    """Runs a plan; `search` knows what holds in every case, and so which cases are none."""

    def __init__(self, plan: Plan, diagrams: Diagrams, search: Search) -> None:
        self.plan, self.diagrams, self.search = plan, diagrams, search
        self.summarised = False
        self._summaries: dict[Value, Value] = {}
        self._opened = 0

    def run(self, constants: Mapping[str, Any], household: Sequence[Any], members: Sequence[Sequence[Any]]) -> list[Value]:
        """Every value, in the order of `layout`: parameters, what is folded from them, the household's values, the members'."""
        plan, made = self.plan, _calls(self.plan)
        shared: dict[str, Value] = {name: self.taken(value) for name, value in constants.items()}
        self._run_calls([call for call in made.folded if call.name not in shared], shared)
        shared |= {fact.name: value for fact, value in zip(plan.household_facts, household, strict=True)}
        facts = [fact.name for fact in plan.member_facts]
        # Each member's row holds what is shared too, so that a rule finds all it takes in one place.
        rows: list[dict[str, Value]] = [dict(zip(facts, row, strict=True)) for row in members]
        for own, of_members, totals in made.stages:
            self._run_calls(own, shared)
            before: dict[str, Value] = {}
            for row in rows:
                row.update(shared)
                self._run_calls(of_members, row, before)
            for total in totals:
                shared[total.name] = self._total(total, rows)
        names = [*plan.names, *plan.folded, *(fact.name for fact in plan.household_facts), *plan.household_nodes]
        found = [shared[name] for name in names]
        for of_pass in (facts, *plan.passes):
            found += [row[name] for row in rows for name in of_pass]
        return found

    def _run_calls(self, calls: "Iterable[Call | Total]", values: dict[str, Value], before: dict[str, Value] | None = None) -> None:
        """Add what each rule makes of the values; `before` counts for the next member those of whom a place is asked."""
        for call in calls:
            if isinstance(call, Total):
                assert before is not None
                counted = values[call.name] = before.get(call.name, 0)
                before[call.name] = self.applied(add, (counted, values[call.of]))
                continue
            arguments = tuple([values[name] for name in call.takes])
            known = _OPEN.isdisjoint(map(type, arguments))
            if known:
                values[call.name] = call.function(*arguments)
            elif call.function is _all:
                # One condition after another: what is so far is in its shortest form before the next is looked at.
                # So much follows from eligibility that it pays to leave out what cannot be.
                most = MOST_CASES if before is not None else 5 * MOST_CASES
                values[call.name] = self.search.possible(reduce(self._both, arguments), most)
            else:
                values[call.name] = self.applied(call.function, arguments)

    def _both(self, one: Value, other: Value) -> Value:
        return self.applied(_all, (one, other)) if one else False

    def taken(self, value: Any) -> Value:
        """A value of a rule, a fact or a parameter as one of ours."""
        if isinstance(value, int):
            return value
        if isinstance(value, Uncertain):
            return self.diagrams.form(value)
        assert isinstance(value, Face)
        return value.split

    def _total(self, total: Total, rows: Sequence[Mapping[str, Value]]) -> Value:
        found: Value = False if total.how == "any" else 0
        how = _either if total.how == "any" else add
        for row in rows:
            found = self.applied(how, (found, row[total.of]))
        return found

    def applied(self, function: Callable[..., Any], arguments: tuple[Value, ...]) -> Value:
        """What a rule makes of its arguments, case by case."""
        while True:
            made = len(self.diagrams)
            self.diagrams.most_splits = made + (MOST_SPLITS if made < MANY_SPLITS else MOST_SPLITS // 10)
            try:
                return self._by_cases(function, arguments, {})
            except TooManyCasesError:
                narrowed = self._narrowed(arguments)
                if narrowed is None:
                    return self._open(arguments)
                arguments = narrowed
            finally:
                self.diagrams.most_splits = None

    def _by_cases(self, function: Callable[..., Any], arguments: tuple[Value, ...], known: dict[tuple[Value, ...], Value]) -> Value:
        found = known.get(arguments)
        if found is not None:
            return found
        if len(known) > MOST_CASES:
            raise TooManyCasesError
        found = self._case(function, arguments)
        if found is None:
            # The first question of all is put, so that what comes out is in order.
            question = min([each.question for each in arguments if each.__class__ is Split], key=_RANK)
            branches = []
            for answer in range(question.answers):
                # As `answered`, written out: this is done some ten thousand times where a whole member is unknown.
                chosen = [each.branches[answer] if each.__class__ is Split and each.question is question else each for each in arguments]
                branches.append(self._by_cases(function, tuple(chosen), known))
            found = self.diagrams.join(question, tuple(branches))
        known[arguments] = found
        return found

    def _case(self, function: Callable[..., Any], arguments: tuple[Value, ...]) -> Value | None:
        """What a rule makes of numbers; None where it looks at what still differs by cases."""
        try:
            return self._of_numbers(function, arguments)
        except Unsettled:
            return None

    def _of_numbers(self, function: Callable[..., Any], arguments: tuple[Value, ...]) -> Value:
        """What a rule makes of numbers; a comparison that their ranges do not settle becomes a question."""
        seen = [each if isinstance(each, int) else each.face for each in arguments]
        try:  # most comparisons are settled by the ranges alone
            result = _run(function, seen)
            return self.taken(self._clipped(result) if isinstance(result, Uncertain) else result)
        except Undecided:
            pass

        def run(path: Path) -> Value:
            result = _run(function, [each.on(path) if isinstance(each, Uncertain) else each for each in seen])
            if not isinstance(result, Uncertain):
                return self.taken(result)
            low, high = path.bounds(result)
            if low is not None and low == high:
                return low
            return self.taken(result if low is not None and low >= 0 else self._clipped(result))

        try:
            leaves = list(explore(run, MOST_PATHS, self.search.base))
        except TooManyPathsError:
            raise TooManyCasesError from None
        return self._tree(leaves, 0) if leaves else 0

    def _clipped(self, number: Uncertain) -> Uncertain:
        """No rule makes less than nothing of what it is for (amounts, counts, ages).

        Where unknowns are taken off unknowns the ranges may not show that, and the number goes on under a name of its own that does.
        """
        low, high = number.on(self.search.base).bounds()
        if (low is not None and low >= 0) or not number.weighs_up:
            return number
        number = number.on(None)
        key = ("clipped", number.key)
        return Uncertain({Symbol(key, 0, None if high is None else max(0, high), number.origins, clipped=number): 1})

    def _tree(self, leaves: list[Leaf[Value]], depth: int) -> Value:
        """The paths' results, by the comparisons in the order in which they came up."""
        if len(leaves) == 1:
            return leaves[0].result
        yes = [leaf for leaf in leaves if leaf.path.answers[depth]]
        no = [leaf for leaf in leaves if not leaf.path.answers[depth]]
        if not yes or not no:
            return self._tree(leaves, depth + 1)
        question, positive = self.diagrams.comparison(leaves[0].path.asked[depth])
        branches = self._tree(yes, depth + 1), self._tree(no, depth + 1)
        return self.diagrams.join(question, branches if positive else branches[::-1])

    def _open(self, arguments: Iterable[Value]) -> Value:
        """A number of which nothing is known but what it stems from, and that it is not below nought."""
        self._opened += 1
        origins = frozenset[str]().union(*map(_origins, arguments))
        return self.diagrams.form(Uncertain({Symbol(("open", self._opened), 0, None, origins): 1}))

    def _narrowed(self, arguments: tuple[Value, ...]) -> tuple[Value, ...] | None:
        """The arguments with the one of most questions summarised; None where each is one question already."""
        self.summarised, self.diagrams.most_splits = True, None
        splits = [each for each in arguments if isinstance(each, Split) and not self._is_summary(each)]
        if not splits:
            return None
        most = max(splits, key=lambda each: len(questions_in(each)))
        return tuple(self.summary(each) if each is most else each for each in arguments)

    def _is_summary(self, value: Split) -> bool:
        return not any(isinstance(each, Split) for each in value.branches)

    def summary(self, value: Value) -> Value:
        """One unknown for a value by cases: any of its ends where those are few whole numbers, else any number between them."""
        found = self._summaries.get(value)
        if found is None:
            origins = _origins(value)
            ends = ends_of([value])
            numbers = sorted({each for each in ends if isinstance(each, int)})
            if len(numbers) == len(ends) and len(numbers) <= MOST_CHOICES:
                found = self.diagrams.split(self.diagrams.question(len(numbers), origins), tuple(numbers))
            else:
                low, high = bounds_of(value)
                found = self.diagrams.form(Uncertain({Symbol(("summary", len(self._summaries)), low, high, origins): 1}))
            self._summaries[value] = found
        return found


_OPEN = frozenset((Form, Split))
_RANK = attrgetter("rank")


def _origins(value: Value) -> frozenset[str]:
    """Everything that a value depends on."""
    asked = [question.origins for question in questions_in(value)]
    return frozenset[str]().union(*asked, *(each.number.origins for each in ends_of([value]) if isinstance(each, Form)))


def _run(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        return function(*arguments)
    except ZeroDivisionError:
        # Summarised values no longer exclude each other: such a case is none, and any value may stand for it.
        return 0


def _all(*conditions: Any) -> bool:
    """Whether all are so; nothing is asked of those that follow one that is not."""
    return all(conditions)


def _either(one: Any, other: Any) -> bool:
    return True if one else bool(other)
