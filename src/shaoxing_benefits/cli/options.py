"""The options that several commands have."""

from .arguments import Option

PRICE_INDEX = Option("--price-index", "PERCENT", "the month's rise of the price index in per cent, such as 7.8")
OVERLAY = Option("--overlay", "TABLE", "a county's own table, or a reform's; may be repeated", repeated=True)
KNOWN_ON = Option("--known-on", "DATE", "answer from what was known on this day")
ASSUME_PLANNED = Option("--assume-planned", "", "use announced values as if in force")
BEYOND_HORIZON = Option("--beyond-horizon", "", "carry values on beyond the tables' last month")
JSON = Option("--json", "", "print JSON")
NEAR = Option("--near", "MARGIN", "also what holds with so little to spare: 50 is yuan, 5% a part of the limit")
OVERWRITE = Option("--overwrite", "", "replace the file if it is there already")
