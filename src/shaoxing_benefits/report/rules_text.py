"""The tables as text: as of a day, a parameter's history, and what a check of them comes to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..paper_trail.check import DOUBTFUL, Checked
from ..paper_trail.figures import Figure
from ..paper_trail.history import Dated, History, Timeline
from ..paper_trail.readers import Reader
from ..paper_trail.show import Shown
from .figures import (
    change_text,
    districts_text,
    figure_text,
    heading,
    note_of,
    parameter_text,
    source_ids,
    source_list,
    standing_text,
    word,
)
from .language import Language
from .layout import WIDE, hanging, indented, padded, table, width, wrapped
from .overview import asked_for, which_rules

_READERS = {
    "contributions": "Read by the calculators of contributions.",
    "people": "Applied by the caseworker before a fact is entered; no rule reads it.",
    "over_time": "Matters only in cases followed over several months; no rule reads it.",
    "target": "A goal or a check; it enters no amount.",
}
"""Who reads what no rule takes."""


def shown_text(shown: Shown, language: Language, *, notes: bool = False) -> str:
    """The tables as of a day."""
    say, when = language.say, shown.terms.when
    lines = [say("The tables as of {day}", day=language.day(when.day)), *asked_for(shown.terms.options, language)]
    for name in shown.programmes:
        figures = [each for each in shown.figures if each.entry.name.partition(".")[0] == name]
        lines += section(heading(name, language))
        lines += [] if figures else [f"  {say('There is no parameter here.')}"]
        for _, alike in groupby(figures, lambda each: each.entry.name):
            lines += _parameter(tuple(alike), language, notes=notes)
    lines += _sources(shown.figures, language)
    lines += ["", *which_rules(shown.rules, language)]
    return ended(lines)


def section(title: str) -> Iterator[str]:
    """A title with a line under it."""
    yield from ("", title[:1].upper() + title[1:], "─" * WIDE)


def ended(lines: Iterable[str]) -> str:
    """The lines as one text."""
    return "\n".join(lines) + "\n"


def _parameter(figures: Sequence[Figure], language: Language, *, notes: bool) -> Iterator[str]:
    """A parameter with its figures, a line for each group of districts that agree, and under it what the figure rests on."""
    definition = figures[0].entry.definition
    text = parameter_text(definition, language)
    if definition.at_year_end:
        text = language.say("{text}, read at the end of the year", text=text)
    yield from indented(hanging(wrapped(text, WIDE - 4), 2), 2)
    names = [districts_text(each.districts, language) for each in figures]
    values = [figure_text(each, language) for each in figures]
    left, middle = max(map(width, names)), max(map(width, values))
    for figure, name, value in zip(figures, names, values, strict=True):
        cells = [padded(name, left)] if left else []
        cells += [padded(value, middle), standing_text(figure, language)]
        yield from indented(table([cells], most=WIDE - 4), 4)
        yield from indented(_basis(figure, language, notes=notes), 6)


def _basis(figure: Figure, language: Language, *, notes: bool) -> Iterator[str]:
    yield from wrapped(" ".join(source_ids(figure, language)), WIDE - 6)
    if notes and figure.is_held:
        yield from wrapped(note_of(figure, language), WIDE - 6)


def _sources(figures: Iterable[Figure], language: Language) -> Iterator[str]:
    found = list(source_list(figures, language, WIDE - 2))
    if found:
        yield from section(language.say("Sources"))
        yield from indented(found, 2)


def history_text(history: History, language: Language) -> str:
    """All figures that a parameter has had."""
    say, definition = language.say, history.definition
    lines = list(hanging(wrapped(parameter_text(definition, language), WIDE - 2), 2))
    if definition.at_year_end:
        lines.append(say("For every month the figure at the end of its year is read."))
    for timeline in history.timelines:
        lines += section(districts_text(timeline.districts, language) or say("All districts"))
        lines += _timeline(timeline, language)
        lines += [] if timeline.figures else [f"  {say('nothing in the tables')}"]
    lines += section(say("Who reads it"))
    lines += indented(_readers(history, language), 2)
    lines += ["", *which_rules(history.rules, language)]
    return ended(lines)


def _timeline(timeline: Timeline, language: Language) -> Iterator[str]:
    values = [figure_text(each.figure, language) for each in timeline.figures]
    changes = [_changed(each, language) for each in timeline.figures]
    rows = zip(timeline.figures, values, changes, strict=True)
    left, middle = (max(map(width, texts), default=0) for texts in (values, changes))
    for place, (dated, value, changed) in enumerate(rows):
        cells = [padded(value, left), *([padded(changed, middle)] if middle else []), standing_text(dated.figure, language)]
        yield from ([""] if place else [])
        yield from indented(table([cells], most=WIDE - 2), 2)
        yield from indented(source_list([dated.figure], language, WIDE - 4), 4)
        if dated.figure.overlay is not None:
            yield from indented(wrapped(" ".join(source_ids(dated.figure, language)), WIDE - 4), 4)
        else:
            yield from indented(wrapped(note_of(dated.figure, language), WIDE - 4), 4)


def _changed(dated: Dated, language: Language) -> str:
    """The change in per cent; in the parameter's own unit where that says more."""
    difference, percent = change_text(dated.change, dated.before, dated.figure.entry, language)
    return percent or difference


def _readers(history: History, language: Language) -> Iterator[str]:
    say = language.say
    if history.definition.read_by in _READERS:
        yield from wrapped(say(_READERS[history.definition.read_by]), WIDE - 2)
    for reader in history.readers:
        text = say("{text} [{rule}]", text=_sentence(reader, language), rule=reader.rule)
        yield from hanging(wrapped(text, WIDE - 4), 2)
    if history.programmes:
        named = language.listed(heading(each, language) for each in history.programmes)
        yield from hanging(wrapped(say("Programmes that rest on it: {names}", names=named), WIDE - 4), 2)


def _sentence(reader: Reader, language: Language) -> str:
    return language.say(reader.summary).rstrip(".。")


def checked_text(checked: Checked, language: Language) -> str:
    """What a check comes to: how many figures are how sure, and all that are not."""
    say = language.say
    lines = [say("Tables, fact sheets and rules hold together."), ""]
    rows = [(f"  {word(status, language)}", language.number(count)) for status, count in checked.statuses.items()]
    rows.append((f"  {say('figures in all')}", language.number(len(checked.figures))))
    rows.append((f"  {say('parameters')}", language.number(checked.parameters)))
    lines += table([(name, padded(count, 5, right=True)) for name, count in rows])
    for status in DOUBTFUL:
        figures = checked.of_status(status)
        if figures:
            lines += section(word(status, language))
        for figure in figures:
            lines += _doubtful(figure, language)
    return ended([*lines, "", *which_rules(checked.rules, language)])


def _doubtful(figure: Figure, language: Language) -> Iterator[str]:
    """A figure that is not sure, with the reason."""
    say = language.say
    text = parameter_text(figure.entry.definition, language)
    where = districts_text(figure.districts, language)
    standing = f"{figure_text(figure, language)}{say(', ')}{standing_text(figure, language)}"
    text = say("{name}: {text}", name=f"{text}{say(', ')}{where}" if where else text, text=standing)
    yield from indented(hanging(wrapped(text, WIDE - 4), 2), 2)
    yield from indented(wrapped(note_of(figure, language), WIDE - 6), 6)
