"""What the rules see of a household of which some facts are not known: for each of these the values it may have, and what ties them."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Any

from attrs import define, field

from ..errors import InputError, Problem
from ..household import EARLIEST_BIRTH, Household
from ..kinds import DisabilityKind, Group
from ..months import Month
from ..numbers import FLAG, GRADE, YEAR, Hundredths
from ..stated import Between, Open, Stated
from ..statements import with_fact
from .diagrams import Diagrams, Form, Question, Split, Value, answered, bounds_of
from .facts import ASKED, Fact, taker
from .uncertain import Symbol, Uncertain

LAST_YEAR = 2100
MILDEST_GRADE = 4
PARTS = (("income_basic_pension", "income_pension"), ("new_job_increase", "income_wages"), ("medical_basic_paid", "medical_in_scope"))
"""Facts that are a part of another, and so never more than it."""


@define(eq=False, repr=False)
class Unknowns:
    """Takes the facts of one household, the known ones as they are, and makes an unknown of every other.

    `parts` are pairs of numbers of which the first is never more than the second; `problems` what cannot be in any case.
    """

    month: Month
    diagrams: Diagrams
    household: Household
    parts: list[tuple[Any, Any]] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    _questions: dict[str, tuple[Question, tuple[Any, ...]]] = field(factory=dict)

    def of_household(self, facts: Sequence[Fact]) -> list[Value]:
        """The household's own facts."""
        return self._of(self.household, facts, "")

    def of_members(self, facts: Sequence[Fact]) -> list[list[Value]]:
        """The members' facts, in the order of their ids; places are told as they are stated."""
        places = {member.id: place for place, member in enumerate(self.household.members)}
        return [self._of(member, facts, f"members[{places[member.id]}].") for member in self.household.by_id]

    def raise_any(self) -> None:
        """Raise what was found.

        Raises:
            InputError: what is stated of what is not known contradicts the rest, whichever case it is.
        """
        if self.problems:
            raise InputError(self.problems)

    def _of(self, holder: Stated, facts: Sequence[Fact], prefix: str) -> list[Value]:
        found = {fact.name: self._value(fact, holder, prefix) for fact in facts}
        paths = {fact.name: f"{prefix}{fact.path}" for fact in facts}
        for part, whole in PARTS:
            if part in found and whole in found:
                self._keep_within((paths[part], found[part]), (paths[whole], found[whole]))
        return list(found.values())

    def _keep_within(self, part: tuple[str, Value], whole: tuple[str, Value]) -> None:
        """A part is never more than its whole, whatever both are."""
        (least, _), (_, most) = bounds_of(part[1]), bounds_of(whole[1])
        if least is not None and most is not None and least > most:
            remedy = "It is a part of {whole}, which is said to be less: check both."
            self.problems.append(Problem(part[0], "It would be more than the whole in every case.", remedy, {"whole": whole[0]}))
        elif isinstance(part[1], Form) and isinstance(whole[1], Form):
            self.parts.append((part[1].number, whole[1].number))
        elif isinstance(part[1], Form) or isinstance(whole[1], Form):
            self._imply_within(part[1], whole[1])

    def _imply_within(self, part: Value, whole: Value) -> None:
        """The same where one of them is a number, or one of several, and the other a range."""
        split = part if isinstance(part, Split) else whole
        if not isinstance(split, Split):
            self.parts.append((_number(part), _number(whole)))
            return
        for answer in range(split.question.answers):
            one, other = (_number(answered(each, split.question, answer)) for each in (part, whole))
            split.question.implied.append((answer, one - other))

    def _value(self, fact: Fact, holder: Stated, prefix: str) -> Value:
        stated = None if fact.path == ASKED else stated_at(holder, fact.path)
        if fact.unit is DisabilityKind or fact.unit is GRADE:
            return self._disability(fact, holder, prefix)
        if not isinstance(stated, Open):
            found: int = _taker(fact)(holder, self.month)[0]
            return found
        path = f"{prefix}{fact.path}"
        choices = getattr(stated, "values", None)
        if choices is not None:
            return self._stated_choice(fact, path, choices)
        if fact.unit is FLAG:
            # Each group is a question of its own.
            return self._choice(f"{path} {fact.name}", (False, True), (False, True), frozenset({path}))
        if isinstance(fact.unit, type):
            kinds = tuple(_kinds(fact.unit, stated))
            return self._choice(path, kinds, [int(each) for each in kinds])
        if fact.name == "age" and isinstance(stated, Between) and stated.low is not None and not self._is_possible(path, stated.low):
            self._tell(
                Problem(path, "Nobody born so late is a member in this month.", "Correct the dates, or leave the member out of this month.")
            )
        return self._range(path, *self._ends(fact, stated))

    def _stated_choice(self, fact: Fact, path: str, stated: Sequence[Any]) -> Value:
        """One of the values that are stated; those that contradict what is known are left out."""
        if path in self._questions:
            stated = self._questions[path][1]
        else:
            possible = tuple(each for each in stated if self._is_possible(path, each))
            if not possible:
                self._tell(
                    Problem(path, "None of these values agrees with what else is stated.", "Check these values, and what else is stated.")
                )
            stated = possible or stated
        return self._choice(path, stated, [self._count(fact, each) for each in stated])

    def _is_possible(self, path: str, value: Any) -> bool:
        if isinstance(value, date) and Month.number_of(value) > self.month.number:
            return False  # nobody is a member before being born
        try:
            with_fact(self.household, path, value)
        except InputError:
            return False
        return True

    def _tell(self, problem: Problem) -> None:
        if not any(each.path == problem.path for each in self.problems):
            self.problems.append(problem)

    def _choice(self, key: str, stated: Sequence[Any], values: Iterable[Any], origins: frozenset[str] | None = None) -> Value:
        """One of several values; several facts may be taken from what is stated once."""
        if key not in self._questions:
            self._questions[key] = self.diagrams.question(len(stated), origins or frozenset({key})), tuple(stated)
        return self.diagrams.split(self._questions[key][0], tuple(values))

    def _range(self, path: str, low: int, high: int | None) -> Value:
        return self.diagrams.form(Uncertain({Symbol((path,), low, high, frozenset({path})): 1}))

    def _disability(self, fact: Fact, holder: Stated, prefix: str) -> Value:
        """Kind and grade are stated apart and go together: there is a grade where there is a kind, and only there."""
        kind, grade = stated_at(holder, "disability.kind"), stated_at(holder, "disability.grade")
        grades = [each for each in range(MILDEST_GRADE + 1) if _may_be(grade, each)]
        kinds = [each for each in _kinds(DisabilityKind, kind) if (0 in grades if each == DisabilityKind.NONE else any(grades))]
        if not isinstance(kind, Open) and not isinstance(grade, Open):
            return int(kind if fact.unit is DisabilityKind else grade)
        path = f"{prefix}disability"
        if not kinds:
            # What is stated contradicts itself; it is told, and what follows here is of no account.
            self._tell(
                Problem(f"{path}.grade", "No grade that is possible goes with the kind.", "Correct kind or grade: a grade is 1, 2, 3 or 4.")
            )
            kinds, grades = list(_kinds(DisabilityKind, kind)), list(range(MILDEST_GRADE + 1))
        own = self._choice(f"{path}.kind", kinds, [int(each) for each in kinds]) if len(kinds) > 1 else int(kinds[0])
        if fact.unit is DisabilityKind:
            return own
        positive = [each for each in grades if each] or [0]
        of_any = self._choice(f"{path}.grade", positive, positive) if len(positive) > 1 else positive[0]
        if not isinstance(own, Split):
            return 0 if own == DisabilityKind.NONE else of_any
        return self.diagrams.join(own.question, tuple(0 if each == DisabilityKind.NONE else of_any for each in kinds))

    def _count(self, fact: Fact, stated: Any) -> int:
        """A stated value as the number that rules take."""
        if fact.name == "age":
            return self.month.age_of(stated)
        if fact.name == "new_job_month":
            return 0 if stated is None else max(0, self.month.number - stated.number + 1)
        if isinstance(stated, frozenset):
            return any(fact.name == f"{fact.path}_{group.name.lower()}" for group in stated if isinstance(group, Group))
        # Counts, kinds and flags are whole numbers as they are.
        return stated.hundredths if isinstance(stated, Hundredths) else int(stated)

    def _ends(self, fact: Fact, stated: Open) -> tuple[int, int | None]:
        low, high = (stated.low, stated.high) if isinstance(stated, Between) else (None, None)
        if fact.name == "age":
            # The younger, the later born.
            return (0 if high is None else self._count(fact, high)), self._count(fact, low or EARLIEST_BIRTH)
        if fact.name == "new_job_month":
            return (0 if high is None else self._count(fact, high)), (None if low is None else self._count(fact, low))
        most = LAST_YEAR if fact.unit is YEAR else None
        return (0 if low is None else self._count(fact, low)), (most if high is None else self._count(fact, high))


def stated_at(holder: Any, path: str) -> Any:
    """What is stated of a fact, by its path below its holder."""
    for name in path.split("."):
        holder = getattr(holder, name)
    return holder


def _number(value: Value) -> Any:
    return value.number if isinstance(value, Form) else value


def _kinds(kind: type[IntEnum], stated: Any) -> Iterable[IntEnum]:
    return [each for each in kind if _may_be(stated, each)]


def _may_be(stated: Any, value: Any) -> bool:
    if not isinstance(stated, Open):
        return bool(stated == value)
    if isinstance(stated, Between):
        return (stated.low is None or stated.low <= value) and (stated.high is None or value <= stated.high)
    choices = getattr(stated, "values", None)
    return choices is None or value in choices


@lru_cache(maxsize=256)
def _taker(fact: Fact) -> Any:
    return taker((fact,))
