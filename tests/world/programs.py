"""Programs of calls on a world, as plain data that Hypothesis makes up and that any world can run."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from runfake.world import World
from runfake.world.errors import WorldError
from runfake.world.runs import Run, RunEdit
from runfake.world.states import STATES
from runfake.world.stream import HISTORY, Chunk, StreamRequest

from .values import metrics

_paths = st.builds("{}/{}".format, st.sampled_from(["p", "team/p", "q"]), st.sampled_from(["r1", "r2", "bad:id"]))
_names = st.sampled_from(["p", "q", "a/b"])
_entities = st.sampled_from([None, "runfake", "team", "nobody"])
_numbers = st.integers(0, 3)


@dataclass(frozen=True)
class Call:
    """One call: the name of a method of :class:`Calls`, and what it is given."""

    name: str
    given: tuple[Any, ...]


class Calls:
    """What a program can do to a world; runs are named by their position, for ids are the world's own."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _run(self, position: int) -> Run:
        runs = self._world.runs()
        return runs[position % len(runs)] if runs else self._world.get_run("p/none")

    def run(self, path: str, history: list[dict[str, Any]], state: str | None) -> None:
        self._world.run(path, history=history, state=state, console=["x"], files={"f": str(len(history))})

    def upsert(self, entity: str | None, project: str | None, run_id: str | None, host: str | None) -> None:
        edit = RunEdit(host=host, tags=["t"])
        self._world.run_writes.upsert(
            self._world.default_user, entity=entity, project=project, run_id=run_id, edit=edit
        )

    def stream(self, position: int, row: dict[str, Any], complete: bool) -> None:
        run = self._run(position)
        chunk = Chunk(len(run.history), [json.dumps(row)])
        self._world.run_writes.stream(run, StreamRequest({HISTORY: chunk}, complete=complete))

    def edit(self, position: int, notes: str) -> None:
        self._world.run_writes.edit(self._run(position).storage_id, RunEdit(notes=notes))

    def delete(self, position: int) -> None:
        self._world.delete_run(self._run(position).storage_id)

    def stop(self, position: int) -> None:
        self._world.stop_run(self._run(position).storage_id)

    def set_state(self, position: int, state: str) -> None:
        self._world.run_writes.set_state(self._run(position).storage_id, state)

    def put_file(self, position: int, name: str) -> None:
        self._world.run_writes.put_file(self._run(position), name, self._world.blobs.put(name.encode()))

    def delete_files(self, position: int, names: list[str]) -> None:
        run = self._run(position)
        self._world.run_writes.delete_files([run.files.named(name).id for name in names])

    def project(self, entity: str | None, name: str) -> None:
        self._world.projects.upsert(self._world.default_user, entity=entity, name=name)

    def team(self, name: str) -> None:
        self._world.team(name)

    def key(self) -> None:
        self._world.issue_key(self._world.default_user)

    def artifact(self, position: int, content: str, aliases: list[str]) -> None:
        runs = [self._run(position)]
        self._world.artifact("p/data", files={"f": content}, aliases=aliases, logged_by=runs[0], used_by=runs)

    def sweep(self, method: str, attach: bool) -> None:
        parameters = {"lr": {"values": [1, 2]}}
        sweep = self._world.sweep("p/s", {"method": method, "parameters": parameters})
        if attach:
            self._world.run("p/of-sweep", config=sweep.search.next() or {}, sweep=sweep)

    def rename(self, old: str, new: str) -> None:
        self._world.project_changes.rename(self._world.project(old), new)

    def wait(self, seconds: int) -> None:
        self._world.clock.advance(seconds)


def perform(world: World, program: list[Call]) -> None:
    """Makes the calls one after another; what the world refuses is passed over."""
    for call in program:
        with suppress(WorldError):
            getattr(Calls(world), call.name)(*call.given)


def _call(name: str, *given: SearchStrategy[Any]) -> SearchStrategy[Call]:
    return st.builds(Call, st.just(name), st.tuples(*given))


calls: SearchStrategy[Call] = st.one_of(
    _call("run", _paths, st.lists(metrics, max_size=2), st.sampled_from([None, *STATES, "bad"])),
    _call(
        "upsert",
        _entities,
        st.sampled_from([None, "p", "a/b"]),
        st.sampled_from([None, "r1", "?"]),
        st.none() | st.just("h"),
    ),
    _call("stream", _numbers, metrics, st.booleans()),
    _call("edit", _numbers, st.sampled_from(["", "n"])),
    _call("delete", _numbers),
    _call("stop", _numbers),
    _call("set_state", _numbers, st.sampled_from([*STATES, "bad"])),
    _call("put_file", _numbers, st.sampled_from(["f", "g", ""])),
    _call("delete_files", _numbers, st.lists(st.sampled_from(["f", "g"]), max_size=2)),
    _call("project", _entities, _names),
    _call("team", _names),
    _call("key"),
    _call("artifact", _numbers, st.sampled_from(["1", "2"]), st.lists(st.sampled_from(["best", "v1"]), max_size=2)),
    _call("sweep", st.sampled_from(["grid", "random"]), st.booleans()),
    _call("rename", st.sampled_from(["p", "team/p"]), st.sampled_from(["p", "z", "q"])),
    _call("wait", _numbers),
)
programs: SearchStrategy[list[Call]] = st.lists(calls, max_size=15)
