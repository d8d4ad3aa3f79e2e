"""A folder of household files to one workbook: python examples/folder_to_workbook.py examples/demo 2020-04 answers.xlsx."""

import sys
from pathlib import Path

import xlsxwriter

from shaoxing_benefits import InputError, assess, read_households

folder, month, output = sys.argv[1:]
files = sorted(path for path in Path(folder).iterdir() if path.suffix in (".json", ".toml"))
rows, mistakes = [], []
for path in files:
    try:
        for household in read_households(path):
            answer = assess(household, month)
            for programme, outcome in answer.programmes.items():
                if outcome.status != "ineligible":
                    missing = ", ".join([*outcome.missing.facts, *outcome.missing.parameters])
                    rows.append([path.name, household.id, programme, outcome.status, outcome.low, outcome.high, outcome.period, missing])
    except InputError as error:
        mistakes += [[path.name, problem.path, str(problem)] for problem in error.problems]

with xlsxwriter.Workbook(output, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
    money = book.add_format({"num_format": "#,##0.00"})
    headings = ["file", "household", "programme", "status", "at least", "at most", "period", "missing"]
    for name, lines in (("answers", [headings, *rows]), ("mistakes", [["file", "place", "what is wrong"], *mistakes])):
        sheet = book.add_worksheet(name)
        sheet.set_column(4, 5, 12, money)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
sys.stdout.write(f"{len(files)} files: {len(rows)} answers and {len(mistakes)} mistakes in {output}\n")
