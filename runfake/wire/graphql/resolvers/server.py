"""What the server says about itself."""

from __future__ import annotations

from typing import Any

from runfake.wire.features import MAX_CLI_VERSION, MIN_CLI_VERSION
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.server_side import NEWEST
from runfake.world.world import World

query = Fields("Query")
info = Fields("ServerInfo")
feature = Fields("ServerFeature")
page_info = Fields("PageInfo")
success = Fields("SuccessPayload")
local_version = Fields("LatestLocalVersionInfo")
FIELDS = (query, info, feature, local_version, page_info, success)

info.constants(cliVersionInfo={"min_cli_version": MIN_CLI_VERSION, "max_cli_version": MAX_CLI_VERSION})
local_version.items("outOfDate", "latestVersionString", "versionOnThisInstanceString")
feature.items("name", "isEnabled")
page_info.items("hasNextPage", "endCursor")
success.items("success", "clientMutationId")


@query("serverInfo")
def server_info(_: None, context: Context) -> Any:
    return context.world


@info("features")
def features(world: World, _: Context) -> list[dict[str, Any]]:
    return [{"name": name, "isEnabled": True} for name in world.server.flags]


@info("latestLocalVersionInfo")
def latest_local_version(world: World, _: Context) -> dict[str, Any] | None:
    if world.server.version is None:
        return None
    return {
        "outOfDate": world.server.out_of_date,
        "latestVersionString": NEWEST,
        "versionOnThisInstanceString": world.server.version,
    }
