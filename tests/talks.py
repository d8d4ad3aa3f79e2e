"""What the tests of interviews share: somebody who answers at a terminal, where what is typed can be seen."""

import io
import sys
from collections.abc import Callable, Iterable, Iterator


class Terminal(io.StringIO):
    """Standard input of a terminal: each line that is read shows among the questions. At the end somebody may press Ctrl-C."""

    def __init__(self, answers: Iterable[str], *, interrupted: bool = False) -> None:
        super().__init__()
        self.answers: Iterator[str] = iter(answers)
        self.interrupted = interrupted

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:
        answer = next(self.answers, None)
        if answer is None and self.interrupted:
            raise KeyboardInterrupt
        line = "" if answer is None else f"{answer}\n"
        sys.stderr.write(line)
        return line


class Informed(Terminal):
    """Somebody who knows the facts: answers by what was asked last, which `question` tells."""

    def __init__(self, question: Callable[[], str]) -> None:
        super().__init__(iter(question, None))
