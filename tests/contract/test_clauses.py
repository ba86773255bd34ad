"""Every clause, by the clients that keep and break it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runfake.contract.adapters.python import PythonPort
from runfake.contract.clause import Clause
from runfake.contract.clauses import CLAUSES
from runfake.contract.mutant import Mutant
from runfake.contract.mutants import MUTANTS
from runfake.contract.profiles import PROFILES
from runfake.contract.reference import Reference
from runfake.contract.runner import judge
from runfake.contract.selftest import SEEDS, killing_seeds
from runfake.contract.venue import LocalVenue, local_venue

QUICK = PROFILES["quick"]


@pytest.fixture(scope="module")
def venue() -> Iterator[LocalVenue]:
    with local_venue() as opened:
        yield opened


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_the_reference_client_keeps_it(venue: LocalVenue, clause: Clause) -> None:
    verdict = judge(clause, PythonPort(Reference), venue, QUICK, 0)
    assert (verdict.status, verdict.failure) == ("holds", None)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_its_owner_finds_a_mutant_out_whatever_the_seed(venue: LocalVenue, mutant: Mutant) -> None:
    assert killing_seeds(mutant, venue, QUICK, SEEDS) == list(SEEDS)


def test_every_clause_has_a_mutant() -> None:
    assert {clause.id for clause in CLAUSES} == {mutant.breaks for mutant in MUTANTS}


def test_names_are_given_once() -> None:
    for names in ([clause.id for clause in CLAUSES], [mutant.id for mutant in MUTANTS]):
        assert len(names) == len(set(names))
