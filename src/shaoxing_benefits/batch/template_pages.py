"""The sheets of the template that are only read by people: how it is filled in, and a family as an example."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .fields import HOUSEHOLD, NAME, UNSTATED, Field, household_fields, id_fields
from .template_book import LINE, NEEDED, TemplateBook, lines_of, set_page, write
from .template_example import HOUSEHOLDS, MEMBERS
from .template_words import columns_of_households, columns_of_members, meaning_of, next_line, said_none, unit_of, written_in

_WIDTHS = (30, 62, 14, 60, 8)
"""Of the explanation's columns."""
_STAR = 4
PAGES_WIDE = 4
"""Members have too many columns for one page: nobody could read them."""
_NAMES = {"father": "father", "son": "son", "daughter-in-law": "daughter-in-law"}


def explanation_page(made: TemplateBook, sheet: Any) -> None:
    """Each step in plain words, and below it every column."""
    say = made.spoken.say
    sheet.hide_gridlines(2)
    for column, wide in enumerate(_WIDTHS):
        sheet.set_column(column, column, wide)
    sheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, "")
    sheet.write_string(0, 0, say("How to fill in households and members"), made.format(bold=True, font_size=16))
    row = 1
    for place, text in enumerate(_steps(made), 1):
        _line(sheet, row, say("{number}. {text}", number=place, text=text), made.format(text_wrap=True, valign="top"))
        row += 1
    _line(sheet, row, next_line(say("FILE") + ".xlsx"), made.format(indent=2, bold=True, font_name="Consolas"))
    row += 2
    for name, fields in ((made.names.households, columns_of_households()), (made.names.members, columns_of_members())):
        row = _columns(made, sheet, row, name, fields) + 1
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_page(sheet)


def _line(sheet: Any, row: int, text: str, form: Any) -> None:
    """A text across all columns, in a row as high as it needs."""
    sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "")
    sheet.write_string(row, 0, text, form)
    sheet.set_row(row, lines_of(text, sum(_WIDTHS)) * LINE + 3)


def _steps(made: TemplateBook) -> Iterator[str]:
    say, names, spoken = made.spoken.say, made.names, made.spoken
    owner, none, unknown = id_fields()[HOUSEHOLD].called(spoken), said_none(spoken), say("unknown")
    yield say(
        'Sheet "{households}": a row for each household. Sheet "{members}": a row for each person in it. The column "{id}" stands in both, '
        "and says which people belong together: write it in every row.",
        households=names.households,
        members=names.members,
        id=owner,
    )
    yield say("What has a star (*) and an orange heading is needed in every row. Of the rest, fill in what there is to say.")
    yield say(
        'The column "{unstated}" says what empty cells of a household mean: "{none}" (there is none of it: no, 0) or "{unknown}". Where it '
        'is empty too, they mean "{unknown}", unless the command below says otherwise.',
        unstated=household_fields()[UNSTATED].called(spoken),
        none=none,
        unknown=unknown,
    )
    yield say(
        'Where a list opens, choose from it. What is not known is "{unknown}"; where only a range is known, write it, such as 800-1200: '
        "the answer then says from what to what.",
        unknown=unknown,
    )
    yield say("Amounts are in yuan. Incomes are averages of a month, net of taxes and contributions. Days are written as 1948-05-10.")
    yield say(
        "Rows may be put in, taken out, sorted and filtered, and columns made wider. Headings are protected so that nobody changes them "
        "unawares; there is no password. Paste values only, so that the lists stay."
    )
    yield say('The sheet "{example}" shows a family filled in. It is never read, nor is this sheet.', example=names.example)
    yield say("Save it as .xlsx, close it, and run this line, with its name in place of {file}:", file=say("FILE"))


def _columns(made: TemplateBook, sheet: Any, row: int, name: str, fields: Sequence[Field]) -> int:
    """What stands in a sheet, a row for each column; the number of the row below."""
    say, spoken = made.spoken.say, made.spoken
    sheet.write_string(row, 0, say('Sheet "{name}"', name=name), made.format(bold=True, font_size=13))
    titles = (say("Column"), say("What is asked"), say("Unit"), say("What may be written"), say("Needed"))
    for column, title in enumerate(titles):
        sheet.write_string(row + 1, column, title, made.format(bold=True, border=1, bg_color="#DDEBF7"))
    of_member = any(each.of_member for each in fields)
    for place, field in enumerate(fields, row + 2):
        needed = "*" if field.is_needed else ""
        texts = (
            field.called(spoken),
            meaning_of(field, spoken, of_member=of_member),
            unit_of(field, spoken),
            written_in(field, spoken),
            needed,
        )
        for column, text in enumerate(texts):
            more = {"bg_color": NEEDED} if needed and column in (0, _STAR) else {}
            more |= {"align": "center"} if column == _STAR else {}
            sheet.write_string(place, column, text, made.format(text_wrap=True, valign="top", border=1, **more))
        sheet.set_row(place, max(map(lines_of, texts, _WIDTHS)) * LINE)
    return row + 2 + len(fields)


def example_page(made: TemplateBook, sheet: Any) -> None:
    """A family as it looks in both sheets.

    It stands in a sheet of its own, which is never read (see `sheet_names`): an example among the rows that are filled in would sooner or
    later be decided with them, as a household that nobody knows. It looks like the others and not like a form, so that one sees what goes
    where, and its rows can be copied.
    """
    say, names = made.spoken.say, made.names
    households, members = columns_of_households(), columns_of_members()
    widths = [max(map(made.width_of, each)) for each in zip(members, (*households, *members[len(households) :]), strict=True)]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    note = 'This family shows how the sheets "{households}" and "{members}" are filled in. This sheet is never read.'
    said = say(note, households=names.households, members=names.members)
    sheet.write_string(0, 0, said, made.format(bold=True, font_color="#C00000"))
    row = 2
    for name, fields, rows in ((names.households, households, HOUSEHOLDS), (names.members, members, MEMBERS)):
        sheet.write_string(row, 0, say('Sheet "{name}"', name=name), made.format(bold=True, font_size=13))
        made.headings(sheet, row + 1, fields, widths)
        row += 2
        for stated in rows:
            for column, field in enumerate(fields):
                write(sheet, row, column, _cell(made, field, stated), made.cell_format(field, border=1))
            row += 1
        row += 1
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(0, 1)
    set_page(sheet, pages_wide=PAGES_WIDE)


def _cell(made: TemplateBook, field: Field, stated: Mapping[str, Any]) -> Any:
    """What stands in a cell for what is stated."""
    value = stated.get(field.path, "")
    if field.path == NAME:
        return made.spoken.say(_NAMES[value])
    if value is True:
        return made.spoken.say("yes")
    return field.choice(value, made.spoken) if field.choices and value else value
