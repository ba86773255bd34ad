"""Playing a clause: looking for an example in which a client does not keep it, and making that one small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from time import perf_counter
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky, FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from runfake.contract.clause import Clause
from runfake.contract.explaining import script
from runfake.contract.judging import Broken
from runfake.contract.machine import Step
from runfake.contract.port import ClientError, Port, Session
from runfake.contract.profiles import Profile
from runfake.contract.stage import CannotArrange, NotOffered, Stage
from runfake.contract.venue import Venue
from runfake.contract.verdicts import Failure, Status, Verdict

# Of a program, at most.
STEPS = 20


def judge(
    clause: Clause, port: Port, venue: Venue, profile: Profile, chosen_seed: int, *, shrink: bool = True
) -> Verdict:
    """What becomes of one clause whose verbs the client has.

    Examples with arguments that it lacks are left out; if that is all of them, it does not claim the clause.

    Args:
        shrink: whether a failing example is made as small as can be, and played again to see whether it fails
            always; without, the first is given.
    """
    begun = perf_counter()
    search = Search(clause, port, venue, profile.shrinks if shrink else 0)
    search.run(profile.examples, chosen_seed)
    if shrink:
        search.confirm()
    status: Status = "broken" if search.failure else "not claimed" if search.lacking and not search.played else "holds"
    lacking = search.lacking if status == "not claimed" else ()
    return Verdict(clause, status, search.played, search.failure, lacking, seconds=perf_counter() - begun)


def unclaimed(clause: Clause, session: Session) -> Verdict | None:
    """The verdict on a clause that needs verbs or claims which the client does not offer; None if it offers all."""
    lacking = [verb for verb in clause.verbs if verb not in session.verbs] + [
        claim for claim in clause.claims if claim not in session.claims
    ]
    return Verdict(clause, "not claimed", lacking=lacking) if lacking else None


class Search:
    """Looks for an example in which a clause is broken.

    Attributes:
        played: how many examples were.
        failure: the smallest that was found; None for none.
        lacking: the arguments for lack of which examples were left out.
    """

    def __init__(self, clause: Clause, port: Port, venue: Venue, shrinks: int) -> None:
        self._clause = clause
        self._port = port
        self._venue = venue
        self._shrinks = shrinks
        self.played = 0
        self.failure: Failure | None = None
        self.lacking: list[str] = []
        self._error: Broken | ClientError | None = None

    def run(self, examples: int, chosen_seed: int) -> None:
        """Plays what is always tried, then examples drawn from the seed, until one is broken."""
        for arguments in self._clause.always:
            self.play(arguments)
            if self.failure:
                return
        if not self._clause.drawn:
            return
        with suppress(Broken, ClientError, Flaky, FlakyFailure):
            self._draw(self._settings(examples), seed(f"{chosen_seed} {self._clause.id}"))

    def confirm(self) -> None:
        """Plays what failed once more: whether it does so always is part of what is told."""
        if self.failure and not self.play(self.failure.arguments):
            self.failure = replace(self.failure, always=False)

    def _draw(self, how: settings, seeded: Callable[[Any], Any]) -> None:
        if self._clause.machine is not None:
            made = type("Drawn", (self._clause.machine,), {"host": self})
            run_state_machine_as_test(seeded(made), settings=how)
        else:
            how(seeded(given(**self._clause.given)(self._example)))()

    def _settings(self, examples: int) -> settings:
        most = self._clause.most
        return settings(
            max_examples=examples if most is None else min(examples, most),
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if self._shrinks else [Phase.generate],
            report_multiple_bugs=False,
            print_blob=False,
            verbosity=Verbosity.quiet,
        )

    # -- for machines --------------------------------------------------------------------------

    @contextmanager
    def stage(self) -> Iterator[Stage | None]:
        """A stage for one program; None once enough was tried to make a failing one smaller."""
        if self.failure is not None:
            self._shrinks -= 1
            if self._shrinks < 0:
                yield None
                return
        self.played += 1
        with self._venue.stage(self._port) as stage:
            yield stage

    def failed(self, stage: Stage, steps: Sequence[Step], error: Broken | ClientError) -> None:
        """Keeps the program that failed."""
        self.failure = self._failure(error, {"steps": list(steps)}, stage)

    # -- for single arguments ------------------------------------------------------------------

    def _example(self, **arguments: Any) -> None:
        if self.failure is not None and self._shrinks <= 0:
            # Enough was tried: what is the smallest so far stays, and nothing else fails.
            if arguments == self.failure.arguments and self._error is not None:
                raise self._error
            return
        if self.failure is not None:
            self._shrinks -= 1
        error = self.play(arguments)
        if error is not None:
            self._error = error
            raise error

    def play(self, arguments: Mapping[str, Any]) -> Broken | ClientError | None:
        """Plays one example; the error that it ended in, None if the promise was kept."""
        self.played += 1
        with self._venue.stage(self._port) as stage:
            try:
                self._clause.play(stage, arguments)
            except CannotArrange:
                self.played -= 1
            except NotOffered as error:
                self.played -= 1
                self.lacking = sorted({*self.lacking, error.lacking})
            except (Broken, ClientError) as error:
                self.failure = self._failure(error, arguments, stage)
                return error
        return None

    def _failure(self, error: Broken | ClientError, arguments: Mapping[str, Any], stage: Stage) -> Failure:
        told: dict[str, Any] = {
            "arguments": dict(arguments),
            "calls": list(stage.calls),
            "journal": self._venue.journal(stage) if self._venue.inside else [],
            "script": script(self._clause, arguments, self._port.written),
        }
        if isinstance(error, Broken):
            return Failure(what=error.what, expected=error.expected, came=error.came, hint=error.hint, **told)
        return Failure(what="what the client did", expected="a result", came=f"an error: {error}", **told)
