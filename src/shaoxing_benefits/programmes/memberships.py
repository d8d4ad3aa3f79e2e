"""Who is on which of the basic programmes, for the help that follows from it."""

from ..engine.rule import rule


@rule()
def on_dibao(dibao_eligible: bool, dibao_counted: bool) -> bool:
    """The member is on dibao with the household."""
    return dibao_eligible and dibao_counted


@rule()
def on_dibao_edge(dibao_edge_eligible: bool, dibao_counted: bool) -> bool:
    """The member is on the dibao edge with the household."""
    return dibao_edge_eligible and dibao_counted


@rule()
def counts_as_on_dibao(on_dibao: bool, single_person_eligible: bool, single_person_counts_as_dibao: bool) -> bool:
    """The member is on dibao, or is assisted alone and counts as on dibao."""
    return on_dibao or (single_person_eligible and single_person_counts_as_dibao)


@rule()
def on_child_allowance(orphan_eligible: bool, unsupported_child_eligible: bool) -> bool:
    """The member has the allowance of an orphan or unsupported child."""
    return orphan_eligible or unsupported_child_eligible
