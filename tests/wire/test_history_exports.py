"""Exported history files over the wire: who is told of them, and how they are read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.client import Caller, whole
from tests.wire.scans import answer
from tests.wire.test_storage import ask

FIELD = 'parquetHistory(liveKeys: ["_step"]) { parquetUrls liveData }'


@pytest.fixture
def urls(caller: Caller) -> list[str]:
    """The paths of two exported files, of a run with a live row besides."""
    caller.world.run("shop/a", history=[{"loss": float(i)} for i in range(5)])
    caller.world.export_history("shop/a", rows_per_file=3)
    caller.world.run("shop/a", history=[{"loss": 9.0}])
    told = answer(caller, FIELD)
    assert told["liveData"] == [{"_step": 5}]
    assert all(url.startswith("http://runfake.test/storage/") for url in told["parquetUrls"])
    return [url.removeprefix("http://runfake.test") for url in told["parquetUrls"]]


def content(caller: Caller, number: int) -> bytes:
    return list(caller.world.get_run("shop/a").history.exports)[number].blob.read()


def test_without_an_export_every_row_is_live(caller: Caller) -> None:
    caller.world.run("shop/a", history=[{"loss": 1.0}, {"other": 2}])
    assert answer(caller, FIELD) == {"parquetUrls": [], "liveData": [{"_step": 0}, {"_step": 1}]}
    with_loss = 'parquetHistory(liveKeys: ["loss"]) { liveData }'
    assert answer(caller, with_loss) == {"liveData": [{"loss": 1.0}]}


def test_a_long_history_shows_some_of_its_live_steps_first_and_last_among_them(caller: Caller) -> None:
    caller.world.run("shop/a", history=({"loss": 1.0} for _ in range(10_050)))
    steps = [row["_step"] for row in answer(caller, FIELD)["liveData"]]
    assert (len(steps), steps[0], steps[-1]) == (10_000, 0, 10_049)


def test_files_are_downloaded_whole_or_in_part_without_credentials(caller: Caller, urls: list[str]) -> None:
    for number, url in enumerate(urls):
        held = content(caller, number)
        response = ask(caller, "GET", url)
        assert (response.status, whole(response)) == (200, held)
        assert response.headers["content-type"] == "application/vnd.apache.parquet"
        assert response.headers["accept-ranges"] == "bytes"
        tail = ask(caller, "GET", url, range="bytes=-8")
        assert (tail.status, whole(tail)) == (206, held[-8:])
        assert tail.headers["content-range"] == f"bytes {len(held) - 8}-{len(held) - 1}/{len(held)}"


def test_their_size_is_told_by_head(caller: Caller, urls: list[str]) -> None:
    response = ask(caller, "HEAD", urls[0])
    assert (response.status, response.headers["content-length"]) == (200, str(len(content(caller, 0))))


def test_they_cannot_be_written(caller: Caller, urls: list[str]) -> None:
    held = content(caller, 0)
    assert ask(caller, "PUT", urls[0], b"x").status == 404
    assert content(caller, 0) == held


def test_a_file_whose_rows_have_changed_is_gone_from_answers_and_from_storage(caller: Caller, urls: list[str]) -> None:
    caller.world.get_run("shop/a").history.truncate(4)
    told: Any = answer(caller, FIELD)
    assert [url.removeprefix("http://runfake.test") for url in told["parquetUrls"]] == urls[:1]
    assert told["liveData"] == [{"_step": 3}]
    assert [ask(caller, "GET", url).status for url in urls] == [200, 404]


def test_a_deleted_run_takes_its_exports_along(caller: Caller, urls: list[str]) -> None:
    caller.world.delete_run(caller.world.get_run("shop/a").storage_id)
    assert ask(caller, "GET", urls[0]).status == 410
