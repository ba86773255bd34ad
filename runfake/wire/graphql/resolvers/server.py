"""What the server says about itself."""

from __future__ import annotations

from typing import Any

from runfake.wire.features import ENABLED, MAX_CLI_VERSION, MIN_CLI_VERSION
from runfake.wire.graphql.fields import Context, Fields

query = Fields("Query")
info = Fields("ServerInfo")
feature = Fields("ServerFeature")
page_info = Fields("PageInfo")
success = Fields("SuccessPayload")
FIELDS = (query, info, feature, page_info, success)

info.constants(
    cliVersionInfo={"min_cli_version": MIN_CLI_VERSION, "max_cli_version": MAX_CLI_VERSION},
    latestLocalVersionInfo=None,
    features=[{"name": name, "isEnabled": True} for name in ENABLED],
)
feature.items("name", "isEnabled")
page_info.items("hasNextPage", "endCursor")
success.items("success", "clientMutationId")


@query("serverInfo")
def server_info(_: None, context: Context) -> Any:
    return context.world
