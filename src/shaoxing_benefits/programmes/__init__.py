"""The programmes: one module each, in the order in which an answer lists them.

A programme is its rules; there is nothing else to register.
"""

from types import ModuleType

from . import dibao, dibao_edge, income, orphan, single_person, tekun

MODULES: tuple[ModuleType, ...] = (income, dibao, dibao_edge, single_person, tekun, orphan)
