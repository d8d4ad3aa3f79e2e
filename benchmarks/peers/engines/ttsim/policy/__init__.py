"""The common rule set as a policy package of ttsim: one folder a programme, functions in Python and parameters in YAML.

ttsim's schema for parameters asks for a German name beside the English one.
"""

from pathlib import Path

from ttsim.tt import Currency, UnitSystem, register_unit_builder_levels

ROOT_PATH = Path(__file__).parent

register_unit_builder_levels(["household"])

UNIT_SYSTEM = UnitSystem(currencies={"YUAN": Currency(statutory_from="1949-10-01")})
