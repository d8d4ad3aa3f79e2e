"""The family of the worked example (`examples/demo/2-yuecheng-family.toml`), as the template shows it filled in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

HOUSEHOLDS: tuple[Mapping[str, Any], ...] = (
    {
        "household": "YC-1",
        "district": "yuecheng",
        "registration": "rural",
        "assets.money": Decimal("12000.00"),
        "assets.homes": 1,
        "assets.floor_area": 80,
        "unstated": "none",
    },
)
"""By column, what stands in the cells: choices by their names."""
MEMBERS: tuple[Mapping[str, Any], ...] = (
    {
        "household": "YC-1",
        "id": "P1",
        "name": "father",
        "birth_date": date(1948, 5, 10),
        "income.pension": Decimal("230.00"),
        "income.basic_pension": Decimal("230.00"),
        "disability.kind": "physical",
        "disability.grade": 1,
        "self_care": "partial",
        "medical.year": 2020,
        "medical.in_scope": Decimal("60000.00"),
        "medical.basic_paid": Decimal("20000.00"),
        "resident_pension.receiving": True,
    },
    {"household": "YC-1", "id": "P2", "name": "son", "birth_date": date(1975, 2, 11), "income.wages": Decimal("600.00")},
    {"household": "YC-1", "id": "P3", "name": "daughter-in-law", "birth_date": date(1975, 3, 30)},
)
