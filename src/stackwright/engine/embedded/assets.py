"""Assets and archives get the hashes that Pulumi gives them, so that neither engine sees a change that is none.

Source: `sdk/go/common/resource/{asset,archive}` (pulumi v3.260). An archive that is no archive file is hashed as the
tar stream that Go's `archive/tar` makes of it: mode 0600, no owner, no time, 1,024 zero bytes at the end.
"""

from __future__ import annotations

import hashlib
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from stackwright.errors import ProgramError
from stackwright.wire.values import ARCHIVE, ASSET, SIGNATURE, Properties, Value

ARCHIVE_FILES: Final = (".jar", ".tar", ".tar.gz", ".tgz", ".zip")
_BLOCK: Final = 512
_HASHED: Final = frozenset({SIGNATURE, "hash"})


def hashed(properties: Properties, folder: Path) -> Properties:
    """The properties with every asset and archive hashed. Relative paths are below `folder`.

    Raises:
        ProgramError: a file does not exist or cannot be read.
    """
    for value in properties.values():
        if isinstance(value, dict | list):
            return {key: _hashed(item, folder) for key, item in properties.items()}
    return properties


def _hashed(value: Value, folder: Path) -> Value:
    if isinstance(value, dict):
        signature = value.get(SIGNATURE)
        if signature in {ASSET, ARCHIVE} and not value.get("hash"):
            return _with_hash(value, folder)
        return {key: _hashed(item, folder) for key, item in value.items()}
    if isinstance(value, list):
        return [_hashed(item, folder) for item in value]
    return value


def elided(properties: Properties) -> Properties:
    """The properties with nothing but the hashes of assets and archives: so Pulumi shows a provider what was, and lets
    it compare (`ElideAssetContents` in `pkg/resource/plugin/provider_plugin.go`).
    """
    return {key: _elided(item) if isinstance(item, dict | list) else item for key, item in properties.items()}


def _elided(value: Value) -> Value:
    if isinstance(value, list):
        return [_elided(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = _HASHED if value.get(SIGNATURE) in {ASSET, ARCHIVE} else value.keys()
    return {key: _elided(item) for key, item in value.items() if key in kept}


def _with_hash(value: Properties, folder: Path) -> Properties:
    result = {key: item for key, item in value.items() if item != ""}
    try:
        if value[SIGNATURE] == ASSET:
            result["hash"] = hashlib.sha256(_content(value, folder)).hexdigest()
        else:
            if isinstance(value.get("assets"), dict):
                result["assets"] = _hashed(value["assets"], folder)
            result["hash"] = _archive_hash(value, folder)
    except OSError as error:
        raise ProgramError(f"cannot read the asset {error.filename or value.get('uri')}: {error.strerror}") from error
    return dict(sorted(result.items()))


def _content(asset: Properties, folder: Path) -> bytes:
    path, uri = asset.get("path"), asset.get("uri")
    if path:
        return (folder / cast("str", path)).read_bytes()
    if uri:
        return _fetch(cast("str", uri))
    return cast("str", asset.get("text") or "").encode()


def _fetch(uri: str) -> bytes:
    if not uri.startswith(("file://", "http://", "https://")):
        raise ProgramError(f"the asset {uri} has a scheme that is not understood")
    with urllib.request.urlopen(uri) as response:  # noqa: S310 - checked above
        return response.read()


def _archive_hash(archive: Properties, folder: Path) -> str:
    path, uri = archive.get("path"), archive.get("uri")
    if uri:
        return hashlib.sha256(_fetch(cast("str", uri))).hexdigest()
    if path and str(path).endswith(ARCHIVE_FILES) and (folder / str(path)).is_file():
        return hashlib.sha256((folder / str(path)).read_bytes()).hexdigest()
    digest = hashlib.sha256()
    seen: set[str] = set()
    for name, content in _members(archive, folder):
        if name in seen:
            continue
        seen.add(name)
        digest.update(_header(name, len(content)))
        digest.update(content)
        digest.update(bytes(-len(content) % _BLOCK))
    digest.update(bytes(2 * _BLOCK))
    return digest.hexdigest()


def _members(archive: Properties, folder: Path) -> Iterator[tuple[str, bytes]]:
    assets = archive.get("assets")
    if isinstance(assets, dict):
        for name in sorted(assets):
            member = cast("Properties", assets[name])
            if member.get(SIGNATURE) == ARCHIVE:
                for inner, content in _members(member, folder):
                    yield f"{name}/{inner}", content
            else:
                yield name, _content(member, folder)
        return
    root = folder / str(archive.get("path") or "")
    if not root.is_dir():
        raise ProgramError(f"{root} is neither a folder nor an archive ({', '.join(ARCHIVE_FILES)})")
    for file in _walk(root):
        yield file.relative_to(root).as_posix(), file.read_bytes()


def _walk(folder: Path) -> Iterator[Path]:
    """Files in the order of Go's `filepath.Walk`: each folder's entries by name, folders where their name stands."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name == ".pulumi":
            continue
        if entry.is_symlink():
            if not entry.is_dir():
                yield Path(entry.path)
        elif entry.is_dir():
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _header(name: str, size: int) -> bytes:
    """One USTAR header as Go writes it."""
    prefix, short = "", name
    if len(name.encode()) > 100:
        cut = name.rfind("/", 0, min(156, len(name)))
        prefix, short = name[:cut], name[cut + 1 :]
    fields = [
        (short.encode(), 100),
        (b"0000600\0", 8),
        (b"0000000\0", 8),
        (b"0000000\0", 8),
        (b"%011o\0" % size, 12),
        (b"%011o\0" % 0, 12),
        (b" " * 8, 8),
        (b"0", 1),
        (b"", 100),
        (b"ustar\00000", 8),
        (b"", 64),
        (b"0000000\0", 8),
        (b"0000000\0", 8),
        (prefix.encode(), 155),
    ]
    block = b"".join(value[:length].ljust(length, b"\0") for value, length in fields).ljust(_BLOCK, b"\0")
    checksum = b"%06o\0 " % sum(block)
    return block[:148] + checksum + block[156:]
