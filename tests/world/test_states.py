"""The states of a run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.states import STATES, check_state, check_transition, state_after_exit

# To these states runs may be put by hand, and from where.
BY_HAND = {"pending": {"running", "failed", "crashed", "preempted"}, "failed": {"pending", "running"}}


def test_the_states_are_those_of_wandb() -> None:
    assert set(STATES) == set("running finished failed crashed killed pending preempting preempted".split())


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_only_pending_and_failed_are_reached_by_hand_and_from_where_it_is_allowed(old: str, new: str) -> None:
    if old in BY_HAND.get(new, set()):
        assert check_transition(old, new) == new
        return
    with pytest.raises(Invalid, match=f"invalid state transition: a run that is '{old}' cannot become '{new}'"):
        check_transition(old, new)


@given(st.text(max_size=8).filter(lambda text: text not in STATES))
def test_an_unknown_state_is_refused(state: str) -> None:
    with pytest.raises(Invalid, match="unknown run state"):
        check_state(state)
    with pytest.raises(Invalid, match="unknown run state"):
        check_transition("running", state)


@pytest.mark.parametrize(("state", "meant"), [("Running", "running"), ("finish", "finished"), ("crash", "crashed")])
def test_the_error_names_the_nearest_state_and_all_of_them(state: str, meant: str) -> None:
    with pytest.raises(Invalid, match=f"expected one of {', '.join(STATES)}. Did you mean '{meant}'"):
        check_state(state)


@given(st.sampled_from([0, 1, 255, -1]), st.booleans(), st.booleans())
def test_a_run_ends_finished_failed_preempted_or_killed(exit_code: int, stopped: bool, preempting: bool) -> None:
    ended = state_after_exit(exit_code, stopped=stopped, preempting=preempting)
    unstopped = ("preempted" if preempting else "failed") if exit_code else "finished"
    assert ended == ("killed" if stopped else unstopped)
