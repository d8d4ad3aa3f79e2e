"""How rules are declared: plain functions with what must be known about them beside them.

The decorators leave the function as it is; it can be called, compiled or read aloud. What they declare is kept in its `__rule__`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import IntEnum
from types import ModuleType
from typing import Any, TypeVar

from attrs import field, frozen

from ..numbers import COUNT, FLAG, Unit, What

Function = TypeVar("Function", bound=Callable[..., Any])


@frozen(eq=False, repr=False)
class Rule:
    """One version of a rule: a function, what its arguments and result are, when it applies and what it rests on."""

    name: str
    function: Callable[..., Any]
    takes: dict[str, What]
    gives: What
    cites: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    is_condition: bool = False
    actual: str | None = None
    limit: str | None = None

    @property
    def summary(self) -> str:
        """The first line of the docstring: what the rule says, in a sentence."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]


@frozen(eq=False, repr=False)
class Total:
    """A household's value made from its members' values: `sum`, `count` or `any`.

    `place` is the exception: a member's value, the number of members before him or her (by id) of whom `of` is true.
    """

    name: str
    of: str
    how: str
    summary: str
    gives: What = COUNT
    takes: dict[str, What] = field(factory=dict)
    cites: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Programme:
    """A programme: every condition in its module must hold; `amount` names the rule for what is then paid.

    A rule about members makes a programme paid per person. One paid per household names in `shares` how it is divided among the members.
    `beside` are figures to be told with the amount, in its unit; the rule for each is `<programme>_<figure>`.
    A `ceiling` is an amount of which somebody else decides how much is given: nothing is certain but the most.
    """

    id: str
    title: str
    period: str | None
    amount: str | None = None
    shares: str | None = None
    beside: tuple[str, ...] = ()
    ceiling: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the rules for everything in money that the programme tells."""
        return tuple(each for each in (self.amount, self.shares) if each is not None) + self.figures_beside

    @property
    def figures_beside(self) -> tuple[str, ...]:
        """The names of the rules for the figures told beside the amount."""
        return tuple(f"{self.id}_{each}" for each in self.beside)

    @property
    def eligible(self) -> str:
        """The name of the conjunction of the conditions, for other rules to use."""
        return f"{self.id}_eligible"


def _what(annotation: Any, where: str) -> What:
    if annotation is bool:
        return FLAG
    if isinstance(annotation, type) and issubclass(annotation, IntEnum):
        return annotation
    unit = next((each for each in getattr(annotation, "__metadata__", ()) if isinstance(each, Unit)), None)
    if unit is None:
        raise TypeError(f"{where} needs a unit as its annotation, such as Fen, Rate, Count, bool or an enum; it has {annotation!r}")
    return unit


def _described(function: Callable[..., Any], name: str | None, dates: tuple[str | None, str | None], cites: str, **more: Any) -> Rule:
    # Read straight from the function: `inspect.signature` would take a good part of the time that importing takes.
    arguments = function.__code__.co_varnames[: function.__code__.co_argcount]
    takes = {each: _what(function.__annotations__.get(each), f"{function.__name__}({each})") for each in arguments}
    gives = _what(function.__annotations__.get("return"), f"the result of {function.__name__}")
    since, until = (None if day is None else date.fromisoformat(day) for day in dates)
    return Rule(name or function.__name__, function, takes, gives, tuple(cites.split()), since, until, **more)


def rule(*, name: str | None = None, since: str | None = None, until: str | None = None, cites: str = "") -> Callable[[Function], Function]:
    """Declare a rule. Versions share a `name` and follow one another by `since` and `until` (first and last day)."""

    def declare(function: Function) -> Function:
        function.__rule__ = _described(function, name, (since, until), cites)  # type: ignore[attr-defined]  # a mark of ours
        return function

    return declare


def condition(
    *,
    actual: str | None = None,
    limit: str | None = None,
    name: str | None = None,
    since: str | None = None,
    until: str | None = None,
    cites: str = "",
) -> Callable[[Function], Function]:
    """Declare a condition of the module's programme, and what it compares with what (names among its arguments).

    A condition binds only from `since` to `until`; before and after it is no condition at all.
    """

    def declare(function: Function) -> Function:
        more = {"is_condition": True, "actual": actual, "limit": limit}
        function.__rule__ = _described(function, name, (since, until), cites, **more)  # type: ignore[attr-defined]  # a mark of ours
        return function

    return declare


def total(name: str, *, of: str, unit: Any, summary: str) -> Total:
    """The sum of a number over all members; `unit` is its alias in `numbers`."""
    what = _what(unit, name)
    return Total(name, of, "sum", summary, what, {of: what})


def count(name: str, *, of: str, summary: str) -> Total:
    """How many members a flag is true of."""
    return Total(name, of, "count", summary, COUNT, {of: FLAG})


def anyone(name: str, *, of: str, summary: str) -> Total:
    """Whether a flag is true of any member."""
    return Total(name, of, "any", summary, FLAG, {of: FLAG})


def place(name: str, *, of: str, summary: str) -> Total:
    """How many members before this one (by id) a flag is true of."""
    return Total(name, of, "place", summary, COUNT, {of: FLAG})


@frozen(eq=False, repr=False)
class Declared:
    """Everything a set of modules declares."""

    rules: tuple[Rule, ...]
    totals: tuple[Total, ...]
    programmes: tuple[Programme, ...]
    conditions: dict[str, tuple[Rule, ...]]


def declared(modules: Iterable[ModuleType]) -> Declared:
    """Collect what modules declare, in the order in which it stands there."""
    rules: list[Rule] = []
    totals: list[Total] = []
    programmes: list[Programme] = []
    conditions: dict[str, tuple[Rule, ...]] = {}
    for module in modules:
        mine = list(_own_rules(module))
        rules.extend(mine)
        totals.extend(each for each in vars(module).values() if isinstance(each, Total))
        for programme in (each for each in vars(module).values() if isinstance(each, Programme)):
            programmes.append(programme)
            conditions[programme.id] = tuple(each for each in mine if each.is_condition)
    return Declared(tuple(rules), tuple(totals), tuple(programmes), conditions)


def _own_rules(module: ModuleType) -> Iterator[Rule]:
    for each in vars(module).values():
        found = getattr(each, "__rule__", None)
        if isinstance(found, Rule) and each.__module__ == module.__name__:
            yield found
