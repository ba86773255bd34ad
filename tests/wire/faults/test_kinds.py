"""What each kind of fault makes of an answer, and of the world."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from runfake import faults, which
from runfake.wire.faults import Fault
from runfake.wire.messages import Delivery, Response
from tests.wire.client import Caller, whole

MAKE = 'mutation { upsertBucket(input: {modelName: "shop", name: "a"}) { inserted } }'
ANSWER = b'{"data":{"upsertBucket":{"inserted":true}}}'


def struck(caller: Caller, fault: Fault) -> Response:
    """The answer to a request that makes the run shop/a, and that the fault hits."""
    caller.tenant.faults.add(which.field("upsertBucket"), fault)
    response = caller.send("POST", "/graphql", json.dumps({"query": MAKE}).encode())
    (entry,) = caller.tenant.journal
    assert entry.fault == str(fault)
    assert entry.status == response.status
    return response


def made(caller: Caller) -> bool:
    return caller.world.find_run("shop/a") is not None


@pytest.mark.parametrize(
    ("fault", "handled"),
    [
        (faults.status(503), False),
        (faults.status(504, handled=True), True),
        (faults.graphql_error("no"), False),
        (faults.graphql_error("no", handled=True), True),
        (faults.drop_before(), False),
        (faults.drop_after(), True),
        (faults.delay(1), True),
        (faults.drip(), True),
        (faults.truncate(), True),
        (faults.garbage(), True),
        (faults.garbage(bare=True), True),
        (faults.wrong_length(), True),
    ],
    ids=str,
)
def test_what_becomes_of_the_request_itself(caller: Caller, fault: Fault, handled: bool) -> None:
    struck(caller, fault)
    assert made(caller) is handled
    # The fault is over: the next one is as usual.
    assert caller.data(MAKE) == {"upsertBucket": {"inserted": not handled}}


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 599])
def test_a_status_that_clients_repeat_asks_them_to_do_so_at_once(caller: Caller, code: int) -> None:
    response = struck(caller, faults.status(code))
    assert (response.status, response.headers["retry-after"], response.delivery) == (code, "0", None)
    assert json.loads(whole(response))["errors"][0]["message"].startswith(f"{code} ")


@pytest.mark.parametrize(
    ("fault", "retry_after"),
    [
        (faults.status(503, retry_after=1.5), "1.5"),
        (faults.status(503, retry_after=None), None),
        (faults.status(503, retry_after=0.00001), "0.00001"),
        (faults.status(503, retry_after=10_000_000), "10000000"),
        (faults.status(404), None),
        (faults.status(413), None),
        (faults.status(501), None),
        (faults.status(201), None),
    ],
)
def test_when_to_come_again_is_said_where_it_means_something(
    caller: Caller, fault: Fault, retry_after: str | None
) -> None:
    assert struck(caller, fault).headers.get("retry-after") == retry_after


@pytest.mark.parametrize(
    ("body", "content", "kind"),
    [
        ("no more", b"no more", "text/plain"),
        (b"\0\1", b"\0\1", "text/plain"),
        ({"error": "x"}, b'{"error": "x"}', "application/json"),
        ("", b"", "text/plain"),
        ([1, None], b"[1, null]", "application/json"),
    ],
)
def test_a_status_may_have_a_body(caller: Caller, body: Any, content: bytes, kind: str) -> None:
    response = struck(caller, faults.status(500, body))
    assert (whole(response), response.headers["content-type"]) == (content, kind)
    assert response.headers["content-length"] == str(len(content))


@pytest.mark.parametrize("code", [204, 205, 304])
def test_some_statuses_have_no_body(caller: Caller, code: int) -> None:
    assert struck(caller, faults.status(code, "x")) == Response(code, b"", {"content-length": "0"})


def test_a_graphql_error_comes_with_200_unless_told_otherwise(caller: Caller) -> None:
    response = struck(caller, faults.graphql_error("no such thing"))
    assert (response.status, json.loads(whole(response))) == (
        200,
        {"errors": [{"message": "no such thing"}], "data": None},
    )
    assert struck_again(caller, faults.graphql_error("no", status=404)).status == 404


def struck_again(caller: Caller, fault: Fault) -> Response:
    caller.tenant.faults.add(which.anything(), fault)
    return caller.send("POST", "/graphql", json.dumps({"query": MAKE}).encode())


@pytest.mark.parametrize("make", [faults.drop_before, faults.drop_after])
def test_a_dropped_answer_is_none(caller: Caller, make: Callable[..., Fault]) -> None:
    assert struck(caller, make()) == Response(0, delivery=Delivery(bare=True, ending="reset"))
    assert struck_again(caller, make(reset=False)).delivery == Delivery(bare=True, ending="closed")
    assert [entry.bytes_out for entry in caller.tenant.journal] == [0, 0]


@pytest.mark.parametrize(
    ("fault", "delivery"),
    [(faults.delay(2.5), Delivery(delay=2.5)), (faults.drip(5, 0.25), Delivery(piece=5, pause=0.25))],
)
def test_a_slow_answer_is_the_real_one(caller: Caller, fault: Fault, delivery: Delivery) -> None:
    response = struck(caller, fault)
    assert (response.status, whole(response), response.delivery) == (200, ANSWER, delivery)


@pytest.mark.parametrize(("keep", "length"), [(None, len(ANSWER) // 2), (0, 0), (7, 7), (10_000, len(ANSWER))])
def test_a_truncated_answer_promises_more_than_it_has(caller: Caller, keep: int | None, length: int) -> None:
    response = struck(caller, faults.truncate(keep))
    assert (response.body, response.delivery) == (ANSWER[:length], Delivery(ending="closed"))
    assert response.headers["content-length"] == str(len(ANSWER))


def test_garbage_has_the_right_length_and_is_no_json(caller: Caller) -> None:
    response = struck(caller, faults.garbage())
    body = whole(response)
    assert (response.status, response.delivery, len(body)) == (200, None, len(ANSWER))
    with pytest.raises(ValueError, match=r"."):
        json.loads(body)


def test_bare_garbage_is_no_http_either(caller: Caller) -> None:
    response = struck(caller, faults.garbage(bare=True))
    assert response.delivery == Delivery(bare=True, ending="closed")
    assert not whole(response).startswith(b"HTTP")


@pytest.mark.parametrize(("by", "length"), [(3, len(ANSWER) + 3), (-3, len(ANSWER) - 3), (-10_000, 0)])
def test_a_wrong_length_is_off_by_so_much(caller: Caller, by: int, length: int) -> None:
    response = struck(caller, faults.wrong_length(by))
    assert (whole(response), response.headers["content-length"]) == (ANSWER, str(length))
    assert response.delivery == Delivery(ending="closed")


@pytest.mark.parametrize("fault", [faults.truncate(100), faults.wrong_length(5), faults.garbage()], ids=str)
def test_a_download_in_pieces_can_be_spoilt_too(caller: Caller, fault: Fault) -> None:
    content = bytes(range(256)) * 4096
    run = caller.world.run("shop/a", files={"big.bin": content})
    path = "/" + caller.tenant.urls.of(run.files["big.bin"]).split("/", 3)[3]
    caller.tenant.faults.add(which.route("storage"), fault)
    body = whole(caller.send("GET", path))
    expected = {"faults.truncate(100)": content[:100], "faults.wrong_length(5)": content}
    assert body == expected.get(str(fault), body)
    assert len(body) == (100 if "truncate" in str(fault) else len(content))
    assert (body == content) is ("wrong_length" in str(fault))


def test_an_upload_that_is_dropped_before_leaves_nothing(caller: Caller) -> None:
    run = caller.world.run("shop/a")
    path = "/" + caller.tenant.urls.of(run.files.named("big.bin"), write=True).split("/", 3)[3]
    caller.tenant.faults.add(which.method("PUT"), faults.drop_before())
    assert caller.send("PUT", path, b"x" * 3_000_000).status == 0
    assert ("big.bin" in run.files, caller.world.blobs.blocks_held) == (False, 0)
    assert caller.send("PUT", path, b"x" * 3_000_000).status == 200
    assert run.files["big.bin"].size == 3_000_000


def test_a_refused_request_can_be_hit_too(caller: Caller) -> None:
    caller.tenant.faults.add(which.anything(), faults.drop_after())
    assert caller.send("POST", "/graphql", b"no json").status == 0
    (entry,) = caller.tenant.journal
    assert (entry.fault, "JSON" in (entry.error or "")) == ("faults.drop_after()", True)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: faults.status(99), r"faults\.status\(\) takes an HTTP status from 200 to 599, not 99"),
        (lambda: faults.status("503"), r"takes an HTTP status .* not '503'"),  # type: ignore[arg-type]
        (lambda: faults.status(503, retry_after=-1), r"retry_after=\) takes seconds from 0 on, or None, not -1"),
        (lambda: faults.status(503, object()), r"body=\) takes bytes, text or what JSON can hold"),
        (lambda: faults.graphql_error("x", status=100), r"graphql_error\(status=\) takes an HTTP status"),
        (lambda: faults.graphql_error(5), "takes a text, not 5"),  # type: ignore[arg-type]
        (lambda: faults.delay(-1), r"faults\.delay\(\) takes seconds from 0 on, not -1"),
        (lambda: faults.delay(float("inf")), r"faults\.delay\(\) takes seconds"),
        (lambda: faults.drip(0), r"faults\.drip\(piece=\) takes a whole number from 1 on, not 0"),
        (lambda: faults.drip(1, -1), r"faults\.drip\(\) takes seconds from 0 on, not -1"),
        (lambda: faults.truncate(-1), r"faults\.truncate\(\) takes a whole number from 0 on, not -1"),
        (lambda: faults.wrong_length(0), r"faults\.wrong_length\(\) takes a number of bytes other than 0, not 0"),
        (lambda: faults.wrong_length(0.5), r"takes a number of bytes"),  # type: ignore[arg-type]
    ],
)
def test_what_a_kind_cannot_be_made_of_is_told(make: Callable[[], Fault], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"runfake\.faults has no 'drop_befor'.* Did you mean 'drop_before'\?"):
        _ = faults.drop_befor  # type: ignore[attr-defined]
