"""What a population comes to, programme by programme; and the columns of its two tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..asking import rule_set
from ..engine.rule import Programme
from ..numbers import yuan
from .language import Language
from .layout import WIDE, hanging, indented, padded, table, width, wrapped
from .overview import asked_for, which_rules

if TYPE_CHECKING:
    from ..population.files import Summary


class ProgrammeTotal(Protocol):
    """What a programme comes to in many households (see `population.files.ProgrammeTotal`)."""

    @property
    def eligible(self) -> int | None:
        """How many households get it."""

    @property
    def undetermined(self) -> int | None:
        """Of how many it is not known."""

    @property
    def low(self) -> int | None:
        """The least, in fen."""

    @property
    def high(self) -> int | None:
        """The most."""


PERIODS = ("month", "year", "once")
_HEADINGS = {
    "month": "Each month",
    "year": "Each year",
    "once": "Once",
    "ceiling": "At most; the county decides",
    "none": "Without an amount",
}
_SCENARIOS = {
    "low": "Scenario: every figure that is not published at its lowest. This is a scenario, not a bound.",
    "high": "Scenario: every figure that is not published at its highest. This is a scenario, not a bound.",
}
_MARKED = {
    False: "Rows of which facts are missing: {count}. They are in no total, and name the facts in the column missing.",
    True: "Rows of which facts are missing: {count}. What they come to is said as far as it is known.",
}


def population_text(summary: "Summary", file: str, language: Language) -> str:
    """The totals of a population, how much of it is not known, and how long it took; `file` is where the answers stand."""
    say, number = language.say, language.number
    counts = {"households": number(summary.households), "members": number(summary.members)}
    lines = [say("{households} households with {members} members, {month}", **counts, month=language.month(summary.month))]
    lines += asked_for(summary.options, language)
    lines += _wrapped([say(_SCENARIOS[summary.scenario])] if summary.scenario else [])
    if summary.taken_as_nought:
        names = language.listed(summary.taken_as_nought)
        lines += _wrapped([say("Nothing is published of how low these may be, and they are taken as nought: {names}.", names=names)])
    lines += totals_lines(summary.totals, language)
    marked = [say(_MARKED[summary.has_bounds], count=number(summary.marked))] if summary.marked else []
    lines += ["", *_wrapped([*marked, *_time(summary, file, language)]), ""]
    lines += which_rules(summary.rules, language)
    return "\n".join(lines) + "\n"


def _wrapped(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from hanging(wrapped(text, WIDE - 2), 2)


def _time(summary: "Summary", file: str, language: Language) -> Iterator[str]:
    """How long it took: compiling apart, since it is done once."""
    say, number = language.say, language.number
    seconds = max(summary.seconds - summary.compiling, 0.001)
    told = {"file": file, "rows": number(summary.rows), "seconds": f"{seconds:.1f}", "rate": number(int(summary.households / seconds))}
    yield say("{file}: {rows} rows in {seconds} seconds, {rate} households a second.", **told)
    if summary.compiling:
        yield say("Compiling the rules for this took {seconds} seconds; it is done once.", seconds=f"{summary.compiling:.1f}")


def totals_lines(totals: Mapping[str, ProgrammeTotal], language: Language) -> Iterator[str]:
    """What each programme comes to, in blocks: one for each period with its sum, one for ceilings, one for what has no amount."""
    say = language.say
    rows: list[tuple[str, str, str]] = []
    for name in (*PERIODS, "ceiling", "none"):
        found = [(each, totals[each.id]) for each in rule_set().programmes if each.id in totals and _heading(each) == name]
        if found:
            together = _together([total for _, total in found], language) if name in PERIODS else ""
            rows += [("", "", ""), (say(_HEADINGS[name]), "", together)]
            rows += (
                (f"  {say(programme.title)}", _eligible(total, language), _sum(programme, total, language)) for programme, total in found
            )
    # Of members it is not told who is eligible.
    head = say("eligible") if any(total.eligible is not None for total in totals.values()) else ""
    rows[:1] = [("", "", ""), ("", head, say("together"))]
    columns = [max(width(row[place]) for row in rows) for place in range(3)]
    for name, *cells in rows:
        told = (padded(cell, columns[at], right=True) for at, cell in enumerate(cells, 1) if columns[at])
        yield "  ".join([padded(name, columns[0]), *told]).rstrip()


def _together(totals: Sequence[ProgrammeTotal], language: Language) -> str:
    """What several programmes come to, from the least to the most."""
    low = sum(each.low or 0 for each in totals)
    high = None if any(each.high is None for each in totals) else sum(each.high or 0 for each in totals)
    return _range(low, high, language)


def _heading(programme: Programme) -> str:
    return "none" if programme.amount is None else "ceiling" if programme.ceiling else programme.period or "none"


def _eligible(total: ProgrammeTotal, language: Language) -> str:
    if total.eligible is None:
        return ""
    least = language.number(total.eligible)
    if not total.undetermined:
        return least
    return language.say("{low} to {high}", low=least, high=language.number(total.eligible + total.undetermined))


def _sum(programme: Programme, total: ProgrammeTotal, language: Language) -> str:
    if total.low is None:
        return ""
    # Of a ceiling nothing is certain but the most.
    low = total.high if programme.ceiling and total.high is not None else total.low
    return _range(low, total.high, language)


def _range(low: int, high: int | None, language: Language) -> str:
    least = language.money(yuan(low))
    if high is None:
        return language.say("{low} or more", low=least)
    return least if low == high else language.say("{low} to {high}", low=least, high=language.money(yuan(high)))


def columns_text(tables: Mapping[str, Sequence[Mapping[str, Any]]], language: Language) -> str:
    """The columns of the two tables, each with type, unit and words, for people."""
    say = language.say
    titles = {"households": "The table of the households", "members": "The table of the members"}
    lines: list[str] = []
    for name, columns in tables.items():
        rows = [(each["name"], each["type"], _about(each, language)) for each in columns]
        lines += [*([""] if lines else []), say(titles[name]), *indented(table(rows, most=WIDE - 2), 2)]
    notes = say(
        "Only what is marked as needed must be there. Other types are taken too: money as decimal yuan, words as text. "
        "In CSV amounts are decimal yuan, and an empty cell is null."
    )
    return "\n".join([*lines, "", *wrapped(notes, WIDE)]) + "\n"


def _about(column: Mapping[str, Any], language: Language) -> str:
    period = f" / {column['period']}" if column.get("period") else ""
    told = [f"{column['unit']}{period}"] if column.get("unit") else []
    told += [" ".join(column["words"])] if column.get("words") else []
    told += [language.say("needed")] if column["needed"] else []
    return "; ".join(told)
