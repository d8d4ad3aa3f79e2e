"""Rounding to the fen as the rules have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from ttsim.typing import FloatColumn


def to_fen(yuan: FloatColumn, xnp: ModuleType) -> FloatColumn:
    """Half a fen goes up; `RoundingSpec(base=0.01, direction="nearest")` would send it to the even fen.

    The check of units does not look into helpers, and the half is a bare number to it: whoever rounds states `verify_units=False`.
    """
    return xnp.floor(yuan * 100 + 0.5) / 100
