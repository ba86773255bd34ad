"""Stored bytes: content addressed, in memory while small, in one unnamed temporary file when large.

The temporary file never has a name where the system allows it, so that nothing is left behind, even by
a process that is killed. Blobs that nothing refers to any more give their blocks back.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
import weakref
from collections.abc import Iterator
from threading import Lock
from typing import IO
from weakref import WeakValueDictionary

from runfake.world.errors import Gone

BLOCK = 1 << 20
LARGEST_IN_MEMORY = BLOCK // 4


class Blob:
    """Some bytes that do not change.

    Attributes:
        size: number of bytes.
        md5: base64 of the MD5 digest, as W&B writes it.
    """

    __slots__ = ("__weakref__", "_blocks", "_content", "_store", "md5", "size")

    def __init__(self, store: BlobStore, md5: str, size: int, content: bytes, blocks: tuple[int, ...]) -> None:
        self._store = store
        self._content = content
        self._blocks = blocks
        self.md5 = md5
        self.size = size

    def chunks(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to, not including, ``stop``, in pieces of at most a mebibyte."""
        stop = self.size if stop is None else min(stop, self.size)
        if not self._blocks:
            yield self._content[start:stop]
            return
        while start < stop:
            index, within = divmod(start, BLOCK)
            length = min(BLOCK - within, stop - start)
            yield self._store.read_block(self._blocks[index], within, length)
            start += length

    def read(self) -> bytes:
        """All the bytes."""
        return b"".join(self.chunks())


class BlobWriter:
    """Takes bytes as they come; :meth:`commit` makes a blob of them, :meth:`discard` forgets them."""

    def __init__(self, store: BlobStore) -> None:
        self._store = store
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._size = 0
        self._buffer = bytearray()
        self._blocks: list[int] = []

    def write(self, chunk: bytes) -> None:
        """Adds ``chunk`` at the end."""
        self._md5.update(chunk)
        self._size += len(chunk)
        self._buffer += chunk
        while len(self._buffer) >= BLOCK:
            self._spill(BLOCK)

    def commit(self) -> Blob:
        """The blob of all that was written."""
        if self._buffer and (self._blocks or len(self._buffer) > LARGEST_IN_MEMORY):
            self._spill(len(self._buffer))
        md5 = base64.b64encode(self._md5.digest()).decode("ascii")
        blob = self._store.keep(md5, self._size, bytes(self._buffer), tuple(self._blocks))
        self._blocks = []
        return blob

    def discard(self) -> None:
        """Gives back what was stored so far."""
        self._store.free(tuple(self._blocks))
        self._blocks = []

    def _spill(self, length: int) -> None:
        self._blocks.append(self._store.write_block(bytes(self._buffer[:length])))
        del self._buffer[:length]


class BlobStore:
    """Every blob of one world; equal content is kept once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blobs: WeakValueDictionary[str, Blob] = WeakValueDictionary()
        self._file: IO[bytes] | None = None
        self._free: list[int] = []
        self._used = 0
        self._closed = False

    def writer(self) -> BlobWriter:
        """A writer for one new blob."""
        return BlobWriter(self)

    def put(self, content: bytes) -> Blob:
        """The blob of ``content``."""
        writer = self.writer()
        writer.write(content)
        return writer.commit()

    def find(self, md5: str) -> Blob | None:
        """The blob of that base64 MD5, if it is held anywhere in the world."""
        return self._blobs.get(md5)

    def keep(self, md5: str, size: int, content: bytes, blocks: tuple[int, ...]) -> Blob:
        """The blob with this digest: the one held already, else a new one of these blocks."""
        known = self._blobs.get(md5)
        if known is not None:
            self.free(blocks)
            return known
        blob = Blob(self, md5, size, content, blocks)
        if blocks:
            weakref.finalize(blob, self.free, blocks).atexit = False
        self._blobs[md5] = blob
        return blob

    def write_block(self, data: bytes) -> int:
        """Stores up to a block of bytes; returns the block's number."""
        with self._lock:
            self._check_open()
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="runfake-")  # noqa: SIM115 - closed with the store
                weakref.finalize(self, self._file.close)
            if self._free:
                number = self._free.pop()
            else:
                number, self._used = self._used, self._used + 1
            self._file.seek(number * BLOCK)
            self._file.write(data)
            return number

    def read_block(self, number: int, start: int, length: int) -> bytes:
        """``length`` bytes of a block, from ``start`` on."""
        with self._lock:
            self._check_open()
            assert self._file is not None
            self._file.seek(number * BLOCK + start)
            return self._file.read(length)

    def free(self, blocks: tuple[int, ...]) -> None:
        """Takes blocks back for new content; takes no lock, for a blob may be collected at any moment."""
        self._free.extend(blocks)

    @property
    def blocks_held(self) -> int:
        """How many blocks of the temporary file are in use."""
        return self._used - len(self._free)

    def close(self) -> None:
        """Gives up the temporary file, if there is one."""
        with self._lock:
            self._closed = True
            file, self._file = self._file, None
        if file is not None:
            file.close()

    def _check_open(self) -> None:
        if self._closed:
            raise Gone("this world is closed: it holds large files no longer.")
