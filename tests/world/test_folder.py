"""Worlds as folders: what is loaded is what was exported, byte for byte, and what is broken is told."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runfake.world import Clock, World
from runfake.world.blobs import BLOCK
from runfake.world.errors import Invalid, NotFound
from runfake.world.folder.places import LONGEST, Places
from runfake.world.runs import RunEdit
from runfake.world.stream import CONSOLE, HISTORY, SUMMARY, Chunk, StreamRequest

from .programs import Call, perform, programs
from .snapshot import view

START = datetime(2026, 1, 1, tzinfo=UTC)


def frozen() -> World:
    return World(clock=Clock(START))


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def loaded_again(world: World) -> World:
    """The world after a way through a folder, which is the same again when it is exported."""
    with TemporaryDirectory() as folder:
        first = world.export(f"{folder}/first")
        loaded = World.load(first)
        assert files_in(loaded.export(f"{folder}/second")) == files_in(first)
        return loaded


def full() -> World:
    """A world with something of everything."""
    world = frozen()
    run = world.run(
        "demo/a",
        config={"lr": 0.1},
        history=[{"loss": math.nan, "é.x": {"deep": 1 << 70}}],
        system_metrics=[{"cpu": 1}],
        console=["hello", "two\nlines", "\ud800"],
        files={"model.bin": b"\xff", "media/x.txt": "x", "large": b"L" * BLOCK},
        tags=["t"],
    )
    data = world.artifact("demo/data", files={"a": "1", "b/c": b"L" * BLOCK}, logged_by=run, aliases=["best"])
    world.artifact("demo/data", files={"a": "2"}, used_by=[run])
    grid = world.sweep("demo/grid", {"method": "grid", "parameters": {"lr": {"values": [1, 2]}}})
    world.sweep("demo/random", {"method": "random", "parameters": {"lr": {"min": 0.0, "max": 1.0}}})
    world.run("demo/b", config={"lr": 1}, sweep=grid)
    world.artifacts.portfolio(data, world.project("demo"), "shelf")
    world.organization("org", members=[world.user("bob")])
    world.team("team", members={"bob": "viewer"}, organization="org")
    world.people.invite(world.team("team"), email="eve@example.com")
    world.delete_run(world.run("demo/gone").storage_id)
    world.clock.advance(timedelta(seconds=1.5))
    return world


@settings(max_examples=25)
@given(program=programs, after=programs)
def test_a_loaded_world_is_the_exported_one_and_goes_on_like_it(program: list[Call], after: list[Call]) -> None:
    world = frozen()
    perform(world, program)
    loaded = loaded_again(world)
    assert view(loaded) == view(world)
    perform(world, after)
    perform(loaded, after)
    assert view(loaded) == view(world)


def test_a_full_world_is_whole_again() -> None:
    world = full()
    loaded = loaded_again(world)
    assert view(loaded) == view(world)
    run, other = world.get_run("demo/a"), loaded.get_run("demo/a")
    assert [a.name for a in loaded.artifacts.lineage.outputs(other)] == ["data:v0"]
    assert [a.name for a in loaded.artifacts.lineage.inputs(other)] == ["data:v1"]
    assert loaded.artifacts.lineage.outputs(other)[0].read("b/c") == b"L" * BLOCK
    assert [sweep.search.next() for sweep in loaded.sweeps.all()] == [
        sweep.search.next() for sweep in world.sweeps.all()
    ]
    assert loaded.clock.now() == world.clock.now()
    assert loaded.run("demo/new").display_name == world.run("demo/new").display_name
    assert json.dumps(other.history.describe_keys()) == json.dumps(run.history.describe_keys())
    assert other.history.lock is loaded.lock
    for each in (world, loaded):
        each.close()


def test_one_copy_is_written_of_a_large_content(tmp_path: Path) -> None:
    files = files_in(full().export(tmp_path / "w"))
    assert [name for name, content in files.items() if content == b"L" * BLOCK] == ["runfake/demo/runs/a/files/large"]


def test_exporting_changes_nothing_and_equal_worlds_give_equal_bytes(tmp_path: Path) -> None:
    world = full()
    before = view(world)
    first = files_in(world.export(tmp_path / "a"))
    assert view(world) == before
    assert files_in(full().export(tmp_path / "b")) == first
    assert files_in(world.export(tmp_path / "a")) == first


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '{"a":1}',
        '{\n  "a": 1\n}',
        '{\n  "a": 1\n}\n',
        '\n{"a":1}',
        '{"a":1}\n\n',
        '{"a":NaN,"b":1e-05,"c":"\\u003c","d":"é"}',
        "{}",
    ],
)
def test_what_was_logged_comes_back_to_the_letter(text: str) -> None:
    world = frozen()
    run = world.run("demo/a")
    chunks = {name: Chunk(0, [text]) for name in (HISTORY, SUMMARY, CONSOLE)}
    world.run_writes.stream(run, StreamRequest(chunks))
    loaded = loaded_again(world).get_run("demo/a")
    assert loaded.history.sample(9) == [text]
    assert loaded.wire_summary.text == text
    assert [line.text for line in loaded.console] == [line.text for line in run.console]


HARD_NAMES = [
    "../../x",
    "/abs",
    "a",
    "A",
    "a/b",
    "A/b",
    "con",
    "NUL.txt",
    ".",
    "..",
    "é",
    "a\\b",
    *("x" * 300, "y" * 300 + "/z"),
]


def test_names_from_hell_stay_in_the_folder_and_come_back(tmp_path: Path) -> None:
    world = frozen()
    run = world.run("demo/a", files={name: name for name in HARD_NAMES})
    loaded = loaded_again(world).get_run("demo/a")
    assert {name: file.content.decode() for name, file in loaded.files.items()} == {name: name for name in run.files}
    world.export(tmp_path / "in" / "w")
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["w"]


@given(names=st.lists(st.lists(st.text(min_size=1), min_size=1, max_size=3), max_size=8))
def test_no_two_files_get_the_same_place_whatever_the_case(names: list[list[str]]) -> None:
    places = Places()
    given = [places.file("f", *parts) for parts in names]
    folded = [path.casefold() for path in given]
    assert len(set(folded)) == len(folded)
    assert not [a for a in folded for b in folded if b.startswith(f"{a}/")]
    assert all(path.isascii() and max(map(len, path.split("/"))) <= LONGEST for path in given)


def test_a_world_can_be_loaded_with_another_clock(tmp_path: Path) -> None:
    folder = full().export(tmp_path / "w")
    later = Clock(START + timedelta(days=1))
    loaded = World.load(folder, clock=later)
    assert loaded.clock is later
    assert loaded.run("demo/new").created_at == later.now()


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


RUN = "runfake/demo/runs/a/run.json"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (removed("world.json"), "holds no world: expected a world.json in it"),
        (removed(RUN), r"run\.json cannot be read, and belongs to this world: No such file"),
        (removed("runfake/demo/runs/a/history.jsonl"), r"history\.jsonl cannot be read"),
        (removed("runfake/demo/runs/a/files/model.bin"), r"model\.bin cannot be read"),
        (edited("world.json", '"$format": 1', '"$format": 99'), r"world\.json, line 2, .*format 99"),
        (edited(RUN, '"display_name": ', '"display_nam": '), r"run\.json, line \d+, /display_nam: .*'display_name'"),
        (edited(RUN, '"tags": ["t"],\n', ""), r"run\.json, line 1, : a Run needs 'tags'"),
        (edited(RUN, '"tags": ["t"],\n', '"tags": ["t"]\n'), r"run\.json, line \d+: this is no JSON"),
        (edited(RUN, '"life.Life"', '"life.Lief"'), r"run\.json, line \d+, /life/\$class: .*'life.Life'"),
        (edited(RUN, "users/runfake.json", "users/nobody.json"), r"users/nobody\.json cannot be read"),
        (edited(RUN, "users/runfake.json", "../../secret.json"), "leads out of the folder"),
        (edited(RUN, "2026-01-01T", "2026-13-01T"), r"run\.json, line \d+, /created_at/\$time: '2026-13-01"),
        (edited(RUN, '"$time"', '"$tim"'), r"'\$tim' is nothing that a value can be"),
        (edited("runfake/demo/runs/a/history.jsonl", "{", "["), r"history\.jsonl: line 0 of .* not valid JSON"),
        (edited("runfake/demo/sweeps/grid/setup.yaml", "grid", "gird"), r"setup\.yaml: .*'grid'"),
    ],
)
def test_what_is_broken_is_told(tmp_path: Path, damage: Callable[[Path], None], told: str) -> None:
    folder = full().export(tmp_path / "w")
    damage(folder)
    with pytest.raises(Invalid, match=told):
        World.load(folder)


def test_another_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(Invalid, match=r"holds 'notes\.txt', which is of no world"):
        frozen().export(tmp_path)
    with pytest.raises(Invalid, match="is a file"):
        frozen().export(tmp_path / "notes.txt")
    assert files_in(tmp_path) == {"notes.txt": b"mine"}


def test_a_world_that_cannot_be_exported_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    class Mine(Clock):
        pass

    known = files_in(full().export(tmp_path / "w"))
    with pytest.raises(TypeError, match="Mine, which is not runfake's own"):
        World(clock=Mine(START)).export(tmp_path / "w")
    assert files_in(tmp_path / "w") == known
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_a_name_that_no_world_has_is_told() -> None:
    with pytest.raises(NotFound, match="no folder 'nowhere'"):
        World.load("nowhere")


def test_an_edit_shows_as_one_line(tmp_path: Path) -> None:
    world = full()
    before = files_in(world.export(tmp_path / "w"))
    world.run_writes.edit(world.get_run("demo/a").storage_id, RunEdit(notes="n", group="g"))
    after = files_in(world.export(tmp_path / "w"))
    assert [name for name in after if after[name] != before.get(name)] == [RUN]
    new = set(after[RUN].splitlines()) - set(before[RUN].splitlines())
    assert new == {b'  "group": "g",', b'  "notes": "n",'}
