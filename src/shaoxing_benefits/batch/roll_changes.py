"""A month's payments against those of the month before: who is new, who has ended, whose amount is another, and why."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from .judging import Files, Judged
from .roll_causes import Cause, causes
from .roll_paying import NOTHING, Open, Paid


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


def changes(before: Files, now: Files, programmes: Sequence[str]) -> tuple[Change, ...]:
    """Every amount that differs, in the order of this month's files; after them those of last month's alone."""
    ids = dict.fromkeys((*now.households, *before.households))
    return tuple(change for id_ in ids for change in _changes(id_, before, now, programmes))


def _changes(id_: str, before: Files, now: Files, programmes: Sequence[str]) -> Iterator[Change]:
    sides = before.households.get(id_), now.households.get(id_)
    judged = sides[1] or sides[0]
    assert judged is not None  # it stands in one of the two
    differing = {name: pair for name in programmes if (pair := _amounts(sides, name))[0] != pair[1]}
    answers = (before.answer(id_), now.answer(id_)) if differing and None not in sides else None
    for name, (was, is_) in differing.items():
        what = "new" if not was else "changed" if is_ else "ended"
        why = _whole(id_, before, now) if answers is None else (*_open(sides, name), *causes(answers[0][name], answers[1][name]))
        yield Change(id_, judged.name, name, what, was, is_, tuple(why), _people(sides))


_Sides = tuple[Judged | None, Judged | None]


def _amounts(sides: _Sides, programme: str) -> tuple[int, int]:
    """What was paid and what is, for certain."""
    was, is_ = (NOTHING if each is None else each.payments[programme] for each in sides)
    return was.amount if isinstance(was, Paid) else 0, is_.amount if isinstance(is_, Paid) else 0


def _open(sides: _Sides, programme: str) -> Iterator[Cause]:
    for each, kind in zip(sides, ("open_before", "open_now"), strict=True):
        if each is not None and isinstance(each.payments[programme], Open):
            yield Cause(kind)


def _whole(id_: str, before: Files, now: Files) -> Iterator[Cause]:
    """Why there is a household in one month only."""
    for files, when in ((before, "before"), (now, "now")):
        if id_ not in files.households:
            is_returned = any(each.id == id_ for each in files.returned)
            yield Cause(f"{'returned' if is_returned else 'absent'}_{when}")


def _people(known: _Sides) -> Mapping[str, str]:
    return {member.id: member.name or member.id for each in known if each is not None for member in each.household.members}
