"""AWS data sources about what AWS offers to everybody, and about what is in buckets."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Final

from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.aws.containers import addon_version
from stackwright.simcloud.curated.aws.shapes import LOWER, region_of
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Store
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value, revealed

_IOT: Final = {
    "iot:Data-ATS": "{mark}-ats.iot.{region}",
    "iot:CredentialProvider": "{mark}.credentials.iot.{region}",
    "iot:Jobs": "{mark}.jobs.iot.{region}",
}
_STACK: Final = "64bit Amazon Linux 2023 v4.7.2 running Python 3.13"
_DEEP_LEARNING: Final = "763104351884"
"""AWS Deep Learning Containers, "Available images"; the same in most regions."""
_SIGNING: Final[Mapping[str, list[Value]]] = {
    "RSA": [f"RSASSA_{scheme}_SHA_{bits}" for scheme in ("PKCS1_V1_5", "PSS") for bits in (256, 384, 512)],
    "ECC_NIST_P256": ["ECDSA_SHA_256"],
    "ECC_NIST_P384": ["ECDSA_SHA_384"],
    "ECC_NIST_P521": ["ECDSA_SHA_512"],
    "ECC_SECG_P256K1": ["ECDSA_SHA_256"],
}
"""AWS KMS Developer Guide, "Key spec reference"."""
_ENCRYPTING: Final[list[Value]] = ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"]


def iot_endpoint(it: Subject, _store: Store) -> Properties:
    """`a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com`; without a type the one of before ATS."""
    kind = it.text("endpointType")
    form = _IOT.get(kind, "{mark}.iot.{region}")
    host = form.format(mark=f"a{places.mark(it, 'iot', 13)}", region=region_of(it))
    return {"id": kind or "iot:Data", "endpointAddress": f"{host}.amazonaws.com"}


def solution_stack(it: Subject, _store: Store) -> Properties:
    """A platform of Elastic Beanstalk that fits the pattern, where one can be told from it."""
    wanted = re.sub(r"\(?\.[*+]\??\)?", "v4.7.2", it.text("nameRegex").strip("^$"))
    name = re.sub(r"[\\()]", "", wanted) if "running" in wanted else _STACK
    return {"id": name, "name": name}


def bundle(it: Subject, _store: Store) -> Properties:
    """A bundle of WorkSpaces."""
    name = it.text("name")
    own = it.text("bundleId") or f"wsb-{Seed('bundle', it.text('owner'), name).text(9, LOWER)}"
    return {"id": own, "bundleId": own, "name": name, "owner": it.text("owner"), "description": name}


def prebuilt_image(it: Subject, _store: Store) -> Properties:
    """`763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:1`."""
    suffix = it.text("dnsSuffix") or "amazonaws.com"
    path = f"{_DEEP_LEARNING}.dkr.ecr.{region_of(it)}.{suffix}/{it.text('repositoryName')}:{it.text('imageTag', '1')}"
    return {"id": _DEEP_LEARNING, "registryId": _DEEP_LEARNING, "registryPath": path, "dnsSuffix": suffix}


def public_key(it: Subject, _store: Store) -> Properties:
    key = it.other(it.text("keyId").rpartition("/")[2]) or it.other(it.text("keyId"))
    spec = str(key.get("customerMasterKeySpec") or "RSA_2048")
    usage = str(key.get("keyUsage") or "SIGN_VERIFY")
    pem = guess.public_key(it, "public")
    return {
        "id": key.get("arn") or it.text("keyId"),
        "arn": key.get("arn") or it.text("keyId"),
        "customerMasterKeySpec": spec,
        "keyUsage": usage,
        "publicKeyPem": pem,
        "publicKey": "".join(pem.splitlines()[1:-1]),
        "signingAlgorithms": _SIGNING.get(spec, _SIGNING["RSA"]) if usage == "SIGN_VERIFY" else [],
        "encryptionAlgorithms": _ENCRYPTING if usage == "ENCRYPT_DECRYPT" else [],
    }


def addon(it: Subject, _store: Store) -> Properties:
    """A version of an add-on of EKS."""
    name = it.text("addonName")
    return {"id": name, "addonName": name, "version": addon_version(name)}


_OBJECTS: Final = frozenset(f"aws:s3/{kind}" for kind in ("bucketObject:BucketObject", "bucketObjectv2:BucketObjectv2"))


def objects(it: Subject, store: Store) -> Properties:
    """The keys of what was put there."""
    keys = sorted(str(item.get("key")) for item in _in_bucket(it, store))
    listed: list[Value] = [key for key in keys if key.startswith(it.text("prefix"))]
    return {"id": it.text("bucket"), "keys": listed, "commonPrefixes": [], "owners": []}


def object_(it: Subject, store: Store) -> Properties:
    """One that was put there, with its content where the program wrote that down; else one that was there before."""
    bucket, key = it.text("bucket"), it.text("key")
    none: Properties = {}
    found = next((item for item in _in_bucket(it, store) if item.get("key") == key), none)
    body = str(found.get("content") or "")
    return {
        **{name: value for name, value in found.items() if name not in {"content", "source", "tagsAll"}},
        "id": f"{bucket}/{key}",
        "arn": f"arn:{it.identity.partition}:s3:::{bucket}/{key}",
        "body": body,
        "bodyBase64": base64.b64encode(body.encode()).decode(),
        "contentLength": len(body.encode()),
        "contentType": found.get("contentType") or "binary/octet-stream",
        "etag": found.get("etag") or it.seed.hex(32, "etag"),
        "lastModified": it.time().strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "metadata": found.get("metadata") or {},
        "storageClass": found.get("storageClass") or "STANDARD",
    }


def _in_bucket(it: Subject, store: Store) -> list[Properties]:
    standing = (revealed(item.outputs) for item in store.resources("aws") if item.type in _OBJECTS)
    return [item for item in standing if item.get("bucket") == it.text("bucket")]


FUNCTIONS: Mapping[str, Function] = {
    "aws:eks/getAddonVersion:getAddonVersion": addon,
    "aws:elasticbeanstalk/getSolutionStack:getSolutionStack": solution_stack,
    "aws:iot/getEndpoint:getEndpoint": iot_endpoint,
    "aws:kms/getPublicKey:getPublicKey": public_key,
    "aws:s3/getObject:getObject": object_,
    "aws:s3/getObjects:getObjects": objects,
    "aws:sagemaker/getPrebuiltEcrImage:getPrebuiltEcrImage": prebuilt_image,
    "aws:workspaces/getBundle:getBundle": bundle,
}
