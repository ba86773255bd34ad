"""`Run.upload_file`: a file is saved under its path relative to ``root``."""

from __future__ import annotations

from pathlib import Path

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_under_its_own_name(backend: Runfake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = backend.run("demo/a")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("hello")
    returned = wandb.Api().run("demo/a").upload_file("file.txt")
    assert (returned.name, returned.size) == ("file.txt", 5)
    assert held.files["file.txt"].content == b"hello"


def test_relative_to_the_folder_above(backend: Runfake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = backend.run("demo/a")
    (tmp_path / "my_dir").mkdir()
    monkeypatch.chdir(tmp_path / "my_dir")
    Path("file.txt").write_text("hello")
    returned = wandb.Api().run("demo/a").upload_file("file.txt", root="../")
    assert returned.name == "my_dir/file.txt"
    assert list(held.files) == ["my_dir/file.txt"]


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 4096], ids=["empty", "one MiB"])
def test_of_any_content(backend: Runfake, tmp_path: Path, content: bytes) -> None:
    held = backend.run("demo/a", files={"file.bin": b"before"})
    (tmp_path / "file.bin").write_bytes(content)
    returned = wandb.Api().run("demo/a").upload_file(str(tmp_path / "file.bin"), root=str(tmp_path))
    assert held.files["file.bin"].content == content
    assert returned.size == len(content)
