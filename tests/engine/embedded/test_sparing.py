"""What the SDK works out and nobody reads is left out; what is read is the same."""

from __future__ import annotations

import pytest
from pulumi import Alias, resource
from pulumi.runtime import resource as registering
from pulumi.runtime.proto import source_pb2

from stackwright.engine.embedded.sparing import sparing, stack_trace

# pyright: reportPrivateImportUsage=false, reportPrivateUsage=false


@pytest.mark.parametrize("alias", [Alias(name="former"), Alias(type_="aws:s3/bucketV2:BucketV2"), Alias(parent=None)])
def test_an_alias_that_says_whom_it_means_is_left_alone(alias: Alias) -> None:
    with sparing():
        assert resource.collapse_alias_to_urn(alias, "now", "aws:s3/bucket:Bucket", None) is alias


def test_a_whole_urn_and_what_is_wrong_goes_the_sdks_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def collapse(alias: object, *_default: object) -> None:
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
