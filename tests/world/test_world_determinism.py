"""Nothing in a world comes from outside it: equal programs make equal worlds, and two worlds never touch."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from runfake.world import Clock, World

from .programs import Call, perform, programs
from .snapshot import view
from .values import NOON


def world_of(seed: int) -> World:
    return World(seed, clock=Clock(NOON))


@given(st.integers(0, 3), programs)
def test_equal_calls_with_one_seed_make_equal_worlds(seed: int, program: list[Call]) -> None:
    one, other = world_of(seed), world_of(seed)
    perform(one, program)
    perform(other, program)
    assert view(one) == view(other)


@given(programs, programs)
def test_two_worlds_never_touch(program: list[Call], others: list[Call]) -> None:
    alone, beside, other = world_of(0), world_of(0), world_of(0)
    perform(alone, program)
    for number in range(max(len(program), len(others))):
        perform(beside, program[number : number + 1])
        perform(other, others[number : number + 1])
    assert view(beside) == view(alone)


@given(programs, programs)
def test_calls_that_are_refused_leave_no_trace_in_what_follows(program: list[Call], after: list[Call]) -> None:
    """Each call of ``after`` is tried on a copy first; only those that are not refused are made on the other."""
    all_made, some_made = world_of(0), world_of(0)
    perform(all_made, program)
    perform(some_made, program)
    for call in after:
        before = view(all_made), all_made.clock.now()
        perform(all_made, [call])
        if (view(all_made), all_made.clock.now()) != before:
            perform(some_made, [call])
    perform(all_made, _AND_THEN)
    perform(some_made, _AND_THEN)
    assert view(all_made) == view(some_made)


_AND_THEN = [
    Call("project", (None, "last")),
    Call("upsert", (None, "last", None, "h")),
    Call("team", ("last",)),
    Call("key", ()),
]


def test_two_seeds_invent_two_keys_ids_and_names() -> None:
    one, other = world_of(1), world_of(2)
    assert one.api_key != other.api_key
    for world in (one, other):
        perform(world, [Call("upsert", (None, None, None, None))] * 5)
    assert {run.id for run in one.runs()}.isdisjoint(run.id for run in other.runs())
    assert [run.display_name for run in one.runs()] != [run.display_name for run in other.runs()]


_IN_A_PROCESS = """
from {package}.programs import Call, perform
from {package}.snapshot import view
from {package}.values import NOON
from runfake.world import Clock, World
world = World(7, clock=Clock(NOON))
perform(world, {calls!r})
print(view(world))
"""


def test_a_world_is_the_same_in_every_process() -> None:
    calls = [
        Call("run", ("team/p/r1", [{"a": {"b": 1, "c": 2}, "loss": 1}, {"loss": 2}], None)),
        Call("upsert", (None, "p", None, "h")),
        Call("key", ()),
        Call("delete_files", (0, ["f"])),
    ]
    script = _IN_A_PROCESS.format(package=__package__, calls=calls)
    told = {_told_by(script, hash_seed) for hash_seed in ("1", "2")}
    assert len(told) == 1
    assert "team/p/r1" in told.pop()


def _told_by(script: str, hash_seed: str) -> str:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": hash_seed}
    return subprocess.run([sys.executable, "-c", script], env=env, check=True, capture_output=True, text=True).stdout


def test_content_of_one_world_is_not_in_another() -> None:
    one, other = world_of(0), world_of(0)
    assert one.blobs.put(b"same") is not other.blobs.put(b"same")
