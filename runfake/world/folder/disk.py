"""Folders of worlds on the disk: written whole or not at all, and found by path or by name."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from runfake.world.blobs import Blob
from runfake.world.clock import Clock
from runfake.world.errors import Invalid, NotFound, nearest
from runfake.world.folder.decode import decode
from runfake.world.folder.encode import encode
from runfake.world.folder.layout import ROOT_FILE
from runfake.world.world import World

_PACKAGE = Path(__file__).resolve().parents[2]
# Where the worlds that come with runfake are: in an installed package, and in a checkout of the sources.
_HOMES = (_PACKAGE / "fixtures", _PACKAGE.parent / "fixtures")


def save(world: World, folder: Path | str) -> Path:
    """Writes a world; see :meth:`World.export`."""
    place = Path(folder).resolve()
    _check_free(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished, old = (place.with_name(f".{place.name}.{end}") for end in ("unfinished", "old"))
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        _write(unfinished, encode(world))
        if place.exists():
            place.rename(old)
        unfinished.rename(place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return Path(folder)


def _write(folder: Path, files: Mapping[str, str | Blob]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            chunks = content.chunks() if isinstance(content, Blob) else [content.encode("utf-8", "surrogatepass")]
            file.writelines(chunks)


def _check_free(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise Invalid(f"{place} is a file: name a folder to export to.")
    held = sorted(place.iterdir()) if place.exists() else []
    strange = [path.name for path in held if not _is_of_world(path)]
    if held and (strange or not (place / ROOT_FILE).is_file()):
        raise Invalid(f"{place} holds {(strange or [held[0].name])[0]!r}, which is of no world: name another folder.")


def _is_of_world(path: Path) -> bool:
    return path.name in (ROOT_FILE, "users", "organizations") or (path / "entity.json").is_file()


def read(source: Path | str, clock: Clock | None = None) -> World:
    """Reads a world; see :meth:`World.load`."""
    folder = Path(source)
    if not folder.is_dir():
        folder = _of_name(str(source))
    if not (folder / ROOT_FILE).is_file():
        raise Invalid(f"{folder} holds no world: expected a {ROOT_FILE} in it, as world.export(folder) writes it.")
    return decode(folder, clock)


def names() -> list[str]:
    """The names of the worlds that come with runfake."""
    return sorted({path.parent.name for home in _HOMES for path in home.glob(f"*/{ROOT_FILE}")})


def _of_name(name: str) -> Path:
    known = names()
    if name not in known:
        raise NotFound(
            f"there is no folder {name!r}, and no world of that name comes with runfake, which has "
            f"{', '.join(known)}.{nearest(name, known)}"
        )
    return next(home / name for home in _HOMES if (home / name / ROOT_FILE).is_file())
