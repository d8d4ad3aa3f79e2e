"""The common set as SQL in DuckDB, over tables as one would have them (`long`: households, members) or a row a household (`wide`).

Whole fen in BIGINT, half up by `//`. A sum is a HUGEINT and is made a BIGINT again, since NumPy has none as wide. Tables are filled
beforehand; the answer is fetched as NumPy arrays within the time. One household is put into the emptied tables; a prepared statement took
as long.
"""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set as given
import protocol

AMOUNTS = {"money", "wages", "pension", "basic_pension", "in_scope", "basic_paid"}
FACTS = given.MEMBER_FACTS[1:]
BY_KIND = " OR ".join(
    f"(kind = {place} AND grade <= {mildest})" for place, mildest in enumerate(given.MILDEST_GRADE_THAT_EXCLUDES_WORK) if mildest
)
STATUS = f"""
    supporter <> 2
        AND (age >= 60 OR age < 16 OR (grade >= 1 AND ({BY_KIND})))
        AND wages + pension - basic_pension < {given.STANDARD}
        AND (guardianship = 0 OR age >= 18) AS tekun,
    guardianship = 1 AND age < 18 AS orphan
"""
RESIDENT_PENSION = f"""
    receiving * ({given.PENSION} + CASE WHEN age >= 75 THEN {given.FROM_75} WHEN age >= 70 THEN {given.FROM_70}
        WHEN age >= 65 THEN {given.FROM_65} ELSE 0 END)
"""
# From heads, severe, income, tekuns, orphans and orphans_inside of a household, its money and the rates of its district.
HOUSEHOLD_STATUS = f"""
    income < heads * {given.STANDARD} AND money < heads * {given.STANDARD * 36} AS on_dibao,
    NOT on_dibao AND heads > 0 AND 2 * income <= heads * {given.STANDARD * 3} AND money < heads * {given.STANDARD * 72} AS at_edge
"""
HOUSEHOLD_AMOUNTS = f"""
    CASE WHEN on_dibao THEN (2 * (heads * heads * {given.STANDARD} - (heads - severe) * income) + heads) // (2 * heads)
        ELSE 0 END AS dibao,
    at_edge::BIGINT AS dibao_edge,
    tekuns * tekun_rate AS tekun,
    orphans * orphan_rate + orphans_inside * inside_rate AS orphan
"""
# Of a member, one step after the other: a name given in a SELECT may be used further on in it.
BILLS = f"""
    tekun OR orphan AS on_its_own,
    on_its_own OR on_dibao OR at_edge AS assisted,
    in_scope - basic_paid AS burden,
    (2 * CASE WHEN assisted THEN greatest(0, burden - {given.DEDUCTIBLE_ASSISTED}) * 7
        ELSE greatest(0, burden - {given.DEDUCTIBLE_OTHERS}) * 6 END + 10) // 20 AS illness,
    burden - illness AS base,
    CASE WHEN assisted THEN least(CASE WHEN tekun THEN base ELSE (base * 12 + 10) // 20 END, {given.CAP}) ELSE 0 END AS aid,
    CASE WHEN on_its_own OR on_dibao OR (at_edge AND grade BETWEEN 1 AND 2) THEN {given.PRICE_SUBSIDY} ELSE 0 END AS price
"""
LONG = f"""
WITH status AS MATERIALIZED (SELECT *, {STATUS}, NOT (tekun OR orphan) AS counted FROM members),
sums AS (
    SELECT household,
        count(*) FILTER (counted) AS heads,
        count(*) FILTER (counted AND grade BETWEEN 1 AND 2) AS severe,
        coalesce(sum(wages + pension) FILTER (counted), 0)::BIGINT AS income,
        count(*) FILTER (tekun) AS tekuns,
        count(*) FILTER (orphan AND institution = 0) AS orphans,
        count(*) FILTER (orphan AND institution = 1) AS orphans_inside,
        sum({RESIDENT_PENSION})::BIGINT AS resident_pension
    FROM status GROUP BY household
),
statuses AS MATERIALIZED (
    SELECT *, {HOUSEHOLD_STATUS} FROM households JOIN sums USING (household) JOIN rates USING (district)
),
paid AS (
    SELECT household,
        sum(price)::BIGINT AS price_subsidy,
        sum(illness)::BIGINT AS critical_illness,
        sum(aid)::BIGINT AS medical_aid,
        sum(base - aid)::BIGINT AS copay
    FROM (SELECT household, {BILLS} FROM status JOIN statuses USING (household)) GROUP BY household
)
SELECT household, {HOUSEHOLD_AMOUNTS}, price_subsidy, critical_illness, medical_aid, copay, resident_pension
FROM statuses JOIN paid USING (household)
"""
PLACES = range(given.MEMBERS)
NAMES_OF_MEMBERS = sorted({*FACTS, "tekun", "orphan", "on_its_own", "assisted", "burden", "illness", "base", "aid", "price"}, key=len)


def of_member(sql: str, place: int) -> str:
    """The same SQL about one of the members."""
    words = duckdb.tokenize(sql)
    ends = [*[start for start, _ in words][1:], len(sql)]
    found = sql[: words[0][0]]
    for (start, _), end in zip(words, ends, strict=True):
        piece = sql[start:end]
        word = piece.strip(" \n,()")
        found += piece.replace(word, f"{word}_{place}") if word in NAMES_OF_MEMBERS else piece
    return found


def added(sql: str) -> str:
    return " + ".join(f"({of_member(sql, place)})" for place in PLACES)


WIDE = f"""
WITH status AS (SELECT *, {", ".join(of_member(STATUS, place) for place in PLACES)} FROM wide),
sums AS (
    SELECT *,
        {added("(NOT (tekun OR orphan))::BIGINT")} AS heads,
        {added("(NOT (tekun OR orphan) AND grade BETWEEN 1 AND 2)::BIGINT")} AS severe,
        {added("CASE WHEN tekun OR orphan THEN 0 ELSE wages + pension END")} AS income,
        {added("tekun::BIGINT")} AS tekuns,
        {added("(orphan AND institution = 0)::BIGINT")} AS orphans,
        {added("(orphan AND institution = 1)::BIGINT")} AS orphans_inside,
        {added(RESIDENT_PENSION)} AS resident_pension
    FROM status
),
statuses AS (SELECT *, {HOUSEHOLD_STATUS} FROM sums JOIN rates USING (district)),
bills AS (SELECT *, {", ".join(of_member(BILLS, place) for place in PLACES)} FROM statuses)
SELECT household, {HOUSEHOLD_AMOUNTS}, {added("price")} AS price_subsidy, {added("illness")} AS critical_illness,
    {added("aid")} AS medical_aid, {added("base - aid")} AS copay, resident_pension
FROM bills
"""


def column_type(name: str) -> str:
    return "BIGINT" if name in AMOUNTS else "TINYINT"


class Long:
    """Two tables, and the rates of the districts."""

    def __init__(self) -> None:
        self.database = duckdb.connect(":memory:")
        self.threads = int(self.database.sql("SELECT current_setting('threads')").fetchall()[0][0])
        self.database.execute("CREATE TABLE rates (district TINYINT, tekun_rate BIGINT, orphan_rate BIGINT, inside_rate BIGINT)")
        rates = zip(range(len(given.DISTRICTS)), given.TEKUN, given.ORPHAN, given.ORPHAN_IN_INSTITUTION, strict=True)
        self.database.executemany("INSERT INTO rates VALUES (?, ?, ?, ?)", [list(each) for each in rates])
        self.prepare()

    def prepare(self) -> None:
        """Empty tables."""
        self.create("households", {"household": "INTEGER", **{name: column_type(name) for name in given.HOUSEHOLD_FACTS}})
        self.create("members", {"household": "INTEGER", **{name: column_type(name) for name in FACTS}})

    def create(self, table: str, columns: dict[str, str]) -> None:
        """A table without rows."""
        self.database.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")

    def fill(self, table: str, columns: protocol.Found) -> None:
        """Put arrays into a table."""
        self.database.register("stated", columns)
        self.database.execute(f"INSERT INTO {table} BY NAME SELECT * FROM stated")
        self.database.unregister("stated")

    def load(self, found: protocol.Found) -> Any:
        """Members name their household."""
        number = np.arange(len(found["district"]), dtype=np.int32)
        self.fill("households", {"household": number, **{name: found[name] for name in given.HOUSEHOLD_FACTS}})
        self.fill("members", {"household": number.repeat(given.MEMBERS), **{name: found[name].ravel() for name in FACTS}})
        return LONG

    def compute(self, loaded: Any) -> Any:
        """Ask, and fetch."""
        return self.database.execute(loaded).fetchnumpy()

    def columns(self, computed: Any) -> protocol.Found:
        """Groups come in any order."""
        order = np.argsort(computed["household"])
        return {name: np.asarray(computed[name])[order].astype(np.int64) for name in given.RESULTS}

    def facts(self, found: protocol.Found, household: int) -> Any:
        """Plain numbers."""
        return protocol.members_of(found, household)

    def one(self, facts: Any) -> tuple[int, ...]:
        """Tables with one household's rows."""
        district, money, members = facts
        self.database.execute("DELETE FROM households; DELETE FROM members")
        self.database.execute("INSERT INTO households VALUES (0, ?, ?)", [district, money])
        marks = ", ".join("?" * len(FACTS))
        rows = ", ".join([f"(0, {marks})"] * given.MEMBERS)
        self.database.execute(f"INSERT INTO members VALUES {rows}", [value for member in members for value in member[1:]])
        return tuple(self.database.execute(LONG).fetchall()[0][1:])


class Wide(Long):
    """One table."""

    def prepare(self) -> None:
        """A column for each fact of each member."""
        facts = {f"{name}_{place}": column_type(name) for name in FACTS for place in PLACES}
        self.create("wide", {"household": "INTEGER", **{name: column_type(name) for name in given.HOUSEHOLD_FACTS}, **facts})

    def load(self, found: protocol.Found) -> Any:
        """A row a household."""
        facts = {f"{name}_{place}": found[name][:, place].copy() for name in FACTS for place in PLACES}
        number = np.arange(len(found["district"]), dtype=np.int32)
        self.fill("wide", {"household": number, **{name: found[name] for name in given.HOUSEHOLD_FACTS}, **facts})
        return WIDE

    def one(self, facts: Any) -> tuple[int, ...]:
        """A table with one row."""
        district, money, members = facts
        values = [0, district, money, *(member[place] for place in range(1, len(given.MEMBER_FACTS)) for member in members)]
        self.database.execute("DELETE FROM wide")
        self.database.execute(f"INSERT INTO wide VALUES ({', '.join('?' * len(values))})", values)
        return tuple(self.database.execute(WIDE).fetchall()[0][1:])


if __name__ == "__main__":
    asked = protocol.parser().parse_args()
    protocol.answer("duckdb", version("duckdb"), Wide() if asked.variant == "wide" else Long(), asked)
