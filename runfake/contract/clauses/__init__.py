"""The clauses: a file for each group, or for a part of a large one."""

from __future__ import annotations

from types import ModuleType

from runfake.contract.clause import Clause
from runfake.contract.clauses import (
    attributes,
    creation,
    deletion,
    files,
    lineage,
    lineage_log,
    lineage_use,
    loading,
    pagination,
    shown,
    updates,
    uploads,
    waiting,
)
from runfake.world.errors import nearest

MODULES: tuple[ModuleType, ...] = (
    pagination,
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
)
CLAUSES: tuple[Clause, ...] = tuple(
    found for module in MODULES for found in vars(module).values() if isinstance(found, Clause)
)


def clause_named(id: str) -> Clause:
    """The clause with that id.

    Raises:
        ValueError: there is none.
    """
    known = {clause.id: clause for clause in CLAUSES}
    if id not in known:
        raise ValueError(f"unknown clause {id!r}: there are {len(known)}, see --list.{nearest(id, known)}")
    return known[id]
