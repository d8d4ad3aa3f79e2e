"""All figures that a parameter has had, in order, for each group of districts: with status, source, and by how much each differs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen

from ..asking import rule_set
from ..assessment import Rules
from ..errors import Problem, UsageError
from ..identity import digest
from ..kinds import District
from ..overlays import Source, read_overlays
from ..rulebook import Definition, Entry, Overlay, Rulebook, Status
from ..stated import shown, suggestion
from .figures import Change, Districts, Figure, by_districts, change, overlay_of
from .readers import Reader, readers, resting_on
from .terms import programmes_of


@frozen(eq=False)
class Dated:
    """A figure, and the last number before it that was in force (None where there is none)."""

    figure: Figure
    before: Entry | None

    @property
    def change(self) -> Change | None:
        """By how much it differs from that number."""
        return None if self.before is None else change(self.before, self.figure.entry)

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        found = self.change
        return {**self.figure.to_dict(), "change": None if found is None else found.to_dict()}


@frozen(eq=False)
class Timeline:
    """The figures of some districts (None: of all six), in order."""

    districts: Districts
    figures: tuple[Dated, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        districts = None if self.districts is None else [each.name.lower() for each in self.districts]
        return {"districts": districts, "figures": [each.to_dict() for each in self.figures]}


@frozen(eq=False)
class History:
    """What a parameter has been; `readers` are the rules that take it, `programmes` those whose answer rests on it."""

    definition: Definition
    rules: Rules
    timelines: tuple[Timeline, ...]
    readers: tuple[Reader, ...]
    programmes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        return {
            "rules": self.rules.to_dict(),
            "parameter": self.definition.name,
            "label": dict(self.definition.label),
            "unit": self.definition.kind,
            "period": self.definition.period or None,
            "per": self.definition.per or None,
            "read_by": self.definition.read_by,
            "read_on": "year_end" if self.definition.at_year_end else "month",
            "readers": [each.to_dict() for each in self.readers],
            "programmes": list(self.programmes),
            "timelines": [each.to_dict() for each in self.timelines],
        }


def history(parameter: str, *, overlays: Iterable[Source] | Source = ()) -> History:
    """All figures of a parameter, planned and unpublished ones too.

    Args:
        parameter: its id, such as "dibao.standard".
        overlays: a county's own tables, or a reform's, as for `assess`.

    Raises:
        UsageError: there is no such parameter.
        InputError: with everything that is wrong in the overlays.
        OSError: an overlay cannot be opened.
    """
    local, rulebook = read_overlays(overlays), rule_set().rulebook
    definition = rulebook.definitions.get(parameter)
    if definition is None:
        raise UsageError(_unknown(parameter, rulebook))
    found = by_districts(
        lambda district: tuple(_entries(definition, district, rulebook, local)),
        lambda entries: tuple(map(id, entries)),
    )
    timelines = tuple(Timeline(districts, tuple(_dated(entries, districts, local))) for districts, entries in found)
    rules = Rules(rulebook.edition, digest(rulebook), local)
    return History(definition, rules, timelines, readers().get(parameter, ()), resting_on(definition))


def _entries(definition: Definition, district: District, rulebook: Rulebook, overlays: Iterable[Overlay]) -> list[Entry]:
    """The entries that concern a district by their first day: the tables' own, and what overlays put above them."""
    own = rulebook.timelines.get(definition.name, ())
    local = (entry for overlay in overlays for entry in overlay.entries.get(definition.name, ()))
    return sorted((each for each in (*own, *local) if each.concerns(district)), key=_order)


def _order(entry: Entry) -> tuple[Any, ...]:
    """Of figures of one day: what is open, what is only planned, the others by the day they became known, a county's own."""
    return entry.begins, entry.status is Status.LOCAL, entry.value is not None, entry.status is not Status.PLANNED, entry.known


def _dated(entries: Iterable[Entry], districts: Districts, overlays: Sequence[Overlay]) -> Iterator[Dated]:
    before: Entry | None = None
    for entry in entries:
        yield Dated(Figure(entry, districts, overlay_of(entry, overlays)), before)
        if entry.value is not None and entry.status is not Status.PLANNED:
            before = entry


def _unknown(parameter: object, rulebook: Rulebook) -> Problem:
    known, said = list(rulebook.definitions), str(parameter)
    if said in programmes_of(rulebook):
        mine = [each for each in known if each.startswith(f"{said}.")]
        remedy = "Name a parameter of it, such as {some}; `rules show` lists them all."
        return Problem(shown(parameter), "This is a programme, not a parameter.", remedy, {"some": ", ".join(mine[:3])})
    # Whoever knows the key alone is shown whose it can be.
    same = [each for each in known if each.partition(".")[2] == said]
    near = ", ".join(same[:6]) or suggestion(parameter, known)
    if not same and near not in known:
        return Problem(shown(parameter), "There is no such parameter.", "`rules show` lists all that there are.")
    return Problem(shown(parameter), "There is no such parameter.", "Did you mean: {near}?", {"near": near})
