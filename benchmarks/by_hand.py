"""The rules of the five programmes for 2020, written by hand as one loop of plain Python over fen, for one question only.

It is what speed is measured against: no steps, no sources, no unknowns, no other year; money between three and four years of the standard
raises. Its answers are held to the library's by `one_household.py`.
"""

from typing import Any

STANDARD = 85_000
TEKUN = {330602: 160_200, 330603: 160_200, 330604: 160_200, 330624: 134_700, 330681: 143_400, 330683: 116_300}
WORK_INCAPABLE = {4: 1, 5: 2, 6: 2}


def assess_by_hand(district: int, assets: tuple[int, ...], members: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Dibao, edge, single-person case and tekun of an urban or rural household with flat facts (see `one_household.flat`)."""
    money, vehicles, vehicle_value, homes, shops, capital = assets
    heads = severe = income = tekun = 0
    counted = []
    for age, wages, business, prop, transfers, pension, basic, kind, grade, supporter, in_prison, guardianship in members:
        own = wages + business + prop + transfers + pension
        if (
            not in_prison
            and supporter != 2
            and (age >= 60 or age < 16 or 1 <= grade <= WORK_INCAPABLE.get(kind, 0))
            and own - basic < STANDARD
            and (guardianship == 0 or age >= 18)
        ):
            tekun += TEKUN[district]
            continue
        if in_prison or (guardianship == 1 and age < 18):
            continue
        heads += 1
        income += own
        full = 1 <= grade <= 2
        severe += full
        counted.append(full)
    limit = heads * STANDARD
    low, high = limit * 36, limit * 48
    if low <= money < high and income < limit:
        raise ValueError("the years of money decide")
    dibao = heads > 0 and income < limit and money < low and vehicles == 0 and shops == 0 and homes <= 1
    if dibao:
        others = heads - severe
        amount = (2 * (heads * limit - others * income) + heads) // (2 * heads)
        rest, place, shares = amount - severe * STANDARD, 0, []
        for full in counted:
            shares.append(STANDARD if full else (rest + others - 1 - place) // others)
            place += not full
        return True, amount, tuple(shares), False, 0, tekun
    edge = heads > 0 and 2 * income <= 3 * limit and money < limit * 72 and vehicle_value < STANDARD * 96 and capital < 20_000_000
    return False, 0, (), edge, severe * STANDARD if edge else 0, tekun
