"""The file stream endpoint: what a logging client sends while its run goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from runfake.wire.calls import Call
from runfake.wire.messages import Head, Response, json_response
from runfake.wire.sinks import ReadBuffer
from runfake.world.errors import Invalid, bad_offset, not_an_object
from runfake.world.jsontext import load_object
from runfake.world.reach import Reach
from runfake.world.stream import Chunk, StreamRequest


def open_filestream(call: Call) -> ReadBuffer:
    """Takes one request of the file stream of the run that the path names."""
    call.entry.run = "/".join(call.params)
    return ReadBuffer(call.head, lambda body: _understand(call, parse(body, call.head)))


def _understand(call: Call, request: StreamRequest) -> Callable[[], Response]:
    call.entry.streams = tuple(name for name, chunk in request.chunks.items() if chunk.lines)
    return partial(_answer, call, request)


def _answer(call: Call, request: StreamRequest) -> Response:
    world = call.tenant.world
    with world.lock:
        run = Reach(world, call.user).run_at(*call.params, write=True)
        world.run_writes.stream(run, request)
        return json_response(200, {"exitcode": None, "limits": {}, "stopped": run.stop_requested})


def parse(body: bytes, head: Head) -> StreamRequest:
    """The meaning of a request; the body ``{}`` is a heartbeat.

    Raises:
        Invalid: it is no JSON object, or a field has the wrong type; the error names the field. Or it comes from
            one of several writers, which does not say who it is.
    """
    fields = load_object(body, "the file stream request")
    files = fields.get("files") or {}
    if not isinstance(files, dict):
        raise not_an_object("files", files)
    return StreamRequest(
        {name: _chunk(name, chunk) for name, chunk in files.items()},
        complete=fields.get("complete") is True,
        exit_code=_count(fields, "exitcode"),
        preempting=fields.get("preempting") is True,
        dropped=_count(fields, "dropped") or 0,
        writer=_writer(head) if head.writes_beside_others else None,
        derives_summary=head.headers.get("x-wandb-server-side-derived-summary") == "true",
    )


def _count(fields: dict[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Invalid(f"{name} must be an integer or null, not {value!r}.")
    return value


def _writer(head: Head) -> str:
    writer = head.headers.get("x-wandb-async-client-id")
    if not writer:
        raise Invalid("one of several writers of a run must send its id in the header x-wandb-async-client-id.")
    return writer


def _chunk(name: str, chunk: Any) -> Chunk:
    if not isinstance(chunk, dict):
        raise not_an_object(f"files[{name!r}]", chunk)
    offset, content = chunk.get("offset", 0), chunk.get("content")
    if not isinstance(offset, int) or isinstance(offset, bool) or offset < 0:
        raise bad_offset(name, offset)
    if not isinstance(content, list) or not all(isinstance(line, str) for line in content):
        raise Invalid(f"{name}: content must be a list of strings.")
    return Chunk(offset, content)
