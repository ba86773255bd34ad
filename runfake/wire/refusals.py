"""How a request is refused: the exceptions of this floor, and the HTTP status of each of the world's.

The statuses are those that the newest clients take as final: 400, 401, 403, 404, 409, 410 and 413. Any
5xx, and most other 4xx, would make some release repeat the request for minutes.
"""

from __future__ import annotations

from collections.abc import Iterable

from runfake.world import errors
from runfake.world.errors import WorldError, nearest


class Refusal(Exception):
    """A request that cannot be answered as asked; ``status`` is the HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Unknown(Refusal):
    """A request for something that nobody has, as far as runfake knows: a route, an operation, a field, ..."""


class Unbuilt(Refusal):
    """A request that W&B knows and runfake does not implement yet."""

    def __init__(self, what: str) -> None:
        super().__init__(400, f"runfake does not implement {what} yet; see its README for what is supported.")


_STATUS: dict[type[WorldError], int] = {
    errors.NotFound: 404,
    errors.Gone: 410,
    errors.Conflict: 409,
    errors.Forbidden: 403,
    errors.Invalid: 400,
}


def status_of(error: WorldError | Refusal) -> int:
    """The HTTP status that says what ``error`` means."""
    return error.status if isinstance(error, Refusal) else _STATUS[type(error)]


def no_key() -> Refusal:
    return Refusal(401, "no API key came: send HTTP basic auth with user 'api' and the key as password.")


def unknown_key(key: str) -> Refusal:
    return Refusal(401, f"the API key {key[:4]}... is not known here: set WANDB_API_KEY to the key of a runfake world.")


def too_large(limit: int) -> Refusal:
    return Refusal(413, f"the request body is larger than {limit} bytes, the most that is taken here.")


def unknown_route(method: str, path: str, known: Iterable[str]) -> Unknown:
    known = list(dict.fromkeys(known))
    asked = f"{method} {path}"
    return Unknown(404, f"runfake has no {asked}.{nearest(asked, known)} It has: {', '.join(known)}.")


def unknown_operation(name: str, known: Iterable[str]) -> Unknown:
    known = [entry for entry in known if entry]
    has = ", ".join(map(repr, known)) or "none with a name"
    return Unknown(400, f"'operationName' is {name!r}, which the document lacks.{nearest(name, known)} It has: {has}.")
