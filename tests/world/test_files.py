"""The files of a run against a dict, and their names, which are keys and nothing else."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import Clock, World
from runfake.world.errors import Invalid, NotFound
from runfake.world.files import LONGEST_FILE_NAME
from runfake.world.runs import Run

from .values import NOON, any_text

names = st.sampled_from(["config.yaml", "media/a.png", "media/b.png", "../../etc/passwd", "/", "ключ", " "]) | any_text
some_names = names.filter(lambda name: name != "" and "\0" not in name)


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


@pytest.fixture
def run(world: World) -> Run:
    return world.run("p/r")


@given(st.lists(st.tuples(some_names, st.none() | st.binary(max_size=3)), max_size=10))
def test_files_are_there_from_their_upload_to_their_deletion(program: list[tuple[str, bytes | None]]) -> None:
    world = World(clock=Clock(NOON))
    run, model, gone = world.run("p/r"), dict[str, bytes](), set[str]()
    for name, content in program:
        if content is not None:
            world.run_writes.put_file(run, name, world.blobs.put(content))
            model[name] = content
        elif model.pop(name, None) is not None:
            world.run_writes.delete_files([run.files[name].id])
            gone.add(name)
        elif name in gone:
            # A client whose answer was lost asks again.
            world.run_writes.delete_files([run.files.named(name).id])
        else:
            with pytest.raises(NotFound):
                world.run_writes.delete_files([run.files.named(name).id])
        assert [(file.name, file.content) for file in run.files.values()] == sorted(model.items())
        assert len(run.files) == len(model)
        assert all((known in run.files) == (known in model) for known, _ in program)


def test_a_file_knows_its_size_its_time_and_its_digest(world: World, run: Run) -> None:
    world.clock.advance(60)
    file = world.run_writes.put_file(run, "a.txt", world.blobs.put(b"hello"))
    assert run.files["a.txt"] is file
    assert (file.size, file.content, file.updated_at) == (5, b"hello", NOON + timedelta(seconds=60))
    assert file.blob is not None
    assert file.blob.md5 == "XUFAKrxLKna5cZ2REBfFkg=="


def test_an_earlier_file_of_the_same_name_is_replaced(world: World, run: Run) -> None:
    world.run_writes.put_file(run, "a", world.blobs.put(b"old"))
    world.clock.advance(1)
    world.run_writes.put_file(run, "a", world.blobs.put(b"new"))
    assert [(f.content, f.updated_at) for f in run.files.values()] == [(b"new", NOON + timedelta(seconds=1))]


def test_asking_for_a_file_that_is_not_there_gives_a_placeholder_and_makes_nothing(run: Run) -> None:
    placeholder = run.files.named("missing.txt")
    assert (placeholder.size, placeholder.content, placeholder.blob) == (0, b"", None)
    assert placeholder.updated_at is None
    assert "missing.txt" not in run.files
    assert len(run.files) == 0


def test_a_placeholder_has_the_id_that_the_file_will_have(world: World, run: Run) -> None:
    assert run.files.named("a/b.txt").id == world.run_writes.put_file(run, "a/b.txt", world.blobs.put(b"")).id


def test_a_file_id_is_base64_of_its_kind_its_run_and_its_name(run: Run) -> None:
    assert b64decode(run.files.named("a:b").id).decode() == f"File:{run.storage_id}:a:b"


def test_a_missing_file_is_told_with_the_nearest_name(world: World, run: Run) -> None:
    world.run_writes.put_file(run, "config.yaml", world.blobs.put(b""))
    with pytest.raises(NotFound, match=r"'confg.yaml' not found in run 'runfake/p/r'. Did you mean 'config.yaml'"):
        run.files["confg.yaml"]


@pytest.mark.parametrize("name", ["", "a\0b", "x" * (LONGEST_FILE_NAME + 1)])
def test_a_name_is_some_characters_and_none_of_them_nul(world: World, run: Run, name: str) -> None:
    with pytest.raises(Invalid, match="bad file name"):
        world.run_writes.put_file(run, name, world.blobs.put(b""))
    with pytest.raises(Invalid, match="bad file name"):
        run.files.named(name)
    assert len(run.files) == 0


def test_the_longest_name_is_taken(world: World, run: Run) -> None:
    assert world.run_writes.put_file(run, "x" * LONGEST_FILE_NAME, world.blobs.put(b"")).name in run.files


def test_names_are_never_paths_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    world = World()
    run = world.run("p/r", files={"../up.bin": bytes(1 << 20), str(tmp_path / "abs.bin"): b"x", "here.bin": b"y"})
    assert len(run.files) == 3
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "a", inner]
    world.close()


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("a/b.txt", "text/plain"),
        ("x.png", "image/png"),
        ("x.json", "application/json"),
        ("none", None),
        ("//[.q", None),
    ],
)
def test_the_name_suggests_the_media_type(run: Run, name: str, mimetype: str | None) -> None:
    assert run.files.named(name).mimetype == mimetype
