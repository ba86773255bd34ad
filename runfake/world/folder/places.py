"""Names for files: whatever something in a world is called, its file has a name that every system takes."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

LONGEST = 100
_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe(name: str) -> str:
    """``name``, with each byte but ASCII letters, digits, ``-``, ``_`` and inner dots as ``%2F``; cut if it is long."""
    kept = quote(name.encode("utf-8", "surrogatepass"), safe="").replace("~", "%7E")
    kept = re.sub(r"^\.|\.$", "%2E", kept) or "%"
    if _WINDOWS.fullmatch(kept):
        kept = f"%{ord(kept[0]):02X}{kept[1:]}"
    return kept if len(kept) <= LONGEST else _marked(kept[: LONGEST - 20], name)


def _marked(kept: str, name: str) -> str:
    stem, dot, ending = kept.partition(".")
    return f"{stem}~{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}{dot}{ending}"


class Places:
    """The paths of one folder, none of which is another's but for the case, or goes through another's file."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def file(self, folder: str, *names: str) -> str:
        """A free path for a file: the names one below the other, below ``folder``."""
        path = folder
        for name in names[:-1]:
            path = self._free(path, name, self._files)
            self._folders.add(path.casefold())
        path = self._free(path, names[-1], self._files | self._folders)
        self._files.add(path.casefold())
        return path

    def _free(self, folder: str, name: str, taken: set[str]) -> str:
        base = f"{folder}/" if folder else ""
        path, tries = base + safe(name), 0
        while path.casefold() in taken:
            tries += 1
            path = base + _marked(safe(name)[: LONGEST - 20], f"{name}/{tries}")
        return path

    def folder(self, within: str, name: str) -> str:
        """A free path for a folder of something's own."""
        path = self._free(within, name, self._files | self._folders)
        self._folders.add(path.casefold())
        return path
