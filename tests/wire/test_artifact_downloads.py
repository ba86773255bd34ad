"""The download routes that clients of different releases build themselves."""

from __future__ import annotations

import base64

import pytest

from tests.wire.client import Caller, whole


@pytest.mark.parametrize(
    "route",
    [
        "/artifactsV2/default/runfake/p/ds/{id}/{id}/{md5}/f.txt",
        "/artifactsV2/default/runfake/p/ds/{id}/{md5}/f.txt",
        "/artifactsV2/default/runfake/{id}/{md5}",
        "/artifacts/runfake/{md5}",
    ],
)
def test_every_route_leads_to_the_content(caller: Caller, route: str) -> None:
    version = caller.world.artifact("p/ds", files={"deep/f.txt": "0123456789"})
    md5 = base64.b64decode(version.entries["deep/f.txt"].digest).hex()
    path = route.format(id=version.id.replace("=", "%3D"), md5=md5)
    assert whole(caller.send("GET", path)) == b"0123456789"
    part = caller.send("GET", path, range="bytes=2-4")
    assert (part.status, whole(part)) == (206, b"234")
    assert caller.send("GET", path, authorization="").status == 401


def test_content_that_does_not_match_its_md5_is_refused(caller: Caller) -> None:
    world = caller.world
    version = world.artifact("p/ds", files={"f": "1"})
    wrong = caller.storage_path("artifacts", str(version.number), "00" * 16, "f")
    response = caller.send("PUT", wrong, b"something else")
    assert response.status == 400
    assert b"upload what was announced" in whole(response)
    assert version.read("f") == b"1"
