"""The runs of a project keep the order in which they were made."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World

ids = st.sampled_from("abcd")


@given(st.lists(st.tuples(st.sampled_from(["make", "delete"]), ids), max_size=20))
def test_they_are_those_that_were_made_and_not_deleted(steps: list[tuple[str, str]]) -> None:
    world = World()
    runs = world.project("shop").runs
    model: list[str] = []
    for step, run_id in steps:
        if step == "make":
            world.run(f"shop/{run_id}")
            model += [] if run_id in model else [run_id]
        elif run_id in model:
            world.run_writes.delete(runs[run_id].storage_id)
            model.remove(run_id)
    assert list(runs) == [run.id for run in runs.in_order] == model
    assert [run.number for run in runs.in_order] == sorted(run.number for run in runs.values())
    assert (len(runs), "a" in runs, runs.get("x")) == (len(model), "a" in model, None)
