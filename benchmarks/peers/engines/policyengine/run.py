"""PolicyEngine-Core on the common set: the model written for OpenFisca-Core, of which it is a fork, on PolicyEngine's package.

Nothing in ../openfisca is changed: its imports find PolicyEngine's modules under OpenFisca's names, and every variable is given the label
that PolicyEngine asks for. What is timed, and how, is said there.
"""

import importlib
import sys
from pathlib import Path

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


if __name__ == "__main__":
    model.main("policyengine", Path(__file__).parent)
