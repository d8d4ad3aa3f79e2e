"""Whether it matters that sources disagree: asked of a household like any other question."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .assess import assess
from .claims import Disagreement
from .household import Household
from .months import Month


def disagreements(household: Household | Mapping[str, Any], month: str | date | Month, **options: Any) -> tuple[Disagreement, ...]:
    """For every fact of which sources say different things: what each of them implies, and for which programmes that matters.

    The same stands in `assess(…).disagreements`, beside the answer itself.

    Args:
        household: a built `Household`, or its data as a dict.
        month: as for `assess`.
        options: any option of `assess`.

    Raises:
        InputError: as for `assess`.
        UsageError: as for `assess`.
        OSError: an overlay cannot be opened.
    """
    return assess(household, month, **options).disagreements
