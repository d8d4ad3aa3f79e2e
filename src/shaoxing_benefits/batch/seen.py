"""Which households' ids cannot be told apart, or stand in more than one place. However many there are, they are kept on disk."""

import re
import sqlite3
from collections.abc import Iterable, Mapping

_BLANK = re.compile(r"\s+")
SCATTERED, ALIKE = "scattered", "alike"


def doubtful_ids(owners: Iterable[str]) -> Mapping[str, str]:
    """The ids that come more than once (`SCATTERED`), or differ from another by no more than case, blanks or noughts in front (`ALIKE`).

    A workbook makes 7 of 007, and whoever types H1 and h1 most likely means the same.
    """
    found: dict[str, str] = {}
    # Without a name it is a file of its own that goes with the connection, held in memory as long as it is small.
    kept = sqlite3.connect("")
    try:
        kept.execute("PRAGMA journal_mode = OFF")
        kept.execute("CREATE TABLE ids (key TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID")
        for owner in owners:
            key = _BLANK.sub("", owner).casefold().lstrip("0")
            if kept.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (key, owner)).rowcount:
                continue
            ((before,),) = kept.execute("SELECT id FROM ids WHERE key = ?", (key,))
            kind = SCATTERED if before == owner else ALIKE
            found |= dict.fromkeys((owner, before), kind)
    finally:
        kept.close()
    return found
