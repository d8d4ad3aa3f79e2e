"""PolicyEngine-Core on the common set: the model written for OpenFisca-Core, of which it is a fork, on PolicyEngine's package.

Nothing in ../openfisca is changed: its imports find PolicyEngine's modules under OpenFisca's names, and every variable is given the label
that PolicyEngine asks for. What is timed, and how, is said there.
"""

import argparse
import importlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import policyengine_core
import policyengine_core.model_api

sys.path.insert(0, str(Path(__file__).parents[1] / "openfisca"))


class LabelledVariable(policyengine_core.model_api.Variable):
    """A variable whose name is its label."""

    def __init_subclass__(cls) -> None:
        """Give the label."""
        cls.label = cls.__name__


policyengine_core.model_api.Variable = LabelledVariable
sys.modules["openfisca_core"] = policyengine_core
for name in ("entities", "model_api", "parameters", "periods", "simulations", "taxbenefitsystems"):
    sys.modules[f"openfisca_core.{name}"] = importlib.import_module(f"policyengine_core.{name}")

model = importlib.import_module("run")


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", default="documented", choices=("documented", "tuned", "whole_fen"))
    parser.add_argument("--population", type=Path)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--one", type=Path)
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    variant = model.Variant(asked.variant)
    found: dict[str, Any] = {}
    if asked.population:
        found = model.batch(variant, asked.population, asked.rounds, asked.results)
    elif asked.one:
        found = model.one_by_one(variant, asked.one, asked.rounds)
    elif asked.start:
        simulation = variant.simulation(model.common_set.population(1), slice(0, 1))
        found = {"results": [float(values[0]) for values in variant.results(simulation)]}
    print(json.dumps({"engine": f"policyengine-{asked.variant}", "version": version("policyengine-core"), **found}))


if __name__ == "__main__":
    main()
