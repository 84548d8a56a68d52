"""What the SDK works out and nobody reads is left out; what is read is the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import ModuleType

import pulumi
import pytest
from pulumi import Alias, Resource, _types, resource
from pulumi.runtime import resource as registering
from pulumi.runtime import rpc
from pulumi.runtime.proto import source_pb2

from stackwright.engine.embedded.sparing import _REPLACED, sparing, stack_trace

# pyright: reportPrivateImportUsage=false, reportPrivateUsage=false


@pytest.mark.parametrize("alias", [Alias(name="former"), Alias(type_="aws:s3/bucketV2:BucketV2"), Alias(parent=None)])
def test_an_alias_that_says_whom_it_means_is_left_alone(alias: Alias) -> None:
    with sparing():
        assert resource.collapse_alias_to_urn(alias, "now", "aws:s3/bucket:Bucket", None) is alias


def test_a_whole_urn_and_what_is_wrong_goes_the_sdks_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def collapse(alias: object, defaultName: str, defaultType: str, defaultParent: object) -> None:  # noqa: N803
        asked.append(alias)

    monkeypatch.setattr(resource, "collapse_alias_to_urn", collapse)
    whole, wrong = "urn:pulumi:dev::shop::t::n", Alias(name=None)  # pyright: ignore[reportArgumentType]
    with sparing():
        for alias in (whole, wrong):
            resource.collapse_alias_to_urn(alias, "now", "aws:s3/bucket:Bucket", None)
    assert asked == [whole, wrong]


class _Base:
    def __init__(self) -> None:
        self.found: tuple[source_pb2.StackTrace, source_pb2.StackTrace] = (
            registering._get_stack_trace(),
            stack_trace(),
        )  # fmt: skip - both on the line where they are called


class _Custom(_Base):
    def __init__(self) -> None:
        super().__init__()


class _Bucket(_Custom):
    def __init__(self) -> None:
        super().__init__()


def test_the_places_are_those_that_the_sdk_finds() -> None:
    theirs, ours = _Bucket().found
    assert ours == theirs
    assert ours.frames[0].pc.uri.endswith("test_sparing.py")


def test_without_a_constructor_there_is_no_place() -> None:
    assert stack_trace() == source_pb2.StackTrace()


def test_afterwards_the_sdk_is_itself_again() -> None:
    before = (resource.collapse_alias_to_urn, registering._get_stack_trace)
    with pytest.raises(KeyError), sparing():
        raise KeyError
    assert (resource.collapse_alias_to_urn, registering._get_stack_trace) == before


def test_an_sdk_that_is_made_otherwise_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def transfer_properties(res: Resource, props: object, custom: bool, more: object) -> object:
        raise NotImplementedError

    monkeypatch.setattr(rpc, "transfer_properties", transfer_properties)
    monkeypatch.delattr(_types, "unwrap_type")
    with sparing():
        assert rpc.transfer_properties is transfer_properties
        assert not hasattr(_types, "unwrap_type")
        assert registering._get_stack_trace is stack_trace


@pytest.mark.parametrize(("module", "name"), [(module, name) for module, name, *_ in _REPLACED])
def test_of_this_sdk_all_is_replaced(module: ModuleType, name: str) -> None:
    before = getattr(module, name)
    with sparing():
        assert getattr(module, name) is not before


class _Thing(Resource):
    def __init__(self) -> None:  # nothing is registered: what is looked at is what happens to its properties
        pass


async def _turns(made: Callable[[], Awaitable[object]]) -> tuple[int, object]:
    """How many turns of the loop something takes, and what it is."""
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.ensure_future(count())
    await asyncio.sleep(0)
    before = turns
    value = await made()
    counting.cancel()
    return turns - before, value


@pytest.mark.parametrize("parent", [None, "", "urn:pulumi:dev::shop::t::parent"])
def test_a_urn_that_nobody_reads_takes_as_many_turns(parent: str | None) -> None:
    def do_register() -> Awaitable[object]:
        return registering.create_urn("name", "type", parent).future()

    theirs = asyncio.run(_turns(do_register))
    with sparing():
        ours = asyncio.run(_turns(do_register))
        urn = registering.create_urn
    assert (ours[0], ours[1]) == (theirs[0], None)
    assert isinstance(asyncio.run(_made(lambda: urn("name", "type", parent))), pulumi.Output), "an alias reads it"


async def _made(make: Callable[[], object]) -> object:
    return make()


@pytest.mark.parametrize("failed", [None, ValueError("no")])
def test_properties_are_resolved_as_the_sdk_does_and_when(failed: Exception | None) -> None:
    async def resolved() -> list[object]:
        thing, other = _Thing(), _Thing()
        resolvers = rpc.transfer_properties(thing, {"urn": 1, "id": 1, "size": 3, "colour": "red"}, True)
        assert set(resolvers) == set(vars(thing)) == {"size", "colour"}
        await asyncio.sleep(0)

        async def settled() -> object:
            for name in ("colour", "size"):
                resolvers[name]({"of": name}, name == "size", True, {other} if name == "size" else None, failed)
            outputs = vars(thing)["size"], vars(thing)["colour"]
            return await asyncio.gather(*(it._data for it in outputs), return_exceptions=True)

        turns, (size, colour) = await _turns(settled)
        if failed:
            return [turns, repr(size), repr(colour)]
        assert (size.resources, colour.resources) == ({thing, other}, {thing})
        return [turns, *((it.value, it.is_known, it.is_secret) for it in (size, colour))]

    theirs = asyncio.run(resolved())
    with sparing():
        assert asyncio.run(resolved()) == theirs


def test_types_are_unwrapped_once_and_each_as_it_is() -> None:
    types = [int, pulumi.Input[int], int | str | None, str | int | None, pulumi.Output[str] | None]
    theirs = [_types.unwrap_type(it) for it in types]
    with sparing():
        assert [repr(_types.unwrap_type(it)) for it in types * 2] == [repr(it) for it in theirs * 2]
