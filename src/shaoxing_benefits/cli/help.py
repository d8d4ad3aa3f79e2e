"""The help of the command line."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..report.layout import WIDE, indented, table, wrapped
from .arguments import EVERYWHERE, Command, Operand, Option

if TYPE_CHECKING:  # only the type: the language comes with Babel, which is loaded only when there is text to make
    from ..report.language import Language

NAME = "shaoxing-benefits"
_INDENT = 2


def general_help(commands: Sequence[Command], language: "Language") -> str:
    """What the commands are."""
    say = language.say
    lines = [
        say("Usage: {line}", line=f"{NAME} {say('COMMAND')} {say('[options]')}"),
        "",
        *wrapped(say("Decide social assistance in Shaoxing from a household's facts, with the source of every amount."), WIDE),
        "",
        say("Commands:"),
        *_listed([(each.name, say(each.help)) for each in commands]),
        "",
        say("Options:"),
        *_options(EVERYWHERE, language),
        "",
        say("More on a command: {line}", line=f"{NAME} {say('COMMAND')} --help"),
    ]
    return "\n".join(lines) + "\n"


def command_help(command: Command, language: "Language") -> str:
    """What a command takes."""
    say = language.say
    operands = "".join(f" {_operand(operand, language)}" for operand in command.operands)
    required = "".join(f" {_form(option, language)}" for option in command.options if option.required)
    lines = [
        *wrapped(say("Usage: {line}", line=f"{NAME} {command.name}{operands}{required} {say('[options]')}"), WIDE),
        "",
        *wrapped(say(command.help), WIDE),
        "",
        *(_listed([(_operand(operand, language), say(operand.help)) for operand in command.operands]) if command.operands else ()),
        *([""] if command.operands else []),
        say("Options:"),
        *_options((*command.options, *EVERYWHERE), language),
    ]
    return "\n".join(lines) + "\n"


def where_help_is(command: Command | None, language: "Language") -> str:
    """The line that follows a mistake in the arguments."""
    return language.say("Help: {line}", line=" ".join([NAME, *(command.words if command else ()), "--help"])) + "\n"


def _options(options: Iterable[Option], language: "Language") -> Iterator[str]:
    return _listed([(_form(option, language), language.say(option.help)) for option in options])


def _operand(operand: Operand, language: "Language") -> str:
    name = language.say(operand.value) + ("…" if operand.repeated else "")
    return name if operand.problem else f"[{name}]"


def _form(option: Option, language: "Language") -> str:
    value = "|".join(option.choices) or (language.say(option.value) if option.value else "")
    return " ".join(each for each in (option.short, option.flag, value) if each)


def _listed(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    return indented(table(rows, most=WIDE - _INDENT), _INDENT)
