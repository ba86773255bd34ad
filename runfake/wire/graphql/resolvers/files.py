"""Files, whatever they belong to."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.connections import paged_fields
from runfake.wire.graphql.fields import Context, Fields

file = Fields("File")
parts = Fields("UploadMultipartUrls")
part = Fields("UploadUrlPart")
FIELDS = (file, parts, part, *paged_fields("File", "totalCount", "uploadHeaders"))

file.attributes(
    id="id",
    name="name",
    displayName="name",
    storagePath="storage_path",
    sizeBytes="size",
    mimetype="mimetype",
    updatedAt="updated_at",
)
file.constants(uploadHeaders=[])
parts.items("uploadID", "uploadUrlParts")
part.items("partNumber", "uploadUrl")


@file("url")
def file_url(source: Any, context: Context, upload: bool | None = None) -> str:  # noqa: ARG001 - one URL does both
    return context.urls.of(source)


@file("directUrl")
def direct_url(source: Any, context: Context) -> str:
    return context.urls.of(source)


@file("uploadUrl")
def upload_url(source: Any, context: Context) -> str | None:
    """Where the content is to go; None where it is there already."""
    return context.urls.of(source) if source.wants_upload else None


@file("uploadMultipartUrls")
def multipart_urls(source: Any, context: Context) -> Any:
    """Where the parts of a large file are to go; None for one that goes up whole."""
    upload = getattr(source, "upload", None)
    if upload is None or not source.wants_upload:
        return None
    urls = [{"partNumber": n, "uploadUrl": context.urls.of_key(upload.key_of_part(n))} for n in upload.numbers]
    return {"uploadID": upload.id, "uploadUrlParts": urls}


@file("md5", "digest")
def file_md5(source: Any, _: Context) -> str | None:
    return source.blob.md5 if source.blob else None


@file("artifact")
def artifact_of_file(source: Any, _: Context) -> Any:
    return getattr(source, "artifact", None)
