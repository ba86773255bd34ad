"""The clauses: a file for each group, or for a part of a large one."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from runfake.contract.clause import Clause
from runfake.contract.clauses import (
    attributes,
    big_integers,
    creation,
    deletion,
    faults,
    files,
    key_names,
    keys,
    lineage,
    lineage_log,
    lineage_use,
    loading,
    machine,
    pagination,
    recovery,
    sampling,
    scanning,
    shown,
    steps,
    updates,
    uploads,
    waiting,
)
from runfake.world.errors import nearest

MODULES: tuple[ModuleType, ...] = (
    pagination,
    scanning,
    keys,
    key_names,
    big_integers,
    steps,
    sampling,
    lineage,
    lineage_log,
    lineage_use,
    deletion,
    files,
    uploads,
    updates,
    creation,
    waiting,
    attributes,
    loading,
    shown,
    recovery,
    faults,
    machine,
)


def _clauses_in(module: ModuleType) -> Iterator[Clause]:
    """Those of a module: each by itself, or several that make the same promise of several verbs, as a tuple."""
    for found in vars(module).values():
        yield from (item for item in (found if isinstance(found, tuple) else (found,)) if isinstance(item, Clause))


CLAUSES: tuple[Clause, ...] = tuple(found for module in MODULES for found in _clauses_in(module))


def clause_named(id: str) -> Clause:
    """The clause with that id.

    Raises:
        ValueError: there is none.
    """
    known = {clause.id: clause for clause in CLAUSES}
    if id not in known:
        raise ValueError(f"unknown clause {id!r}: there are {len(known)}, see --list.{nearest(id, known)}")
    return known[id]
