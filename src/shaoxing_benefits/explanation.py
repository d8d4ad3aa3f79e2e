"""The parts of an explanation: values, conditions, caveats and steps, and their form as plain data.

A value is a Decimal (yuan, ratio or square metres), a whole number, a flag, the name of a kind, or a `Range` where it is not known exactly.

Conditions and steps are views: they hold where they stand and look up the rest when it is asked for, so that a list of them costs little.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from attrs import field, frozen

from .numbers import What

Value = Decimal | int | bool | str


@frozen
class Range:
    """A value known only to lie between two others; `high` is None where no upper limit is known, and in a margin `low` where no lower."""

    low: Value | None
    high: Value | None


@frozen
class Caveat:
    """A parameter that mattered and is not beyond doubt, with the reason in `note` by language (zh, en)."""

    parameter: str
    status: str
    note: Mapping[str, str] = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """As in the output; the note is the English one."""
        return {"parameter": self.parameter, "status": self.status, "note": self.note.get("en", "")}


if TYPE_CHECKING:
    from .margins import Distance, Near

    _Pair = tuple["Point", "Explains"]
else:
    _Pair = tuple


class _View(_Pair):
    """A value of an evaluation, seen where it stands (a `Point`) through what explains it (an `Explains`).

    Underneath it is a pair: of all that Python has, hundreds of those are made quickest, and they cannot be changed.
    """

    __slots__ = ()

    @property
    def id(self) -> str:
        """The name of the rule, fact or parameter."""
        return self[0].shape.id

    @property
    def member(self) -> str | None:
        """The id of the member to whom it belongs; None for the household's."""
        member = self[0].member
        return None if member is None else self[1].ids[member]

    @property
    def unit(self) -> What:
        """What the value counts: a unit of `numbers`, or the enum it belongs to."""
        return self[0].shape.unit

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}{'' if self.member is None else '@' + self.member}>"


class Condition(_View):
    """One condition of a programme: whether it holds, and what it compares."""

    __slots__ = ()

    @property
    def holds(self) -> bool | None:
        """Whether it holds; None where that is not decided."""
        point, explains = self
        held = explains.row[point.place]
        if held.__class__ is bool:  # most are, and hundreds are asked
            return held
        found = explains.exact_at(point.place)
        return None if found is None else bool(found)

    @property
    def actual(self) -> Value | Range | None:
        """What is compared, as it is."""
        return self[1].compared(self[0], "actual")

    @property
    def limit(self) -> Value | Range | None:
        """What it is compared with."""
        return self[1].compared(self[0], "limit")

    @property
    def compared_unit(self) -> What | None:
        """What `actual` and `limit` count; None where nothing is compared."""
        return self[1].compared_unit(self[0])

    @property
    def margin(self) -> Decimal | int | Range | None:
        """How far `actual` lies from `limit`, in their unit: to spare where nought or more, less than nothing where it is lacking.

        Where only what is below (or above) the limit will do, what is exactly at it fails by nought. A range where either is one.
        None where there is no distance: kinds, flags, years that must be the same, and what is not decided by its limit.
        """
        found = self._distance()
        if found is None:
            return None
        low, high = (None if end is None else found.said(end) for end in (found.low, found.high))
        return low if low is not None and low == high else Range(low, high)

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Where it is not decided: the facts, by their paths, and the parameters that could still decide it."""
        point, explains = self
        return tuple(sorted(explains.evaluation.depends_on([(point.name, point.member)]))) if self.holds is None else ()

    def is_within(self, near: "Near") -> bool:
        """Whether it holds with so little to spare, or perhaps with so little."""
        return self.holds is True and near.covers(self._distance())

    def _distance(self) -> "Distance | None":
        from .margins import distance  # noqa: PLC0415 - needed only where somebody asks

        point, explains = self
        return distance(point.shape.node, (_ends(explains.every_step[place].value) for place in point.inputs), self.holds)

    @property
    def cites(self) -> tuple[str, ...]:
        """Where the rule and its limit come from."""
        return self[1].condition_cites(self[0])

    @property
    def summary(self) -> str:
        """What is true when it holds, in an English sentence, which is also the key for translation."""
        return self[0].shape.label["en"]

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "id": self.id,
            "member": self.member,
            "holds": self.holds,
            "actual": plain(self.actual),
            "limit": plain(self.limit),
            "margin": plain(self.margin),
            "cites": list(self.cites),
        }


class Step(_View):
    """A value and what it was made from. Leaves are stated facts (`kind` "fact") and cited parameters ("parameter").

    A step that several others use is one object; the tree is complete wherever it is entered.
    """

    __slots__ = ()

    @property
    def kind(self) -> str:
        """One of "fact", "parameter", "rule" and "total"."""
        return self[0].shape.kind

    @property
    def label(self) -> Mapping[str, str]:
        """What the value is in words, by language; English always, which is also the key for translation."""
        return self[0].shape.label

    @property
    def value(self) -> Value | Range:
        """The value, or the range in which it lies."""
        return self[1].value_at(self[0])

    @property
    def cites(self) -> tuple[str, ...]:
        """Where the rule or the parameter's value comes from."""
        return self[1].cites_of(self[0])

    @property
    def status(self) -> str | None:
        """How sure a parameter's value is; None for all else."""
        return self[1].status_of(self[0])

    @property
    def path(self) -> str | None:
        """Where a fact is stated, such as members[0].income.wages."""
        return self[1].path_of(self[0])

    @property
    def inputs(self) -> tuple["Step", ...]:
        """Everything the value was made from."""
        all_steps = self[1].every_step
        return tuple([all_steps[place] for place in self[0].inputs])

    @property
    def decisive(self) -> tuple["Step", ...]:
        """Of the inputs, those of which another value could have led to another result."""
        all_steps = self[1].every_step
        return tuple([all_steps[place] for place in self[1].decisive_of(self[0])])

    def to_dict(self, seen: set[int] | None = None) -> dict[str, Any]:
        """As in the output; a step that has been given in full before (`seen`) is given without its inputs and marked `above`."""
        seen = set() if seen is None else seen
        found: dict[str, Any] = {self.kind: self.id, "member": self.member, "value": plain(self.value)}
        path = self.path
        if path is not None:
            found["path"] = path
        if self.status is not None:
            found["status"] = self.status
        if self.cites:
            found["cites"] = list(self.cites)
        inputs = self.inputs
        if inputs and id(self) in seen:
            found["above"] = True
        elif inputs:
            seen.add(id(self))
            found["inputs"] = [step.to_dict(seen) for step in inputs]
        return found


def _ends(value: Value | Range) -> tuple[Value | None, Value | None]:
    return (value.low, value.high) if isinstance(value, Range) else (value, value)


def plain(value: Value | Range | None) -> Any:
    """A value for JSON: decimals as text."""
    if isinstance(value, Range):
        return {"low": plain(value.low), "high": plain(value.high)}
    return str(value) if isinstance(value, Decimal) else value


if TYPE_CHECKING:  # what stands behind the results; only types, so that nobody pays for them at run time

    class Shape(Protocol):
        """What is the same about a value for the household and every member."""

        @property
        def node(self) -> Any:
            """The rule, fact or parameter itself."""

        @property
        def id(self) -> str:
            """The name."""

        @property
        def kind(self) -> str:
            """The kind of step."""

        @property
        def label(self) -> Mapping[str, str]:
            """The words for it."""

        @property
        def unit(self) -> What:
            """What it counts."""

    class Point(Protocol):
        """Where a value stands."""

        @property
        def place(self) -> int:
            """The place in a leaf."""

        @property
        def name(self) -> str:
            """The name in rules."""

        @property
        def member(self) -> int | None:
            """The member's place in the order of ids."""

        @property
        def inputs(self) -> tuple[int, ...]:
            """The places of what it is made from."""

        @property
        def shape(self) -> Shape:
            """What it is."""

    class Explains(Protocol):
        """What knows the values behind conditions and steps."""

        @property
        def row(self) -> list[Any]:
            """Every value at its place."""

        ids: list[str]
        household: Any
        evaluation: Any

        @property
        def every_step(self) -> tuple[Step, ...]:
            """All steps, by their place."""

        def exact_at(self, place: int) -> int | None:
            """The value, where it is certain."""

        def value_at(self, point: Any) -> Value | Range:
            """The value as people see it."""

        def compared(self, point: Any, end: str) -> Value | Range | None:
            """What a condition compares."""

        def compared_unit(self, point: Any) -> What | None:
            """What that counts."""

        def condition_cites(self, point: Any) -> tuple[str, ...]:
            """What a condition and its limit rest on."""

        def cites_of(self, point: Any) -> tuple[str, ...]:
            """What a step rests on."""

        def status_of(self, point: Any) -> str | None:
            """How sure a parameter is."""

        def path_of(self, point: Any) -> str | None:
            """Where a fact is stated."""

        def decisive_of(self, point: Any) -> list[int]:
            """The places of the inputs that mattered."""
