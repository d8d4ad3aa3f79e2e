"""The common set as decisions of the zen engine, in fen: its numbers are decimal and its `round` goes half up, so the results are exact.

A decision is JSON that the GoRules editor draws as a graph (https://docs.gorules.io/developers/jdm/node-types). It is put together here out
of the constants of `common_set`, so that no number stands twice. `documented` is the graph the documentation leads to: decision tables for
what is looked up, expression nodes for what is worked out, and loop mode for the members (https://docs.gorules.io/docs/loops). `tuned`
leaves out what costs time: one expression node that goes through the members with `map` and passes nothing on but the results.
"""

import json
import re
from itertools import pairwise
from typing import Any

import common_set as common

Node = dict[str, Any]

_PHYSICAL, _INTELLECTUAL, _MENTAL = (common.MILDEST_GRADE_THAT_EXCLUDES_WORK[kind] for kind in (4, 5, 6))
_SEVERE = "grade >= 1 and grade <= 2"
_TEKUN = (
    "supporter != 2"
    f" and (age >= 60 or age < 16 or (grade >= 1 and ((kind == 4 and grade <= {_PHYSICAL}) or (kind == 5 and grade <= {_INTELLECTUAL})"
    f" or (kind == 6 and grade <= {_MENTAL}))))"
    f" and wages + pension - basic_pension < {common.STANDARD} and (guardianship == 0 or age >= 18)"
)
_ORPHAN = "guardianship == 1 and age < 18"


_ON_DIBAO = "$.income < $.limit and money < $.limit * 36"
_AT_EDGE = "not $.on_dibao and $.heads > 0 and 2 * $.income <= 3 * $.limit and money < $.limit * 72"
_DIBAO = "$.on_dibao ? round(($.heads * $.limit - ($.heads - $.severe) * $.income) / $.heads) : 0"


def expression_node(name: str, expressions: dict[str, str], **settings: Any) -> Node:
    """A node that works values out, one after the other; `$` holds those before."""
    listed = [{"id": f"{name}-{key}", "key": key, "value": value} for key, value in expressions.items()]
    return {"id": name, "name": name, "type": "expressionNode", "content": {"expressions": listed, "passThrough": True, **settings}}


def table_node(name: str, field: str, outputs: list[str], rules: list[tuple[Any, ...]], **settings: Any) -> Node:
    """A decision table with one input column; the first row that fits counts."""
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "in", "name": field, "field": field}],
        "outputs": [{"id": output, "name": output, "field": output} for output in outputs],
        "rules": [{"_id": f"{name}-{row}", **dict(zip(("in", *outputs), map(str, cells), strict=True))} for row, cells in enumerate(rules)],
        "passThrough": True,
        **settings,
    }
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def chain(*nodes: Node) -> str:
    """The decision in which one node follows the other, as JSON."""
    whole = [
        {"id": "request", "name": "request", "type": "inputNode"},
        *nodes,
        {"id": "response", "name": "response", "type": "outputNode"},
    ]
    placed = [{**node, "position": {"x": 250 * place, "y": 0}} for place, node in enumerate(whole)]
    edges = [
        {"id": f"edge-{place}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for place, (one, other) in enumerate(pairwise(whole))
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": placed, "edges": edges})


def documented() -> str:
    """Tables and expressions, member by member in loop mode."""
    members: dict[str, Any] = {"executionMode": "loop", "inputField": "members", "outputPath": "members"}
    ages = [(">= 75", common.FROM_75), (">= 70", common.FROM_70), (">= 65", common.FROM_65), ("", 0)]
    amounts = [*zip(range(len(common.DISTRICTS)), common.TEKUN, common.ORPHAN, common.ORPHAN_IN_INSTITUTION, strict=True)]
    return chain(
        table_node("district_amounts", "district", ["tekun_amount", "orphan_amount", "institution_amount"], amounts),
        table_node("pension_by_age", "age", ["age_supplement"], ages, **members),
        expression_node(
            "who_counts",
            {
                "tekun": _TEKUN,
                "orphan": _ORPHAN,
                "counted": "not $.tekun and not $.orphan",
                "severe": _SEVERE,
                "income": "wages + pension",
                "burden": "in_scope - basic_paid",
                "tekun_paid": "$.tekun ? $nodes.district_amounts.tekun_amount : 0",
                "orphan_paid": "$.orphan ? (institution == 1 ? $nodes.district_amounts.institution_amount"
                " : $nodes.district_amounts.orphan_amount) : 0",
                "pension_paid": f"receiving == 1 ? {common.PENSION} + age_supplement : 0",
            },
            **members,
        ),
        expression_node(
            "household",
            {
                "heads": "count(members, #.counted)",
                "severe": "count(members, #.counted and #.severe)",
                "income": "sum(map(filter(members, #.counted), #.income))",
                "limit": f"$.heads * {common.STANDARD}",
                "on_dibao": _ON_DIBAO,
                "at_edge": _AT_EDGE,
                "dibao": _DIBAO,
            },
        ),
        expression_node(
            "bills",
            {
                "supported": "tekun or orphan",
                "on_dibao": "counted and $nodes.household.on_dibao",
                "at_edge": "counted and $nodes.household.at_edge",
                "assisted": "$.supported or $.on_dibao or $.at_edge",
                "price_paid": f"$.supported or $.on_dibao or ($.at_edge and severe) ? {common.PRICE_SUBSIDY} : 0",
                "illness_paid": f"$.assisted ? round(max([0, burden - {common.DEDUCTIBLE_ASSISTED}]) * 7 / 10)"
                f" : round(max([0, burden - {common.DEDUCTIBLE_OTHERS}]) * 6 / 10)",
                "base": "burden - $.illness_paid",
                "aid_paid": f"$.assisted ? min([tekun ? $.base : round($.base * 6 / 10), {common.CAP}]) : 0",
                "copay": "$.base - $.aid_paid",
            },
            **members,
        ),
        expression_node(
            "results",
            {
                "dibao": "dibao",
                "dibao_edge": "at_edge ? 1 : 0",
                "tekun": "sum(map(members, #.tekun_paid))",
                "orphan": "sum(map(members, #.orphan_paid))",
                "price_subsidy": "sum(map(members, #.price_paid))",
                "critical_illness": "sum(map(members, #.illness_paid))",
                "medical_aid": "sum(map(members, #.aid_paid))",
                "copay": "sum(map(members, #.copay))",
                "resident_pension": "sum(map(members, #.pension_paid))",
            },
            passThrough=False,
        ),
    )


def of_member(expression: str) -> str:
    """The expression with every fact taken from the member that a `map` is at."""
    return re.sub(rf"\b({'|'.join(common.MEMBER_FACTS)})\b", r"#.\1", expression)


def tuned() -> str:
    """Two expression nodes that pass nothing on: what is worked out, as few expressions as can be, and the results."""
    assisted = "($.on_dibao or $.at_edge or #.tekun or #.orphan)"
    illness = (
        f"{assisted} ? round(max([0, #.burden - {common.DEDUCTIBLE_ASSISTED}]) * 7 / 10)"
        f" : round(max([0, #.burden - {common.DEDUCTIBLE_OTHERS}]) * 6 / 10)"
    )
    aid = f"#.assisted ? min([{common.CAP}, #.tekun ? #.burden - #.illness : round((#.burden - #.illness) * 6 / 10)]) : 0"
    supplement = f"age >= 75 ? {common.FROM_75} : age >= 70 ? {common.FROM_70} : age >= 65 ? {common.FROM_65} : 0"
    pension = of_member(f"receiving == 1 ? {common.PENSION} + ({supplement}) : 0")
    tekun_amount, orphan_amount, institution_amount = (
        f"{list(amounts)}[district]" for amounts in (common.TEKUN, common.ORPHAN, common.ORPHAN_IN_INSTITUTION)
    )
    first = (
        f"tekun: {of_member(_TEKUN)}, orphan: {of_member(_ORPHAN)}, severe: {of_member(_SEVERE)}, income: #.wages + #.pension,"
        f" burden: #.in_scope - #.basic_paid, institution: #.institution, pension_paid: {pension}"
    )
    worked_out = {
        "first": f"map(members, {{{first}}})",
        "counted": "filter($.first, not #.tekun and not #.orphan)",
        "heads": "len($.counted)",
        "severe": "count($.counted, #.severe)",
        "income": "sum(map($.counted, #.income))",
        "limit": f"$.heads * {common.STANDARD}",
        "on_dibao": _ON_DIBAO,
        "at_edge": _AT_EDGE,
        "second": f"map($.first, {{tekun: #.tekun, assisted: {assisted}, burden: #.burden, illness: {illness}}})",
        "dibao": _DIBAO,
        "dibao_edge": "$.at_edge ? 1 : 0",
        "tekun": f"count($.first, #.tekun) * {tekun_amount}",
        "orphan": f"sum(map($.first, #.orphan ? (#.institution == 1 ? {institution_amount} : {orphan_amount}) : 0))",
        "price_subsidy": f"(len(members) - $.heads + ($.on_dibao ? $.heads : $.at_edge ? $.severe : 0)) * {common.PRICE_SUBSIDY}",
        "critical_illness": "sum(map($.second, #.illness))",
        "medical_aid": f"sum(map($.second, {aid}))",
        "copay": "sum(map($.second, #.burden)) - $.critical_illness - $.medical_aid",
        "resident_pension": "sum(map($.first, #.pension_paid))",
    }
    return chain(
        expression_node("worked_out", worked_out, passThrough=False),
        expression_node("results", {name: name for name in common.RESULTS}, passThrough=False),
    )
