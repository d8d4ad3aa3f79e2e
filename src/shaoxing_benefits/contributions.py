"""What employees' contributions are reckoned on, and what flexible workers pay: calculators, for a payroll clerk or a flexible worker.

They know no household and decide no entitlement. Where a figure is not published the answer is a range that names it.

```python
from shaoxing_benefits.contributions import employee_base, medical_base

employee_base("3000.00", "2020-08").amount  # Decimal('3322.00')
medical_base("2020-08", last_year_wage="80000.00").amount  # Decimal('6666.67')
```
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from types import MappingProxyType
from typing import NamedTuple, Unpack

from .contribution_question import TABLE, Asking, Checked, Money, When, checked
from .contribution_results import Contribution, Contributions, ContributionStep
from .engine.evaluation import Spread
from .errors import Problem
from .explain import caveats_on, surface
from .explanation import Caveat, Range
from .kinds import Rounding
from .numbers import FEN_A_MONTH, FEN_A_YEAR, FLAG, divide, portion
from .results import Amount, Missing
from .rulebook import Entry, Status

Ends = tuple[int, int | None]
"""The least and the most that something can be; None where no upper end is known."""
Given = Mapping[str, Ends]
"""Stated amounts and parameters, by name."""
OPEN: Ends = (0, None)
TITLES = MappingProxyType(
    {
        "employee_base": "Employees' base for pension, injury and unemployment",
        "medical_base": "Employees' base for medical insurance",
        "flexible_pension": "Flexible workers' pension contribution",
        "flexible_medical": "Flexible workers' medical contribution",
    }
)
LABELS = MappingProxyType(
    {
        "monthly_wage": "monthly wage",
        "last_year_wage": "last year's whole wage",
        "last_year_base": "last year's monthly base",
        "average_wage": "last year's wage, averaged over the months",
        "raised_base": "last year's base times the share",
    }
)
"""What is stated, and what is made on the way, in words."""
PERIOD = "month"
_ONE_OF_TWO = "Give last year's wage if it was declared, else last year's base."
_BOTH = Problem("last_year_base", "Last year's wage is given too.", _ONE_OF_TWO)
_NEITHER = Problem("last_year_wage", "Neither last year's wage nor last year's base is given.", _ONE_OF_TWO)
_FAR = 10**12
"""More than any amount: a parameter is tried with it, and with very little, to see whether it matters."""


def every_contribution(
    month: When,
    *,
    monthly_wage: Money | None = None,
    last_year_wage: Money | None = None,
    last_year_base: Money | None = None,
    **options: Unpack[Asking],
) -> Contributions:
    """All of them for a month. A base for which nothing is stated lies somewhere between its limits.

    Args:
        month: "2020-08", a `Month`, or any day of the month.
        monthly_wage: for the employee's base.
        last_year_wage: for the medical base: the whole of last year's wage.
        last_year_base: for the medical base, where that was not declared: last year's monthly base. One of the two at most.
        options: see `Asking`.

    Raises:
        UsageError: with everything wrong in amounts, month and options.
        InputError: with everything wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    amounts = {"monthly_wage": monthly_wage, "last_year_wage": last_year_wage, "last_year_base": last_year_base}
    stated = {name: each for name, each in amounts.items() if each is not None}
    both = last_year_wage is not None and last_year_base is not None
    question = checked(month, stated, [_BOTH] if both else [], **options)
    medical = _UNDECLARED if "last_year_base" in stated else _DECLARED if "last_year_wage" in stated else _UNSTATED
    formulas = (_EMPLOYEE, medical, _FLEXIBLE_PENSION, _FLEXIBLE_MEDICAL)
    return Contributions(question.about, MappingProxyType({each.id: _answer(each, question) for each in formulas}))


def employee_base(monthly_wage: Money, month: When, **options: Unpack[Asking]) -> Contribution:
    """The monthly base for pension, work injury and unemployment: the wage, within the limits.

    Raises:
        UsageError: with everything wrong in wage, month and options.
    """
    return _answer(_EMPLOYEE, checked(month, {"monthly_wage": monthly_wage}, **options))


def medical_base(
    month: When, *, last_year_wage: Money | None = None, last_year_base: Money | None = None, **options: Unpack[Asking]
) -> Contribution:
    """The monthly base for medical insurance: from last year's wage or, where that was not declared, from last year's base.

    Raises:
        UsageError: not exactly one of the two is given; with everything else that is wrong.
    """
    if last_year_wage is None and last_year_base is None:
        return _answer(_UNSTATED, checked(month, {}, [_NEITHER], **options))
    return every_contribution(month, last_year_wage=last_year_wage, last_year_base=last_year_base, **options)["medical_base"]


def flexible_pension(month: When, **options: Unpack[Asking]) -> Contribution:
    """What a flexible worker pays a month for the pension: one of the `choices`.

    Raises:
        UsageError: with everything wrong in month and options.
    """
    return _answer(_FLEXIBLE_PENSION, checked(month, {}, **options))


def flexible_medical(month: When, **options: Unpack[Asking]) -> Contribution:
    """What a flexible worker pays a month for medical insurance.

    Raises:
        UsageError: with everything wrong in month and options.
    """
    return _answer(_FLEXIBLE_MEDICAL, checked(month, {}, **options))


# How each is reckoned. Everything is a range: what is certain is one whose ends are equal.


class _Formula(NamedTuple):
    """How one is reckoned: what is taken, in the order in which it is told, and what comes of it; `limits` are among what is taken."""

    id: str
    takes: tuple[str, ...]
    result: Callable[[Given], Ends]
    limits: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()


def _within(amount: Ends, low: Ends, high: Ends) -> Ends:
    """At least `low`, at most `high`. An upper limit of which little is known is still no lower than the lower one."""
    least_high = high[0] if high[0] == high[1] else max(low[0], high[0])
    most = None if amount[1] is None or low[1] is None else max(amount[1], low[1])
    return min(max(amount[0], low[0]), least_high), high[1] if most is None else most if high[1] is None else min(most, high[1])


def _ways(rounding: Ends) -> tuple[Rounding, Rounding]:
    """How it is rounded at the least and at the most."""
    return (Rounding(rounding[0]), Rounding(rounding[0])) if rounding[0] == rounding[1] else (Rounding.DOWN, Rounding.UP)


def _average_wage(given: Given) -> Ends:
    wage, months = given["last_year_wage"], given["averaging_months"]
    least, most = _ways(given["rounding"])
    low = divide(wage[0], months[1], least) if months[1] else 0
    return low, divide(wage[1], months[0], most) if months[0] and wage[1] is not None else None


def _raised_base(given: Given) -> Ends:
    base, share = given["last_year_base"], given["undeclared_share"]
    least, most = _ways(given["rounding"])
    return portion(base[0], share[0], least), None if base[1] is None or share[1] is None else portion(base[1], share[1], most)


_MADE: Mapping[str, Callable[[Given], Ends]] = MappingProxyType({"average_wage": _average_wage, "raised_base": _raised_base})
"""What is made on the way."""


def _employee(given: Given) -> Ends:
    return _within(given.get("monthly_wage", OPEN), given["employee_base_low"], given["employee_base_high"])


def _declared(given: Given) -> Ends:
    return _within(_average_wage(given), given["medical_base_low"], given["medical_base_high"])


def _undeclared(given: Given) -> Ends:
    low, holds = given["medical_base_low"], given["undeclared_at_least_low"]
    floor = low[0] if holds[0] else 0, 0 if holds[1] == 0 else low[1]
    return _within(_raised_base(given), floor, given["medical_base_high"])


def _unstated(given: Given) -> Ends:
    return _within(OPEN, given["medical_base_low"], given["medical_base_high"])


def _any_choice(given: Given) -> Ends:
    most = [given[name][1] for name in CHOICES]
    known = [each for each in most if each is not None]
    return min(given[name][0] for name in CHOICES), max(known) if len(known) == len(most) else None


def _flexible_medical(given: Given) -> Ends:
    return given["flexible_medical"]


CHOICES = tuple(f"flexible_pension_{place}" for place in ("first", "second", "third", "fourth", "fifth", "sixth"))
_LIMITS = ("employee_base_low", "employee_base_high")
_MEDICAL_LIMITS = ("medical_base_low", "medical_base_high")
_EMPLOYEE = _Formula("employee_base", ("monthly_wage", *_LIMITS), _employee, _LIMITS)
_DECLARED = _Formula(
    "medical_base", ("last_year_wage", "averaging_months", "rounding", "average_wage", *_MEDICAL_LIMITS), _declared, _MEDICAL_LIMITS
)
_UNDECLARED = _Formula(
    "medical_base",
    ("last_year_base", "undeclared_share", "rounding", "raised_base", "undeclared_at_least_low", *_MEDICAL_LIMITS),
    _undeclared,
    _MEDICAL_LIMITS,
)
_UNSTATED = _Formula("medical_base", ("last_year_wage", *_MEDICAL_LIMITS), _unstated, _MEDICAL_LIMITS)
_FLEXIBLE_PENSION = _Formula("flexible_pension", CHOICES, _any_choice, choices=CHOICES)
_FLEXIBLE_MEDICAL = _Formula("flexible_medical", ("flexible_medical",), _flexible_medical)


def _answer(formula: _Formula, question: Checked) -> Contribution:
    entries = {name: question.holding(name) for name in formula.takes if name not in LABELS}
    stated: Given = {name: (fen, fen) for name, fen in question.stated.items()}
    given = {**stated, **{name: _ends(entry) for name, entry in entries.items()}}
    low, high = formula.result(given)
    mattered = [name for name in entries if _matters(name, formula, entries, given)]
    open_facts = [name for name in formula.takes if name in LABELS and name not in _MADE and name not in stated]
    unpublished = [name for name in mattered if entries[name].value is None]
    missing = Missing((), ()) if low == high else Missing(tuple(open_facts), tuple(f"{TABLE}.{name}" for name in unpublished))
    return Contribution(
        formula.id,
        TITLES[formula.id],
        PERIOD,
        question.about,
        Amount.of_fen(low, high),
        None if formula.limits is None else Amount.of_fen(given[formula.limits[0]][0], given[formula.limits[1]][1]),
        tuple(Amount.of_fen(*given[name]) for name in formula.choices if entries[name].value is not None),
        missing,
        tuple(_caveats([entries[name] for name in mattered], missing, carried=question.carried)),
        tuple(_steps(formula, entries, given)),
    )


def _ends(entry: Entry) -> Ends:
    if entry.value is not None:
        return entry.value, entry.value
    return (0, 1) if entry.definition.unit is FLAG else (entry.low or 0, entry.high)


def _matters(name: str, formula: _Formula, entries: Mapping[str, Entry], given: Given) -> bool:
    """Whether another value of the parameter could lead to another result, whatever those are that are not published."""
    unknown = [other for other, entry in entries.items() if entry.value is None and other != name]
    for case in product(*(_tries(entries[other]) for other in unknown)):
        here = {**given, **dict(zip(unknown, case, strict=True))}
        if len({formula.result({**here, name: each}) for each in _tries(entries[name])}) > 1:
            return True
    return False


def _tries(entry: Entry) -> tuple[Ends, ...]:
    """What a parameter could be: very little and a great deal, or each of the kinds."""
    unit = entry.definition.unit
    values = tuple(Rounding) if unit is Rounding else (0, 1) if unit is FLAG else (1, _FAR)
    return tuple((value, value) for value in values)


def _caveats(entries: list[Entry], missing: Missing, *, carried: bool) -> Iterator[Caveat]:
    for entry in entries:
        if entry.value is not None:
            yield from caveats_on(entry, carried=carried)
        elif entry.name in missing.parameters:
            yield Caveat(entry.name, str(Status.UNPUBLISHED), entry.note)


def _steps(formula: _Formula, entries: Mapping[str, Entry], given: Given) -> Iterator[ContributionStep]:
    """What was stated, looked up and made; what was not stated has no step."""
    for name in formula.takes:
        entry, made = entries.get(name), _MADE.get(name)
        if entry is not None:
            about = entry.definition
            open_way = about.unit is Rounding and entry.value is None
            value = Range("down", "up") if open_way else surface(Spread(*_ends(entry)), about.unit)
            yield ContributionStep("parameter", entry.name, about.label, value, about.unit, str(entry.status), entry.sources, entry.note)
        elif made is not None or name in given:
            unit = FEN_A_YEAR if name == "last_year_wage" else FEN_A_MONTH
            value = surface(Spread(*(made(given) if made else given[name])), unit)
            yield ContributionStep("rule" if made else "fact", name, MappingProxyType({"en": LABELS[name]}), value, unit)
