"""Why a programme comes to what it does: its conditions, the calculation, the sources and the caveats."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import field, frozen

from ..assessment import Assessment
from ..explanation import Step
from ..results import Outcome
from ..shipped import shipped_facts
from .conditions_text import HOLDS, against, condition_lines, member_ids, missing_text, sentence
from .language import Language
from .layout import WIDE, hanging, indented, table, wrapped
from .values import ceiling_text, periodic_text, stated_text, value_text

_NOTHING = Decimal("0.00")
_STATUSES = {"eligible": "eligible", "ineligible": "not eligible", "undetermined": "undetermined"}


def explanations(assessment: Assessment, language: Language) -> Iterator[str]:
    """Every programme with its reasons; those that are given, or may be, come first."""
    ids = member_ids(assessment)
    for outcome in sorted(assessment, key=lambda outcome: outcome.status == "ineligible"):
        yield from _Explained(outcome, assessment.programmes, ids, language).lines()


@frozen(eq=False)
class _Explained:
    """One programme's reasons; `seen` are the steps that have been shown with what they were made from."""

    outcome: Outcome
    programmes: Mapping[str, Outcome]
    ids: Mapping[str, str]
    language: Language
    seen: set[int] = field(factory=set)

    def lines(self) -> Iterator[str]:
        yield ""
        yield from hanging(wrapped(self._headline(), WIDE - 2), 2)
        yield "─" * WIDE
        say = self.language.say
        yield from _part(say("Conditions"), table(list(self._conditions()), most=WIDE - 4))
        parts = {say("Not known"): self._not_known(), say("Calculation"): self._calculation()}
        parts |= {say("Sources"): self._sources(), say("Caveats"): self._caveats()}
        for title, lines in parts.items():
            found = list(_part(title, lines))
            yield from ["", *found] if len(found) > 1 else ()

    def _headline(self) -> str:
        say, outcome = self.language.say, self.outcome
        texts = [say(_STATUSES[outcome.status])]
        if outcome.range is not None and outcome.period is not None and outcome.status != "ineligible":
            if outcome.ceiling:
                texts.append(ceiling_text(outcome, outcome.period, self.language))
            else:
                texts.append(periodic_text(outcome.range, outcome.period, self.language))
        return say("{name}: {text}", name=say(outcome.title), text=say(", ").join(texts))

    def _conditions(self) -> Iterator[tuple[str, str]]:
        """What holds and what does not; members of whom the same is true stand together."""
        for holds, text in condition_lines(self.outcome.conditions, self.ids, self.language):
            yield HOLDS[holds], text

    def _not_known(self) -> Iterator[str]:
        """The facts that could still change status or amount."""
        if self.outcome.missing.facts:
            yield from wrapped(missing_text(self.outcome.missing.facts, self.ids, self.language), WIDE - 4)

    def _results(self) -> list[Step]:
        """The steps that end in what is told: nothing where nothing is given."""
        if self.outcome.status == "ineligible" or self.outcome.range is None:
            return []
        return [step for step in self.outcome.steps if step.member is None or step.value != _NOTHING]

    def _calculation(self) -> Iterator[str]:
        for step in self._results():
            yield from self._tree(step)

    def _tree(self, step: Step, lead: str = "", branch: str = "") -> Iterator[str]:
        shown = self._shown(step)
        again = id(step) in self.seen
        yield from self._step(step, lead, branch, above=again and bool(shown))
        if again:
            return
        self.seen.add(id(step))
        lead += {"": "", "├─ ": "│  ", "└─ ": "   "}[branch]
        for place, each in enumerate(shown):
            yield from self._tree(each, lead, "└─ " if place == len(shown) - 1 else "├─ ")

    def _shown(self, step: Step) -> list[Step]:
        """What decided a step. The conditions stand above the calculation, and what adds nothing or does not apply is left out."""
        if self._decided(step) is not None:
            return []
        return [each for each in step.decisive if each.id != f"{self.outcome.programme}_eligible" and each.value not in (False, _NOTHING)]

    def _decided(self, step: Step) -> Outcome | None:
        """The programme whose conditions the step sums up; they stand under its own heading."""
        programme = step.id.removesuffix("_eligible")
        return self.programmes.get(programme) if programme != step.id else None

    def _step(self, step: Step, lead: str, branch: str, *, above: bool) -> Iterator[str]:
        say = self.language.say
        text = sentence(step.label.get(self.language.name) or step.label["en"], self.language)
        decided = self._decided(step)
        if decided is not None:
            text = say("{name}: {text}", name=say(decided.title), text=text)
        if step.member:
            text = say("{name}: {text}", name=step.member, text=text)
        parameter = step.id if step.kind == "parameter" else ""
        if step.kind == "fact":
            shown = stated_text(step.value, step.unit, self.language)
        else:
            shown = value_text(step.value, step.unit, self.language, parameter)
        text = f"{shown}  {text}"
        if parameter:
            text += say(" [{parameter}, {status}]", parameter=step.id, status=say(step.status or ""))
        if above:
            text += say(" (see above)")
        rest = lead + {"": "   ", "├─ ": "│     ", "└─ ": "      "}[branch]
        for place, line in enumerate(wrapped(text, WIDE - 4 - len(rest))):
            yield (rest if place else f"{lead}{branch}") + line

    def _sources(self) -> Iterator[str]:
        refused = self.outcome.status == "ineligible"
        cites = [cite for each in (against(self.outcome) if refused else self.outcome.conditions) for cite in each.cites]
        cites += self._cited()
        facts, comma = shipped_facts(), self.language.say(", ")
        for cite in dict.fromkeys(cites):
            # What an overlay rests on is said in the county's words, not in a sheet.
            fact = facts.get(cite)
            place = f" {fact.document.title[self.language.name]}{comma}{fact.place}" if fact else ""
            yield from wrapped(f"[{cite}]{place}", WIDE - 4)

    def _cited(self) -> Iterator[str]:
        waiting, seen = self._results(), set[int]()
        while waiting:
            step = waiting.pop(0)
            if id(step) not in seen:
                seen.add(id(step))
                yield from step.cites
                waiting.extend(self._shown(step))

    def _caveats(self) -> Iterator[str]:
        say = self.language.say
        for caveat in self.outcome.caveats:
            text = caveat.note.get(self.language.name, "")
            if "." in caveat.parameter:  # what is said of the evaluation itself is about no parameter
                name = say("{text} ({compared})", text=caveat.parameter, compared=say(caveat.status))
                text = say("{name}: {text}", name=name, text=text)
            yield from hanging(wrapped(text, WIDE - 6), 2)


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"  {title}"
    yield from indented(lines, 4)
