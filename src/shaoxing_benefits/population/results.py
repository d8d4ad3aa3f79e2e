"""The arrays that a kernel fills, as an Arrow table; and the rows of which facts are missing, marked or filled with bounds."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import field, frozen
from numpy.typing import NDArray

from ..engine.rule import Programme

STATUSES = ("ineligible", "eligible", "undetermined")
"""By the number of the flag; the last is for what missing facts leave open."""
FEN = {b"unit": b"fen"}


@frozen(eq=False)
class Figure:
    """A figure that a programme tells: the rule it comes from and the column it goes to. Of a ceiling only the most is known."""

    programme: Programme
    rule: str
    column: str

    @property
    def name(self) -> str:
        """The figure beside the amount; empty: the amount itself."""
        return self.column.removeprefix(self.programme.id).removeprefix(".")


def figures(programmes: tuple[Programme, ...], *, per_member: bool) -> Iterator[Figure]:
    """Everything in money, in the programmes' order."""
    for programme in programmes:
        paid = (programme.shares if per_member else None) or programme.amount
        if paid is not None:
            yield Figure(programme, paid, programme.id)
        for name, rule in zip(programme.beside, programme.figures_beside, strict=True):
            yield Figure(programme, rule, f"{programme.id}.{name}")


@frozen(eq=False)
class Filled:
    """The arrays of a table's rows. `open_`: rows that the kernel does not answer; `lows` and `highs`: what bounds say of them."""

    count: int
    values: Mapping[str, Any]
    open_: NDArray[np.bool_] | None = None
    statuses: dict[str, Any] = field(factory=dict)
    lows: dict[str, Any] = field(factory=dict)
    highs: dict[str, Any] = field(factory=dict)
    unbounded: dict[str, Any] = field(factory=dict)
    has_bounds: bool = False

    def columns(self, programmes: tuple[Programme, ...], *, per_member: bool) -> Iterator[tuple[pa.Field, pa.Array]]:
        """Status and figures of every programme."""
        told = list(figures(programmes, per_member=per_member))
        for programme in programmes:
            if not per_member:
                yield self._status(programme)
            for figure in told:
                if figure.programme is programme:
                    yield from self._figure(figure)

    def _status(self, programme: Programme) -> tuple[pa.Field, pa.Array]:
        codes = self.statuses.get(programme.id, self.values[programme.eligible])
        known = None if self.has_bounds else self._known()
        indices = pa.Array.from_buffers(pa.int8(), self.count, [known, pa.py_buffer(codes)])
        array = pa.DictionaryArray.from_arrays(indices, pa.array(STATUSES))
        return pa.field(f"{programme.id}.status", array.type), array

    def _figure(self, figure: Figure) -> Iterator[tuple[pa.Field, pa.Array]]:
        is_ceiling, values = figure.programme.ceiling, self.values[figure.rule]
        amount = figure.column if figure.name else f"{figure.column}.amount"
        if not is_ceiling:
            yield _fen(amount, values, self._known(figure.rule))
        if self.has_bounds and not is_ceiling:
            yield _fen(f"{figure.column}.low", self.lows.get(figure.rule, values), None)
        if self.has_bounds or is_ceiling:
            is_unbounded = self.unbounded.get(figure.rule)
            known = self._known() if not self.has_bounds else None if is_unbounded is None else _bits(~is_unbounded)
            yield _fen(f"{figure.column}.high", self.highs.get(figure.rule, values), known)

    def _known(self, rule: str = "") -> pa.Buffer | None:
        """Where there is an amount: everywhere but in open rows whose ends are not the same."""
        if self.open_ is None:
            return None
        if rule not in self.lows:
            return _bits(~self.open_)
        agree = (self.lows[rule] == self.highs[rule]) & ~self.unbounded[rule]
        return _bits(~self.open_ | agree)


def _fen(name: str, values: Any, known: pa.Buffer | None) -> tuple[pa.Field, pa.Array]:
    array = pa.Array.from_buffers(pa.int64(), len(values), [known, pa.py_buffer(values)])
    return pa.field(name, pa.int64(), metadata=FEN), array


def _bits(flags: NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


def in_yuan(table: pa.Table) -> pa.Table:
    """The same table with every column of fen as decimal yuan, exact: for people, spreadsheets and other programs."""
    for place, about in enumerate(table.schema):
        if (about.metadata or {}).get(b"unit") == b"fen":
            chunks = [_decimal(chunk) for chunk in table.column(place).chunks]
            kind = pa.decimal128(_DIGITS, 2)
            table = table.set_column(place, pa.field(about.name, kind, metadata={b"unit": b"yuan"}), pa.chunked_array(chunks, kind))
    return table


_DIGITS = 20


def _decimal(fen: pa.Array) -> pa.Array:
    """A decimal of 128 bits holds the whole number of fen: its lower half is what there was, its upper half the sign."""
    whole = np.frombuffer(fen.buffers()[1], dtype=np.int64, count=len(fen), offset=fen.offset * 8)
    halves = np.stack([whole, whole >> 63], axis=1)
    known = _bits(fen.is_valid().to_numpy(zero_copy_only=False)) if fen.null_count else None
    return pa.Array.from_buffers(pa.decimal128(_DIGITS, 2), len(fen), [known, pa.py_buffer(halves)])
