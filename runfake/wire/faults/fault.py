"""A fault: something that goes wrong with a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from runfake.wire.entry import Entry
from runfake.wire.messages import Response
from runfake.wire.sinks import Handling

# What need not be written.
_DEFAULTS = {"retry_after": 0, "status": 200, "handled": False, "reset": True, "bare": False}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with a request.

    Attributes:
        text: how it is written.
        strike: given what handles the request, which it calls or does not, the answer that goes out.
    """

    text: str
    strike: Callable[[Handling], Response] = field(repr=False, compare=False)
    by_chance = False

    def __str__(self) -> str:
        return self.text

    def choose(self, entry: Entry, number: int) -> Fault | None:
        """Itself, for every request."""
        del entry, number
        return self


def instead(text: str, answer: Response, handled: bool) -> Fault:
    """A fault that gives ``answer`` in the place of the real one; the request is ``handled``, or nothing happens."""

    def strike(handle: Handling) -> Response:
        if handled:
            handle()
        return answer

    return Fault(text, strike)


def spoilt(text: str, spoil: Callable[[Response], Response]) -> Fault:
    """A fault that makes something else of the answer."""
    return Fault(text, lambda handle: spoil(handle()))


def written(name: str, *arguments: Any, **options: Any) -> str:
    """A fault as it is written, without the options that are as usual."""
    shown = [repr(argument) for argument in arguments if argument is not None]
    shown += [f"{option}={value!r}" for option, value in options.items() if value != _DEFAULTS[option]]
    return f"faults.{name}({', '.join(shown)})"
