"""Ids, tokens and invented names: from the world's seed alone, so that equal programs give equal ids."""

from __future__ import annotations

import base64
import random
import string
from collections import Counter

from runfake.world.seeded import SeededRandom

_ADJECTIVES = (
    "amber bold brisk calm clever cosmic crisp dandy eager fancy fresh gentle golden happy jolly keen "
    "lively lunar mellow misty noble polar quiet rosy scarlet silvery smooth solar stellar swift twilight vivid"
).split()
_NOUNS = (
    "badger breeze brook cedar cloud comet dawn dune ember falcon fern fjord forest galaxy glade harbor "
    "heron island lake lantern maple meadow moon oak otter pebble planet pond resonance river sunset wave"
).split()
_RUN_ID_ALPHABET = string.ascii_lowercase + string.digits


def node_id(*parts: object) -> str:
    """A GraphQL id: base64 of ``parts`` joined by colons, as clients decode it (``Run:v1:...``)."""
    return base64.b64encode(":".join(map(str, parts)).encode("utf-8", "surrogatepass")).decode("ascii")


def split_node_id(text: str, parts: int) -> tuple[str, ...] | None:
    """The ``parts`` that :func:`node_id` joined, colons kept in the last; None if it is no such id."""
    try:
        decoded = base64.b64decode(text, validate=True).decode("utf-8", "surrogatepass")
    except ValueError:
        return None
    split = tuple(decoded.split(":", parts - 1))
    return split if len(split) == parts else None


class Ids:
    """Gives out everything that is invented in a world.

    Args:
        seed: the world's seed; two instances with the same seed give the same sequence.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = SeededRandom(seed)
        # Apart, so that a world whose default key is given has the same ids and names as one that made it up.
        self._keys = self.generator("API keys")
        self._numbers: Counter[str] = Counter()

    def number(self, kind: str) -> int:
        """The next number of its kind, from 1."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    def run_id(self) -> str:
        """Eight lower-case letters and digits, as clients generate them."""
        return "".join(self._random.choices(_RUN_ID_ALPHABET, k=8))

    def api_key(self) -> str:
        """Forty hexadecimal digits, the form of key that clients of every version accept."""
        return f"{self._keys.getrandbits(160):040x}"

    def generator(self, name: str) -> random.Random:
        """Random numbers that depend on the seed and ``name`` alone, not on what else was given out."""
        return SeededRandom(f"{self._seed} {name}")

    def sweep_run_name(self, number: int) -> str:
        """A name like ``solar-sweep-7``; ``number`` counts the runs of the sweep."""
        return f"{self._random.choice(_ADJECTIVES)}-sweep-{number}"

    def display_name(self, number: int) -> str:
        """A name like ``solar-otter-7``; ``number`` counts the runs of the project."""
        return f"{self._random.choice(_ADJECTIVES)}-{self._random.choice(_NOUNS)}-{number}"
