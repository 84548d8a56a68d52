"""The multi-part message that hashicorp/cloudinit renders (`cloudinit_config.go`, on Go's `mime/multipart`)."""

from __future__ import annotations

import base64
import gzip

from stackwright.errors import CloudError
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_DEFAULT_BOUNDARY = "MIMEBOUNDARY"


def rendered(it: Subject) -> str:
    """The message, in gzip and base64 unless the inputs say otherwise.

    Raises:
        CloudError: what is compressed shall not be base64.
    """
    compress, encode = it.inputs.get("gzip") is not False, it.inputs.get("base64Encode") is not False
    if compress and not encode:
        raise CloudError("base64_encode is mandatory when gzip is enabled")
    message = _message(it.items("parts"), it.text("boundary") or _DEFAULT_BOUNDARY).encode()
    if compress:
        message = gzip.compress(message, mtime=0)
    return base64.b64encode(message).decode() if encode else message.decode()


def _message(parts: list[Value], boundary: str) -> str:
    head = f'Content-Type: multipart/mixed; boundary="{boundary}"\nMIME-Version: 1.0\r\n\r\n'
    bodies = [_part(part, boundary) for part in parts if isinstance(part, dict)]
    return head + "\r\n".join(bodies) + f"\r\n--{boundary}--\r\n"


def _part(part: dict[str, Value], boundary: str) -> str:
    headers = {
        "Content-Disposition": f'attachment; filename="{part["filename"]}"' if part.get("filename") else None,
        "Content-Transfer-Encoding": "7bit",
        "Content-Type": part.get("contentType") or "text/plain",
        "Mime-Version": "1.0",
        "X-Merge-Type": part.get("mergeType"),
    }
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return f"--{boundary}\r\n{said}\r\n{part.get('content', '')}"
