"""After a call that was refused the world is as it was before, and goes on as if the call had not been."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runfake.world import Clock, World
from runfake.world.errors import Conflict, Gone, Invalid, NotFound, WorldError
from runfake.world.ids import node_id
from runfake.world.runs import Run, RunEdit
from runfake.world.stream import HISTORY, Chunk, StreamRequest

from .snapshot import view
from .values import NOON

EDIT = RunEdit(notes="changed", host="node-1")
ALL_GOOD: dict[str, Any] = {
    "config": {"lr": 2},
    "history": [{"loss": 3}],
    "summary": {"loss": 3},
    "tags": ["b"],
    "files": {"new": "x"},
    "state": "failed",
    "notes": "changed",
    "console": ["x"],
    "system_metrics": [{"system.cpu": 1}],
}
BAD: list[dict[str, Any]] = [
    {"config": {"lr": object()}},
    {"config": {(1, 2): 3}},
    {"history": [{"loss": 1}, "no dict"]},
    {"history": [{"loss": {1, 2}}]},
    {"history": [{"loss": 1}, {"_step": 1.5}]},
    {"history": [{"_step": "x"}, {"loss": 1}]},
    {"history": [{"_step": 2**63}]},
    {"summary": {"loss": b"x"}},
    {"files": {"": b""}},
    {"files": {"a\0": b""}},
    {"files": {"good": b"", "bad": 5}},
    {"files": {"bad": "a lone surrogate \ud800"}},
    {"console": ["good", 5]},
    {"system_metrics": [{"a": 1}, {"a": object()}]},
    {"system_metrics": [7]},
    {"state": "finnished"},
]


def furnished() -> World:
    world = World(clock=Clock(NOON))
    world.run("p/r", state="running", config={"lr": 1}, history=[{"loss": 1}], tags=["a"], files={"f": "1", "g": "2"})
    world.delete_run(world.run("p/gone").storage_id)
    world.clock.advance(60)
    return world


def storage_id(world: World) -> str:
    return world.get_run("p/r").storage_id


def upsert(world: World, entity: str | None, project: str | None, run_id: str | None, state: str | None = None) -> None:
    world.run_writes.upsert(world.default_user, entity=entity, project=project, run_id=run_id, edit=EDIT, state=state)


def file_id(world: World, name: str) -> str:
    return world.get_run("p/r").files.named(name).id


def gone_id(world: World) -> str:
    return Run.storage_id_of(world.entity.name, "p", "gone")


def assert_refused(call: Callable[[World], object], kind: type[Exception]) -> None:
    """Sees that the call raises just that, and that no later call can tell."""
    world, twin = furnished(), furnished()
    before = view(world)
    with pytest.raises(kind) as caught:
        call(world)
    assert type(caught.value) is kind
    assert view(world) == before
    for either in (world, twin):
        either.run("p/later")
        either.project("later")
        either.team("later")
        either.issue_key(either.default_user)
        either.run_writes.upsert(either.default_user, entity=None, project=None, run_id=None, edit=RunEdit())
    assert view(world) == view(twin)


@pytest.mark.parametrize("path", ["p/r", "p/new", "team-b/new/new"])
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: next(iter(bad)))
def test_a_run_is_put_there_whole_or_not_at_all(bad: dict[str, Any], path: str) -> None:
    assert_refused(lambda world: world.run(path, **(ALL_GOOD | bad)), Invalid)


@pytest.mark.parametrize("path", ["", "r", "a/b/c/d", "p/", "new:/p/r", "team-b/new/bad?", f"p/{'x' * 129}"])
def test_a_bad_path_makes_neither_team_nor_project_nor_run(path: str) -> None:
    assert_refused(lambda world: world.run(path, **ALL_GOOD), Invalid)
    assert_refused(lambda world: world.find_run(path), Invalid)


def test_a_file_that_cannot_be_read_leaves_no_trace(tmp_path: Path) -> None:
    assert_refused(lambda world: world.run("p/new", files={"f": tmp_path / "none"}), FileNotFoundError)


def test_a_large_file_for_a_closed_world_leaves_no_trace() -> None:
    def call(world: World) -> None:
        world.close()
        world.run("p/new", history=[{"loss": 1}], files={"large": bytes(1 << 20)})

    assert_refused(call, Gone)


CALLS: list[tuple[str, type[WorldError], Callable[[World], object]]] = [
    ("project of no entity", NotFound, lambda w: w.projects.upsert(w.default_user, entity="nobody", name="x")),
    ("project without name", Invalid, lambda w: w.projects.upsert(w.default_user, entity=None, name=None)),
    ("project with bad name", Invalid, lambda w: w.projects.upsert(w.default_user, entity=None, name="a/b")),
    ("project with bad path", Invalid, lambda w: w.project("new-team/a:b")),
    ("team with bad name", Invalid, lambda w: w.team("a/b")),
    ("taken key", Conflict, lambda w: w.issue_key(w.default_user, w.api_key)),
    ("missing run", NotFound, lambda w: w.get_run("p/none")),
    ("deleted run", Gone, lambda w: w.get_run("p/gone")),
    ("missing id", NotFound, lambda w: w.run_by_id("none")),
    ("upsert in no entity", NotFound, lambda w: upsert(w, "nobody", "p", "r")),
    ("upsert in bad project", Invalid, lambda w: upsert(w, None, "a/b", None)),
    ("upsert of bad run id", Invalid, lambda w: upsert(w, None, "new", "a/b")),
    ("upsert with bad state", Invalid, lambda w: upsert(w, None, "new", "new", "finnished")),
    ("upsert of deleted run", Gone, lambda w: upsert(w, None, "p", "gone")),
    ("edit of missing run", NotFound, lambda w: w.run_writes.edit("none", EDIT)),
    ("edit of deleted run", Gone, lambda w: w.run_writes.edit(gone_id(w), EDIT)),
    ("stop of missing run", NotFound, lambda w: w.stop_run("none")),
    ("stop of deleted run", Gone, lambda w: w.stop_run(gone_id(w))),
    ("bad transition", Invalid, lambda w: w.run_writes.set_state(storage_id(w), "finished")),
    ("unknown state", Invalid, lambda w: w.run_writes.set_state(storage_id(w), "finnished")),
    ("state of deleted run", Gone, lambda w: w.run_writes.set_state(gone_id(w), "failed")),
    (
        "gap in stream",
        Invalid,
        lambda w: w.run_writes.stream(w.get_run("p/r"), StreamRequest({HISTORY: Chunk(9, ["{}"])})),
    ),
    ("file without name", Invalid, lambda w: w.run_writes.put_file(w.get_run("p/r"), "", w.blobs.put(b"x"))),
    ("one file not there", NotFound, lambda w: w.run_writes.delete_files([file_id(w, "f"), file_id(w, "none")])),
    ("no file id", NotFound, lambda w: w.run_writes.delete_files([file_id(w, "f"), "none"])),
    ("id of another kind", NotFound, lambda w: w.run_writes.delete_files([node_id("Folder", storage_id(w), "f")])),
    ("run id for file id", NotFound, lambda w: w.run_writes.delete_files([file_id(w, "f"), storage_id(w)])),
]


@pytest.mark.parametrize(("kind", "call"), [given[1:] for given in CALLS], ids=[given[0] for given in CALLS])
def test_a_refused_call_leaves_no_trace(kind: type[WorldError], call: Callable[[World], object]) -> None:
    assert_refused(call, kind)


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda w: w.get_run("p/training-rum"), "Did you mean 'runfake/p/training-run'?"),
        (lambda w: w.run("p/r", state="finnished"), "Did you mean 'finished'?"),
        (lambda w: upsert(w, "runfak", "p", "r"), "Did you mean 'runfake'?"),
        (lambda w: w.run_writes.delete_files([file_id(w, "config.yml")]), "Did you mean 'config.yaml'?"),
    ],
)
def test_the_error_names_the_nearest(call: Callable[[World], object], hint: str) -> None:
    world = furnished()
    world.run("p/training-run")
    world.run("p/r", files={"config.yaml": ""})
    with pytest.raises(WorldError) as caught:
        call(world)
    assert hint in str(caught.value)
