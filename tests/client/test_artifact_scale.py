"""Artifacts of many files, and of one large file; and what a server leaves on disk: nothing."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from tests.client.processes import LONGEST_WAIT, client, served, until

MANY = 10_000
MEBIBYTE = 1 << 20
LARGE = 2 << 30
ALLOWED_GROWTH = 200 * MEBIBYTE
NEEDED_DISK = 8 << 30

needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to look into the server")


def sparse_file(path: Path, size: int) -> None:
    """Makes a file of holes and a few blocks of noise, the last bytes among them."""
    noise = random.Random(0)
    with path.open("wb") as file:
        file.truncate(size)
        for offset in (0, size // 3, size // 2 + 12345, size - MEBIBYTE):
            file.seek(offset)
            file.write(noise.randbytes(MEBIBYTE))


def md5_of(path: Path) -> str:
    """The MD5 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


@pytest.mark.slow
def test_an_artifact_of_ten_thousand_files(runfake: Runfake, tmp_path: Path) -> None:
    source = tmp_path / "source"
    for i in range(MANY):
        path = source / f"{i % 100:02}" / f"{i}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content {i}")
    begun = time.monotonic()
    with client(tmp_path / "writer", "folder", str(source)) as child:
        assert child.done() == ["v0"]
    logged = time.monotonic()
    target = Path(wandb.Api().artifact("shop/ds:latest").download(root=str(tmp_path / "down"), skip_cache=True))
    print(f"{MANY} files: logged in {logged - begun:.1f} s, downloaded in {time.monotonic() - logged:.1f} s")

    version = runfake.world.project("shop").collections["ds"].memberships[0].artifact
    assert len(version.entries) == MANY
    read = {str(path.relative_to(target)): path.read_text() for path in target.rglob("*") if path.is_file()}
    assert read == {f"{i % 100:02}/{i}.txt": f"content {i}" for i in range(MANY)}
    assert runfake.journal.refused() == []


@pytest.mark.slow
@needs_proc
def test_a_large_file_stays_out_of_the_server_s_memory(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    if free < NEEDED_DISK:
        pytest.skip(f"needs {NEEDED_DISK >> 30} GiB of disk, {free >> 30} GiB are free at {tmp_path}")
    source, target = tmp_path / "source", tmp_path / "down"
    source.mkdir()
    sparse_file(source / "large.bin", LARGE)
    try:
        with served(tmp_path / "served") as server:
            before = server.memory("VmRSS")
            with client(tmp_path / "writer", "folder", str(source), env=server.client_env) as child:
                assert child.done() == ["v0"]
            with client(tmp_path / "reader", "download", str(target), env=server.client_env) as child:
                assert child.done() == ["downloaded"]
            peak = server.memory("VmHWM")
            print(f"server memory: {before >> 20} MiB before, {peak >> 20} MiB at most")
            assert server.open_temporaries() != []
        assert (target / "large.bin").stat().st_size == LARGE
        assert md5_of(target / "large.bin") == md5_of(source / "large.bin")
        assert peak - before < ALLOWED_GROWTH
    finally:
        shutil.rmtree(source)
        shutil.rmtree(target, ignore_errors=True)


@needs_proc
def test_a_server_that_was_ended_leaves_nothing_on_disk(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    sparse_file(source / "some.bin", 32 * MEBIBYTE)
    with served(tmp_path / "served") as server:
        with client(tmp_path / "writer", "folder", str(source), env=server.client_env) as child:
            assert child.done() == ["v0"]
        assert max(server.open_temporaries()) >= 32 * MEBIBYTE
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(LONGEST_WAIT) == 0
    assert server.left_behind() == []


@needs_proc
def test_a_server_that_was_killed_during_an_upload_leaves_nothing_on_disk(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()

    sparse_file(source / "some.bin", 512 * MEBIBYTE)
    with served(tmp_path / "served") as server:
        with client(tmp_path / "writer", "folder", str(source), env=server.client_env) as child:
            until(lambda: sum(server.open_temporaries()) > MEBIBYTE, "the first blocks of the upload")
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait(LONGEST_WAIT)
            held_up = child.output
            child.kill()
        assert "v0" not in held_up.splitlines()
    assert server.left_behind() == []
