"""Arrow arrays as NumPy arrays, without a copy where their values lie in memory as they are wanted."""

from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Values = NDArray[Any]
Mask = NDArray[np.bool_]
Number = TypeVar("Number", bound=np.generic)
BITS = 8


def chunks_of(column: pa.ChunkedArray | pa.Array) -> list[pa.Array]:
    """The arrays a column is made of."""
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def kept(values: NDArray[Number]) -> NDArray[Number]:
    """The array, from now on for reading alone: what lies in a table's memory cannot be written, and all are to be of one kind."""
    values.setflags(write=False)
    return values


def is_text(kind: pa.DataType) -> bool:
    """Whether it is one of Arrow's types of text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def nulls_of(array: pa.Array) -> Mask | None:
    """Where nothing stands; None where something stands everywhere."""
    if not array.null_count:
        return None
    if pa.types.is_null(array.type):
        return np.ones(len(array), np.bool_)
    return ~_bits(array.buffers()[0], array.offset, len(array)).view(np.bool_)


def flags_of(array: pa.Array) -> Values:
    """Yes and no as 1 and 0; anything where nothing stands."""
    return _bits(array.buffers()[1], array.offset, len(array))


def _bits(buffer: pa.Buffer | None, offset: int, count: int) -> Values:
    if buffer is None or not count:
        return np.zeros(count, np.uint8)
    first, skipped = divmod(offset, BITS)
    packed = np.frombuffer(buffer, np.uint8, offset=first, count=(skipped + count + BITS - 1) // BITS)
    return np.unpackbits(packed, count=skipped + count, bitorder="little")[skipped:]


def numbers_of(array: pa.Array, kind: str | None = None, words: int = 1) -> Values:
    """Whole numbers, days and the like as they lie in memory; anything where nothing stands.

    Args:
        array: the array.
        kind: how NumPy reads it, where that is not what the array's own type says.
        words: of how many numbers each value is made; the result has as many columns.
    """
    dtype = np.dtype(kind or array.type.to_pandas_dtype())
    buffer, count = array.buffers()[1], len(array)
    if buffer is None or not count:
        return np.zeros((count, words) if words > 1 else count, dtype)
    found = np.frombuffer(buffer, dtype, offset=array.offset * dtype.itemsize * words, count=count * words)
    found = found if found.flags.aligned else found.copy()
    return found.reshape(count, words) if words > 1 else found


def as_texts(column: pa.ChunkedArray) -> pa.Array:
    """A column of text, with a dictionary or without, as one plain array."""
    plain = [each.dictionary_decode() if pa.types.is_dictionary(each.type) else each for each in chunks_of(column)]
    return one_array([each.cast(pa.large_string()) for each in plain], pa.large_string())


def as_whole_numbers(column: pa.ChunkedArray) -> pa.Array:
    """A column of whole numbers of any width as one array of 64 bits.

    Raises:
        ArrowInvalid: a number does not fit.
    """
    plain = [each.dictionary_decode() if pa.types.is_dictionary(each.type) else each for each in chunks_of(column)]
    return one_array([each.cast(pa.int64()) for each in plain], pa.int64())


def empty(count: int, kind: Any) -> Any:
    """A writable array in Arrow's own memory, which is used again; fresh memory costs more than most rules."""
    size = np.dtype(kind).itemsize
    return np.frombuffer(pa.allocate_buffer(max(size, count * size)), dtype=kind)[:count]


def joined(parts: list[NDArray[Number]]) -> NDArray[Number]:
    """The parts one after another, in such memory."""
    return np.concatenate(parts, out=empty(sum(map(len, parts)), parts[0].dtype))


def one_array(chunks: list[pa.Array], kind: pa.DataType) -> pa.Array:
    """The chunks as one array."""
    if len(chunks) == 1:
        return chunks[0]
    return pa.concat_arrays(chunks) if chunks else pa.array([], kind)
