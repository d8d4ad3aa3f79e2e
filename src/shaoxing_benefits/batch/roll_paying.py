"""What a roll pays of an outcome: only what is certain, to the last member; all else is open."""

from collections.abc import Mapping

from attrs import frozen

from ..errors import MismatchError, Problem
from ..numbers import FEN_PER_YUAN, scaled
from ..results import Outcome


@frozen
class Paid:
    """A certain amount in fen, and each member's part of it, by id; nothing is paid where it is nought."""

    amount: int
    members: Mapping[str, int]


@frozen
class Open:
    """What is not certain: the least and the most in fen (`high` None where no upper limit is known), and on what it depends."""

    low: int
    high: int | None
    facts: tuple[str, ...]
    parameters: tuple[str, ...]


NOTHING = Paid(0, {})


def paid(household: str, outcome: Outcome) -> Paid | Open:
    """What is paid of an outcome, or what is open about it.

    Raises:
        MismatchError: the members' parts are not the whole.
    """
    amount = outcome.amount
    if outcome.status == "undetermined" or amount is None:
        return _open(outcome)
    if not amount:
        return NOTHING
    parts = {member: part.exact for member, part in outcome.members.items()}
    members = {member: scaled(part, FEN_PER_YUAN) for member, part in parts.items() if part is not None}
    if len(members) < len(parts):
        # The household's amount is certain, but not whose it is.
        return _open(outcome)
    whole = scaled(amount, FEN_PER_YUAN)
    if sum(members.values()) != whole:
        say = {"household": household, "programme": outcome.programme, "parts": sum(members.values()), "whole": whole}
        problem = "{programme} of household {household}: the members' parts come to {parts} fen, the whole is {whole}."
        raise MismatchError(Problem("", problem, "This is a mistake of ours: please report it.", say))
    return Paid(whole, members)


def _open(outcome: Outcome) -> Open:
    low, high = outcome.low, outcome.high
    return Open(
        0 if low is None else scaled(low, FEN_PER_YUAN),
        None if high is None else scaled(high, FEN_PER_YUAN),
        outcome.missing.facts,
        outcome.missing.parameters,
    )
