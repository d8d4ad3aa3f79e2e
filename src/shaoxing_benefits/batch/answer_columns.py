"""The columns that answers have in CSV and Parquet: a row for each household, or for each member, named as a population's are."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ..asking import rule_set
from ..engine.rule import Programme
from ..results import Ends
from .deciding import NOTHING, Decided

HOUSEHOLD, MEMBER = "household", "member"
PER = (HOUSEHOLD, MEMBER)
TEXT, MONEY, NAMES = "text", "money", "names"


@frozen
class AnswerColumn:
    """A column: its name, and what it holds: text, money (fen) or names."""

    name: str
    kind: str


def programmes_asked(wanted: Sequence[str] | None) -> tuple[Programme, ...]:
    """The programmes that are asked for, in the order of the rules; all of them where none is named."""
    return tuple(each for each in rule_set().programmes if wanted is None or each.id in wanted)


def answer_columns(programmes: Sequence[Programme], per: str) -> tuple[AnswerColumn, ...]:
    """The columns, in their order."""
    ids = (HOUSEHOLD,) if per == HOUSEHOLD else PER
    found = [AnswerColumn(name, TEXT) for name in ids] + [AnswerColumn("missing", NAMES)]
    for each in programmes:
        if per == HOUSEHOLD:
            found.append(AnswerColumn(f"{each.id}.status", TEXT))
        if each.amount is not None:
            found += (AnswerColumn(name, MONEY) for name in _figure_names(each, f"{each.id}.amount", each.id))
        if per == HOUSEHOLD:
            for beside in each.beside:
                found += (AnswerColumn(name, MONEY) for name in _figure_names(each, f"{each.id}.{beside}", f"{each.id}.{beside}"))
    return tuple(found)


def _figure_names(programme: Programme, exact: str, ends: str) -> tuple[str, ...]:
    # Of a ceiling nothing is certain but the most.
    return (f"{ends}.high",) if programme.ceiling else (exact, f"{ends}.low", f"{ends}.high")


def answer_rows(answer: Decided, programmes: Sequence[Programme], per: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a household, each with a value for every column: text, fen, names, or None."""
    missing = missing_of(answer) or None
    if per == HOUSEHOLD:
        yield (answer.id, missing, *_of_household(answer, programmes))
        return
    for id_, _ in answer.people:
        yield (answer.id, id_, missing, *_of_member(answer, programmes, id_))


def missing_of(answer: Decided) -> list[str]:
    """The facts and parameters on which something still depends."""
    found = [each["missing"] for each in answer.programmes.values() if "missing" in each]
    return [name for kind in ("facts", "parameters") for name in sorted({name for each in found for name in each[kind]})]


def _of_household(answer: Decided, programmes: Sequence[Programme]) -> Iterator[Any]:
    for each in programmes:
        told = answer.told(each.id)
        yield told["status"]
        if each.amount is not None:
            yield from _figure(each, told.get("paid", NOTHING))
        for beside in each.beside:
            yield from _figure(each, answer.beside(each.id, beside))


def _of_member(answer: Decided, programmes: Sequence[Programme], id_: str) -> Iterator[Any]:
    for each in programmes:
        if each.amount is not None:
            yield from _figure(each, answer.share(each.id, id_))


def _figure(programme: Programme, ends: Ends) -> tuple[int | None, ...]:
    low, high = ends
    return (high,) if programme.ceiling else (low if low == high else None, low, high)
