"""Judging what was asked: each function gives ``""`` if it is as expected, else the text of the failure."""

from __future__ import annotations

from collections.abc import Sequence

from runfake.wire.entry import Entry
from runfake.wire.journal.lines import numbered
from runfake.wire.journal.matching import earliest, pairing
from runfake.wire.which import Which
from runfake.wire.which.difference import total_distance

MOST_SHOWN = 5


def counted(entries: Sequence[Entry], meant: Which, least: int, most: int | None) -> str:
    """Whether between ``least`` and ``most`` entries are meant."""
    found = [number for number, entry in enumerate(entries) if meant.matches(entry)]
    if len(found) >= least and (most is None or len(found) <= most):
        return ""
    text = [f"expected {_times(least, most)} {meant}, but came {_requests(len(found))} of that."]
    if found:
        text.append(f"Of that came{' at the end' if len(found) > MOST_SHOWN else ''}:")
        text += [f"  {numbered(number, entries[number], entries)}" for number in found[-MOST_SHOWN:]]
    if len(found) < least:
        text += nearest(entries, meant, [n for n in range(len(entries)) if n not in found])
    return "\n".join(text)


def in_order(entries: Sequence[Entry], expected: Sequence[Which]) -> str:
    """Whether entries that are meant came one after the other, whatever came between."""
    found = earliest(entries, expected)
    if len(found) == len(expected):
        return ""
    meant = expected[len(found)]
    after = found[-1] + 1 if found else 0
    text = [f"expected {len(expected)} requests in order, but came no {meant}{' after these' if found else ''}:"]
    text += [f"  {numbered(number, entries[number], entries)}" for number in found]
    early = [number for number in range(after) if meant.matches(entries[number]) and number not in found]
    text += [f"It came earlier: {numbered(number, entries[number], entries)}" for number in early[-1:]]
    return "\n".join(text + nearest(entries, meant, range(after, len(entries))))


def in_any_order(entries: Sequence[Entry], expected: Sequence[Which]) -> str:
    """Whether each condition has an entry of its own."""
    found = pairing(entries, expected)
    missing = [meant for number, meant in enumerate(expected) if number not in found]
    if not missing:
        return ""
    left = [number for number in range(len(entries)) if number not in found.values()]
    text = [f"expected {len(expected)} requests in any order, but {len(missing)} did not come."]
    for meant in missing:
        text += [f"No request is left for {meant}.", *nearest(entries, meant, left)]
    return "\n".join(text)


def nearest(entries: Sequence[Entry], meant: Which, numbers: Sequence[int]) -> list[str]:
    """Lines about those of the entries that are most like what is meant, each with what it differs in."""
    if not numbers:
        return ["Nothing else came."]
    found = {number: meant.difference(entries[number]) for number in numbers}
    # Of those equally near, the latest.
    ordered = sorted(found, key=lambda number: (total_distance(found[number]), -number))
    text = ["The nearest:" if len(ordered) <= MOST_SHOWN else f"The nearest of {len(ordered)}:"]
    for number in ordered[:MOST_SHOWN]:
        text.append(f"  {numbered(number, entries[number], entries)}")
        text += [f"        {difference}" for difference in found[number]]
    return text


def _times(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {_requests(least)} of"
    if most == 0:
        return "no request of"
    if least == most:
        return f"exactly {_requests(most)} of"
    return f"at most {_requests(most)} of" if least == 0 else f"{least} to {_requests(most)} of"


def _requests(count: int) -> str:
    return f"{count or 'no'} request{'' if count == 1 else 's'}"
