"""The rules of all programmes for April 2020, written by hand as one loop of plain Python over fen, for one question only.

It is what speed is measured against: no steps, no sources, no unknowns but the rate of medical aid and whether a premium of unknown size is
paid, no other month. What else is not published (money between three and four years of the standard, special drugs of those who are not
assisted) raises. Its answers are held to the library's by `one_household.py`.
"""

from typing import Any

STANDARD = 85_000
TEKUN = {330602: 160_200, 330603: 160_200, 330604: 160_200, 330624: 134_700, 330681: 143_400, 330683: 116_300}
WORK_INCAPABLE = {4: 1, 5: 2, 6: 2}
ORPHAN, ORPHAN_IN_INSTITUTION, LIVING, CARD = 163_500, 204_000, 25_500, 50_000
CAP = 8_000_000
ADDITIONS = {
    10_000: 13_000, 30_000: 3_000, 50_000: 8_000, 80_000: 8_000, 100_000: 25_000, 150_000: 37_500, 200_000: 50_000, 300_000: 60_000,
    500_000: 60_000,
}  # fmt: skip
LOWEST_TIER, RESETTLED = 10_000, 5_000
EXPENSE = 3


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def assess_by_hand(  # noqa: PLR0915 - one loop is what it is for
    district: int, assets: tuple[int, ...], emergency: int, members: list[tuple[Any, ...]], rise: int
) -> tuple[Any, ...]:
    """Every programme's amount for a household with flat facts (see `one_household.flat`); medical aid and copay with low and high."""
    money, vehicles, vehicle_value, homes, shops, capital = assets
    heads = severe = income = tekun_paid = orphan_paid = pension_paid = resettled_paid = 0
    rows = []
    for (
        age,
        wages,
        business,
        prop,
        transfers,
        pension,
        basic,
        kind,
        grade,
        supporter,
        in_prison,
        guardianship,
        institution,
        receiving,
        resettled,
        *more,
    ) in members:
        own = wages + business + prop + transfers + pension
        tekun = (
            not in_prison
            and supporter != 2
            and (age >= 60 or age < 16 or 1 <= grade <= WORK_INCAPABLE.get(kind, 0))
            and own - basic < STANDARD
            and (guardianship == 0 or age >= 18)
        )
        child = not in_prison and age < 18
        orphan, unsupported = child and guardianship == 1, child and guardianship == 2
        if tekun:
            tekun_paid += TEKUN[district]
        if orphan:
            orphan_paid += ORPHAN_IN_INSTITUTION if institution else ORPHAN
        if receiving and not in_prison:
            pension_paid += 21_500 + (2_000 if age >= 75 else 1_500 if age >= 70 else 1_000 if age >= 65 else 0)
        if resettled and not in_prison:
            resettled_paid += RESETTLED
        counted = not in_prison and not tekun and not orphan
        full = counted and 1 <= grade <= 2
        if counted:
            heads += 1
            income += own
            severe += full
        rows.append((counted, full, tekun, orphan, unsupported, grade, in_prison, more))
    limit = heads * STANDARD
    low, high = limit * 36, limit * 48
    dibao = heads > 0 and income < limit and money < high and vehicles == 0 and shops == 0 and homes <= 1
    if dibao and money >= low:
        raise ValueError("the years of money decide")
    edge = not dibao and heads > 0 and 2 * income <= 3 * limit
    edge = edge and money < limit * 72 and vehicle_value < STANDARD * 96 and capital < 20_000_000
    others = heads - severe
    dibao_paid = half_up(heads * limit - others * income, heads) if dibao else 0
    rest, place = dibao_paid - severe * STANDARD, 0
    each = half_up(STANDARD * rise * 4, 10_000)
    single_paid = living_paid = unsupported_paid = price_paid = illness_paid = aid_low = aid_high = copay_low = copay_high = card_paid = 0
    added = 0
    premium = False
    relief = heads * STANDARD * 6 if emergency and (emergency != EXPENSE or dibao or edge) else 0
    for counted, full, tekun, orphan, unsupported, grade, in_prison, (bills, burden, drugs, other, in_groups, tier, insured) in rows:
        on_dibao, on_edge = dibao and counted, edge and counted
        share = 0
        if on_dibao:
            share = STANDARD if full else (rest + others - 1 - place) // others
            place += not full
        single = STANDARD if on_edge and 1 <= grade <= 2 else 0
        single_paid += single
        living = LIVING if grade and (on_dibao or on_edge) and not (unsupported and not on_dibao and not single) else 0
        living_paid += living
        if unsupported:
            unsupported_paid += max(0, ORPHAN - share - living - single)
        if on_dibao or single or tekun or orphan or unsupported:
            price_paid += each
        if on_dibao or on_edge or tekun:
            card_paid += CARD
        assisted = on_dibao or on_edge or tekun or orphan or unsupported or in_groups
        if insured and assisted and not in_prison:
            premium = True
        if tier and not in_prison and (tier != LOWEST_TIER or on_dibao or on_edge or tekun or grade):
            added += ADDITIONS.get(tier, 0)
        if not bills:
            continue
        if drugs and not assisted:
            raise ValueError("their deductible is not published")
        illness = 0
        if not in_prison:
            excess = max(0, burden - 1_250_000) * 7 + max(0, drugs - 400_000) * 7 if assisted else max(0, burden - 2_500_000) * 6
            illness = half_up(excess, 10)
        illness_paid += illness
        base = max(0, burden + drugs - illness - other)
        least = most = 0
        if assisted and not in_prison:
            # The cap is 80 000 or more.
            most = base
            least = min(base if tekun else half_up(base * 6, 10), CAP)
        aid_low, aid_high, copay_low, copay_high = aid_low + least, aid_high + most, copay_low + base - most, copay_high + base - least
    return (
        dibao, dibao_paid, edge, single_paid, tekun_paid, orphan_paid, unsupported_paid, living_paid, price_paid, illness_paid,
        aid_low, aid_high, copay_low, copay_high, premium, pension_paid, added, relief, 2 * relief, card_paid, resettled_paid,
    )  # fmt: skip
