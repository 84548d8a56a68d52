# ruff: noqa: ARG002 - the signatures are those of the protocol
"""One connection to one simulated cloud: a Pulumi provider, called in-process or by `stackwright.simcloud.serving`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from stackwright.errors import CloudError
from stackwright.simcloud import configuration, urns
from stackwright.simcloud.apiserver import refusals as apiserver
from stackwright.simcloud.apiserver.masking import masked
from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.checking.check import check
from stackwright.simcloud.checking.kubernetes import DEFINITION, scope_of
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.curated.recipe import make_id
from stackwright.simcloud.custom import custom_resource
from stackwright.simcloud.diffing.diff import diff
from stackwright.simcloud.family import exclusive, family
from stackwright.simcloud.identity import Identity, identity
from stackwright.simcloud.invokes.answer import answer
from stackwright.simcloud.issuing import issued
from stackwright.simcloud.packages import check_type
from stackwright.simcloud.refusing import PROTECTIONS, refuse_change, refuse_creation, refuse_deletion, refuse_twin
from stackwright.simcloud.refusing.imports import UNKNOWN
from stackwright.simcloud.refusing.world import StoredWorld
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Resource, Store
from stackwright.simcloud.urns import Urn
from stackwright.simcloud.values.ids import generic_id
from stackwright.simcloud.values.outputs import counted, final, planned, replanned
from stackwright.simcloud.values.prefixed import chosen_names
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.values.supposing import named_by, remembered, supposed, supposed_inputs
from stackwright.wire.naming import Autonaming
from stackwright.wire.results import CheckResult, CreateResult, DiffResult, InvokeResult, ReadResult
from stackwright.wire.values import Properties, as_properties, contains_unknown, lowered_all, reveal, revealed

if TYPE_CHECKING:
    from pulumi.runtime.proto import provider_pb2

    from stackwright.simcloud.components.building import Monitor


class SimulatedProvider:
    """Satisfies `stackwright.engine.provider.Provider`. Its configuration belongs to this object alone."""

    def __init__(self, types: Catalogue, store: Store, allowed: frozenset[str] = frozenset()) -> None:
        """`allowed` names what this cloud shall take although a real one would refuse it (`refusing.KINDS`)."""
        self.package = types.package
        self._types = types
        self._store = store
        self._allowed = allowed
        self._family = family(types.package)
        self._definitions: list[Properties] = []
        self.identity: Identity = identity(types.package, {})
        """Whom its configuration makes it."""

    def check_config(self, urn: str, olds: Properties, news: Properties) -> CheckResult:
        self._store.log(self.package, "check_config", urn)
        return configuration.check(self._types, lowered_all(news))

    def diff_config(self, urn: str, old_inputs: Properties, old_outputs: Properties, news: Properties) -> DiffResult:
        self._store.log(self.package, "diff_config", urn)
        return configuration.diff(self.package, old_inputs or old_outputs, news)

    def configure(self, inputs: Properties) -> None:
        self._store.log(self.package, "configure", "")
        self.identity = identity(self.package, inputs)

    @property
    def names(self) -> bool:
        """Resources are named as an engine wants it (`stackwright.engine.provider.Namer`), as real providers do."""
        return True

    def check(
        self, urn: str, olds: Properties, news: Properties, *, seed: bytes, autonaming: Autonaming | None = None
    ) -> CheckResult:
        self._store.log(self.package, "check", urn)
        return self._checked(*self._kind(urn), olds, news, Seed(seed or b"", urn), autonaming)

    def _checked(
        self,
        parsed: Urn,
        kind: ResourceType,
        olds: Properties,
        news: Properties,
        drawn: Seed,
        asked: Autonaming | None = None,
    ) -> CheckResult:
        plain = lowered_all(news)
        lives = self._lives(parsed, plain) if self.package == "kubernetes" else None
        return check(
            parsed, kind, self._types, self._family, self.identity, olds, plain, drawn, lives=lives, asked=asked
        )

    def diff(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
    ) -> DiffResult:
        self._store.log(self.package, "diff", urn, id)
        _, kind = self._kind(urn)
        return diff(kind, self._types, self._family, old_inputs, old_outputs, news, ignore_changes)

    def create(self, urn: str, inputs: Properties, *, timeout: float = 0, preview: bool = False) -> CreateResult:
        parsed, kind = self._kind(urn)
        if preview:
            self._store.log(self.package, "create", urn, preview=True)
            it = self._subject(parsed, urn, inputs, 0)
            self._refuse_object(it, inputs)
            return CreateResult("", self._live(inputs, planned(it, kind, self._types, recipe(kind.token), inputs)))
        generation = self._store.generation(urn) + 1
        it = self._named(self._subject(parsed, urn, inputs, generation), kind)
        made = recipe(kind.token)
        refuse_creation(it, self._world, self._allowed)
        self._refuse_object(it, inputs)
        it = it.with_id((make_id(made, it) if made else "") or generic_id(it, kind, self._types))
        self._refuse_twin(it)
        outputs = self._live(inputs, final(it, kind, self._types, made, inputs))
        self._store.log(self.package, "create", urn, it.id)
        self._store.add(self._made(parsed, urn, generation, it.id, inputs, outputs))
        return CreateResult(it.id, outputs)

    def read(self, urn: str, id: str, inputs: Properties, outputs: Properties) -> ReadResult:
        self._store.log(self.package, "read", urn, id)
        self._kind(urn)
        found = self._issued(urn, id, outputs, imported=None if inputs or outputs else UNKNOWN.name in self._allowed)
        if found.deleted is not None:
            return ReadResult("", {}, {})
        return ReadResult(found.id, found.inputs, found.outputs)

    def update(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        *,
        ignore_changes: tuple[str, ...] = (),
        timeout: float = 0,
        preview: bool = False,
    ) -> Properties:
        parsed, kind = self._kind(urn)
        self._store.log(self.package, "update", urn, id, preview=preview)
        if preview:
            it = self._subject(parsed, urn, news, 0).with_id(id)
            self._refuse_object(it, news, old_inputs)
            made = recipe(kind.token)
            return self._live(news, replanned(it, kind, self._types, made, old_inputs, old_outputs, news))
        found = self._issued(urn, id, old_outputs)
        if found.deleted is not None:
            raise CloudError(f"{id} cannot be changed: {self.package} does not have it any more")
        it = self._named(self._subject(parsed, found.urn, news, found.generation), kind).with_id(id)
        refuse_change(it, self._world, self._allowed)
        self._refuse_object(it, news, found.inputs)
        made = recipe(kind.token)
        outputs = self._live(news, final(it, kind, self._types, made, news))
        outputs |= counted(it, made, found.inputs, found.outputs, news)
        self._store.change(found, news, outputs)
        return outputs

    def delete(
        self,
        urn: str,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        *,
        timeout: float = 0,
    ) -> None:
        self._store.log(self.package, "delete", urn, id)
        found = self._issued(urn, id, old_outputs)
        lifted = PROTECTIONS if self._store.lifted(found.urn) else frozenset[str]()
        refuse_deletion(self._standing(found), self._world, self._allowed | lifted)
        self._store.remove(found)
        if self.package == "azure-native":
            # Azure Resource Manager deletes a resource's children with it, and all that is in a resource group:
            # https://learn.microsoft.com/azure/azure-resource-manager/management/delete-resource-group
            self._store.remove_inside(self.package, found.id)

    def find(self, urn: str) -> list[ReadResult]:
        """What `urn` created here and is still there, oldest first (`stackwright.engine.provider.Finder`)."""
        self._store.log(self.package, "find", urn)
        found = [item for item in self._store.find_by_urn(urn) if item.package == self.package]
        return [ReadResult(item.id, item.inputs, item.outputs) for item in found]

    def created(self, urn: str) -> int:
        """How many resources `urn` has created here so far (`stackwright.engine.provider.Finder`)."""
        return self._store.generation(urn)

    def invoke(self, token: str, args: Properties) -> InvokeResult:
        self._store.log(self.package, "invoke", token)
        plain = lowered_all(args)
        return answer(token, plain, self._types, self.identity, self._store, self.outputs_of)

    def builds(self, token: str) -> bool:
        """Whether this provider builds the component of this type itself."""
        if self.package != "kubernetes":
            return False
        from stackwright.simcloud.components.kubernetes import BUILDERS

        return token in BUILDERS

    def construct(
        self, request: provider_pb2.ConstructRequest, monitor: Monitor, warn: Callable[[str, str], None]
    ) -> provider_pb2.ConstructResponse:
        """Build a component: register it, and what is in it, with `monitor`. Relative files are where this process is.

        Raises:
            CloudError: it cannot be built.
        """
        from stackwright.simcloud.components.building import Building
        from stackwright.simcloud.components.kubernetes import BUILDERS, Place

        self._store.log(self.package, "construct", request.type)
        builder = BUILDERS.get(request.type) if self.builds(request.type) else None
        if builder is None:
            raise CloudError(f"unknown resource type {request.type}: it is no component of {self.package}")
        it = Building(request, monitor, warn)
        it.start()
        return builder(it, Place(self.identity.namespace, Path.cwd(), self.identity.renders))

    def call(self, request: provider_pb2.CallRequest) -> provider_pb2.CallResponse:
        raise CloudError(f"{request.tok}: nothing that is built here has methods")

    def cancel(self) -> None:
        """Nothing here takes long enough to be cut short."""

    def stand_beside(self, resource: Resource) -> None:
        """Be configured as the provider of `resource` was: its account, region and cluster, as far as they are kept."""
        there = replace(identity(self.package, resource.config), realm=resource.realm)
        self.identity = replace(there, account=resource.realm) if self.package == "aws" else there

    def _kind(self, urn: str) -> tuple[Urn, ResourceType]:
        parsed = urns.parse(urn)
        check_type(parsed.type)
        kind = self._types.resource(parsed.type) or custom_resource(parsed.type)
        if kind is None:
            raise CloudError(
                f"unrecognized resource type: {parsed.type} is not in {self._types.package} {self._types.version}"
                + _meant(parsed.type, self._types.tokens()),
                hint="the installed SDK decides which types there are",
            )
        return parsed, kind

    def _live(self, inputs: Properties, outputs: Properties) -> Properties:
        """`outputs`, but of what is only rendered, as no API server has seen it (pulumi-kubernetes, `Create`)."""
        return as_properties(inputs) if self.identity.renders else outputs

    def _lives(self, parsed: Urn, news: Properties) -> bool | None:
        """Whether custom resources of this type live in a namespace, as their definition says: one that was checked
        here, or that the cluster has (`IsNamespacedKind` in pulumi-kubernetes, `provider/pkg/clients/clients.go`).
        """
        if parsed.type == DEFINITION:
            self._definitions.append(news)
        if self._types.resource(parsed.type):
            return None
        known = [scope_of(each) for each in (*self._others(DEFINITION), *self._definitions)]
        _, api, kind = parsed.type.split(":")
        of = (api.rpartition("/")[0], kind.removesuffix("Patch"))
        return next((scope[2] for scope in reversed(known) if scope and scope[:2] == of), None)

    def _subject(self, parsed: Urn, urn: str, inputs: Properties, generation: int) -> Subject:
        unknown = frozenset(key for key, value in inputs.items() if contains_unknown(value))
        plain = {key: reveal(value) for key, value in inputs.items() if key not in unknown}
        return Subject(
            package=self.package,
            token=parsed.type,
            name=parsed.name,
            inputs=plain,
            identity=self.identity,
            seed=Seed(urn, generation),
            generation=generation,
            unknown=unknown,
            other=self.outputs_of,
            others=self._others,
        )

    def _named(self, it: Subject, kind: ResourceType) -> Subject:
        """With the names that the provider chooses where the program gives but a prefix."""
        return replace(it, inputs={**it.inputs, **chosen_names(it, kind)}) if self._family.defaults else it

    def outputs_of(self, id: str) -> Properties:
        """The outputs of another resource of this cloud by its id; empty if there is none."""
        found = self._store.find(self.package, id, realm=self.identity.realm) if id else None
        if found is None or found.deleted is not None:
            return {}
        return revealed(found.outputs)

    def suppose(self, urn: str, id: str, inputs: Properties) -> ReadResult:
        """What a program reads and no rehearsal made was there before it: `Vpc.get("main", "vpc-0123")`.

        It is noted, so that it stays the same, unless a preview does not know yet what it is like. Nobody deletes it:
        an engine deletes nothing that it only read.
        """
        parsed, kind = self._kind(urn)
        if self._store.issued(self.package, id, parsed.type, ""):
            return self.read(urn, id, inputs, inputs)
        self._store.log(self.package, "read", urn, id)
        made = recipe(kind.token)
        given = supposed_inputs(self.package, kind, id, inputs)
        it = self._subject(parsed, urn, {**named_by(made, id), **given}, 0).with_id(id)
        outputs = supposed(it, kind, self._types, made, given)
        return self._there(parsed, urn, ReadResult(id, given, outputs), noted=not it.unknown)

    def suppose_import(self, urn: str, id: str, inputs: Properties, *, preview: bool) -> ReadResult | None:
        """What a program imports and no rehearsal made is taken to be there as the program describes it, by the name of
        its id; None where the id is known here, or nothing is to be taken so. A preview does not note it.

        Raises:
            CloudError: there is no such type.
        """
        parsed, kind = self._kind(urn)
        if UNKNOWN.name in self._allowed and not self._store.issued(self.package, id, parsed.type, ""):
            self._store.log(self.package, "read", urn, id)
            made = recipe(kind.token)
            names = named_by(made, id)
            olds = remembered(self.package, kind, id, names)
            checked = self._checked(parsed, kind, olds, inputs, Seed(urn))
            given = {**checked.inputs, **{key: value for key, value in names.items() if key in checked.inputs}}
            it = self._subject(parsed, urn, given, 0).with_id(id)
            outputs = supposed(it, kind, self._types, made, given)
            return self._there(parsed, urn, ReadResult(id, given, outputs), noted=not preview)
        return None

    def _there(self, parsed: Urn, urn: str, found: ReadResult, *, noted: bool) -> ReadResult:
        """What is supposed to be there."""
        if noted:
            generation = self._store.generation(urn) + 1
            made = self._made(parsed, urn, generation, found.id, found.inputs, found.outputs)
            self._store.add(made, supposed=True)
        return found

    def _made(
        self, parsed: Urn, urn: str, generation: int, id: str, inputs: Properties, outputs: Properties
    ) -> Resource:
        now = time.time()
        return Resource(
            package=self.package,
            type=parsed.type,
            urn=urn,
            generation=generation,
            id=id,
            realm=self.identity.realm,
            config=self.identity.config,
            inputs=inputs,
            outputs=outputs,
            created=now,
            updated=now,
        )

    def _issued(self, urn: str, id: str, outputs: Properties, *, imported: bool | None = None) -> Resource:
        return issued(self._store, self.package, self.identity.realm, urn, id, outputs, imported=imported)

    def _others(self, type: str) -> list[Properties]:
        """The outputs of what this realm has of a type, each with its id."""
        return [
            {**revealed(item.outputs), "id": item.id}
            for item in self._store.of_types(self.package, [type], self.identity.realm)
        ]

    @property
    def _world(self) -> StoredWorld:
        return StoredWorld(self._store, self.package, self.identity.realm)

    def _standing(self, found: Resource) -> Subject:
        """A resource as it stands."""
        return self._subject(urns.parse(found.urn), found.urn, found.inputs, found.generation).with_id(found.id)

    def _refuse_object(self, it: Subject, inputs: Properties, old: Properties | None = None) -> None:
        """What an API server would not take; in a preview, too, which is a dry run on the server if all is known."""
        if self.package != "kubernetes" or it.unknown:
            return
        plain = None if old is None else revealed(old)
        with masked(inputs):
            apiserver.refuse(it, self._types, self._others, self._allowed, plain)

    def _refuse_twin(self, it: Subject) -> None:
        made = recipe(it.token)
        unique = exclusive(it.token) or (made is not None and made.unique)
        if unique and self._store.taken(self.package, it.token, it.id, self.identity.realm):
            refuse_twin(it, self._allowed)


def _meant(token: str, known: Sequence[str]) -> str:
    near = get_close_matches(token, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""
