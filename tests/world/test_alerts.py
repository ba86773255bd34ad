"""Alerts of a run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from runfake.world.alerts import USUAL_WAIT, Alert, Alerts

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def alert(title: str = "Diverged", at: timedelta = timedelta()) -> Alert:
    return Alert(title, "loss is NaN", "WARN", NOON + at)


def test_alerts_are_kept_in_order() -> None:
    alerts = Alerts()
    alerts.add(alert("a"))
    alerts.add(alert("b"))
    assert [held.title for held in alerts] == ["a", "b"]
    assert (len(alerts), alerts[-1], alerts[:1]) == (2, alert("b"), [alert("a")])
    assert repr(alerts) == repr([alert("a"), alert("b")])


def test_the_same_title_again_waits_a_minute_unless_told_otherwise() -> None:
    alerts = Alerts()
    for seconds in (0, 59, 60, 61, 119, 120):
        alerts.add(alert(at=timedelta(seconds=seconds)))
    assert [held.time - NOON for held in alerts] == [timedelta(), MINUTE, 2 * MINUTE]
    alerts.add(alert(at=2 * MINUTE), wait=timedelta())
    assert len(alerts) == 4
    assert USUAL_WAIT == MINUTE


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 200)), max_size=12), st.integers(0, 120))
def test_no_two_of_a_title_are_nearer_than_the_wait(program: list[tuple[str, int]], wait: int) -> None:
    alerts, now = Alerts(), 0
    for title, later in program:
        now += later
        alerts.add(alert(title, timedelta(seconds=now)), timedelta(seconds=wait))
    for title in "ab":
        times = [held.time for held in alerts if held.title == title]
        assert all(later - earlier >= timedelta(seconds=wait) for earlier, later in pairwise(times))
        assert bool(times) == any(asked == title for asked, _ in program)
