"""`Run.file`: the file with exactly that name."""

from __future__ import annotations

from pathlib import Path

import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_of_exactly_that_name(backend: Runfake) -> None:
    backend.run("demo/a", files={"a.txt": "1", "a.txt.gz": "22", "dir/a.txt": "333"})
    run = wandb.Api().run("demo/a")
    for name, size in (("a.txt", 1), ("a.txt.gz", 2), ("dir/a.txt", 3)):
        file = run.file(name)
        assert (file.name, file.size) == (name, size)


def test_is_downloaded(backend: Runfake, tmp_path: Path) -> None:
    backend.run("demo/a", files={"dir/ä b.txt": "hello " * 1000})
    with wandb.Api().run("demo/a").file("dir/ä b.txt").download(root=str(tmp_path)) as file:
        assert file.read() == "hello " * 1000
    assert (tmp_path / "dir/ä b.txt").read_text() == "hello " * 1000


def test_is_deleted(backend: Runfake) -> None:
    held = backend.run("demo/a", files={"a.txt": "1", "b.txt": "2"})
    wandb.Api().run("demo/a").file("a.txt").delete()
    assert list(held.files) == ["b.txt"]
