"""What one household costs, and what starting costs: figures and ratios from one run on one machine (`make bench`).

Each figure is the best of several rounds, since whatever else the machine does only adds. The hand-written loop (`by_hand.py`) answers the
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
from shaoxing_benefits import Household, assess, read_household
from shaoxing_benefits.kinds import Absence
from shaoxing_benefits.months import Month

MONTH = "2020-04"
TARGETS = {"import": 100.0, "first answer": 150.0, "values": 60.0, "every step": 300.0}
Flat = tuple[int, tuple[int, ...], list[tuple[Any, ...]]]


def random_household(chance: random.Random) -> dict[str, Any]:
    """Three members with what the hand-written loop knows of."""
    members = []
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
            }
        )
    assets = {"money": chance.choice([0, 12_000, 50_000]), "vehicles": chance.choice([0, 0, 0, 1]), "homes": chance.choice([0, 1, 1, 3])}
    district = chance.choice(["yuecheng", "zhuji", "shengzhou"])
    return {"district": district, "registration": "rural", "unstated": "none", "assets": assets, "members": members}


def flat(household: Household, month: Month) -> Flat:
    """The facts the hand-written loop takes."""

    def fen(amount: Any) -> int:
        return int(amount.hundredths)

    owned = household.assets
    assets = (fen(owned.money), owned.vehicles, fen(owned.vehicle_value), owned.homes, owned.shops, fen(owned.business_capital))
    members = []
    for each in household.members:
        income = each.income
        amounts = (income.wages, income.business, income.property, income.transfers, income.pension, income.basic_pension)
        members.append(
            (month.age_of(each.birth_date), *(fen(amount) for amount in amounts), int(each.disability.kind), each.disability.grade,
             int(each.supporter), each.absence == Absence.PRISON, int(each.guardianship))  # type: ignore[arg-type, call-overload]  # all known here
        )  # fmt: skip
    return int(household.district), assets, members  # type: ignore[return-value]  # as above


def compare(households: list[Household], flats: list[Flat]) -> int:
    """How many answers differ to the fen."""
    wrong = 0
    for household, facts in zip(households, flats, strict=True):
        answer = assess(household, MONTH)
        eligible, amount, _, edge, single, tekun = assess_by_hand(*facts)
        ours = (
            answer["dibao"].status == "eligible", answer["dibao"].amount, answer["dibao_edge"].status == "eligible",
            answer["single_person"].amount, answer["tekun"].amount,
        )  # fmt: skip
        wrong += ours != (eligible, amount / 100, edge, single / 100, tekun / 100) and [str(each) for each in ours] != [
            str(eligible), f"{amount // 100}.{amount % 100:02d}", str(edge), f"{single // 100}.{single % 100:02d}", f"{tekun // 100}.00",
        ]  # fmt: skip
    return wrong


def microseconds(run: Callable[[], object], each: int, rounds: int = 7, number: int = 1) -> float:
    """The best of several rounds, per household."""
    return min(timeit.repeat(run, number=number, repeat=rounds)) / number / each * 1e6


def started(code: str) -> float:
    """Milliseconds that a piece of code takes in a fresh interpreter with compiled modules at hand, as when installed; best of seven."""
    text = f"import time\nt = time.perf_counter()\n{code}\nprint((time.perf_counter() - t) * 1e3)"
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        start = [sys.executable, "-c", text]
        subprocess.run(start, cwd=folder, check=True, capture_output=True, env=environment)
        runs = (subprocess.run(start, cwd=folder, check=True, capture_output=True, text=True, env=environment) for _ in range(7))
        return min(float(done.stdout) for done in runs)


def main() -> None:
    chance = random.Random(2020)
    data = [random_household(chance) for _ in range(400)]
    households = [read_household(each) for each in data]
    flats = [flat(household, Month.parse(MONTH)) for household in households]
    print(f"{len(households)} households of three, {MONTH}, five programmes")
    print(f"answers that differ from the hand-written loop: {compare(households, flats)}")

    def walk(step: Any, seen: set[int]) -> None:
        if id(step) not in seen:
            seen.add(id(step))
            for each in step.inputs:
                walk(each, seen)

    def explained(household: Household) -> None:
        seen: set[int] = set()
        for outcome in assess(household, MONTH):
            _ = outcome.conditions
            for step in outcome.steps:
                walk(step, seen)

    count = len(households)
    by_hand = microseconds(lambda: [assess_by_hand(*facts) for facts in flats], count)
    values = microseconds(lambda: [[(outcome.status, outcome.amount) for outcome in assess(each, MONTH)] for each in households], count)
    steps = microseconds(lambda: [explained(each) for each in households], count, rounds=3)
    written = microseconds(lambda: [json.dumps(assess(each, MONTH).to_dict()) for each in households], count, rounds=3)
    reading = microseconds(lambda: [read_household(each) for each in data], count, rounds=3)
    imported = started("import shaoxing_benefits")
    answer = f"import shaoxing_benefits\nhousehold = {data[0]!r}\nshaoxing_benefits.assess(household, {MONTH!r})['dibao'].amount"
    rows = [
        ("import shaoxing_benefits", f"{imported:.0f} ms", f"at most {TARGETS['import']:.0f} ms"),
        ("import and first answer", f"{started(answer):.0f} ms", f"at most {TARGETS['first answer']:.0f} ms"),
        ("of which importing attrs", f"{started('import attrs'):.0f} ms", ""),
        ("one household by hand", f"{by_hand:.1f} us", "1 x"),
        (
            "assess: status and amount of every programme",
            f"{values:.0f} us",
            f"{values / by_hand:.0f} x; at most {TARGETS['values']:.0f} us",
        ),
        (
            "assess: with conditions and every step walked",
            f"{steps:.0f} us",
            f"{steps / by_hand:.0f} x; at most {TARGETS['every step']:.0f} us",
        ),
        ("assess and write JSON (conditions, caveats)", f"{written:.0f} us", f"{written / by_hand:.0f} x"),
        ("read_household from a dict", f"{reading:.0f} us", f"{reading / by_hand:.0f} x"),
    ]
    for name, figure, remark in rows:
        print(f"{name:<48}{figure:>10}   {remark}")


if __name__ == "__main__":
    main()
