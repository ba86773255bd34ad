"""The URLs that the server hands out: absolute, made from its own address, usable without credentials.

Each is signed, for its place and for what may be done there: nobody can make up another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
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
    """Makes the storage URLs of one world; ``token`` says whose they are, ``secret`` signs them."""

    base_url: str
    token: str
    secret: bytes = field(repr=False)

    def of(self, file: Stored, *, write: bool = False) -> str:
        """Where a file is downloaded from; with ``write``, uploaded to as well."""
        return self.of_key(file.storage_key, write=write)

    def of_key(self, key: tuple[str, ...], *, write: bool = False) -> str:
        """The URL of a place in storage."""
        parts = (STORAGE, self.token, self._sign(key, write), *map(escaped, key))
        return "/".join((self.base_url, *(quote(part, safe="", errors="surrogatepass") for part in parts)))

    def allows(self, signature: str, key: tuple[str, ...], *, write: bool) -> bool:
        """Whether a URL with this signature was made here, and for that."""
        return signature == self._sign(key, True) or (not write and signature == self._sign(key, False))

    def _sign(self, key: tuple[str, ...], write: bool) -> str:
        place = "\0".join(key).encode("utf-8", "surrogatepass")
        return blake2b(place, key=self.secret, digest_size=12, person=b"write" if write else b"read").hexdigest()
