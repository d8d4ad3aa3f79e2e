"""The text that is compiled for columns, run as plain Python: quick to make, and whole numbers have no end there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shaoxing_benefits.engine.column_expressions import PICK
from shaoxing_benefits.engine.column_writing import ColumnWriter, column_of
from shaoxing_benefits.engine.columns import FIRST_BIRTH
from shaoxing_benefits.engine.scalar import Plan
from shaoxing_benefits.kinds import District
from shaoxing_benefits.population.columns import Columns
from shaoxing_benefits.population.prepared import Prepared, ages

DISTRICTS = list(District)


class Table:
    """Rows of numbers, looked up as the text looks them up."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = rows

    def __getitem__(self, place: tuple[int, int]) -> int:
        return self.rows[place[0]][place[1]]


def text_of(question: Prepared, columns: Iterable[str], *, literals: bool, by_district: Iterable[str] | None = None) -> "Text":
    """The text for a question over these columns; without literals all parameters are looked up."""
    plan = question.plan
    at_hand = frozenset(columns) & {column_of(fact) for fact in (*plan.household_facts, *plan.member_facts)}
    differing = question.by_district if by_district is None else frozenset(by_district)
    fixed = dict(question.literals) if literals else {}
    return Text(ColumnWriter(plan, at_hand, dict(question.usual), fixed, differing, question.per_member, {}))


class Text:
    """A text, ready to be run."""

    def __init__(self, writer: ColumnWriter) -> None:
        self.writer, self.plan = writer, writer.plan
        self.text = writer.text()
        self.code = compile(self.text, "<text>", "exec")

    def run(
        self,
        columns: Columns,
        constants: Sequence[Sequence[int]],
        number: Callable[[int], int] = int,
        pieces: Iterable[tuple[int, int]] | None = None,
    ) -> dict[str, list[int]]:
        """What comes out for a population; every number that goes in is made by `number`."""
        # Not a row more than there are: what stands beside them is nothing that could be worked with here.
        names = {"uint64": int, "int64": number, "empty": _empty, PICK: _pick, "WIDE": 0, "FIRST_BIRTH": FIRST_BIRTH}
        scope = {**self.writer.scope, **names}
        exec(self.code, scope)
        stated = {**columns.of_household, **columns.of_member}
        given = [list(map(number, stated[name].tolist())) for name in self.writer.inputs]
        results = {name: [-1] * rows for name, rows in self._rows(columns).items()}
        month = columns.month
        looked_up = Table([list(map(number, row)) for row in constants])
        districts = [DISTRICTS.index(District(each)) for each in columns.of_household["district"].tolist()]
        before = (number(month.number), number(month.year), list(map(number, ages(month).tolist())), looked_up, districts)
        for begin, end in pieces or [(0, columns.count)]:
            scope["run"](begin, end, *before, columns.starts.tolist(), *given, *results.values())
        return {name: list(map(int, found)) for name, found in results.items()}

    def _rows(self, columns: Columns) -> Mapping[str, int]:
        return {name: len(columns.member_ids) if self.writer.to_member(name) else columns.count for name in self.plan.wanted}


def _pick(condition: Any, one: Any, other: Any) -> Any:
    return one if condition else other


def _empty(count: int, _: Any) -> list[Any]:
    """Memory as it comes: what is read before it is written would be seen."""
    return [None] * count


def expected(
    plan: Plan, constants: Mapping[District, Any], households: Sequence[Any], month: Any, *, per_member: bool
) -> dict[str, list[int]]:
    """What the plan's own functions make of built households: the sums over members, or what each has in the order of their ids."""
    found: dict[str, list[int]] = {name: [] for name in plan.wanted}
    for household in households:
        values, facts = constants[household.district], plan.take_household(household, month)
        members = [plan.take_member(member, month) for member in household.by_id]
        if per_member:
            _, passes = plan.trace(values, facts, members)
            by_name = {
                name: [row[place] for row in rows] for rows, of in zip(passes, plan.passes, strict=True) for place, name in enumerate(of)
            }
            for name, told in found.items():
                told += by_name[name]
        else:
            for told, value in zip(found.values(), plan.results(values, facts, members), strict=True):
                told.append(value)
    return {name: list(map(int, told)) for name, told in found.items()}
