"""*What* a fault does: each kind is a function that makes one."""

from __future__ import annotations

import json
from dataclasses import replace
from http.client import responses
from typing import Any

from runfake.wire.faults.fault import Fault, instead, spoilt, written
from runfake.wire.faults.spoiling import bare_garbage, garbled, mislabelled, truncated
from runfake.wire.messages import JSON_TYPE, Delivery, Response, error_response, json_response

# What clients take as a reason to repeat a request, besides 5xx other than 501.
_REPEATED = (408, 425, 429)
# Answers that have no body.
_BODILESS = (204, 205, 304)


# -- instead of an answer --------------------------------------------------------------------------


def status(code: int, body: Any = None, *, retry_after: float | None = 0, handled: bool = False) -> Fault:
    """An HTTP status instead of the answer; the request is not handled.

    Args:
        code: from 200 to 599.
        body: bytes or text as they are, anything else as JSON; by default an error message that every client reads.
            An answer with 204, 205 or 304 has none.
        retry_after: seconds, sent where clients repeat requests (408, 425, 429, 5xx but 501); None sends none.
        handled: handles the request first: the change happened, and the client is told otherwise.

    Raises:
        ValueError: that is no status of an answer, or a time that cannot be sent.
    """
    _check_status("status()", code)
    if retry_after is not None and not _is_seconds(retry_after):
        raise ValueError(f"faults.status(retry_after=) takes seconds from 0 on, or None, not {retry_after!r}.")
    answer = _with_body(code, body)
    if (code in _REPEATED or (code >= 500 and code != 501)) and retry_after is not None:
        answer = replace(answer, headers={**answer.headers, "retry-after": _plain(retry_after)})
    return instead(written("status", code, retry_after=retry_after, handled=handled), answer, handled)


def graphql_error(message: str, *, status: int = 200, handled: bool = False) -> Fault:
    """A GraphQL error instead of the answer; the request is not handled, unless ``handled``.

    Args:
        status: the HTTP status; 200 is what GraphQL servers send, W&B sends the one that says what is wrong.

    Raises:
        ValueError: that is no text, or no status of an answer.
    """
    if not isinstance(message, str):
        raise ValueError(f"faults.graphql_error() takes a text, not {message!r}.")
    _check_status("graphql_error(status=)", status)
    answer = json_response(status, {"errors": [{"message": message}], "data": None})
    return instead(written("graphql_error", message, status=status, handled=handled), answer, handled)


def drop_before(*, reset: bool = True) -> Fault:
    """The connection goes before the request is handled: nothing happened, and no answer comes.

    Args:
        reset: resets the connection, as a process that dies does; otherwise it is closed in order.
    """
    return instead(written("drop_before", reset=reset), _dropped(reset), handled=False)


def drop_after(*, reset: bool = True) -> Fault:
    """The connection goes after the request is handled: what was asked for happened, and the answer is lost.

    Args:
        reset: as for :func:`drop_before`.
    """
    return instead(written("drop_after", reset=reset), _dropped(reset), handled=True)


# -- with the answer -------------------------------------------------------------------------------


def delay(seconds: float) -> Fault:
    """The answer comes so much later; other requests are answered meanwhile.

    Raises:
        ValueError: that is no time.
    """
    _check_seconds("delay", seconds)
    how = Delivery(delay=seconds)
    return spoilt(written("delay", seconds), lambda response: replace(response, delivery=how))


def drip(piece: int = 16, pause: float = 0.001) -> Fault:
    """The answer comes whole, but slowly: ``piece`` bytes of its body at once, ``pause`` seconds apart.

    Raises:
        ValueError: a piece of nothing, or no time.
    """
    _check_count("drip(piece=)", piece, 1)
    _check_seconds("drip", pause)
    how = Delivery(piece=piece, pause=pause)
    return spoilt(written("drip", piece, pause), lambda response: replace(response, delivery=how))


def truncate(keep: int | None = None) -> Fault:
    """The answer breaks off: ``keep`` bytes of its body come, by default half of them, then the connection goes.

    Raises:
        ValueError: ``keep`` is negative.
    """
    if keep is not None:
        _check_count("truncate()", keep, 0)
    return spoilt(written("truncate", keep), lambda response: truncated(response, keep))


def garbage(*, bare: bool = False) -> Fault:
    """The answer has nonsense for a body, of the right length and type.

    Args:
        bare: nonsense instead of the whole answer, which then is no HTTP at all; the connection goes after it.
    """
    return spoilt(written("garbage", bare=bare), bare_garbage if bare else garbled)


def wrong_length(by: int = 1) -> Fault:
    """The answer says that its body is so many bytes longer than it is, or shorter where ``by`` is negative.

    Raises:
        ValueError: ``by`` is 0, or no whole number.
    """
    if not isinstance(by, int) or isinstance(by, bool) or not by:
        raise ValueError(f"faults.wrong_length() takes a number of bytes other than 0, not {by!r}.")
    return spoilt(written("wrong_length", by), lambda response: mislabelled(response, by))


# -- what they are made of -------------------------------------------------------------------------


def _dropped(reset: bool) -> Response:
    return Response(0, delivery=Delivery(bare=True, ending="reset" if reset else "closed"))


def _with_body(code: int, body: Any) -> Response:
    if code in _BODILESS:
        return Response(code, headers={"content-length": "0"})
    if body is None:
        return error_response(code, f"{code} {responses.get(code, '')}: a fault that the test asked for.")
    if isinstance(body, (str, bytes)):
        content, kind = body.encode() if isinstance(body, str) else body, "text/plain"
    else:
        try:
            content, kind = json.dumps(body).encode(), JSON_TYPE
        except TypeError as error:
            raise ValueError(f"faults.status(body=) takes bytes, text or what JSON can hold: {error}.") from None
    return Response(code, content, {"content-type": kind, "content-length": str(len(content))})


def _plain(seconds: float) -> str:
    """A number without an exponent."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")


def _check_status(name: str, code: int) -> None:
    if not isinstance(code, int) or not 200 <= code <= 599:
        raise ValueError(f"faults.{name} takes an HTTP status from 200 to 599, not {code!r}.")


def _is_seconds(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")


def _check_seconds(name: str, value: float) -> None:
    if not _is_seconds(value):
        raise ValueError(f"faults.{name}() takes seconds from 0 on, not {value!r}.")


def _check_count(name: str, value: int, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError(f"faults.{name} takes a whole number from {least} on, not {value!r}.")
