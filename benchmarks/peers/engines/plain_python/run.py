"""The hand-written loop of `common_set` itself: the reference, and what somebody without any engine would write."""

import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

import common_set
import protocol


class PlainPython:
    """Lists of numbers in, tuples of numbers out."""

    threads = 1

    def load(self, found: protocol.Found) -> Any:
        """Lists of numbers."""
        columns = [found[name].tolist() for name in common_set.MEMBER_FACTS]
        rows = zip(found["district"].tolist(), found["money"].tolist(), *columns, strict=True)
        return [(district, money, list(zip(*facts, strict=True))) for district, money, *facts in rows]

    def compute(self, loaded: Any) -> Any:
        """A loop."""
        return [common_set.assess_by_hand(*facts) for facts in loaded]

    def columns(self, computed: Any) -> protocol.Found:
        """A column of each result."""
        table = np.array(computed, dtype=np.int64)
        return {name: table[:, place] for place, name in enumerate(common_set.RESULTS)}

    def facts(self, found: protocol.Found, household: int) -> Any:
        """Plain numbers."""
        return protocol.members_of(found, household)

    def one(self, facts: Any) -> tuple[int, ...]:
        """A call."""
        return common_set.assess_by_hand(*facts)


if __name__ == "__main__":
    protocol.answer("plain_python", platform.python_version(), PlainPython(), protocol.parser().parse_args())
