"""Waiting for requests, and how many are kept."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from runfake import World, which
from runfake.wire import Backend
from runfake.wire.entry import Entry
from runfake.wire.journal import Journal
from runfake.wire.which import Which
from tests.wire.journal.helpers import asked, journal_of

A = which.operation("A", own=True)


class Meanwhile(Which):
    """Matches all; once it has looked at an entry, something happens."""

    def __init__(self, happens: Event) -> None:
        self.happens = happens

    def difference(self, _: Entry) -> tuple[()]:
        self.happens.set()
        return ()


def test_what_is_there_already_counts() -> None:
    journal = journal_of(asked("A"), asked("B"), asked("A"))
    assert journal.wait_for(A, times=2, timeout=0) == [journal[0], journal[2]]
    assert journal.wait_for(A, timeout=0) == [journal[0]]


def test_it_goes_on_once_enough_came() -> None:
    journal = journal_of(asked("A"))
    looked = Event()

    def write() -> None:
        looked.wait()
        journal.add(asked("B"))
        journal.add(asked("A"))

    thread = Thread(target=write)
    thread.start()
    assert journal.wait_for(Meanwhile(looked) & A, times=2, timeout=60) == [journal[0], journal[2]]
    thread.join()


def test_too_few_is_a_failure_with_the_nearest() -> None:
    with pytest.raises(AssertionError, match=r"(?s)within 0 s, expected at least 2 requests of .*came 1 .*'B'"):
        journal_of(asked("A"), asked("B")).wait_for(A, times=2, timeout=0)


def test_several_wait_at_once() -> None:
    journal = Journal()
    threads = [
        Thread(target=journal.wait_for, args=(A,), kwargs={"times": n, "timeout": 3600}, daemon=True) for n in (1, 2, 3)
    ]
    for thread in threads:
        thread.start()
    for _ in range(3):
        journal.add(asked("A"))
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


# -- keeping -------------------------------------------------------------------------------------


def test_only_the_latest_are_kept() -> None:
    journal = journal_of(*(asked(f"Own{i}") for i in range(10)), keep=3)
    assert journal.operations() == ["Own7", "Own8", "Own9"]
    assert (len(journal), journal.forgotten, journal.freeze().forgotten) == (3, 7, 7)


def test_large_variables_are_kept_within_bounds() -> None:
    large = asked("A", bytes_in=30 << 20, variables={"config": "..."})
    streamed = asked("B", bytes_in=30 << 20)
    assert journal_of(large, streamed, streamed, large, keep=10).forgotten == 0
    assert journal_of(large, large, large, keep=10).forgotten == 1
    assert journal_of(large, large, large, keep=None).forgotten == 0


def test_what_was_forgotten_is_no_ground_for_a_judgement() -> None:
    journal = journal_of(asked("A"), asked("B"), keep=1)
    told = "how often it came cannot be told: 1 older requests were forgotten"
    with pytest.raises(AssertionError, match=told):
        journal.assert_never(A)
    with pytest.raises(AssertionError, match=told):
        journal.assert_seen(A, at_most=3)
    journal.assert_seen(which.operation("B", own=True))


def test_waiting_goes_on_where_older_ones_were_forgotten() -> None:
    journal = journal_of(asked("B"), asked("B"), keep=1)
    looked = Event()

    def write() -> None:
        looked.wait()
        for name in "ABA":
            journal.add(asked(name))

    thread = Thread(target=write)
    thread.start()
    (found,) = journal.wait_for(Meanwhile(looked) & A, timeout=60)
    assert found.operations == ("A",)
    thread.join()


def test_a_world_says_how_much_is_kept() -> None:
    backend = Backend("http://runfake.test")
    assert repr(backend.add(World(), keep=1).journal) == "<Journal of 0 requests, 0 refused>"
    tenant = backend.add(World(1), keep=1)
    tenant.journal.add(asked("A"))
    tenant.journal.add(asked("B"))
    assert tenant.journal.operations() == ["B"]
