"""Plays the matrix, and writes its page: ``python -m tests.matrix [VERSION ...]``, without versions all of them.

The page is written if all was played, and nothing was otherwise than the deviations say.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.matrix import deviations, table
from tests.matrix.numbers import RELEASES
from tests.matrix.play import complaints, play
from tests.matrix.sample import SAMPLE
from tests.matrix.ways import Way


def main(versions: list[str]) -> int:
    """Plays them; the number of complaints."""
    known = deviations.read()
    plays = [(version, way) for version in versions or RELEASES for way in Way if way.open_to(version)]

    def play_one(pair: tuple[str, Way]) -> int:
        return _complained(*pair, known)

    # The older mostly wait.
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        count = sum(pool.map(play_one, plays))
    if versions or count:
        print(f"{count} complaints; {table.PAGE.name} is as it was")
    else:
        table.PAGE.write_text(table.page(SAMPLE))
        print(f"no complaints; {table.PAGE.name} is written")
    return count


def _complained(version: str, way: Way, known: tuple[deviations.Deviation, ...]) -> int:
    begun = time.monotonic()
    failures = play(version, way)
    told = list(complaints(version, way, failures, known))
    print(*told, sep="\n", end="\n" if told else "")
    failed = sum(map(bool, failures.values()))
    took = time.monotonic() - begun
    print(f"{version} {way.value}: {len(failures)} scenarios in {took:.0f} s, {failed} fail", flush=True)
    return len(told)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
