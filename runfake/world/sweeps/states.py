"""The states of a sweep, and which a person may put it in."""

from __future__ import annotations

from runfake.world.errors import Invalid, nearest

PENDING, RUNNING, PAUSED, FINISHED, CANCELED = STATES = ("PENDING", "RUNNING", "PAUSED", "FINISHED", "CANCELED")

# What the client's own check lets through, from which states; it lets anything run again.
_BY_HAND = {
    RUNNING: frozenset(STATES),
    PAUSED: frozenset((RUNNING, PAUSED)),
    FINISHED: frozenset((PENDING, RUNNING, PAUSED, FINISHED)),
    CANCELED: frozenset((PENDING, RUNNING, PAUSED, CANCELED)),
}


def check_sweep_state(state: str) -> str:
    """``state`` itself, if it is one.

    Raises:
        Invalid: there is no such state.
    """
    if state not in STATES:
        raise Invalid(f"unknown sweep state {state!r}: expected one of {', '.join(STATES)}.{nearest(state, STATES)}")
    return state


def check_sweep_transition(old: str, new: str) -> str:
    """``new``, if a sweep that is ``old`` may be put there by hand; the same again changes nothing.

    Raises:
        Invalid: no such state, or no way there.
    """
    if old not in _BY_HAND.get(check_sweep_state(new), ()):
        raise Invalid(f"invalid state transition: a sweep that is {old} cannot become {new}.")
    return new
