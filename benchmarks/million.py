"""One million random households through columns and the scalar evaluator: every result of every programme, bit for bit (`make million`).

The scalar side is the plan's own compiled function, run household by household on whole numbers taken from the checked arrays. Of the
members' own amounts some households are compared, through the function that keeps every value; some more go the public way, through
`assess`, amounts and members' shares alike. In one of the months a county's overlay gives other numbers than the scenario's low ends, in
one district other ones than in the rest. Anything that differs is shown, and the exit status is 1.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from shaoxing_benefits import assess
from shaoxing_benefits.engine.column_writing import column_of
from shaoxing_benefits.engine.facts import Fact
from shaoxing_benefits.engine.scalar import Plan
from shaoxing_benefits.kinds import District
from shaoxing_benefits.months import Month
from shaoxing_benefits.numbers import FEN_PER_YUAN, FLAG
from shaoxing_benefits.population.assessing import answered, kernel_for
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import Prepared, prepared
from shaoxing_benefits.population.results import figures
from shaoxing_benefits.population.rows import household_at

from .populations import random_tables

HOUSEHOLDS, AT_A_TIME, CORES = 1_000_000, 50_000, 2
BY_MEMBER, BY_ASSESS = 2_000, 50
"""Of so many households in each part the members are compared, and so many go through `assess`."""
SHOWN = 5
COUNTY = {
    "dibao": {
        "work_disregard_multiple": {"from": "2018-01-01", "value": "0.5", "source": "made up"},
        "work_disregard_months": {"from": "2018-01-01", "value": 6, "source": "made up"},
        "floor_area_urban": {"from": "2018-01-01", "value": 30, "source": "made up"},
        "floor_area_rural": {"from": "2018-01-01", "value": 60, "source": "made up"},
        "standard": {"from": "2018-01-01", "value": "890.01", "districts": ["zhuji", "xinchang"], "source": "made up"},
    },
    "medical_aid": {
        "rate_edge": {"from": "2018-01-01", "value": "0.8333", "source": "made up"},
        "cap": {"from": "2018-01-01", "value": "70000", "districts": ["keqiao"], "source": "made up"},
    },
    "premium_subsidy": {"premium": {"from": "2018-01-01", "value": "500", "source": "made up"}},
    "tekun": {
        "standard": {"from": "2018-01-01", "value": "1602.03", "districts": ["zhuji"], "source": "made up"},
        "care_none": {"from": "2018-01-01", "value": "1005", "source": "made up"},
    },
}  # fmt: skip
"""What is open, and would be nought at its low end."""
QUESTIONS = (("2020-04", "7.8", ()), ("2021-08", "0.9", (COUNTY,)))


class Compared(NamedTuple):
    """How many results were compared, how many differ, and the first of those."""

    results: int = 0
    differing: int = 0
    shown: tuple[str, ...] = ()

    def and_also(self, other: "Compared") -> "Compared":
        """Both together."""
        return Compared(self.results + other.results, self.differing + other.differing, (*self.shown, *other.shown)[:SHOWN])


def question(place: int, per: str) -> Prepared:
    month, index, overlays = QUESTIONS[place]
    return prepared(month, {"price_index": index}, overlays=overlays, scenario="low", per=per)


def values_of(facts: tuple[Fact, ...], of: Mapping[str, Any], month: Month, count: int) -> list[list[int]]:
    """The facts' values as `engine.facts` describes them, worked out from the arrays without the columns' own code."""
    found = []
    for fact in facts:
        column = column_of(fact)
        if column not in of:
            found.append([month.year if fact.name == "assessed_year" else True] * count)
        elif fact.name == "age":
            days, places = np.unique(of[column], return_inverse=True)
            ages = [month.age_of(date(1970, 1, 1) + timedelta(int(day))) for day in days]
            found.append(np.array(ages)[places].tolist())
        elif fact.name == "new_job_month":
            found.append([max(0, month.number - since + 1) if since else 0 for since in of[column].tolist()])
        else:
            found.append((of[column] != 0 if fact.unit is FLAG else of[column]).tolist())
    return found


def stated(plan: Plan, columns: Columns, month: Month) -> Iterator[tuple[int, tuple[int, ...], list[tuple[int, ...]]]]:
    """Each household's district, facts, and its members' facts."""
    of_household = values_of(plan.household_facts, columns.of_household, month, columns.count)
    of_member = values_of(plan.member_facts, columns.of_member, month, len(columns.member_ids))
    members = list(zip(*of_member, strict=True))
    rows = zip(*of_household, strict=True) if of_household else iter([()] * columns.count)
    starts = columns.starts.tolist()
    for place, (district, row) in enumerate(zip(columns.of_household["district"].tolist(), rows, strict=True)):
        yield district, row, members[starts[place] : starts[place + 1]]


def compare_households(asked: Prepared, columns: Columns, table: pa.Table) -> Compared:
    """Every result of every household."""
    plan = asked.plan
    constants = {district: asked.asked.context_for(plan, district).values for district in District}
    results = plan.results
    expected = [results(constants[district], row, members) for district, row, members in stated(plan, columns, asked.asked.month)]
    found = told(asked, table)
    compared = Compared()
    for place, name in enumerate(plan.wanted):
        wanted = np.array([each[place] for each in expected], np.int64)
        compared = compared.and_also(difference(asked, name, wanted, found[name]))
    return compared


def told(asked: Prepared, table: pa.Table) -> dict[str, Any]:
    """The table's columns by the names of the rules they come from; of a status whether it is "eligible"."""
    found = {}
    if not asked.per_member:
        for programme in asked.programmes:
            status = table[f"{programme.id}.status"].combine_chunks()
            found[programme.eligible] = status.indices.to_numpy()
    for figure in figures(asked.programmes, per_member=asked.per_member):
        end = ".high" if figure.programme.ceiling else "" if figure.name else ".amount"
        found[figure.rule] = table[f"{figure.column}{end}"].to_numpy()
    return found


def difference(asked: Prepared, name: str, wanted: Any, found: Any) -> Compared:
    wrong = np.flatnonzero(wanted != found)
    shown = tuple(f"{asked.asked.month} {name}: row {row}: {wanted[row]} is {found[row]} in columns" for row in wrong[:SHOWN])
    return Compared(len(wanted), len(wrong), shown)


def compare_members(asked: Prepared, columns: Columns, table: pa.Table, count: int) -> Compared:
    """Every result of the members of the first households."""
    plan, found = asked.plan, told(asked, table)
    places = {name: (number, of_pass.index(name)) for number, of_pass in enumerate(plan.passes) for name in of_pass}
    constants = {district: asked.asked.context_for(plan, district).values for district in District}
    expected: dict[str, list[int]] = {name: [] for name in plan.wanted}
    for district, row, members in islice(stated(plan, columns, asked.asked.month), count):
        _, passes = plan.trace(constants[district], row, members)
        for name, values in expected.items():
            number, place = places[name]
            values += [member[place] for member in passes[number]]
    compared = Compared()
    for name, values in expected.items():
        compared = compared.and_also(difference(asked, name, np.array(values, np.int64), in_order(columns, found[name])[: len(values)]))
    return compared


def in_order(columns: Columns, values: Any) -> Any:
    """The members' results in the order of the arrays."""
    return values if columns.order is None else values[columns.order]


def compare_assess(asked: Prepared, columns: Columns, table: pa.Table, of_members: dict[str, Any], rows: range) -> Compared:
    """Some households the public way: built from their rows and put through `assess` under the same question."""
    found, compared = told(asked, table), Compared()
    ids = columns.member_ids.to_pylist()
    for row in rows:
        household = household_at(columns, row)
        answer = assess(household, asked.asked.month, price_index=asked.asked.options.price_index, overlays=asked.overlays)
        members = range(int(columns.starts[row]), int(columns.starts[row + 1]))
        for programme in asked.programmes:
            outcome = answer[programme.id]
            compared = compared.and_also(one(asked, row, programme.eligible, outcome.status == "eligible", found[programme.eligible][row]))
            if outcome.high is not None:
                told_by = figures((programme,), per_member=False)
                for figure in told_by:
                    amount = outcome.beside[figure.name].high if figure.name else outcome.high
                    compared = compared.and_also(one(asked, row, figure.rule, int(amount * FEN_PER_YUAN), found[figure.rule][row]))
                share = next(iter(figures((programme,), per_member=True))).rule
                for member in members:
                    paid = outcome.members.get(ids[member])
                    fen = 0 if paid is None or paid.high is None else int(paid.high * FEN_PER_YUAN)
                    compared = compared.and_also(one(asked, row, share, fen, of_members[share][member]))
    return compared


def one(asked: Prepared, row: int, name: str, wanted: int, found: int) -> Compared:
    if wanted == found:
        return Compared(1)
    return Compared(1, 1, (f"{asked.asked.month} {name}: row {row}: {wanted} by assess is {found} in columns",))


def compare_part(part: int) -> Compared:
    """One part of the million; in every second one the members' table is in no order."""
    households, members = random_tables(AT_A_TIME, part)
    if part % 2:
        members = members.take(np.random.default_rng(part).permutation(members.num_rows))
    compared = Compared()
    for place in range(len(QUESTIONS)):
        asked, by_member = question(place, "household"), question(place, "member")
        columns = read_tables(households, members, asked.asked.month)
        table = answered(asked, columns)
        compared = compared.and_also(compare_households(asked, columns, table))
        member_table = answered(by_member, columns)
        compared = compared.and_also(compare_members(by_member, columns, member_table, BY_MEMBER))
        of_members = {name: in_order(columns, values) for name, values in told(by_member, member_table).items()}
        compared = compared.and_also(compare_assess(asked, columns, table, of_members, range(BY_ASSESS)))
    return compared


def compile_all() -> None:
    """Let the processes find everything compiled."""
    tables = random_tables(10, 0)
    for place in range(len(QUESTIONS)):
        for per in ("household", "member"):
            asked = question(place, per)
            kernel_for(asked, read_tables(*tables, asked.asked.month))


def main() -> None:
    begun = time.perf_counter()
    compile_all()
    print(f"compiled, or found compiled, in {time.perf_counter() - begun:.0f} s", flush=True)
    compared = Compared()
    with get_context("spawn").Pool(CORES) as pool:
        for part in pool.imap_unordered(compare_part, range(HOUSEHOLDS // AT_A_TIME)):
            compared = compared.and_also(part)
    months = " and ".join(month for month, _, _ in QUESTIONS)
    print(f"{HOUSEHOLDS:,} households in {months}: {compared.results:,} results compared, {compared.differing:,} differ")
    print("\n".join(compared.shown), end="\n" if compared.shown else "")
    print(f"{time.perf_counter() - begun:.0f} s")
    sys.exit(1 if compared.differing else 0)


if __name__ == "__main__":
    main()
