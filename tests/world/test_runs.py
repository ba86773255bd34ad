"""Runs: what an edit changes and what it leaves, and how a run is known."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.runs import Run, RunEdit
from runfake.world.summary import Summary

from .snapshot import view_of_run

TEXTS = [f.name for f in fields(RunEdit) if f.name not in ("config", "summary", "tags")]
edits = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.none() | st.lists(st.sampled_from("ab"), max_size=2),
        **{name: st.sampled_from([None, "", "x", "two\nlines"]) for name in TEXTS},
    },
)


@pytest.fixture
def run() -> Run:
    return World().run("p/r", config={"lr": 1}, history=[{"loss": 2}], tags=["a"], notes="n")


@given(st.lists(edits, max_size=4))
def test_what_is_not_given_stays_and_an_empty_value_is_a_value(program: list[dict[str, Any]]) -> None:
    run = World().run("p/r")
    model = {name: getattr(run, name) for name in ("tags", *TEXTS)}
    for edit in program:
        run.edit(RunEdit(**edit))
        model |= {name: value for name, value in edit.items() if value is not None}
        assert {name: getattr(run, name) for name in model} == model


def test_an_edit_of_nothing_changes_nothing(run: Run) -> None:
    before = view_of_run(run)
    run.edit(RunEdit())
    assert view_of_run(run) == before


def test_config_and_summary_are_replaced_whole(run: Run) -> None:
    run.edit(RunEdit(config=Config('{"new": {"value": 1}}'), summary=Summary('{"best": NaN}')))
    assert run.config == {"new": 1}
    assert run.wire_summary.text == '{"best": NaN}'
    run.edit(RunEdit(config=Config("{}"), summary=Summary("{}")))
    assert (run.config, run.summary) == ({}, {})


def test_one_edit_on_two_runs_leaves_them_apart() -> None:
    one, other = World().run("p/r"), World().run("p/r")
    edit = RunEdit(tags=["a"])
    one.edit(edit)
    other.edit(edit)
    one.tags.append("b")
    assert other.tags == ["a"]


def test_a_config_that_was_read_is_a_copy() -> None:
    run = World().run("p/r", config={"layers": [1, 2], "n": {"k": 1}})
    run.config["layers"].append(3)
    run.config["n"]["k"] = 2
    run.config["new"] = 1
    assert run.config == {"layers": [1, 2], "n": {"k": 1}}


def test_a_summary_that_was_read_is_a_copy(run: Run) -> None:
    run.summary["loss"] = 3
    assert run.summary["loss"] == 2


def test_a_storage_id_is_base64_of_the_run_and_its_path(run: Run) -> None:
    assert b64decode(run.storage_id, validate=True) == b"Run:v1:r:p:runfake"
    assert Run.storage_id_of("runfake", "p", "r") == run.storage_id


def test_a_run_shows_its_path_and_its_state(run: Run) -> None:
    assert run.path == "runfake/p/r"
    assert repr(run) == "<run runfake/p/r (finished)>"


def test_a_state_that_is_set_is_put_by_hand(run: Run) -> None:
    run.state = "failed"
    assert (run.state, run.exit_code) == ("failed", 1)
    with pytest.raises(Invalid, match="Did you mean 'failed'"):
        run.state = "faild"
    assert run.state == "failed"


def test_system_metrics_are_those_measured_last() -> None:
    run = World().run("p/r", system_metrics=[{"system.cpu": 1}, {"system.cpu": 2, "_timestamp": 3}])
    assert run.system_metrics == {"system.cpu": 2}
