"""Upload and download of stored bytes."""

from __future__ import annotations

import re

from runfake.wire.calls import Call
from runfake.wire.messages import Response
from runfake.wire.refusals import Refusal
from runfake.wire.sinks import Buffer, Sink
from runfake.wire.urls import RUN_FILES
from runfake.world.blobs import Blob
from runfake.world.runs import Run

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Upload:
    """Takes a run's file piece by piece; it is there once the last piece has come."""

    def __init__(self, call: Call, run: Run, name: str) -> None:
        self._world = call.tenant.world
        self._run = run
        self._name = name
        self._writer = self._world.blobs.writer()

    def write(self, chunk: bytes) -> None:
        """Takes a piece."""
        self._writer.write(chunk)

    def close(self) -> Response:
        """Stores the file."""
        blob = self._writer.commit()
        self._world.put_file(self._run, self._name, blob)
        return Response(200, b"", {"content-length": "0", "etag": f'"{blob.md5}"'})

    def abort(self) -> None:
        """Forgets what came."""
        self._writer.discard()


def open_storage(call: Call) -> Sink:
    """Opens an upload (PUT), or answers a download (GET, HEAD), of a run's file.

    Raises:
        Refusal: 404, no such place.
        NotFound, Gone: no such run or file.
    """
    if len(call.params) < 6 or call.params[1] != RUN_FILES:
        raise Refusal(404, "this is no storage URL: use one as the server gave it.")
    run = call.tenant.world.get_run("/".join(call.params[2:5]))
    name = "/".join(call.params[5:])
    if call.head.method == "PUT":
        return Upload(call, run, name)
    file = run.files[name]
    if file.blob is None:
        raise Refusal(404, f"file {name!r} was never uploaded.")
    response = download(file.blob, file.mimetype, call.head.headers.get("range"))
    return Buffer(call.head, lambda _: response)


def download(blob: Blob, mimetype: str | None, wanted: str | None) -> Response:
    """The bytes of ``blob``, or the range of them that the ``Range`` header ``wanted`` names."""
    headers = {
        "content-type": mimetype or "application/octet-stream",
        "accept-ranges": "bytes",
        "etag": f'"{blob.md5}"',
    }
    match = _RANGE.fullmatch(wanted or "")
    if match is None or match[0] == "bytes=-":
        return Response(200, blob.chunks(), headers | {"content-length": str(blob.size)})
    start, stop = _bounds(match[1], match[2], blob.size)
    if start >= stop:
        return Response(416, b"", {"content-range": f"bytes */{blob.size}", "content-length": "0"})
    headers |= {"content-range": f"bytes {start}-{stop - 1}/{blob.size}", "content-length": str(stop - start)}
    return Response(206, blob.chunks(start, stop), headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
