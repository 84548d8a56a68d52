"""What a claim asks for. Source: `ValidatePersistentVolumeClaimSpec` in `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, metadata, quantities
from stackwright.simcloud.apiserver.field import Field

MODES: Final = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
VOLUME_MODES: Final = ("Block", "Filesystem")


def check_modes(modes: Field, missing: str) -> None:
    if modes.empty:
        modes.required(missing)
    for mode in modes.texts:
        if mode not in MODES:
            modes.unsupported(MODES, mode)
    if "ReadWriteOncePod" in modes.texts and len(modes.texts) > 1:
        modes.forbidden("may not use ReadWriteOncePod with other access modes")


def check_size(amount: Field) -> None:
    if (size := quantities.parse(amount.value)) is not None and size <= 0:
        amount.invalid("must be greater than zero", quantities.canonical(amount.value))


def check_claim(spec: Field) -> None:
    check_modes(spec.at("accessModes"), "at least 1 access mode is required")
    if spec.at("selector").there:
        metadata.selector(spec.at("selector"))
    storage = spec.at("resources", "requests").value
    asked = spec.at("resources", "requests", "storage").named(f"{spec.path}.resources[storage]")
    if not isinstance(storage, dict) or "storage" not in storage:
        asked.required()
    else:
        check_size(asked)
    if not spec.at("storageClassName").empty:
        spec.at("storageClassName").fits(forms.subdomain)
    spec.at("volumeMode").one_of(VOLUME_MODES)
    for name in ("dataSource", "dataSourceRef"):
        if (source := spec.at(name)).there:
            _check_source(source)
    if spec.at("dataSource").there and not spec.at("dataSourceRef").there:
        _check_source(spec.at("dataSource").named(f"{spec.path}.dataSourceRef"))


def _check_source(source: Field) -> None:
    for name in ("name", "kind"):
        if source.at(name).empty:
            source.at(name).required()
