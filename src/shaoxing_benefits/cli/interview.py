"""An interview: asks for what matters most, puts each answer into the file at once, and goes on until nothing is left to ask.

Questions and everything about them go to standard error; the answer is the caller's to print.
"""

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from attrs import define, field, frozen

from ..answers import BACK_WORDS, STOP_WORDS, choice_words, plain, read_answer, read_members
from ..asking import asked
from ..assess import assess
from ..assessment import Assessment
from ..errors import InputError, Problem, UsageError
from ..household import Household
from ..question_words import HOW_MANY_MEMBERS
from ..questions import NextQuestion, asked_as, open_questions
from ..reading import households_from
from ..report.fact_words import fact_of_text, member_words
from ..report.language import LOCALES, Language, language
from ..report.layout import WIDE, hanging, wrapped
from ..report.questions_text import begun_lines, choice_text, noted_text, question_lines
from ..stated import UNSTATED, Misfit
from ..statements import fact_paths
from .files import in_file
from .interview_file import Data, Notes, with_answer
from .output import STAND_INS, at_option

MEMBERS = "members"
_PLACEHOLDERS = {"district": "yuecheng", "registration": "urban"}
"""What stands for what has not been asked yet, so that the rest can be checked; no answer is given from it."""
_HEAD = ("district", "registration")


class _StoppedError(Exception):
    """There are no more answers."""


@frozen(eq=False)
class _Judged:
    """What the facts come to."""

    household: Household
    assessment: Assessment
    questions: tuple[NextQuestion, ...]


@define(eq=False)
class Interview:
    """One run of an interview. `options` are those of `assess`, the month among them; `again` asks for what is stated as not known too."""

    notes: Notes
    spoken: Language
    options: Mapping[str, Any]
    again: bool
    resume: str
    judged: _Judged = field(init=False)
    _quick: tuple[str, ...] = field(init=False)
    _before: list[tuple[Notes, str]] = field(factory=list)
    _asked: set[str] = field(factory=set)
    _begun: bool = False

    def held(self) -> Assessment | None:
        """Ask until nothing is left to ask; None where it was stopped before.

        Raises:
            InputError: what the file says is wrong, or an answer cannot be written.
            UsageError: the month or an option cannot be answered.
        """
        try:
            self._quick = asked(**self.options).wanted[-1:]
            self.judged = self._judge(self.notes.household)
        except InputError as error:
            raise InputError(in_file(each, self.notes.file, "") for each in error.problems) from None
        except UsageError as error:
            raise UsageError(at_option(each) for each in error.problems) from None
        if sys.stdin is None or sys.stdin.closed:
            raise InputError(Problem("-", "It is closed: nothing can be read from it.", "Give it in a file, or by a pipe."))
        for stream in (sys.stdin, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace" if stream is sys.stdin else STAND_INS)
        try:
            while (question := self._next()) is not None:
                self._ask(question)
        except (_StoppedError, KeyboardInterrupt) as error:
            if self._before and isinstance(error, KeyboardInterrupt):
                self.notes.write()  # it may have come while an answer was being written
            self._tell_stopped()
            return None
        self._tell_finished()
        return self.judged.assessment

    # What comes next

    def _next(self) -> NextQuestion | None:
        household = self.notes.household
        lacking = [name for name in _HEAD if name not in household]
        if lacking:
            return _first_question(lacking[0])
        if not household.get(MEMBERS):
            return NextQuestion(MEMBERS, None, HOW_MANY_MEMBERS, MEMBERS, "", (), (), UNSTATED)
        for place, member in enumerate(household[MEMBERS]):
            if "birth_date" not in member:
                return _first_question(f"members[{place}].birth_date")
        return next((each for each in self.judged.questions if self._is_asked(each)), None)

    def _is_asked(self, question: NextQuestion) -> bool:
        """Once in a run; and not at all where it has been answered as far as it is known."""
        return question.path not in self._asked and (self.again or question.known is UNSTATED)

    def _judge(self, data: Data) -> _Judged:
        """What the data come to; where the household has only begun, as much of that as can be wrong."""
        trial = {**_PLACEHOLDERS, **data}
        if not trial.get(MEMBERS):
            trial[MEMBERS] = [{"birth_date": "unknown"}]
        if isinstance(trial[MEMBERS], list):
            trial[MEMBERS] = [{"birth_date": "unknown", **each} if isinstance(each, dict) else each for each in trial[MEMBERS]]
        household = households_from(trial)[0]
        if trial == data:
            assessment = assess(household, **self.options)
            return _Judged(household, assessment, open_questions(household, assessment))
        # Only what is wrong is looked for, and one programme shows that as well as all.
        return _Judged(household, assess(household, **{**self.options, "programmes": self._quick}), ())

    # One question

    def _ask(self, question: NextQuestion) -> None:
        """Ask until there is an answer, and put that into the file."""
        self._asked.add(question.path)
        if not self._begun:
            self._begun = True
            self._tell(begun_lines(self.notes.file, self.spoken))
        alone = len(self.judged.assessment.programmes) == 1
        self._tell(["", *question_lines(question, self._whose(question.path), self.spoken, alone=alone)])
        words = choice_words(question.choices, *_called(question.path))
        while True:
            said = self._answer()
            if plain(said) in BACK_WORDS:
                if self._before:
                    self._go_back(question)
                    return
                self._tell([self.spoken.say("There is nothing to go back to.")])
                continue
            changed = self._taken(said, question, words)
            if changed is not None:
                self._before.append((self.notes, question.path))
                self.notes = self.notes.with_household(changed)
                self.notes.write()
                return

    def _answer(self) -> str:
        """The next answer that says anything."""
        while True:
            sys.stderr.write("> ")
            sys.stderr.flush()
            line = sys.stdin.readline()
            if not line or not sys.stdin.isatty():
                sys.stderr.write("\n")
            if not line or plain(line) in STOP_WORDS:
                raise _StoppedError
            if plain(line):
                return line.strip()
            self._tell([self.spoken.say("Answer ? where it is not known.")])

    def _taken(self, said: str, question: NextQuestion, words: Mapping[str, str]) -> Data | None:
        """The household's data with the answer; None where that cannot be, and why is told."""
        household, path = self.notes.household, question.path
        value = read_members(said) if path == MEMBERS else read_answer(said, question, words)
        if isinstance(value, Misfit):
            self._tell(self._problem(Problem("", value.problem, value.remedy, value.values), path))
            return None
        changed = {**household, path: value} if path == MEMBERS else with_answer(household, path, value)
        try:
            self.judged = self._judge(changed)
        except InputError as error:
            for each in error.problems:
                self._tell(self._problem(each, path))
            return None
        if isinstance(value, dict):
            self._tell([self.spoken.say("Noted: {text}", text=noted_text(path, value, self.spoken))])
        return changed

    def _go_back(self, question: NextQuestion) -> None:
        """Take the last answer back: it is asked for again, and so is what was being asked."""
        self.notes, path = self._before.pop()
        self._asked -= {path, question.path}
        self.notes.write()
        self.judged = self._judge(self.notes.household)

    def _whose(self, path: str) -> str:
        whose, bracket, _ = path.rpartition("].")
        return member_words(self.judged.household, int(whose.removeprefix("members["))) if bracket else ""

    def _problem(self, problem: Problem, path: str) -> Iterator[str]:
        """What is wrong; where it is with what was just asked, nobody has to be told where."""
        household = self.judged.household
        where = "" if problem.path == path else problem.path
        if where in fact_paths(household):
            where = fact_of_text(where, household, self.spoken)
        return hanging(wrapped(self.spoken.problem(Problem(where, problem.problem, problem.remedy, problem.values)), WIDE - 2), 2)

    # What is said around the questions

    def _tell(self, lines: Iterable[str]) -> None:
        sys.stderr.writelines(f"{line}\n" for line in lines)

    def _tell_stopped(self) -> None:
        say, file = self.spoken.say, self.notes.file
        if not file:
            self._tell(["", say("Stopped. No file was named, and nothing is kept.")])
        elif not self._before:
            self._tell(["", say("Stopped. Nothing has been answered.")])
        else:
            self._tell(["", *wrapped(say("Stopped. All answers stand in {file}. To go on:", file=file), WIDE), f"  {self.resume}"])

    def _tell_finished(self) -> None:
        say = self.spoken.say
        self._tell([""])
        if self._begun or not self.judged.questions:
            self._tell([say("Nothing more needs to be asked." if self._begun else "Nothing needs to be asked.")])
        if self.judged.questions:
            text = say("What is not known, or only as a range, still matters, as is told below. With --again it is asked for once more.")
            self._tell(wrapped(text, WIDE))
        if self.notes.file and self._before:
            self._tell(["", *wrapped(say("The household stands in {file}.", file=self.notes.file), WIDE)])
        self._tell([""])


def _first_question(path: str) -> NextQuestion:
    """A question without whose answer nothing can be assessed."""
    _, bracket, name = path.rpartition("].")
    wording, kind, unit, choices = asked_as(name, of_member=bool(bracket))
    return NextQuestion(path, None, wording, kind, unit, choices, (), UNSTATED)


def _called(path: str) -> list[Callable[[str], str]]:
    """What a choice is called in each language: whichever is spoken, both are understood."""
    return [partial(choice_text, path, language=language(name)) for name in LOCALES]
