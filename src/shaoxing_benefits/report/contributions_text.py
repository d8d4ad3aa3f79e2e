"""The contributions of a month as text: each with what it was made from, then sources, caveats and notes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ..contribution_results import About, Contribution, Contributions, ContributionStep
from ..contributions import LABELS
from ..shipped import shipped_facts
from .language import Language
from .layout import WIDE, hanging, indented, table, wrapped
from .values import amount_text, parameter_value_text, value_text


def contributions_text(contributions: Contributions, language: Language) -> str:
    """The whole answer for a month."""
    return "\n".join(_lines(contributions, language)) + "\n"


def _lines(contributions: Contributions, language: Language) -> Iterator[str]:
    say, about = language.say, contributions.about
    yield say("Monthly social insurance contributions, {month}", month=language.month(about.month))
    yield from _asked_for(about, language)
    for contribution in contributions:
        yield ""
        yield from hanging(wrapped(_headline(contribution, language), WIDE - 2), 2)
        yield from _open(contribution, language)
        yield from indented(table(list(_steps(contribution, language)), right=frozenset({0}), most=WIDE - 2), 2)
    told = {
        say("Sources"): _sources(contributions, language),
        say("Caveats"): _caveats(contributions, language),
        say("Notes"): _notes(contributions, language),
    }
    for title, texts in told.items():
        lines = [line for text in texts for line in hanging(wrapped(text, WIDE - 4), 2)]
        yield from ("", title, *indented(lines, 2)) if lines else ()
    yield ""
    yield say("Rules: edition {edition}, {digest}…", edition=about.rules.edition, digest=about.rules.digest[:23])
    for overlay in about.rules.overlays:
        yield from hanging(wrapped(say("Overlay: {name}, {digest}…", name=overlay.name, digest=overlay.digest[:23]), WIDE - 2), 2)


def _asked_for(about: About, language: Language) -> Iterator[str]:
    """What was asked for beside the amounts and the month."""
    if about.district is not None:
        yield language.say("For {district}.", district=_words(about.district.name.lower(), language))
    if about.options.known_on:
        yield language.say("As known on {day}.", day=language.day(date.fromisoformat(about.options.known_on)))
    if about.options.assume_planned:
        yield language.say("Planned values are used as if they had come into force.")
    if about.options.beyond_horizon:
        yield language.say("Where the tables have ended, their last values are used.")


def _headline(contribution: Contribution, language: Language) -> str:
    is_known = contribution.low or contribution.high is not None
    text = amount_text(contribution.range, language) if is_known else language.say("not known")
    if contribution.choices and not contribution.missing.parameters:
        text = language.say("one of {amounts}", amounts=language.listed(amount_text(each, language) for each in contribution.choices))
    return language.say("{name}: {text}", name=language.say(contribution.title), text=text)


def _open(contribution: Contribution, language: Language) -> Iterator[str]:
    """What is not certain, and what decides it."""
    say, missing = language.say, contribution.missing
    # What the parameters are called stands with their values.
    names = [*(_words(LABELS[fact], language) for fact in missing.facts), *missing.parameters]
    if names:
        text = say("Depends on figures that are not published or not given: {names}", names=language.listed(names))
        yield from indented(hanging(wrapped(text, WIDE - 4), 2), 2)


def _steps(contribution: Contribution, language: Language) -> Iterator[tuple[str, str]]:
    for step in contribution.steps:
        text = _label(step.label, language)
        if step.status is None:
            yield value_text(step.value, step.unit, language), text
        else:
            text += language.say(" [{parameter}, {status}]", parameter=step.id, status=language.say(step.status))
            yield parameter_value_text(step.value, step.unit, language, step.id), text


def _sources(contributions: Contributions, language: Language) -> Iterator[str]:
    facts, comma = shipped_facts(), language.say(", ")
    for cite in dict.fromkeys(cite for step in _all_steps(contributions) for cite in step.cites):
        # What an overlay rests on is said in the county's words, not in a sheet.
        fact = facts.get(cite)
        yield f"[{cite}]" + (f" {fact.document.title[language.name]}{comma}{fact.place}" if fact else "")


def _caveats(contributions: Contributions, language: Language) -> Iterator[str]:
    """What was doubtful and mattered; parameters of which the same is said stand together."""
    said: dict[tuple[str, str], dict[str, None]] = {}
    for caveat in (caveat for contribution in contributions for caveat in contribution.caveats):
        said.setdefault((caveat.status, caveat.note.get(language.name, "")), {})[caveat.parameter] = None
    for (status, note), names in said.items():
        name = language.say("{text} ({compared})", text=language.listed(names), compared=_words(status, language))
        yield language.say("{name}: {text}", name=name, text=note)


def _notes(contributions: Contributions, language: Language) -> Iterator[str]:
    """What is to be said of the other parameters."""
    doubtful = {caveat.parameter for contribution in contributions for caveat in contribution.caveats}
    said: dict[str, dict[str, None]] = {}
    for step in _all_steps(contributions):
        note = step.note.get(language.name)
        if note and step.id not in doubtful:
            said.setdefault(note, {})[step.id] = None
    for note, names in said.items():
        yield language.say("{name}: {text}", name=language.listed(names), text=note)


def _all_steps(contributions: Iterable[Contribution]) -> Iterator[ContributionStep]:
    return (step for contribution in contributions for step in contribution.steps)


def _label(label: Mapping[str, str], language: Language) -> str:
    return label.get(language.name) or _words(label["en"], language)


def _words(text: str, language: Language) -> str:
    """What is said elsewhere in the code, in this language."""
    return language.say(text)
