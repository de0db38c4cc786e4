"""An upload handler that stops storing a file at the import's limit, and reads the rest of the request away."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from pipeline.importers.reading import MAX_BYTES


class CappedUpload(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. The form then finds no file, and `upload_is_too_big` on the request."""

    total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        assert self.request is not None  # noqa: S101 (Django sets it before the first chunk)
        self.total += len(raw_data)
        if self.total > MAX_BYTES or int(self.request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + 100_000:
            self.request.upload_is_too_big = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None
