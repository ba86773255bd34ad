"""Sweeps whose runs a local controller chooses."""

from __future__ import annotations

from typing import Any

import pytest

from runfake import World
from runfake.world.errors import Invalid
from runfake.world.jsontext import dumps
from runfake.world.sweeps.controller import read_wishes
from runfake.world.sweeps.edit import SweepEdit
from runfake.world.sweeps.sweep import Sweep
from tests.world.sweeps.runs import begin, end

LOCAL = {"method": "custom", "controller": {"type": "local"}}


def say(world: World, sweep: Sweep, **said: Any) -> None:
    world.sweeps.change(sweep, SweepEdit(wishes=read_wishes(dumps(said))))


def wish(key: str, **values: Any) -> dict[str, Any]:
    return {"id": key, "data": {"args": {name: {"value": value} for name, value in values.items()} or None}}


def test_a_controller_has_runs_made_each_once_and_ends_the_search(world: World) -> None:
    sweep = world.sweep("p/s", LOCAL)
    agent = world.sweeps.register(world.default_user, sweep, "host")
    assert world.sweeps.heartbeat(agent, []) == []
    for _ in range(2):
        say(world, sweep, schedule=[wish("first", a=1)])
    (run,) = sweep.runs
    assert (sweep.scheduled, run.config) == ({"first": run.id}, {"a": 1})
    (order,) = world.sweeps.heartbeat(agent, [])
    assert (order["run_id"], order["args"]) == (run.id, {"a": {"value": 1}})
    end(world, begin(world, sweep, run.id))
    assert (sweep.state, world.sweeps.heartbeat(agent, [])) == ("RUNNING", [])
    say(world, sweep, schedule=[wish("last")])
    assert (sweep.state, world.sweeps.heartbeat(agent, [])) == ("FINISHED", [{"type": "exit"}])


def test_a_controller_has_runs_stopped(world: World) -> None:
    sweep = world.sweep("p/s", LOCAL)
    agent = world.sweeps.register(world.default_user, sweep, "host")
    say(world, sweep, schedule=[wish("first", a=1)])
    run = begin(world, sweep, world.sweeps.heartbeat(agent, [])[0]["run_id"])
    say(world, sweep, earlystop=[run.id, "no such run"])
    assert world.sweeps.heartbeat(agent, [run.id]) == [{"type": "stop", "run_id": run.id}]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[]", "controller must be a JSON object"),
        ('{"schedule": 3}', r"controller\.schedule must be a list, not 3"),
        ('{"schedule": [{}]}', "must hold entries with an id"),
        ('{"schedule": [{"id": "a", "data": {"args": [1]}}]}', "args must be a mapping of parameters"),
    ],
)
def test_what_is_no_wish_is_told(text: str, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        read_wishes(text)
