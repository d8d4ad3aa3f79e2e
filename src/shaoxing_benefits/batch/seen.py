"""Which ids have come already. Of files that are not held as a whole they are kept on disk, however many there are."""

import sqlite3


class Seen:
    """Ids, each of which is new only once."""

    def __init__(self, *, on_disk: bool) -> None:
        self._held: set[str] = set()
        self._kept: sqlite3.Connection | None = None
        if on_disk:
            # Without a name it is a file of its own that goes with the connection, held in memory as long as it is small.
            self._kept = sqlite3.connect("")
            self._kept.execute("PRAGMA journal_mode = OFF")
            self._kept.execute("CREATE TABLE ids (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def is_new(self, id_: str) -> bool:
        """Whether it comes for the first time; from now on it does not."""
        if self._kept is None:
            before = len(self._held)
            self._held.add(id_)
            return len(self._held) > before
        return self._kept.execute("INSERT OR IGNORE INTO ids VALUES (?)", (id_,)).rowcount == 1

    def close(self) -> None:
        """Nothing more comes."""
        if self._kept is not None:
            self._kept.close()
