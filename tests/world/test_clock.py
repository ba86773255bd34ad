"""The clock: still until it is moved, or the real time, shifted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import Clock

from .values import NOON

seconds = st.integers(0, 10**6)


class SummerTime(tzinfo):
    """A zone that goes from one to two hours ahead of UTC at the end of March 2024."""

    def utcoffset(self, when: datetime | None) -> timedelta:
        return timedelta(hours=2 if when and when.replace(tzinfo=None) >= datetime(2024, 3, 31, 2) else 1)

    def dst(self, when: datetime | None) -> timedelta:
        return self.utcoffset(when) - timedelta(hours=1)

    def tzname(self, when: datetime | None) -> str:
        return f"UTC+{self.utcoffset(when)}"


@given(st.lists(seconds | seconds.map(lambda s: timedelta(seconds=s)), max_size=5))
def test_a_clock_stands_where_it_was_moved_to(moves: list[int | timedelta]) -> None:
    clock, expected = Clock(NOON), NOON
    for move in moves:
        expected += move if isinstance(move, timedelta) else timedelta(seconds=move)
        assert clock.advance(move) == expected
        assert clock.now() == clock.now() == expected


@given(st.integers(-14 * 60, 14 * 60))
def test_the_time_is_told_in_utc(minutes: int) -> None:
    start = datetime(2024, 1, 1, tzinfo=timezone(timedelta(minutes=minutes)))
    now = Clock(start).now()
    assert now == start
    assert now.utcoffset() == timedelta()


def test_an_hour_is_an_hour_though_the_zone_goes_over_to_summer_time() -> None:
    clock = Clock(datetime(2024, 3, 31, 1, 30, tzinfo=SummerTime()))
    before = clock.now()
    assert clock.advance(3600) - before == timedelta(hours=1)


def test_without_a_start_the_clock_follows_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([NOON, NOON + timedelta(seconds=1), NOON + timedelta(seconds=2)])

    class Real(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return next(times).astimezone(tz)

    monkeypatch.setattr("runfake.world.clock.datetime", Real)
    clock = Clock()
    assert clock.now() == NOON
    assert clock.advance(60) == NOON + timedelta(seconds=61)
    assert clock.now() == NOON + timedelta(seconds=62)


def test_two_clocks_move_apart() -> None:
    one, other = Clock(NOON), Clock(NOON)
    one.advance(5)
    assert other.now() == NOON


@pytest.mark.parametrize("by", [-1, -0.001, timedelta(microseconds=-1)])
def test_time_never_goes_back(by: float | timedelta) -> None:
    clock = Clock(NOON)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(by)
    assert clock.now() == NOON


def test_a_start_without_a_time_zone_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match="add tzinfo=UTC"):
        Clock(NOON.replace(tzinfo=None))
    assert Clock(NOON.replace(tzinfo=UTC)).now() == NOON
