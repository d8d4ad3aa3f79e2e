"""The fact sheets and rule tables that come with the package.

They are read anew only where they, or what reads them, have changed; else not even what reads them is loaded.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from .compiled import kept
from .places import data_folder
from .rulebook import Rulebook

if TYPE_CHECKING:
    from .sources import Fact


@cache
def shipped_facts() -> Mapping[str, "Fact"]:
    """The facts by citation.

    Raises:
        TableError: with every mistake in the sheets.
    """
    return kept("facts", _read_facts)


@cache
def shipped_citations() -> Mapping[str, tuple[date | None, date | None]]:
    """What can be cited, with the first and the last day of the law it stands in; whoever needs no more is spared the facts themselves."""
    return kept("citations", lambda: {cite: (fact.document.in_force, fact.document.ended) for cite, fact in shipped_facts().items()})


@cache
def cites_on(day: date, cites: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the citations whose law is in force on the day, as far as its days are known."""
    known = shipped_citations()
    found = []
    for cite in cites:
        begins, ends = known.get(cite, (None, None))
        if (begins is None or begins <= day) and (ends is None or day <= ends):
            found.append(cite)
    return tuple(found)


@cache
def shipped_rulebook() -> Rulebook:
    """The rule tables.

    Raises:
        TableError: with every mistake in sheets or tables.
    """
    return kept("rulebook", _read_rulebook)


def _read_facts() -> Mapping[str, "Fact"]:
    from .sources import load_facts  # noqa: PLC0415 - see above

    return load_facts(data_folder("seeds"))


def _read_rulebook() -> Rulebook:
    from .rulebook_reading import load_rulebook  # noqa: PLC0415 - see above

    return load_rulebook(data_folder("rules"), shipped_facts())
