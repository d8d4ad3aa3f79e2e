"""The template: a workbook with the columns that households and members may have, to be filled in by hand in Excel or WPS."""

from pathlib import Path
from typing import Literal

from ..errors import Problem, UsageError
from ..report.language import LOCALES
from ..report.language import language as spoken_as
from ..stated import shown
from .safely import check_free, replacing
from .source import WORKBOOK, FileName, check_ends
from .template_book import TemplateBook
from .template_pages import PAGES_WIDE, example_page, explanation_page
from .template_sheets import sheet_to_fill
from .template_words import columns_of_households, columns_of_members


def write_template(path: FileName, *, language: Literal["zh", "en"] = "zh", overwrite: bool = False) -> None:
    """Write the template in a language; once filled in, it is read by `source.tables_of`, whatever its language.

    Raises:
        UsageError: there is no such language; the name does not end in .xlsx, or is taken; or the extra `excel` is not installed.
        OSError: it cannot be written.
    """
    if language not in LOCALES:
        say = {"value": shown(language), "all": ", ".join(LOCALES)}
        raise UsageError(Problem("language", "{value} is not known here.", "Write one of: {all}.", say))
    target = Path(path)
    if target.suffix.lower() != WORKBOOK:
        raise UsageError(Problem(str(target), "The template is a workbook.", "Give it a name that ends in .xlsx."))
    check_ends([target])
    check_free([target], overwrite=overwrite)
    from .workbooks import new_workbook  # noqa: PLC0415 - the extra is installed, as is known only now

    spoken = spoken_as(language)
    with replacing(target) as (unfinished,), new_workbook(unfinished, title=spoken.say("Households and members: a template")) as book:
        made = TemplateBook(book, spoken)
        explanation, households, members, example, lists = map(book.add_worksheet, made.names)
        explanation_page(made, explanation)
        sheet_to_fill(made, households, columns_of_households(), ids=1, pages_wide=1)
        sheet_to_fill(made, members, columns_of_members(), ids=3, pages_wide=PAGES_WIDE)
        example_page(made, example)
        made.write_lists(lists)
