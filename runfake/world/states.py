"""The states of a run, and which may follow which."""

from __future__ import annotations

from runfake.world import errors

STATES = ("running", "finished", "failed", "crashed", "killed", "pending", "preempting", "preempted")
ENDED = ("finished", "failed", "crashed", "killed", "preempted")

# What ``updateRunState`` allows; every other way into a state is an event of the run's own life.
_BY_HAND = {
    "pending": frozenset(("running", "failed", "crashed", "preempted")),
    "failed": frozenset(("pending", "running")),
}


def check_state(state: str) -> str:
    """``state`` itself, if it is one.

    Raises:
        Invalid: there is no such state.
    """
    if state not in STATES:
        raise errors.bad_state(state, STATES)
    return state


def check_transition(old: str, new: str) -> str:
    """``new``, if a run that is ``old`` may be put there by hand (``updateRunState``).

    Raises:
        Invalid: no such state, or no way there; the text holds ``invalid state transition``, which
            clients look for.
    """
    check_state(new)
    if old not in _BY_HAND.get(new, ()):
        raise errors.bad_state_transition(old, new)
    return new


def signed_32_bit(exit_code: int) -> int:
    """The exit code as GraphQL's integers can hold it: Windows reports its own as large unsigned numbers."""
    return (exit_code + 2**31) % 2**32 - 2**31


def state_after_exit(exit_code: int, *, stopped: bool = False, preempting: bool = False) -> str:
    """Where a run ends that reported its exit code.

    ``stopped`` says that a user had asked it to stop; ``preempting`` that it had announced to be preempted:
    then only an exit code of 0 means that it got done.
    """
    if stopped:
        return "killed"
    if exit_code == 0:
        return "finished"
    return "preempted" if preempting else "failed"
