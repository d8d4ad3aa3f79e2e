"""What a roll pays of an outcome: only what is certain, to the last member; all else is open."""

from collections.abc import Mapping

from attrs import frozen

from ..errors import MismatchError, Problem
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
    whole, _, parts = outcome.in_fen
    low, high = whole or (0, 0)
    members = {member: least for member, (least, most) in parts.items() if least == most}
    # A household's amount may be certain, but not whose it is.
    if outcome.status == "undetermined" or low != high or len(members) < len(parts):
        return Open(low, high, outcome.missing.facts, outcome.missing.parameters)
    if not low:
        return NOTHING
    if sum(members.values()) != low:
        say = {"household": household, "programme": outcome.programme, "parts": sum(members.values()), "whole": low}
        problem = "{programme} of household {household}: the members' parts come to {parts} fen, the whole is {whole}."
        raise MismatchError(Problem("", problem, "This is a mistake of ours: please report it.", say))
    return Paid(low, members)
