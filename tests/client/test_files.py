"""Rows 4, 5 and 15: the files of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
import wandb
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake

NAMES = ["a.txt", "media/images/b.png", "naïve file.txt", "with space/and#hash?.txt", "zero.bin"]


@pytest.fixture
def held(runfake: Runfake) -> Runfake:
    """A world with five files in its run."""
    runfake.run("shop/a", files={name: name.encode() if name != "zero.bin" else b"" for name in NAMES})
    return runfake


def test_file_is_the_one_of_exactly_that_name(held: Runfake, api: wandb.Api) -> None:
    file = api.run("shop/a").file("a.txt")
    assert (file.name, file.size, file.mimetype) == ("a.txt", 5, "text/plain")
    assert file.md5 == held.get_run("shop/a").files["a.txt"].blob.md5  # type: ignore[union-attr]


@pytest.mark.parametrize("name", NAMES)
def test_every_file_downloads_as_it_was(held: Runfake, api: wandb.Api, tmp_path: Path, name: str) -> None:
    api.run("shop/a").file(name).download(root=str(tmp_path)).close()
    assert (tmp_path / name).read_bytes() == held.get_run("shop/a").files[name].content


@pytest.mark.parametrize("per_page", [1, 2, 4, 5, 50])
def test_per_page_is_the_size_of_a_page_never_a_limit(held: Runfake, api: wandb.Api, per_page: int) -> None:
    files = api.run("shop/a").files(per_page=per_page)
    assert [file.name for file in files] == NAMES
    assert len(files) == len(NAMES)
    sent = [entry for entry in held.journal if "RunFiles" in entry.operations]
    assert {entry.variables["fileLimit"] for entry in sent} == {per_page}
    assert len(sent) == -(-len(NAMES) // per_page)


def test_names_choose_and_no_names_mean_all(held: Runfake, api: wandb.Api) -> None:
    run = api.run("shop/a")
    assert [file.name for file in run.files(names=["zero.bin", "a.txt"])] == ["a.txt", "zero.bin"]
    assert [file.name for file in run.files(names=[])] == NAMES
    assert len(held.journal) > 0


def test_a_pattern_chooses_and_invents_nothing(held: Runfake, api: wandb.Api) -> None:
    run = api.run("shop/a")
    assert [file.name for file in run.files(pattern="%.txt")] == [name for name in NAMES if name.endswith(".txt")]
    assert list(run.files(pattern="nothing%")) == []
    assert len(held.get_run("shop/a").files) == 5


def test_a_file_that_is_not_there_is_a_placeholder_that_cannot_be_downloaded(
    held: Runfake, api: wandb.Api, tmp_path: Path
) -> None:
    file = api.run("shop/a").file("missing.txt")
    assert (file.name, file.size, file.updated_at) == ("missing.txt", 0, None)
    with pytest.raises(CommError, match=r"(?s)404.*file 'missing.txt' not found"):
        file.download(root=str(tmp_path))
    assert "missing.txt" not in held.get_run("shop/a").files


def test_a_deleted_file_is_gone(held: Runfake, api: wandb.Api) -> None:
    run = api.run("shop/a")
    run.file("a.txt").delete()
    assert [file.name for file in run.files()] == NAMES[1:]
    assert "a.txt" not in held.get_run("shop/a").files


def test_upload_file_keeps_the_path_relative_to_the_root(
    held: Runfake, api: wandb.Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "my_dir"
    inner.mkdir()
    (inner / "file.txt").write_text("hello")
    monkeypatch.chdir(inner)
    file = api.run("shop/a").upload_file("file.txt", root="../")
    assert (file.name, file.size) == ("my_dir/file.txt", 5)
    assert held.get_run("shop/a").files["my_dir/file.txt"].content == b"hello"


def test_upload_file_replaces_and_leaves_the_state_alone(held: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    file = api.run("shop/a").upload_file(str(tmp_path / "a.txt"), root=str(tmp_path))
    run = held.get_run("shop/a")
    assert (file.size, run.files["a.txt"].content, len(run.files), run.state) == (0, b"", 5, "finished")


def test_a_large_file_travels_whole(held: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096 * 5
    (tmp_path / "large.bin").write_bytes(content)
    run = api.run("shop/a")
    run.upload_file(str(tmp_path / "large.bin"), root=str(tmp_path))
    assert held.get_run("shop/a").files["large.bin"].content == content
    run.file("large.bin").download(root=str(tmp_path / "back")).close()
    assert (tmp_path / "back" / "large.bin").read_bytes() == content
