"""Upload and download, without credentials."""

from __future__ import annotations

import pytest

from runfake.wire import Head, Request, Response
from tests.wire.client import Caller, whole

CONTENT = bytes(range(256)) * 5000


@pytest.fixture
def url(caller: Caller) -> str:
    """The path of a large file in storage."""
    caller.world.run("runfake/shop/a", files={"d/ä b.bin": CONTENT})
    query = """{ project(name: "shop") { run(name: "a") { files { edges { node {
        url directUrl uploadUrl upload: url(upload: true) } } } } } }"""
    link = caller.data(query)["project"]["run"]["files"]["edges"][0]["node"]
    assert link["url"] == link["directUrl"]
    assert link["upload"] == link["uploadUrl"] != link["url"]
    assert link["url"].startswith("http://runfake.test/storage/")
    return str(link["url"]).removeprefix("http://runfake.test")


@pytest.fixture
def upload_url(caller: Caller, url: str) -> str:  # noqa: ARG001 - the file is there
    """Where the same file may be put anew."""
    return caller.storage_path("runs", "runfake", "shop", "a", "d", "ä b.bin")


def ask(caller: Caller, method: str, path: str, *body: bytes, **headers: str) -> Response:
    """A request without credentials."""
    return caller.backend.handle(Request(Head(method, path, headers), body))


def test_a_download_is_the_whole_file(caller: Caller, url: str) -> None:
    response = ask(caller, "GET", url)
    assert (response.status, whole(response)) == (200, CONTENT)
    assert response.headers["content-length"] == str(len(CONTENT))
    assert response.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-99", 10, 100),
        ("bytes=1048570-1048580", 1048570, 1048581),
        ("bytes=1279990-", 1279990, 1280000),
        ("bytes=-5", 1279995, 1280000),
        ("bytes=-9999999", 0, 1280000),
        ("bytes=1279999-9999999", 1279999, 1280000),
    ],
)
def test_a_range_is_that_part_of_the_file(caller: Caller, url: str, wanted: str, start: int, stop: int) -> None:
    response = ask(caller, "GET", url, range=wanted)
    assert (response.status, whole(response)) == (206, CONTENT[start:stop])
    assert response.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"
    assert response.headers["content-length"] == str(stop - start)


@pytest.mark.parametrize("wanted", ["bytes=1280000-", "bytes=-0"])
def test_a_range_outside_of_the_file_cannot_be_had(caller: Caller, url: str, wanted: str) -> None:
    response = ask(caller, "GET", url, range=wanted)
    assert (response.status, response.headers["content-range"]) == (416, f"bytes */{len(CONTENT)}")


@pytest.mark.parametrize("wanted", ["bytes=-", "bytes=5-4", "bytes=a-b", f"bytes={'9' * 5000}-", "lines=1-2"])
def test_a_range_of_another_form_is_answered_with_the_whole(caller: Caller, url: str, wanted: str) -> None:
    assert ask(caller, "GET", url, range=wanted).status == 200


@pytest.mark.parametrize("unit", ["bytes", "Bytes"])
def test_a_range_is_of_a_download_alone(caller: Caller, url: str, unit: str) -> None:
    assert ask(caller, "GET", url, range=f"{unit}=0-9").status == 206
    response = ask(caller, "HEAD", url, range=f"{unit}=0-9")
    assert (response.status, response.headers["content-length"]) == (200, str(len(CONTENT)))
    assert "content-range" not in response.headers


def test_a_range_of_a_file_that_the_client_knew_otherwise_is_answered_with_the_whole(caller: Caller, url: str) -> None:
    known = ask(caller, "HEAD", url).headers["etag"]
    part = {"range": "bytes=0-9"}
    assert ask(caller, "GET", url, **part, **{"if-range": known}).status == 206
    for other in ('"other"', f"W/{known}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        response = ask(caller, "GET", url, **part, **{"if-range": other})
        assert (response.status, whole(response)) == (200, CONTENT)


def test_an_upload_replaces_the_file(caller: Caller, upload_url: str) -> None:
    response = ask(caller, "PUT", upload_url, b"new ", b"content")
    assert response.status == 200
    assert response.headers["etag"]
    assert caller.world.get_run("shop/a").files["d/ä b.bin"].content == b"new content"


def test_a_client_that_goes_away_in_the_middle_leaves_the_file_as_it_was(caller: Caller, upload_url: str) -> None:
    exchange = caller.backend.open(Head("PUT", upload_url))
    exchange.write(b"x" * 3_000_000)
    exchange.abort()
    assert caller.world.get_run("shop/a").files["d/ä b.bin"].content == CONTENT
    (entry,) = [entry for entry in caller.tenant.journal if entry.method == "PUT"]
    assert entry.error == "the client went away before the request was whole"
    assert entry.bytes_in == 3_000_000


def test_a_deleted_run_takes_its_files_along(caller: Caller, url: str, upload_url: str) -> None:
    caller.world.delete_run(caller.world.get_run("shop/a").storage_id)
    assert ask(caller, "GET", url).status == 410
    assert ask(caller, "PUT", upload_url, b"x").status == 410


def test_a_url_to_read_does_not_write_and_one_to_write_reads(caller: Caller, url: str, upload_url: str) -> None:
    assert ask(caller, "PUT", url, b"x").status == 404
    assert whole(ask(caller, "GET", upload_url)) == CONTENT


@pytest.mark.parametrize("made_up", ["runs/runfake/shop/a/other", "runs/runfake/shop/b/f", "runs/runfake/shop/a/d"])
def test_the_url_of_one_file_does_not_tell_that_of_another(caller: Caller, url: str, made_up: str) -> None:
    caller.world.run("runfake/shop/a", files={"other": "secret"})
    start = url.partition("runs/")[0]
    assert ask(caller, "GET", start + made_up).status == 404
    assert ask(caller, "GET", caller.storage_path("runs", "runfake", "shop", "a", "other")).status == 200
