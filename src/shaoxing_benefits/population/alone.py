"""One row of a population by itself: what the other evaluators say of its household."""

from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError
from .columns import Columns
from .prepared import Prepared
from .rows import household_at, in_the_tables


def assessed_alone(question: Prepared, columns: Columns, row: int) -> Assessment:
    """A row's household through the other evaluators, under the same question and scenario."""
    asked = question.asked
    try:
        return assess(
            household_at(columns, row),
            asked.month,
            price_index=asked.options.price_index,
            overlays=question.overlays,
            known_on=asked.options.known_on,
            assume_planned=asked.options.assume_planned,
            beyond_horizon=asked.options.beyond_horizon,
            programmes=asked.wanted,
        )
    except InputError as error:  # statements of which each may be so, and all together not
        raise InputError([in_the_tables(columns, row, each) for each in error.problems]) from None
