"""The kit's proof of itself: each mutant has to be found out by the clause whose promise it breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from runfake.contract.adapters.python import PythonPort
from runfake.contract.clauses import CLAUSES, clause_named
from runfake.contract.mutant import Mutant
from runfake.contract.mutants import MUTANTS
from runfake.contract.profiles import Profile
from runfake.contract.reference import Reference
from runfake.contract.runner import judge
from runfake.contract.venue import Venue, local_venue
from runfake.contract.verdicts import Verdict

SEEDS = tuple(range(10))


@dataclass
class Matrix:
    """Which mutant was found out with which seed.

    Attributes:
        seeds: the columns.
        killed: for each mutant, the seeds with which its owner clause found it out.
        intact: the verdicts on the reference client that are not as they should be.
        without: the ids of clauses that no mutant breaks.
    """

    seeds: Sequence[int]
    killed: dict[Mutant, list[int]] = field(default_factory=dict)
    intact: list[Verdict] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    @property
    def survivors(self) -> list[Mutant]:
        """The mutants that were not found out with every seed."""
        return [mutant for mutant, seeds in self.killed.items() if len(seeds) < len(self.seeds)]

    @property
    def holds(self) -> bool:
        """Whether the kit may be trusted."""
        return not (self.survivors or self.intact or self.without)


def kill_matrix(
    profile: Profile,
    seeds: Sequence[int] = SEEDS,
    mutants: Iterable[Mutant] = MUTANTS,
    tell: Callable[[str], None] = lambda _: None,
) -> Matrix:
    """Judges every mutant by its owner clause, with each seed, and the reference client by every clause."""
    mutants = list(mutants)
    owned = {mutant.breaks for mutant in mutants}
    matrix = Matrix(seeds, without=[clause.id for clause in CLAUSES if clause.id not in owned])
    with local_venue() as venue:
        for mutant in mutants:
            matrix.killed[mutant] = killing_seeds(mutant, venue, profile, seeds)
            tell(f"{_marks(matrix, mutant)}  {mutant.id:<32} {mutant.breaks}: {mutant.slip}")
        for clause in CLAUSES:
            verdict = judge(clause, PythonPort(Reference), venue, profile, seeds[0])
            if verdict.status != "holds":
                matrix.intact.append(verdict)
    return matrix


def killing_seeds(mutant: Mutant, venue: Venue, profile: Profile, seeds: Sequence[int]) -> list[int]:
    """The seeds with which a mutant is found out by the clause that it breaks."""
    clause, port, killing = clause_named(mutant.breaks), PythonPort(mutant.client), []
    for seed in seeds:
        failure = judge(clause, port, venue, profile, seed, shrink=False).failure
        if failure and failure.arguments in clause.always:
            # What is played first is the same with each of them.
            return list(seeds)
        if failure:
            killing.append(seed)
    return killing


def _marks(matrix: Matrix, mutant: Mutant) -> str:
    return "".join("x" if seed in matrix.killed[mutant] else "." for seed in matrix.seeds)
