"""What stands on the command line, taken apart and checked.

The standard library's argparse speaks English only, words its mistakes differently in each version and stops at the first. Here they are
mistakes like any other: all are found, each with its remedy, and each is said in the user's language.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

from ..errors import Problem, UsageError
from ..stated import shown, suggestion

if TYPE_CHECKING:
    from ..report.language import Language


@frozen
class Option:
    """An option; `value` says what follows it (nothing, where it is empty and there are no choices). Its texts are keys for translation."""

    flag: str
    value: str
    help: str
    choices: tuple[str, ...] = ()
    required: bool = False
    repeated: bool = False
    short: str = ""

    @property
    def takes_value(self) -> bool:
        """Whether a value follows it."""
        return bool(self.value or self.choices)


@frozen
class Operand:
    """What stands after a command's words; `problem` and `remedy` are told where it is missing, and empty where it may be.

    A repeated one takes all that follow. Its texts are keys for translation.
    """

    value: str
    help: str
    problem: str = ""
    remedy: str = ""
    repeated: bool = False


@frozen
class Command:
    """A command of one or more words; the operands stand in this order."""

    name: str
    help: str
    options: tuple[Option, ...]
    run: Callable[["Arguments"], str] = field(repr=False)
    operands: tuple[Operand, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name."""
        return tuple(self.name.split())


@frozen
class Arguments:
    """Arguments taken apart: words (command and operands), options with all their values, and mistakes in their form."""

    words: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()

    def has(self, flag: str) -> bool:
        """Whether the option is given."""
        return flag in self.options

    def values(self, flag: str) -> tuple[str, ...]:
        """All values of the option."""
        return self.options.get(flag, ())

    def value(self, flag: str) -> str | None:
        """The value of the option, if it is given."""
        values = self.values(flag)
        return values[-1] if values else None


HELP = Option("--help", "", "show this help", short="-h")
LANG = Option("--lang", "", "language of text and errors; default: the environment's", choices=("zh", "en"))
EVERYWHERE = (LANG, HELP)
"""The options that every command has."""


def split(arguments: Sequence[str], commands: Sequence[Command]) -> Arguments:
    """Take arguments apart; mistakes are noted, so that the language asked for is known even then."""
    options = [option for command in commands for option in command.options]
    # What takes a value in one command may take none in another. The command is known once its words are found; until then the next
    # word is rather taken for one of them.
    asked = _split(arguments, sorted(options, key=lambda option: option.takes_value, reverse=True))
    command = command_of(asked, commands)
    return asked if command is None else _split(arguments, [*options, *command.options])


def _split(arguments: Sequence[str], options_known: Iterable[Option]) -> Arguments:
    """The same with these options; of two with the same name the last counts."""
    known = {option.flag: option for option in (*options_known, *EVERYWHERE)}
    long = {option.short: option.flag for option in known.values() if option.short}
    words: list[str] = []
    options: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    waiting = list(reversed(arguments))
    while waiting:
        each = waiting.pop()
        if each == "--":
            words += reversed(waiting)
            break
        if each == "-" or not each.startswith("-"):
            words.append(each)
            continue
        flag, equals, rest = each.partition("=")
        flag = long.get(flag, flag)
        value = rest if equals else None
        takes_value = flag in known and known[flag].takes_value
        if takes_value and value is None and waiting and not waiting[-1].startswith("--"):
            value = waiting.pop()
        if takes_value and value is None:
            problems.append(Problem(flag, "Its value is missing.", "Write the value after the option."))
        elif flag in known and not takes_value and value is not None:
            problems.append(Problem(flag, "It takes no value.", "Leave the value out."))
        options[flag] = options.get(flag, ()) + (() if value is None else (value,))
    return Arguments(tuple(words), options, tuple(problems))


def language_of(asked: Arguments) -> "Language":
    """The language to answer in: the one asked for, if it is one of ours, else the environment's."""
    # Babel is loaded only when there is text to make: JSON and services never need it.
    from ..report.language import language, preferred  # noqa: PLC0415

    return language(preferred(next((each for each in asked.values(LANG.flag) if each in LANG.choices), None)))


def command_of(asked: Arguments, commands: Sequence[Command]) -> Command | None:
    """The command that the words begin with."""
    return next((each for each in commands if asked.words[: len(each.words)] == each.words), None)


def operands_of(asked: Arguments, command: Command) -> tuple[str, ...]:
    """The words after the command's."""
    return asked.words[len(command.words) :]


def no_command(asked: Arguments, commands: Sequence[Command]) -> UsageError:
    """What is wrong where the words name no command."""
    if not asked.words:
        return UsageError(Problem("", "No command is given.", "Write one of: {all}.", {"all": ", ".join(each.name for each in commands)}))
    # Of a command of several words the first may be right: then only those that begin so are of help.
    begun = [each for each in commands if each.words[0] == asked.words[0]]
    said = " ".join(asked.words[: len(begun[0].words)] if begun else asked.words[:1])
    names = [each.name for each in begun or commands]
    near = ", ".join(names) if begun and len(asked.words) == 1 else suggestion(said, names)
    return UsageError(Problem(shown(said), "There is no such command.", "Did you mean: {near}?", {"near": near}))


def check(asked: Arguments, command: Command) -> None:
    """Hold the arguments to what the command takes.

    Raises:
        UsageError: with every mistake.
    """
    problems = [*asked.problems, *_wrong_options(asked, command), *_wrong_operands(asked, command)]
    if problems:
        raise UsageError(problems)


def _wrong_options(asked: Arguments, command: Command) -> Iterator[Problem]:
    known = {option.flag: option for option in (*command.options, *EVERYWHERE)}
    for flag, values in asked.options.items():
        option = known.get(flag)
        if option is None:
            yield Problem(flag, "There is no such option here.", "Did you mean: {near}?", {"near": suggestion(flag, known)})
            continue
        if len(values) > 1 and not option.repeated:
            yield Problem(flag, "It is given more than once.", "Keep the one that is right.")
        for value in values:
            if option.choices and value not in option.choices:
                say = {"value": shown(value), "all": ", ".join(option.choices)}
                yield Problem(flag, "{value} is not known here.", "Write one of: {all}.", say)
    for flag, option in known.items():
        if option.required and not asked.has(flag):
            yield Problem(flag, "It is missing.", "State it: it is always needed.")


def _wrong_operands(asked: Arguments, command: Command) -> Iterator[Problem]:
    given = operands_of(asked, command)
    for operand in command.operands[len(given) :]:
        if operand.problem:
            yield Problem("", operand.problem, operand.remedy)
    takes_all = any(operand.repeated for operand in command.operands)
    for each in () if takes_all else given[len(command.operands) :]:
        yield Problem(shown(each), "Nothing more is expected here.", "Leave it out.")
