"""Volumes, claims, classes. Source: `pkg/apis/core/validation/validation.go`, `pkg/apis/storage/validation`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, quantities, resources, scheduling
from stackwright.simcloud.apiserver.claims import VOLUME_MODES, check_claim, check_modes, check_size
from stackwright.simcloud.apiserver.field import NIL, Field
from stackwright.simcloud.apiserver.volumes import check_driver, check_place

_PLACE_NAMES: Final = (
    "hostPath gcePersistentDisk awsElasticBlockStore glusterfs flocker nfs rbd cephfs iscsi cinder fc"
    " flexVolume azureFile vsphereVolume photonPersistentDisk portworxVolume quobyte azureDisk scaleIO local"
    " storageos csi"
)
_PLACES: Final = tuple(_PLACE_NAMES.split())
_KEPT: Final = ("Delete", "Recycle", "Retain")


def check_persistent_volume(found: Field) -> None:
    spec = found.at("spec")
    modes, capacity = spec.at("accessModes"), spec.at("capacity")
    check_modes(modes, "")
    if capacity.empty:
        capacity.required()
    if capacity.keys != ["storage"]:
        sizes = {name: quantities.canonical(capacity.key(name).value) for name in capacity.keys}
        capacity.unsupported(("storage",), sizes or NIL)
    for name in capacity.keys:
        resources.check_quantity(capacity.key(name), name)
        check_size(capacity.key(name))
    policy = spec.at("persistentVolumeReclaimPolicy")
    policy.one_of(_KEPT)
    given = [name for name in _PLACES if spec.at(name).there]
    if (affinity := spec.at("nodeAffinity")).there:
        if not affinity.at("required").there:
            affinity.at("required").required("must specify required node constraints")
        else:
            scheduling.check_nodes(affinity.at("required"))
    if not given:
        spec.required("must specify a volume type")
    else:
        _check_place(given[0], spec)
    for name in given[1:]:
        spec.at(name).forbidden("may not specify more than 1 volume type")
    if spec.at("hostPath", "path").text == "/" and policy.text == "Recycle":
        policy.forbidden("may not be 'recycle' for a hostPath mount of '/'")
    if not spec.at("storageClassName").empty:
        spec.at("storageClassName").fits(forms.subdomain)
    spec.at("volumeMode").one_of(VOLUME_MODES)


def _check_place(kind: str, spec: Field) -> None:
    source = spec.at(kind)
    if kind == "csi":
        check_driver(source.at("driver"))
        if source.at("volumeHandle").empty:
            source.at("volumeHandle").required()
    else:
        check_place(kind, source)
    if kind == "local" and not spec.at("nodeAffinity").there:
        spec.at("nodeAffinity").required("Local volume requires node affinity")


def check_persistent_volume_claim(found: Field) -> None:
    check_claim(found.at("spec"))


def check_storage_class(found: Field) -> None:
    provisioner, parameters = found.at("provisioner"), found.at("parameters")
    if provisioner.empty:
        provisioner.required()
    else:
        provisioner.fits(forms.qualified, value=provisioner.text.lower())
    if "" in parameters.keys:
        parameters.invalid("field can not be empty.", "")
    found.at("reclaimPolicy").one_of(("Delete", "Retain"))
    found.at("volumeBindingMode").one_of(("Immediate", "WaitForFirstConsumer"))
    for topology in found.at("allowedTopologies").each():
        for expression in topology.at("matchLabelExpressions").each():
            if expression.at("values").empty:
                expression.at("values").required()
            expression.at("key").fits(forms.qualified)
            seen: set[str] = set()
            for value in expression.at("values").each():
                if value.text in seen:
                    value.duplicate()
                seen.add(value.text)


def check_csi_driver(found: Field) -> None:
    spec = found.at("spec")
    spec.at("fsGroupPolicy").one_of(("File", "None", "ReadWriteOnceWithFSType"))
    modes = spec.at("volumeLifecycleModes")
    for mode in modes.texts:
        if mode not in {"Persistent", "Ephemeral"}:
            modes.unsupported(("Persistent", "Ephemeral"), mode)
