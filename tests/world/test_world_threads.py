"""One lock per world: every call is atomic, whichever thread it comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier, RLock, Thread
from typing import Any, cast

import pytest

from runfake.world import Clock, World
from runfake.world.runs import RunEdit
from runfake.world.stream import HISTORY, Chunk, StreamRequest

from .snapshot import view
from .values import NOON

THREADS = 8


class Witness:
    """A lock that looks at the world when it is first taken and when it is given back last."""

    def __init__(self, world: World) -> None:
        self._world, self._lock, self._depth = world, RLock(), 0
        self.views: list[dict[str, Any]] = []

    def __enter__(self) -> None:
        self._lock.acquire()
        self._depth += 1
        if self._depth == 1:
            self.views.append(view(self._world))

    def __exit__(self, *_: object) -> None:
        if self._depth == 1:
            self.views.append(view(self._world))
        self._depth -= 1
        self._lock.release()


def witness_of(world: World) -> Witness:
    """A witness in the place of the lock, wherever the world's own calls take it."""
    witness = Witness(world)
    for holder in (world, world.projects, world.run_writes):
        holder.lock = cast("RLock", witness)
    return witness


def furnished(clock: Clock | None = None) -> World:
    world = World(clock=clock or Clock(NOON))
    world.run("p/r", state="running", files={"f": "1", "g": "2"})
    return world


def stored(world: World) -> str:
    return world.people.entities["runfake"].projects["p"].runs["r"].storage_id


ONE_ROW = StreamRequest({HISTORY: Chunk(0, ['{"loss":1}'])})
CALLS: dict[str, Callable[[World], object]] = {
    "run": lambda w: w.run("new/new", history=[{"loss": 1}], files={"f": "x"}, console=["x"], tags=["a"]),
    "project": lambda w: w.project("team/new"),
    "team": lambda w: w.team("new"),
    "issue_key": lambda w: w.issue_key(w.default_user),
    "upsert_project": lambda w: w.projects.upsert(w.default_user, entity=None, name="new", description="d"),
    "upsert_run": lambda w: w.run_writes.upsert(
        w.default_user, entity=None, project="n", run_id="n", edit=RunEdit(notes="n")
    ),
    "edit_run": lambda w: w.run_writes.edit(stored(w), RunEdit(notes="n")),
    "stream": lambda w: w.run_writes.stream(w.people.entities["runfake"].projects["p"].runs["r"], ONE_ROW),
    "delete_run": lambda w: w.delete_run(stored(w)),
    "stop_run": lambda w: w.stop_run(stored(w)),
    "set_run_state": lambda w: w.run_writes.set_state(stored(w), "failed"),
    "put_file": lambda w: w.run_writes.put_file(
        w.people.entities["runfake"].projects["p"].runs["r"], "h", w.blobs.put(b"")
    ),
    "delete_files": lambda w: w.run_writes.delete_files(
        [f.id for f in w.people.entities["runfake"].projects["p"].runs["r"].files.values()]
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_does_all_it_does_while_it_holds_the_lock(name: str) -> None:
    world = furnished()
    before = view(world)
    witness = witness_of(world)
    CALLS[name](world)
    assert len(witness.views) == 2
    assert witness.views == [before, view(world)]
    assert witness.views[0] != witness.views[1]


@pytest.mark.parametrize(
    "ask", [World.runs, lambda w: w.find_run("p/r"), lambda w: w.get_run("p/r"), lambda w: w.run_by_id(stored(w))]
)
def test_a_look_takes_the_lock(ask: Callable[[World], object]) -> None:
    world = furnished()
    witness = witness_of(world)
    ask(world)
    assert len(witness.views) == 2


class Intruded(Clock):
    """A clock that, whenever its world reads it, lets another thread try to get at that world."""

    def __init__(self) -> None:
        super().__init__(NOON)
        self.world: World | None = None
        self.got_in: list[bool] = []

    def now(self) -> datetime:
        if self.world:
            intruder = Thread(target=self._try, args=[self.world])
            intruder.start()
            intruder.join()
        return super().now()

    def _try(self, world: World) -> None:
        self.got_in.append(world.lock.acquire(blocking=False))
        if self.got_in[-1]:
            world.lock.release()


@pytest.mark.parametrize("name", ["run", "project", "upsert_project", "upsert_run", "stream", "put_file"])
def test_no_other_thread_gets_in_while_a_call_is_under_way(name: str) -> None:
    clock = Intruded()
    clock.world = furnished(clock)
    CALLS[name](clock.world)
    assert set(clock.got_in) == {False}


@pytest.fixture
def hectic() -> Iterator[None]:
    """Threads take turns as often as the interpreter can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What ``work`` returns in each of several threads that set out together."""
    barrier = Barrier(THREADS)

    def start(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(start, range(THREADS)))


@pytest.mark.usefixtures("hectic")
def test_of_many_threads_that_make_one_run_exactly_one_makes_it() -> None:
    world = World()

    def work(_: int) -> list[bool]:
        made = [
            world.run_writes.upsert(world.default_user, entity=None, project="p", run_id=f"r{i}", edit=RunEdit())
            for i in range(25)
        ]
        return [inserted for _, inserted in made]

    inserted = at_once(work)
    assert [sum(column) for column in zip(*inserted, strict=True)] == [1] * 25
    assert sorted(run.number for run in world.runs()) == list(range(1, 26))
    assert {run.display_name.rsplit("-", 1)[1] for run in world.runs()} == {str(i) for i in range(1, 26)}


@pytest.mark.usefixtures("hectic")
def test_rows_that_threads_append_are_all_there_and_none_twice() -> None:
    world = World()
    at_once(lambda number: [world.run("p/r", history=[{"by": number, "i": i}]) for i in range(10)])
    history = world.get_run("p/r").history
    assert history.steps() == list(range(THREADS * 10))
    for number in range(THREADS):
        assert [row["i"] for row in history if row["by"] == number] == list(range(10))


@pytest.mark.usefixtures("hectic")
def test_large_files_that_threads_store_at_once_keep_their_bytes() -> None:
    world = World()
    run = world.run("p/r")

    def work(number: int) -> bool:
        content = bytes([number]) * ((1 << 20) + 1)
        file = world.run_writes.put_file(run, f"f{number}", world.blobs.put(content))
        return file.content == content

    assert at_once(work) == [True] * THREADS
    world.close()
