"""What the tests of the command line share."""

from collections.abc import Callable
from typing import NamedTuple


class Done(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]
