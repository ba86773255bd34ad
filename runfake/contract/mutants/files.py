"""Clients that get files wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.mutants.slips import KeepsFiles
from runfake.contract.reference import Reference
from runfake.contract.reference.pages import Fetch


@mutant("files.exactly-that-name", "folders are not looked at")
class FileInAnyFolder(Reference):
    def file(self, run: str, name: str) -> dict[str, Any]:
        return {Path(file["name"]).name: file for file in self.files(run)}[Path(name).name]


@mutant("files.exactly-that-name", "upper and lower case are not told apart")
class FileByAnyCase(Reference):
    def file(self, run: str, name: str) -> dict[str, Any]:
        return next(file for file in self.files(run) if file["name"].lower() == name.lower())


@mutant("files.sizes", "characters are counted instead of bytes")
class SizeInCharacters(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        for file in super().files(run, names, per_page):
            yield file | {"size": len(self.download_file(run, file["name"]).decode(errors="ignore"))}


@mutant("files.only-those-names", "the names are not passed on")
class NamesForgotten(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        del names
        return super().files(run, None, per_page)


@mutant("files.only-those-names", "of several names the first is looked for alone")
class FirstNameAlone(Reference):
    def _files(self, run: str, names: list[str]) -> Fetch:
        return super()._files(run, names[:1])


@mutant("files.no-names-are-all", "an empty list of names is taken for no files")
class NoNamesNoFiles(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        return iter(()) if names is not None and not names else super().files(run, names, per_page)


@mutant("files.of-this-run", "the files of every run of the project are given")
class FilesOfTheProject(Reference):
    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        own = super().files
        return chain.from_iterable(own(each, names, per_page) for each in self.runs(run.rpartition("/")[0]))


@mutant("files.download", "line ends are made those of this system")
class DownloadsText(Reference):
    def download_file(self, run: str, name: str) -> bytes:
        return super().download_file(run, name).replace(b"\r\n", b"\n")


@mutant("files.download-large", "one block is read, and no more")
class DownloadsOneBlock(Reference):
    def download_file(self, run: str, name: str) -> bytes:
        return super().download_file(run, name)[:65_535]


@mutant("files.download-of-nothing", "a placeholder is taken for a file")
class DownloadsPlaceholders(Reference):
    def download_file(self, run: str, name: str) -> bytes:
        try:
            return super().download_file(run, name)
        except FileNotFoundError:
            return b""


@mutant("files.download-after-change", "what was downloaded is kept, as long as the file is there")
class DownloadsKeptWhileThere(Reference):
    def download_file(self, run: str, name: str) -> bytes:
        kept: dict[tuple[str, str], bytes] = self.__dict__.setdefault("kept", {})
        self._file(run, name)
        if (run, name) not in kept:
            kept[run, name] = super().download_file(run, name)
        return kept[run, name]


@mutant("files.upload-name", "root is not looked at: the bare name is taken")
class RootIgnored(Reference):
    def _name_of(self, path: str, root: str) -> str:
        del root
        return Path(path).name


@mutant("files.upload-name", "root is cut off as it is written")
class RootCutOff(Reference):
    def _name_of(self, path: str, root: str) -> str:
        return path.removeprefix(root).lstrip("/")


@mutant("files.upload-name", "spaces and the like are escaped in names")
class NameEscaped(Reference):
    def _name_of(self, path: str, root: str) -> str:
        return super()._name_of(path, root).replace("%", "%25").replace(" ", "%20")


@mutant("files.upload-content", "the file is read as text")
class UploadsText(Reference):
    def _content_of(self, path: str) -> bytes:
        return Path(path).read_text(errors="replace").encode()


@mutant("files.upload-content", "an empty file is not sent")
class UploadsNoEmptyFile(Reference):
    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        if not self._content_of(path):
            return {"name": self._name_of(path, root), "size": 0}
        return super().upload_file(run, path, root)


@mutant("files.upload-large", "one block is read, and no more")
class UploadsOneBlock(Reference):
    def _content_of(self, path: str) -> bytes:
        with Path(path).open("rb") as file:
            return file.read(65_535)


@mutant("files.upload-again", "a file that is there is not uploaded again")
class UploadsOnlyNewNames(Reference):
    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        held = {file["name"]: file for file in self.files(run)}
        return held.get(self._name_of(path, root)) or super().upload_file(run, path, root)


@mutant("files.upload-leaves-others", "the folder is cleared first")
class UploadsIntoACleanFolder(Reference):
    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        folder = os.path.dirname(self._name_of(path, root))
        for file in list(self.files(run)):
            if file["name"].startswith(folder):
                self.delete_file(run, file["name"])
        return super().upload_file(run, path, root)


@mutant("files.upload-leaves-the-run", "the file stream is told of the upload, which revives the run")
class UploadRevives(Reference):
    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        uploaded = super().upload_file(run, path, root)
        told = f'{{"uploaded": ["{uploaded["name"]}"]}}'.encode()
        self.http.send("POST", f"{self.http.base_url}/files/{run}/file_stream", told)
        return uploaded


@mutant("files.upload-returns-the-file", "the first file of the run is returned")
class ReturnsTheFirstFile(Reference):
    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        super().upload_file(run, path, root)
        return next(islice(self.files(run), 1))


@mutant("files.upload-of-nothing", "a file that cannot be read is announced before that shows")
class AnnouncesFirst(Reference):
    def _content_of(self, path: str) -> bytes:
        try:
            return super()._content_of(path)
        except FileNotFoundError:
            return b""


@mutant("files.upload-is-listed", "what files gave is kept until something is deleted")
class FilesKeptBeyondUploads(KeepsFiles):
    def delete_file(self, run: str, name: str) -> None:
        super().delete_file(run, name)
        self.kept.clear()
