"""Clients that the command line is given by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from runfake.contract.reference import Reference


class Limited(Reference):
    """Takes the page size for a limit."""

    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        return islice(super().files(run, names, per_page), per_page)


class OnlyFiles:
    """Offers one verb."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._reference = Reference(base_url, api_key)

    def files(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        return self._reference.files(**arguments)

    def close(self) -> None:
        self._reference.close()


class WithoutNames(Reference):
    """Cannot choose files by their names."""

    def files(self, run: str, per_page: int = 50) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        return super().files(run, None, per_page)


class Sleepy(Reference):
    """Gives the right files, and none each third time."""

    asked = 0

    def files(self, run: str, names: Sequence[str] | None = None, per_page: int = 50) -> Iterator[dict[str, Any]]:
        Sleepy.asked += 1
        return iter([]) if Sleepy.asked % 3 == 0 else super().files(run, names, per_page)
