"""Clients that go wrong only once several things came together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.mutants.slips import KeepsFiles
from runfake.contract.reference import Reference


@mutant("machine.everything-together", "lists of files are kept until the client itself uploads or deletes one")
class FilesKeptUntilOwnChange(KeepsFiles):
    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        self.kept.clear()
        return super().upload_file(run, path, root)

    def delete_file(self, run: str, name: str) -> None:
        self.kept.clear()
        super().delete_file(run, name)


@mutant("machine.everything-together", "what an alias stands for is looked up once, though log_artifact moves aliases")
class AliasesKept(Reference):
    def _artifact(self, path: str) -> dict[str, Any]:
        kept: dict[str, dict[str, Any]] = self.__dict__.setdefault("looked_up", {})
        if path not in kept:
            kept[path] = super()._artifact(path)
        return kept[path]


@mutant("machine.everything-together", "changes pile up, and go to whichever run is updated next")
class ChangesPileUp(Reference):
    def update(self, run: str, changes: Mapping[str, Any]) -> None:
        piled: dict[str, Any] = self.__dict__.setdefault("piled", {})
        piled |= {"config": piled.get("config", {}) | changes.get("config", {})} if "config" in changes else {}
        super().update(run, {**changes, **piled})
