"""What is made side by side, or ahead, comes in its order, and what goes wrong is told where it belongs."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, get_ident

import pyarrow as pa
import pytest

from shaoxing_benefits.population.formats import Writer, written
from shaoxing_benefits.population.threads import MANY_ROWS, ahead, side_by_side


@pytest.mark.parametrize("rows", [MANY_ROWS - 1, MANY_ROWS])
def test_what_is_made_of_many_items_comes_in_their_order(rows: int) -> None:
    assert side_by_side(lambda each: each * 2, range(100), rows) == list(range(0, 200, 2))


def test_an_item_is_made_while_the_one_before_is_worked_on() -> None:
    second_is_made, makers = Event(), set()

    def made() -> Iterator[int]:
        makers.add(get_ident())
        yield 1
        second_is_made.set()
        yield 2

    items = ahead(made())
    assert next(items) == 1
    assert second_is_made.wait(10)
    assert list(items) == [2]
    assert get_ident() not in makers


def test_what_came_before_a_mistake_is_handed_on() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    items = ahead(made())
    assert next(items) == 1
    with pytest.raises(ValueError, match="the second"):
        next(items)


def test_a_stream_that_nobody_wants_any_more_is_ended() -> None:
    items = ahead(iter(range(10)))
    assert next(items) == 0
    items.close()  # type: ignore[attr-defined]  # it is a generator
    assert list(items) == []


def written_in_vain(to: Path, tables: int, error: Exception | None = None) -> None:
    with written(to) as writer:
        for _ in range(tables):
            writer.write(pa.table({"a": [1]}))
        if error:
            raise error


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(self: Writer, table: pa.Table) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writer, "_write", write)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("tables", [1, 3])
def test_what_cannot_be_written_is_told_and_leaves_no_file(tables: int, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        written_in_vain(tmp_path / "out.parquet", tables)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("full")
def test_what_went_wrong_first_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="first"):
        written_in_vain(tmp_path / "out.parquet", 1, ValueError("first"))
    assert list(tmp_path.iterdir()) == []
