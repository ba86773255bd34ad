"""The URLs that the server hands out: absolute, made from its own address, usable without credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

STORAGE = "storage"


class Stored(Protocol):
    """Anything that has a place in storage."""

    @property
    def storage_key(self) -> tuple[str, ...]: ...


def escaped(part: str) -> str:
    """A part of a key as it stands in a URL: with ``~`` before it where clients would take it out (``.``, ``..``)."""
    return f"~{part}" if part.startswith("~") or not part.strip(".") else part


def unescaped(part: str) -> str:
    """What :func:`escaped` made ``part`` of."""
    return part.removeprefix("~")


@dataclass(frozen=True, slots=True)
class StorageUrls:
    """Makes the storage URLs of one world; ``token`` says whose they are."""

    base_url: str
    token: str

    def of(self, file: Stored) -> str:
        """Where a file is uploaded to and downloaded from."""
        return self.of_key(file.storage_key)

    def of_key(self, key: tuple[str, ...]) -> str:
        """The URL of a place in storage."""
        parts = (STORAGE, self.token, *map(escaped, key))
        return "/".join((self.base_url, *(quote(part, safe="", errors="surrogatepass") for part in parts)))
