"""A population in columns: two tables in, one table out, every programme of every household (extra `batch`)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..assessment import Assessment
from ..engine.column_writing import column_of
from ..engine.columns import Kernel, kernel
from ..errors import InputError, Problem, UsageError
from ..identity import digest
from ..kinds import District
from ..months import Month
from .alone import assessed_alone
from .arrays import empty
from .bounding import bound
from .columns import Columns
from .door import read_tables
from .prepared import Prepared, ages, prepared
from .results import Filled

if TYPE_CHECKING:
    from ..overlays import Source

ABOUT = b"shaoxing_benefits"
"""The key of the table's metadata under which month, rules, options and scenario stand."""
_FIRST_DISTRICT = min(District)
_DISTRICT_PLACES = np.zeros(max(District) - _FIRST_DISTRICT + 1, dtype=np.uint8)
_DISTRICT_PLACES[[each - _FIRST_DISTRICT for each in District]] = range(len(District))


def assess_table(
    households: Any,
    members: Any,
    month: str | date | Month,
    *,
    unstated: str = "unknown",
    money: str | None = None,
    scenario: str | None = None,
    bounds: bool = False,
    per: str = "household",
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
    threads: int | None = None,
) -> pa.Table:
    """Decide every programme for every household of a population in a month, to the fen as `assess` does for one.

    Args:
        households: a table with a row for each household, as in `household_schema()`: an Arrow table, or a polars or pandas frame.
        members: a table with a row for each member, in any order, as in `member_schema()`.
        month: as in `assess`.
        unstated: what nulls and absent columns mean: "unknown", or "none" as in a household's file.
        money: what whole numbers in columns of money are, "fen" or "yuan", where the field does not say so itself; decimals are yuan.
        scenario: "low" or "high" takes every number that is not published at that end. These are scenarios and no bounds. A low end that
            is not known is nought, and the table's metadata name those (`taken_as_nought`); a high end that is not known is an error.
            Without a scenario, numbers that are not published are an error, unless an overlay gives them.
        bounds: rows of which facts are missing are worked out one by one as far as they are known (some milliseconds each; some tens where
            much is missing).
        per: "household", or "member" for what each member gets.
        price_index: as in `assess`, like all that follows.
        overlays: the same.
        known_on: the same.
        assume_planned: the same.
        beyond_horizon: the same.
        programmes: the same.
        threads: how many work out the rules; None means one for each core. Long tables are read by one for each core in any case.

    Returns:
        A table with a row for each household, or each member, in the order of the tables. `<programme>.status` is null where facts are
        missing and `bounds` was not asked for; `missing` names the columns of what is missing in the household. Amounts are fen (see
        `in_yuan`); of temporary relief, a ceiling, there is `high` alone.

    Raises:
        InputError: with every mistake in the tables, each with row and column, or in the overlays.
        UsageError: the month or an option cannot be answered, or a number is not published.
        OSError: an overlay cannot be opened.
    """
    options = {
        "price_index": price_index,
        "known_on": known_on,
        "assume_planned": assume_planned,
        "beyond_horizon": beyond_horizon,
        "programmes": programmes,
    }
    question = prepared(month, options, overlays=overlays, scenario=scenario, per=per)
    columns = read_tables(households, members, question.asked.month, unstated=unstated, money=money)
    return answered(question, columns, bounds=bounds, threads=threads)


def answered(question: Prepared, columns: Columns, *, bounds: bool = False, threads: int | None = None) -> pa.Table:
    """The table for a population that is read.

    Raises:
        InputError: columns are absent that would have to be known.
        UsageError: a number is not published.
    """
    districts = districts_of(columns)
    question.check_published(list(District)[place] for place in np.unique(districts))
    missing = _missing(question, columns)
    if not bounds:
        _check_present(question, columns)
    filled = computed(question, columns, districts, threads)
    open_ = None if missing is None else np.logical_or.reduce(list(missing.values()))
    rows = len(columns.member_ids) if question.per_member else columns.count
    in_rows = open_ if open_ is None or not question.per_member else np.repeat(open_, np.diff(columns.starts))
    result = Filled(rows, filled, in_rows, has_bounds=bounds)
    if bounds and open_ is not None:
        bound(question, columns, np.flatnonzero(open_), result)
    return _table(question, columns, result, missing)


def districts_of(columns: Columns) -> NDArray[np.uint8]:
    """Each household's place among the districts."""
    places: NDArray[np.uint8] = _DISTRICT_PLACES[columns.of_household["district"] - _FIRST_DISTRICT]
    return places


def computed(question: Prepared, columns: Columns, districts: NDArray[np.uint8], threads: int | None = None) -> dict[str, Any]:
    """The kernel's results: an array for each of the plan's values that are wanted."""
    compiled = kernel_for(question, columns)
    of_member = len(columns.member_ids)
    results = {name: empty(of_member if to_member else columns.count, kind) for name, (kind, to_member) in compiled.results.items()}
    month = question.asked.month
    before = (month.number, month.year, ages(month), question.constants, districts, columns.starts)
    compiled.run(columns.count, before, {**columns.of_household, **columns.of_member}, results, threads)
    return results


def kernel_for(question: Prepared, columns: Columns) -> Kernel:
    """The compiled rules for a question and the columns at hand."""
    stated = frozenset(columns.of_household) | frozenset(columns.of_member)
    used = stated & {column_of(fact) for fact in (*question.plan.household_facts, *question.plan.member_facts)}
    return kernel(question.plan, used, question.usual, question.literals, question.by_district, question.per_member)


def _taken(question: Prepared) -> set[str]:
    plan = question.plan
    return {column_of(fact) for fact in (*plan.household_facts, *plan.member_facts)}


def _missing(question: Prepared, columns: Columns) -> dict[str, NDArray[np.bool_]] | None:
    """Of which households a fact is missing that the rules take, by column."""
    found: dict[str, NDArray[np.bool_]] = {}
    taken = _taken(question)
    for name in sorted(taken & columns.unknown_columns):
        found[name] = np.ones(columns.count, dtype=bool)
    for name, mask in columns.missing.items():
        if name in taken:
            is_own = name in columns.of_household
            found[name] = np.asarray(mask if is_own else np.logical_or.reduceat(mask, columns.starts[:-1]), dtype=bool)
    return found or None


def _check_present(question: Prepared, columns: Columns) -> None:
    problems = []
    for name in sorted(_taken(question) & columns.unknown_columns):
        remedy = 'Add the column, or say what it means that it is not there: unstated="none", or bounds.'
        problems.append(Problem(name, "The column is not there, and the fact would be unknown for everybody.", remedy))
    if problems:
        raise InputError(problems)


def _table(question: Prepared, columns: Columns, result: Filled, missing: Mapping[str, NDArray[np.bool_]] | None) -> pa.Table:
    ids: list[tuple[pa.Field, Any]] = []
    households = columns.household_ids
    if question.per_member:
        owners = pa.array(np.repeat(np.arange(columns.count), np.diff(columns.starts)))
        names = _missing_names(missing, columns.count).take(owners)
        ids = [_named("household", households.take(owners)), _named("member", columns.member_ids), _named("missing", names)]
    else:
        ids = [_named("household", households), _named("missing", _missing_names(missing, columns.count))]
    told = [*ids, *result.columns(question.programmes, per_member=question.per_member)]
    metadata = {ABOUT: json.dumps(_about(question), ensure_ascii=False).encode()}
    table = pa.Table.from_arrays([array for _, array in told], schema=pa.schema([about for about, _ in told], metadata=metadata))
    if question.per_member and columns.order is not None:
        # In the order in which the members stand in their own table.
        return table.take(pa.array(np.argsort(columns.order)))
    return table


def _named(name: str, array: Any) -> tuple[pa.Field, Any]:
    return pa.field(name, array.type), array


def _missing_names(missing: Mapping[str, NDArray[np.bool_]] | None, count: int) -> pa.Array:
    """The columns that are missing, as a list for each row; null where there is none."""
    kind = pa.list_(pa.string())
    if missing is None:
        return pa.nulls(count, kind)
    table = np.stack(list(missing.values()), axis=1)
    rows, places = np.nonzero(table)
    counts = table.sum(axis=1)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    names = pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(list(missing))).dictionary_decode()
    return pa.ListArray.from_arrays(pa.array(offsets), names, mask=pa.array(counts == 0)) if len(rows) else pa.nulls(count, kind)


def _about(question: Prepared) -> dict[str, Any]:
    asked = question.asked
    return {
        "month": str(asked.month),
        "rules": {
            "edition": asked.rules.rulebook.edition,
            "digest": digest(asked.rules.rulebook),
            "overlays": [each.to_dict() for each in question.overlays],
        },
        "options": asked.options.to_dict(),
        "scenario": question.scenario,
        "taken_as_nought": list(question.taken_as_nought),
    }


def explain_row(
    households: Any,
    members: Any,
    row: int,
    month: str | date | Month,
    *,
    unstated: str = "unknown",
    money: str | None = None,
    scenario: str | None = None,
    price_index: str | Decimal | int | None = None,
    overlays: "Iterable[Source] | Source" = (),
    known_on: date | str | None = None,
    assume_planned: bool = False,
    beyond_horizon: bool = False,
    programmes: Iterable[str] | None = None,
) -> Assessment:
    """One row of a population as an `Assessment` with every step: the household is worked out by itself, under the same numbers.

    Args:
        households: as in `assess_table`, like all that follows but `row`.
        members: the same.
        row: the household's row, counted from 0.
        month: the same.
        unstated: the same.
        money: the same.
        scenario: the same.
        price_index: the same.
        overlays: the same.
        known_on: the same.
        assume_planned: the same.
        beyond_horizon: the same.
        programmes: the same.

    Raises:
        InputError: as for `assess_table`.
        UsageError: the same; or there is no such row.
        OSError: an overlay cannot be opened.
    """
    options = {
        "price_index": price_index,
        "known_on": known_on,
        "assume_planned": assume_planned,
        "beyond_horizon": beyond_horizon,
        "programmes": programmes,
    }
    question = prepared(month, options, overlays=overlays, scenario=scenario)
    columns = read_tables(households, members, question.asked.month, unstated=unstated, money=money)
    if not 0 <= row < columns.count:
        say = {"row": row, "last": columns.count - 1}
        raise UsageError(Problem("row", "There is no row {row}.", "Choose one from 0 to {last}.", say))
    question.check_published([District(int(columns.of_household["district"][row]))])
    return assessed_alone(question, columns, row)
