"""The common set as compiled loops, written for speed alone: what a rules engine can be measured against, not how rules should be written.

Whole fen throughout. Facts lie in blocks of `BLOCK` households that fit the nearest cache, in the narrowest whole numbers that hold them;
sums and products are of 32 bits, which `MOST` keeps from overflowing, so that one instruction serves eight households. There is no branch:
a condition is a number, 0 or 1.
"""

import common_set as given
import numpy as np
from numba import njit
from numba.core.dispatcher import Dispatcher

BLOCK = 256
MOST = 40_000_000
"""Fen that an amount may be at most. The largest product is three members' incomes, of two such amounts each, times three."""
SMALL = ("age", "kind", "grade", "supporter", "guardianship", "institution", "receiving")
LARGE = ("wages", "pension", "basic_pension", "in_scope", "basic_paid")
AGE, KIND, GRADE, SUPPORTER, GUARDIANSHIP, INSTITUTION, RECEIVING = (given.MEMBERS * place for place in range(len(SMALL)))
WAGES, PENSION, BASIC, IN_SCOPE, BASIC_PAID = (given.MEMBERS * place for place in range(len(LARGE)))
RATES = np.array([given.TEKUN, given.ORPHAN, given.ORPHAN_IN_INSTITUTION], dtype=np.int32)

MILDEST = np.int32(sum(grade << 2 * kind for kind, grade in enumerate(given.MILDEST_GRADE_THAT_EXCLUDES_WORK)))
"""The table in one number, two bits a kind: looked up by shifting."""
STANDARD, CAP, PRICE = np.int32(given.STANDARD), np.uint32(given.CAP), np.int32(given.PRICE_SUBSIDY)
ASSISTED, OTHERS = np.int32(given.DEDUCTIBLE_ASSISTED), np.int32(given.DEDUCTIBLE_OTHERS)
BASE = np.int32(given.PENSION)
MORE = tuple(np.int32(each) for each in (given.FROM_65, given.FROM_70 - given.FROM_65, given.FROM_75 - given.FROM_70))
# numba makes 64 bits of whatever is added or multiplied; said after every step, LLVM keeps to 32.
i32, u32 = np.int32, np.uint32


@njit(forceinline=True)
def of_member(age, kind, grade, supporter, guardianship, wages, pension, basic):
    """On tekun; an orphan; severely disabled; income."""
    unable = (age >= 60) | (age < 16) | ((grade >= 1) & (grade <= i32((MILDEST >> i32(kind * 2)) & 3)))
    income = i32(wages + pension)
    tekun = (supporter != 2) & unable & (i32(income - basic) < STANDARD) & ((guardianship == 0) | (age >= 18))
    return tekun, (guardianship == 1) & (age < 18), (grade >= 1) & (grade <= 2), income


@njit(forceinline=True)
def of_pension(age, receiving):
    """The resident pension of a member."""
    return i32(receiving * i32(BASE + i32(i32(age >= 65) * MORE[0] + i32(age >= 70) * MORE[1] + i32(age >= 75) * MORE[2])))


@njit(forceinline=True)
def of_household(heads, severe, income, money):
    """On dibao; at the edge; what dibao pays."""
    limit = i32(heads * STANDARD)
    dibao = (income < limit) & (money < i32(limit * 36))
    edge = (not dibao) & (heads > 0) & (i32(2 * income) <= i32(3 * limit)) & (money < i32(limit * 72))
    of_one = i32(heads * limit - i32(heads - severe) * income)
    of_two = i32(u32(of_one + 1) >> u32(1))
    of_three = i32(u32(u32(2 * of_one) + u32(3)) // u32(6))
    paid = of_one if heads == 1 else (of_two if heads == 2 else of_three)
    return dibao, edge, i32(i32(dibao) * paid)


@njit(forceinline=True)
def of_bills(tekun, counted, poor, in_scope, basic_paid):
    """Critical illness, medical aid and copay of a member."""
    assisted = (not counted) | poor
    burden = i32(in_scope - basic_paid)
    over = i32(burden - (ASSISTED if assisted else OTHERS))
    over = over if over > 0 else i32(0)
    illness = u32(u32(u32(over) * u32(7 if assisted else 6) + u32(5)) // u32(10))
    base = u32(u32(burden) - illness)
    aid = base if tekun else u32(u32(base * u32(6) + u32(5)) // u32(10))
    aid = aid if aid < CAP else CAP
    aid = aid if assisted else u32(0)
    return i32(illness), i32(aid), i32(base - aid)


@njit(forceinline=True)
def subsidised(tekun, orphan, counted, dibao, edge, severe):
    """Whether a member gets the price subsidy: a severely disabled one of a household at the edge is on dibao alone."""
    return i32(tekun | orphan | (counted & (dibao | (edge & severe))))


@njit(nogil=True, error_model="numpy")
def in_blocks(small, large, district, money, o0, o1, o2, o3, o4, o5, o6, o7, o8, rates, scratch, start, stop):
    """The blocks from `start` up to `stop`: results into `scratch`, which stays in the cache, and from there to where they belong."""
    for block in range(start, stop):
        for i in range(BLOCK):
            place = district[block, i]
            a0, a1, a2 = i32(small[block, AGE, i]), i32(small[block, AGE + 1, i]), i32(small[block, AGE + 2, i])
            t0, p0, v0, n0 = of_member(
                a0, i32(small[block, KIND, i]), i32(small[block, GRADE, i]), small[block, SUPPORTER, i], small[block, GUARDIANSHIP, i],
                large[block, WAGES, i], large[block, PENSION, i], large[block, BASIC, i],
            )  # fmt: skip
            t1, p1, v1, n1 = of_member(
                a1, i32(small[block, KIND + 1, i]), i32(small[block, GRADE + 1, i]), small[block, SUPPORTER + 1, i],
                small[block, GUARDIANSHIP + 1, i], large[block, WAGES + 1, i], large[block, PENSION + 1, i], large[block, BASIC + 1, i],
            )  # fmt: skip
            t2, p2, v2, n2 = of_member(
                a2, i32(small[block, KIND + 2, i]), i32(small[block, GRADE + 2, i]), small[block, SUPPORTER + 2, i],
                small[block, GUARDIANSHIP + 2, i], large[block, WAGES + 2, i], large[block, PENSION + 2, i], large[block, BASIC + 2, i],
            )  # fmt: skip
            c0, c1, c2 = not (t0 | p0), not (t1 | p1), not (t2 | p2)
            dibao, edge, paid = of_household(
                i32(i32(c0) + i32(c1) + i32(c2)),
                i32(i32(c0 & v0) + i32(c1 & v1) + i32(c2 & v2)),
                i32(i32(c0) * n0 + i32(c1) * n1 + i32(c2) * n2),
                money[block, i],
            )
            poor = dibao | edge
            scratch[0, i], scratch[1, i] = paid, i32(edge)
            scratch[2, i] = i32(i32(i32(t0) + i32(t1) + i32(t2)) * rates[0, place])
            at_home, in_institution = rates[1, place], rates[2, place]
            scratch[3, i] = i32(
                i32(p0) * (in_institution if small[block, INSTITUTION, i] != 0 else at_home)
                + i32(p1) * (in_institution if small[block, INSTITUTION + 1, i] != 0 else at_home)
                + i32(p2) * (in_institution if small[block, INSTITUTION + 2, i] != 0 else at_home)
            )
            s0, s1, s2 = (
                subsidised(t0, p0, c0, dibao, edge, v0),
                subsidised(t1, p1, c1, dibao, edge, v1),
                subsidised(t2, p2, c2, dibao, edge, v2),
            )
            scratch[4, i] = i32(i32(s0 + s1 + s2) * PRICE)
            i0, m0, k0 = of_bills(t0, c0, poor, large[block, IN_SCOPE, i], large[block, BASIC_PAID, i])
            i1, m1, k1 = of_bills(t1, c1, poor, large[block, IN_SCOPE + 1, i], large[block, BASIC_PAID + 1, i])
            i2, m2, k2 = of_bills(t2, c2, poor, large[block, IN_SCOPE + 2, i], large[block, BASIC_PAID + 2, i])
            scratch[5, i], scratch[6, i], scratch[7, i] = i32(i0 + i1 + i2), i32(m0 + m1 + m2), i32(k0 + k1 + k2)
            r0, r1, r2 = small[block, RECEIVING, i], small[block, RECEIVING + 1, i], small[block, RECEIVING + 2, i]
            scratch[8, i] = i32(of_pension(a0, i32(r0)) + of_pension(a1, i32(r1)) + of_pension(a2, i32(r2)))
        first = block * BLOCK
        for i in range(BLOCK):
            o0[first + i] = scratch[0, i]
        for i in range(BLOCK):
            o1[first + i] = scratch[1, i]
        for i in range(BLOCK):
            o2[first + i] = scratch[2, i]
        for i in range(BLOCK):
            o3[first + i] = scratch[3, i]
        for i in range(BLOCK):
            o4[first + i] = scratch[4, i]
        for i in range(BLOCK):
            o5[first + i] = scratch[5, i]
        for i in range(BLOCK):
            o6[first + i] = scratch[6, i]
        for i in range(BLOCK):
            o7[first + i] = scratch[7, i]
        for i in range(BLOCK):
            o8[first + i] = scratch[8, i]


@njit(nogil=True, error_model="numpy")
def in_rows(
    district, money, age, wages, pension, basic, kind, grade, supporter, guardianship, institution, in_scope, basic_paid, receiving,
    results, rates, start, stop,
):  # fmt: skip
    """The same households as they are stated: 64 bits a fact, three members a row, a household after the other."""
    for i in range(start, stop):
        place = district[i]
        heads = severe = income = tekuns = orphans = pensions = i32(0)
        for m in range(given.MEMBERS):
            tekun, orphan, heavy, earned = of_member(
                i32(age[i, m]), i32(kind[i, m]), i32(grade[i, m]), i32(supporter[i, m]), i32(guardianship[i, m]),
                i32(wages[i, m]), i32(pension[i, m]), i32(basic[i, m]),
            )  # fmt: skip
            counted = not (tekun | orphan)
            heads, severe = i32(heads + i32(counted)), i32(severe + i32(counted & heavy))
            income, tekuns = i32(income + i32(counted) * earned), i32(tekuns + i32(tekun))
            orphans = i32(orphans + i32(orphan) * (rates[2, place] if institution[i, m] != 0 else rates[1, place]))
            pensions = i32(pensions + of_pension(i32(age[i, m]), i32(receiving[i, m])))
        dibao, edge, paid = of_household(heads, severe, income, i32(money[i]))
        prices = illnesses = aids = copays = i32(0)
        for m in range(given.MEMBERS):
            tekun, orphan, heavy, _ = of_member(
                i32(age[i, m]), i32(kind[i, m]), i32(grade[i, m]), i32(supporter[i, m]), i32(guardianship[i, m]),
                i32(wages[i, m]), i32(pension[i, m]), i32(basic[i, m]),
            )  # fmt: skip
            counted = not (tekun | orphan)
            illness, aid, copay = of_bills(tekun, counted, dibao | edge, i32(in_scope[i, m]), i32(basic_paid[i, m]))
            prices = i32(prices + subsidised(tekun, orphan, counted, dibao, edge, heavy))
            illnesses, aids, copays = i32(illnesses + illness), i32(aids + aid), i32(copays + copay)
        results[0, i], results[1, i], results[2, i], results[3, i] = paid, i32(edge), i32(tekuns * rates[0, place]), orphans
        results[4, i], results[5, i], results[6, i], results[7, i] = i32(prices * PRICE), illnesses, aids, copays
        results[8, i] = pensions


def nothing_overlaps(compiled: Dispatcher) -> None:
    """Tell LLVM that no array handed over overlaps another, without which it takes the households one by one.

    numba has the setting and no public name for it.
    """

    def with_setting(flags):
        flags.noalias = True
        return flags

    compiled._compiler._customize_flags = with_setting


nothing_overlaps(in_blocks)
nothing_overlaps(in_rows)
