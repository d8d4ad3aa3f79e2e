"""Whether an answer holds a case: nothing of what the case comes to lies outside of what the answer says."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from shaoxing_benefits import Amount, Assessment, Range
from shaoxing_benefits.engine.rule import Programme
from shaoxing_benefits.numbers import FLAG, RATE, Unit, yuan

from .completions import Case, Oracle

PERIODS = ("month", "year", "once")
NOTHING = Amount(Decimal("0.00"), Decimal("0.00"))


class Answered:
    """What an answer says, read off it once, to be held against many cases."""

    def __init__(self, answer: Assessment, oracle: Oracle) -> None:
        self.oracle, self.answer = oracle, answer
        self.ranges: list[tuple[Programme, dict[str, Amount | None], dict[str, Amount]]] = []
        self.conditions = []
        nodes = oracle.question.segment.nodes
        for programme in oracle.programmes:
            outcome = answer[programme.id]
            ranges = {programme.amount: outcome.range} if programme.amount else {}
            beside = {f"{programme.id}_{figure}": amount for figure, amount in outcome.beside.items()}
            self.ranges.append((programme, {**ranges, **beside}, dict(outcome.members)))
            for each in outcome.conditions:
                rule = nodes[each.id]
                compared = [(name, rule.takes[name], end) for name, end in ((rule.actual, each.actual), (rule.limit, each.limit)) if name]
                self.conditions.append((programme.id, each.id, each.member, each.holds, compared))
        self.totals = {period: answer.totals[period].range for period in PERIODS}

    def outside(self, case: Case, *, conditions: bool = True) -> list[str]:
        """What of the case the answer does not allow, each in a line."""
        found = [said for each in self.ranges for said in self._of_programme(*each, case)]
        if conditions:
            found += self._of_conditions(case)
        for period, said in self.totals.items():
            paid = [each for each in self.oracle.programmes if each.period == period and not each.ceiling]
            total = sum(case.total(each.amount) for each in paid if each.amount is not None)
            if not within(total, said):
                found.append(f"total {period} {yuan(total)}, answer {said}")
        return found

    def _of_programme(
        self, programme: Programme, ranges: dict[str, Amount | None], members: dict[str, Amount], case: Case
    ) -> Iterator[str]:
        status, said = case.status(programme), self.answer[programme.id].status
        if said not in (status, "undetermined"):
            yield f"{programme.id} is {status}, answer {said}"
        for name, amount in ranges.items():
            if amount is None or not within(case.total(name), amount, ceiling=programme.ceiling):
                yield f"{name} {yuan(case.total(name))}, answer {amount}"
        share = programme.shares or programme.amount
        for member, fen in (case.values(share) if share else {}).items():
            if member is not None and not within(fen, members.get(member, NOTHING), ceiling=programme.ceiling):
                yield f"{share}@{member} {yuan(fen)}, answer {members.get(member)}"

    def _of_conditions(self, case: Case) -> Iterator[str]:
        for programme, name, member, holds, compared in self.conditions:
            held = bool(case.values(name)[member])
            if holds not in (held, None):
                yield f"{programme} {name}@{member} holds {held}, answer {holds}"
            for taken, unit, said in compared:
                values = case.values(taken)
                value = shown(values[member if member in values else None], unit)
                if not is_said(value, said):
                    yield f"{programme} {name}@{member} {taken} {value}, answer {said}"


def within(fen: int, amount: Amount, *, ceiling: bool = False) -> bool:
    """Whether an amount lies in a range; of a ceiling only the most is said."""
    value = yuan(fen)
    return (ceiling or amount.low <= value) and (amount.high is None or value <= amount.high)


def is_said(value: Any, said: Any) -> bool:
    """Whether a value is one of those that are said to be possible."""
    if not isinstance(said, Range):
        return bool(value == said)
    if isinstance(value, str):
        return True  # kinds have no order in which one lies between two others
    return bool(said.low <= value and (said.high is None or value <= said.high))


def shown(value: int, unit: Any) -> Any:
    """A value of the rules as an answer shows it."""
    if not isinstance(unit, Unit):
        return unit(value).name.lower()
    if unit.name in ("fen", "area"):
        return yuan(value)
    if unit is RATE:
        return Decimal(value) / 10_000
    return bool(value) if unit is FLAG else value
