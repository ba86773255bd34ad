"""One test for each clause: ``pytest --pyargs runfake.contract --runfake-client=package.module:factory``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runfake.contract.checking import opened
from runfake.contract.clause import Clause
from runfake.contract.clauses import CLAUSES
from runfake.contract.explaining import explained
from runfake.contract.port import Port, Session
from runfake.contract.profiles import Profile, profile_named
from runfake.contract.runner import judge, unclaimed
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
def how(request: pytest.FixtureRequest) -> tuple[Profile, int]:
    """How long is looked, and what examples are drawn from."""
    chosen = request.config.getoption
    return profile_named(chosen("--runfake-profile")), int(chosen("--runfake-contract-seed"))


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    """Where examples are played."""
    with local_venue() as made:
        yield made


@pytest.fixture(scope="module")
def offered(client: Port, venue: Venue) -> Session:
    """A client that tells what it offers, which is the same each time."""
    with venue.session(client) as session:
        return session


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_clause(client: Port, offered: Session, venue: Venue, how: tuple[Profile, int], clause: Clause) -> None:
    """The client keeps the promise, or does not claim to."""
    verdict = unclaimed(clause, offered) or judge(clause, client, venue, *how)
    if verdict.status == "not claimed":
        pytest.skip(f"not claimed: the client lacks {', '.join(verdict.lacking)}")
    if verdict.failure:
        pytest.fail(explained(clause, verdict.failure), pytrace=False)
