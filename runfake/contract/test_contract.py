"""One test for each clause: ``pytest --pyargs runfake.contract --runfake-client=package.module:factory``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runfake.contract.checking import opened
from runfake.contract.clause import Clause
from runfake.contract.clauses import CLAUSES
from runfake.contract.explaining import explained
from runfake.contract.port import Port
from runfake.contract.profiles import Profile, profile_named
from runfake.contract.runner import judge
from runfake.contract.venue import Venue, local_venue


@pytest.fixture(scope="module")
def client(request: pytest.FixtureRequest) -> Iterator[Port]:
    """The client that the command line names."""
    chosen = request.config.getoption
    try:
        with opened(chosen("--runfake-client"), chosen("--runfake-client-command"), chosen("--runfake-wandb")) as port:
            yield port
    except ValueError as error:
        pytest.exit(
            f"{error} Under pytest: --runfake-client=package.module:factory, "
            "--runfake-client-command='node client.mjs' or --runfake-wandb=python.",
            returncode=pytest.ExitCode.USAGE_ERROR,
        )


@pytest.fixture(scope="module")
def profile(request: pytest.FixtureRequest) -> Profile:
    """How long is looked."""
    return profile_named(request.config.getoption("--runfake-profile"))


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    """Where examples are played."""
    with local_venue() as made:
        yield made


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_clause(request: pytest.FixtureRequest, client: Port, venue: Venue, profile: Profile, clause: Clause) -> None:
    """The client keeps the promise, or does not claim to."""
    verdict = judge(clause, client, venue, profile, int(request.config.getoption("--runfake-contract-seed")))
    if verdict.status == "not claimed":
        pytest.skip(f"not claimed: the client lacks {', '.join(verdict.lacking)}")
    if verdict.failure:
        pytest.fail(explained(clause, verdict.failure, client.written), pytrace=False)
