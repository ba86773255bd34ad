"""BlobStore against plain bytes, at sizes around its limits."""

from __future__ import annotations

import base64
import gc
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Thread
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.blobs import BlobStore
from runfake.world.errors import Gone

KIB, MIB = 1 << 10, 1 << 20
LIMITS = (0, 256 * KIB, MIB, 2 * MIB)
sizes = st.sampled_from([0, *(limit + by for limit in LIMITS for by in (-1, 0, 1) if limit + by > 0)])
positions = st.sampled_from([limit + by for limit in LIMITS for by in (-1, 0, 1) if limit + by >= 0])


def content_of(size: int, seed: int = 0) -> bytes:
    return Random(seed).randbytes(size)


@pytest.fixture
def store() -> Iterator[BlobStore]:
    store = BlobStore()
    yield store
    store.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The temporary files that are opened during the test."""
    files: list[IO[bytes]] = []
    make = tempfile.TemporaryFile

    def watched(*args: Any, **kwargs: Any) -> IO[bytes]:
        files.append(make(*args, **kwargs))
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    return files


@pytest.fixture
def disk(opened: list[IO[bytes]]) -> Callable[[], int]:
    """How many bytes the temporary files of the test have taken."""

    def taken() -> int:
        for file in opened:
            file.flush()
        return sum(os.fstat(file.fileno()).st_size for file in opened)

    return taken


@given(sizes, st.lists(positions, max_size=3))
def test_a_blob_is_the_bytes_that_were_written_however_they_came(size: int, cuts: list[int]) -> None:
    store, content = BlobStore(), content_of(size)
    writer = store.writer()
    edges = [0, *sorted(min(cut, size) for cut in cuts), size]
    for start, stop in pairwise(edges):
        writer.write(content[start:stop])
    blob = writer.commit()
    assert (blob.size, blob.read()) == (size, content)
    assert base64.b64decode(blob.md5) == hashlib.md5(content, usedforsecurity=False).digest()
    store.close()


@given(sizes, positions, st.none() | positions)
def test_a_range_is_the_slice_of_the_bytes_in_pieces_of_at_most_a_mebibyte(
    size: int, start: int, stop: int | None
) -> None:
    store, content = BlobStore(), content_of(size)
    pieces = list(store.put(content).chunks(start, stop))
    store.close()
    assert b"".join(pieces) == content[start:stop]
    assert all(len(piece) <= MIB for piece in pieces)


@given(st.lists(st.tuples(st.integers(0, 2), sizes) | st.integers(0, 3), max_size=8))
def test_blobs_come_and_go_without_touching_each_other(program: list[tuple[int, int] | int]) -> None:
    store, alive = BlobStore(), list[tuple[Any, bytes]]()
    for step in program:
        if isinstance(step, int):
            del alive[step : step + 1]
        else:
            content = content_of(step[1], seed=step[0])
            alive.append((store.put(content), content))
        assert all(blob.read() == content for blob, content in alive)
    store.close()


@pytest.mark.parametrize("size", [0, 5, 256 * KIB, 256 * KIB + 1, MIB, 3 * MIB + 1])
def test_equal_content_is_kept_once(store: BlobStore, size: int, disk: Callable[[], int]) -> None:
    first = store.put(content_of(size))
    assert all(store.put(content_of(size)) is first for _ in range(5))
    assert disk() <= 2 * -(-size // MIB) * MIB


def test_content_of_one_size_is_told_apart(store: BlobStore) -> None:
    assert store.put(b"one").read() == b"one"
    assert store.put(b"two").read() == b"two"


@pytest.mark.parametrize(("size", "on_disk"), [(256 * KIB, False), (256 * KIB + 1, True), (MIB, True)])
def test_only_large_content_goes_to_disk(store: BlobStore, size: int, on_disk: bool, disk: Callable[[], int]) -> None:
    blob = store.put(content_of(size))
    assert disk() == (blob.size if on_disk else 0)


def test_a_blob_that_nobody_holds_gives_its_blocks_back(store: BlobStore, disk: Callable[[], int]) -> None:
    kept = store.put(content_of(MIB, seed=99))
    for seed in range(4):
        assert store.put(content_of(2 * MIB, seed)).size == 2 * MIB
    assert disk() == 3 * MIB
    assert kept.read() == content_of(MIB, seed=99)


def test_what_is_discarded_gives_its_blocks_back(store: BlobStore, disk: Callable[[], int]) -> None:
    writer = store.writer()
    writer.write(content_of(2 * MIB))
    writer.discard()
    assert store.put(content_of(2 * MIB, seed=1)).read() == content_of(2 * MIB, seed=1)
    assert disk() == 2 * MIB


def test_a_blob_stays_while_it_is_being_read(store: BlobStore) -> None:
    reading = store.put(content_of(2 * MIB)).chunks()
    first = next(reading)
    other = store.put(content_of(2 * MIB, seed=1))
    assert first + b"".join(reading) == content_of(2 * MIB)
    assert other.read() == content_of(2 * MIB, seed=1)


@pytest.mark.parametrize("act", ["read", "put"])
def test_threads_do_not_get_between_the_seeking_and_the_doing(
    store: BlobStore, opened: list[IO[bytes]], act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, third = held = [store.put(content_of(MIB, seed)) for seed in range(3)]
    seek, read_by_other = opened[0].seek, list[bytes]()
    intruder = Thread(target=lambda: read_by_other.append(first.read()))

    def seek_and_let_the_other_try(offset: int) -> None:
        seek(offset)
        if intruder.ident is None:
            intruder.start()
            intruder.join(0.05)  # in a store that is right the other waits, however long this is

    monkeypatch.setattr(opened[0], "seek", seek_and_let_the_other_try)
    seed = 2 if act == "read" else 3
    done = third if act == "read" else store.put(content_of(MIB, seed))
    assert done.read() == content_of(MIB, seed)
    intruder.join()
    assert read_by_other == [content_of(MIB, 0)]
    assert [blob.read() for blob in held] == [content_of(MIB, seed) for seed in range(3)]


def test_closing_leaves_nothing_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = BlobStore()
    large, small = store.put(content_of(MIB)), store.put(b"small")
    store.close()
    store.close()
    assert list(tmp_path.iterdir()) == []
    assert small.read() == b"small"
    with pytest.raises(Gone, match="closed"):
        large.read()


def test_a_store_that_is_forgotten_closes_its_file(opened: list[IO[bytes]]) -> None:
    store = BlobStore()
    store.put(content_of(MIB))
    assert [file.closed for file in opened] == [False]
    del store
    gc.collect()
    assert [file.closed for file in opened] == [True]


def test_after_closing_no_large_blob_reads_as_other_bytes(store: BlobStore) -> None:
    large = store.put(content_of(MIB))
    store.close()
    with suppress(Gone):
        store.put(content_of(MIB, seed=1))
    with pytest.raises(Gone, match="closed"):
        large.read()
