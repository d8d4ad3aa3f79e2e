"""Which members belong to which household, and in which order they stand: by their ids as text, as `Household.by_id` sorts them.

The ids of a table are one plain array, of whole numbers or of text without blanks at the ends. Tables that are in order already are told by
looking at neighbours; anything else is sorted.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from ..converters import to_text
from ..errors import MOST_PROBLEMS, Problem
from ..household import MOST_MEMBERS, too_many_members
from ..stated import Misfit, shown
from .arrays import Mask, Values, as_texts, as_whole_numbers, is_text, numbers_of

_LONGEST = 100
_UNFIT = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]"
"""What may have to be refused: `to_text` is asked about each id in which it is found."""
_FIRST_VISIBLE, _VISIBLE = 0x21, 0x7E - 0x21
_FEW = 10_000
"""Up to here the order of all whole numbers as text is worked out beforehand."""


def ids_of(column: pa.ChunkedArray, path: str, problems: list[Problem]) -> pa.Array | None:
    """The ids as one array of whole numbers or of text, or None where that cannot be; mistakes are added to `problems`.

    Args:
        column: as it stands in the table.
        path: table and column with a place for the row: `members[{row}].id`.
        problems: what is wrong so far.
    """
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    try:
        ids = as_texts(column) if is_text(kind) else as_whole_numbers(column) if pa.types.is_integer(kind) else None
    except pa.ArrowInvalid:  # from 2 ** 63 on
        ids = None
    if ids is None:
        say = {"type": str(column.type), "types": "string, int64"}
        problem = "The column has the type {type}."
        problems.append(Problem(path.replace("[{row}]", ""), problem, "Give it as one of these types: {types}.", say))
        return None
    if ids.null_count:
        for row in _first(flags(ids.is_null())):
            problems.append(Problem(path.format(row=row), "It is missing.", "State it: it is always needed."))
        return None
    return _checked(ids, path, problems) if pa.types.is_large_string(ids.type) else ids


def _checked(ids: pa.Array, path: str, problems: list[Problem]) -> pa.Array:
    """Text as the reader of a household takes it."""
    offsets = np.frombuffer(ids.buffers()[1], np.int64, offset=ids.offset * 8, count=len(ids) + 1) if len(ids) else np.zeros(1, np.int64)
    letters = np.frombuffer(ids.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    # Most ids are short and of visible ASCII signs, which is quickly seen.
    is_plain = not len(letters) or int((letters - np.uint8(_FIRST_VISIBLE)).max()) <= _VISIBLE
    if is_plain and (len(ids) == 0 or int(np.diff(offsets).max()) <= _LONGEST):
        return ids
    ids = pc.utf8_trim_whitespace(ids)
    doubtful = pc.or_(pc.match_substring_regex(ids, _UNFIT), pc.greater(pc.utf8_length(ids), _LONGEST))
    for row in _first(flags(doubtful)):
        said = to_text(ids[row].as_py())
        if isinstance(said, Misfit):
            problems.append(Problem(path.format(row=row), said.problem, said.remedy, said.values))
    return ids


def _are_there(ids: pa.Array, problems: list[Problem]) -> None:
    """Every member has an id; of a household nobody asks for it."""
    if pa.types.is_large_string(ids.type):
        for row in _first(flags(pc.equal(pc.binary_length(ids), 0))):
            problems.append(Problem(f"members[{row}].id", "The member has no id.", "Give each member a short id of its own, such as P1."))


def flags(array: pa.Array) -> Mask:
    """An array of yes and no, without nulls."""
    found: Mask = array.to_numpy(zero_copy_only=False)
    return found


def _first(mask: Mask) -> list[int]:
    return [int(row) for row in np.flatnonzero(mask)[: MOST_PROBLEMS + 1]]


@frozen(eq=False, repr=False)
class Grouped:
    """The rows of household h are `starts[h]:starts[h + 1]` of the members in their order; `order` are the table's rows in that order."""

    starts: NDArray[np.int64]
    order: NDArray[np.int64] | None


def grouped(households: pa.Array, owners: pa.Array, ids: pa.Array, problems: list[Problem]) -> Grouped | None:
    """Group and order the members; None where mistakes were found, which are added to `problems`.

    Args:
        households: the households' ids.
        owners: the household of each member.
        ids: the members' ids.
        problems: what is wrong so far.
    """
    if households.type != owners.type:
        say = {"type": _kind(owners), "other": _kind(households)}
        problem = "The households are named by {type} here and by {other} in the other table."
        problems.append(Problem("members.household", problem, "Give both as text, or both as whole numbers.", say))
        return None
    before = len(problems)
    _are_there(ids, problems)
    are_unlike = not _twice(households, problems)
    heads = np.flatnonzero(_differ(owners))
    if are_unlike and len(heads) == len(households) and _are(owners, heads, households):
        starts = np.append(heads, len(owners))
        _sizes(np.diff(starts), problems)
        if len(problems) > before:
            return None
        if _rises(ids, heads):
            return Grouped(starts, None)
        places = np.repeat(np.arange(len(households)), np.diff(starts))
    else:
        places = _places(households, owners, problems)
        if are_unlike:
            # Of two households with the same id, one would be without members.
            _sizes(np.bincount(places[places >= 0], minlength=len(households)), problems)
        if len(problems) > before:
            return None
        starts = np.concatenate([[0], np.cumsum(np.bincount(places, minlength=len(households)))])
    ranks = _ranks(ids)
    # Both in one number, which sorts faster; ranks and places are below the number of rows.
    order = np.argsort(places * (int(ranks.max(initial=0)) + 1) + ranks, kind="stable")
    _twice_in_household(order, places, ids, problems)
    return Grouped(starts, order) if len(problems) == before else None


def _kind(ids: pa.Array) -> str:
    return "string" if pa.types.is_large_string(ids.type) else "int64"


def _differ(ids: pa.Array) -> Mask:
    """Whether each differs from the one before; the first does."""
    differ = np.ones(len(ids), np.bool_)
    if pa.types.is_int64(ids.type):
        values = numbers_of(ids)
        np.not_equal(values[1:], values[:-1], out=differ[1:])
    else:
        differ[1:] = flags(pc.not_equal(ids[1:], ids[:-1]))
    return differ


def _are(ids: pa.Array, rows: NDArray[np.int64], others: pa.Array) -> bool:
    """Whether the ids in these rows are the others."""
    if pa.types.is_int64(ids.type):
        return np.array_equal(numbers_of(ids)[rows], numbers_of(others))
    return bool(ids.take(pa.array(rows)).equals(others))


def _twice(ids: pa.Array, problems: list[Problem]) -> bool:
    """Whether a household stands there twice, which is a mistake."""
    if _is_rising(ids) or len(pc.unique(ids)) == len(ids):
        return False
    numbers = ids.dictionary_encode().indices.to_numpy()
    order = np.argsort(numbers, kind="stable")
    again = np.sort(order[1:][numbers[order[1:]] == numbers[order[:-1]]])
    for row in again[: MOST_PROBLEMS + 1]:
        say = {"id": shown(ids[int(row)].as_py()), "other": f"households[{np.flatnonzero(numbers == numbers[row])[0]}]"}
        problem = "The id {id} is already used by household {other}."
        problems.append(Problem(f"households[{row}].id", problem, "Give each household an id of its own.", say))
    return True


def _is_rising(ids: pa.Array) -> bool:
    if pa.types.is_int64(ids.type):
        values = numbers_of(ids)
        return bool((values[1:] > values[:-1]).all())
    return bool(flags(pc.greater(ids[1:], ids[:-1])).all())


def _places(households: pa.Array, owners: pa.Array, problems: list[Problem]) -> Values:
    """The place of each member's household in the other table; -1 where it is not there."""
    found = pc.index_in(owners, value_set=households)
    if found.null_count:
        for row in _first(flags(found.is_null())):
            say = {"id": shown(owners[row].as_py())}
            problem, remedy = "No household has the id {id}.", "Add the household to its table, or correct the id."
            problems.append(Problem(f"members[{row}].household", problem, remedy, say))
    return np.asarray(found.fill_null(-1), np.int64)


def _sizes(sizes: NDArray[Any], problems: list[Problem]) -> None:
    if len(sizes) and int(sizes.min()) == 0:
        for row in _first(sizes == 0):
            remedy = "List everybody who lives in it, at least one person."
            problems.append(Problem(f"households[{row}]", "The household has no members.", remedy))
    if len(sizes) and int(sizes.max()) > MOST_MEMBERS:
        problems.extend(too_many_members(f"households[{row}]", int(sizes[row])) for row in _first(sizes > MOST_MEMBERS))


def _rises(ids: pa.Array, heads: NDArray[np.int64]) -> bool:
    """Whether the ids rise, as text, from row to row within each household; the heads are the households' first rows."""
    rising = np.zeros(len(ids), np.bool_)
    if not (pa.types.is_int64(ids.type) and _numbers_rise(numbers_of(ids), rising)):
        texts = ids.cast(pa.large_string())
        rising[1:] = flags(pc.greater(texts[1:], texts[:-1]))
    rising[heads] = True
    return bool(rising.all())


def _numbers_rise(values: NDArray[np.int64], rising: Mask) -> bool:
    """The same of numbers, from each to the next; False where that cannot be told without writing them as text."""
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    is_even = len(str(low)) == len(str(high))
    if low < 0 or (not is_even and high >= _FEW):
        return False
    # Numbers of equally many digits are in the order of their text.
    places = values if is_even else _as_text_order(high + 1)[values]
    np.greater(places[1:], places[:-1], out=rising[1:])
    return True


def _as_text_order(count: int) -> NDArray[np.int64]:
    ranks = np.empty(count, np.int64)
    ranks[sorted(range(count), key=str)] = np.arange(count)
    return ranks


def _ranks(ids: pa.Array) -> NDArray[np.int64]:
    """The place of each id among all, by their text; equal ones have equal places."""
    encoded = ids.dictionary_encode()
    sorted_places = pc.sort_indices(encoded.dictionary.cast(pa.large_string())).to_numpy()
    ranks = np.empty(len(sorted_places), np.int64)
    ranks[sorted_places] = np.arange(len(sorted_places))
    found: NDArray[np.int64] = ranks[encoded.indices.to_numpy()]
    return found


def _twice_in_household(order: NDArray[np.int64], places: Values, ids: pa.Array, problems: list[Problem]) -> None:
    """No two members of a household may have the same id; of equal ones, the first in the table keeps it."""
    sorted_places, sorted_ids = places[order], ids.take(pa.array(order))
    same = ~_differ(sorted_ids)[1:] & (sorted_places[1:] == sorted_places[:-1])
    for place in _first(same):
        first = place
        while first and same[first - 1]:
            first -= 1
        say = {"id": shown(sorted_ids[place].as_py()), "other": f"members[{order[first]}]"}
        problem = "The id {id} is already used by member {other}."
        problems.append(Problem(f"members[{order[place + 1]}].id", problem, "Give each member an id of its own.", say))
