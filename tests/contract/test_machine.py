"""The machine: it draws programs, finds what goes wrong only in some order, and makes that small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from runfake.contract.adapters.python import PythonPort
from runfake.contract.checking import play_one
from runfake.contract.clauses.machine import everything_together
from runfake.contract.mutants import MUTANTS
from runfake.contract.profiles import PROFILES
from runfake.contract.reference import Reference
from runfake.contract.runner import judge
from runfake.contract.venue import LocalVenue, local_venue
from runfake.contract.verdicts import Failure

CLIENTS = {mutant.id: mutant.client for mutant in MUTANTS}
DRAWN = replace(everything_together, tried=())


@pytest.fixture(scope="module")
def venue() -> Iterator[LocalVenue]:
    with local_venue() as opened:
        yield opened


def found(venue: LocalVenue, client: str, *, shrink: bool = True) -> Failure:
    verdict = judge(DRAWN, PythonPort(CLIENTS[client]), venue, PROFILES["default"], 0, shrink=shrink)
    assert verdict.failure is not None
    assert verdict.status == "broken"
    return verdict.failure


@pytest.mark.parametrize(
    ("client", "steps"),
    [
        ("FilesKeptUntilOwnChange", {"look", "someone_puts_a_file"}),
        ("ChangesPileUp", {"update"}),
    ],
)
def test_it_draws_what_breaks_a_client_and_makes_it_small(venue: LocalVenue, client: str, steps: set[str]) -> None:
    failure = found(venue, client)
    names = [name for name, _ in failure.arguments["steps"]]
    assert steps <= set(names)
    assert len(names) <= 8
    assert failure.always


def test_what_it_found_can_be_played_again_alone(venue: LocalVenue) -> None:
    failure = found(venue, "FilesKeptUntilOwnChange", shrink=False)
    arguments = eval(repr(dict(failure.arguments)))
    play_one(everything_together, arguments, PythonPort(Reference), venue)
    with pytest.raises(AssertionError, match="someone_puts_a_file"):
        play_one(everything_together, arguments, PythonPort(CLIENTS["FilesKeptUntilOwnChange"]), venue)


class Reader:
    """Has two verbs, and gets one of them wrong."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._reference = Reference(base_url, api_key)
        self.load = self._reference.load
        self.close = self._reference.close

    def files(self, run: str, per_page: int) -> list[object]:
        del run, per_page
        return []


def test_verbs_that_a_client_lacks_are_left_out(venue: LocalVenue) -> None:
    verdict = judge(everything_together, PythonPort(Reader), venue, PROFILES["default"], 0)
    assert verdict.failure is not None
    names = {name for name, _ in verdict.failure.arguments["steps"]}
    assert {name for name in names if not name.startswith("someone_")} <= {"load", "look"}
