"""What older clients make of faults: pytest plays these tests with an older release of ``wandb``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.matrix import borrowing

HERE = Path(__file__).parent.relative_to(borrowing.ROOT)
PLAY = """
import os, sys, pytest
os.chdir(sys.argv[1])
sys.exit(pytest.main(sys.argv[2:]))
"""
# Which release plays what. The process in Go that logs does in 0.19.11 as it does in the newest.
PLAYED = {
    "lost answers": (
        "0.19.11",
        "test_lost_answers.py::test_what_was_done_is_not_done_again_when_its_answer_is_lost",
        "test_lost_answers.py::test_what_was_not_done_is_done_when_it_comes_again",
        "test_lost_answers.py::test_a_client_that_gives_up_waiting_asks_again",
        "test_lost_answers.py::test_a_row_is_there_once_however_often_its_chunk_comes",
    ),
    "kinds": (
        "0.19.11",
        "test_kinds.py::test_a_run_that_is_not_told_that_it_exists_does_not_begin",
        "test_kinds.py::test_a_broken_answer_to_the_file_stream_loses_nothing",
        "test_kinds.py::test_which_statuses_the_file_stream_is_given_up_for",
        "test_kinds.py::test_a_conflict_is_final_but_for_a_run_that_begins",
    ),
    "public API": ("0.19.11", "older/public_api.py"),
    "service in Python": ("0.17.9", "older/python_service.py"),
}


def play(version: str, *tests: str, folder: Path) -> str:
    """Has pytest play the tests with that release; what it printed.

    Raises:
        AssertionError: one failed; the text has what pytest printed.
    """
    # What the release warns of is its own affair.
    options = ["-q", "-p", "no:cacheprovider", "-W", "ignore", "--basetemp", str(folder / "played")]
    played = [str(HERE / test) for test in tests]
    return borrowing.run(version, PLAY, str(borrowing.ROOT), *options, *played, folder=folder)


def test_older_clients(tmp_path_factory: pytest.TempPathFactory) -> None:
    # All at once: the clients mostly wait, a second and more before they ask again.
    with ThreadPoolExecutor(len(PLAYED)) as pool:
        playing = [pool.submit(play, *played, folder=tmp_path_factory.mktemp("older")) for played in PLAYED.values()]
    assert all(" passed" in future.result() for future in playing)
