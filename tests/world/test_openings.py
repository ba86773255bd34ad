"""A process starts to write to a run: what begins anew, and what must not lose anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from runfake.world import Clock, World
from runfake.world.alerts import Alert
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.runs import Run, RunEdit
from runfake.world.stream import CONSOLE, EVENTS, HISTORY, SUMMARY, Chunk, StreamRequest

from .snapshot import view_of_run
from .values import NOON


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


def config_of_client(started: float | None = None, **values: Any) -> Config:
    """A config as a process sends it that has started."""
    internal = {"t": {"5": "0.31.0"}} | ({} if started is None else {"start_time": started})
    entries = {key: {"value": value} for key, value in values.items()}
    return Config(json.dumps(entries | {"_wandb": {"value": internal}}))


def introduction(**values: Any) -> RunEdit:
    return RunEdit(host="node", program="train.py", config=config_of_client(**values))


def send(world: World, edit: RunEdit, **how: Any) -> Run:
    run, _ = world.run_writes.upsert(world.default_user, entity=None, project="p", run_id="r", edit=edit, **how)
    return run


def log(world: World, run: Run, offset: int = 0) -> None:
    chunks = {
        HISTORY: Chunk(offset, [f'{{"loss":{offset}}}']),
        EVENTS: Chunk(offset, ['{"system.cpu":1}']),
        CONSOLE: Chunk(offset, [f"line {offset}"]),
        SUMMARY: Chunk(0, [f'{{"loss":{offset}}}']),
    }
    world.run_writes.stream(run, StreamRequest(chunks))


@pytest.fixture
def run(world: World) -> Run:
    """A run that a process logged to, and that people wrote on."""
    run = send(world, introduction(lr=0.1))
    log(world, run)
    world.run_writes.put_file(run, "model.pt", world.blobs.put(b"weights"))
    run.alerts.add(Alert("t", "x", "INFO", NOON))
    world.run("p/r", tags=["a"], notes="n", group="g", job_type="j", display_name="d")
    world.artifact("p/data", logged_by=run)
    return run


def logged(run: Run) -> tuple[Any, ...]:
    """All that was logged to a run."""
    lines = [len(run.history), len(run.events), len(run.console)]
    return (*lines, list(run.files), [alert.title for alert in run.alerts], run.summary)


NOTHING: tuple[Any, ...] = (0, 0, 0, [], [], {})
ALL: tuple[Any, ...] = (1, 1, 1, ["model.pt"], ["t"], {"loss": 0})


def test_a_process_that_begins_a_run_anew_overwrites_what_was_logged(world: World, run: Run) -> None:
    before = view_of_run(run)
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=3))
    world.clock.advance(60)
    assert send(world, introduction(lr=0.2)) is run
    assert logged(run) == NOTHING
    assert run.config == {"lr": 0.2}
    assert (run.state, run.exit_code) == ("running", None)
    assert (run.tags, run.notes, run.group, run.job_type, run.display_name) == (["a"], "n", "g", "j", "d")
    assert (view_of_run(run)["ids"], run.created_at) == (before["ids"], NOON)
    assert [artifact.name for artifact in world.artifacts.lineage.outputs(run)] == ["data:v0"]


def test_a_run_that_an_author_made_is_overwritten_like_any_other(world: World) -> None:
    run = world.run("p/r", history=[{"loss": 1}], files={"f": "x"}, console=["x"], system_metrics=[{"a": 1}])
    send(world, introduction())
    assert logged(run) == NOTHING


HARMLESS: dict[str, Callable[[World, Run], object]] = {
    "resuming": lambda w, r: send(w, introduction(lr=0.2), storage_id=r.storage_id),
    "joining as one of several writers": lambda w, _: send(w, introduction(lr=0.2), shared=True),
    "a config that changed": lambda w, _: send(w, RunEdit(config=config_of_client(lr=0.3))),
    "a name that changed": lambda w, r: send(w, introduction(lr=0.2), storage_id=r.storage_id),
    "Run.update": lambda w, r: w.run_writes.edit(r.storage_id, RunEdit(config=config_of_client(lr=0.3), notes="m")),
    "Run.create": lambda w, _: send(w, RunEdit(), state="running"),
    "an author's hand": lambda w, _: w.run("p/r", config={"lr": 1}, tags=["b"]),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_lost_by_what_begins_no_run(world: World, run: Run, name: str) -> None:
    HARMLESS[name](world, run)
    assert logged(run) == ALL


def test_a_run_that_was_not_started_keeps_what_it_was_given(world: World) -> None:
    run = send(world, RunEdit(config=Config('{"lr":{"value":1}}')), state="pending")
    world.run_writes.put_file(run, "plan.yaml", world.blobs.put(b"x"))
    introduced = introduction(lr=1)
    for _ in range(2):
        send(world, introduced)
        assert (list(run.files), run.state) == (["plan.yaml"], "running")


def test_an_introduction_that_is_sent_again_is_no_new_process(world: World, run: Run) -> None:
    send(world, introduction(lr=0.2))
    world.run_writes.put_file(run, "f", world.blobs.put(b"x"))
    send(world, introduction(lr=0.2))
    assert list(run.files) == ["f"]
    log(world, run)
    send(world, introduction(lr=0.2))
    assert logged(run) == NOTHING


def test_a_process_is_known_by_when_it_started(world: World) -> None:
    run = send(world, introduction(started=1.5))
    log(world, run)
    send(world, introduction(started=1.5, lr=1))
    assert len(run.history) == 1
    send(world, introduction(started=2.5))
    assert len(run.history) == 0


# -- processes that resume without saying so -------------------------------------------------------


def test_a_process_that_goes_on_where_the_run_ended_had_resumed_it(world: World, run: Run) -> None:
    send(world, introduction(lr=0.2))
    world.run_writes.put_file(run, "new.txt", world.blobs.put(b"x"))
    run.alerts.add(Alert("new", "x", "INFO", NOON))
    world.run_writes.stream(run, StreamRequest({SUMMARY: Chunk(0, ['{"loss":0}'])}))
    log(world, run, offset=1)
    assert logged(run) == (2, 2, 2, ["model.pt", "new.txt"], ["t", "new"], {"loss": 1})
    assert run.superseded is None


@pytest.mark.parametrize("name", [HISTORY, EVENTS, CONSOLE])
def test_any_of_its_files_tells(world: World, run: Run, name: str) -> None:
    send(world, introduction(lr=0.2))
    world.run_writes.stream(run, StreamRequest({name: Chunk(1, ["{}"])}))
    assert len(run.history) == (2 if name == HISTORY else 1)


def test_what_was_superseded_is_gone_once_the_new_process_logs(world: World, run: Run) -> None:
    send(world, introduction(lr=0.2))
    log(world, run)
    with pytest.raises(Invalid, match="only 1 line"):
        log(world, run, offset=2)
    assert logged(run) == (1, 1, 1, [], [], {"loss": 0})
    assert run.superseded is None


def test_what_was_superseded_is_gone_once_the_new_process_ends(world: World, run: Run) -> None:
    send(world, introduction(lr=0.2))
    world.run_writes.stream(run, StreamRequest(complete=True))
    assert run.superseded is None


def test_a_request_that_is_refused_takes_nothing_back(world: World, run: Run) -> None:
    send(world, introduction(lr=0.2))
    bad = StreamRequest({HISTORY: Chunk(1, ["{}"]), EVENTS: Chunk(1, ["{"])})
    with pytest.raises(Invalid, match="wandb-events"):
        world.run_writes.stream(run, bad)
    assert logged(run) == NOTHING
    log(world, run, offset=1)
    assert len(run.history) == 2
