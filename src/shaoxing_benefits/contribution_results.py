"""What a contribution, or the base of one, comes to: frozen objects with Decimal yuan at the surface, and their form as plain data."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from .assessment import Options, Rules
from .explanation import Caveat, Range, Value, plain
from .kinds import District
from .months import Month
from .numbers import What
from .results import Amount, Missing

NO_NOTE: Mapping[str, str] = {}


def _both(note: Mapping[str, str]) -> dict[str, str]:
    return {language: note.get(language, "") for language in ("zh", "en")}


@frozen
class About:
    """What was asked beside the amounts, and which rules answer it."""

    month: Month
    options: Options
    district: District | None
    rules: Rules

    def to_dict(self) -> dict[str, Any]:
        """As in the output."""
        asked = {
            "known_on": self.options.known_on,
            "assume_planned": self.options.assume_planned,
            "beyond_horizon": self.options.beyond_horizon,
            "district": None if self.district is None else self.district.name.lower(),
        }
        return {"month": str(self.month), "rules": self.rules.to_dict(), "options": asked}


@frozen
class ContributionStep:
    """A stated amount (`kind` "fact"), a parameter ("parameter"), or what is made of them ("rule").

    `status`, `cites` and `note` are a parameter's. Labels are by language; English always, which is also the key for translation.
    """

    kind: str
    id: str
    label: Mapping[str, str] = field(hash=False)
    value: Value | Range
    unit: What
    status: str | None = None
    cites: tuple[str, ...] = ()
    note: Mapping[str, str] = field(default=NO_NOTE, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """As in the output; the note in both languages, as the commands on the rules give it."""
        found: dict[str, Any] = {self.kind: self.id, "value": plain(self.value)}
        if self.status is not None:
            found |= {"status": self.status, "cites": list(self.cites), "note": _both(self.note)}
        return found


@frozen
class Contribution:
    """What is paid in a month, or what it is reckoned on (the base), in yuan.

    `range` is the least and the most it can be. A base has `limits`, whoever it is for; `choices` are the amounts of which one is chosen.
    `missing` names the facts that were not stated and the parameters that are not published, where the amount depends on them.
    """

    id: str
    title: str
    period: str
    about: About
    range: Amount
    limits: Amount | None
    choices: tuple[Amount, ...]
    missing: Missing
    caveats: tuple[Caveat, ...]
    steps: tuple[ContributionStep, ...]

    @property
    def amount(self) -> Decimal | None:
        """The amount, where it is certain."""
        return self.range.exact

    @property
    def low(self) -> Decimal:
        """The least it can be."""
        return self.range.low

    @property
    def high(self) -> Decimal | None:
        """The most it can be; None where no upper limit is known."""
        return self.range.high

    def to_dict(self) -> dict[str, Any]:
        """As in the output: texts, numbers and None only, ready for JSON."""
        return {**self.about.to_dict(), "id": self.id, **self.figures()}

    def figures(self) -> dict[str, Any]:
        """The same without what was asked."""
        return {
            "amount": plain(self.amount),
            **self.range.to_dict(),
            "period": self.period,
            "limits": None if self.limits is None else self.limits.to_dict(),
            "choices": [choice.to_dict() for choice in self.choices],
            "missing": {"facts": list(self.missing.facts), "parameters": list(self.missing.parameters)},
            "caveats": [{**caveat.to_dict(), "note": _both(caveat.note)} for caveat in self.caveats],
            "steps": [step.to_dict() for step in self.steps],
        }


@frozen
class Contributions:
    """Everything that is reckoned for a month: `contributions["employee_base"]` is a `Contribution`."""

    about: About
    by_id: Mapping[str, Contribution] = field(hash=False)

    def __getitem__(self, contribution: str) -> Contribution:
        return self.by_id[contribution]

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self.by_id.values())

    def to_dict(self) -> dict[str, Any]:
        """As in the output: texts, numbers and None only, ready for JSON."""
        parts = {name: contribution.figures() for name, contribution in self.by_id.items()}
        return {**self.about.to_dict(), "contributions": parts}
