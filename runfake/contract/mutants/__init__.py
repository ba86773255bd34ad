"""The catalogue of mutants: a file for each group of clauses."""

from __future__ import annotations

from types import ModuleType

from runfake.contract.mutant import Mutant
from runfake.contract.mutants import attributes, creation, deletion, files, lineage, pagination, updates, waiting

MODULES: tuple[ModuleType, ...] = (
    pagination,
    lineage,
    deletion,
    files,
    updates,
    creation,
    waiting,
    attributes,
)
MUTANTS: tuple[Mutant, ...] = tuple(
    found for module in MODULES for found in vars(module).values() if isinstance(found, Mutant)
)
