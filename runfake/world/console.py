"""A run's console lines (``output.log``)."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import RLock

from runfake.world.lines import Lines, check_count
from runfake.world.locking import atomic

_PLAIN = re.compile(
    r"(?P<error>ERROR )?(?P<time>\d{4}-\d\d-\d\dT[\d:.]+Z?) (?:\[(?P<label>[^\]]*)\] )?(?P<text>.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """One line: its number from 0, its text, and what its writer said of it.

    ``timestamp`` is ISO 8601; ``level`` is ``"error"`` for standard error, else None.
    """

    number: int
    text: str
    timestamp: str | None = None
    level: str | None = None
    label: str | None = None


class Console:
    """What a run wrote to its terminal; lines may be rewritten and may leave holes, which read as empty."""

    def __init__(self, lock: RLock | None = None) -> None:
        self.lock = lock or RLock()
        self._lines = Lines()

    def __len__(self) -> int:
        return len(self._lines)

    @atomic
    def __iter__(self) -> Iterator[ConsoleLine]:
        """The lines as they are now, whatever is written while they are read."""
        return map(_parse, itertools.count(), self._lines)

    def __contains__(self, sought: object) -> bool:
        """Whether any line holds this text, or is this line."""
        if isinstance(sought, str):
            return any(sought in line.text for line in self)
        return any(sought == line for line in self)

    @atomic
    def __repr__(self) -> str:
        texts = [self[number].text for number in range(len(self))[-5:]]
        return f"<Console of {len(self)} lines: {texts}>"

    @atomic
    def __getitem__(self, number: int) -> ConsoleLine:
        return _parse(number, self._lines[number])

    @atomic
    def write(self, offset: int, chunk: Sequence[str]) -> None:
        """Writes lines at a line number, in either of the forms that clients send."""
        self._lines.write(offset, [line.removesuffix("\n") for line in chunk])

    @atomic
    def lines_from(self, first: int) -> list[str]:
        """The lines from number ``first`` on, in the form in which clients sent them."""
        return [self._lines[number] for number in range(first, len(self))]

    @atomic
    def append(self, text: str) -> None:
        """Adds one plain line at the end."""
        self.write(len(self), [text])

    @atomic
    def truncate(self, count: int) -> None:
        """Drops every line from number ``count`` on.

        Raises:
            Invalid: ``count`` is negative.
        """
        check_count("output.log", count)
        self._lines.truncate(count)

    def clear(self) -> None:
        """Drops every line."""
        self.truncate(0)


def _parse(number: int, line: str) -> ConsoleLine:
    if line.startswith("{"):
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = {}
        if "content" in fields:
            named = {key: value for key, value in fields.items() if isinstance(value, str)}
            text = named.get("content", str(fields["content"]))
            return ConsoleLine(number, text, named.get("ts"), named.get("level"), named.get("label"))
    if match := _PLAIN.fullmatch(line):
        level = "error" if match["error"] else None
        return ConsoleLine(number, match["text"], match["time"], level, match["label"])
    return ConsoleLine(number, line)
