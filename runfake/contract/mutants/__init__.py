"""The catalogue of mutants: a file for each group of clauses."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from runfake.contract.mutant import Mutant
from runfake.contract.mutants import (
    attributes,
    creation,
    deletion,
    faults,
    files,
    keys,
    lineage,
    machine,
    page_changes,
    pagination,
    recovery,
    sampling,
    scanning,
    steps,
    updates,
    waiting,
)

MODULES: tuple[ModuleType, ...] = (
    pagination,
    page_changes,
    scanning,
    keys,
    steps,
    sampling,
    lineage,
    deletion,
    files,
    updates,
    creation,
    waiting,
    attributes,
    faults,
    recovery,
    machine,
)


def _mutants_in(module: ModuleType) -> Iterator[Mutant]:
    """Those of a module: each by itself, or several of the same kind, as a tuple."""
    for found in vars(module).values():
        yield from (item for item in (found if isinstance(found, tuple) else (found,)) if isinstance(item, Mutant))


MUTANTS: tuple[Mutant, ...] = tuple(found for module in MODULES for found in _mutants_in(module))
