"""Organizations, for their members."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.world.organizations import Organization

query = Fields("Query")
organization = Fields("Organization")
FIELDS = (
    query,
    organization,
    Fields("AdvancedRegistryFeatures").items("advancedSearch"),
    Fields("RampFeatureFlag").items("rampKey", "isEnabled"),
)

organization.attributes(id="id", name="name", orgEntity="entity")
organization.constants(coreWeaveOrganizationId=None, advancedRegistryFeatures={"advancedSearch": False})


@query("organization")
def organization_by_name(_: None, context: Context, name: str) -> Organization | None:
    return context.reach.find_organization(name)


@organization("featureFlags")
def feature_flags(_source: Organization, _context: Context, ramp_idtype: str) -> list[Any]:  # noqa: ARG001 - none is on
    return []
