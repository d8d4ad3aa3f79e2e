"""Nothing that passes the door leaves 64 bits on the way: not with every fact and every parameter at its limit, and not in between.

The text that is compiled is run here with whole numbers that watch themselves: each sum, difference, product and quotient is looked at, and
half of what 64 bits hold is as far as it may go.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import IntEnum
from types import ModuleType
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pytest
from benchmarks.populations import random_tables

from shaoxing_benefits import InputError, Overlay, UsageError, read_overlay
from shaoxing_benefits.converters import MOST_SQUARE_METRES, MOST_THINGS, MOST_YUAN
from shaoxing_benefits.engine.column_writing import gives
from shaoxing_benefits.engine.columns import kernel
from shaoxing_benefits.engine.graph import build
from shaoxing_benefits.engine.scalar import Plan, make_plan
from shaoxing_benefits.household import MOST_MEMBERS
from shaoxing_benefits.months import Month
from shaoxing_benefits.numbers import AGE, COUNT, FLAG, GRADE, MONTHS, RATE, Unit
from shaoxing_benefits.population.assessing import assess_table
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import MOST_NUMBER, MOST_RATE, Prepared, prepared
from shaoxing_benefits.population.schema import member_columns

from ..modules import BEGINS, SOURCES, rulebook, written
from .text_runs import Text, text_of

LIMIT = 2**62
MOST = {COUNT: 10_000, AGE: 150, GRADE: 4, MONTHS: 1_200, FLAG: 1, RATE: MOST_RATE}
"""What tables and overlays may say at most, where that is less than any amount may be."""
MONTHS_ASKED = ["2018-06", "2020-04", "2020-09", "2021-08"]


class Watched(int):
    """A whole number that is never more than half of what 64 bits hold, and nothing that is worked out with it is."""

    def __new__(cls, value: int) -> "Watched":
        if abs(value) > LIMIT:
            raise OverflowError(value)
        return super().__new__(cls, value)

    def __add__(self, other: int) -> "Watched":
        return Watched(int(self) + int(other))

    def __sub__(self, other: int) -> "Watched":
        return Watched(int(self) - int(other))

    def __rsub__(self, other: int) -> "Watched":
        return Watched(int(other) - int(self))

    def __mul__(self, other: int) -> "Watched":
        return Watched(int(self) * int(other))

    def __floordiv__(self, other: int) -> "Watched":
        return Watched(int(self) // int(other))

    def __rfloordiv__(self, other: int) -> "Watched":
        return Watched(int(other) // int(self))

    def __neg__(self) -> "Watched":
        return Watched(-int(self))

    __radd__, __rmul__ = __add__, __mul__


def test_watched_numbers_watch() -> None:
    half = Watched(LIMIT)
    assert max(0, half) - 1 + 1 == half
    for work in (lambda: half + 1, lambda: 1 + half, lambda: -1 - half, lambda: half * 2, lambda: 2 * half, lambda: half - -1):
        with pytest.raises(OverflowError):
            work()


def at_the_door(seed: int, month: str) -> Columns:
    """Households whose amounts and counts are the most that is taken, or nought, or as they come; one has all the members there may be."""
    chance = np.random.default_rng(seed)
    tables = [_filled(chance, each) for each in random_tables(3, seed, crowds=1)]
    columns = read_tables(*tables, Month.parse(month))
    assert int(np.diff(columns.starts).max()) == MOST_MEMBERS
    return columns


def _filled(chance: np.random.Generator, table: pa.Table) -> pa.Table:
    """Parts stay parts, and what has no year has no bills: where one is at its limit, all are."""
    rows, most = table.num_rows, chance.random(table.num_rows) < chance.choice([0.5, 1.0])
    for place, name in enumerate(table.column_names):
        column, kind = table.column(name), table.schema.field(name).type
        if pa.types.is_int64(kind):
            values = np.where(most, _most_fen(), column.to_numpy())
            part = name == "medical.basic_paid"  # the more basic insurance paid, the less is left
            values = np.where(most & (chance.random(rows) < 0.5), 0, values) if part else values
            column = pa.chunked_array([pa.array(values)])
        elif pa.types.is_decimal(kind):
            areas = [MOST_SQUARE_METRES - Decimal("0.01") if each else Decimal(0) for each in most]
            column = pa.chunked_array([pa.array(areas, kind)])
        elif name in ("medical.year", "new_job.since"):
            values = np.where(most, chance.choice([2018, 2020, 2021], rows) * (100 if name != "medical.year" else 1), column.to_numpy())
            values = np.where(most & (name != "medical.year"), values + 1, values)
            column = pa.chunked_array([pa.array(values, kind)])
        elif pa.types.is_int16(kind):
            column = pa.chunked_array([pa.array(np.where(most, MOST_THINGS, column.to_numpy()), kind)])
        table = table.set_column(place, table.schema.field(name), column)
    return table


def _most_fen() -> int:
    return int(MOST_YUAN * 100) - 1


def limit_of(unit: Any) -> int:
    """The most a parameter of this unit can be, by the door of tables and overlays or by that of columns."""
    return max(unit) if isinstance(unit, type) and issubclass(unit, IntEnum) else MOST.get(unit, MOST_NUMBER)


def constants(chance: np.random.Generator, plan: Plan) -> list[int]:
    """Parameters at their limits, or nought, or anything between; of flags and kinds any. What rests on them alone may be anything too."""
    often = chance.choice([0.0, 0.1, 0.5])
    found = []
    for name in (*plan.names, *plan.folded):
        node = plan.segment.nodes[name]
        unit = gives(node)
        most = limit_of(unit)
        is_amount = isinstance(unit, Unit) and unit != FLAG
        least = 0 if not is_amount else int(chance.choice([0, 1]))
        found.append(most if is_amount and chance.random() >= often else int(chance.integers(least, most + 1)))
    return found


def asked(month: str, per: str) -> Prepared:
    return prepared(month, {"price_index": "999.99"}, scenario="low", per=per)


def text(question: Prepared, columns: Columns) -> Text:
    stated = {**columns.of_household, **columns.of_member}
    return text_of(question, stated, literals=False, by_district=(*question.plan.names, *question.plan.folded))


@pytest.mark.parametrize("per", ["household", "member"])
@pytest.mark.parametrize("month", MONTHS_ASKED)
def test_no_number_leaves_64_bits(month: str, per: str) -> None:
    chance = np.random.default_rng(MONTHS_ASKED.index(month))
    question = asked(month, per)
    made = text(question, at_the_door(0, month))
    for seed in range(8):
        made.run(at_the_door(seed, month), [constants(chance, question.plan) for _ in range(6)], Watched)


def test_beyond_the_limits_numbers_would_leave_them() -> None:
    # The limits are no wider than they can be: 100 million yuan more than a household may own, and something no longer fits.
    question, columns = asked("2020-04", "household"), at_the_door(1, "2020-04")
    made = text(question, columns)
    largest = [[limit_of(gives(question.plan.segment.nodes[name])) * 10 for name in (*question.plan.names, *question.plan.folded)]] * 6
    with pytest.raises(OverflowError):
        made.run(columns, largest, Watched)


def population(**columns: Any) -> tuple[pa.Table, pa.Table]:
    rows = pa.table({"id": ["A", "B"], "district": ["zhuji"] * 2, "registration": ["rural"] * 2})
    people = {"household": ["A", "B"], "id": ["1", "1"], "birth_date": [date(1980, 1, 1)] * 2}
    return rows, pa.table({**people, **{name.replace("__", "."): values for name, values in columns.items()}})


def refused(*tables: pa.Table, **options: Any) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        assess_table(*tables, "2020-04", unstated="none", scenario="low", price_index="7.8", **options)
    return {each.path: each.problem for each in caught.value.problems}


@pytest.mark.parametrize("name", [name for name, column in member_columns().items() if column.stored == "int64"])
def test_amounts_beyond_the_door_are_refused_with_their_row_and_column(name: str) -> None:
    whole = {"income.basic_pension": "income.pension", "new_job.increase": "income.wages", "medical.basic_paid": "medical.in_scope"}
    amounts = [0, 10**12]
    columns = {name: amounts, **({whole[name]: amounts} if name in whole else {})}
    columns |= {"medical.year": [2020, 2020]} if name.startswith("medical") else {}
    columns |= {"new_job.since": [202001, 202001]} if name.startswith("new_job") else {}
    paths = {f"members[1].{each}" for each in (name, whole.get(name, name))}
    assert refused(*population(**columns), money="fen").keys() == paths
    # One fen less is taken.
    less = {each: [0, 10**12 - 1] if values == amounts else values for each, values in columns.items()}
    taken = read_tables(*population(**less), Month(2020, 4), unstated="none", money="fen")
    assert taken.of_member[name].tolist() == [0, 10**12 - 1]


@pytest.mark.parametrize("wages", [2**63 - 1, -1, 10**12 + 1])
def test_amounts_that_would_wrap_are_refused(wages: int) -> None:
    assert refused(*population(income__wages=[0, wages]), money="fen").keys() == {"members[1].income.wages"}
    # In yuan they are a hundred times as many fen.
    assert refused(*population(income__wages=[0, wages]), money="yuan").keys() == {"members[1].income.wages"}


def test_amounts_of_64_bits_without_a_sign_do_not_come_out_negative() -> None:
    columns = population(income__wages=pa.array([0, 2**64 - 1], pa.uint64()))
    assert refused(*columns, money="fen").keys() == {"members[1].income.wages"}


def overlay(programme: str, **values: Any) -> dict[str, Any]:
    return {programme: {name: {"from": "2020-01-01", "value": value, "source": "made up"} for name, value in values.items()}}


def too_large(*overlays: dict[str, Any] | Overlay) -> set[str]:
    with pytest.raises(UsageError) as caught:
        prepared("2020-04", {"price_index": "7.8"}, overlays=overlays, scenario="low")
    assert all("too large" in each.problem for each in caught.value.problems)
    return {each.path for each in caught.value.problems}


def test_parameters_beyond_their_limits_are_refused() -> None:
    # 100 million yuan is taken, a fen more is not; a hundredfold is taken, a ten-thousandth more is not.
    assert prepared("2020-04", {"price_index": "7.8"}, overlays=[overlay("tekun", standard="100000000")], scenario="low") is not None
    assert too_large(overlay("tekun", standard="100000000.01")) == {"tekun.standard"}
    assert prepared("2020-04", {"price_index": "7.8"}, overlays=[overlay("dibao_edge", income_multiple="100")], scenario="low") is not None
    # Whoever writes overlays can say no more than that; whoever builds them is held to it here.
    with pytest.raises(InputError):
        read_overlay(overlay("dibao_edge", income_multiple="100.0001"))
    built = read_overlay(overlay("dibao_edge", income_multiple="100"))
    (entry,) = built.entries["dibao_edge.income_multiple"]
    more = attrs.evolve(built, digest="sha256:other", entries={entry.name: (attrs.evolve(entry, value=MOST_RATE + 1),)})
    assert too_large(more) == {"dibao_edge.income_multiple"}


def test_what_rests_on_parameters_alone_has_the_same_limit() -> None:
    # Each is taken, but seventy times 12 months of 2 million yuan are 1680 million.
    assert "dibao_edge_money_limit_a_head" in too_large(overlay("dibao", standard="2000000"), overlay("dibao_edge", money_years="70"))


DIVIDING = """
from shaoxing_benefits.engine.rule import rule
from shaoxing_benefits.numbers import MonthlyFen

@rule()
def quotient(income_wages: MonthlyFen, income_pension: MonthlyFen) -> MonthlyFen:
    return income_wages // income_pension
"""


def divided(module: ModuleType, wages: Sequence[int], pensions: Sequence[int]) -> Iterator[int]:
    """Each household's quotient, by a compiled kernel."""
    plan = make_plan(build([module], rulebook(), SOURCES).segment(BEGINS), ["quotient"])
    made = kernel(plan, frozenset({"income.wages", "income.pension"}), (), (), frozenset(), False)
    assert made.inputs == ("income.wages", "income.pension")
    count = len(wages)
    columns = {"income.wages": np.array(wages, np.int64), "income.pension": np.array(pensions, np.int64)}
    results = {"quotient": np.zeros(count, np.int64)}
    question = (0, 2020, np.zeros(1, np.int16), np.zeros((1, 0), np.int64), np.zeros(count, np.uint8), np.arange(count + 1))
    made.run(count, question, columns, results)
    return iter(results["quotient"].tolist())


def test_dividing_by_nought_raises_as_it_does_in_python(tmp_path: Any) -> None:
    with written(tmp_path, "dividing_rules", DIVIDING) as module:
        assert list(divided(module, [700, 701, 5], [100, 100, 7])) == [7, 7, 0]
        with pytest.raises(ZeroDivisionError):
            divided(module, [700, 700], [100, 0])
