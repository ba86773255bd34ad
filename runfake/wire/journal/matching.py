"""Finding which entry stands for which condition."""

from __future__ import annotations

from collections.abc import Sequence

from runfake.wire.entry import Entry
from runfake.wire.which import Which


def earliest(entries: Sequence[Entry], expected: Sequence[Which]) -> list[int]:
    """The numbers of the first entries that match one after the other, as many as there are."""
    found: list[int] = []
    for number, entry in enumerate(entries):
        if len(found) < len(expected) and expected[len(found)].matches(entry):
            found.append(number)
    return found


def pairing(entries: Sequence[Entry], expected: Sequence[Which]) -> dict[int, int]:
    """Gives as many conditions as can be an entry of their own: their numbers to those of the entries."""
    fitting = [[n for n, entry in enumerate(entries) if meant.matches(entry)] for meant in expected]
    owner: dict[int, int] = {}
    for condition in range(len(expected)):
        _find_place(condition, fitting, owner, set())
    return {condition: number for number, condition in owner.items()}


def _find_place(condition: int, fitting: list[list[int]], owner: dict[int, int], tried: set[int]) -> bool:
    """Gives a condition an entry; others that have one may have to go to another."""
    for number in fitting[condition]:
        if number in tried:
            continue
        tried.add(number)
        if number not in owner or _find_place(owner[number], fitting, owner, tried):
            owner[number] = condition
            return True
    return False
