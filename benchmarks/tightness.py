"""How tight answers over facts that are not known are, and how long they take (`make tightness`; it runs for some minutes).

Random households of which a part is known are answered, and completed in many ways; what the completions reach is a lower limit of how wide
the answer must be. Where both are equal the answer is exact. Where they are not, either the answer is too wide or the search did not get
there; for each such end the search climbs once more before it is counted.

    python -m benchmarks.tightness [how many households of each group] [seed]
"""

import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.properties.completions import Oracle
from tests.properties.holding import Answered
from tests.properties.hulls import NO_LIMIT, Hull, climb, hull
from tests.properties.partial_households import GROUPS, Partial, random_partial

from shaoxing_benefits import Assessment, Outcome, assess, read_household
from shaoxing_benefits.engine.rule import Programme

TRIES = 150
Ends = tuple[str, int | None, int | None]
"""A figure by the name of its rule, and between what it lies, in fen."""


def told(outcome: Outcome, programme: Programme) -> Iterator[Ends]:
    """The amount and the figures beside it, as the answer has them."""
    ranges = {programme.amount: outcome.range} | {f"{programme.id}_{figure}": amount for figure, amount in outcome.beside.items()}
    for name, amount in ranges.items():
        if name is not None and amount is not None:
            yield name, int(amount.low * 100), None if amount.high is None else int(amount.high * 100)


def open_ends(programme: Programme, outcome: Outcome, found: Hull) -> list[tuple[str, int, int | None, int]]:
    """What the answer has and no completion has reached: the figure, the direction, what the answer says, and how far it is."""
    reach = found.reached[programme.id]
    ends: list[tuple[str, int, int | None, int]] = []
    if outcome.status == "undetermined":
        missed = {"eligible", "ineligible"} - reach.statuses
        ends += [(programme.eligible, 1 if status == "eligible" else -1, int(status == "eligible"), 0) for status in missed]
    for name, low, high in told(outcome, programme):
        if not programme.ceiling and low is not None and reach.low[name] > low:
            ends.append((name, -1, low, reach.low[name] - low))
        if high is None and reach.high[name] < NO_LIMIT:
            ends.append((name, 1, NO_LIMIT, 0))
        elif high is not None and reach.high[name] < high:
            ends.append((name, 1, high, high - reach.high[name]))
    return ends


def unreached(answer: Assessment, partial: Partial, chance: random.Random, price_index: str | None) -> dict[str, list[int]]:
    """For each programme, by how much each end of the answer lies beyond what the search reached (0: status, or no limit)."""
    oracle = Oracle(partial, price_index)
    found = hull(oracle, chance, TRIES)
    answered = Answered(answer, oracle)
    for values, case in found.seen:
        wrong = answered.outside(case)
        if wrong:
            sys.exit(f"outside the answer: {wrong}\n{partial.data}\n{values}")
    left = {}
    for programme in oracle.programmes:
        outcome = answer[programme.id]
        for name, sign, goal, _ in open_ends(programme, outcome, found):
            climb(found, programme, name, sign, chance, goal)
        left[programme.id] = [distance for *_, distance in open_ends(programme, outcome, found)]
    return left


def main() -> None:
    count, seed = (int(each) for each in (*sys.argv[1:], *("25", "2020")[len(sys.argv) - 1 :]))
    exact: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    of_programme: dict[str, list[int]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    for group in GROUPS:
        for number in range(count):
            chance = random.Random(f"{seed} {group} {number}")
            partial = random_partial(chance, group)
            price_index = chance.choice((None, "7.8"))
            household = read_household(partial.data)
            began = time.perf_counter()
            answer = assess(household, str(partial.month), price_index=price_index)
            times[group].append((time.perf_counter() - began) * 1e3)
            for programme, distances in unreached(answer, partial, chance, price_index).items():
                open_ = answer[programme].status == "undetermined" or answer[programme].low != answer[programme].high
                kind = "firm" if not open_ else "wider" if distances else "exact"
                exact[group][kind] += 1
                exact[group]["within 2 fen"] += bool(distances) and all(0 < each <= 2 for each in distances)
                of_programme[programme] += [max(distances)] if distances else [-1]
    print(f"{count} households of each group, seed {seed}; each programme of each household is one answer\n")
    columns = ("answers", "firm", "open", "exact", "of open", "of all", "<= 2 fen")
    print(f"{'opened':<14}{''.join(f'{each:>9}' for each in columns)}   mean, p95, max of assess in ms")
    for group in GROUPS:
        found, took = exact[group], sorted(times[group])
        every, opened = found.total() - found["within 2 fen"], found["exact"] + found["wider"]
        shares = [f"{found['exact'] / opened:.1%}" if opened else "-", f"{1 - found['wider'] / every:.1%}"]
        figures = [every, found["firm"], opened, found["exact"], *shares, found["within 2 fen"]]
        spread = f"{statistics.mean(took):.1f}, {took[int(0.95 * (len(took) - 1))]:.1f}, {took[-1]:.1f}"
        print(f"{group:<14}{''.join(f'{each:>9}' for each in figures)}   {spread}")
    print(f"\n{'programme':<22}{'exact or firm':>14}{'wider':>7}   by how much at most, in yuan (median, most)")
    for programme, distances in of_programme.items():
        wider = sorted(each for each in distances if each >= 0)
        line = f"{programme:<22}{1 - len(wider) / len(distances):>14.1%}{len(wider):>7}"
        print(line + (f"   {wider[len(wider) // 2] / 100:.2f}, {wider[-1] / 100:.2f}" if wider else ""))


if __name__ == "__main__":
    main()
