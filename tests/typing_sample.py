"""What a user's own code looks like to `mypy --strict`; run by `make lint`, and as a test."""

from datetime import date
from decimal import Decimal

from shaoxing_benefits import Assessment, Assets, Disability, Household, Income, Outcome, Person, assess


def household() -> Household:
    return Household(
        id="H-1",
        district="yuecheng",
        registration="rural",
        unstated="none",
        assets=Assets(money="12000.00", homes=1, floor_area=80),
        members=[
            Person(
                id="P1",
                birth_date=date(1948, 5, 10),
                income=Income(pension=Decimal("230.00"), basic_pension="230.00"),
                disability=Disability(kind="physical", grade=1),
            ),
            Person(id="P2", birth_date="1975-02-11", income=Income(wages=600)),
            Person(id="P3", birth_date="1975-03-30"),
        ],
    )


def dibao() -> Decimal | None:
    answer: Assessment = assess(household(), "2020-04")
    outcome: Outcome = answer["dibao"]
    return outcome.amount
