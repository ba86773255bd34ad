"""Lines addressed by number, as the file stream writes them: ``lines[offset + i] = chunk[i]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runfake.world import errors


def check_offset(what: str, offset: int, count: int) -> None:
    """Sees that a chunk at ``offset`` leaves no gap behind ``count`` lines.

    Raises:
        Invalid: the chunk starts before the beginning, or beyond the end.
    """
    if offset < 0:
        raise errors.bad_offset(what, offset)
    if offset > count:
        raise errors.offset_gap(what, offset, count)


def check_count(what: str, count: int) -> None:
    """Sees that ``count`` is a number of lines to keep.

    Raises:
        Invalid: it is negative.
    """
    if count < 0:
        raise errors.bad_count(what, count)


LARGEST_HOLE = 100_000


def check_hole(what: str, offset: int, count: int) -> None:
    """Sees that a chunk at ``offset`` leaves a hole of bearable size behind ``count`` lines.

    Raises:
        Invalid: the chunk starts before the beginning, or far beyond the end.
    """
    if offset < 0:
        raise errors.bad_offset(what, offset)
    if offset > count + LARGEST_HOLE:
        raise errors.offset_gap(what, offset, count)


class Lines:
    """An ordered list of text lines, kept as UTF-8."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> str:
        return self._lines[number].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (line.decode("utf-8", "surrogatepass") for line in self._lines)

    def write(self, offset: int, chunk: Sequence[str]) -> bool:
        """Writes ``chunk`` from line ``offset`` on, filling a hole before it with empty lines.

        Writing the same chunk again changes nothing. Returns whether a line that was there before now
        reads otherwise, so that what was derived from the lines has to be made anew.
        """
        held = self._lines
        held.extend(b"" for _ in range(offset - len(held)))
        encoded = [line.encode("utf-8", "surrogatepass") for line in chunk]
        end = min(len(held), offset + len(encoded))
        rewritten = held[offset:end] != encoded[: end - offset]
        held[offset : offset + len(encoded)] = encoded
        return rewritten

    def truncate(self, count: int) -> None:
        """Drops every line from number ``count`` on."""
        del self._lines[count:]
