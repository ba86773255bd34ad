"""The catalogue of mutants: a file for each group of clauses."""

from __future__ import annotations

from types import ModuleType

from runfake.contract.mutant import Mutant
from runfake.contract.mutants import deletion, lineage, pagination

MODULES: tuple[ModuleType, ...] = (
    pagination,
    lineage,
    deletion,
)
MUTANTS: tuple[Mutant, ...] = tuple(
    found for module in MODULES for found in vars(module).values() if isinstance(found, Mutant)
)
