"""Upload and download of stored bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

from runfake.wire.calls import Call
from runfake.wire.messages import Head, Response
from runfake.wire.refusals import Refusal
from runfake.wire.sinks import Buffer, Handling, Sink
from runfake.wire.urls import unescaped
from runfake.world.artifacts.artifact_file import ARTIFACTS, MANIFESTS, ManifestFile
from runfake.world.artifacts.multipart import PARTS
from runfake.world.blobs import Blob
from runfake.world.errors import Forbidden
from runfake.world.exports import EXPORTS
from runfake.world.files import RUNS, check_file_name
from runfake.world.ids import node_id
from runfake.world.reach import Reach
from runfake.world.world import World

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """One place in storage: what is read there, and what becomes of what is put there.

    ``read`` gives the blob, None where nothing was put yet; it may raise what the world raises.
    """

    name: str
    mimetype: str | None
    read: Callable[[], Blob | None]
    put: Callable[[Blob], object]


class Upload:
    """Takes a file piece by piece; it is there once the last piece has come."""

    def __init__(self, world: World, place: Place) -> None:
        self._world = world
        self._place = place
        self._writer = world.blobs.writer()

    def write(self, chunk: bytes) -> None:
        """Takes a piece."""
        self._writer.write(chunk)

    def close(self) -> Handling:
        """All of it has come."""
        return self._store

    def _store(self) -> Response:
        blob = self._writer.commit()
        with self._world.lock:
            self._place.put(blob)
        return Response(200, b"", {"content-length": "0", "etag": _etag(blob)})

    def abort(self) -> None:
        """Forgets what came."""
        self._writer.discard()


def open_storage(call: Call) -> Sink:
    """Opens an upload (PUT), or answers a download (GET, HEAD), of the place that the path names.

    Raises:
        Refusal: 404, no such place, or nothing there.
        NotFound, Gone, Invalid: the world's word on it.
    """
    world = call.tenant.world
    signature, *escaped_key = call.params[1:] or ("",)
    key = tuple(map(unescaped, escaped_key))
    if key[:1] == (RUNS,):
        call.entry.run = "/".join(key[1:4])
    with world.lock:
        place = _place(call, signature, key)
        if call.head.method == "PUT":
            return Upload(world, place)
        blob = place.read()
    if blob is None:
        raise Refusal(404, f"file {place.name!r} was never uploaded.")
    return _answering(call, blob, place.mimetype)


def open_artifact_download(call: Call) -> Sink:
    """Answers the download routes that artifact clients build themselves, of whatever release.

    They name content by its MD5 in hexadecimal; what else they name has changed from release to release.

    Raises:
        Refusal: 404, no such content.
    """
    last = call.params[-1] if len(call.params) in _BARE else call.params[-2]
    try:
        md5 = base64.b64encode(bytes.fromhex(last)).decode("ascii")
    except ValueError:
        raise Refusal(404, f"{call.head.path} names no content: expected an MD5 in hexadecimal in it.") from None
    world = call.tenant.world
    with world.lock:
        blob = world.blobs.find(md5) if _may_read(Reach(world, call.user), call.params, md5) else None
    if blob is None:
        raise Refusal(404, f"no file with MD5 {last} is held here.")
    return _answering(call, blob, None)


def _may_read(reach: Reach, params: tuple[str, ...], md5: str) -> bool:
    """Whether that content is in one of the versions or projects that a path names, and the user may see it."""
    for artifact in filter(None, map(reach.find_artifact, params[1:-1])):
        if md5 in artifact.contents:
            return True
    if len(params) not in _BARE:
        project = reach.find_project(params[1], params[2])
        collection = project.collections.get(params[3]) if project else None
        if collection and any(md5 in place.artifact.contents for place in collection.memberships):
            return True
    owner = reach.find_entity(params[0] if len(params) == 2 else params[1])
    return owner is not None and any(md5 in project.held_content for project in reach.seen(owner.projects.values()))


# Paths of two parts (entity, MD5) and four (region, entity, artifact, MD5) end in the MD5, others in a file name.
_BARE = (2, 4)


def _answering(call: Call, blob: Blob, mimetype: str | None) -> Buffer:
    response = download(blob, mimetype, _wanted(call.head, blob))
    return Buffer(call.head, lambda _: response)


def _wanted(head: Head, blob: Blob) -> str | None:
    """The ``Range`` that is asked for, if it is: of GET alone, and only of what the client knows already."""
    known = head.headers.get("if-range")
    return head.headers.get("range") if head.method == "GET" and known in (None, _etag(blob)) else None


def _place(call: Call, signature: str, key: tuple[str, ...]) -> Place:
    finder = _FINDERS.get(key[0]) if key else None
    allowed = call.tenant.urls.allows(signature, key, write=call.head.method == "PUT")
    if finder is None or len(key) < finder[0] or not allowed:
        raise Refusal(404, "this is no storage URL: use one as the server gave it.")
    return finder[1](call.tenant.world, key[1:])


def _run_file(world: World, key: tuple[str, ...]) -> Place:
    run = world.run_at(*key[:3])
    name = check_file_name("/".join(key[3:]))
    file = run.files.named(name)
    return Place(
        name, file.mimetype, lambda: run.files[name].blob, lambda blob: world.run_writes.put_file(run, name, blob)
    )


def _artifact_file(world: World, key: tuple[str, ...]) -> Place:
    artifact = world.artifacts.artifact(node_id("Artifact", key[0]))
    md5 = base64.b64encode(bytes.fromhex(key[1])).decode("ascii")
    name = "/".join(key[2:])
    return Place(
        name,
        None,
        lambda: artifact.contents.get(md5),
        lambda blob: world.artifacts.put_content(artifact, md5, blob),
    )


def _manifest(world: World, key: tuple[str, ...]) -> Place:
    manifest = world.artifacts.manifest(node_id("ArtifactManifest", key[0]))
    file = ManifestFile(manifest)
    return Place(file.name, file.mimetype, lambda: file.blob, lambda blob: world.artifacts.put_manifest(manifest, blob))


def _part(world: World, key: tuple[str, ...]) -> Place:
    upload = world.artifacts.upload(node_id("MultipartUpload", key[0]))
    number = int(key[1])
    return Place(f"part {number}", None, lambda: upload.received.get(number), lambda blob: upload.put(number, blob))


def _export(world: World, key: tuple[str, ...]) -> Place:
    file = world.run_at(*key[:3]).history.exports.named(key[3])
    return Place(file.name, "application/vnd.apache.parquet", lambda: file.blob, _read_only)


def _read_only(_: Blob) -> None:
    raise Forbidden("an exported history is only read.")


# The kinds of places: how many parts their keys have at least, and how they are found.
_FINDERS: dict[str, tuple[int, Callable[[World, tuple[str, ...]], Place]]] = {
    RUNS: (5, _run_file),
    EXPORTS: (5, _export),
    ARTIFACTS: (4, _artifact_file),
    MANIFESTS: (3, _manifest),
    PARTS: (3, _part),
}


def _etag(blob: Blob) -> str:
    return f'"{blob.md5}"'


def download(blob: Blob, mimetype: str | None, wanted: str | None) -> Response:
    """The bytes of ``blob``, or the range of them that the ``Range`` header ``wanted`` names."""
    headers = {
        "content-type": mimetype or "application/octet-stream",
        "accept-ranges": "bytes",
        "etag": _etag(blob),
    }
    match = _RANGE.fullmatch(wanted or "")
    if match is None or not (match[1] or match[2]):
        return Response(200, blob.chunks(), headers | {"content-length": str(blob.size)})
    if match[1] and match[2] and int(match[2]) < int(match[1]):
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
