"""Waiting: for a run to end."""

from __future__ import annotations

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.wire import when, which

ROW_18 = "Run.wait_until_finished: returns when the run has ended"
# What every client takes for an end.
ENDS = ("finished", "crashed", "failed")
ends = st.sampled_from(ENDS)
# Real clients look every 5 seconds.
SECONDS = 60.0


@clause(
    "waiting.ended-already",
    title="wait_until_finished returns at once for a run that has ended, however it ended, and says how",
    source=ROW_18,
    verbs="wait_until_finished",
    given={"state": ends},
    tried=[{"state": state} for state in ENDS],
    most=3,
)
def ended_already(stage: Stage, state: str) -> None:
    run = stage.run(state=state)
    came = stage.call("wait_until_finished", run=run, seconds=10.0)
    same(f"what wait_until_finished gave for a run that is {state}", came, state)


@clause(
    "waiting.until-the-end",
    title="wait_until_finished does not return while the run is running, and returns after it has ended",
    source=ROW_18,
    verbs="wait_until_finished",
    given={"looks": st.integers(1, 3), "state": ends},
    tried=[{"looks": 2, "state": "finished"}],
    inside=True,
    most=2,
)
def until_the_end(stage: Stage, looks: int, state: str) -> None:
    run = stage.run(state="running")
    ended: list[str] = []

    def end() -> None:
        stage.world.get_run(run).state = state
        ended.append(state)

    stage.after(which.run(run), end, when.nth(looks))
    came = stage.call("wait_until_finished", run=run, seconds=SECONDS)
    that(
        bool(ended),
        "the state of the run when wait_until_finished returned",
        expected=f"{state}, which it is after the client has looked {looks} times",
        came="running",
        hint="Look again until the state is one that runs end in.",
    )
    same(f"what wait_until_finished gave when the run had {state}", came, state)


@clause(
    "waiting.not-for-ever",
    title="wait_until_finished ends for each of the states that runs end in",
    source=ROW_18,
    verbs="wait_until_finished",
    given={"state": ends},
    tried=[{"state": "crashed"}, {"state": "failed"}],
    inside=True,
    most=1,
)
def not_for_ever(stage: Stage, state: str) -> None:
    run = stage.run(state="running")

    def end() -> None:
        stage.world.get_run(run).state = state

    stage.after(which.run(run), end)
    came = stage.call("wait_until_finished", run=run, seconds=SECONDS)
    same("the state that wait_until_finished gave", came, state)


@clause(
    "waiting.for-this-run",
    title="wait_until_finished waits for this run, whatever the others do",
    source=ROW_18,
    verbs="wait_until_finished",
    given={"state": ends, "other": st.sampled_from(["running", "finished", "failed"])},
    tried=[{"state": "failed", "other": "running"}, {"state": "finished", "other": "failed"}],
    most=3,
)
def for_this_run(stage: Stage, state: str, other: str) -> None:
    run = stage.run("a", state=state)
    stage.run("b", state=other)
    came = stage.call("wait_until_finished", run=run, seconds=10.0)
    same(f"what wait_until_finished gave for a run that is {state}, beside one that is {other}", came, state)


@clause(
    "waiting.for-nothing",
    title="Waiting for a run that does not exist is an error",
    source=ROW_18,
    verbs="wait_until_finished",
    given={"others": st.integers(0, 1)},
    tried=[{"others": 1}],
    most=2,
)
def for_nothing(stage: Stage, others: int) -> None:
    for number in range(others):
        stage.run(f"r{number}")
    stage.refused("wait_until_finished", "for a run that does not exist", run=stage.path("missing"), seconds=10.0)
