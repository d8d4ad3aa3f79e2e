"""A roll as tables, the same whether they become sheets or files of Parquet: columns with their headings, and rows of plain cells."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import frozen

from ..report.language import Language
from .roll_parts import Amounts, Roll
from .roll_words import cause_text, missing_words, words_of

TEXT, WORD, COUNT, FEN, TEXTS = "text", "word", "count", "fen", "texts"
"""What a column holds: text as it is; an id that people have a word for; a number; an amount in fen; several texts."""
Row = tuple[Any, ...]


@frozen
class Column:
    """A column: its name in files, its heading for people, and what it holds."""

    name: str
    heading: str
    kind: str


@frozen(eq=False)
class RollTable:
    """A table: its name in files, its title for people, its columns, and its rows.

    `summed` says whether its last line for people is a sum.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    summed: bool = True


def roll_tables(roll: Roll, language: Language) -> Iterator[RollTable]:
    """The lists of a roll: households, people, changes if there was something to compare with, and what is open."""
    made: list[Callable[[Roll, Language], RollTable]] = [_households, _people, *([_changes] if roll.comparison else []), _open]
    return (make(roll, language) for make in made)


def totals_table(roll: Roll, language: Language) -> RollTable:
    """The sums, for files: people have them in the summary."""
    say = language.say
    columns = (
        Column("district", say("District"), WORD),
        Column("registration", say("Registration"), WORD),
        Column("programme", say("Programme"), WORD),
        Column("households", say("Households"), COUNT),
        Column("people", say("People"), COUNT),
        Column("amount", say("Amount"), FEN),
    )
    rows = tuple((each.district, each.registration, each.programme, each.households, each.people, each.amount) for each in roll.totals)
    return RollTable("totals", say("Summary"), columns, rows)


def _households(roll: Roll, language: Language) -> RollTable:
    say = language.say
    columns = (
        Column("household", say("Household"), TEXT),
        Column("name", say("Name"), TEXT),
        Column("district", say("District"), WORD),
        Column("registration", say("Registration"), WORD),
        Column("members", say("Household size"), COUNT),
        *_amount_columns(roll, language),
    )
    rows = tuple(
        (each.id, each.name, each.district, each.registration, each.members, *_amounts(each.amounts, roll.programmes), each.total)
        for each in roll.households
    )
    return RollTable("households", say("Households paid"), columns, rows)


def _people(roll: Roll, language: Language) -> RollTable:
    say = language.say
    first = (Column("household", say("Household"), TEXT), Column("person", say("Person"), TEXT), Column("name", say("Name"), TEXT))
    rows = tuple((each.household, each.id, each.name, *_amounts(each.amounts, roll.programmes), each.total) for each in roll.people)
    return RollTable("people", say("People paid"), (*first, *_amount_columns(roll, language)), rows)


def _amount_columns(roll: Roll, language: Language) -> Iterator[Column]:
    yield from (Column(name, words_of(name, language), FEN) for name in roll.programmes)
    yield Column("total", language.say("Total"), FEN)


def _amounts(amounts: Amounts, programmes: Sequence[str]) -> Iterator[int]:
    return (amounts.get(name, 0) for name in programmes)


def _changes(roll: Roll, language: Language) -> RollTable:
    say = language.say
    assert roll.comparison is not None  # else there is no such table
    columns = (
        Column("household", say("Household"), TEXT),
        Column("name", say("Name"), TEXT),
        Column("programme", say("Programme"), WORD),
        Column("change", say("Change"), WORD),
        Column("before", say("Last month"), FEN),
        Column("now", say("This month"), FEN),
        Column("difference", say("Difference"), FEN),
        Column("causes", say("What changed it"), TEXTS),
    )
    rows = []
    for each in roll.comparison.changes:
        causes = [cause_text(cause, each.people, language) for cause in each.causes]
        rows.append((each.household, each.name, each.programme, each.what, each.before, each.now, each.difference, causes))
    return RollTable("changes", say("Changes"), columns, tuple(rows))


def _open(roll: Roll, language: Language) -> RollTable:
    say = language.say
    columns = (
        Column("household", say("Household"), TEXT),
        Column("name", say("Name"), TEXT),
        Column("district", say("District"), WORD),
        Column("programme", say("Programme"), WORD),
        Column("low", say("At least"), FEN),
        Column("high", say("At most"), FEN),
        Column("missing", say("What is missing"), TEXT),
    )
    rows = tuple(
        (each.household, each.name, each.district, each.programme, each.low, each.high, missing_words(each, language)) for each in roll.open
    )
    return RollTable("open", say("Not certain"), columns, rows, summed=False)
