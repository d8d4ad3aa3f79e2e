"""What a statement is: how it is said that a fact is not known, what a misfit is, and the base of all classes that hold stated facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from reprlib import Repr
from typing import Any, Self, TypeVar

import attrs
from attrs import field, frozen

from .errors import InputError, Problem
from .months import Month


class Open:
    """A fact that is not known exactly."""

    __slots__ = ()


class Unknown(Open):
    """Nothing is known of the fact; `stated` tells whether somebody said so or it was simply left out."""

    __slots__ = ("stated",)

    def __init__(self, *, stated: bool) -> None:
        self.stated = stated

    def __repr__(self) -> str:
        return "UNKNOWN" if self.stated else "UNSTATED"

    def __reduce__(self) -> str:
        """There is one of each: copies and pickles are the same object."""
        return repr(self)


UNKNOWN = Unknown(stated=True)
UNSTATED = Unknown(stated=False)


@frozen
class Between(Open):
    """A number known to lie between two others, both included; None where that end is open."""

    low: Any
    high: Any


@frozen
class OneOf(Open):
    """A fact known to be one of several."""

    values: tuple[Any, ...]


FEWEST_CLAIMS = 2


@frozen
class Claim:
    """What one source says of a fact; the source is a few words, such as "bank" or "declared"."""

    value: Any
    source: str


@frozen
class Claims(Open):
    """A fact of which two or more sources speak; it is what one of them says."""

    claims: tuple[Claim, ...]

    @property
    def values(self) -> tuple[Any, ...]:
        """What is claimed, each value once, in the order of the claims."""
        found: list[Any] = []
        for claim in self.claims:
            if claim.value not in found:
                found.append(claim.value)
        return tuple(found)


@frozen(eq=False)
class Misfit(Open):
    """A value that could not be read, with what is wrong and the remedy (templates, as in `errors.Problem`)."""

    problem: str
    remedy: str
    values: Mapping[str, Any] = field(factory=dict)


_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 80


def shown(value: object) -> str:
    """A value as an error message shows it: short, and quickly made, whatever it is."""
    try:
        text = str(value) if isinstance(value, Decimal | date | Month) else _SHORT.repr(value)
    except Exception:  # a whole number of thousands of digits, or an object of somebody's that cannot be shown
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}…"


def no_value(value: object) -> Misfit:
    """What is neither a value nor a marker for one that is not known."""
    remedy = 'Write a value, "unknown", {{ low = …, high = … }}, {{ one_of = […] }} or {{ claims = […] }}.'
    return Misfit("{value} is no value.", remedy, {"value": shown(value)})


Convert = Callable[[Any], Any]


def converted(marker: Open, convert: Convert | None) -> Open:
    """The marker with the values in it as the fact's own converter makes them, or a misfit."""
    if convert is None or not isinstance(marker, Between | OneOf | Claims):
        return marker
    try:
        if isinstance(marker, Between):
            return _between(marker, convert)
        return _one_of(marker, convert) if isinstance(marker, OneOf) else _claims(marker, convert)
    except _UnfitError as error:
        return error.misfit
    except (TypeError, AttributeError):  # a marker built from what it cannot hold, such as a number for the values
        return no_value(marker)


class _UnfitError(Exception):
    def __init__(self, misfit: Misfit) -> None:
        self.misfit = misfit


def _value(given: Any, convert: Convert) -> Any:
    value = convert(given)
    if isinstance(value, Open):
        raise _UnfitError(value if isinstance(value, Misfit) else no_value(given))
    return value


def _between(marker: Between, convert: Convert) -> Between | Misfit:
    low, high = (None if end is None else _value(end, convert) for end in (marker.low, marker.high))
    if low is not None and high is not None and low > high:
        say = {"low": shown(low), "high": shown(high)}
        return Misfit("The range runs from {low} down to {high}.", "Put the smaller number at low.", say)
    return Between(low, high)


def _one_of(marker: OneOf, convert: Convert) -> OneOf | Misfit:
    values = tuple(_value(each, convert) for each in marker.values)
    return OneOf(values) if values else no_value(marker)


def _claims(marker: Claims, convert: Convert) -> Claims | Misfit:
    claims = tuple(Claim(_value(each.value, convert), each.source) for each in marker.claims)
    if len(claims) < FEWEST_CLAIMS:
        return too_few_claims(len(claims))
    return Claims(claims) if all(isinstance(each.source, str) and each.source for each in claims) else no_value(marker)


def too_few_claims(count: int) -> Misfit:
    """Claims of which there are not two."""
    remedy = "State the value itself where only one source speaks of it."
    return Misfit("Claims are two or more; here are {count}.", remedy, {"count": count})


def suggestion(word: object, among: Iterable[str]) -> str:
    """The nearest of the known names, or all of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed for mistakes only, and slow to load

    names = sorted(among)
    # Nobody misspells a name into one of a hundred signs, and comparing takes its time.
    near = get_close_matches(word, names, n=1, cutoff=0.6) if isinstance(word, str) and len(word) <= 100 else []
    return near[0] if near else ", ".join(names)


@frozen(eq=False, repr=False)
class Stated:
    """What all classes here share: collecting mistakes, and filling in what is not stated."""

    def __attrs_post_init__(self) -> None:
        names, parts = _layout(type(self))
        problems = [_misbuilt(name, getattr(self, name), kind) for name, kind in parts if not isinstance(getattr(self, name), kind)]
        # What is not an object of ours cannot be asked whether it contradicts the rest.
        contradictions = () if problems else self._contradictions()
        for name in names:
            value = getattr(self, name)
            if value.__class__ not in _KNOWN and isinstance(value, Open):
                read = converted(value, getattr(attrs.fields(type(self)), name).converter)
                if isinstance(read, Misfit):
                    problems.append(Problem(name, read.problem, read.remedy, read.values))
                elif read is not value:
                    object.__setattr__(self, name, read)  # frozen means frozen once built; this is still the building
        problems.extend(contradictions)
        if problems:
            raise InputError(problems)

    def _contradictions(self) -> Iterator[Problem]:
        yield from ()

    def filled(self) -> Self:
        """The same with "none" for whatever is not stated.

        Raises:
            InputError: what is stated contradicts that the rest is none.
        """
        changes: dict[str, Any] = {}
        problems: list[Problem] = []
        names, _ = _layout(type(self))
        for name in names:
            value = getattr(self, name)
            if value is UNSTATED:
                changes[name] = getattr(attrs.fields(type(self)), name).metadata["none"]
            elif isinstance(value, Stated) and (full := filled_at(name, value, problems)) is not value:
                changes[name] = full
        if not changes and not problems:
            return self
        try:
            changed = attrs.evolve(self, **changes)
        except InputError as error:
            problems.extend(error.problems)
        if problems:
            raise InputError(problems)
        return changed


Layout = tuple[tuple[str, ...], tuple[tuple[str, type[Stated]], ...]]
_LAYOUTS: dict[type, Layout] = {}


def _layout(cls: type[Stated]) -> Layout:
    """The names of all fields, and those that hold objects of ours, with their classes."""
    found = _LAYOUTS.get(cls)
    if found is None:
        fields = attrs.fields(cls)
        parts = [(each.name, each.type) for each in fields if isinstance(each.type, type) and issubclass(each.type, Stated)]
        found = _LAYOUTS[cls] = tuple(each.name for each in fields), tuple(parts)
    return found


def _misbuilt(name: str, value: object, kind: type[Stated]) -> Problem:
    say = {"value": shown(value), "kind": kind.__name__}
    return Problem(name, "{value} is no {kind}.", "Build it, such as {kind}(…), or give the whole household as a dict.", say)


def has_open(stated: Stated) -> bool:
    """Whether any fact in it, or in its parts, is not known."""
    for name in _layout(type(stated))[0]:
        value = getattr(stated, name)
        if value.__class__ in _KNOWN:
            continue
        if isinstance(value, Open) or (isinstance(value, Stated) and has_open(value)):
            return True
        if not isinstance(value, Stated):
            _KNOWN.add(value.__class__)
    return False


_KNOWN: set[type] = set()
"""Classes of plain values, noted as they come: most values are of one, which is quicker seen than that they are of no other."""


StatedObject = TypeVar("StatedObject", bound=Stated)


def filled_at(path: str, value: StatedObject, problems: list[Problem]) -> StatedObject:
    """The value filled, or as it is where it contradicts itself then; what is wrong is added to `problems` under the path."""
    try:
        return value.filled()
    except InputError as error:
        problems.extend(below(path, error.problems))
        return value


def below(path: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems with their paths put under another."""
    for each in problems:
        joined = f"{path}.{each.path}" if path and each.path else path or each.path
        yield Problem(joined, each.problem, each.remedy, each.values)
