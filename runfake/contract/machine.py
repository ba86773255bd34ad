"""Machines: clauses whose examples are programs, drawn step by step by a state machine of Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Protocol

from hypothesis.stateful import RuleBasedStateMachine

from runfake.contract.judging import Broken
from runfake.contract.port import ClientError
from runfake.contract.stage import NotOffered, Stage

# A name and its arguments, plain like all arguments of clauses.
Step = Sequence[Any]


class Player(Protocol):
    """Plays the steps of one program, one after the other, and judges each."""

    def play(self, step: Step) -> None:
        """One step.

        Raises:
            Broken: the client did not do what it promises.
        """


class Host(Protocol):
    """Who has a machine run: it gives stages, and keeps failures."""

    def stage(self) -> AbstractContextManager[Stage | None]:
        """A stage for one program; None if nothing is to be played any more."""

    def failed(self, stage: Stage, steps: Sequence[Step], error: Broken | ClientError) -> None:
        """Told when the last of ``steps`` has failed."""


class Machine(RuleBasedStateMachine):
    """Draws programs; its rules say which steps may come next.

    Attributes:
        host: set by a subclass that is made for one run.
        program: the player of the steps; None where nothing is to be played any more.
        steps: those that were played so far, from which the program can be played again without the machine.
    """

    host: ClassVar[Host]

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self._opened = type(self).host.stage()
        self.stage = self._opened.__enter__()
        self.program: Any = self.player(self.stage) if self.stage else None

    def player(self, stage: Stage) -> Player:
        """What plays the steps."""
        raise NotImplementedError

    def step(self, name: str, /, **arguments: Any) -> None:
        """Plays one step, if the client can do it."""
        if self.stage is None:
            return
        self.steps.append([name, arguments])
        try:
            self.program.play(self.steps[-1])
        except NotOffered:
            # The client was not asked, and nothing was done.
            self.steps.pop()
        except (Broken, ClientError) as error:
            self.host.failed(self.stage, self.steps, error)
            raise

    def offers(self, *verbs: str) -> bool:
        """Whether there is a client that has these verbs."""
        return self.stage is not None and all(map(self.stage.offers, verbs))

    def teardown(self) -> None:
        """Ends the stage."""
        self._opened.__exit__(None, None, None)
