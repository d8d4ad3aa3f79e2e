"""What differs between two states of the tables, as a page that can be handed on: figures first, then sample households, then sources."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from ..paper_trail.difference import CHANGED, ENDED, NEW, OPEN, RESTATED, Difference, Differing
from ..paper_trail.figures import Figure
from ..paper_trail.samples import Compared, Paid, Sum
from ..paper_trail.terms import Terms
from ..results import Amount
from .figures import change_text, districts_text, figure_text, heading, parameter_text, sign, source_ids, source_list, standing_text
from .language import Language
from .layout import WIDE, grid, hanging, indented, padded, table, width, wrapped
from .overview import asked_for, together_text, which_rules
from .rules_text import ended, section
from .values import amount_text

_PARTS = {
    CHANGED: "Changed figures",
    NEW: "New in the tables: no figure before",
    OPEN: "New in the tables, but not published",
    ENDED: "No longer in the tables",
    RESTATED: "The same figures on another footing",
}
_STATUSES = {"eligible": "eligible", "ineligible": "not eligible", "undetermined": "undetermined"}
_MOST_NAME, _MOST_CHANGE, _GAPS = 28, 12, 6
"""How wide names and changes may be in the households' table; the two amounts share the rest but for the gaps between the four."""


def difference_text(difference: Difference, language: Language) -> str:
    """The whole page."""
    say = language.say
    lines = list(_title(difference, language))
    if not difference.of_all:
        lines += wrapped(say("Only: {names}", names=language.listed(heading(each, language) for each in difference.programmes)), WIDE)
    lines += asked_for(difference.after.options, language)
    for kind in (CHANGED, NEW, OPEN, ENDED, RESTATED):
        figures = difference.of_kind(kind)
        if figures:
            lines += section(say(_PARTS[kind]))
            lines += _figures(figures, language)
    if not difference.figures:
        lines += ["", say("No figure differs.")]
    lines += _households(difference, language)
    told = [figure for each in difference.figures for figure in (each.before, each.after)]
    sources = list(source_list(told, language, WIDE - 2))
    lines += [*section(say("Sources")), *indented(sources, 2)] if sources else []
    lines += ["", *which_rules(difference.after.rules, language)]
    return ended(lines)


def _title(difference: Difference, language: Language) -> Iterator[str]:
    """The two days; where it is one day twice, what stands on the later side only."""
    first, second = language.day(difference.before.when.day), language.day(difference.after.when.day)
    reform = language.listed(difference.with_reform)
    if reform and first == second:
        yield from wrapped(language.say("The tables as of {day}, without and with: {names}", day=first, names=reform), WIDE)
        return
    yield language.say("The tables as of {first} and as of {second}", first=first, second=second)
    if reform:
        yield from wrapped(language.say("The second with: {names}.", names=reform), WIDE)


def _figures(figures: Iterable[Differing], language: Language) -> Iterator[str]:
    for place, (programme, mine) in enumerate(groupby(figures, lambda each: each.definition.name.partition(".")[0])):
        yield from ([""] if place else [])
        yield heading(programme, language)
        for _, alike in groupby(mine, lambda each: each.definition.name):
            yield from _parameter(tuple(alike), language)


def _parameter(figures: Sequence[Differing], language: Language) -> Iterator[str]:
    """A parameter: old and new figure, the change, how sure it is, and what it rests on."""
    yield from indented(hanging(wrapped(parameter_text(figures[0].definition, language), WIDE - 4), 2), 2)
    rows = [_row(each, language) for each in figures]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for each, row in zip(figures, rows, strict=True):
        cells = [padded(cell, columns) for cell, columns in zip(row, widths, strict=True) if columns]
        told = list(_told(each))
        # Beside a single figure there is room for how sure it is; beside an old and a new one there is not.
        beside = standing_text(told.pop(0), language) if each.kind in (NEW, OPEN, ENDED) else ""
        yield from indented(table([[*cells, beside]], most=WIDE - 4), 4)
        for figure in told:
            yield from indented(wrapped(standing_text(figure, language), WIDE - 6), 6)
            yield from indented(wrapped(" ".join(source_ids(figure, language)), WIDE - 6), 6)
        if beside:
            figure = each.before if each.kind == ENDED else each.after
            yield from indented(wrapped(" ".join(source_ids(figure, language)), WIDE - 6), 6)


def _told(each: Differing) -> Iterator[Figure]:
    """Of what was restated both footings are of interest, else that of the figure that holds now, or held."""
    if each.kind in (ENDED, RESTATED):
        yield each.before
    if each.kind != ENDED:
        yield each.after


def _row(each: Differing, language: Language) -> tuple[str, str, str, str]:
    before, after = figure_text(each.before, language), figure_text(each.after, language)
    shown = {NEW: after, OPEN: after, ENDED: before, RESTATED: after}.get(each.kind) or f"{before} → {after}"
    return (districts_text(each.districts, language), shown, *change_text(each.change, each.before.entry, each.after.entry, language))


def _households(difference: Difference, language: Language) -> Iterator[str]:
    say = language.say
    if not difference.households:
        return
    yield from section(say("Sample households"))
    yield from wrapped(
        say("What each of them gets, and by how much that changes where it is certain. Bills are taken as bills of the month's year."), WIDE
    )
    for each in difference.households:
        if each.has_changed:
            yield from ("", *_household(each, difference.before, difference.after, language))
    rest = [each for each in difference.households if not each.has_changed]
    same = language.listed(each.sample.household.id for each in rest if not each.is_open)
    unsure = language.listed(each.sample.household.id for each in rest if each.is_open)
    lines = [say("Nothing changes for: {names}", names=same)] if same else []
    lines += [say("No change can be told for: {names}", names=unsure)] if unsure else []
    for line in lines:
        yield from ("", *wrapped(line, WIDE))


def _household(compared: Compared, before: Terms, after: Terms, language: Language) -> Iterator[str]:
    """A household's table: programmes of which anything changes, and what all come to together; the others by name."""
    say = language.say
    about = say("{label} [{parameter}]", label=compared.sample.about[language.name], parameter=compared.sample.household.id)
    yield from wrapped(about, WIDE)
    rows = [("", *_heads(before, after, language), say("change"))]
    rows += [_paid(each, language) for each in compared.programmes if each.has_changed]
    rows += [_sum(each, language) for each in compared.totals if _says_more(each, compared)]
    yield from indented(grid(rows, _columns(rows), right=frozenset((1, 2, 3))), 2)
    rest = [each for each in compared.programmes if not each.has_changed]
    same = language.listed(say(each.title) for each in rest if not each.is_open)
    unsure = language.listed(say(each.title) for each in rest if each.is_open)
    lines = [say("Unchanged: {names}", names=same)] if same else []
    lines += [say("Open before and after: {names}", names=unsure)] if unsure else []
    for line in lines:
        yield from indented(hanging(wrapped(line, WIDE - 4), 2), 2)


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """How wide each column may be: what names and changes do not need is left to the amounts."""
    name, change = (min(most, max(width(row[place]) for row in rows)) for place, most in ((0, _MOST_NAME), (3, _MOST_CHANGE)))
    amount = (WIDE - 2 - _GAPS - name - change) // 2
    return name, amount, amount, change


def _says_more(total: Sum, compared: Compared) -> bool:
    """Whether a sum changes, and is of more than one programme."""
    mine = [each for each in compared.programmes if each.period == total.period and not each.ceiling]
    return len(mine) > 1 and total.amounts[0] != total.amounts[1]


def _heads(before: Terms, after: Terms, language: Language) -> tuple[str, str]:
    """The months; where it is the same one twice, what is otherwise."""
    first, second = before.when.month, after.when.month
    if first != second:
        return language.month(first), language.month(second)
    return language.say("before"), language.say("after")


def _paid(each: Paid, language: Language) -> tuple[str, str, str, str]:
    cells = [_amount(status, amount, each.ceiling, language) for status, amount in zip(each.status, each.amounts, strict=True)]
    if each.amounts[0] == each.amounts[1]:
        # What is otherwise is whether it is given at all.
        cells = [language.say(_STATUSES[status]) for status in each.status]
    return (language.say(each.title), cells[0], cells[1], _difference(each.difference, language))


def _amount(status: str, amount: Amount | None, ceiling: bool, language: Language) -> str:
    if amount is None or (amount.high == 0 and status != "eligible"):
        return language.say(_STATUSES[status])
    if ceiling and amount.high is not None:
        return language.say("up to {most}", most=language.money(amount.high))
    return amount_text(amount, language)


def _sum(each: Sum, language: Language) -> tuple[str, str, str, str]:
    first, second = (amount_text(amount, language) for amount in each.amounts)
    return together_text(each.period, language), first, second, _difference(each.difference, language)


def _difference(difference: Decimal | None, language: Language) -> str:
    """The change; nothing where it is not certain."""
    return "" if not difference else f"{sign(difference)}{language.money(abs(difference))}"
