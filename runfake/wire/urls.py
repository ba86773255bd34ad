"""The URLs that the server hands out: absolute, made from its own address, usable without credentials."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from runfake.world.files import RunFile

STORAGE = "storage"
RUN_FILES = "runs"


@dataclass(frozen=True, slots=True)
class StorageUrls:
    """Makes the storage URLs of one world; ``token`` says whose they are."""

    base_url: str
    token: str

    def run_file(self, file: RunFile) -> str:
        """Where a run's file is uploaded to and downloaded from."""
        parts = (STORAGE, self.token, RUN_FILES, *file.run.path.split("/"), *file.name.split("/"))
        return "/".join((self.base_url, *(quote(part, safe="", errors="surrogatepass") for part in parts)))
