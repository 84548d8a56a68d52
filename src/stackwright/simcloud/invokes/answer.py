"""Answers a provider function: what is known of it, else generic values in the shape of its result."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias, cast

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.curated.recipe import make, make_id
from stackwright.simcloud.identity import Identity
from stackwright.simcloud.packages import CURATED
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.common import common
from stackwright.simcloud.values.fill import fill
from stackwright.simcloud.values.ids import generic_id, usual_id
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.results import CheckFailure, InvokeResult
from stackwright.wire.values import UNKNOWN, Properties, contains_secret, contains_unknown, reveal, revealed, secret

Function: TypeAlias = Callable[[Subject, Store], Properties]
_MODULES = {
    "aws": "aws",
    "azure-native": "azure",
    "cloudinit": "local",
    "gcp": "gcp",
    "kubernetes": "kubernetes",
    "null": "local",
    "openstack": "openstack",
    "std": "std",
    "tls": "tls",
    "vsphere": "vsphere",
}
_SECRET_RESULTS = {
    "aws:ssm/getParameter:getParameter": "value",
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": "authorizationToken password",
    "aws:ecr/getCredentials:getCredentials": "authorizationToken",
    "azure-native:authorization:getClientToken": "token",
    "azure-native:operationalinsights:getSharedKeys": "primarySharedKey secondarySharedKey",
}
_SECRET_NAMES = ("password", "secretString", "secretBinary", "secretData", "kubeconfig", "privateKey", "accessToken")


def answer(
    token: str,
    args: Properties,
    types: Catalogue,
    identity: Identity,
    store: Store,
    other: Callable[[str], Properties],
) -> InvokeResult:
    """`other` gives the outputs of a resource of this cloud by its id.

    Raises:
        CloudError: the package has no such function.
    """
    package = types.package
    known = functions(package).get(token)
    described = types.function(token)
    if known is None and described is None:
        raise CloudError(f"unknown function {token}: {package} {types.version} has no such function")
    if described is not None:
        missing = [name for name, item in described.args.items() if item.required and args.get(name) is None]
        if missing:
            return InvokeResult({}, [CheckFailure(name, f'Missing required argument "{name}"') for name in missing])
    if any(contains_unknown(value) for value in args.values()):
        return InvokeResult(dict.fromkeys(described.result, UNKNOWN) if described else {})
    plain = {key: reveal(value) for key, value in args.items() if value is not None}
    it = Subject(
        package=package,
        token=token,
        name=token.rpartition(":")[2].removeprefix("get"),
        inputs=plain,
        identity=identity,
        seed=Seed(token, json.dumps(plain, sort_keys=True), identity.realm),
        other=other,
    )
    made = known(it, store) if known else existing(it, store) or supposed(it)
    result: Properties = {}
    for name, item in (described.result if described else NONE).items():
        if name in made:
            result[name] = made[name]
        elif name in plain:
            result[name] = plain[name]
        elif item.required or name == "id":
            result[name] = fill(it, item, types)
    result = result if described else made
    return InvokeResult(_marked(token, result, args))


def supposed(it: Subject) -> Properties:
    """The outputs of a resource that a getter asks for and this cloud does not have: it was there before, so a program
    that asks for it believes.
    """
    token = _type_of(it)
    kind, made = catalogue(it.package).resource(token), recipe(token)
    if kind is None:
        return {} if it.package in CURATED else {"id": usual_id(it)}
    there = replace(it, token=token)
    known = make_id(made, there) if made else ""
    shaped = it.package in {"azure-native", "gcp"} or it.package not in CURATED
    there = there.with_id(known or (generic_id(there, kind, catalogue(it.package)) if shaped else ""))
    found = {**common(there, kind), **(make(made.outputs, there) if made else {})}
    return {**found, "id": there.id} if there.id else found


def _type_of(it: Subject) -> str:
    """The type that a getter is of: `gcp:compute/network:Network` of `gcp:compute/getNetwork:getNetwork`."""
    kind = it.kind.removeprefix("get")
    module = it.token.split(":")[1]
    bridged = f"{module.rpartition('/')[0]}/{kind[:1].lower()}{kind[1:]}"
    return f"{it.package}:{bridged if '/' in module else module}:{kind}"


def existing(it: Subject, store: Store, token: str = "") -> Properties:
    """The outputs of the resource that a getter asks for, if this cloud has it: by its id, or the names of its path."""
    token = token or _type_of(it)
    made = recipe(token)
    wanted = [value for value in it.inputs.values() if isinstance(value, str)]
    if made:
        wanted.append(make_id(made, it))
    for wish in dict.fromkeys(filter(None, wanted)):
        found = store.find(it.package, wish, type=token, realm=it.identity.realm)
        if found and found.type == token and found.deleted is None:
            return {**revealed(found.outputs), "id": found.id}
    return {}


def _marked(token: str, result: Properties, args: Properties) -> Properties:
    """Secret are: keys and credentials, properties named like one, and everything made from secret arguments."""
    credentials = token.startswith("azure-native:") and token.rpartition(":")[2].startswith("list")
    declared = _SECRET_RESULTS.get(token, "").split()
    derived = any(contains_secret(value) for value in args.values())
    return {
        key: secret(value) if derived or credentials or key in declared or _names_secret(key) else value
        for key, value in result.items()
    }


def _names_secret(key: str) -> bool:
    return any(key.lower().endswith(name.lower()) for name in _SECRET_NAMES)


@lru_cache(maxsize=16)
def functions(package: str) -> Mapping[str, Function]:
    """The functions of one package that are answered with care; their file is loaded on first use."""
    module = _MODULES.get(package)
    if module is None:
        return {}
    loaded = importlib.import_module(f"stackwright.simcloud.invokes.{module}")
    return cast("Mapping[str, Function]", loaded.FUNCTIONS)
