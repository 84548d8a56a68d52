"""Volumes of a pod. Source: `validateVolumeSource` in `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

import re
from typing import Final

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.claims import check_claim
from stackwright.simcloud.apiserver.containers import check_resource, descending
from stackwright.simcloud.apiserver.field import Field

_NEEDED: Final = {
    "local": ("path",),
    "awsElasticBlockStore": ("volumeID",),
    "gcePersistentDisk": ("pdName",),
    "azureFile": ("secretName", "shareName"),
    "cephfs": ("monitors",),
}
_MODE_LIMIT: Final = 0o777
_HOST_TYPES: Final = (
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
)
_TELLABLE: Final = ("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid")
_SHORTEST_TOKEN, _LONGEST_TOKEN = 600, 1 << 32
_SOURCE_NAMES: Final = (
    "emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker"
    " persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile"
    " vsphereVolume photonPersistentDisk portworxVolume azureDisk storageos projected scaleIO csi ephemeral"
    " image"
)
_ORDER: Final = tuple(_SOURCE_NAMES.split())
"""In which the server looks at them: the second is one too many."""


def check_volumes(volumes: Field, claimed: tuple[str, ...] = ()) -> set[str]:
    """Gives the names of what can be mounted. `claimed` are made of a StatefulSet's claims."""
    names: set[str] = set()
    for volume in volumes.each():
        name = volume.at("name")
        if name.text in claimed:
            continue
        if name.empty:
            name.required()
        else:
            name.fits(forms.label)
        if name.text in names:
            name.duplicate()
        given = [kind for kind in _ORDER if volume.at(kind).there]
        if given:
            _check(given[0], volume.at(given[0]))
        for kind in given[1:]:
            volume.at(kind).forbidden("may not specify more than 1 volume type")
        names.add(name.text)
    return names | set(claimed)


def _check(kind: str, source: Field) -> None:
    match kind:
        case "secret":
            _named(source.at("secretName"))
            _check_items(source)
        case "configMap":
            _named(source.at("name"))
            _check_items(source)
        case "persistentVolumeClaim":
            _named(source.at("claimName"))
        case "downwardAPI":
            _check_mode(source.at("defaultMode"))
            for item in source.at("items").each():
                _check_told(item, source)
        case "projected":
            _check_projected(source)
        case "csi":
            check_driver(source.at("driver"))
        case "ephemeral":
            _check_ephemeral(source)
        case _:
            check_place(kind, source)


def check_place(kind: str, source: Field) -> None:
    """A source that persistent volumes may have, too."""
    match kind:
        case "hostPath":
            _named(source.at("path"))
            if ".." in source.at("path").text.split("/"):
                source.at("path").invalid("must not contain '..'")
            source.at("type").one_of(_HOST_TYPES)
        case "nfs":
            for name in ("server", "path"):
                _named(source.at(name))
            if not source.at("path").empty and not source.at("path").text.startswith("/"):
                source.at("path").invalid("must be an absolute path")
        case _:
            for name in _NEEDED.get(kind, ()):
                _named(source.at(name))


def check_driver(name: Field) -> None:
    """The name of a CSI driver."""
    if name.empty:
        name.required()
        return
    name.fits(forms.longest(63), forms.subdomain)


def _named(found: Field) -> None:
    if found.empty:
        found.required()


def _check_mode(mode: Field) -> None:
    if mode.number is not None and not 0 <= mode.number <= _MODE_LIMIT:
        mode.invalid("must be a number between 0 and 0777 (octal), both inclusive")


def _check_items(source: Field) -> None:
    _check_mode(source.at("defaultMode"))
    for item in source.at("items").each():
        if item.at("key").empty:
            item.at("key").required()
        _check_file(item.at("path"))
        _check_mode(item.at("mode"))


def _check_file(path: Field) -> None:
    if path.empty:
        path.required()
        return
    descending(path)
    if path.text.startswith("..") and ".." not in path.text.split("/"):
        path.invalid("must not start with '..'")


def _check_told(item: Field, source: Field) -> None:
    _check_file(item.at("path"))
    told, measured = item.at("fieldRef"), item.at("resourceFieldRef")
    if told.there:
        path = told.at("fieldPath").named(f"{source.path}.fieldRef.fieldPath")
        if told.at("fieldPath").empty:
            path.required()
        elif path.text not in _TELLABLE and not re.fullmatch(r"metadata\.(labels|annotations)\['[^']*'\]", path.text):
            if path.text.startswith(("metadata.", "spec.nodeName", "spec.serviceAccountName", "status.")):
                path.unsupported(_TELLABLE)
            else:
                path.invalid(f"error converting fieldPath: field label not supported: {path.text}")
        if measured.there:
            source.invalid("fieldRef and resourceFieldRef can not be specified simultaneously", "resource")
    elif measured.there:
        check_resource(measured.at("resource").named(f"{source.path}.resourceFieldRef.resource"))
    else:
        source.required("one of fieldRef and resourceFieldRef is required")
    _check_mode(item.at("mode"))


def _check_projected(source: Field) -> None:
    _check_mode(source.at("defaultMode"))
    for item in source.at("sources").each():
        for name in ("secret", "configMap"):
            if item.at(name).there:
                _named(item.at(name, "name"))
                _check_items(item.at(name))
        if (told := item.at("downwardAPI")).there:
            for each in told.at("items").each():
                _check_told(each, told)
        if (token := item.at("serviceAccountToken")).there:
            seconds = token.at("expirationSeconds")
            if seconds.number is not None and seconds.number < _SHORTEST_TOKEN:
                seconds.invalid("may not specify a duration less than 10 minutes")
            if seconds.number is not None and seconds.number > _LONGEST_TOKEN:
                seconds.invalid("may not specify a duration larger than 2^32 seconds")
            if token.at("path").empty:
                token.at("path").required()
            else:
                descending(token.at("path"))


def _check_ephemeral(source: Field) -> None:
    template = source.at("volumeClaimTemplate")
    if not template.there:
        template.required()
        return
    metadata.labels(template.at("metadata", "labels"))
    check_claim(template.at("spec"))
