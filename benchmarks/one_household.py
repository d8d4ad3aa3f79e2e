"""What one household costs, and what starting costs: figures and ratios from one run on one machine (`make bench`).

Each figure is the best of many rounds, since whatever else the machine does only adds. The hand-written loop (`by_hand.py`) answers the
same question about the same households; its answers are compared with the library's before anything is timed.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from typing import Any

from by_hand import assess_by_hand
from shaoxing_benefits import Assessment, Household, assess, read_household
from shaoxing_benefits.asking import asked
from shaoxing_benefits.engine.evaluation import evaluate
from shaoxing_benefits.kinds import Absence, Group, Placement
from shaoxing_benefits.months import Month

MONTH, PRICE_INDEX = "2020-04", "7.8"
TARGETS = {"import": 100.0, "first answer": 150.0, "values": 60.0, "every step": 300.0}
Flat = tuple[int, tuple[int, ...], int, list[tuple[Any, ...]], int]


def random_household(chance: random.Random) -> dict[str, Any]:
    """Three members with what the hand-written loop knows of."""
    members = []
    district = chance.choice(["yuecheng", "yuecheng", "zhuji", "shengzhou"])
    for place in range(3):
        pension = chance.choice([0, 0, 230, 400])
        kind = chance.choice(["none", "none", "physical", "mental", "hearing"])
        members.append(
            {
                "id": f"P{place + 1}",
                "birth_date": f"{chance.randint(1935, 2019)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
                "absence": chance.choice(["none"] * 9 + ["prison"]),
                "income": {"wages": chance.choice([0, 0, 600, 1200, 2400]), "pension": pension, "basic_pension": pension},
                "disability": "none" if kind == "none" else {"kind": kind, "grade": chance.randint(1, 4)},
                "supporter": chance.choice(["capable", "capable", "incapable"]),
                "guardianship": chance.choice(["parents"] * 4 + ["orphan", "unsupported"] if district == "yuecheng" else ["parents"]),
                "placement": chance.choice(["community", "institution"]),
                "groups": chance.choice([[]] * 18 + [["entitled_group"], ["three_elders"]]),
                "medical": chance.choice(
                    ["none"] * 5
                    + [{"year": 2020, "in_scope": chance.randint(0, 100_000), "basic_paid": 0, "other_paid": chance.randint(0, 3000)}]
                ),
                "resident_pension": {"receiving": pension > 0, "tier": 0 if pension else chance.choice([0, 0, 100, 200, 500, 5000])},
                "resident_medical": {"insured": chance.random() < 0.1},
                "resettled": chance.random() < 0.1,
            }
        )
    assets = {"money": chance.choice([0, 12_000, 50_000]), "vehicles": chance.choice([0, 0, 0, 1]), "homes": chance.choice([0, 1, 1, 3])}
    emergency = chance.choice(["none"] * 6 + ["accident", "expense"])
    return {
        "district": district,
        "registration": "rural",
        "unstated": "none",
        "assets": assets,
        "emergency": emergency,
        "members": members,
    }


def flat(household: Household, month: Month, rise: str) -> Flat:
    """The facts the hand-written loop takes."""

    def fen(amount: Any) -> int:
        return int(amount.hundredths)

    owned = household.assets
    assets = (fen(owned.money), owned.vehicles, fen(owned.vehicle_value), owned.homes, owned.shops, fen(owned.business_capital))
    members = []
    each: Any
    for each in household.members:
        income, bills = each.income, each.medical
        amounts = (income.wages, income.business, income.property, income.transfers, income.pension, income.basic_pension)
        members.append(
            (
                month.age_of(each.birth_date), *(fen(amount) for amount in amounts), int(each.disability.kind), each.disability.grade,
                int(each.supporter), each.absence == Absence.PRISON, int(each.guardianship), each.placement == Placement.INSTITUTION,
                each.resident_pension.receiving, each.resettled, bills.year == month.year, fen(bills.in_scope) - fen(bills.basic_paid),
                fen(bills.special_drugs), fen(bills.other_paid), bool(each.groups & set(Group)), fen(each.resident_pension.tier),
                each.resident_medical.insured,
            )
        )  # fmt: skip
    emergency = int(household.emergency)  # type: ignore[arg-type]  # all known here
    return int(household.district), assets, emergency, members, int(float(rise) * 100)  # type: ignore[return-value]  # as above


def ours(answer: Assessment) -> tuple[Any, ...]:
    """The same figures as the hand-written loop's, from the library."""

    def fen(amount: Any) -> int:
        return int(amount * 100)

    amounts = {each.programme: fen(each.low) for each in answer if each.low is not None}
    aid, copay = answer["medical_aid"], answer["medical_aid"].copay
    relief, premium = answer["temporary_relief"], answer["premium_subsidy"]
    assert copay is not None
    return (
        answer["dibao"].status == "eligible", amounts["dibao"], answer["dibao_edge"].status == "eligible", amounts["single_person"],
        amounts["tekun"], amounts["orphan"], amounts["unsupported_child"], amounts["disability_living"], amounts["price_subsidy"],
        amounts["critical_illness"], amounts["medical_aid"], fen(aid.high), fen(copay.low), fen(copay.high), premium.status == "eligible",
        amounts["resident_pension"], amounts["contribution_subsidy"], fen(relief.high), fen(relief.beside["exceptional"].high),
        amounts["shopping_card"], amounts["resettler"],
    )  # fmt: skip


def sorted_out(households: list[Household]) -> tuple[list[Household], list[Household], list[Household]]:
    """Those of which every amount is certain; those with a range; those where a comparison is open, so that several paths are followed."""
    certain, ranges, several = [], [], []
    question = asked(MONTH, PRICE_INDEX, None, False, False, None)
    for household in households:
        answer = assess(household, MONTH, price_index=PRICE_INDEX)
        if evaluate(question.context(household.district), household, question.month).results is None:
            several.append(household)
        elif all(each.low == each.high or each.ceiling for each in answer):
            certain.append(household)
        else:
            ranges.append(household)
    return certain, ranges, several


def compare(households: list[Household], flats: list[Flat]) -> int:
    """How many answers differ in any figure."""
    answers = (assess(household, MONTH, price_index=PRICE_INDEX) for household in households)
    return sum(ours(answer) != assess_by_hand(*facts) for answer, facts in zip(answers, flats, strict=True))


def microseconds(run: Callable[[], object], each: int, rounds: int) -> float:
    """The best of several rounds, per household."""
    return min(timeit.repeat(run, number=1, repeat=rounds)) / each * 1e6


def started(code: str) -> float:
    """Milliseconds that a piece of code takes in a fresh interpreter with compiled modules at hand, as when installed; best of many."""
    text = f"import time\nt = time.perf_counter()\n{code}\nprint((time.perf_counter() - t) * 1e3)"
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        start = [sys.executable, "-c", text]
        subprocess.run(start, cwd=folder, check=True, capture_output=True, env=environment)
        runs = (subprocess.run(start, cwd=folder, check=True, capture_output=True, text=True, env=environment) for _ in range(15))
        return min(float(done.stdout) for done in runs)


def listed(household: Household) -> None:
    """Status, amount, every condition and every step."""
    answer = assess(household, MONTH, price_index=PRICE_INDEX)
    for outcome in answer:
        _ = outcome.status, outcome.amount
        for condition in outcome.conditions:
            _ = condition.holds
    for step in answer.every_step:
        _ = step


def surfaced(household: Household) -> None:
    """The same, with every value that is compared or computed in yuan, years and words."""
    answer = assess(household, MONTH, price_index=PRICE_INDEX)
    for outcome in answer:
        _ = outcome.status, outcome.amount
        for condition in outcome.conditions:
            _ = condition.holds, condition.actual, condition.limit
    for step in answer.every_step:
        _ = step.value


def main() -> None:
    chance = random.Random(2020)
    data = [random_household(chance) for _ in range(400)]
    households = [read_household(each) for each in data]
    flats = [flat(household, Month.parse(MONTH), PRICE_INDEX) for household in households]
    count = len(households)
    programmes = len(assess(households[0], MONTH).programmes)
    print(f"{count} households of three, {MONTH}, {programmes} programmes")
    print(f"answers that differ from the hand-written loop: {compare(households, flats)}")

    certain, ranges, several = sorted_out(households)

    def values(some: list[Household]) -> Callable[[], object]:
        return lambda: [[(each.status, each.amount) for each in assess(one, MONTH, price_index=PRICE_INDEX)] for one in some]

    by_hand = microseconds(lambda: [assess_by_hand(*facts) for facts in flats], count, 30)
    valued, ranged, forked = (microseconds(values(some), len(some), 30) for some in (certain, ranges, several))
    steps = microseconds(lambda: [listed(each) for each in certain], len(certain), 15)
    shown = microseconds(lambda: [surfaced(each) for each in certain], len(certain), 10)
    written = microseconds(
        lambda: [json.dumps(assess(each, MONTH, price_index=PRICE_INDEX).to_dict()) for each in certain], len(certain), 3
    )
    reading = microseconds(lambda: [read_household(each) for each in data], count, 5)
    imported = started("import shaoxing_benefits")
    answer = f"import shaoxing_benefits\nhousehold = {data[0]!r}\nshaoxing_benefits.assess(household, {MONTH!r})['dibao'].amount"
    rows = [
        ("import shaoxing_benefits", f"{imported:.0f} ms", f"at most {TARGETS['import']:.0f} ms"),
        ("import and first answer", f"{started(answer):.0f} ms", f"at most {TARGETS['first answer']:.0f} ms"),
        ("of which importing attrs", f"{started('import attrs'):.0f} ms", ""),
        ("one household by hand", f"{by_hand:.1f} us", "1 x"),
        ("status and amount of every programme", f"{valued:.0f} us", f"{valued / by_hand:.0f} x; at most {TARGETS['values']:.0f} us"),
        (f"  where an amount is a range ({len(ranges)} of {count})", f"{ranged:.0f} us", f"{ranged / by_hand:.0f} x"),
        (f"  where a comparison is open ({len(several)} of {count})", f"{forked:.0f} us", f"{forked / by_hand:.0f} x"),
        ("with every condition and every step", f"{steps:.0f} us", f"{steps / by_hand:.0f} x; at most {TARGETS['every step']:.0f} us"),
        ("and each of their values as people see it", f"{shown:.0f} us", f"{shown / by_hand:.0f} x"),
        ("as JSON, with conditions and caveats", f"{written:.0f} us", f"{written / by_hand:.0f} x"),
        ("read_household from a dict", f"{reading:.0f} us", f"{reading / by_hand:.0f} x"),
    ]
    for name, figure, remark in rows:
        print(f"{name:<48}{figure:>10}   {remark}")


if __name__ == "__main__":
    main()
