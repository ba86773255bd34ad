"""Lines addressed by number, as the file stream writes them: ``lines[offset + i] = chunk[i]``."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

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


BLOCK_LINES = 256
# The smallest array that holds numbers below a limit.
_TYPE_CODES = ((1 << 16, "H"), (1 << 32, "I"), (1 << 64, "Q"))


class Block:
    """Some lines as one text, and where each of them ends: mostly 2 bytes a line, instead of an object each."""

    __slots__ = ("_ends", "_text")

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._text = b"".join(lines)
        code = next(code for limit, code in _TYPE_CODES if len(self._text) < limit)
        self._ends = array(code, accumulate(map(len, lines)))

    def __getitem__(self, number: int) -> bytes:
        return self._text[self._ends[number - 1] if number else 0 : self._ends[number]]

    def __iter__(self) -> Iterator[bytes]:
        start = 0
        for end in self._ends:
            yield self._text[start:end]
            start = end


class Lines:
    """An ordered list of text lines, kept as UTF-8: full blocks of them, and the last few one by one."""

    __slots__ = ("_blocks", "_last")

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._last: list[bytes] = []

    def __len__(self) -> int:
        return len(self._blocks) * BLOCK_LINES + len(self._last)

    def __getitem__(self, number: int) -> str:
        number = range(len(self))[number]
        index, within = divmod(number, BLOCK_LINES)
        line = self._blocks[index][within] if index < len(self._blocks) else self._last[within]
        return _decoded(line)

    def __iter__(self) -> Iterator[str]:
        """The lines as they are now, whatever is written while they are read."""
        return self.since(0)

    def since(self, number: int) -> Iterator[str]:
        """Like iterating, from line ``number`` on."""
        index, within = divmod(number, BLOCK_LINES)
        blocks: list[Iterable[bytes]] = [*self._blocks[index:]]
        if index <= len(self._blocks):
            blocks.append(self._last[:])
        lines = chain.from_iterable(blocks)
        for _ in range(within):
            next(lines, None)
        return map(_decoded, lines)

    def write(self, offset: int, chunk: Sequence[str]) -> int | None:
        """Writes ``chunk`` from line ``offset`` on, filling a hole before it with empty lines.

        Writing the same chunk again changes nothing. Returns the number of the first line that was there
        before and now reads otherwise, so that what was derived from the lines on from there has to be made
        anew; None where there is none.
        """
        held = len(self)
        known = list(zip(range(offset, held), chunk, self.since(offset), strict=False))
        changed = next((number for number, new, old in known if new != old), None)
        if changed is not None:
            self._replace(changed, _encoded(chunk[changed - offset : held - offset]))
        self._append([b""] * (offset - held) + _encoded(chunk[max(0, held - offset) :]))
        return changed

    def truncate(self, count: int) -> None:
        """Drops every line from number ``count`` on."""
        index, within = divmod(count, BLOCK_LINES)
        if index < len(self._blocks):
            self._last = list(self._blocks[index])
            del self._blocks[index:]
        elif index > len(self._blocks):
            return
        del self._last[within:]

    def _append(self, lines: list[bytes]) -> None:
        self._last += lines
        full = len(self._last) // BLOCK_LINES * BLOCK_LINES
        if full:
            self._blocks += [Block(self._last[i : i + BLOCK_LINES]) for i in range(0, full, BLOCK_LINES)]
            del self._last[:full]

    def _replace(self, number: int, lines: list[bytes]) -> None:
        """Puts ``lines``, all of which are there already in other words, from line ``number`` on."""
        while lines:
            index, within = divmod(number, BLOCK_LINES)
            if index == len(self._blocks):
                self._last[within : within + len(lines)] = lines
                return
            block = list(self._blocks[index])
            taken = lines[: BLOCK_LINES - within]
            block[within : within + len(taken)] = taken
            self._blocks[index] = Block(block)
            number, lines = number + len(taken), lines[len(taken) :]


def _encoded(lines: Sequence[str]) -> list[bytes]:
    return [line.encode("utf-8", "surrogatepass") for line in lines]


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "surrogatepass")
