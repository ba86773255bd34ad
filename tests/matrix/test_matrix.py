"""The releases of the sample do what the page of the matrix says; and what judges them can fail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from tests.matrix import table
from tests.matrix.deviations import Deviation, read
from tests.matrix.play import complaints, play
from tests.matrix.sample import SAMPLE, WAYS
from tests.matrix.ways import Way

CASES = [(version, way) for version in SAMPLE for way in WAYS if way.open_to(version)]


@pytest.mark.slow
def test_the_releases_of_the_sample_do_what_the_page_says() -> None:
    # All at once: the older mostly wait.
    with ThreadPoolExecutor(len(CASES)) as pool:
        playing = [pool.submit(play, *case) for case in CASES]
    told = [complaints(*case, played.result(), read()) for case, played in zip(CASES, playing, strict=True)]
    assert list(chain(*told)) == []


def test_the_page_is_written_from_the_deviations() -> None:
    assert table.PAGE.read_text() == table.page(SAMPLE), "say: make matrix"


DEVIATION = Deviation(
    scenarios=("create::test_a",), kind="bug", symptom="no such thing", example="", cause="", until="0.20.1"
)


@pytest.mark.parametrize(
    ("version", "failures", "complained"),
    [
        ("0.19.11", {"create::test_a[1]": "there is no such thing", "create::test_b": ""}, []),
        ("0.19.11", {"create::test_a": "another thing"}, ["fails in create::test_a"]),
        ("0.19.11", {"create::test_a": ""}, ["passes create::test_a"]),
        ("0.19.11", {"create::test_b": ""}, ["did not play"]),
        ("0.20.1", {"create::test_a": "no such thing", "create::test_b": "x"}, ["fails in create::test_b"]),
        ("0.21.4", {"create::test_a": "no such thing"}, ["fails in create::test_a"]),
        ("0.21.4", {"create::test_a": ""}, []),
    ],
)
def test_what_is_otherwise_is_complained_of(version: str, failures: dict[str, str], complained: list[str]) -> None:
    told = list(complaints(version, Way.SERVER, failures, [DEVIATION]))
    assert len(told) == len(complained)
    assert all(part in text for part, text in zip(complained, told, strict=True))
