"""The common set as polars expressions, over tables as one would have them (`long`: households, members) or a row a household (`wide`).

Whole fen in Int64, half up by whole division, so nothing is rounded by the engine. What a member's bills bring depends on the household,
which depends on its members: the long one groups, joins back and groups once more; the wide one has a column for each member's fact.
"""

import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from polars import Expr

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set as given
import protocol

AMOUNTS = {"money", "wages", "pension", "basic_pension", "in_scope", "basic_paid"}
FACTS = given.MEMBER_FACTS[1:]
SEVERE = 2
Facts = Callable[[str], Expr]


def narrow(name: str) -> Any:
    return pl.Int64 if name in AMOUNTS else pl.Int8


def half_up(numerator: Expr, denominator: Expr | int) -> Expr:
    return (2 * numerator + denominator) // (2 * denominator)


def rate(of_districts: tuple[int, ...]) -> Expr:
    return pl.lit(pl.Series(of_districts, dtype=pl.Int64)).gather(pl.col("district"))


def on_tekun(fact: Facts) -> Expr:
    age, grade, kind = fact("age"), fact("grade"), fact("kind")
    by_kind = [(kind == place) & (grade <= mildest) for place, mildest in enumerate(given.MILDEST_GRADE_THAT_EXCLUDES_WORK) if mildest]
    unable = (age >= 60) | (age < 16) | ((grade >= 1) & pl.any_horizontal(by_kind))
    own = fact("wages") + fact("pension") - fact("basic_pension")
    return (fact("supporter") != 2) & unable & (own < given.STANDARD) & ((fact("guardianship") == 0) | (age >= 18))


def is_orphan(fact: Facts) -> Expr:
    return (fact("guardianship") == 1) & (fact("age") < 18)


def resident_pension(fact: Facts) -> Expr:
    age = fact("age")
    more = pl.when(age >= 75).then(given.FROM_75).when(age >= 70).then(given.FROM_70).when(age >= 65).then(given.FROM_65).otherwise(0)
    return pl.when(fact("receiving") == 1).then(given.PENSION + more).otherwise(0).cast(pl.Int64)


def is_severe(fact: Facts) -> Expr:
    return fact("grade").is_between(1, SEVERE)


def bills(fact: Facts) -> dict[str, Expr]:
    """Price subsidy, critical illness, medical aid, copay; from `tekun`, `orphan` and `counted` of the member, `dibao`, `edge`."""
    on_its_own = fact("tekun") | fact("orphan")
    assisted = on_its_own | pl.col("is_dibao") | pl.col("is_edge")
    burden = fact("in_scope") - fact("basic_paid")
    above = (burden - pl.when(assisted).then(given.DEDUCTIBLE_ASSISTED).otherwise(given.DEDUCTIBLE_OTHERS)).clip(lower_bound=0)
    illness = half_up(above * pl.when(assisted).then(7).otherwise(6), 10)
    base = burden - illness
    aid = pl.when(fact("tekun")).then(base).otherwise(half_up(base * 6, 10)).clip(upper_bound=given.CAP)
    aid = pl.when(assisted).then(aid).otherwise(0)
    subsidised = on_its_own | pl.col("is_dibao") | (pl.col("is_edge") & is_severe(fact))
    return {
        "price_subsidy": subsidised.cast(pl.Int64) * given.PRICE_SUBSIDY,
        "critical_illness": illness,
        "medical_aid": aid,
        "copay": base - aid,
    }


def of_household(table: pl.LazyFrame) -> pl.LazyFrame:
    """What follows from `heads`, `severe` and `income` of those who are counted."""
    limit = pl.col("heads") * given.STANDARD
    table = table.with_columns(is_dibao=(pl.col("income") < limit) & (pl.col("money") < limit * 36))
    within = (2 * pl.col("income") <= 3 * limit) & (pl.col("money") < limit * 72)
    paid = half_up(pl.col("heads") * limit - (pl.col("heads") - pl.col("severe")) * pl.col("income"), pl.col("heads"))
    return table.with_columns(
        is_edge=~pl.col("is_dibao") & (pl.col("heads") > 0) & within,
        dibao=pl.when(pl.col("is_dibao")).then(paid).otherwise(0),
        tekun=pl.col("tekuns") * rate(given.TEKUN),
        orphan=pl.col("orphans") * rate(given.ORPHAN) + pl.col("orphans_inside") * rate(given.ORPHAN_IN_INSTITUTION),
    ).with_columns(dibao_edge=pl.col("is_edge").cast(pl.Int64))


class Long:
    """Two tables."""

    threads = pl.thread_pool_size()

    def load(self, found: protocol.Found) -> Any:
        """Members name their household."""
        count = len(found["district"])
        number = pl.Series("household", range(count), dtype=pl.Int32)
        households = pl.DataFrame([number, *(pl.Series(name, found[name], dtype=narrow(name)) for name in given.HOUSEHOLD_FACTS)])
        of_members = pl.Series("household", number.to_numpy().repeat(given.MEMBERS))
        members = pl.DataFrame([of_members, *(pl.Series(name, found[name].ravel(), dtype=narrow(name)) for name in FACTS)])
        return households, members

    def compute(self, loaded: Any) -> Any:
        """Members, households, members, households."""
        households, members = (table.lazy() for table in loaded)
        members = members.with_columns(tekun=on_tekun(pl.col), orphan=is_orphan(pl.col))
        counted = ~(pl.col("tekun") | pl.col("orphan"))
        inside = pl.col("institution") == 1
        sums = members.group_by("household").agg(
            heads=counted.cast(pl.Int64).sum(),
            severe=(counted & is_severe(pl.col)).cast(pl.Int64).sum(),
            income=(counted.cast(pl.Int64) * (pl.col("wages") + pl.col("pension"))).sum(),
            tekuns=pl.col("tekun").cast(pl.Int64).sum(),
            orphans=(pl.col("orphan") & ~inside).cast(pl.Int64).sum(),
            orphans_inside=(pl.col("orphan") & inside).cast(pl.Int64).sum(),
            resident_pension=resident_pension(pl.col).sum(),
        )
        households = of_household(households.join(sums, on="household"))
        paid = (
            members.join(households.select("household", "is_dibao", "is_edge"), on="household")
            .group_by("household")
            .agg(**{name: amount.sum() for name, amount in bills(pl.col).items()})
        )
        return households.join(paid, on="household").select("household", *given.RESULTS).collect()

    def columns(self, computed: Any) -> protocol.Found:
        """Groups come in any order."""
        table = computed.sort("household")
        return {name: table[name].cast(pl.Int64).to_numpy() for name in given.RESULTS}

    def facts(self, found: protocol.Found, household: int) -> Any:
        """Plain numbers."""
        return protocol.members_of(found, household)

    def one(self, facts: Any) -> tuple[int, ...]:
        """Two tables, of one row and of three."""
        district, money, members = facts
        households = pl.DataFrame({"household": [0], "district": [district], "money": [money]})
        rows = pl.DataFrame(members, schema=dict.fromkeys(given.MEMBER_FACTS, pl.Int64), orient="row")
        computed = self.compute((households, rows.with_columns(household=pl.lit(0, dtype=pl.Int64))))
        return tuple(computed.select(given.RESULTS).row(0))


def of_member(place: int) -> Facts:
    return lambda name: pl.col(f"{name}_{place}")


class Wide(Long):
    """One table."""

    def load(self, found: protocol.Found) -> Any:
        """A column for each fact of each member."""
        columns = [pl.Series(name, found[name], dtype=narrow(name)) for name in given.HOUSEHOLD_FACTS]
        for name in FACTS:
            columns += [pl.Series(f"{name}_{place}", found[name][:, place].copy(), dtype=narrow(name)) for place in range(given.MEMBERS)]
        return pl.DataFrame(columns)

    def compute(self, loaded: Any) -> Any:
        """A row depends on no other."""
        members = [of_member(place) for place in range(given.MEMBERS)]
        table = loaded.lazy()
        for place, member in enumerate(members):
            table = table.with_columns(on_tekun(member).alias(f"tekun_{place}"), is_orphan(member).alias(f"orphan_{place}"))
        counted = [~(member("tekun") | member("orphan")) for member in members]
        orphans = [(member("orphan"), member("institution") == 1) for member in members]

        def number(conditions: list[Expr]) -> Expr:
            return pl.sum_horizontal(condition.cast(pl.Int64) for condition in conditions)

        earned = [here.cast(pl.Int64) * (member("wages") + member("pension")) for here, member in zip(counted, members, strict=True)]
        table = of_household(
            table.with_columns(
                heads=number(counted),
                severe=number([here & is_severe(member) for here, member in zip(counted, members, strict=True)]),
                income=pl.sum_horizontal(earned),
                tekuns=number([member("tekun") for member in members]),
                orphans=number([orphan & ~inside for orphan, inside in orphans]),
                orphans_inside=number([orphan & inside for orphan, inside in orphans]),
                resident_pension=pl.sum_horizontal(resident_pension(member) for member in members),
            )
        )
        each = [bills(member) for member in members]
        sums = {name: pl.sum_horizontal(amounts[name] for amounts in each) for name in each[0]}
        return table.with_columns(**sums).select(given.RESULTS).collect()

    def columns(self, computed: Any) -> protocol.Found:
        """In the order of the population."""
        return {name: computed[name].cast(pl.Int64).to_numpy() for name in given.RESULTS}

    def one(self, facts: Any) -> tuple[int, ...]:
        """One row."""
        district, money, members = facts
        row = {"district": district, "money": money}
        for place, member in enumerate(members):
            row |= {f"{name}_{place}": value for name, value in zip(given.MEMBER_FACTS, member, strict=True)}
        return tuple(self.compute(pl.DataFrame([row])).row(0))


if __name__ == "__main__":
    asked = protocol.parser().parse_args()
    protocol.answer("polars", version("polars"), Wide() if asked.variant == "wide" else Long(), asked)
