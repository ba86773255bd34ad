"""Files, whatever they belong to."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.connections import paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.access import may_write

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
def file_url(source: Any, context: Context, upload: bool | None = None) -> str:
    return context.urls.of(source, write=bool(upload) and _may_write(source, context))


@file("directUrl")
def direct_url(source: Any, context: Context) -> str:
    return context.urls.of(source)


@file("uploadUrl")
def upload_url(source: Any, context: Context) -> str | None:
    """Where the content is to go; None where it is there already, and for who may not write it."""
    return context.urls.of(source, write=True) if source.wants_upload and _may_write(source, context) else None


def _may_write(source: Any, context: Context) -> bool:
    return may_write(context.user, source.project)


@file("uploadMultipartUrls")
def multipart_urls(source: Any, context: Context) -> Any:
    """Where the parts of a large file are to go; None for one that goes up whole."""
    upload = getattr(source, "upload", None)
    if upload is None or not source.wants_upload or not _may_write(source, context):
        return None
    keys = [(n, upload.key_of_part(n)) for n in upload.numbers]
    urls = [{"partNumber": n, "uploadUrl": context.urls.of_key(key, write=True)} for n, key in keys]
    return {"uploadID": upload.id, "uploadUrlParts": urls}


@file("md5", "digest")
def file_md5(source: Any, _: Context) -> str | None:
    return source.blob.md5 if source.blob else None


@file("artifact")
def artifact_of_file(source: Any, _: Context) -> Any:
    return getattr(source, "artifact", None)
