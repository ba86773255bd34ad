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
            matrix.killed[mutant] = [seed for seed in seeds if _kills(mutant, venue, profile, seed)]
            tell(f"{_marks(matrix, mutant)}  {mutant.id:<32} {mutant.breaks}: {mutant.slip}")
        for clause in CLAUSES:
            verdict = judge(clause, PythonPort(Reference), venue, profile, seeds[0])
            if verdict.status != "holds":
                matrix.intact.append(verdict)
    return matrix


def _kills(mutant: Mutant, venue: Venue, profile: Profile, seed: int) -> bool:
    verdict = judge(clause_named(mutant.breaks), PythonPort(mutant.client), venue, profile, seed, shrink=False)
    return verdict.status == "broken"


def _marks(matrix: Matrix, mutant: Mutant) -> str:
    return "".join("x" if seed in matrix.killed[mutant] else "." for seed in matrix.seeds)
