"""What ``requests`` sends to one address goes to a service in this process, and its answer comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPException
from threading import Lock
from typing import Any

from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError, ReadTimeout, RetryError
from requests.models import PreparedRequest
from requests.models import Response as Answer
from urllib3 import HTTPResponse, Timeout, connection_from_url
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, ReadTimeoutError, ResponseError
from urllib3.util.request import set_file_position

from runfake.transports.replies import reply
from runfake.wire.exchange import Service
from runfake.wire.messages import Head, Response

CHUNK = 1 << 16
# What stands, or stood, in the place of ``HTTPAdapter.send``.
Send = Callable[..., Answer]


class Sender:
    """Stands in for the connections to ``base_url``, until it is closed.

    Args:
        service: answers the requests.
        base_url: the address, without a slash at the end.
    """

    def __init__(self, service: Service, base_url: str) -> None:
        self._service = service
        self._base_url = base_url
        # Requests come one after another, as they do on a server: clients ask from several threads.
        self._lock = Lock()
        self._open = True

    def close(self) -> None:
        """Answers nothing any more."""
        self._open = False

    def before(self, send: Send, afterwards: Send | None = None) -> Send:
        """Does what ``send`` does, but for what goes to the address.

        Once this is closed, it does what ``afterwards`` does for every address, or ``send`` where that is not given:
        whoever took it for the original puts it back in its own good time.
        """
        prefix, then = f"{self._base_url}/", afterwards or send

        def send_or_answer(adapter: HTTPAdapter, request: PreparedRequest, *args: Any, **options: Any) -> Answer:
            if not self._open:
                return then(adapter, request, *args, **options)
            if request.url is not None and request.url.startswith(prefix):
                return self._send(adapter, request, *args, **options)
            return send(adapter, request, *args, **options)

        return send_or_answer

    def _send(
        self,
        adapter: HTTPAdapter,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> Answer:
        """Sends one request, as ``HTTPAdapter.send`` does: with its retries, and its errors."""
        del stream  # the session's business
        try:
            raw = self._tried(adapter, request, _read_timeout(timeout))
        except MaxRetryError as error:
            kind = RetryError if isinstance(error.reason, ResponseError) else ConnectionError
            raise kind(error, request=request) from error
        except ReadTimeoutError as error:
            raise ReadTimeout(error, request=request) from error
        except ProtocolError as error:
            raise ConnectionError(error, request=request) from error
        return adapter.build_response(request, raw)

    def _tried(self, adapter: HTTPAdapter, request: PreparedRequest, timeout: float | None) -> HTTPResponse:
        retries, method, position = adapter.max_retries, request.method or "", set_file_position(request.body, None)
        while True:
            try:
                raw = reply(self._answer(request), method, timeout)
            except (OSError, HTTPException) as cause:
                retries = retries.increment(method, request.url, error=self._error(cause, timeout))
                retries.sleep()
            else:
                if not retries.is_retry(method, raw.status, "retry-after" in raw.headers):
                    return raw
                try:
                    retries = retries.increment(method, request.url, response=raw)
                except MaxRetryError:
                    if retries.raise_on_status:
                        raise
                    return raw
                retries.sleep(raw)
            set_file_position(request.body, position)

    def _error(self, cause: Exception, timeout: float | None) -> HTTPError:
        if isinstance(cause, TimeoutError):
            pool = connection_from_url(self._base_url)
            return ReadTimeoutError(pool, self._base_url, f"Read timed out. (read timeout={timeout})")
        return ProtocolError("Connection aborted.", cause)

    def _answer(self, request: PreparedRequest) -> Response:
        with self._lock:
            exchange = self._service.open(self._head(request))
        try:
            for chunk in _chunks(request.body):
                with self._lock:
                    exchange.write(chunk)
        except BaseException:
            with self._lock:
                exchange.abort()
            raise
        with self._lock:
            return exchange.close()

    def _head(self, request: PreparedRequest) -> Head:
        headers = {
            name.lower(): value if isinstance(value, str) else value.decode("latin-1")
            for name, value in request.headers.items()
        }
        path = (request.url or "")[len(self._base_url) :].partition("?")[0].partition("#")[0]
        return Head(request.method or "", path, headers)


def _read_timeout(timeout: Any) -> float | None:
    """The longest wait for a byte, of what ``requests`` takes for a timeout."""
    if isinstance(timeout, tuple):
        timeout = timeout[1]
    return timeout.read_timeout if isinstance(timeout, Timeout) else timeout


def _chunks(body: Any) -> Iterable[bytes]:
    """A body in pieces: bytes, text, a file, or whatever gives such pieces."""
    if not body:
        return ()
    if isinstance(body, (bytes, bytearray, str)):
        return (_as_bytes(body),)
    return map(_as_bytes, _read(body) if hasattr(body, "read") else body)


def _read(file: Any) -> Iterator[bytes | str]:
    while piece := file.read(CHUNK):
        yield piece


def _as_bytes(piece: bytes | bytearray | str) -> bytes:
    return piece.encode() if isinstance(piece, str) else bytes(piece)
