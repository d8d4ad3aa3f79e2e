"""A county's own figures, or a reform that is tried out.

An overlay is a TOML (or JSON) file, or the same as a dict: programme, parameter, entries. It adds or replaces values for its districts and
dates only, and every answer that was asked for with it names it. What reads it is loaded when there is one to read: most questions come
without.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import InputError, Problem, first_of
from .rulebook import Overlay
from .stated import shown

Source = str | os.PathLike[str] | Mapping[str, Any] | Overlay
UNNAMED = "overlay"
"""What an overlay given as a dict is called, if it does not say so itself."""


def read_overlay(source: Source) -> Overlay:
    """Read one overlay.

    Args:
        source: a path, or the data itself as a dict. Yuan are text, whole numbers or Decimal; dates are dates or text.

    Raises:
        InputError: with every mistake, each with file, key, problem and remedy.
        OSError: the file cannot be opened.
    """
    if isinstance(source, Overlay):
        return source
    from .overlay_reading import overlay_from  # noqa: PLC0415 - see above

    if isinstance(source, str | os.PathLike):
        from .documents import read_file  # noqa: PLC0415 - see above

        return overlay_from(read_file(source), os.fspath(source))
    return overlay_from(source, UNNAMED)


def read_overlays(sources: Source | Iterable[Source]) -> tuple[Overlay, ...]:
    """Read several; a later one stands above those before it.

    Raises:
        InputError: with every mistake in any of them.
        OSError: a file cannot be opened.
    """
    found: list[Overlay] = []
    problems: list[Problem] = []
    for source in _listed(sources):
        try:
            found.append(read_overlay(source))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(first_of(problems))
    return tuple(found)


def _listed(sources: Any) -> Iterable[Source]:
    """One overlay may be given without a list around it; a text and a dict can be gone through too, and are still one."""
    if isinstance(sources, str | os.PathLike | Mapping | Overlay):
        return (sources,)
    if isinstance(sources, Iterable):
        return sources
    remedy = "Give a path, a dict, what read_overlay gives, or a list of them."
    raise InputError(Problem("overlays", "{value} is no overlay.", remedy, {"value": shown(sources)}))
