"""Answers to files, one after another: CSV, Parquet and Arrow, and workbooks (`answer_book`)."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from ..engine.rule import Programme
from ..numbers import yuan
from .answer_columns import MONEY, NAMES, AnswerColumn, answer_columns, answer_rows
from .csv_sheets import harmless_text
from .deciding import Decided

_AT_ONCE = 8192


class AnswerWriter(Protocol):
    """Takes the answers one after another."""

    def write(self, answer: Decided) -> None:
        """Write the next answer."""


@contextmanager
def csv_answers(path: Path, programmes: Sequence[Programme], per: str) -> Iterator[AnswerWriter]:
    """CSV in UTF-8 with a mark, which spreadsheets need to see that it is: amounts in yuan, names with blanks between."""
    columns = answer_columns(programmes, per)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(each.name for each in columns)
        yield _CsvAnswers(writer, programmes, per, columns)


class _CsvAnswers:
    def __init__(self, writer: Any, programmes: Sequence[Programme], per: str, columns: Sequence[AnswerColumn]) -> None:
        self._writer, self._programmes, self._per = writer, programmes, per
        self._kinds = [each.kind for each in columns]

    def write(self, answer: Decided) -> None:
        for row in answer_rows(answer, self._programmes, self._per):
            self._writer.writerow([_in_csv(kind, value) for kind, value in zip(self._kinds, row, strict=True)])


def _in_csv(kind: str, value: Any) -> str:
    if value is None:
        return ""
    return str(yuan(value)) if kind == MONEY else harmless_text(" ".join(value) if kind == NAMES else value)


@contextmanager
def arrow_answers(path: Path, programmes: Sequence[Programme], per: str) -> Iterator[AnswerWriter]:
    """Parquet or Arrow with the same types as the answers for a population: amounts are whole fen."""
    from .arrow_answers import ArrowAnswers  # noqa: PLC0415 - the extra may not be installed

    writer = ArrowAnswers(path, answer_columns(programmes, per), _AT_ONCE)
    try:
        yield _Rows(writer, programmes, per)
    finally:
        writer.close()


class _Rows:
    def __init__(self, writer: Any, programmes: Sequence[Programme], per: str) -> None:
        self._writer, self._programmes, self._per = writer, programmes, per

    def write(self, answer: Decided) -> None:
        for row in answer_rows(answer, self._programmes, self._per):
            self._writer.add(row)
