"""A small population for the tests of streams and files: what dibao comes to is plain to see."""

from datetime import date
from typing import Any

import pyarrow as pa

from shaoxing_benefits.population.results import FEN

ASKED: dict[str, Any] = {"unstated": "none", "scenario": "low", "programmes": ("dibao",)}
"""One programme and one set of columns, so that one kernel is compiled for all tests."""
MONTH = "2020-04"
STANDARD = 85_000
WAGES = {"A": [60_050], "B": [30_000, 0], "C": [0, 0, 0], "D": [200_000], "E": [85_000, 85_000], "F": [0, 84_999], "G": [None]}
"""The wages of each household's members in fen a month; None is not known."""
AMOUNTS = [24_950, 140_000, 255_000, 0, 0, 85_001, 85_000]
"""What is lacking to 850 yuan for each; of G, whose wages are none where null means none."""


def tables(wages: dict[str, list[int | None]] = WAGES) -> tuple[pa.Table, pa.Table]:
    """Households in Yuecheng, the members of each one after another."""
    people = [(household, f"P{place}", earned) for household, each in wages.items() for place, earned in enumerate(each, 1)]
    households = pa.table(
        {
            "id": list(wages),
            "district": pa.array(["yuecheng"] * len(wages), pa.string()),
            "registration": pa.array(["rural"] * len(wages), pa.string()),
        }
    )
    owners, ids, earned = (list(each) for each in zip(*people, strict=True))
    born = pa.array([date(1980, 1, 1)] * len(people), pa.date32())
    at_home = pa.array(["none"] * len(people))
    fields = [
        pa.field("household", pa.string()),
        pa.field("id", pa.string()),
        pa.field("birth_date", pa.date32()),
        pa.field("absence", pa.string()),
        pa.field("income.wages", pa.int64(), metadata=FEN),
    ]
    members = pa.Table.from_arrays([pa.array(owners), pa.array(ids), born, at_home, pa.array(earned, pa.int64())], schema=pa.schema(fields))
    return households, members


def changed(table: pa.Table, name: str, row: int, value: Any) -> pa.Table:
    """The table with another value in a cell."""
    place = table.column_names.index(name)
    values = table.column(name).to_pylist()
    values[row] = value
    about = table.schema.field(name)
    return table.set_column(place, about, pa.array(values, about.type))
