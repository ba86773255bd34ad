"""Random numbers that say where they come from, so that they can be written down and taken up again."""

from __future__ import annotations

from random import Random

_WORDS = 624
_FURTHEST = 1 << 16


class SeededRandom(Random):
    """Like ``Random(origin)``.

    Attributes:
        origin: what it was seeded with.
    """

    def __init__(self, origin: int | str) -> None:
        super().__init__(origin)
        self.origin = origin

    @property
    def drawn(self) -> int:
        """How many 32-bit numbers were taken so far: the same origin and this number come to the same state."""
        words = self.getstate()[1]
        probe = Random(self.origin)
        for rounds in range(_FURTHEST):
            if probe.getstate()[1][:_WORDS] == words[:_WORDS]:
                return (rounds - 1) * _WORDS + int(words[_WORDS])
            probe.getrandbits(32 * _WORDS)
        raise ValueError(
            f"this state of {self!r} does not come from {self.origin!r}, or not within {_FURTHEST} rounds."
        )

    @classmethod
    def after(cls, origin: int | str, drawn: int) -> SeededRandom:
        """The one from that origin of which so many numbers were taken."""
        made = cls(origin)
        rounds, rest = divmod(drawn, _WORDS)
        for _ in range(rounds):
            made.getrandbits(32 * _WORDS)
        if rest:
            made.getrandbits(32 * rest)
        return made
