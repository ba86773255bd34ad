"""The life of a run: where it stands, told from what its process reports and from its silence."""

from __future__ import annotations

from datetime import timedelta

from runfake.world.clock import Clock
from runfake.world.states import ENDED, check_state, signed_32_bit, state_after_exit

# So long after the last sign of life of a process W&B takes it for dead.
LONGEST_SILENCE = timedelta(minutes=5)
_AFTER_SILENCE = {"running": "crashed", "preempting": "preempted"}


class Life:
    """Where one run stands.

    Nothing runs in the background: what a silence means is worked out when the state is read.

    Attributes:
        exit_code: what the process reported at its end, None before.
        stop_requested: whether someone asked the running process to stop.
        pruned: whether its sweep has its agent stop it.
        heartbeat_at: UTC; the last sign of life of the writing process.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._state = "running"
        self._watched = False
        self.exit_code: int | None = None
        self.stop_requested = False
        self.pruned = False
        self.heartbeat_at = clock.now()

    @property
    def state(self) -> str:
        """One of ``runfake.world.states.STATES``.

        A run that a client made or writes to has ``"crashed"`` (or is ``"preempted"``, where that was
        announced) once nothing was heard for :data:`LONGEST_SILENCE`. A state that was put stays.
        """
        state = self._state
        after = _AFTER_SILENCE.get(state) if self._watched else None
        if after and self._clock.now() - self.heartbeat_at >= LONGEST_SILENCE:
            return after
        return state

    def beat(self) -> None:
        """Notes a sign of life."""
        self.heartbeat_at = self._clock.now()

    def put(self, state: str) -> None:
        """Puts the run where an author or a user wants it, with the exit code that goes with it.

        Raises:
            Invalid: there is no such state.
        """
        check_state(state)
        self._watched = False
        self._state = state
        self.stop_requested = False
        self.pruned = False
        self.exit_code = {"finished": 0, "failed": 1}.get(state)

    def begin(self, state: str = "running") -> None:
        """A client made the run, which is in that state from now on."""
        self.beat()
        self._state = state
        self._watched = True

    def open(self) -> None:
        """A process starts to write to the run, whatever became of it before."""
        self._forget_end()
        self.begin()

    def go_on(self, revive: bool = True) -> None:
        """A process that writes to the run is alive: it runs, unless it is about to be preempted.

        Without ``revive`` a run whose end was reported stays as it is.
        """
        if self._state in ENDED and not revive:
            self.beat()
            return
        self._forget_end()
        # First, for others may read the state at any moment.
        self.beat()
        if self._state != "preempting":
            self._state = "running"
        self._watched = True

    def _forget_end(self) -> None:
        # A request to stop is for the process that it was made to: it is kept until the run has ended.
        if self.state in ENDED:
            self.exit_code = None
            self.stop_requested = False
            self.pruned = False

    def announce_preemption(self) -> None:
        """The process is about to be preempted."""
        self.beat()
        self._state = "preempting"
        self._watched = True

    def end(self, exit_code: int) -> None:
        """The process reports its end."""
        self.beat()
        self.exit_code = signed_32_bit(exit_code)
        # The report may come twice: after the first the run is preempted already.
        preempting = self._state in ("preempting", "preempted")
        self._state = state_after_exit(
            self.exit_code, stopped=self.stop_requested or self.pruned, preempting=preempting
        )

    def request_stop(self) -> None:
        """Asks the process to stop; no effect on a run that has ended."""
        if self.state not in ENDED:
            self.stop_requested = True

    def prune(self) -> None:
        """Its sweep has its agent stop it; no effect on a run that has ended."""
        if self.state not in ENDED:
            self.pruned = True
