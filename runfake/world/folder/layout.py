"""Where in a folder each thing of a world has its file."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any

from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.collection import Collection
from runfake.world.artifacts.manifest import Manifest
from runfake.world.blobs import BlobStore
from runfake.world.entities import Entity
from runfake.world.exports import Export
from runfake.world.files import RunFile
from runfake.world.folder.fields import shown
from runfake.world.folder.places import Places
from runfake.world.graph import everything, is_noun
from runfake.world.listing import Listings
from runfake.world.organizations import Organization
from runfake.world.projects import Project
from runfake.world.runs import Run
from runfake.world.server_side import ServerSide
from runfake.world.sweeps.sweep import Sweep
from runfake.world.users import User
from runfake.world.world import World

FORMAT = 1
ROOT_FILE = "world.json"

# What a world has that is none of its state: made anew, whoever holds it.
FRESH: dict[str, Callable[[], Any]] = {"lock": RLock, "blobs": BlobStore, "listings": Listings, "server": ServerSide}


def is_wiring(attribute: str) -> bool:
    """Whether an attribute by its name only leads to a part of the world of the same name, such as its clock."""
    return attribute.startswith("_") or attribute in ("lock", "clock")


def parts_of(world: World) -> dict[str, Any]:
    """The parts that many things in a world lead to, by what files call them."""
    held = {shown(name): part for name, part in vars(world).items()}
    return {name: part for name, part in held.items() if name in FRESH or is_noun(type(part))}


class Layout:
    """The file of each thing that has one of its own; all else stands in the file of who holds it."""

    def __init__(self, world: World) -> None:
        self.places = Places()
        self.places.file("", ROOT_FILE)
        for reserved in ("users", "organizations"):
            self.places.folder("", reserved)
        self._folders: dict[Any, str] = {}
        found = [thing for thing in everything(world) if type(thing) in _ORDER]
        # By kind, so that each comes after what it lies in, then as they were made.
        self.nouns = sorted(found, key=lambda thing: (_ORDER.index(type(thing)), thing.number))
        self.files = {id(thing): self._file(thing) for thing in self.nouns}

    def _file(self, thing: Any) -> str:
        if isinstance(thing, User):
            return self.places.file("users", f"{thing.username}.json")
        if isinstance(thing, Organization):
            return self.places.file("organizations", f"{thing.name}.json")
        folder = self._folders[thing] = self._folder(thing)
        return self.places.file(folder, f"{_FILE[type(thing)]}.json")

    def _folder(self, thing: Any) -> str:
        if isinstance(thing, Entity):
            return self.places.folder("", thing.name)
        if isinstance(thing, Project):
            return self.places.folder(self._of(thing.entity), thing.name)
        if isinstance(thing, Run):
            return self.places.folder(f"{self._of(thing.project)}/runs", thing.id)
        if isinstance(thing, Sweep):
            return self.places.folder(f"{self._of(thing.project)}/sweeps", thing.id)
        if isinstance(thing, Collection):
            kinds = f"{self._of(thing.project)}/artifacts"
            return self.places.folder(kinds, thing.name)
        index = thing.version_index
        name = f"v{index}" if index is not None else f"{thing.state.lower()}-{thing.number}"
        return self.places.folder(self._of(thing.sequence), name)

    def _of(self, holder: Any) -> str:
        return self._folders[holder]

    def blob(self, document: str, owner: Any, keys: tuple[str | int, ...]) -> str:
        """A place for the content that ``owner`` holds under ``keys``."""
        folder = document.rpartition("/")[0]
        return self.places.file(folder, "files", *_name_of_content(owner, keys).split("/"))


# Classes by the order in which they get their files.
_FILE: dict[type, str] = {
    Entity: "entity",
    Project: "project",
    Run: "run",
    Sweep: "sweep",
    **dict.fromkeys((Collection, *Collection.__subclasses__()), "collection"),
    Artifact: "artifact",
}
_ORDER: tuple[type, ...] = (User, Organization, *_FILE)


def _name_of_content(owner: Any, keys: tuple[str | int, ...]) -> str:
    if isinstance(owner, (RunFile, Export)):
        return owner.name
    if isinstance(owner, Manifest):
        return f"manifest-{owner.number}.json"
    if isinstance(owner, Artifact) and keys[-1] == "document":
        return "manifest.json"
    if isinstance(owner, Artifact) and "contents" in keys:
        named = {entry.digest: entry.path for entry in owner.entries.values() if entry.ref is None}
        return named.get(str(keys[-1]), str(keys[-1]))
    return next(key for key in reversed(keys) if isinstance(key, str))
