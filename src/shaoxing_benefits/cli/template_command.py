"""The command `template`, which writes a workbook to be filled in by hand; it needs the extra `excel`."""

from ..errors import InputError
from .arguments import Arguments, Command, Operand, language_of, operands_of
from .files import unwritable
from .options import OVERWRITE

WORKBOOK = Operand(
    "FILE",
    "the workbook to be written; its name ends in .xlsx",
    "No file is given.",
    "Name the workbook to be written, such as households.xlsx.",
)


def _template(asked: Arguments) -> str:
    from ..batch.template import write_template  # noqa: PLC0415 - loaded only when it is run
    from ..batch.template_words import next_line  # noqa: PLC0415 - as above

    (file,) = operands_of(asked, TEMPLATE)
    language = language_of(asked)
    try:
        write_template(file, language="en" if language.name == "en" else "zh", overwrite=asked.has(OVERWRITE.flag))
    except OSError as error:
        raise InputError(unwritable(file, error.errno)) from None
    return language.say("{file} is written. Fill it in, then run: {line}", file=file, line=next_line(file)) + "\n"


TEMPLATE = Command("template", "write a workbook to be filled in by hand", (OVERWRITE,), _template, (WORKBOOK,))
