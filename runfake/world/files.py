"""The files of a run: names are keys with ``/`` in them, never paths of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from mimetypes import MimeTypes
from typing import TYPE_CHECKING

from runfake.world import errors
from runfake.world.blobs import Blob
from runfake.world.ids import node_id

if TYPE_CHECKING:
    from runfake.world.runs import Run

LONGEST_FILE_NAME = 1024
RUNS = "runs"


@dataclass(frozen=True, slots=True)
class RunFile:
    """One file of a run, or the placeholder for one that was never uploaded (no blob, no time)."""

    run: Run
    name: str
    blob: Blob | None = None
    updated_at: datetime | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the file."""
        return node_id("File", self.run.storage_id, self.name)

    @property
    def size(self) -> int:
        """Number of bytes, 0 for a placeholder."""
        return self.blob.size if self.blob else 0

    @property
    def mimetype(self) -> str | None:
        """The media type that the name suggests."""
        return MimeTypes().guess_type(self.name)[0]

    @property
    def md5(self) -> str | None:
        """Base64 of the MD5 of the content; None for a placeholder."""
        return self.blob.md5 if self.blob else None

    @property
    def storage_path(self) -> str:
        """Where it is kept: under its name."""
        return self.name

    @property
    def storage_key(self) -> tuple[str, ...]:
        """Its place in storage URLs."""
        return (RUNS, *self.run.path.split("/"), *self.name.split("/"))

    @property
    def wants_upload(self) -> bool:
        """Always: a run's file may be replaced at any time."""
        return True

    @property
    def content(self) -> bytes:
        """All the bytes; empty for a placeholder."""
        return self.blob.read() if self.blob else b""


class RunFiles:
    """The uploaded files of one run, by name."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._files: dict[str, RunFile] = {}

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[RunFile]:
        """Every file, ordered by name."""
        return iter([self._files[name] for name in sorted(self._files)])

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __getitem__(self, name: str) -> RunFile:
        """The file of that name.

        Raises:
            NotFound: the run has no such file; the error names the one most like it.
        """
        if name not in self._files:
            raise errors.file_not_found(self._run.path, name, self._files)
        return self._files[name]

    def named(self, name: str) -> RunFile:
        """The file of that name, or a placeholder to upload to."""
        return self._files.get(name) or RunFile(self._run, check_file_name(name))

    def put(self, name: str, blob: Blob, now: datetime) -> RunFile:
        """Stores a file; an earlier one of the same name is replaced."""
        file = RunFile(self._run, check_file_name(name), blob, now)
        self._files[name] = file
        return file

    def delete(self, name: str) -> None:
        """Forgets a file that is there."""
        del self._files[self[name].name]


def check_file_name(name: str) -> str:
    """``name`` itself, if it may name a file.

    Raises:
        Invalid: it is empty, too long, or holds a NUL character.
    """
    if not name or len(name) > LONGEST_FILE_NAME or "\0" in name:
        raise errors.bad_name("file name", name, f"expected 1 to {LONGEST_FILE_NAME} characters, none of them NUL")
    return name
