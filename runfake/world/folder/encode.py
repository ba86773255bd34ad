"""From a world to the files of a folder."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from posixpath import dirname, relpath
from typing import Any

from runfake.world.blobs import LARGEST_IN_MEMORY, Blob
from runfake.world.folder.fields import class_name, classes, shown
from runfake.world.folder.jsonfile import pointer, render
from runfake.world.folder.layout import FORMAT, FRESH, ROOT_FILE, Layout, is_wiring, parts_of
from runfake.world.folder.sidecars import SIDECARS
from runfake.world.graph import attributes, is_noun
from runfake.world.seeded import SeededRandom
from runfake.world.world import World

Keys = tuple[str | int, ...]


def encode(world: World) -> Mapping[str, str | Blob]:
    """The files by their paths: texts, and the contents that the world stores.

    Raises:
        TypeError: the world holds what no file can say, such as a clock of a class of your own.
    """
    with world.lock:
        encoder = _Encoder(world)
        encoder.write_all()
    return encoder.files


class _Encoder:
    def __init__(self, world: World) -> None:
        self.files: dict[str, str | Blob] = {}
        self._world = world
        self._layout = Layout(world)
        self._parts = parts_of(world)
        self._addresses = {id(part): f"{ROOT_FILE}#/{name}" for name, part in self._parts.items() if name not in FRESH}
        self._addresses |= self._layout.files
        self._large: dict[Blob, str] = {}

    def write_all(self) -> None:
        for thing in self._layout.nouns:
            file = self._layout.files[id(thing)]
            self.files[file] = render(self._fields(thing, file, ()))
        whole = {"$format": FORMAT, "$class": class_name(type(self._world))}
        for name, value in sorted((shown(n), v) for n, v in vars(self._world).items()):
            if name not in FRESH:
                if id(value) not in self._layout.files:
                    self._addresses.pop(id(value), None)
                whole[name] = self._value(value, ROOT_FILE, (name,), self._world)
        self.files[ROOT_FILE] = render(whole)

    def _value(self, value: Any, file: str, keys: Keys, owner: Any) -> Any:
        kind = type(value)
        if kind in (bool, int, float, str) or value is None:
            return value
        if id(value) in self._addresses:
            address = self._addresses[id(value)]
            return {"$ref": f"#{address.partition('#')[2]}" if address.partition("#")[0] == file else address}
        if kind is Blob:
            return {"$file": self._blob(value, file, keys, owner)}
        if kind in _SIMPLE:
            return _SIMPLE[kind](value)
        if not is_noun(kind):
            return self._container(value, file, keys, owner)
        self._addresses[id(value)] = f"{file}#{pointer(keys)}"
        return _random(value) if kind is SeededRandom else self._fields(value, file, keys)

    def _container(self, value: Any, file: str, keys: Keys, owner: Any) -> Any:
        kind = type(value)
        if kind is list:
            return [self._value(item, file, (*keys, i), owner) for i, item in enumerate(value)]
        if kind is dict and all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: self._value(item, file, (*keys, key), owner) for key, item in value.items()}
        if kind in (dict, Counter):
            tag = "$pairs" if kind is dict else "$counter"
            pairs = enumerate(value.items())
            return {tag: [self._value(list(pair), file, (*keys, tag, i), owner) for i, pair in pairs]}
        if kind in _SEQUENCES:
            tag = _SEQUENCES[kind]
            return {tag: [self._value(item, file, (*keys, tag, i), owner) for i, item in enumerate(value)]}
        if kind in (set, frozenset):
            items = [self._value(item, file, (*keys, "$set"), owner) for item in value]
            return {"$set" if kind is set else "$frozenset": sorted(items, key=json.dumps)}
        raise TypeError(f"{file}: a world with a {kind.__name__} in {pointer(keys)} cannot be exported.")

    def _fields(self, thing: Any, file: str, keys: Keys) -> dict[str, Any]:
        if class_name(type(thing)) not in classes():
            raise TypeError(
                f"a world with a {type(thing).__qualname__}, which is not runfake's own, cannot be exported."
            )
        sidecar = SIDECARS.get(type(thing))
        said: dict[str, Any] = {"$class": class_name(type(thing))}
        if sidecar is not None:
            written = sidecar.write(thing)
            if written.text:
                place = self._layout.places.file(dirname(file), f"{_last_name(keys)}{written.ending}")
                self.files[place] = written.text
                said["$text"] = relpath(place, dirname(file) or ".")
            for name, part in attributes(thing).items():
                if is_noun(type(part)) and name in sidecar.derived:
                    self._addresses[id(part)] = f"{file}#{pointer((*keys, shown(name)))}"
        held = {shown(n): part for n, part in attributes(thing).items() if self._tells(thing, n, part)}
        # What has a file first: of what is derived from that, others hold parts.
        first = sorted(held.items(), key=lambda item: (type(item[1]) not in SIDECARS, item[0]))
        values = {name: self._value(part, file, (*keys, name), thing) for name, part in first}
        return said | {name: values[name] for name in sorted(values)}

    def _tells(self, thing: Any, name: str, part: Any) -> bool:
        """Whether an attribute says something, instead of coming of others."""
        if isinstance(getattr(type(thing), name, None), cached_property):
            return False
        if type(thing) in SIDECARS and name in SIDECARS[type(thing)].derived:
            return False
        return not (is_wiring(name) and part is not None and self._parts.get(shown(name)) is part)

    def _blob(self, blob: Blob, file: str, keys: Keys, owner: Any) -> str:
        # Small contents lie beside each that holds them; of large ones there is one copy.
        place = self._large.get(blob)
        if place is None:
            place = self._layout.blob(file, owner, keys)
            self.files[place] = blob
            if blob.size > LARGEST_IN_MEMORY:
                self._large[blob] = place
        return relpath(place, dirname(file) or ".")


def _last_name(keys: Keys) -> str:
    return next((key for key in reversed(keys) if isinstance(key, str)), "text")


def _random(value: SeededRandom) -> dict[str, Any]:
    return {"$random": [value.origin, value.drawn]}


def _time(value: datetime) -> dict[str, str]:
    return {"$time": value.isoformat()}


def _duration(value: timedelta) -> dict[str, int]:
    return {"$microseconds": value // timedelta(microseconds=1)}


_SIMPLE: dict[type, Any] = {datetime: _time, timedelta: _duration}
_SEQUENCES: dict[type, str] = {tuple: "$tuple", deque: "$deque"}
