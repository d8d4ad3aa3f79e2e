"""A month's payments against those of the month before: who is new, who has ended, whose amount is another, and why."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from .judging import Files, Judged
from .roll_causes import Cause, causes
from .roll_paying import NOTHING, Open, Paid

Payments = Mapping[str, Mapping[str, Paid | Open]]
"""By household and programme, what is paid or open."""


@frozen
class Change:
    """What a household gets otherwise than the month before.

    Attributes:
        household: its id.
        name: what it is called.
        programme: the programme's id.
        what: "new", "ended" or "changed".
        before: last month's amount in fen; nought where nothing was paid for certain.
        now: this month's.
        causes: why. Of a kind of their own are those about the whole household: "absent_before" and "absent_now" (it was, or is, in no
            file), "returned_before" and "returned_now" (its rows could not be read), "open_before" and "open_now" (not certain).
        people: what its members are called, by id.
    """

    household: str
    name: str
    programme: str
    what: str
    before: int
    now: int
    causes: tuple[Cause, ...]
    people: Mapping[str, str] = field(repr=False)

    @property
    def difference(self) -> int:
        """This month's amount less last month's."""
        return self.now - self.before


def changes(before: tuple[Files, Payments], now: tuple[Files, Payments], programmes: Sequence[str]) -> tuple[Change, ...]:
    """Every amount that differs, in the order of this month's files; after them those of last month's alone."""
    return tuple(_changes(before, now, programmes))


def _changes(before: tuple[Files, Payments], now: tuple[Files, Payments], programmes: Sequence[str]) -> Iterator[Change]:
    (files, was), (files_now, is_) = before, now
    for id_ in dict.fromkeys((*files_now.households, *files.households)):
        for programme in programmes:
            one, other = was.get(id_, {}).get(programme, NOTHING), is_.get(id_, {}).get(programme, NOTHING)
            amounts = _amount(one), _amount(other)
            if amounts[0] == amounts[1]:
                continue
            what = "new" if not amounts[0] else "changed" if amounts[1] else "ended"
            known = files.households.get(id_), files_now.households.get(id_)
            judged = known[1] or known[0]
            assert judged is not None  # it stands in one of the two
            why = tuple(_why(id_, (files, known[0], one), (files_now, known[1], other), programme))
            yield Change(id_, judged.name, programme, what, *amounts, why, _people(known))


def _people(known: Sequence[Judged | None]) -> Mapping[str, str]:
    return {member.id: member.name or member.id for each in known if each is not None for member in each.household.members}


def _amount(payment: Paid | Open) -> int:
    return payment.amount if isinstance(payment, Paid) else 0


_Side = tuple[Files, Judged | None, Paid | Open]


def _why(id_: str, before: _Side, now: _Side, programme: str) -> Iterator[Cause]:
    (files, was, one), (files_now, is_, other) = before, now
    if was is None:
        yield Cause(f"{_lacking(id_, files)}_before")
    if is_ is None:
        yield Cause(f"{_lacking(id_, files_now)}_now")
    if was is None or is_ is None:
        return
    if isinstance(one, Open):
        yield Cause("open_before")
    if isinstance(other, Open):
        yield Cause("open_now")
    yield from causes(was.answer[programme], is_.answer[programme])


def _lacking(id_: str, files: Files) -> str:
    return "returned" if any(each.id == id_ for each in files.returned) else "absent"
