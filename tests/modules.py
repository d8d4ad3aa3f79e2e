"""Small made-up modules and tables, for tests of the engine."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from shaoxing_benefits import Household, Income, Month, Outcome, Person
from shaoxing_benefits.engine.evaluation import Evaluation, evaluate
from shaoxing_benefits.engine.graph import RuleSet, build
from shaoxing_benefits.engine.rule import Programme, Total
from shaoxing_benefits.engine.scalar import context, make_plan
from shaoxing_benefits.errors import RuleError
from shaoxing_benefits.numbers import FEN_A_MONTH, FEN_A_YEAR, FLAG, RATE, What
from shaoxing_benefits.outcomes import Answer
from shaoxing_benefits.rulebook import Definition, Entry, Question, Rulebook, Status

Part = Callable[..., Any] | Total | Programme
BEGINS, HORIZON = date(2020, 1, 1), date(2021, 12, 31)
SOURCES = {"paper:1", "paper:2"}


def module(name: str, *parts: Part) -> ModuleType:
    """A module in which these stand, in this order; the functions become its own."""
    made = ModuleType(name)
    for place, part in enumerate(parts):
        if isinstance(part, FunctionType):
            part.__module__ = name
        setattr(made, f"part_{place}", part)
    return made


def parameter(name: str, unit: What, value: int | None = None, *, low: int | None = None, high: int | None = None) -> Entry:
    """A parameter with one entry from the tables' first day; without a value it is unpublished."""
    definition = Definition(name, {"zh": name, "en": name}, "", unit, False, "rules")
    status = Status.UNPUBLISHED if value is None else Status.STATUTE
    return Entry(definition, BEGINS, None, status, value, low, high)


STANDARD = parameter("aid.standard", FEN_A_MONTH, 85_000)
TABLE = (STANDARD, parameter("aid.ceiling", FEN_A_YEAR, 900_000), parameter("aid.rate", RATE, 15_000), parameter("aid.open", FLAG, 1))


def rulebook(*entries: Entry) -> Rulebook:
    """A rulebook of these parameters: by default a month's standard, a year's ceiling, a rate and a flag of the programme `aid`."""
    held = entries or TABLE
    definitions = {entry.name: entry.definition for entry in held}
    return Rulebook("test", BEGINS, HORIZON, definitions, {entry.name: (entry,) for entry in held})


def built(*parts: Part, entries: tuple[Entry, ...] = ()) -> RuleSet:
    """The rule set of one module with these parts."""
    return build([module("aid", *parts)], rulebook(*entries), SOURCES)


def problems(*parts: Part, entries: tuple[Entry, ...] = ()) -> list[str]:
    """What is wrong with one module with these parts; nothing if all is well."""
    try:
        built(*parts, entries=entries)
    except RuleError as error:
        return [str(problem) for problem in error.problems]
    return []


@contextmanager
def written(folder: Path, name: str, text: str) -> Iterator[ModuleType]:
    """A module read from a file, so that its source is at hand, as that of the shipped programmes is."""
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    about = importlib.util.spec_from_file_location(name, path)
    assert about is not None
    assert about.loader is not None
    made = importlib.util.module_from_spec(about)
    sys.modules[name] = made
    try:
        about.loader.exec_module(made)
        yield made
    finally:
        del sys.modules[name]


def family(*wages: int | str) -> Household:
    """People P1, P2, ... with these wages in yuan and nothing else."""
    members = [
        Person(id=f"P{place}", birth_date=date(1980, 1, 1), income=Income(wages=earned)) for place, earned in enumerate(wages, start=1)
    ]
    return Household(id="H", district="yuecheng", registration="rural", unstated="none", members=members)


def evaluated(modules: list[ModuleType], entries: tuple[Entry, ...], household: Household, *wanted: str) -> Evaluation:
    """What these names come to for a household in January 2020."""
    rules = build(modules, rulebook(*entries), SOURCES)
    plan = make_plan(rules.segment(BEGINS), wanted)
    return evaluate(context(plan, rules.rulebook, Question(household.district, BEGINS)), household, Month(2020, 1))


def answered(modules: list[ModuleType], entries: tuple[Entry, ...], household: Household) -> dict[str, Outcome]:
    """What every programme of these modules comes to for a household in January 2020."""
    programmes = build(modules, rulebook(*entries), SOURCES).programmes
    wanted = [name for each in programmes for name in (each.eligible, *each.figures)]
    found = evaluated(modules, entries, household, *wanted)
    return {outcome.programme: outcome for outcome in Answer(household, found, tuple(each.id for each in programmes), False).outcomes()}
