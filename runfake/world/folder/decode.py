"""From the files of a folder to a world."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import Any

from runfake.world.blobs import Blob, BlobStore
from runfake.world.clock import Clock
from runfake.world.errors import Invalid, nearest
from runfake.world.folder.fields import classes, fields_of, shown
from runfake.world.folder.jsonfile import line_of, pointer
from runfake.world.folder.layout import FORMAT, FRESH, ROOT_FILE, is_wiring
from runfake.world.folder.sidecars import SIDECARS, Written
from runfake.world.seeded import SeededRandom
from runfake.world.world import World

Keys = tuple[str | int, ...]


def decode(folder: Path, clock: Clock | None = None) -> World:
    """The world that a folder describes.

    Args:
        clock: another clock than the one that it had.

    Raises:
        Invalid: it describes none; the error names file and line.
    """
    return _Decoder(folder, clock).world()


class _Decoder:
    def __init__(self, folder: Path, clock: Clock | None) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._documents: dict[str, Any] = {}
        self._things: dict[str, Any] = {}
        self._parts: dict[str, Any] = {name: make() for name, make in FRESH.items()}
        self._clock = clock

    def world(self) -> World:
        whole = self._read(ROOT_FILE)
        if not isinstance(whole, dict) or whole.get("$format") != FORMAT:
            came = whole.get("$format") if isinstance(whole, dict) else None
            raise self._broken(
                ROOT_FILE,
                ("$format",),
                f"this is format {came!r} of a world, and only {FORMAT} can be read: export it anew.",
            )
        self._read_all()
        for name, node in whole.items():
            if isinstance(node, dict) and f"{ROOT_FILE}#/{name}" in self._things:
                self._parts[name] = self._things[f"{ROOT_FILE}#/{name}"]
        if self._clock is not None:
            self._parts["clock"] = self._clock
        for file, document in self._documents.items():
            for keys, node in _objects(document, ()):
                if not (file == ROOT_FILE and keys == ()):
                    self._fill(self._things[_address(file, keys)], node, file, keys)
        return self._whole(whole)

    def _whole(self, whole: dict[str, Any]) -> World:
        world: World = self._things[ROOT_FILE]
        if type(world) is not World:
            raise self._broken(ROOT_FILE, ("$class",), "expected a world.World.")
        self._fill(world, whole, ROOT_FILE, ())
        for name, attribute in fields_of(World).named.items():
            if name in FRESH or (name == "clock" and self._clock is not None):
                setattr(world, attribute, self._parts[name])
        return world

    # -- first, every file is read, and every thing is there ------------------------------------

    def _read_all(self) -> None:
        ahead = [ROOT_FILE]
        while ahead:
            file = ahead.pop()
            document = self._read(file)
            for keys, node in _objects(document, ()):
                self._make(node, file, keys)
            for ref in _references(document):
                other = ref.partition("#")[0]
                if other and other not in self._documents and other not in ahead:
                    ahead.append(other)

    def _read(self, file: str) -> Any:
        if file not in self._documents:
            text = self._texts[file] = self._text(file)
            try:
                self._documents[file] = json.loads(text)
            except json.JSONDecodeError as error:
                raise Invalid(f"{self._folder / file}, line {error.lineno}: this is no JSON: {error.msg}.") from None
            except RecursionError:
                raise Invalid(f"{self._folder / file}: this is nested too deeply.") from None
        return self._documents[file]

    def _text(self, file: str) -> str:
        return self._bytes(file).decode("utf-8", "surrogatepass")

    def _bytes(self, file: str) -> bytes:
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            raise Invalid(f"{self._folder}: {file!r} leads out of the folder.")
        try:
            return (self._folder / file).read_bytes()
        except OSError as error:
            raise Invalid(
                f"{self._folder / file} cannot be read, and belongs to this world: {error.strerror}."
            ) from None

    def _make(self, node: dict[str, Any], file: str, keys: Keys) -> None:
        address = _address(file, keys)
        if "$random" in node:
            self._things[address] = self._random(node["$random"], file, keys)
            return
        kind = classes().get(str(node["$class"]))
        if kind is None:
            hint = nearest(str(node["$class"]), classes())
            raise self._broken(file, (*keys, "$class"), f"there is no {node['$class']!r} in a world.{hint}")
        thing = self._things[address] = object.__new__(kind)
        sidecar = SIDECARS.get(kind)
        if sidecar is not None:
            written, source = self._written(node, file)
            try:
                sidecar.fill(thing, written, self._parts["lock"])
            except Invalid as error:
                raise Invalid(f"{self._folder / source}: {error}") from None
            for name in sidecar.derived:
                self._things[_address(file, (*keys, shown(name)))] = getattr(thing, name, None)

    def _written(self, node: dict[str, Any], file: str) -> tuple[Written, str]:
        if "$text" not in node:
            return Written("", ""), file
        source = normpath(join(dirname(file), str(node["$text"])))
        return Written(self._text(source), PurePosixPath(source).suffix), source

    def _random(self, said: Any, file: str, keys: Keys) -> SeededRandom:
        if not isinstance(said, list) or len(said) != 2 or not isinstance(said[1], int) or said[1] < 0:
            raise self._broken(file, keys, f"expected a seed and how many numbers were drawn, not {said!r}.")
        return SeededRandom.after(*said)

    # -- then each is given its attributes ------------------------------------------------------

    def _fill(self, thing: Any, node: dict[str, Any], file: str, keys: Keys) -> None:
        if "$random" in node:
            return
        kind: type = type(thing)
        known = fields_of(kind)
        derived = SIDECARS[kind].derived if kind in SIDECARS else frozenset()
        for name, value in node.items():
            if name.startswith("$"):
                continue
            if name not in known.named:
                close = get_close_matches(name, known.named, n=1)
                hint = f" Did you mean {close[0]!r}?" if close else ""
                raise self._broken(file, (*keys, name), f"a {node['$class']} has no {name!r}.{hint}")
            object.__setattr__(thing, known.named[name], self._value(value, file, (*keys, name)))
        for attribute in known.needed - derived:
            if shown(attribute) not in node:
                self._fill_wiring(thing, attribute, file, keys)

    def _fill_wiring(self, thing: Any, attribute: str, file: str, keys: Keys) -> None:
        name = shown(attribute)
        if not is_wiring(attribute) or name not in self._parts:
            if isinstance(thing, World) and name in FRESH:
                return
            raise self._broken(file, keys, f"a {type(thing).__name__} needs {name!r}, and this one has none.")
        object.__setattr__(thing, attribute, self._parts[name])

    def _value(self, value: Any, file: str, keys: Keys) -> Any:
        if isinstance(value, list):
            return [self._value(item, file, (*keys, i)) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if "$class" in value or "$random" in value:
            return self._things[_address(file, keys)]
        tag = next(iter(value), "")
        if not tag.startswith("$"):
            return {key: self._value(item, file, (*keys, key)) for key, item in value.items()}
        try:
            return self._tagged(tag, value[tag], file, (*keys, tag))
        except (TypeError, ValueError) as error:
            raise self._broken(file, (*keys, tag), f"{value[tag]!r:.60} is none of {tag}: {error}.") from None

    def _tagged(self, tag: str, said: Any, file: str, keys: Keys) -> Any:
        if tag == "$ref":
            return self._referred(str(said), file, keys)
        if tag == "$file":
            return self._blob(normpath(join(dirname(file), str(said))))
        if tag in _READERS:
            return _READERS[tag](self._value(said, file, keys))
        raise self._broken(
            file, keys, f"{tag!r} is nothing that a value can be: expected one of {', '.join(_READERS)}."
        )

    def _referred(self, ref: str, file: str, keys: Keys) -> Any:
        address = f"{file}{ref}" if ref.startswith("#") else ref
        address = address.removesuffix("#")
        if address not in self._things:
            raise self._broken(file, keys, f"there is no {ref!r} in this world.{nearest(ref, self._things)}")
        return self._things[address]

    def _blob(self, file: str) -> Blob:
        blobs: BlobStore = self._parts["blobs"]
        return blobs.put(self._bytes(file))

    def _broken(self, file: str, keys: Keys, problem: str) -> Invalid:
        return Invalid(f"{self._folder / file}, line {line_of(self._texts[file], keys)}, {pointer(keys)}: {problem}")


def _address(file: str, keys: Keys) -> str:
    return f"{file}#{pointer(keys)}" if keys else file


def _objects(node: Any, keys: Keys) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """The things that a document describes, and where."""
    if isinstance(node, dict):
        if "$class" in node or "$random" in node:
            yield keys, node
        for key, inner in node.items():
            yield from _objects(inner, (*keys, key))
    elif isinstance(node, list):
        for i, inner in enumerate(node):
            yield from _objects(inner, (*keys, i))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)


_READERS: dict[str, Callable[[Any], Any]] = {
    "$time": datetime.fromisoformat,
    "$microseconds": lambda count: timedelta(microseconds=count),
    "$pairs": lambda pairs: {key: value for key, value in pairs},  # noqa: C416 - each has to be a pair
    "$counter": lambda pairs: Counter(dict(pairs)),
    "$tuple": tuple,
    "$deque": deque,
    "$set": set,
    "$frozenset": frozenset,
}
