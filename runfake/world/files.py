"""The files of a run: names are keys with ``/`` in them, never paths of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from mimetypes import MimeTypes
from pathlib import PurePosixPath
from threading import RLock
from typing import TYPE_CHECKING, Any

from runfake.world import errors
from runfake.world.blobs import Blob
from runfake.world.ids import node_id
from runfake.world.locking import atomic

if TYPE_CHECKING:
    from runfake.world.projects import Project
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
    def project(self) -> Project:
        """The project that it belongs to."""
        return self.run.project

    @property
    def size(self) -> int:
        """Number of bytes, 0 for a placeholder."""
        return self.blob.size if self.blob else 0

    @property
    def mimetype(self) -> str | None:
        """The media type that the name suggests."""
        return media_type(self.name)

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


class RunFiles(Mapping[str, RunFile]):
    """The uploaded files of one run: a mapping from name to file, ordered by name."""

    def __init__(self, run: Run, lock: RLock | None = None) -> None:
        self._run = run
        self.lock = lock or RLock()
        self._files: dict[str, RunFile] = {}
        self._deleted: set[str] = set()

    def __len__(self) -> int:
        return len(self._files)

    @atomic
    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __repr__(self) -> str:
        return f"<RunFiles {list(self)}>"

    def __getitem__(self, name: str) -> RunFile:
        """The file of that name.

        Raises:
            NotFound: the run has no such file; the error names the one most like it.
        """
        file = self._files.get(name)
        if file is None:
            raise errors.file_not_found(self._run.path, name, list(self))
        return file

    def get(self, name: str, default: Any = None) -> Any:
        """The file of that name, ``default`` where there is none."""
        return self._files.get(name, default)

    @atomic
    def values(self) -> Any:
        """Every file, ordered by name."""
        return [self._files[name] for name in sorted(self._files)]

    def named(self, name: str) -> RunFile:
        """The file of that name, or a placeholder to upload to."""
        return self._files.get(name) or RunFile(self._run, check_file_name(name))

    @atomic
    def put(self, name: str, blob: Blob, now: datetime) -> RunFile:
        """Stores a file; an earlier one of the same name is replaced."""
        return self.add(RunFile(self._run, check_file_name(name), blob, now))

    @atomic
    def add(self, file: RunFile) -> RunFile:
        """Takes in a file of the run; an earlier one of the same name is replaced."""
        self._files[file.name] = file
        return file

    @atomic
    def delete(self, name: str) -> None:
        """Forgets a file that is there."""
        del self._files[self[name].name]
        self._deleted.add(name)

    def was_deleted(self, name: str) -> bool:
        """Whether there was a file of that name, and is none now."""
        return name in self._deleted and name not in self._files


def media_type(name: str) -> str | None:
    """The media type that the endings of a file's name suggest, the same on every machine."""
    return MimeTypes().guess_type("file" + "".join(PurePosixPath(name).suffixes))[0]


def check_file_name(name: str) -> str:
    """``name`` itself, if it may name a file.

    Raises:
        Invalid: it is empty, too long, or holds a NUL character.
    """
    if not name or len(name) > LONGEST_FILE_NAME or "\0" in name:
        raise errors.bad_name("file name", name, f"expected 1 to {LONGEST_FILE_NAME} characters, none of them NUL")
    return name
