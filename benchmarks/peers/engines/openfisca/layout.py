# ruff: noqa: D102
# Both layouts have the same methods; what each is for stands right below and at the functions at the end.
"""How the members of households stand in a population, and how the tuned variables pass between members and households.

A system is set to one of the two layouts. `order` lists what a table of (households, 3) says of the members that are present, `counts` is
the type that counts of members have, `households_in_part` is what was quickest to compute at once; the rest is what the variables call by
the functions at the end.

For sums over members listed household by household, `numpy.bincount` is the quickest general way: on households of three it took 7 ns a
household for amounts, `numpy.add.reduceat` over the households' first members 41, running sums 17, and adding up first, second and third
members by index 7 to 16. Of flags, which are rare, only those that are set are counted. OpenFisca's own `household.sum` is the same
`bincount` with every flag as a weight (9 ns, and 23 by `reduceat`), behind a check of roles.
"""

from typing import Any

import numpy


class AnySize:
    """Households of any size, their members listed household by household, as the data have them."""

    counts = numpy.int64
    households_in_part = 65_536

    @staticmethod
    def order(facts: Any, present: Any) -> Any:
        return facts[present]

    @staticmethod
    def total(household: Any, of_persons: Any) -> Any:
        of_whom, weights = household.members_entity_id, of_persons
        if of_persons.dtype == bool:
            of_whom, weights = of_whom.take(numpy.flatnonzero(of_persons)), None
        return numpy.bincount(of_whom, weights, household.count)

    @staticmethod
    def sizes(household: Any) -> Any:
        # Kept with the population, as OpenFisca keeps the members' positions there.
        if "sizes" not in vars(household):
            household.sizes = household.nb_persons()
        return household.sizes

    @staticmethod
    def of_members(household: Any, of_households: Any) -> Any:
        return of_households.take(household.members_entity_id)


class OfThree:
    """Three members in every household: all first members, then all second and all third ones. No population of people is like that.

    A sum is two additions of neighbouring slices, and nothing is indexed.
    """

    counts = numpy.int8
    households_in_part = 131_072

    @staticmethod
    def order(facts: Any, present: Any) -> Any:
        if not present.all():
            raise ValueError("this layout takes households of three only")
        return facts.ravel(order="F")

    @staticmethod
    def total(household: Any, of_persons: Any) -> Any:  # noqa: ARG004
        first, second, third = (of_persons.view(numpy.int8) if of_persons.dtype == bool else of_persons).reshape(3, -1)
        found = first + second
        found += third
        return found

    @staticmethod
    def sizes(household: Any) -> Any:  # noqa: ARG004
        return 3

    @staticmethod
    def of_members(household: Any, of_households: Any) -> Any:  # noqa: ARG004
        return numpy.tile(of_households, 3)


def total(household: Any, of_persons: Any) -> Any:
    """The sum over the members of each household; of flags their number."""
    return household.simulation.tax_benefit_system.layout.total(household, of_persons)


def sizes(household: Any) -> Any:
    """How many members each household has."""
    return household.simulation.tax_benefit_system.layout.sizes(household)


def of_members(household: Any, of_households: Any) -> Any:
    """A household's value, for each of its members."""
    return household.simulation.tax_benefit_system.layout.of_members(household, of_households)
