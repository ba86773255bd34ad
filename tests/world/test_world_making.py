"""``world.run(...)``: what an author puts there is what is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import Clock, World
from runfake.world.config import Config
from runfake.world.runs import RunEdit
from runfake.world.states import STATES
from runfake.world.stream import StreamRequest

from .values import NOON, exact, json_objects, metrics


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


def test_a_new_run_is_finished_empty_and_begun_now(world: World) -> None:
    run = world.run("p/r")
    assert (run.state, run.exit_code, run.stop_requested) == ("finished", 0, False)
    assert (run.config, run.summary, run.tags, len(run.history), len(run.files)) == ({}, {}, [], 0, 0)
    assert (run.created_at, run.heartbeat_at) == (NOON, NOON)
    assert run.user is world.default_user


def test_names_are_invented_and_count_the_runs_of_the_project(world: World) -> None:
    names = [world.run(path).display_name for path in ("p/a", "p/b", "q/a", "p/c")]
    assert [re.sub(r"^[a-z]+-[a-z]+-", "", name) for name in names] == ["1", "2", "1", "3"]
    assert world.run("p/named", display_name="mine").display_name == "mine"


def test_what_is_put_on_a_run_that_ended_leaves_it_ended(world: World) -> None:
    run = world.run("p/r", state="running")
    world.stop_run(run.storage_id)
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=3))
    world.run("p/r", tags=["late"], history=[{"loss": 1}])
    assert (run.state, run.exit_code, run.stop_requested) == ("killed", 3, True)


@given(json_objects, json_objects)
def test_config_and_summary_read_as_they_were_given(config: dict[str, Any], summary: dict[str, Any]) -> None:
    run = World().run("p/r", config=config, summary=summary, history=[{"other": 1}])
    plain = {key: value for key, value in config.items() if key not in ("_wandb", "wandb_version")}
    assert exact(run.config) == exact(plain)
    assert exact(run.summary) == exact(summary)


def test_config_replaces_all_but_what_the_client_keeps_for_itself(world: World) -> None:
    run = world.run("p/r")
    run.edit(RunEdit(config=Config('{"_wandb": {"value": {"t": 1}}, "old": {"value": 1}}')))
    world.run("p/r", config={"new": 2})
    assert run.config == {"new": 2}
    assert run.wire_config.internal(None) == {"t": 1}


@given(st.lists(metrics, min_size=1, max_size=4), st.lists(metrics, max_size=3))
def test_rows_are_appended_with_steps_that_count_on(first: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    world = World(clock=Clock(NOON))
    run = world.run("p/r", history=first)
    world.run("p/r", history=more)
    assert run.history.steps() == list(range(len(first) + len(more)))
    assert [exact({k: row[k] for k in row if k[0] != "_"}) for row in run.history] == [exact(r) for r in first + more]


def test_steps_count_on_from_the_last_that_was_given(world: World) -> None:
    run = world.run("p/r", history=[{"_step": 5}, {}, {"_step": 20}])
    world.run("p/r", history=[{}])
    assert run.history.steps() == [5, 6, 20, 21]


def test_a_new_run_is_summed_up_from_its_rows(world: World) -> None:
    run = world.run("p/r", history=[{"loss": 2, "best": 1}, {"loss": 1}])
    assert run.summary == {
        "loss": 1,
        "best": 1,
        "_step": 1,
        "_runtime": 1.0,
        "_timestamp": (NOON + timedelta(seconds=1)).timestamp(),
    }
    assert world.run("p/given", history=[{"loss": 2}], summary={}).summary == {}


@pytest.mark.parametrize("content", [b"\0\xff", "text", Path("given.bin")])
def test_files_are_given_as_bytes_as_text_or_as_a_path(
    world: World, content: bytes | str | Path, tmp_path: Path
) -> None:
    expected = content.encode() if isinstance(content, str) else content
    if isinstance(content, Path):
        content, expected = tmp_path / content, b"of the path"
        content.write_bytes(expected)
    run = world.run("p/r", files={"dir/f.bin": content})
    world.run("p/r", files={"second": b""})
    assert [(f.name, f.content, f.updated_at) for f in run.files.values()] == [
        ("dir/f.bin", expected, NOON),
        ("second", b"", NOON),
    ]


def test_lines_and_machine_metrics_are_appended(world: World) -> None:
    for number in range(2):
        run = world.run("p/r", console=[f"line {number}"], system_metrics=[{"system.cpu": number}])
    assert [line.text for line in run.console] == ["line 0", "line 1"]
    assert list(run.events) == [{"system.cpu": 0}, {"system.cpu": 1}]


@pytest.mark.parametrize(
    "given",
    [
        {"tags": ["b", "a"]},
        {"notes": "n"},
        {"group": "g"},
        {"job_type": "j"},
        {"display_name": "d"},
        {"state": "crashed"},
    ],
)
def test_everything_else_is_put_on_the_run_and_stays(world: World, given: Mapping[str, Any]) -> None:
    made, found = world.run("p/made", **given), world.run("p/found")
    world.run("p/found", **given)
    world.run("p/found")
    for run in (made, found):
        assert {name: getattr(run, name) for name in given} == given


@pytest.mark.parametrize("state", STATES)
def test_a_state_comes_with_the_exit_code_that_goes_with_it(world: World, state: str) -> None:
    made, found = world.run("p/made", state=state), world.run("p/found", state="failed")
    world.run("p/found", state=state)
    for run in (made, found):
        assert (run.state, run.exit_code) == (state, {"finished": 0, "failed": 1}.get(state))


@pytest.mark.parametrize("given", [{"history": [{}]}, {"console": ["x"]}, {"system_metrics": [{}]}])
def test_what_is_appended_is_a_sign_of_life(world: World, given: Mapping[str, Any]) -> None:
    run = world.run("p/r")
    world.clock.advance(60)
    world.run("p/r", notes="n", tags=["a"], state="crashed")
    assert run.heartbeat_at == NOON
    world.run("p/r", **given)
    assert run.heartbeat_at == NOON + timedelta(seconds=60)


def test_empty_values_clear_what_was_there(world: World) -> None:
    run = world.run("p/r", tags=["a"], notes="n", config={"lr": 1}, summary={"loss": 1})
    world.run("p/r", tags=[], notes="", config={}, summary={})
    assert (run.tags, run.notes, run.config, run.summary) == ([], "", {}, {})


def test_what_was_given_may_change_afterwards(world: World) -> None:
    tags, config, row = ["a"], {"n": {"k": 1}}, {"n": {"k": 1}}
    run = world.run("p/r", tags=tags, config=config, history=[row])
    tags.append("b")
    config["n"]["k"] = row["n"]["k"] = 2
    assert (run.tags, run.config, run.history[0]["n"]) == (["a"], {"n": {"k": 1}}, {"k": 1})
