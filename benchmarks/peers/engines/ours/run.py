"""This library: its own rule functions and tables, for the eight programmes of the common set, in the scenario "low".

`columns`: the facts are read and checked beforehand, as the others' are loaded; what is timed is the compiled rules over the columns, and
the arrays of results. One household: `assess` on a household that has been read, with status and amounts.
`tables`: what is timed is all that `assess_table` does, from two Arrow tables to one, with every check at the door. One household: from a
dict to the amounts.
"""

import sys
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set
import numpy as np
import protocol
import pyarrow as pa

from shaoxing_benefits import assess, read_household
from shaoxing_benefits.engine.columns import cores
from shaoxing_benefits.kinds import DisabilityKind, District, Guardianship, Placement, Registration, Supporter
from shaoxing_benefits.population.assessing import assess_table, computed, districts_of
from shaoxing_benefits.population.door import read_tables
from shaoxing_benefits.population.prepared import prepared

PROGRAMMES = ("dibao", "dibao_edge", "tekun", "orphan", "price_subsidy", "critical_illness", "medical_aid", "resident_pension")
MONTH, INDEX = common_set.MONTH, common_set.PRICE_INDEX
RULES = {
    **{name: f"{name}_amount" for name in common_set.RESULTS},
    "dibao_edge": "dibao_edge_eligible",
    "copay": "medical_aid_copay",
}
MONEY = {
    "wages": "income.wages",
    "pension": "income.pension",
    "basic_pension": "income.basic_pension",
    "in_scope": "medical.in_scope",
    "basic_paid": "medical.basic_paid",
}
WORDS = {
    "kind": ("disability.kind", DisabilityKind),
    "supporter": ("supporter", Supporter),
    "guardianship": ("guardianship", Guardianship),
    "institution": ("placement", Placement),
}
Found = dict[str, Any]


def words(codes: Any, kinds: Any) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array([each.name.lower() for each in kinds]))


def tables(found: Found) -> tuple[pa.Table, pa.Table]:
    """The population as a user has it: two tables, fen, words, dates."""
    count = len(found["district"])
    flat = {name: np.ascontiguousarray(found[name]).ravel() for name in common_set.MEMBER_FACTS}
    households = {
        "id": np.arange(count),
        "district": np.array(common_set.DISTRICTS, dtype=np.int32)[found["district"]],
        "registration": words(np.ones(count), Registration),
        "assets.money": found["money"],
    }
    members = {
        "household": np.repeat(np.arange(count), common_set.MEMBERS),
        "id": np.tile(np.arange(1, common_set.MEMBERS + 1), count),
        "birth_date": pa.array(flat["birth"].astype(np.int32)).cast(pa.date32()),
        **{column: flat[name] for name, column in MONEY.items()},
        **{column: words(flat[name], kinds) for name, (column, kinds) in WORDS.items()},
        "disability.grade": flat["grade"].astype(np.int16),
        "medical.year": np.where(flat["in_scope"] > 0, 2020, 0).astype(np.int16),
        "resident_pension.receiving": flat["receiving"] == 1,
    }
    return pa.table(households), pa.table(members)


class Columns:
    """From checked columns to result arrays."""

    threads = cores()

    def load(self, found: Found) -> Any:
        """Read and check the tables."""
        question = prepared(MONTH, {"price_index": INDEX, "programmes": PROGRAMMES}, scenario="low")
        return question, read_tables(*tables(found), question.asked.month, unstated="none", money="fen")

    def compute(self, loaded: Any) -> Any:
        """Run the rules."""
        question, columns = loaded
        return computed(question, columns, districts_of(columns))

    def columns(self, results: Any) -> Found:
        """By the names of the results."""
        return {name: results[rule].astype(np.int64) for name, rule in RULES.items()}

    def facts(self, found: Found, household: int) -> Any:
        """A household that has been read."""
        return read_household(stated(found, household))

    def one(self, facts: Any) -> tuple[int, ...]:
        """Status and amounts; what is not published at its low end."""
        answer = assess(facts, MONTH, price_index=INDEX, programmes=PROGRAMMES, overlays=OVERLAYS)
        copay = answer["medical_aid"].copay
        amounts = {each.programme: each.amount for each in answer} | {"copay": copay and copay.low, "dibao_edge": None}
        edge = int(answer["dibao_edge"].status == "eligible")
        return tuple(edge if name == "dibao_edge" else round(amounts[name] * 100) for name in common_set.RESULTS)


OVERLAYS = prepared(MONTH, {"price_index": INDEX, "programmes": PROGRAMMES}, scenario="low").overlays


class Tables(Columns):
    """From Arrow tables to an Arrow table."""

    def load(self, found: Found) -> Any:
        """Nothing but the tables."""
        return tables(found)

    def compute(self, loaded: Any) -> Any:
        """All that a user's call does."""
        return assess_table(*loaded, MONTH, unstated="none", money="fen", scenario="low", price_index=INDEX, programmes=PROGRAMMES)

    def columns(self, results: Any) -> Found:
        """The same names."""
        edge = results["dibao_edge.status"].combine_chunks().indices.to_numpy().astype(np.int64)
        found = {name: results[f"{name}.amount"].to_numpy() for name in common_set.RESULTS if name not in ("dibao_edge", "copay")}
        return {**found, "dibao_edge": edge, "copay": results["medical_aid.copay"].to_numpy()}

    def facts(self, found: Found, household: int) -> Any:
        """What stands in a household's file."""
        return stated(found, household)


def stated(found: Found, household: int) -> Found:
    """A household as a user states it."""
    district, money, members = protocol.members_of(found, household)
    return {
        "district": District(common_set.DISTRICTS[district]).name.lower(),
        "registration": "rural",
        "unstated": "none",
        "assets": {"money": yuan(money)},
        "members": [_member(place, dict(zip(common_set.MEMBER_FACTS, facts, strict=True))) for place, facts in enumerate(members)],
    }


def _member(place: int, facts: dict[str, int]) -> Found:
    return {
        "id": f"P{place + 1}",
        "birth_date": date(1970, 1, 1) + timedelta(facts["birth"]),
        "income": {name: yuan(facts[name]) for name in ("wages", "pension", "basic_pension")},
        "disability": {"kind": DisabilityKind(facts["kind"]).name.lower(), "grade": facts["grade"]} if facts["kind"] else "none",
        "supporter": Supporter(facts["supporter"]).name.lower(),
        "guardianship": Guardianship(facts["guardianship"]).name.lower(),
        "placement": Placement(facts["institution"]).name.lower(),
        "medical": {"year": 2020, "in_scope": yuan(facts["in_scope"]), "basic_paid": yuan(facts["basic_paid"])}
        if facts["in_scope"]
        else "none",
        "resident_pension": {"receiving": bool(facts["receiving"])},
    }


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def main() -> None:
    asked = protocol.parser().parse_args()
    engine = Tables() if asked.variant == "tables" else Columns()
    protocol.answer("ours", version("shaoxing-benefits"), engine, asked)


if __name__ == "__main__":
    main()
