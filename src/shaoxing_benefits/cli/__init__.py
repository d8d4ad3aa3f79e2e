"""The command line: results on standard output, all else on standard error; 0 done, 2 wrong use or input, 1 a failure of ours."""

import io
import os
import sys
from collections.abc import Sequence

from ..errors import BenefitsError, InputError, UsageError
from .arguments import HELP, Arguments, check, command_of, language_of, no_command, split
from .commands import COMMANDS
from .help import NAME, command_help, general_help, where_help_is
from .output import STAND_INS

INTERRUPTED = 130
"""What shells expect of a command that was ended by hand."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is returned."""
    asked = split(sys.argv[1:] if arguments is None else arguments, COMMANDS)
    try:
        _print(_answer(asked))
    except BenefitsError as error:
        sys.stderr.write(_mistakes(error, asked))
        # Tables or rules that do not hold are ours to mend, whatever the user asked.
        return 2 if isinstance(error, InputError | UsageError) else 1
    except BrokenPipeError:
        # Whoever reads on has seen enough; the interpreter must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # whatever it is, it is a mistake of ours, and the user is owed a sentence, not a traceback
        say = language_of(asked).say
        text = say("internal error ({kind}: {error}); please report it", kind=type(error).__name__, error=error)
        sys.stderr.write(f"{say('{name}: {text}', name=NAME, text=text)}\n")
        return 1
    return 0


def _answer(asked: Arguments) -> str:
    command = command_of(asked, COMMANDS)
    if asked.has(HELP.flag) and (command or not asked.words):
        language = language_of(asked)
        return command_help(command, language) if command else general_help(COMMANDS, language)
    if command is None:
        raise no_command(asked, COMMANDS)
    check(asked, command)
    return command.run(asked)


def _print(text: str) -> None:
    # A sign that the terminal does not have must not cost the answer.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=STAND_INS)
    sys.stdout.write(text)
    sys.stdout.flush()


def _mistakes(error: BenefitsError, asked: Arguments) -> str:
    from ..report.problems import problems_text  # noqa: PLC0415 - as in `language_of`

    language = language_of(asked)
    text = problems_text(error, language)
    return text + where_help_is(command_of(asked, COMMANDS), language) if isinstance(error, UsageError) else text
