"""What a request asked of the lists that are given out piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Lists without a cursor, of which clients ask for a part.
_HISTORIES = frozenset({"Run.history", "Run.events", "Run.sampledHistory"})


@dataclass(frozen=True, slots=True)
class Page:
    """One piece of a list, as it was asked for and given.

    Attributes:
        field: the list, like ``"Run.files"``.
        arguments: those that the client gave, or the schema's defaults, in snake_case: ``first``, ``after``, ...
        given: how many items it was answered with; of ``sampledHistory`` the rows of every spec together.
        end: the cursor behind the last of them, None without one.
        more: whether it said that there are more.
    """

    field: str
    arguments: Mapping[str, Any]
    given: int
    end: str | None = None
    more: bool = False

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items() if value is not None)
        return f"{self.field}({arguments}) gave {self.given}{', and there are more' if self.more else ''}"


def is_paged(field: str, arguments: Mapping[str, Any]) -> bool:
    """Whether a field of the schema, like ``Run.files``, is given out piece by piece."""
    return "first" in arguments or field in _HISTORIES


def recorded(field: str, resolver: Callable[..., Any]) -> Callable[..., Any]:
    """``resolver``, which then leaves a :class:`Page` in ``info.context.pages``."""

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        found = resolver(source, info, **arguments)
        info.context.pages.append(_page(field, arguments, found))
        return found

    return resolve


def _page(field: str, arguments: Mapping[str, Any], found: Any) -> Page:
    if isinstance(found, list):
        given = sum(map(len, found)) if field == "Run.sampledHistory" else len(found)
        return Page(field, arguments, given)
    if not isinstance(found, dict):
        return Page(field, arguments, 0)
    info = found.get("pageInfo") or {}
    more = bool(info.get("hasNextPage"))
    return Page(field, arguments, len(found.get("edges") or ()), info.get("endCursor"), more)
