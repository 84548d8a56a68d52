"""Data sources that ask nobody: of hashicorp/cloudinit and hashicorp/null."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from stackwright.simcloud.curated.mime import rendered
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties


def config(it: Subject, _store: Store) -> Properties:
    message = rendered(it)
    return {
        "id": str(zlib.crc32(message.encode())),
        "rendered": message,
        "boundary": it.text("boundary") or "MIMEBOUNDARY",
        "gzip": it.inputs.get("gzip") is not False,
        "base64Encode": it.inputs.get("base64Encode") is not False,
    }


def data_source(it: Subject, _store: Store) -> Properties:
    return {
        "id": "static",
        "outputs": it.mapping("inputs"),
        "random": it.seed.digits(19, "random"),
        "hasComputedDefault": it.text("hasComputedDefault") or "default",
    }


FUNCTIONS: Mapping[str, Function] = {
    "cloudinit:index/getConfig:getConfig": config,
    "null:index/getDataSource:getDataSource": data_source,
}
